// Instructions as the trace's model performs them: what their words say, worked out once for each code unit.
// Read next: inspect/trace_run.cpp, which performs them; inspect/trace_meaning.cpp.
#pragma once

#include "bytecode/opcodes.h"
#include "inspect/snapshot.h"
#include "vm/core/value.h"

#include <vector>

namespace terrarium::inspect {

// Arithmetic and comparisons of numbers.
enum class Sum : uint8_t { none, add, subtract, multiply, divide, floor, modulo, power, lshift, rshift, bit_and, bit_or, bit_xor, lt, le, eq, ne, gt, ge };

struct TraceOp {
    static constexpr uint8_t too_many = 255;
    Opcode op = Opcode::NOP; // INPLACE_ADD is BINARY_ADD and so on
    Sum sum = Sum::none;
    uint8_t fresh = 0;      // of what it leaves when it goes on, how many are new; too_many: more than a place can expect
    bool with_null = false; // of those, the top one is NULL
    uint32_t a = 0;         // operand; of CALL: how many arguments
    uint32_t pops = 0;
    union {
        uint32_t drops = 0; // what is gone when it goes on without a jump, of what lay there
        uint32_t target;    // of a jump; past the end: out of the code unit
    };
};

std::vector<TraceOp> ops_of(const CodeInfo& code);

// 1 true, 0 false, -1 not to be told from the value alone.
int truth(Val v);
inline Val boolean(bool b) { return {Value::boolean(b).bits}; }
inline bool small(int64_t n, Val* out) {
    if (Value::fits_int(n)) *out = {Value::small_int(n).bits};
    return Value::fits_int(n);
}
// What the loop makes of two operands inline; false: it would go elsewhere.
bool calculate(Sum what, Val a, Val b, Val* out);
// False: no comparison.
template <class Number>
bool compare(Sum what, Number x, Number y, Val* out) {
    switch (what) {
        case Sum::lt: return *out = boolean(x < y), true;
        case Sum::le: return *out = boolean(x <= y), true;
        case Sum::eq: return *out = boolean(x == y), true;
        case Sum::ne: return *out = boolean(x != y), true;
        case Sum::gt: return *out = boolean(x > y), true;
        case Sum::ge: return *out = boolean(x >= y), true;
        default: return false;
    }
}
// calculate() of ints, as far as it is quickly done; false: that knows.
inline bool quick_sum(Sum what, int64_t x, int64_t y, Val* out) {
    if (what == Sum::add) return small(x + y, out);
    if (what == Sum::subtract) return small(x - y, out);
    return compare(what, x, y, out);
}

} // namespace terrarium::inspect
