// Floats: immediate when the exponent is ordinary (value.h), a heap object otherwise. Methods: vm/objects/float.cpp.
#pragma once

#include "vm/core/runtime.h"

#include <string>

namespace terrarium {

struct Float : Object {
    double value;
};
struct Complex : Object {
    double real, imag;
};

Ref<Float> make_heap_float(double d);
inline Own make_float(double d) {
    Value v = Value::try_float(d);
    if (v.is_float()) [[likely]] return Own::adopt(v);
    return Own(make_heap_float(d));
}
inline double float_of(Value v) { return v.is_float() ? v.float_value() : as<Float>(v)->value; } // is_float(v)
// float(x) for numbers: float, int, __float__, __index__; TypeError "must be real number, not X".
Result<double> to_double(Thread& t, Value v);
std::string float_repr(double d); // shortest that reads back, as repr()
// 'e','E','f','F','g','G','n','r','%' with precision; alt '#'. As PyOS_double_to_string's documented results.
std::string float_format(double d, char code, int precision, bool alternate, bool always_sign);
int64_t float_hash(double d);
Result<Own> float_parse(Thread& t, std::string_view text, Value original_for_message);
Result<Own> float_binary(Thread& t, BinaryOp op, double a, double b); // ZeroDivisionError texts as CPython
Ref<Complex> make_complex(double real, double imag);

} // namespace terrarium
