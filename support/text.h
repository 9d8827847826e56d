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

}  // namespace terrarium
