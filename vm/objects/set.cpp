// set and frozenset: the table. Open addressing over {hash, key}: short linear stretches, then a jump that lets the whole
// hash decide. Invariant: an empty slot always ends a probe (live and removed fill at most three fifths). Sizes and
// probes are those of CPython's sets, so that a set of small ints is walked in the same order there and here.
#include "vm/objects/set_table.h"

#include "vm/objects/containers.h"
#include "vm/objects/table_places.h"

namespace terrarium {

namespace {

constexpr size_t smallest_table = 8;
constexpr size_t stretch = 9; // slots looked at behind the first before jumping

bool is_removed(const SetEntry& e) { return e.key == Value::deleted(); }

// Calls f(entry) along the probe sequence until it returns true.
template <class F>
inline void probe(SetEntry* table, size_t mask, int64_t hash, F f) {
    size_t perturb = static_cast<size_t>(hash), slot = perturb & mask;
    for (;;) {
        size_t last = slot + stretch <= mask ? slot + stretch : slot;
        for (size_t i = slot; i <= last; i++)
            if (f(table[i])) return;
        perturb >>= 5;
        slot = (slot * 5 + 1 + perturb) & mask;
    }
}

SetEntry* new_table(size_t slots) {
    auto table = static_cast<SetEntry*>(try_alloc_raw(slots * sizeof(SetEntry)));
    if (table)
        for (size_t i = 0; i < slots; i++) table[i] = {0, Value::null()};
    return table;
}

void put_absent(SetEntry* table, size_t mask, Value key, int64_t hash) {
    probe(table, mask, hash, [&](SetEntry& e) {
        if (!e.key.is_null()) return false;
        e = {hash, key};
        return true;
    });
}

// A table with more than `room` slots; removed entries are left behind.
Status resize(Thread& t, Set* s, size_t room) {
    size_t slots = smallest_table;
    while (slots <= room) slots *= 2;
    SetEntry* table = slots > (size_t{1} << 31) ? nullptr : new_table(slots);
    if (!table) return raise_memory(t);
    for (size_t i = 0; SetEntry* e = set_next(s, i);) put_absent(table, slots - 1, e->key, e->hash);
    if (s->table) free_raw(s->table, (size_t{s->mask} + 1) * sizeof(SetEntry));
    s->table = table;
    s->mask = static_cast<uint32_t>(slots - 1);
    s->fill = s->used;
    return {};
}

Status resize_after_change(Thread& t, Set* s) { return resize(t, s, s->used > 50000 ? size_t{s->used} * 2 : size_t{s->used} * 4); }

// An empty set without a table counts as one of the smallest size.
size_t mask_of(const Set* s) { return s->table ? s->mask : smallest_table - 1; }

// The entry of key, or null; *changed tells that a key's __eq__ changed the table under us.
Result<SetEntry*> find_once(Thread& t, Set* s, Value key, int64_t hash, bool* changed) {
    SetEntry* table = s->table;
    size_t mask = s->mask;
    bool key_is_str = is_exact_str(key);
    SetEntry* found = nullptr;
    bool failed = false;
    probe(table, mask, hash, [&](SetEntry& e) {
        if (e.key == key) {
            found = &e;
            return true;
        }
        if (e.key.is_null()) return true;
        if (e.hash != hash || is_removed(e) || (e.key.is_int() && key.is_int())) return false;
        if (key_is_str && is_exact_str(e.key)) {
            if (!str_equal(as<Str>(e.key), as<Str>(key))) return false;
            found = &e;
            return true;
        }
        Own hold = Own::share(e.key);
        Result<bool> same = equal(t, hold, key);
        if (!same) {
            failed = true;
            return true;
        }
        if (s->table != table || s->mask != mask || !(e.key == hold.get())) {
            *changed = true;
            return true;
        }
        if (same.get()) found = &e;
        return same.get();
    });
    if (failed) return Error{};
    return found;
}

Result<SetEntry*> find(Thread& t, Set* s, Value key, int64_t hash) {
    for (;;) {
        if (!s->table) return nullptr;
        bool changed = false;
        SetEntry* found = TRY(find_once(t, s, key, hash, &changed));
        if (!changed) return found;
    }
}

Status need_room(Thread& t, Set* s, size_t more) {
    if ((s->fill + more) * 5 >= mask_of(s) * 3) return resize(t, s, (s->used + more) * 2);
    return {};
}

Set* new_set_object(ShapeId shape) {
    auto s = static_cast<Set*>(alloc_object(sizeof(Set), shape, AllocKind::container));
    set_init_empty(s);
    return s;
}

} // namespace

size_t set_places(const Set* s, int64_t hash, uint32_t* places, size_t most) {
    size_t found = 0;
    if (!s->table) return 0;
    probe(s->table, s->mask, hash, [&](SetEntry& e) {
        if (e.key.is_null()) return true;
        if (e.hash == hash && !is_removed(e) && found++ < most) places[found - 1] = static_cast<uint32_t>(&e - s->table);
        return false;
    });
    return found;
}

// --- lifecycle

void set_init_empty(Set* s) {
    s->used = s->fill = s->mask = s->finger = 0;
    s->table = nullptr;
    s->hash = -1;
}

void set_trace(Object* o, Visitor& visitor) {
    Set* s = static_cast<Set*>(o);
    int64_t n = 0;
    for (size_t i = 0; SetEntry* e = set_next(s, i);) trace_edge(visitor, e->key, "items", n++);
}

void set_clear(Set* s) {
    SetEntry* table = s->table;
    size_t mask = s->mask;
    int64_t hash = s->hash;
    set_init_empty(s);
    s->hash = hash;
    if (!table) return;
    for (size_t i = 0; i <= mask; i++)
        if (!table[i].key.is_null() && !is_removed(table[i])) release(table[i].key);
    free_raw(table, (mask + 1) * sizeof(SetEntry));
}

void set_destroy(Object* o) { set_clear(static_cast<Set*>(o)); }

size_t set_extra_size(const Object* o) {
    const Set* s = static_cast<const Set*>(o);
    return s->table ? (size_t{s->mask} + 1) * sizeof(SetEntry) : 0;
}

Ref<Set> make_set() { return Ref<Set>::adopt(new_set_object(shapes::set)); }

Ref<Set> make_set_like(Set* s) {
    return Ref<Set>::adopt(new_set_object(is_subtype(type_of(s), rt().types.frozenset) ? shapes::frozenset : shapes::set));
}

Result<Ref<Set>> make_frozenset(Thread& t, Value iterable_or_null) {
    if (has_shape(iterable_or_null, shapes::frozenset)) return Ref<Set>::share(as<Set>(iterable_or_null));
    Ref<Set> s = Ref<Set>::adopt(new_set_object(shapes::frozenset));
    if (!iterable_or_null.is_null()) {
        Status status = set_update(t, s, iterable_or_null);
        if (!status) return Error{};
    }
    return s;
}

Result<Ref<Set>> set_copy(Thread& t, Set* s) {
    Ref<Set> copy = make_set_like(s);
    Status status = set_merge(t, copy, s);
    if (!status) return Error{};
    return copy;
}

// --- one key

Result<bool> set_contains_hashed(Thread& t, Set* s, Value key, int64_t hash) { return TRY(find(t, s, key, hash)) != nullptr; }

Result<bool> set_contains(Thread& t, Set* s, Value key) {
    int64_t hash = TRY(hash_value(t, key));
    return set_contains_hashed(t, s, key, hash);
}

Status set_add_hashed(Thread& t, Set* s, Value key, int64_t hash) {
    if (TRY(find(t, s, key, hash))) return {};
    if (!s->table) {
        Status status = resize(t, s, 0);
        if (!status) return status;
    }
    SetEntry* removed = nullptr; // the last one on the way is used again
    SetEntry* place = nullptr;
    probe(s->table, s->mask, hash, [&](SetEntry& e) {
        if (is_removed(e)) removed = &e;
        if (!e.key.is_null()) return false;
        place = &e;
        return true;
    });
    s->used++;
    if (removed) {
        *removed = {hash, shared(key)};
        return {};
    }
    *place = {hash, shared(key)};
    s->fill++;
    if (size_t{s->fill} * 5 < size_t{s->mask} * 3) return {};
    return resize_after_change(t, s);
}

Status set_add(Thread& t, Set* s, Value key) {
    int64_t hash = TRY(hash_value(t, key));
    return set_add_hashed(t, s, key, hash);
}

Result<bool> set_discard_hashed(Thread& t, Set* s, Value key, int64_t hash) {
    SetEntry* e = TRY(find(t, s, key, hash));
    if (!e) return false;
    Own old = Own::adopt(e->key);
    *e = {-1, Value::deleted()};
    s->used--;
    return true;
}

Result<bool> set_discard(Thread& t, Set* s, Value key) {
    int64_t hash = TRY(hash_value(t, key));
    return set_discard_hashed(t, s, key, hash);
}

Own set_pop(Set* s) {
    if (s->used == 0) return {};
    size_t i = s->finger & s->mask;
    while (s->table[i].key.is_null() || is_removed(s->table[i])) i = i == s->mask ? 0 : i + 1;
    Own key = Own::adopt(s->table[i].key);
    s->table[i] = {-1, Value::deleted()};
    s->used--;
    s->finger = static_cast<uint32_t>(i + 1);
    return key;
}

// --- many

Status set_merge(Thread& t, Set* s, Set* other) {
    if (s == other || other->used == 0) return {};
    Status status = need_room(t, s, other->used);
    if (!status) return status;
    if (s->fill == 0) { // no key of ours to compare with
        if (!s->table) {
            status = resize(t, s, 0);
            if (!status) return status;
        }
        if (s->mask == other->mask && other->fill == other->used) {
            for (size_t i = 0; i <= s->mask; i++) {
                s->table[i] = other->table[i];
                retain(s->table[i].key);
            }
        } else {
            for (size_t i = 0; SetEntry* e = set_next(other, i);) put_absent(s->table, s->mask, shared(e->key), e->hash);
        }
        s->fill = s->used = other->used;
        return {};
    }
    for (size_t i = 0; SetEntry* e = set_next(other, i);) {
        Own key = Own::share(e->key);
        status = set_add_hashed(t, s, key, e->hash);
        if (!status) return status;
    }
    return {};
}

Status set_update(Thread& t, Set* s, Value iterable) {
    if (is_any_set(iterable)) return set_merge(t, s, as<Set>(iterable));
    if (is_exact_dict(iterable)) {
        Dict* d = as<Dict>(iterable);
        Status status = need_room(t, s, d->used);
        if (!status) return status;
        for (size_t i = 0; DictEntry* e = dict_next(d, i);) {
            Own key = Own::share(e->key);
            status = set_add_hashed(t, s, key, e->hash);
            if (!status) return status;
        }
        return {};
    }
    return for_each(t, iterable, [&](Value item) -> Result<bool> {
        Status status = set_add(t, s, item);
        if (!status) return Error{};
        return true;
    });
}

Status set_tidy(Thread& t, Set* s) {
    if (size_t{s->fill} - s->used <= mask_of(s) / 5) return {};
    return resize_after_change(t, s);
}

} // namespace terrarium
