// The inside of an f-string, cut into literal text and replacement fields. Says where an expression
// stands; parsing it is the parser's business. Errors are CPython 3.11's ("f-string: ...").
// Read next: parser/strings.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lexer/lexer.h"

namespace terrarium {

// Length of the f-string whose opening quote is text[0], through its closing quote, by matching braces
// (PEP 701); 0 when it does not end.
size_t f_string_length(std::string_view text, bool raw);

class FStringReader {
 public:
  // Reads text[begin, end): what is between the quotes.
  FStringReader(std::string_view text, size_t begin, size_t end, bool raw, FStringRule rule)
      : text_(text), at_(begin), end_(end), raw_(raw), rule_(rule) {}

  struct Literal {
    size_t begin = 0, end = 0;   // not yet unescaped
    bool brace_follows = false;  // ended by a doubled brace, which it includes once: read on
    bool escaped_brace = false;  // has the unknown escape "\{"
  };
  // Text up to the next field, doubled brace, or end. depth > 0: within a format spec.
  bool literal(int depth, Literal& result);
  // At the end of the string, or (in a format spec) at the '}' of the field around it.
  bool at_end() const { return at_ >= end_ || text_[at_] == '}'; }

  struct Field {
    size_t brace = 0;               // the '{'
    size_t begin = 0, end = 0;      // the expression
    size_t text_end = 0;            // with '=': end of what is shown, text [begin, text_end)
    bool shows_text = false;        // has '='
    int conversion = -1;            // 's', 'r', 'a' or -1
    bool has_format = false;        // a format spec follows: read it with depth + 1, then finish_field
  };
  bool open_field(int depth, Field& field);       // at a '{': finds the expression
  bool after_expression(Field& field);            // reads '=', conversion, ':'
  bool finish_field();                            // the closing '}'

  const std::string& error() const { return error_; }

 private:
  bool fail(std::string message);
  bool skip_expression();

  std::string_view text_;
  size_t at_;
  size_t end_;
  bool raw_;
  FStringRule rule_;
  std::string error_;
};

}  // namespace terrarium
