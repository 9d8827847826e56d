// Truth, comparison and hash of any object.
#include "vm/core/float.h"
#include "vm/core/integer.h"
#include "vm/core/protocol.h"
#include "vm/core/slots.h"

namespace terrarium {

Result<bool> is_truthy(Thread& t, Value v) {
    if (v.is_int()) return v.int_value() != 0;
    if (v.is_bool()) return v.bool_value();
    if (v.is_none()) return false;
    if (v.is_float()) return v.float_value() != 0;
    const Slots& slots = type_of(v)->slots;
    if (slots.truth) return slots.truth(t, v);
    if (slots.length) return TRY(slots.length(t, v)) != 0;
    return true;
}

namespace {

constexpr const char* compare_symbols[] = {"<", "<=", "==", "!=", ">", ">="};

constexpr CompareOp swapped(CompareOp op) {
    switch (op) {
        case CompareOp::lt: return CompareOp::gt;
        case CompareOp::le: return CompareOp::ge;
        case CompareOp::gt: return CompareOp::lt;
        case CompareOp::ge: return CompareOp::le;
        default: return op;
    }
}

} // namespace

Result<Own> compare(Thread& t, Value a, Value b, CompareOp op) {
    RecursionGuard guard(t, " in comparison");
    if (!guard) return Error{};
    Type *left = type_of(a), *right = type_of(b);
    bool asked_right = false;
    if (left != right && right->slots.compare && is_subtype(right, left)) {
        asked_right = true;
        Own r = TRY(right->slots.compare(t, b, a, swapped(op)));
        if (!r.is_not_implemented()) return r;
    }
    if (left->slots.compare) {
        Own r = TRY(left->slots.compare(t, a, b, op));
        if (!r.is_not_implemented()) return r;
    }
    if (!asked_right && right->slots.compare) {
        Own r = TRY(right->slots.compare(t, b, a, swapped(op)));
        if (!r.is_not_implemented()) return r;
    }
    if (op == CompareOp::eq) return Own::boolean(a == b);
    if (op == CompareOp::ne) return Own::boolean(!(a == b));
    return raise_type(t, "'{}' not supported between instances of '{}' and '{}'", compare_symbols[static_cast<size_t>(op)],
                      type_name(a), type_name(b));
}

Result<bool> compare_bool(Thread& t, Value a, Value b, CompareOp op) {
    Own r = TRY(compare(t, a, b, op));
    if (r.get().is_bool()) return r.get().bool_value();
    return is_truthy(t, r);
}

Result<bool> equal(Thread& t, Value a, Value b) {
    if (a == b) return true;
    if (a.is_int() && b.is_int()) return false;
    if (is_exact_str(a) && is_exact_str(b)) return str_equal(as<Str>(a), as<Str>(b));
    return compare_bool(t, a, b, CompareOp::eq);
}

int64_t hash_pointer(const void* p) {
    uint64_t bits = reinterpret_cast<uint64_t>(p);
    int64_t h = static_cast<int64_t>(bits >> 4 | bits << 60);
    return h == -1 ? -2 : h;
}

Result<int64_t> hash_not_implemented(Thread& t, Value v) { return raise_type(t, "unhashable type: '{}'", type_name(v)); }

Result<int64_t> hash_of(Thread& t, Value v) {
    if (v.is_int()) return int_hash(v);
    if (v.is_float()) return float_hash(v.float_value());
    if (is_exact_str(v)) return str_hash(as<Str>(v));
    auto hash = type_of(v)->slots.hash;
    if (!hash) return hash_not_implemented(t, v);
    if (hash == slot_hash) return hash(t, v); // the Python frame counts itself
    RecursionGuard guard(t, " while computing the hash of an object");
    if (!guard) return Error{};
    return hash(t, v);
}

} // namespace terrarium
