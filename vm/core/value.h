// Value: one machine word that is an int of 62 bits, a float, a special constant, or a pointer to a heap object.
// A Value is borrowed: it owns nothing. Own (own.h) is the owning form. Next: vm/core/own.h, vm/core/type.h.
#pragma once

#include "memory/object.h"

#include <bit>
#include <cstdint>

namespace terrarium {

//   int       v << 2                      ...............................................00
//   float     rotl(bits, 4) + 3           immediate iff bit 1 of the result is set         1.
//   object    address + 1                 (addresses are multiples of 8)                  001
//   special   index << 3 | 5                                                              101
// Floats whose exponent lies far from zero (beyond 2^-255 .. 2^256; zero, infinities and NaN are in) live on the heap.
struct Value {
    uint64_t bits;

    static constexpr uint64_t object_tag = 1;
    static constexpr uint64_t special_tag = 5;
    static constexpr int64_t int_max = (int64_t{1} << 61) - 1;
    static constexpr int64_t int_min = -(int64_t{1} << 61);

    static constexpr Value special(uint64_t index) { return {index << 3 | special_tag}; }
    static constexpr Value null() { return special(0); }           // "no value": unset local, error, missing argument
    static constexpr Value none() { return special(1); }
    static constexpr Value boolean(bool b) { return special(2 + b); }
    static constexpr Value ellipsis() { return special(4); }
    static constexpr Value not_implemented() { return special(5); }
    static constexpr Value exhausted() { return special(6); }      // what an iterator's next returns at its end
    static constexpr Value deleted() { return special(7); }        // a removed dict entry
    static constexpr Value small_int(int64_t v) { return {static_cast<uint64_t>(v) << 2}; } // v in int_min..int_max
    static Value object(const Object* o) { return {reinterpret_cast<uint64_t>(o) + object_tag}; }
    static constexpr bool fits_int(int64_t v) { return v >= int_min && v <= int_max; }

    constexpr bool is_int() const { return (bits & 3) == 0; } // immediate int only, not bool, not a big int
    constexpr bool is_float() const { return (bits & 2) != 0; } // immediate float only
    constexpr bool is_object() const { return (bits & 7) == object_tag; }
    constexpr bool is_special() const { return (bits & 7) == special_tag; }
    constexpr bool is_null() const { return bits == null().bits; }
    constexpr bool is_none() const { return bits == none().bits; }
    constexpr bool is_true() const { return bits == boolean(true).bits; }
    constexpr bool is_false() const { return bits == boolean(false).bits; }
    constexpr bool is_bool() const { return (bits & ~uint64_t{8}) == boolean(false).bits; }
    constexpr bool is_not_implemented() const { return bits == not_implemented().bits; }
    constexpr bool is_exhausted() const { return bits == exhausted().bits; }

    constexpr int64_t int_value() const { return static_cast<int64_t>(bits) >> 2; }
    double float_value() const { return std::bit_cast<double>(std::rotr(bits - 3, 4)); }
    Object* object_ptr() const { return reinterpret_cast<Object*>(bits - object_tag); }
    constexpr bool bool_value() const { return bits == boolean(true).bits; } // only when is_bool()

    // The immediate form of d, or a word for which is_float() is false when d needs the heap.
    static Value try_float(double d) { return {std::rotl(std::bit_cast<uint64_t>(d), 4) + 3}; }

    friend constexpr bool operator==(Value a, Value b) { return a.bits == b.bits; } // identity, Python's `is`
};
static_assert(sizeof(Value) == 8);
static_assert(Value::boolean(false).bits == 21 && Value::boolean(true).bits == 29);

} // namespace terrarium
