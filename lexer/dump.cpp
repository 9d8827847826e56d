// The printer of tokens. Columns are in characters here, as in Python's tokenize module.
#include "lexer/dump.h"

#include <cstdio>

#include "lexer/lexer.h"
#include "support/utf8.h"

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

// Byte columns as characters. Tokens come in order, so what is counted already is not counted again.
class Columns {
 public:
  explicit Columns(const SourceText& source) : source_(source) {}
  uint32_t characters(uint32_t line, uint32_t col) {
    if (col == kNoColumn) return 0;
    if (line != line_ || col < bytes_) {
      line_ = line;
      bytes_ = characters_ = 0;
    }
    std::string_view text = source_.line(line);
    if (bytes_ < text.size()) characters_ += static_cast<uint32_t>(count_utf8(text.substr(bytes_, col - bytes_)));
    bytes_ = col;
    return characters_;
  }

 private:
  const SourceText& source_;
  uint32_t line_ = 0, bytes_ = 0, characters_ = 0;
};

}  // namespace

std::string dump_tokens(const SourceText& source, std::optional<Diagnostic>* error) {
  std::string result;
  auto fail = [&](const Diagnostic& what) {
    if (error) *error = what;
    return result + "ERRORTOKEN " + what.message + "\n";
  };
  if (source.error()) return fail(*source.error());
  Lexer lexer(source, {});
  Columns columns(source);
  for (;;) {
    Token token = lexer.next();
    if (token.type == TokenType::Error) return fail(lexer.error());
    const Span& span = token.span;
    uint32_t start = columns.characters(span.line, span.col), end = columns.characters(span.end_line, span.end_col);
    char place[64];
    std::snprintf(place, sizeof place, "%u,%u-%u,%u:", span.line, start, span.end_line, end);
    char line[128];
    std::snprintf(line, sizeof line, "%-20s%-15s ", place, token_title(token.type));
    result += line + escaped(lexer.text_of(token)) + "\n";
    if (token.type == TokenType::EndMarker) return result;
  }
}

}  // namespace terrarium
