// Token names, read off the table.
#include "lexer/token.h"

namespace terrarium {

namespace {

constexpr const char* kTitles[] = {
#define TOKEN(name, title) title,
#define OPERATOR(name, title, text) title,
#define KEYWORD(name, text) "NAME",
#include "lexer/tokens.def"
};

constexpr const char* kTexts[] = {
#define TOKEN(name, title) nullptr,
#define OPERATOR(name, title, text) text,
#define KEYWORD(name, text) text,
#include "lexer/tokens.def"
};

}  // namespace

const char* token_title(TokenType type) { return kTitles[static_cast<int>(type)]; }
const char* token_text(TokenType type) { return kTexts[static_cast<int>(type)]; }
bool is_keyword(TokenType type) { return type >= TokenType::False; }

}  // namespace terrarium
