// Character names, both ways. Read next: support/unicode_names.cpp for how the table is packed.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace terrarium {

// The character with that name (any case; usual aliases too); kNoCharacter when there is none.
inline constexpr uint32_t kNoCharacter = UINT32_MAX;
uint32_t find_unicode_name(std::string_view name);
// Its name; empty when it has none (aliases are not asked).
std::string unicode_name(uint32_t code);

// The table, written at build time by support/unicode_names.py.
namespace unicode_names {

struct Run {
  uint32_t first, count;  // code points
};
struct Alias {
  std::string_view name;
  uint32_t code;
};

extern const std::span<const Run> kRuns;           // characters with names that follow no rule
extern const std::span<const uint64_t> kHashes;    // of their names, one for each character of kRuns
// Their names in the same order: the number of words, then each word's number n as one byte, or from kShort on as two.
inline constexpr uint32_t kStep = 64, kShort = 160;
extern const std::span<const uint8_t> kPacked;
extern const std::span<const uint32_t> kSteps;       // where in kPacked every kStep-th name begins
extern const std::span<const uint32_t> kWordStarts;  // in kWordText; one more than there are words
extern const std::span<const char> kWordText;
extern const std::span<const Alias> kAliases;      // of characters without names, and usual short forms
extern const std::span<const Run> kIdeographs;     // CJK unified ideographs

}  // namespace unicode_names

}  // namespace terrarium
