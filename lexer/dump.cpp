// The printer of tokens. Columns are in characters here, as in Python's tokenize module.
#include "lexer/dump.h"

#include <cstdio>

#include "lexer/lexer.h"

namespace terrarium {

namespace {

std::string escaped(std::string_view text) {
  std::string result = "'";
  for (char c : text) {
    if (c == '\n') {
      result += "\\n";
    } else if (c == '\\' || c == '\'') {
      result += '\\';
      result += c;
    } else {
      result += c;
    }
  }
  return result + "'";
}

}  // namespace

std::string dump_tokens(const SourceText& source) {
  std::string result;
  if (source.error()) return "ERRORTOKEN " + source.error()->message + "\n";
  Lexer lexer(source, {});
  for (;;) {
    Token token = lexer.next();
    if (token.type == TokenType::Error) {
      result += "ERRORTOKEN " + lexer.error().message + "\n";
      return result;
    }
    const Span& span = token.span;
    auto column = [&](uint32_t line, uint32_t col) {
      return col == kNoColumn ? 0u : source.char_column(line, col);
    };
    char place[64];
    std::snprintf(place, sizeof place, "%u,%u-%u,%u:", span.line, column(span.line, span.col), span.end_line,
                  column(span.end_line, span.end_col));
    char line[128];
    std::snprintf(line, sizeof line, "%-20s%-16s", place, token_title(token.type));
    result += line + escaped(lexer.text_of(token)) + "\n";
    if (token.type == TokenType::EndMarker) return result;
  }
}

}  // namespace terrarium
