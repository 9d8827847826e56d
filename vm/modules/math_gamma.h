// The gamma function; see math_gamma.cpp.
#pragma once

namespace terrarium {

// Finite x, neither zero nor a negative whole number. Infinite when the result is too large.
double gamma_of(double x);
double log_gamma_of(double x); // of its absolute value

} // namespace terrarium
