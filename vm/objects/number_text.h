// Text that is to be read as a number.
#pragma once

#include "vm/core/str.h"

#include <string>

namespace terrarium {

// Decimal digits of any script become '0'..'9', white space of any kind ' '; other characters beyond ASCII become '?',
// which no number contains.
std::string to_decimal_text(const Str* s);
// The value of float(text): spaces around, underscores, inf and nan allowed. False: not a number.
bool read_double(std::string_view text, double* out);

} // namespace terrarium
