// Names are not kept but their hashes (48 bits, 34,000 of them), in the order of the code points: who has the
// name finds the place. Built from the Unicode database by support/unicode_names.py.
#include "support/unicode_names.h"

#include "support/utf8.h"

namespace terrarium {

namespace {

using namespace unicode_names;

uint64_t hash_of(std::string_view name) {
  uint64_t value = 0xCBF29CE484222325u;
  for (char c : name) value = (value ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  return value >> 16;
}

constexpr uint32_t kNotFound = UINT32_MAX;

// "HANGUL SYLLABLE " and the short names of its letters (The Unicode Standard, section 3.12).
uint32_t hangul_syllable(std::string_view rest) {
  static constexpr std::string_view kLead[] = {"G", "GG", "N", "D", "DD", "R", "M", "B", "BB", "S",
                                               "SS", "", "J", "JJ", "C", "K", "T", "P", "H"};
  static constexpr std::string_view kVowel[] = {"A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA", "WAE",
                                                "OE", "YO", "U", "WEO", "WE", "WI", "YU", "EU", "YI", "I"};
  static constexpr std::string_view kTail[] = {"", "G", "GG", "GS", "N", "NJ", "NH", "D", "L", "LG",
                                               "LM", "LB", "LS", "LT", "LP", "LH", "M", "B", "BS", "S",
                                               "SS", "NG", "J", "C", "K", "T", "P", "H"};
  for (uint32_t lead = 0; lead < 19; ++lead) {
    if (!rest.starts_with(kLead[lead])) continue;
    std::string_view behind_lead = rest.substr(kLead[lead].size());
    for (uint32_t vowel = 0; vowel < 21; ++vowel) {
      if (!behind_lead.starts_with(kVowel[vowel])) continue;
      std::string_view tail_name = behind_lead.substr(kVowel[vowel].size());
      for (uint32_t tail = 0; tail < 28; ++tail) {
        if (tail_name == kTail[tail]) return 0xAC00 + (lead * 21 + vowel) * 28 + tail;
      }
    }
  }
  return kNotFound;
}

uint32_t ideograph(std::string_view digits) {
  if (digits.size() != 4 && digits.size() != 5) return kNotFound;
  uint32_t code = 0;
  for (char c : digits) {
    if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'))) return kNotFound;
    code = code << 4 | static_cast<uint32_t>(c <= '9' ? c - '0' : c - 'A' + 10);
  }
  for (const Run& run : kIdeographs) {
    if (code >= run.first && code - run.first < run.count) return code;
  }
  return kNotFound;
}

uint32_t find_code(std::string_view name) {
  constexpr std::string_view kHangul = "HANGUL SYLLABLE ";
  constexpr std::string_view kIdeograph = "CJK UNIFIED IDEOGRAPH-";
  if (name.starts_with(kHangul)) return hangul_syllable(name.substr(kHangul.size()));
  if (name.starts_with(kIdeograph)) return ideograph(name.substr(kIdeograph.size()));
  for (const Alias& alias : kAliases) {
    if (alias.name == name) return alias.code;
  }
  uint64_t wanted = hash_of(name);
  const uint64_t* hash = kHashes.data();
  for (const Run& run : kRuns) {
    for (uint32_t i = 0; i < run.count; ++i) {
      if (*hash++ == wanted) return run.first + i;
    }
  }
  return kNotFound;
}

}  // namespace

bool find_unicode_name(std::string_view name, std::string& to) {
  std::string upper(name);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  uint32_t code = find_code(upper);
  if (code == kNotFound) return false;
  append_utf8(to, code);
  return true;
}

}  // namespace terrarium
