// range: start, stop, step and the length, exact ints of any size. Invariant: the length is worked out once, when the
// range is made; a range whose values are all immediate is walked in machine words (RangeIterator), others in ints.
#include "vm/core/descriptor.h"
#include "vm/objects/containers.h"
#include "vm/objects/iterators.h"

namespace terrarium {

namespace {

struct LongRangeIterator : Object {
    Value next, step, remaining; // owned exact ints
};

RangeObject* range_of(Value v) { return as<RangeObject>(v); }

void trace(Object* o, Visitor& visitor) {
    auto r = static_cast<RangeObject*>(o);
    trace_edge(visitor, r->start, "start");
    trace_edge(visitor, r->stop, "stop");
    trace_edge(visitor, r->step, "step");
    trace_edge(visitor, r->length, "length");
}
void destroy(Object* o) {
    auto r = static_cast<RangeObject*>(o);
    drop_field(r->start);
    drop_field(r->stop);
    drop_field(r->step);
    drop_field(r->length);
}
const Lifecycle life = {trace, destroy, nullptr, fixed_size<RangeObject>, nullptr, "range"};

Ref<RangeObject> new_range(Value start, Value stop, Value step, Own length) {
    auto r = new_object<RangeObject>(shapes::range, false);
    r->start = shared(start);
    r->stop = shared(stop);
    r->step = shared(step);
    r->length = length.take();
    return r;
}

Result<Own> add(Thread& t, Value a, Value b) { return int_binary(t, BinaryOp::add, a, b); }
Result<Own> subtract(Thread& t, Value a, Value b) { return int_binary(t, BinaryOp::subtract, a, b); }
Result<Own> multiply(Thread& t, Value a, Value b) { return int_binary(t, BinaryOp::multiply, a, b); }

Result<Own> big_length(Thread& t, Value start, Value stop, Value step) {
    bool up = int_sign(step) > 0;
    Value low = up ? start : stop, high = up ? stop : start;
    if (int_compare(low, high) >= 0) return Own::small_int(0);
    Own size = up ? Own::share(step) : TRY(int_negate(t, step));
    Own span = TRY(subtract(t, high, low));
    span = TRY(subtract(t, span, Value::small_int(1)));
    Own whole = TRY(int_binary(t, BinaryOp::floor_divide, span, size));
    return add(t, whole, Value::small_int(1));
}

// start + index * step
Result<Own> value_at(Thread& t, RangeObject* r, Value index) {
    if (r->start.is_int() && r->step.is_int() && index.is_int()) {
        int64_t offset = 0, value = 0;
        if (!__builtin_mul_overflow(index.int_value(), r->step.int_value(), &offset) &&
            !__builtin_add_overflow(r->start.int_value(), offset, &value))
            return make_int(value);
    }
    Own offset = TRY(multiply(t, index, r->step));
    return add(t, r->start, offset);
}

bool is_plain_int(Value v) { return is_exact_int(v) || v.is_bool(); }

// Is the int v one of the values?
Result<bool> has_int(Thread& t, RangeObject* r, Value v) {
    bool up = int_sign(r->step) > 0;
    int from_start = int_compare(v, r->start), to_stop = int_compare(v, r->stop);
    if (up ? from_start < 0 || to_stop >= 0 : from_start > 0 || to_stop <= 0) return false;
    Own offset = TRY(subtract(t, v, r->start));
    Own rest = TRY(int_binary(t, BinaryOp::modulo, offset, r->step));
    return int_sign(rest) == 0;
}

} // namespace

Result<Ref<RangeObject>> make_range(Thread& t, Value start, Value stop, Value step) {
    if (start.is_int() && stop.is_int() && step.is_int()) [[likely]] {
        int64_t low = start.int_value(), high = stop.int_value(), stride = step.int_value();
        int64_t count = 0;
        if (stride > 0) {
            if (low < high) count = (high - low - 1) / stride + 1;
        } else if (high < low) {
            count = (low - high - 1) / -stride + 1;
        }
        return new_range(start, stop, step, make_int(count));
    }
    Own length = TRY(big_length(t, start, stop, step));
    return new_range(start, stop, step, std::move(length));
}

namespace {

Result<Own> make_range_iterator(Thread& t, Value start, Value step, Value length) {
    int64_t last = 0;
    if (start.is_int() && step.is_int() && length.is_int() &&
        !__builtin_mul_overflow(step.int_value(), length.int_value(), &last) && !__builtin_add_overflow(last, start.int_value(), &last) &&
        Value::fits_int(last)) {
        auto it = new_object<RangeIterator>(shapes::range_iterator, false);
        it->next = start.int_value();
        it->step = step.int_value();
        it->remaining = length.int_value();
        return it;
    }
    (void)t;
    auto it = new_object<LongRangeIterator>(shapes::longrange_iterator, false);
    it->next = shared(start);
    it->step = shared(step);
    it->remaining = shared(length);
    return it;
}

} // namespace

Result<Own> range_iter(Thread& t, Value self) {
    RangeObject* r = range_of(self);
    return make_range_iterator(t, r->start, r->step, r->length);
}

namespace {

// --- slots

Result<Own> range_construct(Thread& t, Type*, const Args& args) {
    Status keywords = no_keywords(t, "range", args);
    if (!keywords) return Error{};
    if (args.count == 0) return raise_type(t, "range expected at least 1 argument, got 0");
    if (args.count > 3) return raise_type(t, "range expected at most 3 arguments, got {}", args.count);
    Own parts[3] = {Own::small_int(0), Own::small_int(0), Own::small_int(1)};
    for (uint32_t i = 0; i < args.count; i++) {
        Own& part = parts[args.count == 1 ? 1 : i];
        if (args[i].is_int()) part = Own::share(args[i]);
        else part = int_exact(TRY(to_index(t, args[i])));
    }
    if (int_sign(parts[2]) == 0) return raise_text(t, rt().types.ValueError, "range() arg 3 must not be zero");
    return make_range(t, parts[0], parts[1], parts[2]);
}

Result<Own> range_repr(Thread& t, Value self) {
    RangeObject* r = range_of(self);
    Value parts[] = {r->start, r->stop, r->step};
    return join_reprs(t, "range(", parts, r->step == Value::small_int(1) ? 2 : 3, ")");
}

// What tells two ranges apart: length, then start, then step.
Ref<Tuple> identity_of(RangeObject* r) {
    Value none = Value::none();
    if (int_sign(r->length) == 0) return tuple_of(r->length, none, none);
    if (r->length == Value::small_int(1)) return tuple_of(r->length, r->start, none);
    return tuple_of(r->length, r->start, r->step);
}

Result<int64_t> range_hash(Thread& t, Value self) { return hash_of(t, identity_of(range_of(self)).value()); }

Result<Own> range_compare(Thread&, Value self, Value other, CompareOp op) {
    if ((op != CompareOp::eq && op != CompareOp::ne) || !has_shape(self, shapes::range) || !has_shape(other, shapes::range)) return Own::not_implemented();
    RangeObject *a = range_of(self), *b = range_of(other);
    bool same = int_compare(a->length, b->length) == 0;
    if (same && int_sign(a->length) != 0) {
        same = int_compare(a->start, b->start) == 0;
        if (same && !(a->length == Value::small_int(1))) same = int_compare(a->step, b->step) == 0;
    }
    return Own::boolean(same == (op == CompareOp::eq));
}

Result<int64_t> range_length(Thread& t, Value self) { return to_int64(t, range_of(self)->length); }

Result<bool> range_truth(Thread&, Value self) { return int_sign(range_of(self)->length) != 0; }

Result<Own> range_item(Thread& t, Value self, Value key) {
    RangeObject* r = range_of(self);
    if (is_slice(key)) {
        SliceBounds b = TRY(slice_bounds(t, as<Slice>(key), r->length));
        Own start = TRY(value_at(t, r, b.start)), stop = TRY(value_at(t, r, b.stop));
        Own step = TRY(multiply(t, r->step, b.step));
        return make_range(t, start, stop, step);
    }
    if (!is_index(key)) return raise_type(t, "range indices must be integers or slices, not {}", type_name(key));
    Own index = int_exact(TRY(to_index(t, key)));
    if (int_sign(index) < 0) index = TRY(add(t, index, r->length));
    if (int_sign(index) < 0 || int_compare(index, r->length) >= 0)
        return raise_text(t, rt().types.IndexError, "range object index out of range");
    return value_at(t, r, index);
}

Result<bool> range_contains(Thread& t, Value self, Value item) {
    if (is_plain_int(item)) {
        if (item.is_bool()) item = Value::small_int(item.bool_value());
        return has_int(t, range_of(self), item);
    }
    bool found = false;
    Status status = for_each(t, self, [&](Value v) -> Result<bool> {
        found = TRY(items_equal(t, v, item));
        return !found;
    });
    if (!status) return Error{};
    return found;
}

// --- methods

Result<Own> method_count(Thread& t, const Value* a) {
    if (is_plain_int(a[1])) return Own::small_int(TRY(range_contains(t, a[0], a[1])));
    int64_t count = 0;
    Status status = for_each(t, a[0], [&](Value v) -> Result<bool> {
        count += TRY(items_equal(t, v, a[1]));
        return true;
    });
    if (!status) return Error{};
    return make_int(count);
}

Result<Own> method_index(Thread& t, const Value* a) {
    RangeObject* r = range_of(a[0]);
    if (is_plain_int(a[1])) {
        if (TRY(range_contains(t, a[0], a[1]))) {
            Own plain = int_exact(a[1]);
            Own offset = TRY(subtract(t, plain, r->start));
            return int_binary(t, BinaryOp::floor_divide, offset, r->step);
        }
    } else {
        int64_t at = 0;
        bool found = false;
        Status status = for_each(t, a[0], [&](Value v) -> Result<bool> {
            found = TRY(items_equal(t, v, a[1]));
            at += !found;
            return !found;
        });
        if (!status) return Error{};
        if (found) return make_int(at);
        return raise_text(t, rt().types.ValueError, "sequence.index(x): x not in sequence");
    }
    std::string text = TRY(repr_text(t, a[1]));
    return raise_value_error(t, "{} is not in range", text);
}

Result<Own> method_reversed(Thread& t, const Value* a) {
    RangeObject* r = range_of(a[0]);
    if (int_sign(r->length) == 0) return make_range_iterator(t, r->start, r->step, r->length);
    Own last_index = TRY(subtract(t, r->length, Value::small_int(1)));
    Own last = TRY(value_at(t, r, last_index));
    Own back = TRY(int_negate(t, r->step));
    return make_range_iterator(t, last, back, r->length);
}

Result<Own> method_reduce(Thread&, const Value* a) {
    RangeObject* r = range_of(a[0]);
    return tuple_of(Value::object(rt().types.range), tuple_of(r->start, r->stop, r->step).value());
}

const NativeDef methods[] = {
    {"count($self, value, /)", method_count, "How many values equal value."},
    {"index($self, value, /)", method_index, "Position of value; ValueError when it is not in the range."},
    {"__reversed__($self, /)", method_reversed, "An iterator from the last value to the first."},
    {"__reduce__($self, /)", method_reduce, "How copy rebuilds it."},
    {},
};

const GetSetDef getsets[] = {
    {"start", [](Thread&, Value self) -> Result<Own> { return Own::share(range_of(self)->start); }, read_only_member, "The first value."},
    {"stop", [](Thread&, Value self) -> Result<Own> { return Own::share(range_of(self)->stop); }, read_only_member, "Where it ends, this excluded."},
    {"step", [](Thread&, Value self) -> Result<Own> { return Own::share(range_of(self)->step); }, read_only_member, "How far from one value to the next."},
    {},
};

void fill(Slots& s) {
    s.repr = range_repr;
    s.hash = range_hash;
    s.compare = range_compare;
    s.iter = range_iter;
    s.construct = range_construct;
    s.length = range_length;
    s.truth = range_truth;
    s.get_item = range_item;
    s.contains = range_contains;
}

// --- iterators

Result<Own> iterator_iter(Thread&, Value self) { return Own::share(self); }

Result<Own> iterator_next(Thread&, Value self) {
    auto it = as<RangeIterator>(self);
    if (it->remaining <= 0) return Own::exhausted();
    int64_t value = it->next;
    it->remaining--;
    it->next = value + it->step;
    return Own::small_int(value);
}

Result<Own> iterator_hint(Thread&, const Value* a) { return make_int(as<RangeIterator>(a[0])->remaining); }

Result<Own> iterator_reduce(Thread& t, const Value* a) {
    auto it = as<RangeIterator>(a[0]);
    Own start = make_int(it->next), stop = make_int(it->next + it->remaining * it->step), step = make_int(it->step);
    Ref<RangeObject> rest = TRY(make_range(t, start, stop, step));
    return reduce_to_iter(rest.value(), Value::null());
}

const NativeDef iterator_methods[] = {
    {"__length_hint__($self, /)", iterator_hint, "How many values are still to come."},
    {"__reduce__($self, /)", iterator_reduce, "How copy rebuilds it."},
    {},
};

void fill_iterator(Slots& s) {
    s.iter = iterator_iter;
    s.next = iterator_next;
}

void trace_long(Object* o, Visitor& visitor) {
    auto it = static_cast<LongRangeIterator*>(o);
    trace_edge(visitor, it->next, "next");
    trace_edge(visitor, it->step, "step");
    trace_edge(visitor, it->remaining, "remaining");
}
void destroy_long(Object* o) {
    auto it = static_cast<LongRangeIterator*>(o);
    drop_field(it->next);
    drop_field(it->step);
    drop_field(it->remaining);
}
const Lifecycle long_life = {trace_long, destroy_long, nullptr, fixed_size<LongRangeIterator>, nullptr, "longrange_iterator"};

Result<Own> long_next(Thread& t, Value self) {
    auto it = as<LongRangeIterator>(self);
    if (int_sign(it->remaining) <= 0) return Own::exhausted();
    Own following = TRY(add(t, it->next, it->step));
    Own remaining = TRY(subtract(t, it->remaining, Value::small_int(1)));
    Own value = Own::adopt(it->next);
    it->next = following.take();
    release(std::exchange(it->remaining, remaining.take()));
    return value;
}

Result<Own> long_hint(Thread&, const Value* a) { return Own::share(as<LongRangeIterator>(a[0])->remaining); }

const NativeDef long_methods[] = {
    {"__length_hint__($self, /)", long_hint, "How many values are still to come."},
    {},
};

void fill_long(Slots& s) {
    s.iter = iterator_iter;
    s.next = long_next;
}

} // namespace

extern const TypeSpec spec_range, spec_range_iterator, spec_longrange_iterator;
const TypeSpec spec_range = {
    "builtins", "range(stop) or range(start, stop[, step]): the ints from start up to stop, stop excluded.",
    sizeof(RangeObject), type_sequence_pattern, &life, fill, methods, getsets, nullptr,
};
const TypeSpec spec_range_iterator = {
    "builtins", nullptr, sizeof(RangeIterator), type_no_instantiate, nullptr, fill_iterator, iterator_methods, nullptr, nullptr,
};
const TypeSpec spec_longrange_iterator = {
    "builtins", nullptr, sizeof(LongRangeIterator), type_no_instantiate, &long_life, fill_long, long_methods, nullptr, nullptr,
};

} // namespace terrarium
