// Character names for the escape "\N{...}". Read next: support/unicode_names.cpp for how the table is packed.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace terrarium {

// Puts the UTF-8 of the character with that name (any case; usual aliases too) into `to`.
bool find_unicode_name(std::string_view name, std::string& to);

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
extern const std::span<const Alias> kAliases;      // of characters without names, and usual short forms
extern const std::span<const Run> kIdeographs;     // CJK unified ideographs

}  // namespace unicode_names

}  // namespace terrarium
