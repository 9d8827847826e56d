// set and frozenset: the Python face. Operators want sets on both sides, methods take any iterable; a result is a plain
// set or frozenset as the left operand is one or the other. Invariant: walking a set re-reads the table after each call.
// Next: vm/objects/set.cpp.
#include "vm/objects/containers.h"
#include "vm/objects/set_table.h"

namespace terrarium {

namespace {

struct SetIterator : Object {
    Set* set; // owned; null once exhausted
    uint32_t used;
    uint32_t remaining;
    uint64_t index;
};

const Lifecycle set_life = {set_trace, set_destroy, set_destroy, fixed_size<Set>, set_extra_size, "set"};
const Lifecycle frozenset_life = {set_trace, set_destroy, nullptr, fixed_size<Set>, set_extra_size, "frozenset"};

// --- helpers

// An unhashable set as a key of in, remove, discard stands for the frozenset of its items.
Result<bool> with_set_key(Thread& t, Set* s, Value key, Result<bool> (*action)(Thread&, Set*, Value)) {
    Result<bool> result = action(t, s, key);
    if (result || !is_any_set(key) || is_subtype(type_of(key), rt().types.frozenset) || !raised_matches(t, rt().types.TypeError)) return result;
    clear_raised(t);
    Ref<Set> frozen = TRY(make_frozenset(t, Value::null()));
    Status status = set_merge(t, frozen, as<Set>(key));
    if (!status) return Error{};
    return action(t, s, frozen.value());
}

Result<bool> is_subset(Thread& t, Set* a, Set* b) {
    if (a->used > b->used) return false;
    for (size_t i = 0; SetEntry* e = set_next(a, i);) {
        Own key = Own::share(e->key);
        if (!TRY(set_contains_hashed(t, b, key, e->hash))) return false;
    }
    return true;
}

Result<Ref<Set>> as_set(Thread& t, Value iterable) {
    if (is_any_set(iterable)) return Ref<Set>::share(as<Set>(iterable));
    Ref<Set> s = make_set();
    Status status = set_update(t, s, iterable);
    if (!status) return Error{};
    return s;
}

Result<Ref<Set>> intersection(Thread& t, Set* s, Value other) {
    Ref<Set> result = make_set_like(s);
    if (is_any_set(other)) {
        Set* walked = as<Set>(other);
        Set* looked_up = s;
        if (walked->used > looked_up->used) std::swap(walked, looked_up);
        for (size_t i = 0; SetEntry* e = set_next(walked, i);) {
            Own key = Own::share(e->key);
            int64_t hash = e->hash;
            if (!TRY(set_contains_hashed(t, looked_up, key, hash))) continue;
            Status status = set_add_hashed(t, result, key, hash);
            if (!status) return Error{};
        }
        return result;
    }
    Status status = for_each(t, other, [&](Value item) -> Result<bool> {
        int64_t hash = TRY(hash_value(t, item));
        if (TRY(set_contains_hashed(t, s, item, hash)))
            if (Status added = set_add_hashed(t, result, item, hash); !added) return Error{};
        return true;
    });
    if (!status) return Error{};
    return result;
}

Status remove_all(Thread& t, Set* s, Value other) {
    if (Value::object(s) == other) {
        set_clear(s);
        return {};
    }
    if (is_any_set(other)) {
        Set* removed = as<Set>(other);
        for (size_t i = 0; SetEntry* e = set_next(removed, i);) {
            Own key = Own::share(e->key);
            (void)TRY(set_discard_hashed(t, s, key, e->hash));
        }
    } else {
        Status status = for_each(t, other, [&](Value item) -> Result<bool> {
            (void)TRY(set_discard(t, s, item));
            return true;
        });
        if (!status) return status;
    }
    return set_tidy(t, s);
}

Result<Ref<Set>> difference(Thread& t, Set* s, Value other) {
    bool other_is_set = is_any_set(other);
    size_t other_size = other_is_set ? as<Set>(other)->used : is_exact_dict(other) ? as<Dict>(other)->used : ~size_t{0};
    // Small against large, or an iterable of unknown kind: copy, then take out.
    if (other_size == ~size_t{0} || s->used / 4 > other_size) {
        Ref<Set> result = TRY(set_copy(t, s));
        Status status = remove_all(t, result, other);
        if (!status) return Error{};
        return result;
    }
    Ref<Set> result = make_set_like(s);
    for (size_t i = 0; SetEntry* e = set_next(s, i);) {
        Own key = Own::share(e->key);
        int64_t hash = e->hash;
        bool there = other_is_set ? TRY(set_contains_hashed(t, as<Set>(other), key, hash))
                                  : TRY(dict_lookup(t, as<Dict>(other), key, hash)) != nullptr;
        if (there) continue;
        Status status = set_add_hashed(t, result, key, hash);
        if (!status) return Error{};
    }
    return result;
}

Status symmetric_update(Thread& t, Set* s, Value other) {
    if (Value::object(s) == other) {
        set_clear(s);
        return {};
    }
    Ref<Set> others = TRY(as_set(t, other));
    for (size_t i = 0; SetEntry* e = set_next(others, i);) {
        Own key = Own::share(e->key);
        int64_t hash = e->hash;
        if (TRY(set_discard_hashed(t, s, key, hash))) continue;
        Status status = set_add_hashed(t, s, key, hash);
        if (!status) return status;
    }
    return {};
}

Result<Ref<Set>> symmetric(Thread& t, Set* s, Value other) {
    Ref<Set> result = make_set_like(s);
    Status status = set_update(t, result, other);
    if (!status) return Error{};
    status = symmetric_update(t, result, Value::object(s));
    if (!status) return Error{};
    return result;
}

void swap_bodies(Set* a, Set* b) {
    std::swap(a->used, b->used);
    std::swap(a->fill, b->fill);
    std::swap(a->mask, b->mask);
    std::swap(a->table, b->table);
    a->hash = b->hash = -1;
}

// --- slots

Result<Own> set_repr(Thread& t, Value self) {
    Set* s = as<Set>(self);
    std::string name = class_name(self);
    bool plain = type_of(self) == rt().types.set;
    if (s->used == 0) return make_short_str(name + "()");
    ReprGuard guard(t, self);
    if (guard.second()) return make_short_str(name + "(...)");
    Ref<List> items = TRY(list_from_iterable(t, self));
    return join_reprs(t, plain ? "{" : name + "({", items->items, items->length, plain ? "}" : "})");
}

// Equal to CPython's, constants and all, for programs that print one. Independent of order: each hash is scattered on its
// own, then combined by exclusive or.
Result<int64_t> frozenset_hash(Thread&, Value self) {
    Set* s = as<Set>(self);
    if (s->hash != -1) return s->hash;
    uint64_t hash = 1927868237 * (uint64_t{s->used} + 1);
    for (size_t i = 0; SetEntry* e = set_next(s, i);) {
        uint64_t h = static_cast<uint64_t>(e->hash);
        hash ^= (h ^ 89869747 ^ h << 16) * 3644798167;
    }
    hash ^= hash >> 11 ^ hash >> 25; // nested frozensets would cancel each other
    hash = hash * 69069 + 907133923;
    s->hash = hash == ~uint64_t{0} ? 590923713 : static_cast<int64_t>(hash);
    return s->hash;
}

Result<Own> set_compare(Thread& t, Value self, Value other, CompareOp op) {
    if (!is_any_set(self) || !is_any_set(other)) return Own::not_implemented();
    Set* a = as<Set>(self);
    Set* b = as<Set>(other);
    bool answer = false;
    switch (op) {
        case CompareOp::eq:
        case CompareOp::ne:
            answer = a->used == b->used && !(a->hash != -1 && b->hash != -1 && a->hash != b->hash) && TRY(is_subset(t, a, b));
            break;
        case CompareOp::lt: answer = a->used < b->used && TRY(is_subset(t, a, b)); break;
        case CompareOp::le: answer = TRY(is_subset(t, a, b)); break;
        case CompareOp::gt: answer = b->used < a->used && TRY(is_subset(t, b, a)); break;
        case CompareOp::ge: answer = TRY(is_subset(t, b, a)); break;
    }
    return Own::boolean(op == CompareOp::ne ? !answer : answer);
}

Result<int64_t> set_length(Thread&, Value self) { return int64_t{as<Set>(self)->used}; }

Result<bool> set_contains_slot(Thread& t, Value self, Value key) { return with_set_key(t, as<Set>(self), key, set_contains); }

Result<Own> set_iter(Thread&, Value self) {
    auto it = new_object<SetIterator>(shapes::set_iterator, true);
    it->set = shared(as<Set>(self));
    it->used = it->remaining = as<Set>(self)->used;
    it->index = 0;
    return it;
}

bool both_sets(Value a, Value b) { return is_any_set(a) && is_any_set(b); }

Result<Own> set_or(Thread& t, Value left, Value right) {
    if (!both_sets(left, right)) return Own::not_implemented();
    Ref<Set> result = TRY(set_copy(t, as<Set>(left)));
    Status status = set_merge(t, result, as<Set>(right));
    if (!status) return Error{};
    return result;
}
Result<Own> set_and(Thread& t, Value left, Value right) {
    if (!both_sets(left, right)) return Own::not_implemented();
    return intersection(t, as<Set>(left), right);
}
Result<Own> set_subtract(Thread& t, Value left, Value right) {
    if (!both_sets(left, right)) return Own::not_implemented();
    return difference(t, as<Set>(left), right);
}
Result<Own> set_xor(Thread& t, Value left, Value right) {
    if (!both_sets(left, right)) return Own::not_implemented();
    return symmetric(t, as<Set>(left), right);
}

Result<Own> done(Status status, Value self) {
    if (!status) return Error{};
    return Own::share(self);
}
Result<Own> set_inplace_or(Thread& t, Value left, Value right) {
    if (!is_any_set(right)) return Own::not_implemented();
    return done(set_update(t, as<Set>(left), right), left);
}
Result<Own> set_inplace_and(Thread& t, Value left, Value right) {
    if (!is_any_set(right)) return Own::not_implemented();
    Ref<Set> result = TRY(intersection(t, as<Set>(left), right));
    swap_bodies(as<Set>(left), result);
    return Own::share(left);
}
Result<Own> set_inplace_subtract(Thread& t, Value left, Value right) {
    if (!is_any_set(right)) return Own::not_implemented();
    return done(remove_all(t, as<Set>(left), right), left);
}
Result<Own> set_inplace_xor(Thread& t, Value left, Value right) {
    if (!is_any_set(right)) return Own::not_implemented();
    return done(symmetric_update(t, as<Set>(left), right), left);
}

Result<Own> set_construct(Thread& t, Type* cls, const Args&) {
    if (cls == rt().types.set) return make_set();
    Ref<Set> s = TRY(make_instance<Set>(t, cls));
    set_init_empty(s);
    return s;
}

Status set_init(Thread& t, Value self, const Args& args) {
    Set* s = as<Set>(self);
    if (type_of(self)->slots.construct == set_construct) {
        Status keywords = no_keywords(t, "set", args);
        if (!keywords) return keywords;
    }
    Value iterable = TRY(optional_argument(t, "set", Args{args.values, args.count, nullptr}));
    set_clear(s);
    s->hash = -1;
    return iterable.is_null() ? Status{} : set_update(t, s, iterable);
}

Result<Own> frozenset_construct(Thread& t, Type* cls, const Args& args) {
    if (cls == rt().types.frozenset || cls->slots.init == rt().types.frozenset->slots.init) {
        Status keywords = no_keywords(t, "frozenset", args);
        if (!keywords) return Error{};
    }
    Value iterable = TRY(optional_argument(t, "frozenset", Args{args.values, args.count, nullptr}));
    if (cls == rt().types.frozenset) return make_frozenset(t, iterable);
    Ref<Set> s = TRY(make_instance<Set>(t, cls));
    set_init_empty(s);
    if (!iterable.is_null()) {
        Status status = set_update(t, s, iterable);
        if (!status) return Error{};
    }
    return s;
}

// --- methods of both

Result<Own> method_copy(Thread& t, const Value* a) {
    if (has_shape(a[0], shapes::frozenset)) return Own::share(a[0]);
    return set_copy(t, as<Set>(a[0]));
}

Result<Own> method_union(Thread& t, const Value* a) {
    Ref<Set> result = TRY(set_copy(t, as<Set>(a[0])));
    Tuple* others = as<Tuple>(a[1]);
    for (size_t i = 0; i < others->length; i++) {
        Status status = set_update(t, result, others->items()[i]);
        if (!status) return Error{};
    }
    return result;
}

Result<Own> method_intersection(Thread& t, const Value* a) {
    Tuple* others = as<Tuple>(a[1]);
    if (others->length == 0) return method_copy(t, a);
    Ref<Set> result = Ref<Set>::share(as<Set>(a[0]));
    for (size_t i = 0; i < others->length; i++) result = TRY(intersection(t, result, others->items()[i]));
    return result;
}

Result<Own> method_difference(Thread& t, const Value* a) {
    Tuple* others = as<Tuple>(a[1]);
    if (others->length == 0) return method_copy(t, a);
    Ref<Set> result = TRY(difference(t, as<Set>(a[0]), others->items()[0]));
    for (size_t i = 1; i < others->length; i++) {
        Status status = remove_all(t, result, others->items()[i]);
        if (!status) return Error{};
    }
    return result;
}

Result<Own> method_symmetric_difference(Thread& t, const Value* a) { return symmetric(t, as<Set>(a[0]), a[1]); }

Result<Own> method_isdisjoint(Thread& t, const Value* a) {
    Set* s = as<Set>(a[0]);
    if (a[0] == a[1]) return Own::boolean(s->used == 0);
    Value walked = a[1];
    if (is_any_set(walked) && as<Set>(walked)->used > s->used) {
        s = as<Set>(walked);
        walked = a[0];
    }
    bool disjoint = true;
    Status status = for_each(t, walked, [&](Value item) -> Result<bool> {
        disjoint = !TRY(set_contains(t, s, item));
        return disjoint;
    });
    if (!status) return Error{};
    return Own::boolean(disjoint);
}

Result<Own> method_issubset(Thread& t, const Value* a) {
    Ref<Set> other = TRY(as_set(t, a[1]));
    return Own::boolean(TRY(is_subset(t, as<Set>(a[0]), other)));
}

Result<Own> method_issuperset(Thread& t, const Value* a) {
    if (is_any_set(a[1])) return Own::boolean(TRY(is_subset(t, as<Set>(a[1]), as<Set>(a[0]))));
    bool all = true;
    Status status = for_each(t, a[1], [&](Value item) -> Result<bool> {
        all = TRY(set_contains(t, as<Set>(a[0]), item));
        return all;
    });
    if (!status) return Error{};
    return Own::boolean(all);
}

Result<Own> method_reduce(Thread& t, const Value* a) {
    Ref<List> items = TRY(list_from_iterable(t, a[0]));
    Own state = TRY(get_attr_or_missing(t, a[0], rt().names.dunder_dict));
    if (state.is_exhausted() || (is_dict(state) && as<Dict>(state)->used == 0)) state = Own::none();
    return tuple_of(Value::object(type_of(a[0])), tuple_of(items.value()).value(), state.get());
}

// --- methods of set

Result<Own> method_add(Thread& t, const Value* a) {
    Status status = set_add(t, as<Set>(a[0]), a[1]);
    if (!status) return Error{};
    return Own::none();
}

Result<Own> method_clear(Thread&, const Value* a) {
    set_clear(as<Set>(a[0]));
    return Own::none();
}

Result<Own> method_discard(Thread& t, const Value* a) {
    (void)TRY(with_set_key(t, as<Set>(a[0]), a[1], set_discard));
    return Own::none();
}

Result<Own> method_remove(Thread& t, const Value* a) {
    if (!TRY(with_set_key(t, as<Set>(a[0]), a[1], set_discard))) return raise_key(t, a[1]);
    return Own::none();
}

Result<Own> method_pop(Thread& t, const Value* a) {
    Own key = set_pop(as<Set>(a[0]));
    if (key.is_null()) return raise_text(t, rt().types.KeyError, "pop from an empty set");
    return key;
}

Result<Own> method_update(Thread& t, const Value* a) {
    Tuple* others = as<Tuple>(a[1]);
    for (size_t i = 0; i < others->length; i++) {
        Status status = set_update(t, as<Set>(a[0]), others->items()[i]);
        if (!status) return Error{};
    }
    return Own::none();
}

Result<Own> method_intersection_update(Thread& t, const Value* a) {
    Own result = TRY(method_intersection(t, a));
    if (!(result.get() == a[0])) swap_bodies(as<Set>(a[0]), as<Set>(result));
    return Own::none();
}

Result<Own> method_difference_update(Thread& t, const Value* a) {
    Tuple* others = as<Tuple>(a[1]);
    for (size_t i = 0; i < others->length; i++) {
        Status status = remove_all(t, as<Set>(a[0]), others->items()[i]);
        if (!status) return Error{};
    }
    return Own::none();
}

Result<Own> method_symmetric_difference_update(Thread& t, const Value* a) {
    Status status = symmetric_update(t, as<Set>(a[0]), a[1]);
    if (!status) return Error{};
    return Own::none();
}

// Rows both types have.
#define SET_METHODS                                                                                                        \
    {"copy($self, /)", method_copy, "A new set of the same items."},                                                       \
    {"difference($self, /, *others)", method_difference, "The items that are in none of the others."},                     \
    {"intersection($self, /, *others)", method_intersection, "The items that are in all of the others."},                  \
    {"isdisjoint($self, other, /)", method_isdisjoint, "Whether the two have no item in common."},                         \
    {"issubset($self, other, /)", method_issubset, "Whether every item is in other."},                                     \
    {"issuperset($self, other, /)", method_issuperset, "Whether every item of other is here."},                            \
    {"symmetric_difference($self, other, /)", method_symmetric_difference, "The items that are in exactly one of the two."}, \
    {"union($self, /, *others)", method_union, "The items of all."},                                                       \
    {"__reduce__($self, /)", method_reduce, "How copy rebuilds it."},                                                      \
    {"__class_getitem__($cls, item, /)", native_class_getitem, "A type with its item type; see PEP 585.", native_class_method}

const NativeDef set_methods[] = {
    SET_METHODS,
    {"add($self, item, /)", method_add, "Puts item in; nothing happens if it is there."},
    {"clear($self, /)", method_clear, "Removes every item."},
    {"discard($self, item, /)", method_discard, "Takes item out if it is there."},
    {"remove($self, item, /)", method_remove, "Takes item out; KeyError if it is not there."},
    {"pop($self, /)", method_pop, "Takes any item out and returns it; KeyError when empty."},
    {"update($self, /, *others)", method_update, "Puts the items of the others in."},
    {"intersection_update($self, /, *others)", method_intersection_update, "Keeps the items that are in all of the others."},
    {"difference_update($self, /, *others)", method_difference_update, "Takes the items of the others out."},
    {"symmetric_difference_update($self, other, /)", method_symmetric_difference_update,
     "Keeps the items that are in exactly one of the two."},
    {},
};
const NativeDef frozenset_methods[] = {SET_METHODS, {}};
#undef SET_METHODS

void fill_common(Slots& s) {
    s.repr = set_repr;
    s.compare = set_compare;
    s.iter = set_iter;
    s.length = set_length;
    s.contains = set_contains_slot;
    s.binary[static_cast<size_t>(BinaryOp::bit_or)] = set_or;
    s.binary[static_cast<size_t>(BinaryOp::bit_and)] = set_and;
    s.binary[static_cast<size_t>(BinaryOp::subtract)] = set_subtract;
    s.binary[static_cast<size_t>(BinaryOp::bit_xor)] = set_xor;
}
void fill_set(Slots& s) {
    fill_common(s);
    s.hash = hash_not_implemented;
    s.construct = set_construct;
    s.init = set_init;
    s.inplace[static_cast<size_t>(BinaryOp::bit_or)] = set_inplace_or;
    s.inplace[static_cast<size_t>(BinaryOp::bit_and)] = set_inplace_and;
    s.inplace[static_cast<size_t>(BinaryOp::subtract)] = set_inplace_subtract;
    s.inplace[static_cast<size_t>(BinaryOp::bit_xor)] = set_inplace_xor;
}
void fill_frozenset(Slots& s) {
    fill_common(s);
    s.hash = frozenset_hash;
    s.construct = frozenset_construct;
}

// --- iterator

void trace_iterator(Object* o, Visitor& visitor) { trace_edge(visitor, static_cast<SetIterator*>(o)->set, "set"); }
void drop_iterator(Object* o) { drop_field(static_cast<SetIterator*>(o)->set); }
const Lifecycle iterator_life = {trace_iterator, drop_iterator, nullptr, fixed_size<SetIterator>, nullptr, "set iterator"};

Result<Own> iterator_iter(Thread&, Value self) { return Own::share(self); }

Result<Own> iterator_next(Thread& t, Value self) {
    auto it = as<SetIterator>(self);
    Set* s = it->set;
    if (!s) return Own::exhausted();
    if (s->used != it->used) {
        it->used = ~0u; // stays broken
        return raise_text(t, rt().types.RuntimeError, "Set changed size during iteration");
    }
    SetEntry* e = set_next(s, it->index);
    if (!e) {
        drop_field(it->set);
        return Own::exhausted();
    }
    if (it->remaining) it->remaining--;
    return Own::share(e->key);
}

Result<Own> iterator_hint(Thread&, const Value* a) {
    auto it = as<SetIterator>(a[0]);
    return Own::small_int(it->set && it->set->used == it->used ? it->remaining : 0);
}

const NativeDef iterator_methods[] = {
    {"__length_hint__($self, /)", iterator_hint, "How many items are still to come."},
    {},
};

void fill_iterator(Slots& s) {
    s.iter = iterator_iter;
    s.next = iterator_next;
}

constexpr uint32_t set_flags = type_basetype | type_container | type_any_set | type_has_weakrefs | type_match_self;

} // namespace

extern const TypeSpec spec_set, spec_frozenset, spec_set_iterator;
const TypeSpec spec_set = {
    "builtins", "An unordered collection of distinct hashable items.", sizeof(Set), set_flags, &set_life, fill_set, set_methods, nullptr, nullptr,
};
const TypeSpec spec_frozenset = {
    "builtins", "A set that never changes and is hashable itself.", sizeof(Set), set_flags, &frozenset_life, fill_frozenset, frozenset_methods, nullptr, nullptr,
};
const TypeSpec spec_set_iterator = {
    "builtins", nullptr, sizeof(SetIterator), type_container | type_no_instantiate, &iterator_life, fill_iterator, iterator_methods, nullptr, nullptr,
};

} // namespace terrarium
