// slice: three values. What they mean for a sequence is worked out in machine words for ordinary lengths
// (resolve_slice) and in ints of any size for ranges and slice.indices (slice_bounds).
#include "vm/core/descriptor.h"
#include "vm/objects/containers.h"

namespace terrarium {

namespace {

Slice* slice_of(Value v) { return as<Slice>(v); }

void trace(Object* o, Visitor& visitor) {
    Slice* s = static_cast<Slice*>(o);
    trace_edge(visitor, s->start, "start");
    trace_edge(visitor, s->stop, "stop");
    trace_edge(visitor, s->step, "step");
}
void destroy(Object* o) {
    Slice* s = static_cast<Slice*>(o);
    drop_field(s->start);
    drop_field(s->stop);
    drop_field(s->step);
}
const Lifecycle life = {trace, destroy, nullptr, fixed_size<Slice>, nullptr, "slice"};

Result<Own> bound_index(Thread& t, Value v) {
    if (!is_index(v)) return raise_type(t, "slice indices must be integers or None or have an __index__ method");
    Own index = TRY(to_index(t, v));
    return int_exact(index);
}

} // namespace

Own make_slice(Value start, Value stop, Value step) {
    auto s = new_object<Slice>(shapes::slice, true);
    s->start = shared(start);
    s->stop = shared(stop);
    s->step = shared(step);
    return s;
}

Result<SliceRange> resolve_slice(Thread& t, Value slice, int64_t length) {
    Slice* s = slice_of(slice);
    SliceRange r{0, 0, 1, 0};
    auto part = [&](Value v, int64_t fallback) -> Result<int64_t> {
        if (v.is_none()) return fallback;
        if (v.is_int()) return v.int_value();
        if (!is_index(v)) return raise_type(t, "slice indices must be integers or None or have an __index__ method");
        return to_clamped(t, v);
    };
    r.step = TRY(part(s->step, 1));
    if (r.step == 0) return raise_text(t, rt().types.ValueError, "slice step cannot be zero");
    if (r.step < -INT64_MAX) r.step = -INT64_MAX;
    r.start = TRY(part(s->start, r.step < 0 ? INT64_MAX : 0));
    r.stop = TRY(part(s->stop, r.step < 0 ? INT64_MIN : INT64_MAX));
    auto clamp = [&](int64_t v) {
        if (v < 0) {
            v += length;
            if (v < 0) return r.step < 0 ? int64_t{-1} : int64_t{0};
        } else if (v >= length) {
            return r.step < 0 ? length - 1 : length;
        }
        return v;
    };
    r.start = clamp(r.start);
    r.stop = clamp(r.stop);
    if (r.step < 0) {
        if (r.stop < r.start) r.count = (r.start - r.stop - 1) / -r.step + 1;
    } else if (r.start < r.stop) {
        r.count = (r.stop - r.start - 1) / r.step + 1;
    }
    return r;
}

Result<Own> plain_slice(Thread& t, Value slice) {
    Slice* s = as<Slice>(slice);
    Value parts[3] = {s->start, s->stop, s->step};
    bool plain = true;
    for (Value v : parts) plain = plain && (v.is_none() || is_exact_int(v));
    if (plain) return Own::share(slice);
    Own made[3];
    for (int i = 0; i < 3; i++) {
        if (parts[i].is_none()) {
            made[i] = Own::none();
        } else if (is_index(parts[i])) {
            made[i] = TRY(to_index(t, parts[i]));
        } else {
            return raise_type(t, "slice indices must be integers or None or have an __index__ method");
        }
    }
    return make_slice(made[0], made[1], made[2]);
}

Result<int64_t> resolve_index(Thread& t, Value key, int64_t length, const char* what) {
    Own index = key.is_int() ? Own::share(key) : int_exact(TRY(to_index(t, key)));
    int64_t i = 0;
    if (!int_fits_int64(index, &i))
        return raise_fmt(t, rt().types.IndexError, "cannot fit '{}' into an index-sized integer", type_name(key));
    if (i < 0) i += length;
    if (i < 0 || i >= length) return raise_fmt(t, rt().types.IndexError, "{} index out of range", what);
    return i;
}

Result<SliceBounds> slice_bounds(Thread& t, Slice* s, Value length) {
    SliceBounds b;
    b.step = s->step.is_none() ? Own::small_int(1) : TRY(bound_index(t, s->step));
    int sign = int_sign(b.step);
    if (sign == 0) return raise_text(t, rt().types.ValueError, "slice step cannot be zero");
    // Bounds lie in lower..upper; an omitted one is an end.
    Own lower = Own::small_int(sign < 0 ? -1 : 0);
    Own upper = sign < 0 ? TRY(int_binary(t, BinaryOp::subtract, length, Value::small_int(1))) : Own::share(length);
    auto bound = [&](Value v, const Own& fallback) -> Result<Own> {
        if (v.is_none()) return Own::share(fallback.get());
        Own index = TRY(bound_index(t, v));
        if (int_sign(index) < 0) {
            index = TRY(int_binary(t, BinaryOp::add, index, length));
            if (int_compare(index, lower) < 0) return Own::share(lower.get());
        } else if (int_compare(index, upper) > 0) {
            return Own::share(upper.get());
        }
        return index;
    };
    b.start = TRY(bound(s->start, sign < 0 ? upper : lower));
    b.stop = TRY(bound(s->stop, sign < 0 ? lower : upper));
    return b;
}

namespace {

Result<Own> slice_repr(Thread& t, Value self) {
    Value parts[] = {slice_of(self)->start, slice_of(self)->stop, slice_of(self)->step};
    return join_reprs(t, "slice(", parts, 3, ")");
}

Result<Own> slice_compare(Thread& t, Value self, Value other, CompareOp op) {
    if (!is_slice(self) || !is_slice(other)) return Own::not_implemented();
    if (self == other) return Own::boolean(op == CompareOp::eq || op == CompareOp::le || op == CompareOp::ge);
    Slice *a = slice_of(self), *b = slice_of(other);
    Ref<Tuple> x = tuple_of(a->start, a->stop, a->step), y = tuple_of(b->start, b->stop, b->step);
    return compare(t, x.value(), y.value(), op);
}

Result<Own> slice_construct(Thread& t, Type*, const Args& args) {
    Status keywords = no_keywords(t, "slice", args);
    if (!keywords) return Error{};
    if (args.count == 0) return raise_type(t, "slice expected at least 1 argument, got 0");
    if (args.count > 3) return raise_type(t, "slice expected at most 3 arguments, got {}", args.count);
    if (args.count == 1) return make_slice(Value::none(), args[0], Value::none());
    return make_slice(args[0], args[1], args.count == 3 ? args[2] : Value::none());
}

Result<Own> method_indices(Thread& t, const Value* a) {
    Own length = int_exact(TRY(to_index(t, a[1])));
    if (int_sign(length) < 0) return raise_text(t, rt().types.ValueError, "length should not be negative");
    SliceBounds b = TRY(slice_bounds(t, slice_of(a[0]), length));
    return tuple_of(b.start, b.stop, b.step);
}

Result<Own> method_reduce(Thread&, const Value* a) {
    Slice* s = slice_of(a[0]);
    return tuple_of(Value::object(rt().types.slice), tuple_of(s->start, s->stop, s->step).value());
}

const NativeDef methods[] = {
    {"indices($self, length, /)", method_indices, "(start, stop, step) for a sequence of that length."},
    {"__reduce__($self, /)", method_reduce, "How copy rebuilds it."},
    {},
};

const GetSetDef getsets[] = {
    {"start", [](Thread&, Value self) -> Result<Own> { return Own::share(slice_of(self)->start); }, read_only_member, "Where it begins."},
    {"stop", [](Thread&, Value self) -> Result<Own> { return Own::share(slice_of(self)->stop); }, read_only_member, "Where it ends, this excluded."},
    {"step", [](Thread&, Value self) -> Result<Own> { return Own::share(slice_of(self)->step); }, read_only_member, "How far from one item to the next."},
    {},
};

void fill(Slots& s) {
    s.repr = slice_repr;
    s.hash = hash_not_implemented;
    s.compare = slice_compare;
    s.construct = slice_construct;
}

} // namespace

extern const TypeSpec spec_slice;
const TypeSpec spec_slice = {
    "builtins", "slice(stop) or slice(start, stop[, step]): what stands between the brackets of x[start:stop:step].",
    sizeof(Slice), type_container, &life, fill, methods, getsets, nullptr,
};

} // namespace terrarium
