// One token: its type (from the table lexer/tokens.def) and where it stands.
// Keywords are types of their own; soft keywords (match, case, _) are names. Read next: lexer/lexer.h.
#pragma once

#include <cstdint>

#include "support/span.h"

namespace terrarium {

enum class TokenType : uint8_t {
#define TOKEN(name, title) name,
#define OPERATOR(name, title, text) name,
#define KEYWORD(name, text) name,
#include "lexer/tokens.def"
};

// The column of a token without extent (INDENT, DEDENT, ENDMARKER); -1 in CPython.
inline constexpr uint32_t kNoColumn = static_cast<uint32_t>(-1);

struct Token {
  TokenType type = TokenType::EndMarker;
  uint8_t level = 0;     // brackets open after this token
  uint32_t offset = 0;   // first byte, in the source text
  uint32_t length = 0;   // bytes
  Span span;             // columns are kNoColumn where the token has no extent
};

const char* token_title(TokenType type);  // "NAME", "LPAR", ...; keywords are "NAME"
const char* token_text(TokenType type);   // of operators and keywords: "(", "if"; else nullptr
bool is_keyword(TokenType type);

}  // namespace terrarium
