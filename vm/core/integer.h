// Ints: immediate up to 62 bits, heap objects with inline GMP limbs beyond; one canonical form (an int that fits is
// immediate, unless it is an instance of a subclass of int). Methods: vm/objects/int_*.cpp.
#pragma once

#include "vm/core/runtime.h"

#include <string>
#include <string_view>

namespace terrarium {

//   +----------------+--------------------+-------------------------------+
//   | Object header  | size (sign, limbs) | limbs[|size|], least first    |
struct BigInt : Object {
    int64_t size; // number of 64-bit limbs, negative for a negative number; 0 only for a subclass instance of value 0
    uint64_t* limbs() { return reinterpret_cast<uint64_t*>(this + 1); }
    const uint64_t* limbs() const { return reinterpret_cast<const uint64_t*>(this + 1); }
};
static_assert(sizeof(BigInt) == 24);

Own make_int(int64_t v);
Own make_uint(uint64_t v);
Result<Own> int_from_double(Thread& t, double d); // truncates; OverflowError / ValueError for inf and nan
// Any int (immediate, bool, big, subclass) as a plain exact int value.
Own int_exact(Value v);
bool int_fits_int64(Value v, int64_t* out);       // v is_int(); false when it does not fit
int int_sign(Value v);                            // -1, 0, 1
int int_compare(Value a, Value b);
int64_t int_hash(Value v);
Result<double> int_to_double(Thread& t, Value v); // OverflowError "int too large to convert to float"
Result<Own> int_binary(Thread& t, BinaryOp op, Value a, Value b); // both is_int(); power: see int_power
Result<Own> int_power(Thread& t, Value base, Value exponent, Value modulus_or_none);
Result<Own> int_negate(Thread& t, Value v);
Result<std::string> int_to_decimal(Thread& t, Value v); // ValueError past sys.set_int_max_str_digits
std::string int_to_base(Value v, int base, bool prefix, bool upper); // 2, 8, 16: '-0x1f'
// int(text, base): spaces, sign, prefix, underscores as Python; ValueError text as CPython.
Result<Own> int_parse(Thread& t, std::string_view text, int base, Value original_for_message);
Own int_from_digits(std::string_view digits, int base); // digits already validated (literals): no sign, no underscores

// __index__ protocol.
Result<Own> to_index(Thread& t, Value v);   // TypeError "'X' object cannot be interpreted as an integer"
Result<int64_t> to_int64(Thread& t, Value v); // to_index, then OverflowError "Python int too large to convert to C ssize_t"
// For slices and positions: clamps instead of failing.
Result<int64_t> to_clamped(Thread& t, Value v);

} // namespace terrarium
