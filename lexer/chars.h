// Classes of bytes for the lexer's inner loops. Private to lexer/.
#pragma once

#include <array>
#include <cstdint>

namespace terrarium::lexer {

enum : uint8_t { kNameStart = 1, kNamePart = 2, kDigit = 4, kHexDigit = 8, kStringPrefix = 16 };

inline constexpr std::array<uint8_t, 256> kCharClass = [] {
  std::array<uint8_t, 256> table{};
  for (int c = 0; c < 256; ++c) {
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 128;
    bool digit = c >= '0' && c <= '9';
    int lower = c | 32;
    uint8_t bits = 0;
    if (letter) bits |= kNameStart | kNamePart;
    if (digit) bits |= kNamePart | kDigit | kHexDigit;
    if (c < 128 && lower >= 'a' && lower <= 'f') bits |= kHexDigit;
    if (c < 128 && (lower == 'b' || lower == 'f' || lower == 'r' || lower == 'u')) bits |= kStringPrefix;
    table[static_cast<size_t>(c)] = bits;
  }
  return table;
}();

inline bool has_class(char c, uint8_t bits) { return (kCharClass[static_cast<unsigned char>(c)] & bits) != 0; }
inline bool is_digit(char c) { return has_class(c, kDigit); }

}  // namespace terrarium::lexer
