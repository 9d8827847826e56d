// Iterators over lists and tuples, over anything with __getitem__, and over calls until a sentinel comes.
// Invariant: an exhausted iterator has let go of what it walked and stays exhausted.
// Next: iterators_builtin.cpp (enumerate, zip, map, ...), range.cpp.
#include "vm/objects/iterators.h"

#include "vm/objects/containers.h"

namespace terrarium {

namespace {

struct SequenceIterator : Object {
    Value sequence; // owned; null once exhausted
    int64_t index;
};
struct CallableIterator : Object {
    Value callable; // owned; null once exhausted
    Value sentinel; // owned
};

Result<Own> iterator_iter(Thread&, Value self) { return Own::share(self); }

// --- list_iterator, list_reverseiterator

void trace_list(Object* o, Visitor& visitor) { trace_edge(visitor, static_cast<ListIterator*>(o)->list, "list"); }
void drop_list(Object* o) { drop_field(static_cast<ListIterator*>(o)->list); }
const Lifecycle list_life = {trace_list, drop_list, drop_list, fixed_size<ListIterator>, nullptr, "list_iterator"};

Result<Own> list_next(Thread&, Value self) {
    auto it = as<ListIterator>(self);
    if (!it->list) return Own::exhausted();
    if (it->index < it->list->length) [[likely]] return Own::share(it->list->items[it->index++]);
    drop_field(it->list);
    return Own::exhausted();
}

Result<Own> list_back(Thread&, Value self) { // index: one past the next item
    auto it = as<ListIterator>(self);
    if (!it->list) return Own::exhausted();
    if (it->index > 0 && it->index <= it->list->length) return Own::share(it->list->items[--it->index]);
    drop_field(it->list);
    return Own::exhausted();
}

Result<Own> list_hint(Thread&, const Value* a) {
    auto it = as<ListIterator>(a[0]);
    return make_int(it->list && it->index < it->list->length ? static_cast<int64_t>(it->list->length - it->index) : 0);
}
Result<Own> list_back_hint(Thread&, const Value* a) {
    auto it = as<ListIterator>(a[0]);
    return make_int(it->list && it->index <= it->list->length ? static_cast<int64_t>(it->index) : 0);
}

Result<Own> list_reduce(Thread&, const Value* a) {
    auto it = as<ListIterator>(a[0]);
    if (!it->list) return reduce_to_iter(make_list().value(), Value::null());
    return reduce_to_iter(Value::object(it->list), make_int(static_cast<int64_t>(it->index)));
}

Result<Own> list_setstate(Thread& t, const Value* a) {
    auto it = as<ListIterator>(a[0]);
    int64_t index = TRY(to_int64(t, a[1]));
    if (it->list) it->index = std::min<uint64_t>(static_cast<uint64_t>(std::max<int64_t>(index, 0)), it->list->length);
    return Own::none();
}

const NativeDef list_methods[] = {
    {"__length_hint__($self, /)", list_hint, "How many items are still to come."},
    {"__reduce__($self, /)", list_reduce, "How copy rebuilds it."},
    {"__setstate__($self, index, /)", list_setstate, "Goes to that position."},
    {},
};
const NativeDef list_back_methods[] = {
    {"__length_hint__($self, /)", list_back_hint, "How many items are still to come."},
    {},
};

// --- tuple_iterator

void trace_tuple(Object* o, Visitor& visitor) { trace_edge(visitor, static_cast<TupleIterator*>(o)->tuple, "tuple"); }
void drop_tuple(Object* o) { drop_field(static_cast<TupleIterator*>(o)->tuple); }
const Lifecycle tuple_life = {trace_tuple, drop_tuple, drop_tuple, fixed_size<TupleIterator>, nullptr, "tuple_iterator"};

Result<Own> tuple_next(Thread&, Value self) {
    auto it = as<TupleIterator>(self);
    if (!it->tuple) return Own::exhausted();
    if (it->index < it->tuple->length) [[likely]] return Own::share(it->tuple->items()[it->index++]);
    drop_field(it->tuple);
    return Own::exhausted();
}

Result<Own> tuple_hint(Thread&, const Value* a) {
    auto it = as<TupleIterator>(a[0]);
    return make_int(it->tuple ? static_cast<int64_t>(it->tuple->length - it->index) : 0);
}

Result<Own> tuple_reduce(Thread&, const Value* a) {
    auto it = as<TupleIterator>(a[0]);
    if (!it->tuple) return reduce_to_iter(Value::object(rt().empty_tuple), Value::null());
    return reduce_to_iter(Value::object(it->tuple), make_int(static_cast<int64_t>(it->index)));
}

Result<Own> tuple_setstate(Thread& t, const Value* a) {
    auto it = as<TupleIterator>(a[0]);
    int64_t index = TRY(to_int64(t, a[1]));
    if (it->tuple) it->index = std::min<uint64_t>(static_cast<uint64_t>(std::max<int64_t>(index, 0)), it->tuple->length);
    return Own::none();
}

const NativeDef tuple_methods[] = {
    {"__length_hint__($self, /)", tuple_hint, "How many items are still to come."},
    {"__reduce__($self, /)", tuple_reduce, "How copy rebuilds it."},
    {"__setstate__($self, index, /)", tuple_setstate, "Goes to that position."},
    {},
};

// --- iterator (over __getitem__)

void trace_sequence(Object* o, Visitor& visitor) { trace_edge(visitor, static_cast<SequenceIterator*>(o)->sequence, "sequence"); }
void drop_sequence(Object* o) { drop_field(static_cast<SequenceIterator*>(o)->sequence); }
const Lifecycle sequence_life = {trace_sequence, drop_sequence, drop_sequence, fixed_size<SequenceIterator>, nullptr, "iterator"};

// IndexError and StopIteration mean the end.
Result<Own> end_or_error(Thread& t, Value& source) {
    if (!raised_matches(t, rt().types.IndexError) && !raised_matches(t, rt().types.StopIteration)) return Error{};
    clear_raised(t);
    drop_field(source);
    return Own::exhausted();
}

Result<Own> sequence_next(Thread& t, Value self) {
    auto it = as<SequenceIterator>(self);
    if (it->sequence.is_null()) return Own::exhausted();
    Own sequence = Own::share(it->sequence), index = make_int(it->index);
    Result<Own> item = get_item(t, sequence, index);
    if (!item) return end_or_error(t, it->sequence);
    it->index++;
    return item;
}

Result<Own> sequence_hint(Thread& t, const Value* a) {
    auto it = as<SequenceIterator>(a[0]);
    if (it->sequence.is_null()) return Own::small_int(0);
    if (!type_of(it->sequence)->slots.length) return Own::not_implemented();
    Own sequence = Own::share(it->sequence);
    int64_t size = TRY(length(t, sequence));
    return make_int(std::max<int64_t>(size - it->index, 0));
}

const NativeDef sequence_methods[] = {
    {"__length_hint__($self, /)", sequence_hint, "How many items are still to come."},
    {},
};

// --- callable_iterator

void trace_callable(Object* o, Visitor& visitor) {
    trace_edge(visitor, static_cast<CallableIterator*>(o)->callable, "callable");
    trace_edge(visitor, static_cast<CallableIterator*>(o)->sentinel, "sentinel");
}
void drop_callable(Object* o) {
    drop_field(static_cast<CallableIterator*>(o)->callable);
    drop_field(static_cast<CallableIterator*>(o)->sentinel);
}
const Lifecycle callable_life = {trace_callable, drop_callable, drop_callable, fixed_size<CallableIterator>, nullptr, "callable_iterator"};

Result<Own> callable_next(Thread& t, Value self) {
    auto it = as<CallableIterator>(self);
    if (it->callable.is_null()) return Own::exhausted();
    Own callable = Own::share(it->callable), sentinel = Own::share(it->sentinel);
    Result<Own> result = call(t, callable);
    if (!result) {
        if (!raised_matches(t, rt().types.StopIteration)) return Error{};
        clear_raised(t);
    } else {
        Own value = result.take();
        if (!TRY(items_equal(t, sentinel, value))) return value;
    }
    drop_callable(it);
    return Own::exhausted();
}

template <UnarySlot next>
void fill_iterator(Slots& s) {
    s.iter = iterator_iter;
    s.next = next;
}

constexpr uint32_t internal = type_container | type_no_instantiate;

} // namespace

// --- shared

Ref<ListIterator> make_list_iterator(List* l) {
    auto it = new_object<ListIterator>(shapes::list_iterator, true);
    it->list = shared(l);
    it->index = 0;
    return it;
}

Ref<TupleIterator> make_tuple_iterator(Tuple* s) {
    auto it = new_object<TupleIterator>(shapes::tuple_iterator, true);
    it->tuple = shared(s);
    it->index = 0;
    return it;
}

Own make_sequence_iterator(Value sequence) {
    auto it = new_object<SequenceIterator>(shapes::sequence_iterator, true);
    it->sequence = shared(sequence);
    it->index = 0;
    return it;
}

Own make_callable_iterator(Value callable, Value sentinel) {
    auto it = new_object<CallableIterator>(shapes::callable_iterator, true);
    it->callable = shared(callable);
    it->sentinel = shared(sentinel);
    return it;
}

Own reduce_to_iter(Value argument, Value state_or_null) {
    Value iter = dict_get(rt().builtins, rt().names.n_iter);
    Ref<Tuple> arguments = tuple_of(argument);
    if (state_or_null.is_null()) return tuple_of(iter, arguments.value());
    return tuple_of(iter, arguments.value(), state_or_null);
}

Own reusable_pair(Tuple*& last, Own a, Own b) {
    Tuple* pair = last;
    if (pair && held_once(pair) && (pair->gc & gc_container)) {
        retain(static_cast<Object*>(pair)); // before the old items go: what they run must not see it unused
        Own old_a = Own::adopt(std::exchange(pair->items()[0], a.take()));
        Own old_b = Own::adopt(std::exchange(pair->items()[1], b.take()));
        pair->hash = -1;
        return Own::adopt(Value::object(pair));
    }
    Ref<Tuple> fresh = new_short_tuple(2);
    fresh->items()[0] = a.take();
    fresh->items()[1] = b.take();
    last = shared(fresh.get());
    if (pair) release(static_cast<Object*>(pair));
    return fresh;
}

#define ITERATOR(name, layout, life, next, methods)                                                                        \
    extern const TypeSpec spec_##name;                                                                                     \
    const TypeSpec spec_##name = {"builtins", nullptr, sizeof(layout), internal, &life, fill_iterator<next>, methods, nullptr, nullptr};
ITERATOR(list_iterator, ListIterator, list_life, list_next, list_methods)
ITERATOR(list_reverseiterator, ListIterator, list_life, list_back, list_back_methods)
ITERATOR(tuple_iterator, TupleIterator, tuple_life, tuple_next, tuple_methods)
ITERATOR(sequence_iterator, SequenceIterator, sequence_life, sequence_next, sequence_methods)
ITERATOR(callable_iterator, CallableIterator, callable_life, callable_next, nullptr)
#undef ITERATOR

} // namespace terrarium
