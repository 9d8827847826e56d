// What other types need of int's Python face.
#pragma once

#include "vm/core/integer.h"

namespace terrarium {

// sys.get_int_max_str_digits; 0: no limit.
uint32_t int_max_text_digits();
void set_int_max_text_digits(uint32_t n);
// int(x) for one argument.
Result<Own> to_int(Thread& t, Value v);
// float(x) for one argument.
Result<double> to_float(Thread& t, Value v);
// A number for functions of complex ones: __complex__, else what to_double takes.
struct ComplexParts {
    double real, imag;
};
Result<ComplexParts> to_complex(Thread& t, Value v);
// By __index__ for a C int; OverflowError "Python int too large to convert to C int".
Result<int> to_c_int(Thread& t, Value v);
// format(x, spec) for ints; bool and int subclasses too (number_format.cpp).
Result<Own> int_format(Thread& t, Value v, Str* spec);
Result<Own> float_format_spec(Thread& t, double d, Value original, Str* spec);
Result<Own> complex_format_spec(Thread& t, double real, double imag, Str* spec);

} // namespace terrarium
