// Number tokens: how far they reach and what is wrong with them. Their values are literal.cpp's.
#include <string>

#include "lexer/chars.h"
#include "lexer/lexer.h"

namespace terrarium {

using lexer::has_class;
using lexer::is_digit;

// An error whose place is behind the character at[-1].
Token Lexer::bad_number(const char* at, std::string message) {
  at_ = at;
  return fail_reported(std::move(message));
}

// Digits with single underscores between them; `at` is at the first. False after an error.
bool Lexer::decimal_tail(const char*& at) {
  for (;;) {
    while (is_digit(*at)) ++at;
    if (*at != '_') return true;
    ++at;
    if (!is_digit(*at)) {
      bad_number(at, "invalid decimal literal");
      return false;
    }
  }
}

// What may stand right after a number: not a letter, except (with a warning) one of the keywords that
// can follow a number in a program: `1if x else y`.
bool Lexer::end_of_number(const char* at, const char* kind) {
  std::string_view rest(at, static_cast<size_t>(end_ - at));
  bool keyword = rest.starts_with("if") || rest.starts_with("in") || rest.starts_with("is");
  for (std::string_view word : {"and", "else", "for", "or", "not"}) {
    if (rest.starts_with(word) && !has_class(at[word.size()], lexer::kNamePart)) keyword = true;
  }
  std::string message = std::string("invalid ") + kind + " literal";
  if (keyword) {
    Diagnostic warning;
    warning.type = DiagnosticType::SyntaxWarning;
    warning.message = std::move(message);
    warning.line = static_cast<int32_t>(line_);
    warnings_.push_back(std::move(warning));
    return true;
  }
  if (!has_class(*at, lexer::kNamePart)) return true;
  bad_number(at, std::move(message));
  return false;
}

Token Lexer::radix_number(const char* start, int base, const char* kind) {
  const char* at = start + 2;
  auto fits = [&](char c) {
    return base == 16 ? has_class(c, lexer::kHexDigit) : c >= '0' && c < '0' + base;
  };
  auto wrong_digit = [&] {
    return bad_number(at + 1, std::string("invalid digit '") + *at + "' in " + kind + " literal");
  };
  do {
    if (*at == '_') ++at;
    if (!fits(*at)) {
      if (is_digit(*at)) return wrong_digit();
      return bad_number(at, std::string("invalid ") + kind + " literal");
    }
    while (fits(*at)) ++at;
  } while (*at == '_');
  if (is_digit(*at)) return wrong_digit();
  if (!end_of_number(at, kind)) return make_without_extent(TokenType::Error);
  at_ = at;
  return make(TokenType::Number, start);
}

Token Lexer::number(const char* start) {
  const char* at = start;
  const char* kind = "decimal";
  auto failed = [&] { return make_without_extent(TokenType::Error); };
  const char* zeros_end = nullptr;  // "0" not followed by x, o, b: where the zeros end
  bool leading_zeros = false;       // ... and other digits follow
  if (*at == '0') {
    char letter = static_cast<char>(at[1] | 32);
    if (letter == 'x') return radix_number(start, 16, "hexadecimal");
    if (letter == 'o') return radix_number(start, 8, "octal");
    if (letter == 'b') return radix_number(start, 2, "binary");
    for (;; ++at) {
      if (*at == '_') {
        ++at;
        if (!is_digit(*at)) return bad_number(at, "invalid decimal literal");
      }
      if (*at != '0') break;
    }
    zeros_end = at;
    leading_zeros = is_digit(*at);
  }
  if (*at != '.' && !decimal_tail(at)) return failed();
  bool integer = true;
  if (*at == '.') {
    integer = false;
    ++at;
    if (is_digit(*at) && !decimal_tail(at)) return failed();
  }
  if ((*at | 32) == 'e') {
    const char* exponent = at + 1;
    if (*exponent == '+' || *exponent == '-') {
      ++exponent;
      if (!is_digit(*exponent)) return bad_number(exponent, "invalid decimal literal");
    } else if (!is_digit(*exponent)) {
      // No exponent: the letter belongs to what follows (`1else`), or to nothing.
      if (!end_of_number(at, kind)) return failed();
      at_ = at;
      return make(TokenType::Number, start);
    }
    at = exponent;
    integer = false;
    if (!decimal_tail(at)) return failed();
  }
  if ((*at | 32) == 'j') {
    integer = false;
    kind = "imaginary";
    ++at;
  }
  if (integer && leading_zeros) {
    at_ = zeros_end + 1;
    Token error = fail_reported(
        "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers");
    reported_->offset = reported_->end_offset - static_cast<int32_t>(zeros_end - start);
    return error;
  }
  if (!end_of_number(at, kind)) return failed();
  at_ = at;
  return make(TokenType::Number, start);
}

}  // namespace terrarium
