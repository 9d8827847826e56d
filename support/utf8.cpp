// The tables of UTF-8 (RFC 3629), written as conditions. Error reasons follow CPython's decoder.
#include "support/utf8.h"

#include <cstring>

namespace terrarium {

namespace {

bool is_continuation(unsigned char byte) { return (byte & 0xC0) == 0x80; }

}  // namespace

Utf8Char decode_utf8(std::string_view text, size_t at) {
  const auto* s = reinterpret_cast<const unsigned char*>(text.data()) + at;
  size_t left = text.size() - at;
  uint32_t c = s[0];
  if (c < 0x80) return {c, 1, true};
  if (c >= 0xC2 && c < 0xE0) {
    if (left >= 2 && is_continuation(s[1])) return {(c & 0x1F) << 6 | (s[1] & 0x3Fu), 2, true};
  } else if (c >= 0xE0 && c < 0xF0) {
    if (left >= 3 && is_continuation(s[1]) && is_continuation(s[2])) {
      uint32_t code = (c & 0x0F) << 12 | (s[1] & 0x3Fu) << 6 | (s[2] & 0x3Fu);
      if (code >= 0x800) return {code, 3, true};
    }
  } else if (c >= 0xF0 && c < 0xF5) {
    if (left >= 4 && is_continuation(s[1]) && is_continuation(s[2]) && is_continuation(s[3])) {
      uint32_t code = (c & 0x07) << 18 | (s[1] & 0x3Fu) << 12 | (s[2] & 0x3Fu) << 6 | (s[3] & 0x3Fu);
      if (code >= 0x10000 && code <= 0x10FFFF) return {code, 4, true};
    }
  }
  return {0xFFFD, 1, false};
}

void append_utf8(std::string& to, uint32_t code) {
  if (code < 0x80) {
    to += static_cast<char>(code);
  } else if (code < 0x800) {
    to += static_cast<char>(0xC0 | code >> 6);
    to += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    to += static_cast<char>(0xE0 | code >> 12);
    to += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    to += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    to += static_cast<char>(0xF0 | code >> 18);
    to += static_cast<char>(0x80 | (code >> 12 & 0x3F));
    to += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    to += static_cast<char>(0x80 | (code & 0x3F));
  }
}

size_t count_utf8(std::string_view text) {
  size_t count = 0;
  for (char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

Utf8Error find_utf8_error(std::string_view text) {
  const auto* s = reinterpret_cast<const unsigned char*>(text.data());
  size_t size = text.size();
  size_t at = 0;
  while (at < size) {
    if (at + 8 <= size) {
      uint64_t word;
      std::memcpy(&word, s + at, 8);
      if ((word & 0x8080808080808080u) == 0) {
        at += 8;
        continue;
      }
    }
    unsigned char c = s[at];
    if (c < 0x80) {
      ++at;
      continue;
    }
    if (c < 0xC2 || c > 0xF4) return {at, at + 1, "invalid start byte"};
    size_t wanted = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    for (size_t i = 1; i < wanted; ++i) {
      if (at + i >= size) return {at, size, "unexpected end of data"};
      unsigned char d = s[at + i];
      bool fits = is_continuation(d);
      if (i == 1) {
        if (c == 0xE0) fits = fits && d >= 0xA0;
        if (c == 0xED) fits = fits && d < 0xA0;
        if (c == 0xF0) fits = fits && d >= 0x90;
        if (c == 0xF4) fits = fits && d < 0x90;
      }
      if (!fits) return {at, at + i, "invalid continuation byte"};
    }
    at += wanted;
  }
  return {kUtf8Valid, kUtf8Valid, nullptr};
}

}  // namespace terrarium
