// Numbers for readers.
#pragma once

#include <cstdint>
#include <string>

namespace terrarium {

// 1234567 as 1,234,567
inline std::string grouped(uint64_t n) {
  std::string digits = std::to_string(n);
  for (size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits;
}

// 1 frame, 1,000 frames; a number alone when there is no unit.
inline std::string grouped(uint64_t n, const char* unit) {
  return *unit == 0 ? grouped(n) : grouped(n) + " " + unit + (n == 1 ? "" : "s");
}

}  // namespace terrarium
