// Where something stands in a source text. Rows and columns are those of Python's ast module.
// Read next: support/source.h.
#pragma once

#include <cstdint>

namespace terrarium {

struct Span {
  uint32_t line = 0;      // 1-based; 0 means "nowhere"
  uint32_t col = 0;       // 0-based, in bytes of UTF-8
  uint32_t end_line = 0;  // 1-based
  uint32_t end_col = 0;   // 0-based, in bytes, exclusive

  friend bool operator==(const Span&, const Span&) = default;
};

// From the start of `first` to the end of `last`.
inline Span cover(const Span& first, const Span& last) {
  return {first.line, first.col, last.end_line, last.end_col};
}

}  // namespace terrarium
