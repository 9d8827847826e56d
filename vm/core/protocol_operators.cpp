// Operators: which operand's slot is asked first, sequence + and *, and the texts when neither can.
// Source: Python reference, "Emulating numeric types".
#include "vm/core/dict.h"
#include "vm/core/integer.h"
#include "vm/core/parallel.h"
#include "vm/core/protocol.h"
#include "vm/core/slots.h"

namespace terrarium {

namespace {

constexpr const char* symbols[binary_op_count] = {"+", "-", "*", "/", "//", "%", "** or pow()", "@", "<<", ">>", "&", "|", "^", "divmod()"};
constexpr const char* inplace_symbols[binary_op_count] = {"+=", "-=", "*=", "/=", "//=", "%=", "**=", "@=", "<<=", ">>=", "&=", "|=", "^=", ""};

// A right operand whose class derives from the left one's goes first.
Result<Own> try_binary(Thread& t, BinaryOp op, Value a, Value b) {
    size_t i = static_cast<size_t>(op);
    Type *left = type_of(a), *right = type_of(b);
    BinarySlot first = left->slots.binary[i];
    BinarySlot second = left == right ? nullptr : right->slots.binary[i];
    if (second == first) second = nullptr;
    if (first) {
        if (second && is_subtype(right, left)) {
            Own r = TRY(second(t, a, b));
            if (!r.is_not_implemented()) return r;
            second = nullptr;
        }
        Own r = TRY(first(t, a, b));
        if (!r.is_not_implemented()) return r;
    }
    if (second) return second(t, a, b);
    return Own::not_implemented();
}

bool is_native_print(Value v) {
    if (!has_shape(v, shapes::native_function)) return false;
    Value print = rt().builtins ? dict_get(rt().builtins, intern("print")) : Value::null();
    return print == v;
}

Error raise_operands(Thread& t, BinaryOp op, const char* symbol, Value a, Value b) {
    if (op == BinaryOp::rshift && is_native_print(a))
        return raise_type(t,
                          "unsupported operand type(s) for {}: '{}' and '{}'. Did you mean \"print(<message>, "
                          "file=<output_stream>)\"?",
                          symbol, type_name(a), type_name(b));
    return raise_type(t, "unsupported operand type(s) for {}: '{}' and '{}'", symbol, type_name(a), type_name(b));
}

Result<Own> repeat(Thread& t, decltype(Slots::repeat) slot, Value sequence, Value count) {
    if (!is_int(count) && !type_of(count)->slots.index)
        return raise_type(t, "can't multiply sequence by non-int of type '{}'", type_name(count));
    Own n = TRY(to_index(t, count));
    int64_t value = 0;
    if (!int_fits_int64(n, &value))
        return raise_fmt(t, rt().types.OverflowError, "cannot fit '{}' into an index-sized integer", type_name(count));
    return slot(t, sequence, value);
}

// Sequences come after numbers: + on the left one only, * on either. Value::exhausted(): no sequence here.
Result<Own> try_sequence(Thread& t, BinaryOp op, Value a, Value b, bool inplace) {
    const Slots& left = type_of(a)->slots;
    if (op == BinaryOp::add) {
        if (inplace && left.inplace_concat) return left.inplace_concat(t, a, b);
        if (left.concat) return left.concat(t, a, b);
    } else if (op == BinaryOp::multiply) {
        if (inplace && left.inplace_repeat) return repeat(t, left.inplace_repeat, a, b);
        if (left.repeat) return repeat(t, left.repeat, a, b);
        if (auto right = type_of(b)->slots.repeat) return repeat(t, right, b, a);
    }
    return Own::exhausted();
}

Result<Own> unary(Thread& t, UnarySlot slot, const char* symbol, Value v) {
    if (!slot) return raise_type(t, "bad operand type for {}: '{}'", symbol, type_name(v));
    return slot(t, v);
}

} // namespace

const char* binary_symbol(BinaryOp op) { return symbols[static_cast<size_t>(op)]; }

namespace {

// Neither operand's class knows the other for numbers.
Result<Own> after_numbers(Thread& t, BinaryOp op, bool inplace, Value a, Value b) {
    if (op == BinaryOp::add || op == BinaryOp::multiply) {
        Own s = TRY(try_sequence(t, op, a, b, inplace));
        if (!s.is_exhausted()) return s;
    }
    return raise_operands(t, op, inplace ? inplace_symbols[static_cast<size_t>(op)] : binary_symbol(op), a, b);
}

} // namespace

Result<Own> binary_op(Thread& t, BinaryOp op, Value a, Value b) {
    Own r = TRY(try_binary(t, op, a, b));
    return r.is_not_implemented() ? after_numbers(t, op, false, a, b) : Result<Own>(std::move(r));
}

Result<Own> binary_op_declined(Thread& t, BinaryOp op, bool inplace, Value a, Value b) {
    BinarySlot second = type_of(a) == type_of(b) ? nullptr : type_of(b)->slots.binary[static_cast<size_t>(op)];
    if (second) {
        Own r = TRY(second(t, a, b));
        if (!r.is_not_implemented()) return r;
    }
    return after_numbers(t, op, inplace, a, b);
}

Result<Own> inplace_op(Thread& t, BinaryOp op, Value a, Value b) {
    bool native = !(type_of(a)->flags & type_heap) || type_of(a)->slots.inplace_concat != nullptr;
    Changing changing(t, native && !is_exact_str(a) && !is_exact_tuple(a) ? a : Value::null(), b);
    if (BinarySlot slot = type_of(a)->slots.inplace[static_cast<size_t>(op)]) {
        Own r = TRY(slot(t, a, b));
        if (!r.is_not_implemented()) return r;
    } else if (op == BinaryOp::add && (type_of(a)->flags & type_heap) && type_of(a)->slots.inplace_concat) {
        // A class takes a sequence's += for a number's: neither __add__ of its own nor __radd__ is asked.
        return type_of(a)->slots.inplace_concat(t, a, b);
    }
    Own r = TRY(try_binary(t, op, a, b));
    return r.is_not_implemented() ? after_numbers(t, op, true, a, b) : Result<Own>(std::move(r));
}

Result<Own> power(Thread& t, Value base, Value exponent, Value modulus) {
    if (modulus.is_none()) return binary_op(t, BinaryOp::power, base, exponent);
    decltype(Slots::power_mod) slots[3] = {type_of(base)->slots.power_mod, type_of(exponent)->slots.power_mod,
                                           type_of(modulus)->slots.power_mod};
    if (slots[1] == slots[0]) slots[1] = nullptr;
    if (slots[2] == slots[0] || slots[2] == slots[1]) slots[2] = nullptr;
    if (slots[0] && slots[1] && is_subtype(type_of(exponent), type_of(base))) std::swap(slots[0], slots[1]);
    for (auto slot : slots) {
        if (!slot) continue;
        Own r = TRY(slot(t, base, exponent, modulus));
        if (!r.is_not_implemented()) return r;
    }
    return raise_type(t, "unsupported operand type(s) for ** or pow(): '{}', '{}', '{}'", type_name(base), type_name(exponent),
                      type_name(modulus));
}

Result<Own> negative(Thread& t, Value v) { return unary(t, type_of(v)->slots.negative, "unary -", v); }
Result<Own> positive(Thread& t, Value v) { return unary(t, type_of(v)->slots.positive, "unary +", v); }
Result<Own> invert(Thread& t, Value v) { return unary(t, type_of(v)->slots.invert, "unary ~", v); }
Result<Own> absolute(Thread& t, Value v) { return unary(t, type_of(v)->slots.absolute, "abs()", v); }

} // namespace terrarium
