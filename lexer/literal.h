// What number and string tokens mean: text to values, escapes resolved. The lexer found where a token
// ends; here its inside is read. Errors are CPython 3.11's. Read next: lexer/fstring.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "support/arena.h"

namespace terrarium {

enum class NumberKind : uint8_t { Int, Float, Imaginary };

struct NumberValue {
  NumberKind kind = NumberKind::Int;
  uint8_t base = 10;        // Int: 2, 8, 10 or 16
  bool fits_int64 = false;  // Int: `small` is the value
  int64_t small = 0;
  double number = 0;
  std::string_view digits;  // Int: digits in `base`, in the arena; no prefix, no underscores, no leading zeros
};

// `text` is a Number token's text, so it is well formed.
NumberValue read_number(std::string_view text, Arena& arena);

// A string token's parts: prefix letters, quotes, and what is between the quotes.
struct StringParts {
  bool bytes = false, raw = false, format = false, unicode = false;
  size_t body_begin = 0, body_end = 0;  // within the token's text
};
StringParts split_string(std::string_view token_text);

struct EscapeResult {
  std::string error;                   // complete message; empty when there was none
  std::string invalid_escape;          // of the first escape that means nothing (\d) or too much (\400): a warning's text
};

// Appends what `body` means to `to`. Str: UTF-8, lone surrogates as WTF-8. Bytes: `body` is ASCII.
EscapeResult decode_str_escapes(std::string_view body, std::string& to);
EscapeResult decode_bytes_escapes(std::string_view body, std::string& to);

}  // namespace terrarium
