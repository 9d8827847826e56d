// The module bisect: binary search in a sorted sequence, and insertion that keeps it sorted.
#include "vm/objects/containers.h"

namespace terrarium {

namespace {

enum class Side : uint8_t { left, right };

struct Bounds {
    int64_t low, high;
};

// lo and hi as given: lo at least 0, hi None for the length.
Result<Bounds> bounds_of(Thread& t, Value sequence, Value lo, Value hi) {
    Bounds b{0, -1};
    if (!lo.is_null()) b.low = TRY(to_int64(t, lo));
    if (b.low < 0) return raise_text(t, rt().types.ValueError, "lo must be non-negative");
    if (!hi.is_null() && !hi.is_none()) b.high = TRY(to_int64(t, hi));
    else b.high = TRY(length(t, sequence));
    if (b.high == -1) b.high = TRY(length(t, sequence));
    return b;
}

Result<Own> item_at(Thread& t, Value sequence, int64_t i) {
    if (is_exact_list(sequence) && static_cast<uint64_t>(i) < as<List>(sequence)->length) return Own::share(as<List>(sequence)->items[i]);
    return get_item(t, sequence, make_int(i));
}

Result<bool> less(Thread& t, Value a, Value b) {
    if (a.is_int() && b.is_int()) return a.int_value() < b.int_value();
    if (a.is_float() && b.is_float()) return a.float_value() < b.float_value();
    return compare_bool(t, a, b, CompareOp::lt);
}

Result<int64_t> search(Thread& t, Value sequence, Value x, Bounds b, Value key, Side side) {
    while (b.low < b.high) {
        int64_t middle = b.low + (b.high - b.low) / 2;
        Own item = TRY(item_at(t, sequence, middle));
        if (!key.is_null() && !key.is_none()) item = TRY(call(t, key, item));
        bool go_right = side == Side::left ? TRY(less(t, item, x)) : !TRY(less(t, x, item));
        if (go_right) b.low = middle + 1;
        else b.high = middle;
    }
    return b.low;
}

// a: sequence, x, lo, hi, key
template <Side side>
Result<Own> bisect(Thread& t, const Value* a) {
    Bounds b = TRY(bounds_of(t, a[0], a[2], a[3]));
    return make_int(TRY(search(t, a[0], a[1], b, a[4], side)));
}

template <Side side>
Result<Own> insort(Thread& t, const Value* a) {
    Own wanted = a[4].is_null() || a[4].is_none() ? Own::share(a[1]) : TRY(call(t, a[4], a[1]));
    Bounds b = TRY(bounds_of(t, a[0], a[2], a[3]));
    int64_t at = TRY(search(t, a[0], wanted, b, a[4], side));
    if (is_exact_list(a[0])) {
        if (Status s = list_insert(t, as<List>(a[0]), static_cast<size_t>(at), a[1]); !s) return Error{};
    } else {
        (void)TRY(call_method(t, a[0], rt().names.n_insert, make_int(at), a[1]));
    }
    return Own::none();
}

const char left_doc[] = "Where to insert x into the sorted sequence a, in front of items equal to it.";
const char right_doc[] = "Where to insert x into the sorted sequence a, behind items equal to it.";
const char insort_left_doc[] = "Inserts x into the sorted sequence a, in front of items equal to it.";
const char insort_right_doc[] = "Inserts x into the sorted sequence a, behind items equal to it.";

const NativeDef functions[] = {
    {"bisect_left($module, /, a, x, lo=0, hi=None, *, key=None)", bisect<Side::left>, left_doc},
    {"bisect_right($module, /, a, x, lo=0, hi=None, *, key=None)", bisect<Side::right>, right_doc},
    {"bisect($module, /, a, x, lo=0, hi=None, *, key=None)", bisect<Side::right>, right_doc},
    {"insort_left($module, /, a, x, lo=0, hi=None, *, key=None)", insort<Side::left>, insort_left_doc},
    {"insort_right($module, /, a, x, lo=0, hi=None, *, key=None)", insort<Side::right>, insort_right_doc},
    {"insort($module, /, a, x, lo=0, hi=None, *, key=None)", insort<Side::right>, insort_right_doc},
    {},
};

} // namespace

extern const NativeModuleDef module_bisect;
const NativeModuleDef module_bisect = {
    "bisect", "Binary search in sorted sequences.", functions, nullptr,
};

} // namespace terrarium
