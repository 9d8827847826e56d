// collections.deque: a ring of Values. Invariants: capacity is a power of two (or 0), item i lies at (head + i) & (capacity
// - 1); `changes` counts every change of the items, by which walkers and searches notice that Python code changed them.
#include "vm/core/parallel.h"
#include "vm/modules/collections_types.h"
#include "vm/objects/containers.h"

namespace terrarium {

namespace {

//   +--------+-------+----------+------+--------+--------+---------+
//   | header | items | capacity | head | length | maxlen | changes |      items: raw ring
struct Deque : Object {
    Value* items;
    uint64_t capacity;
    uint64_t head;
    uint64_t length;
    int64_t maxlen; // -1: unbounded
    uint64_t changes;

    Value& at(uint64_t i) { return items[(head + i) & (capacity - 1)]; }
};

struct DequeIterator : Object {
    Deque* deque; // owned; null once exhausted
    uint64_t index;     // steps made
    uint64_t remaining;
    uint64_t changes;
};

Deque* deque_of(Value v) { return as<Deque>(v); }
bool is_deque(Value v) { return v.is_object() && is_subtype(type_of(v), collections_types().deque); }

// --- lifecycle

void trace(Object* o, Visitor& visitor) {
    auto d = static_cast<Deque*>(o);
    for (uint64_t i = 0; i < d->length; i++) trace_edge(visitor, d->at(i), "items", static_cast<int64_t>(i));
}

void init_empty(Deque* d) {
    d->items = nullptr;
    d->capacity = d->head = d->length = d->changes = 0;
    d->maxlen = -1;
}

void clear(Object* o) {
    auto d = static_cast<Deque*>(o);
    Value* items = d->items;
    uint64_t capacity = d->capacity, head = d->head, length = d->length;
    d->items = nullptr;
    d->capacity = d->head = d->length = 0;
    d->changes++;
    for (uint64_t i = 0; i < length; i++) release(items[(head + i) & (capacity - 1)]);
    free_raw(items, capacity * sizeof(Value));
}

size_t extra_size(const Object* o) { return static_cast<const Deque*>(o)->capacity * sizeof(Value); }

const Lifecycle life = {trace, clear, clear, fixed_size<Deque>, extra_size, "deque"};

// --- both ends

Status grow(Thread& t, Deque* d) {
    uint64_t capacity = d->capacity ? d->capacity * 2 : 8;
    auto items = static_cast<Value*>(try_alloc_raw(capacity * sizeof(Value)));
    if (!items) return raise_memory(t);
    for (uint64_t i = 0; i < d->length; i++) items[i] = d->at(i);
    free_raw(d->items, d->capacity * sizeof(Value));
    d->items = items;
    d->capacity = capacity;
    d->head = 0;
    return {};
}

Own take_first(Deque* d) {
    Own item = Own::adopt(d->items[d->head]);
    d->head = (d->head + 1) & (d->capacity - 1);
    d->length--;
    d->changes++;
    return item;
}
Own take_last(Deque* d) {
    Own item = Own::adopt(d->at(d->length - 1));
    d->length--;
    d->changes++;
    return item;
}

bool is_over(const Deque* d) { return d->maxlen >= 0 && d->length > static_cast<uint64_t>(d->maxlen); }

Status push_last(Thread& t, Deque* d, Own item) {
    if (d->length == d->capacity)
        if (Status s = grow(t, d); !s) return s;
    d->length++;
    d->at(d->length - 1) = item.take();
    d->changes++;
    if (is_over(d)) (void)take_first(d);
    return {};
}
Status push_first(Thread& t, Deque* d, Own item) {
    if (d->length == d->capacity)
        if (Status s = grow(t, d); !s) return s;
    d->head = (d->head - 1) & (d->capacity - 1);
    d->items[d->head] = item.take();
    d->length++;
    d->changes++;
    if (is_over(d)) (void)take_last(d);
    return {};
}

Status extend(Thread& t, Deque* d, Value iterable, bool left) {
    Own source = Own::share(iterable);
    if (iterable == Value::object(d)) source = TRY(list_from_iterable(t, iterable));
    return for_each(t, source, [&](Value item) -> Result<bool> {
        Status s = left ? push_first(t, d, Own::share(item)) : push_last(t, d, Own::share(item));
        if (!s) return Error{};
        return true;
    });
}

// n > 0: the last n items come to the front.
void rotate(Deque* d, int64_t n) {
    if (d->length < 2) return;
    int64_t length = static_cast<int64_t>(d->length);
    n %= length;
    if (n > length / 2) n -= length;
    if (n < -(length / 2)) n += length;
    uint64_t mask = d->capacity - 1;
    for (; n > 0; n--) {
        Value last = d->at(d->length - 1);
        d->head = (d->head - 1) & mask;
        d->items[d->head] = last;
    }
    for (; n < 0; n++) {
        Value first = d->items[d->head];
        d->head = (d->head + 1) & mask;
        d->at(d->length - 1) = first;
    }
    d->changes++;
}

Own remove_at(Deque* d, uint64_t index) {
    Own item = Own::adopt(d->at(index));
    if (index < d->length / 2) {
        for (uint64_t i = index; i > 0; i--) d->at(i) = d->at(i - 1);
        d->head = (d->head + 1) & (d->capacity - 1);
    } else {
        for (uint64_t i = index; i + 1 < d->length; i++) d->at(i) = d->at(i + 1);
    }
    d->length--;
    d->changes++;
    return item;
}

Error mutated(Thread& t) { return raise_text(t, rt().types.RuntimeError, "deque mutated during iteration"); }

Result<Ref<Deque>> new_deque(Thread& t, Type* cls) {
    Ref<Deque> d = TRY(make_of<Deque>(t, cls));
    init_empty(d);
    return d;
}

// A deque of the same class, items and maxlen.
Result<Own> copy_of(Thread& t, Value self) {
    Deque* d = deque_of(self);
    Type* cls = type_of(self);
    if (cls == collections_types().deque) {
        Ref<Deque> copy = TRY(new_deque(t, cls));
        copy->maxlen = d->maxlen;
        for (uint64_t i = 0; i < d->length; i++)
            if (Status s = push_last(t, copy, Own::share(d->at(i))); !s) return Error{};
        return copy;
    }
    if (d->maxlen < 0) return call(t, Value::object(cls), self);
    return call(t, Value::object(cls), self, make_int(d->maxlen));
}

// --- slots

Result<Own> deque_construct(Thread& t, Type* cls, const Args&) { return new_deque(t, cls); }

Status deque_init(Thread& t, Value self, const Args& args) {
    BoundArgs bound;
    Status status = bind_args(t, "deque(iterable=(), maxlen=None)", Value::null(), args, bound);
    if (!status) return status;
    Deque* d = deque_of(self);
    int64_t maxlen = -1;
    if (!bound.values[1].is_null() && !bound.values[1].is_none()) {
        if (!is_int(bound.values[1])) return raise_type(t, "an integer is required");
        maxlen = TRY(to_int64(t, bound.values[1]));
        if (maxlen < 0) return raise_text(t, rt().types.ValueError, "maxlen must be non-negative");
    }
    d->maxlen = maxlen;
    if (d->length) clear(d);
    return bound.values[0].is_null() ? Status{} : extend(t, d, bound.values[0], false);
}

Result<Own> deque_repr(Thread& t, Value self) {
    ReprGuard guard(t, self);
    if (guard.second()) return make_short_str("[...]");
    Ref<List> items = TRY(list_from_iterable(t, self));
    std::string text = TRY(repr_text(t, items.value()));
    if (deque_of(self)->maxlen < 0) return make_str(t, fmt::format("{}({})", class_name(self), text));
    return make_str(t, fmt::format("{}({}, maxlen={})", class_name(self), text, deque_of(self)->maxlen));
}

Result<Own> deque_compare(Thread& t, Value self, Value other, CompareOp op) {
    if (!is_deque(self) || !is_deque(other)) return Own::not_implemented();
    Deque *a = deque_of(self), *b = deque_of(other);
    if (a == b) return Own::boolean(op == CompareOp::eq || op == CompareOp::le || op == CompareOp::ge);
    if (a->length != b->length && (op == CompareOp::eq || op == CompareOp::ne)) return Own::boolean(op == CompareOp::ne);
    for (uint64_t i = 0; i < a->length && i < b->length; i++) {
        Own x = Own::share(a->at(i)), y = Own::share(b->at(i));
        uint64_t a_changes = a->changes, b_changes = b->changes;
        bool same = TRY(items_equal(t, x, y));
        if (a->changes != a_changes || b->changes != b_changes) return mutated(t);
        if (same) continue;
        if (op == CompareOp::eq) return Own::boolean(false);
        if (op == CompareOp::ne) return Own::boolean(true);
        return compare(t, x, y, op);
    }
    return Own::boolean(compare_sizes(static_cast<int64_t>(a->length), static_cast<int64_t>(b->length), op));
}

Result<int64_t> deque_length(Thread&, Value self) { return static_cast<int64_t>(deque_of(self)->length); }

Result<int64_t> index_of_key(Thread& t, Deque* d, Value key) {
    if (!is_index(key)) return raise_type(t, "sequence index must be integer, not '{}'", type_name(key));
    Own index = TRY(to_index(t, key));
    return resolve_index(t, index, static_cast<int64_t>(d->length), "deque");
}

Result<Own> deque_get_item(Thread& t, Value self, Value key) {
    Deque* d = deque_of(self);
    int64_t i = TRY(index_of_key(t, d, key));
    return Own::share(d->at(static_cast<uint64_t>(i)));
}

Status deque_set_item(Thread& t, Value self, Value key, Value value) {
    Deque* d = deque_of(self);
    int64_t i = TRY(index_of_key(t, d, key));
    if (value.is_null()) {
        (void)remove_at(d, static_cast<uint64_t>(i));
        return {};
    }
    Value old = std::exchange(d->at(static_cast<uint64_t>(i)), shared(value));
    release(old);
    return {};
}

// The first i in start..stop-1 whose item equals value, or -1.
Result<int64_t> find(Thread& t, Deque* d, Value value, int64_t start, int64_t stop) {
    for (int64_t i = start; i < stop && i < static_cast<int64_t>(d->length); i++) {
        uint64_t changes = d->changes;
        bool same = TRY(items_equal(t, d->at(static_cast<uint64_t>(i)), value));
        if (same) return i;
        if (d->changes != changes) return mutated(t);
    }
    return int64_t{-1};
}

Result<bool> deque_contains(Thread& t, Value self, Value value) {
    return TRY(find(t, deque_of(self), value, 0, static_cast<int64_t>(deque_of(self)->length))) >= 0;
}

Result<Own> deque_concat(Thread& t, Value left, Value right) {
    if (!is_deque(right)) return raise_type(t, "can only concatenate deque (not \"{}\") to deque", type_name(right));
    Own result = TRY(copy_of(t, left));
    if (Status s = extend(t, deque_of(result), right, false); !s) return Error{};
    return result;
}

Result<Own> deque_inplace_concat(Thread& t, Value left, Value right) {
    if (Status s = extend(t, deque_of(left), right, false); !s) return Error{};
    return Own::share(left);
}

Result<Own> deque_inplace_repeat(Thread& t, Value self, int64_t count) {
    Deque* d = deque_of(self);
    if (count <= 0) {
        clear(d);
        return Own::share(self);
    }
    uint64_t length = d->length;
    uint64_t rounds = static_cast<uint64_t>(count);
    // With a bound only the last maxlen items matter.
    if (d->maxlen >= 0 && length) rounds = std::min<uint64_t>(rounds, static_cast<uint64_t>(d->maxlen) / length + 2);
    if (length && rounds > (uint64_t{1} << 56) / length) return raise_memory(t);
    Ref<List> items = TRY(list_from_iterable(t, self));
    for (uint64_t n = 1; n < rounds; n++)
        for (uint64_t i = 0; i < items->length; i++)
            if (Status s = push_last(t, d, Own::share(items->items[i])); !s) return Error{};
    return Own::share(self);
}

Result<Own> deque_repeat(Thread& t, Value self, int64_t count) {
    Own result = TRY(copy_of(t, self));
    return deque_inplace_repeat(t, result, count);
}

Result<Own> new_iterator(Type* type, Value self) {
    auto it = new_object<DequeIterator>(type->root_shape->id, true);
    it->deque = shared(deque_of(self));
    it->index = 0;
    it->remaining = it->deque->length;
    it->changes = it->deque->changes;
    return it;
}

Result<Own> deque_iter(Thread&, Value self) { return new_iterator(collections_types().deque_iterator, self); }

// --- methods

Result<Own> none_or_error(Status s) {
    if (!s) return Error{};
    return Own::none();
}

Result<Own> method_append(Thread& t, const Value* a) { return none_or_error(push_last(t, deque_of(a[0]), Own::share(a[1]))); }
Result<Own> method_appendleft(Thread& t, const Value* a) { return none_or_error(push_first(t, deque_of(a[0]), Own::share(a[1]))); }
Result<Own> method_extend(Thread& t, const Value* a) { return none_or_error(extend(t, deque_of(a[0]), a[1], false)); }
Result<Own> method_extendleft(Thread& t, const Value* a) { return none_or_error(extend(t, deque_of(a[0]), a[1], true)); }

Result<Own> method_pop(Thread& t, const Value* a) {
    if (deque_of(a[0])->length == 0) return raise_text(t, rt().types.IndexError, "pop from an empty deque");
    return take_last(deque_of(a[0]));
}
Result<Own> method_popleft(Thread& t, const Value* a) {
    if (deque_of(a[0])->length == 0) return raise_text(t, rt().types.IndexError, "pop from an empty deque");
    return take_first(deque_of(a[0]));
}

Result<Own> method_clear(Thread&, const Value* a) {
    clear(deque_of(a[0]));
    return Own::none();
}

Result<Own> method_copy(Thread& t, const Value* a) { return copy_of(t, a[0]); }

Result<Own> method_count(Thread& t, const Value* a) {
    Deque* d = deque_of(a[0]);
    int64_t count = 0;
    for (uint64_t i = 0; i < d->length; i++) {
        uint64_t changes = d->changes;
        count += TRY(items_equal(t, d->at(i), a[1]));
        if (d->changes != changes) return mutated(t);
    }
    return make_int(count);
}

Result<Own> method_index(Thread& t, const Value* a) {
    Deque* d = deque_of(a[0]);
    int64_t length = static_cast<int64_t>(d->length);
    int64_t start = TRY(clamped_position(t, a[2], length, 0));
    int64_t stop = TRY(clamped_position(t, a[3], length, length));
    int64_t i = TRY(find(t, d, a[1], start, stop));
    if (i >= 0) return make_int(i);
    std::string text = TRY(repr_text(t, a[1]));
    return raise_value_error(t, "{} is not in deque", text);
}

Result<Own> method_insert(Thread& t, const Value* a) {
    Deque* d = deque_of(a[0]);
    int64_t index = TRY(to_int64(t, a[1])), length = static_cast<int64_t>(d->length);
    if (d->maxlen >= 0 && length >= d->maxlen) return raise_text(t, rt().types.IndexError, "deque already at its maximum size");
    if (index < 0) index = std::max<int64_t>(index + length, 0);
    index = std::min(index, length);
    if (index == 0) return none_or_error(push_first(t, d, Own::share(a[2])));
    if (Status s = push_last(t, d, Own::share(a[2])); !s) return Error{};
    for (int64_t i = length; i > index; i--) std::swap(d->at(static_cast<uint64_t>(i)), d->at(static_cast<uint64_t>(i - 1)));
    return Own::none();
}

Result<Own> method_remove(Thread& t, const Value* a) {
    Deque* d = deque_of(a[0]);
    for (uint64_t i = 0; i < d->length; i++) {
        uint64_t changes = d->changes;
        bool same = TRY(items_equal(t, d->at(i), a[1]));
        if (d->changes != changes) return raise_text(t, rt().types.IndexError, "deque mutated during remove().");
        if (!same) continue;
        (void)remove_at(d, i);
        return Own::none();
    }
    std::string text = TRY(repr_text(t, a[1]));
    return raise_value_error(t, "{} is not in deque", text);
}

Result<Own> method_reverse(Thread&, const Value* a) {
    Deque* d = deque_of(a[0]);
    for (uint64_t i = 0, j = d->length; i + 1 < j; i++) std::swap(d->at(i), d->at(--j));
    d->changes++;
    return Own::none();
}

Result<Own> method_rotate(Thread& t, const Value* a) {
    rotate(deque_of(a[0]), a[1].is_null() ? 1 : TRY(to_int64(t, a[1])));
    return Own::none();
}

Result<Own> method_reversed(Thread&, const Value* a) { return new_iterator(collections_types().deque_reverse_iterator, a[0]); }

Result<Own> method_reduce(Thread& t, const Value* a) {
    Own state = TRY(get_attr_or_missing(t, a[0], rt().names.dunder_dict));
    if (state.is_exhausted()) state = Own::none();
    Own it = TRY(get_iter(t, a[0]));
    Ref<Tuple> arguments = deque_of(a[0])->maxlen < 0 ? new_short_tuple(0) : tuple_of(Value::object(rt().empty_tuple), make_int(deque_of(a[0])->maxlen));
    return tuple_of(Value::object(type_of(a[0])), arguments.value(), state, it);
}

const NativeDef methods[] = {
    {"append($self, item, /)", method_append, "Adds item on the right."},
    {"appendleft($self, item, /)", method_appendleft, "Adds item on the left."},
    {"clear($self, /)", method_clear, "Removes every item."},
    {"copy($self, /)", method_copy, "A new deque of the same items."},
    {"__copy__($self, /)", method_copy, "A new deque of the same items."},
    {"count($self, value, /)", method_count, "How many items equal value."},
    {"extend($self, iterable, /)", method_extend, "Adds every item on the right."},
    {"extendleft($self, iterable, /)", method_extendleft, "Adds every item on the left, so that they end up in reverse."},
    {"index($self, value, start=0, stop=9223372036854775807, /)", method_index,
     "Position of the first item that equals value; ValueError when there is none."},
    {"insert($self, index, value, /)", method_insert, "Puts value in front of position index."},
    {"pop($self, /)", method_pop, "Removes the rightmost item and returns it."},
    {"popleft($self, /)", method_popleft, "Removes the leftmost item and returns it."},
    {"remove($self, value, /)", method_remove, "Removes the first item that equals value; ValueError when there is none."},
    {"reverse($self, /)", method_reverse, "Turns the order around, in place."},
    {"rotate($self, n=1, /)", method_rotate, "Moves every item n places to the right, around the end (to the left if n is negative)."},
    {"__reversed__($self, /)", method_reversed, "An iterator from the rightmost item to the leftmost."},
    {"__reduce__($self, /)", method_reduce, "How copy rebuilds it."},
    {"__class_getitem__($cls, item, /)", native_class_getitem, "deque[item] as a type; see PEP 585.", native_class_method},
    {},
};

const GetSetDef getsets[] = {
    {"maxlen", [](Thread&, Value self) -> Result<Own> { return deque_of(self)->maxlen < 0 ? Own::none() : make_int(deque_of(self)->maxlen); },
     nullptr, "The most items it keeps, or None."},
    {},
};

void fill(Slots& s) {
    s.repr = deque_repr;
    s.hash = hash_not_implemented;
    s.compare = deque_compare;
    s.iter = deque_iter;
    s.construct = deque_construct;
    s.init = deque_init;
    s.length = deque_length;
    s.get_item = deque_get_item;
    s.set_item = deque_set_item;
    s.contains = deque_contains;
    s.concat = deque_concat;
    s.inplace_concat = deque_inplace_concat;
    s.repeat = deque_repeat;
    s.inplace_repeat = deque_inplace_repeat;
}

// --- iterators

void trace_iterator(Object* o, Visitor& visitor) { trace_edge(visitor, static_cast<DequeIterator*>(o)->deque, "deque"); }
void drop_iterator(Object* o) { drop_field(static_cast<DequeIterator*>(o)->deque); }
const Lifecycle iterator_life = {trace_iterator, drop_iterator, drop_iterator, fixed_size<DequeIterator>, nullptr, "deque iterator"};

Result<Own> iterator_iter(Thread&, Value self) { return Own::share(self); }

Result<Own> step(Thread& t, Value self, bool backwards) {
    auto it = as<DequeIterator>(self);
    if (!it->deque) return Own::exhausted();
    if (it->changes != it->deque->changes) {
        it->remaining = 0;
        return mutated(t);
    }
    if (it->remaining == 0) {
        drop_field(it->deque);
        return Own::exhausted();
    }
    it->remaining--;
    uint64_t i = it->index++;
    return Own::share(it->deque->at(backwards ? it->deque->length - 1 - i : i));
}
Result<Own> iterator_next(Thread& t, Value self) { return step(t, self, false); }
Result<Own> iterator_back(Thread& t, Value self) { return step(t, self, true); }

Result<Own> iterator_hint(Thread&, const Value* a) { return make_int(static_cast<int64_t>(as<DequeIterator>(a[0])->remaining)); }

const NativeDef iterator_methods[] = {
    {"__length_hint__($self, /)", iterator_hint, "How many items are still to come."},
    {},
};

template <UnarySlot next>
void fill_iterator(Slots& s) {
    s.iter = iterator_iter;
    s.next = next;
}

const TypeSpec spec_deque = {
    "collections", "deque(iterable=(), maxlen=None): a sequence that is quick at both ends; with maxlen it drops items at the other end.",
    sizeof(Deque), type_basetype | type_container | type_has_weakrefs | type_sequence_pattern, &life, fill, methods, getsets, nullptr,
};
const TypeSpec spec_iterator = {
    "collections", nullptr, sizeof(DequeIterator), type_container | type_no_instantiate, &iterator_life, fill_iterator<iterator_next>,
    iterator_methods, nullptr, nullptr,
};
const TypeSpec spec_reverse_iterator = {
    "collections", nullptr, sizeof(DequeIterator), type_container | type_no_instantiate, &iterator_life, fill_iterator<iterator_back>,
    iterator_methods, nullptr, nullptr,
};

} // namespace

void make_deque_types(CollectionsTypes& types) {
    types.deque = make_builtin_type("collections.deque", rt().types.object, spec_deque);
    types.deque_iterator = make_builtin_type("_collections._deque_iterator", rt().types.object, spec_iterator);
    let_walks_be_whole(types.deque_iterator);
    types.deque_reverse_iterator = make_builtin_type("_collections._deque_reverse_iterator", rt().types.object, spec_reverse_iterator);
}

} // namespace terrarium
