// UTF-8, one character at a time. Also accepts WTF-8: lone surrogates as three bytes, which is how
// the literal '\ud800' travels from the lexer to the str object. Read next: support/unicode.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace terrarium {

struct Utf8Char {
  uint32_t code;   // the code point; U+FFFD for a broken byte
  uint32_t length;  // bytes used, at least 1
  bool valid;
};

// The character at text[at]; at < text.size(). Surrogates count as valid.
Utf8Char decode_utf8(std::string_view text, size_t at);

// Appends one code point, surrogates included.
void append_utf8(std::string& to, uint32_t code);

// Characters in valid UTF-8 (bytes that do not continue a character).
size_t count_utf8(std::string_view text);

struct Utf8Error {
  size_t at;           // first byte of what cannot be decoded
  size_t end;          // one past its last byte
  const char* reason;  // CPython's words: "invalid start byte", ...
};
constexpr size_t kUtf8Valid = static_cast<size_t>(-1);

// The first place where `text` is not strict UTF-8 (no surrogates); `at` == kUtf8Valid when there is none.
Utf8Error find_utf8_error(std::string_view text);

}  // namespace terrarium
