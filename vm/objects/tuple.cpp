// tuple: an immutable row of Values stored inline. Invariant: nobody but the maker writes an item.
// Next: vm/objects/list.cpp (its mutable sister), vm/objects/iterators.cpp (tuple_iterator).
#include "vm/core/tuple.h"

#include "vm/objects/containers.h"
#include "vm/objects/iterators.h"

namespace terrarium {

namespace {

constexpr size_t longest_tuple = size_t{1} << 40;

void trace(Object* o, Visitor& visitor) {
    Tuple* s = static_cast<Tuple*>(o);
    for (size_t i = 0; i < s->length; i++) trace_edge(visitor, s->items()[i], "items", static_cast<int64_t>(i));
}

void destroy(Object* o) {
    Tuple* s = static_cast<Tuple*>(o);
    for (size_t i = s->length; i-- > 0;) drop_field(s->items()[i]);
}

size_t size(const Object* o) { return sizeof(Tuple) + static_cast<const Tuple*>(o)->length * sizeof(Value); }

const Lifecycle life = {trace, destroy, nullptr, size, nullptr, "tuple", Untracking::any_collection};

Ref<Tuple> fresh_tuple(Object* block, size_t length) {
    Tuple* s = static_cast<Tuple*>(block);
    s->length = length;
    s->hash = -1;
    for (size_t i = 0; i < length; i++) s->items()[i] = Value::null();
    return Ref<Tuple>::adopt(s);
}

} // namespace

// --- core

Ref<Tuple> new_short_tuple(size_t length) {
    if (length == 0) return Ref<Tuple>::share(rt().empty_tuple);
    return fresh_tuple(alloc_object(sizeof(Tuple) + length * sizeof(Value), shapes::tuple, AllocKind::container), length);
}

Result<Ref<Tuple>> new_tuple(Thread& t, size_t length) {
    if (length <= 1000) return new_short_tuple(length);
    size_t bytes = sizeof(Tuple) + length * sizeof(Value);
    Object* block = length <= 100             ? alloc_object(bytes, shapes::tuple, AllocKind::container)
                    : length > longest_tuple ? nullptr
                                             : try_alloc_object(bytes, shapes::tuple, AllocKind::container);
    if (!block) return raise_memory(t);
    return fresh_tuple(block, length);
}

Result<Ref<Tuple>> make_tuple(Thread& t, const Value* items, size_t count) {
    Ref<Tuple> s = TRY(new_tuple(t, count));
    for (size_t i = 0; i < count; i++) s->items()[i] = shared(items[i]);
    return s;
}

Ref<Tuple> make_pair(Value a, Value b) {
    Tuple* s = static_cast<Tuple*>(alloc_object(sizeof(Tuple) + 2 * sizeof(Value), shapes::tuple, AllocKind::container));
    s->length = 2;
    s->hash = -1;
    s->items()[0] = shared(a);
    s->items()[1] = shared(b);
    return Ref<Tuple>::adopt(s);
}

Result<Ref<Tuple>> tuple_from_iterable(Thread& t, Value iterable) {
    if (is_exact_tuple(iterable)) return Ref<Tuple>::share(as<Tuple>(iterable));
    if (is_exact_list(iterable)) return list_to_tuple(t, as<List>(iterable));
    Ref<List> items = TRY(list_from_iterable(t, iterable));
    Ref<Tuple> s = TRY(new_tuple(t, items->length));
    // Nobody else has seen the list: its items move over.
    if (items->length) memcpy(static_cast<void*>(s->items()), items->items, items->length * sizeof(Value));
    items->length = 0;
    return s;
}

Result<Ref<Tuple>> tuple_slice(Thread& t, Tuple* s, size_t start, size_t stop) {
    if (start == 0 && stop == s->length && s->shape == shapes::tuple) return Ref<Tuple>::share(s);
    return make_tuple(t, s->items() + start, stop > start ? stop - start : 0);
}

namespace {

// --- slots

Result<Own> tuple_repr(Thread& t, Value self) {
    Tuple* s = as<Tuple>(self);
    if (s->length == 0) return Own(make_short_str("()"));
    ReprGuard guard(t, self);
    if (guard.second()) return Own(make_short_str("(...)"));
    return join_reprs(t, "(", s->items(), s->length, s->length == 1 ? ",)" : ")");
}

// Mixes the hashes of the items in order; a rotation between two odd multiplications keeps permutations apart.
Result<int64_t> tuple_hash(Thread& t, Value self) {
    Tuple* s = as<Tuple>(self);
    if (s->hash != -1) return s->hash;
    RecursionGuard guard(t, "");
    if (!guard) return Error{};
    // The rounds of xxHash (XXH64, its five primes) over the items' hashes; with CPython's constants, so that hash(()) agrees.
    constexpr uint64_t prime1 = 11400714785074694791u, prime2 = 14029467366897019727u, prime5 = 2870177450012600261u;
    uint64_t mixed = prime5;
    for (size_t i = 0; i < s->length; i++) {
        uint64_t hash = static_cast<uint64_t>(TRY(hash_value(t, s->items()[i])));
        mixed = std::rotl(mixed + hash * prime2, 31) * prime1;
    }
    mixed += s->length ^ (prime5 ^ 3527539);
    int64_t result = static_cast<int64_t>(mixed);
    if (result == -1) result = 1546275796;
    s->hash = result;
    return result;
}

Result<Own> tuple_compare(Thread& t, Value self, Value other, CompareOp op) {
    if (!is_tuple(self) || !is_tuple(other)) return Own::not_implemented();
    Tuple* a = as<Tuple>(self);
    Tuple* b = as<Tuple>(other);
    size_t common = std::min(a->length, b->length);
    for (size_t i = 0; i < common; i++) {
        Value x = a->items()[i], y = b->items()[i];
        if (TRY(items_equal(t, x, y))) continue;
        if (op == CompareOp::eq) return Own::boolean(false);
        if (op == CompareOp::ne) return Own::boolean(true);
        return compare(t, x, y, op);
    }
    return Own::boolean(compare_sizes(static_cast<int64_t>(a->length), static_cast<int64_t>(b->length), op));
}

Result<Own> tuple_iter(Thread&, Value self) { return make_tuple_iterator(as<Tuple>(self)); }

Result<int64_t> tuple_length(Thread&, Value self) { return static_cast<int64_t>(as<Tuple>(self)->length); }

Result<Own> tuple_get_item(Thread& t, Value self, Value key) {
    Tuple* s = as<Tuple>(self);
    if (key.is_int()) {
        int64_t i = key.int_value();
        if (i < 0) i += static_cast<int64_t>(s->length);
        if (static_cast<uint64_t>(i) < s->length) return Own::share(s->items()[i]);
        return raise_text(t, rt().types.IndexError, "tuple index out of range");
    }
    if (is_slice(key)) {
        SliceRange range = TRY(resolve_slice(t, key, static_cast<int64_t>(s->length)));
        if (range.count <= 0) return new_short_tuple(0);
        if (range.step == 1) return tuple_slice(t, s, static_cast<size_t>(range.start), static_cast<size_t>(range.start + range.count));
        Ref<Tuple> result = TRY(new_tuple(t, static_cast<size_t>(range.count)));
        for (int64_t i = 0, at = range.start; i < range.count; i++, at += range.step) result->items()[i] = shared(s->items()[at]);
        return result;
    }
    if (is_index(key)) {
        int64_t i = TRY(resolve_index(t, key, static_cast<int64_t>(s->length), "tuple"));
        return Own::share(s->items()[i]);
    }
    return raise_type(t, "tuple indices must be integers or slices, not {}", type_name(key));
}

Result<bool> tuple_contains(Thread& t, Value self, Value item) {
    Tuple* s = as<Tuple>(self);
    for (size_t i = 0; i < s->length; i++)
        if (TRY(items_equal(t, s->items()[i], item))) return true;
    return false;
}

Result<Own> tuple_concat(Thread& t, Value left, Value right) {
    if (!is_tuple(right)) return raise_type(t, "can only concatenate tuple (not \"{}\") to tuple", type_name(right));
    Tuple* a = as<Tuple>(left);
    Tuple* b = as<Tuple>(right);
    if (a->length == 0 && is_exact_tuple(right)) return Own::share(right);
    if (b->length == 0 && is_exact_tuple(left)) return Own::share(left);
    Ref<Tuple> result = TRY(new_tuple(t, a->length + b->length));
    for (size_t i = 0; i < a->length; i++) result->items()[i] = shared(a->items()[i]);
    for (size_t i = 0; i < b->length; i++) result->items()[a->length + i] = shared(b->items()[i]);
    return result;
}

Result<Own> tuple_repeat(Thread& t, Value self, int64_t count) {
    Tuple* s = as<Tuple>(self);
    if (count == 1 && is_exact_tuple(self)) return Own::share(self);
    if (count <= 0 || s->length == 0) return new_short_tuple(0);
    if (static_cast<uint64_t>(count) > longest_tuple / s->length) return raise_memory(t);
    Ref<Tuple> result = TRY(new_tuple(t, s->length * static_cast<size_t>(count)));
    Value* out = result->items();
    for (int64_t n = 0; n < count; n++)
        for (size_t i = 0; i < s->length; i++) *out++ = shared(s->items()[i]);
    return result;
}

Result<Own> tuple_construct(Thread& t, Type* cls, const Args& args) {
    if (cls == rt().types.tuple || cls->slots.init == rt().types.tuple->slots.init) {
        Status keywords = no_keywords(t, "tuple", args);
        if (!keywords) return Error{};
    }
    Args positional{args.values, args.count, nullptr};
    Value iterable = TRY(optional_argument(t, "tuple", positional));
    Ref<Tuple> items = iterable.is_null() ? new_short_tuple(0) : TRY(tuple_from_iterable(t, iterable));
    if (cls == rt().types.tuple) return items;
    Ref<Object> block = TRY(new_instance(t, cls, items->length * sizeof(Value)));
    Tuple* s = static_cast<Tuple*>(block.get());
    s->length = items->length;
    s->hash = -1;
    for (size_t i = 0; i < s->length; i++) s->items()[i] = shared(items->items()[i]);
    return block;
}

// --- methods

Result<Own> method_count(Thread& t, const Value* a) {
    Tuple* s = as<Tuple>(a[0]);
    int64_t count = 0;
    for (size_t i = 0; i < s->length; i++) count += TRY(items_equal(t, s->items()[i], a[1]));
    return make_int(count);
}

Result<Own> method_index(Thread& t, const Value* a) {
    Tuple* s = as<Tuple>(a[0]);
    int64_t length = static_cast<int64_t>(s->length);
    int64_t start = TRY(clamped_position(t, a[2], length, 0));
    int64_t stop = std::min(length, TRY(clamped_position(t, a[3], length, length)));
    for (int64_t i = start; i < stop; i++)
        if (TRY(items_equal(t, s->items()[i], a[1]))) return make_int(i);
    return raise_text(t, rt().types.ValueError, "tuple.index(x): x not in tuple");
}

Result<Own> method_getnewargs(Thread& t, const Value* a) {
    Tuple* s = as<Tuple>(a[0]);
    Ref<Tuple> plain = TRY(make_tuple(t, s->items(), s->length));
    return tuple_of(plain.value());
}

const NativeDef methods[] = {
    {"count($self, value, /)", method_count, "How many items equal value."},
    {"index($self, value, start=0, stop=9223372036854775807, /)", method_index,
     "Position of the first item that equals value; ValueError when there is none."},
    {"__getnewargs__($self, /)", method_getnewargs, nullptr},
    {"__class_getitem__($cls, item, /)", native_class_getitem, "tuple[item] as a type; see PEP 585.", native_class_method},
    {},
};

void fill(Slots& s) {
    s.repr = tuple_repr;
    s.hash = tuple_hash;
    s.compare = tuple_compare;
    s.iter = tuple_iter;
    s.construct = tuple_construct;
    s.length = tuple_length;
    s.get_item = tuple_get_item;
    s.contains = tuple_contains;
    s.concat = tuple_concat;
    s.repeat = tuple_repeat;
}

} // namespace

extern const TypeSpec spec_tuple;
const TypeSpec spec_tuple = {
    "builtins",
    "An immutable sequence of the iterable's items; without an argument the empty one.",
    sizeof(Tuple),
    type_basetype | type_container | type_variable | type_tuple | type_sequence_pattern | type_match_self,
    &life, fill, methods, nullptr, nullptr,
};

} // namespace terrarium
