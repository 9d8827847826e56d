// Complex numbers by their parts, for the compiler's folding and for the type complex: both must give the same bits.
#pragma once

#include <cmath>
#include <cstdint>

namespace terrarium {

struct ComplexPair {
  double re, im;
};

inline ComplexPair multiply(ComplexPair a, ComplexPair b) { return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re}; }

// b is not zero. Scaled, after R. L. Smith (1962).
inline ComplexPair divide(ComplexPair a, ComplexPair b) {
  double abs_re = std::fabs(b.re), abs_im = std::fabs(b.im);
  if (abs_re >= abs_im) {
    double ratio = b.im / b.re, scale = b.re + b.im * ratio;
    return {(a.re + a.im * ratio) / scale, (a.im - a.re * ratio) / scale};
  }
  if (abs_im >= abs_re) {
    double ratio = b.re / b.im, scale = b.re * ratio + b.im;
    return {(a.re * ratio + a.im) / scale, (a.im * ratio - a.re) / scale};
  }
  return {std::nan(""), std::nan("")};
}

// False: x to the -n underflowed to zero, and n is negative.
inline bool integer_power(ComplexPair x, int64_t n, ComplexPair* out) {
  ComplexPair r{1, 0}, p = x;
  for (uint64_t k = static_cast<uint64_t>(n < 0 ? -n : n); k; k >>= 1) {
    if (k & 1) r = multiply(r, p);
    p = multiply(p, p);
  }
  if (n < 0 && r.re == 0 && r.im == 0) return false;
  *out = n < 0 ? divide({1, 0}, r) : r;
  return true;
}

// An exponent that goes by multiplication.
inline bool is_small_power(ComplexPair exponent) {
  return exponent.im == 0 && exponent.re == std::floor(exponent.re) && std::fabs(exponent.re) <= 100;
}

}  // namespace terrarium
