// Names are found by their hashes (48 bits, 34,000 of them), in the order of the code points: who has the name finds the
// place. The names themselves are numbers of words. Built from the Unicode database by support/unicode_names.py.
#include "support/unicode_names.h"

#include <cstdio>

namespace terrarium {

namespace {

using namespace unicode_names;

uint64_t hash_of(std::string_view name) {
  uint64_t value = 0xCBF29CE484222325u;
  for (char c : name) value = (value ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  return value >> 16;
}

// "HANGUL SYLLABLE " and the short names of its letters (The Unicode Standard, section 3.12).
constexpr std::string_view kLead[] = {"G", "GG", "N", "D", "DD", "R", "M", "B", "BB", "S",
                                             "SS", "", "J", "JJ", "C", "K", "T", "P", "H"};
constexpr std::string_view kVowel[] = {"A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA", "WAE",
                                              "OE", "YO", "U", "WEO", "WE", "WI", "YU", "EU", "YI", "I"};
constexpr std::string_view kTail[] = {"", "G", "GG", "GS", "N", "NJ", "NH", "D", "L", "LG",
                                             "LM", "LB", "LS", "LT", "LP", "LH", "M", "B", "BS", "S",
                                             "SS", "NG", "J", "C", "K", "T", "P", "H"};

uint32_t hangul_syllable(std::string_view rest) {
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
  return kNoCharacter;
}

bool is_ideograph(uint32_t code) {
  for (const Run& run : kIdeographs) {
    if (code >= run.first && code - run.first < run.count) return true;
  }
  return false;
}

uint32_t ideograph(std::string_view digits) {
  if (digits.size() != 4 && digits.size() != 5) return kNoCharacter;
  uint32_t code = 0;
  for (char c : digits) {
    if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'))) return kNoCharacter;
    code = code << 4 | static_cast<uint32_t>(c <= '9' ? c - '0' : c - 'A' + 10);
  }
  return is_ideograph(code) ? code : kNoCharacter;
}

constexpr std::string_view kHangul = "HANGUL SYLLABLE ";
constexpr std::string_view kIdeograph = "CJK UNIFIED IDEOGRAPH-";

std::string packed_name(size_t index) {
  const uint8_t* at = kPacked.data() + kSteps[index / kStep];
  auto word = [&] {
    uint32_t n = *at++;
    if (n >= kShort) n = kShort + ((n - kShort) << 8 | *at++);
    return std::string_view(kWordText.data() + kWordStarts[n], kWordStarts[n + 1] - kWordStarts[n]);
  };
  for (size_t skip = index % kStep; skip > 0; --skip) {
    for (uint32_t words = *at++; words > 0; --words) word();
  }
  std::string name;
  for (uint32_t words = *at++; words > 0; --words) {
    name += word();
    if (words > 1) name += ' ';
  }
  return name;
}

uint32_t find_upper(std::string_view name) {
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
  return kNoCharacter;
}

}  // namespace

uint32_t find_unicode_name(std::string_view name) {
  // As in CPython, the names that follow a rule are known in capitals only.
  if (name.starts_with(kHangul)) return hangul_syllable(name.substr(kHangul.size()));
  if (name.starts_with(kIdeograph)) return ideograph(name.substr(kIdeograph.size()));
  std::string upper(name);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return find_upper(upper);
}

std::string unicode_name(uint32_t code) {
  if (code >= 0xAC00 && code < 0xAC00 + 19 * 21 * 28) {
    uint32_t index = code - 0xAC00;
    std::string name(kHangul);
    name += kLead[index / (21 * 28)];
    name += kVowel[index / 28 % 21];
    name += kTail[index % 28];
    return name;
  }
  if (is_ideograph(code)) {
    char digits[16];
    std::snprintf(digits, sizeof digits, "%04X", code);
    return std::string(kIdeograph) + digits;
  }
  size_t index = 0;
  for (const Run& run : kRuns) {
    if (code < run.first) break;
    if (code - run.first < run.count) return packed_name(index + (code - run.first));
    index += run.count;
  }
  return {};
}

}  // namespace terrarium
