// dict's table: indices into a dense array of entries in insertion order, both in one raw block (or, for namespaces, in
// the data region). Invariants: a removed entry's index slot says so and its key is Value::deleted(); every index slot
// ever used is paid for by entry_limit, so an empty slot always ends a probe; the table is whole before any release or
// comparison, and `layout` is 0 after every change, by which a lookup notices that a key's __eq__ changed the dict.
#include "vm/core/dict.h"

#include "memory/world.h"
#include "vm/core/parallel.h"
#include "vm/core/runtime_rooms.h"
#include "vm/objects/containers.h"
#include "vm/objects/table_places.h"

#include <cstdlib>

namespace terrarium {

namespace {

// GIL off: another thread that reads the same dict may number it.
uint32_t layout_now(const Dict* d) { return __atomic_load_n(&d->layout, __ATOMIC_RELAXED); }

constexpr int64_t slot_empty = -1, slot_removed = -2;
constexpr size_t smallest_table = 8;
constexpr size_t largest_table = size_t{1} << 30;

// --- the block

size_t index_width(size_t mask) { return mask <= 0x7f ? 1 : mask <= 0x7fff ? 2 : 4; }
size_t limit_of(size_t slots) { return slots * 2 / 3; }
size_t index_bytes(size_t mask) { return (mask + 1) * index_width(mask); }
size_t table_bytes(size_t mask) { return index_bytes(mask) + limit_of(mask + 1) * sizeof(DictEntry); }

// Calls f with the index array in its width.
template <class F>
inline auto with_indices(const Dict* d, F f) {
    if (d->mask <= 0x7f) return f(static_cast<int8_t*>(d->indices));
    if (d->mask <= 0x7fff) return f(static_cast<int16_t*>(d->indices));
    return f(static_cast<int32_t*>(d->indices));
}

// The probe sequence: every slot in the end, the whole hash having its say early.
struct Probe {
    size_t mask, perturb, slot;
    Probe(const Dict* d, int64_t hash) : mask(d->mask), perturb(static_cast<size_t>(hash)), slot(perturb & mask) {}
    void next() {
        perturb >>= 5;
        slot = (slot * 5 + perturb + 1) & mask;
    }
};

void put_index(Dict* d, size_t slot, int64_t index) {
    with_indices(d, [&](auto* indices) { indices[slot] = static_cast<std::remove_reference_t<decltype(*indices)>>(index); });
}

size_t free_slot(const Dict* d, int64_t hash) {
    return with_indices(d, [&](auto* indices) {
        Probe probe(d, hash);
        while (indices[probe.slot] >= 0) probe.next();
        return probe.slot;
    });
}

size_t slot_of_index(const Dict* d, int64_t hash, int64_t index) {
    return with_indices(d, [&](auto* indices) {
        Probe probe(d, hash);
        while (indices[probe.slot] != index) probe.next();
        return probe.slot;
    });
}

void free_table(void* block, size_t mask, bool in_data_region) {
    if (!block) return;
    if (in_data_region) data_free(block, table_bytes(mask));
    else free_raw(block, table_bytes(mask));
}

// A table of `slots` (a power of two) holding the live entries in order, `gap` removed ones in front of them.
// False: no memory. A caller that cannot fail gets the data region instead.
enum class OnRefusal { fail, use_data_region };
bool rebuild(Dict* d, size_t slots, size_t gap, OnRefusal refusal) {
    if (slots > largest_table) return false;
    size_t mask = slots - 1;
    bool to_data = d->in_data_region;
    void* block = to_data ? data_alloc(table_bytes(mask)) : try_alloc_raw(table_bytes(mask));
    if (!block && !to_data && refusal == OnRefusal::use_data_region) {
        block = data_alloc(table_bytes(mask));
        to_data = true;
    }
    if (!block) return false;
    memset(block, 0xff, index_bytes(mask)); // slot_empty
    DictEntry* entries = reinterpret_cast<DictEntry*>(static_cast<char*>(block) + index_bytes(mask));
    size_t count = 0;
    for (; count < gap; count++) entries[count] = {0, Value::deleted(), Value::null()};
    for (size_t i = 0; DictEntry* e = dict_next(d, i);) entries[count++] = *e;
    free_table(d->indices, d->mask, d->in_data_region);
    d->indices = block;
    d->entries = entries;
    d->mask = static_cast<uint32_t>(mask);
    d->entry_count = static_cast<uint32_t>(count);
    d->entry_limit = static_cast<uint32_t>(limit_of(slots));
    d->in_data_region = to_data;
    d->layout = 0;
    if (gap) entries[0].hash = static_cast<int64_t>(gap);
    with_indices(d, [&](auto* indices) {
        for (size_t i = gap; i < count; i++) {
            Probe probe(d, entries[i].hash);
            while (indices[probe.slot] >= 0) probe.next();
            indices[probe.slot] = static_cast<std::remove_reference_t<decltype(*indices)>>(i);
        }
    });
    return true;
}

size_t slots_for(size_t entries) {
    size_t slots = smallest_table;
    while (limit_of(slots) < entries) slots *= 2;
    return slots;
}

bool grow(Dict* d, OnRefusal refusal) { return rebuild(d, slots_for(size_t{d->used} * 2 + 1), 0, refusal); }

// --- lookups

// An exact str among exact str keys; other keys of the dict never match.
template <class Index>
inline int64_t find_str_in(const Dict* d, const Index* indices, const Str* key, int64_t hash) {
    uint64_t wanted = Value::object(key).bits;
    const DictEntry* entries = d->entries;
    for (Probe probe(d, hash);; probe.next()) {
        int64_t index = indices[probe.slot];
        if (index >= 0) {
            const DictEntry& e = entries[index];
            if (e.key.bits == wanted) return index;
            if (e.hash == hash && is_exact_str(e.key)) {
                const Str* other = as<Str>(e.key);
                if (!(other->interned && key->interned) && str_equal(other, key)) return index;
            }
        } else if (index == slot_empty) {
            return -1;
        }
    }
}

inline int64_t find_str(const Dict* d, const Str* key, int64_t hash) {
    if (!d->entries) return -1;
    if (d->mask <= 0x7f) [[likely]] return find_str_in(d, static_cast<const int8_t*>(d->indices), key, hash);
    if (d->mask <= 0x7fff) return find_str_in(d, static_cast<const int16_t*>(d->indices), key, hash);
    return find_str_in(d, static_cast<const int32_t*>(d->indices), key, hash);
}

constexpr int64_t changed_under_us = -3;

template <class Index>
Result<int64_t> find_any_in(Thread& t, Dict* d, const Index* indices, Value key, int64_t hash) {
    for (Probe probe(d, hash);; probe.next()) {
        int64_t index = indices[probe.slot];
        if (index >= 0) {
            DictEntry& e = d->entries[index];
            if (e.key == key) return index;
            if (e.hash != hash || (e.key.is_int() && key.is_int())) continue;
            if (is_exact_str(e.key) && is_exact_str(key)) {
                if (str_equal(as<Str>(e.key), as<Str>(key))) return index;
                continue;
            }
            Own hold = Own::share(e.key);
            uint32_t layout = dict_layout(d);
            bool same = TRY(equal(t, hold, key));
            if (layout_now(d) != layout) return changed_under_us;
            if (same) return index;
        } else if (index == slot_empty) {
            return -1;
        }
    }
}

// Index of the entry, or -1.
inline Result<int64_t> find_any(Thread& t, Dict* d, Value key, int64_t hash) {
    if (d->only_str_keys && is_exact_str(key)) return find_str(d, as<Str>(key), hash);
    for (;;) {
        if (!d->entries) return int64_t{-1};
        Result<int64_t> found = d->mask <= 0x7f     ? find_any_in(t, d, static_cast<const int8_t*>(d->indices), key, hash)
                                : d->mask <= 0x7fff ? find_any_in(t, d, static_cast<const int16_t*>(d->indices), key, hash)
                                                    : find_any_in(t, d, static_cast<const int32_t*>(d->indices), key, hash);
        if (!found || found.get() != changed_under_us) return found;
    }
}

inline int64_t hash_of_str(const Str* key) { return key->hash != -1 ? key->hash : str_hash(key); }

// --- changes

// A key known to be absent; there is room.
inline void add_entry(Dict* d, Value key, int64_t hash, Value value) {
    uint32_t index = d->entry_count++;
    put_index(d, free_slot(d, hash), index);
    d->entries[index] = {hash, shared(key), shared(value)};
    d->used++;
    d->layout = 0;
    if (d->only_str_keys && !is_exact_str(key)) d->only_str_keys = 0;
}

inline void replace_value(DictEntry& e, Value value) {
    Value old = e.value;
    e.value = shared(value);
    release(old);
}

Status add_new(Thread& t, Dict* d, Value key, int64_t hash, Value value) {
    if (d->entry_count == d->entry_limit && !grow(d, OnRefusal::fail)) return raise_memory(t);
    add_entry(d, key, hash, value);
    return {};
}

void init_dict(Dict* d) {
    d->used = d->entry_count = d->entry_limit = d->mask = 0;
    d->entries = nullptr;
    d->indices = nullptr;
    d->layout = 0;
    d->only_str_keys = 1;
    d->in_data_region = 0;
}

// `to` is empty and without a table; becomes the same as `from`. False: no memory.
bool clone_table(Dict* to, Dict* from) {
    if (from->used == 0) return true;
    if (from->used != from->entry_count) {
        // Compacts on the way.
        bool in_data_region = to->in_data_region;
        to->entries = from->entries; // without the indices: rebuild reads the entries and has nothing to free
        to->entry_count = from->entry_count;
        if (!rebuild(to, slots_for(from->used), 0, OnRefusal::fail)) {
            init_dict(to);
            to->in_data_region = in_data_region;
            return false;
        }
    } else {
        size_t bytes = table_bytes(from->mask);
        bool to_data = to->in_data_region;
        void* block = to_data ? data_alloc(bytes) : try_alloc_raw(bytes);
        if (!block) return false;
        memcpy(block, from->indices, index_bytes(from->mask) + from->entry_count * sizeof(DictEntry));
        to->indices = block;
        to->entries = reinterpret_cast<DictEntry*>(static_cast<char*>(block) + index_bytes(from->mask));
        to->mask = from->mask;
        to->entry_count = from->entry_count;
        to->entry_limit = from->entry_limit;
    }
    to->used = from->used;
    to->only_str_keys = from->only_str_keys;
    to->layout = 0;
    for (size_t i = 0; i < to->entry_count; i++) {
        retain(to->entries[i].key);
        retain(to->entries[i].value);
    }
    return true;
}

} // namespace

// --- making

Ref<Dict> make_dict() {
    Ref<Dict> d = new_object<Dict>(shapes::dict, true);
    init_dict(d);
    return d;
}

Ref<Dict> make_namespace() {
    Ref<Dict> d = make_dict();
    d->in_data_region = 1;
    return d;
}

Result<Ref<Dict>> dict_copy(Thread& t, Dict* d) {
    Ref<Dict> copy = make_dict();
    if (!clone_table(copy, d)) return raise_memory(t);
    return copy;
}

Result<Own> dict_construct(Thread& t, Type* cls, const Args&) {
    if (cls == rt().types.dict) return make_dict();
    Ref<Dict> d = TRY(make_instance<Dict>(t, cls));
    init_dict(d);
    return d;
}

void dict_trace(Object* o, Visitor& visitor) {
    Dict* d = static_cast<Dict*>(o);
    int64_t n = 0;
    for (size_t i = 0; DictEntry* e = dict_next(d, i); n++) {
        trace_edge(visitor, e->key, "keys", n);
        trace_edge(visitor, e->value, "values", n);
    }
}

void dict_clear(Dict* d) {
    DictEntry* entries = d->entries;
    void* block = d->indices;
    size_t count = d->entry_count, mask = d->mask;
    bool in_data_region = d->in_data_region;
    init_dict(d);
    d->in_data_region = in_data_region;
    for (size_t i = 0; i < count; i++) {
        if (entries[i].key == Value::deleted()) continue;
        release(entries[i].key);
        release(entries[i].value);
    }
    free_table(block, mask, in_data_region);
}

void dict_destroy(Object* o) { dict_clear(static_cast<Dict*>(o)); }

size_t dict_extra_size(const Object* o) {
    const Dict* d = static_cast<const Dict*>(o);
    return d->indices && !d->in_data_region ? table_bytes(d->mask) : 0;
}

// --- looking up

DictEntry* dict_find(Dict* d, const Str* key) {
    int64_t index = find_str(d, key, hash_of_str(key));
    return index < 0 ? nullptr : &d->entries[index];
}

Value dict_get(Dict* d, const Str* key) {
    int64_t index = find_str(d, key, hash_of_str(key));
    return index < 0 ? Value::null() : read_slot(d->entries[index].value);
}

Result<DictEntry*> dict_lookup(Thread& t, Dict* d, Value key, int64_t hash) {
    int64_t index = TRY(find_any(t, d, key, hash));
    return index < 0 ? nullptr : &d->entries[index];
}

Result<Value> dict_get_hashed(Thread& t, Dict* d, Value key, int64_t hash) {
    int64_t index = TRY(find_any(t, d, key, hash));
    return index < 0 ? Value::null() : read_slot(d->entries[index].value);
}

Result<Value> dict_get_item(Thread& t, Dict* d, Value key) {
    int64_t hash = TRY(hash_value(t, key));
    return dict_get_hashed(t, d, key, hash);
}

size_t dict_places(const Dict* d, int64_t hash, uint32_t* places, size_t most) {
    size_t found = 0;
    if (!d->entries) return 0;
    with_indices(d, [&](auto* indices) {
        for (Probe probe(d, hash); indices[probe.slot] != slot_empty; probe.next()) {
            int64_t index = indices[probe.slot];
            if (index < 0 || d->entries[index].hash != hash) continue;
            if (found++ < most) places[found - 1] = static_cast<uint32_t>(index);
        }
    });
    return found;
}

size_t dict_first_index(Dict* d) {
    if (d->entry_count == 0 || !(d->entries[0].key == Value::deleted())) return 0;
    // The unused hash of a removed first entry remembers how far the removed ones reach: a queue stays linear.
    size_t i = std::max<size_t>(static_cast<size_t>(d->entries[0].hash), 1);
    while (i < d->entry_count && d->entries[i].key == Value::deleted()) i++;
    d->entries[0].hash = static_cast<int64_t>(i);
    return i;
}

uint32_t dict_layout(Dict* d) {
    if (layout_now(d) == 0) {
        SharedTables lock; // two threads may read the dict
        if (d->layout != 0) return d->layout;
        uintptr_t last = reinterpret_cast<uintptr_t>(rt().room[room_dict_layouts]);
        uint32_t number = static_cast<uint32_t>(last) + 1;
        if (number == 0) number = 1;
        rt().room[room_dict_layouts] = reinterpret_cast<void*>(uintptr_t{number});
        __atomic_store_n(&d->layout, number, __ATOMIC_RELAXED);
    }
    return layout_now(d);
}

// --- storing

Status dict_set_hashed(Thread& t, Dict* d, Value key, int64_t hash, Value value) {
    int64_t index = TRY(find_any(t, d, key, hash));
    if (index >= 0) {
        replace_value(d->entries[index], value);
        return {};
    }
    return add_new(t, d, key, hash, value);
}

Status dict_set(Thread& t, Dict* d, Value key, Value value) {
    int64_t hash = TRY(hash_value(t, key));
    return dict_set_hashed(t, d, key, hash, value);
}

void dict_set(Dict* d, Str* key, Value value) {
    int64_t hash = hash_of_str(key);
    int64_t index = find_str(d, key, hash);
    if (index >= 0) return replace_value(d->entries[index], value);
    if (d->entry_count == d->entry_limit && !grow(d, OnRefusal::use_data_region)) std::abort();
    add_entry(d, Value::object(key), hash, value);
}

Result<Own> dict_set_default(Thread& t, Dict* d, Value key, Value value) {
    int64_t hash = TRY(hash_value(t, key));
    int64_t index = TRY(find_any(t, d, key, hash));
    if (index >= 0) return Own::share(d->entries[index].value);
    Status status = add_new(t, d, key, hash, value);
    if (!status) return Error{};
    return Own::share(value);
}

// --- removing

void dict_remove_at(Dict* d, size_t index, Own* key, Own* value) {
    DictEntry& e = d->entries[index];
    put_index(d, slot_of_index(d, e.hash, static_cast<int64_t>(index)), slot_removed);
    Value old_key = e.key, old_value = e.value;
    e = {0, Value::deleted(), Value::null()};
    d->used--;
    d->layout = 0;
    // Removed entries at the end are taken back; their index slots stay spent.
    while (d->entry_count && d->entries[d->entry_count - 1].key == Value::deleted()) {
        d->entry_count--;
        d->entry_limit--;
    }
    if (d->entry_count && d->entries[0].key == Value::deleted() && d->entries[0].hash > static_cast<int64_t>(d->entry_count))
        d->entries[0].hash = d->entry_count;
    *key = Own::adopt(old_key);
    *value = Own::adopt(old_value);
}

Result<bool> dict_delete(Thread& t, Dict* d, Value key) {
    int64_t hash = TRY(hash_value(t, key));
    int64_t index = TRY(find_any(t, d, key, hash));
    if (index < 0) return false;
    Own old_key, old_value;
    dict_remove_at(d, static_cast<size_t>(index), &old_key, &old_value);
    return true;
}

bool dict_delete(Dict* d, const Str* key) {
    int64_t index = find_str(d, key, hash_of_str(key));
    if (index < 0) return false;
    Own old_key, old_value;
    dict_remove_at(d, static_cast<size_t>(index), &old_key, &old_value);
    return true;
}

Result<Own> dict_pop(Thread& t, Dict* d, Value key) {
    if (d->used == 0) {
        (void)TRY(hash_value(t, key));
        return Own::exhausted();
    }
    int64_t hash = TRY(hash_value(t, key));
    int64_t index = TRY(find_any(t, d, key, hash));
    if (index < 0) return Own::exhausted();
    Own old_key, old_value;
    dict_remove_at(d, static_cast<size_t>(index), &old_key, &old_value);
    return old_value;
}

// --- reordering

namespace {

// After a rebuild: where the entry with this very key lies now.
size_t index_of_key(const Dict* d, Value key, int64_t hash) {
    return static_cast<size_t>(with_indices(d, [&](auto* indices) -> int64_t {
        Probe probe(d, hash);
        while (indices[probe.slot] < 0 || !(d->entries[indices[probe.slot]].key == key)) probe.next();
        return indices[probe.slot];
    }));
}

void move_entry(Dict* d, size_t from, size_t to) {
    put_index(d, slot_of_index(d, d->entries[from].hash, static_cast<int64_t>(from)), static_cast<int64_t>(to));
    d->entries[to] = d->entries[from];
    d->entries[from] = {0, Value::deleted(), Value::null()};
    d->layout = 0;
}

} // namespace

Status dict_move_to_end(Thread& t, Dict* d, DictEntry* entry) {
    size_t index = static_cast<size_t>(entry - d->entries);
    if (index + 1 == d->entry_count) return {};
    if (d->entry_count == d->entry_limit) {
        Value key = entry->key;
        int64_t hash = entry->hash;
        if (!grow(d, OnRefusal::fail)) return raise_memory(t);
        index = index_of_key(d, key, hash);
        if (index + 1 == d->entry_count) return {};
    }
    move_entry(d, index, d->entry_count++);
    return {};
}

Status dict_move_to_front(Thread& t, Dict* d, DictEntry* entry) {
    size_t index = static_cast<size_t>(entry - d->entries);
    size_t first = dict_first_index(d);
    if (index == first) return {};
    if (first == 0) {
        Value key = entry->key;
        int64_t hash = entry->hash;
        size_t gap = d->used / 2 + 1;
        if (!rebuild(d, slots_for(size_t{d->used} * 2 + gap), gap, OnRefusal::fail)) return raise_memory(t);
        index = index_of_key(d, key, hash);
        first = gap;
    }
    move_entry(d, index, first - 1);
    if (first > 1) d->entries[0].hash = static_cast<int64_t>(first - 1);
    return {};
}

// --- merging

Status dict_merge(Thread& t, Dict* d, Dict* other, bool override_existing) {
    if (d == other || other->used == 0) return {};
    if (!d->entries) {
        if (!clone_table(d, other)) return raise_memory(t);
        return {};
    }
    if (size_t{d->entry_limit} - d->entry_count < other->used) {
        if (!rebuild(d, slots_for(size_t{d->used} + other->used), 0, OnRefusal::fail)) return raise_memory(t);
    }
    Ref<Dict> hold = Ref<Dict>::share(other);
    uint32_t layout = dict_layout(other);
    for (size_t i = 0; DictEntry* e = dict_next(other, i);) {
        Own key = Own::share(e->key), value = Own::share(e->value);
        int64_t hash = e->hash;
        int64_t index = TRY(find_any(t, d, key, hash));
        if (index < 0) {
            Status status = add_new(t, d, key, hash, value);
            if (!status) return status;
        } else if (override_existing) {
            replace_value(d->entries[index], value);
        }
        if (layout_now(other) != layout) return raise_text(t, rt().types.RuntimeError, "dict mutated during update");
    }
    return {};
}

namespace {

Status update_from_pairs(Thread& t, Dict* d, Value pairs) {
    Own it = TRY(get_iter(t, pairs));
    for (size_t n = 0;; n++) {
        Own item = TRY(iter_next(t, it));
        if (item.is_exhausted()) return {};
        Ref<Tuple> pair;
        if (is_exact_tuple(item)) {
            pair = Ref<Tuple>::share(as<Tuple>(item));
        } else {
            Result<Ref<Tuple>> made = tuple_from_iterable(t, item);
            if (!made) {
                if (!raised_matches(t, rt().types.TypeError)) return Error{};
                clear_raised(t);
                return raise_type(t, "cannot convert dictionary update sequence element #{} to a sequence", n);
            }
            pair = made.take();
        }
        if (pair->length != 2)
            return raise_value_error(t, "dictionary update sequence element #{} has length {}; 2 is required", n, pair->length);
        Status status = dict_set(t, d, pair->items()[0], pair->items()[1]);
        if (!status) return status;
    }
}

Status update_from_mapping(Thread& t, Dict* d, Value mapping) {
    Own keys = TRY(call_method(t, mapping, rt().names.n_keys));
    Own it = TRY(get_iter(t, keys));
    for (;;) {
        Own key = TRY(iter_next(t, it));
        if (key.is_exhausted()) return {};
        Own value = TRY(get_item(t, mapping, key));
        Status status = dict_set(t, d, key, value);
        if (!status) return status;
    }
}

} // namespace

Status dict_update(Thread& t, Dict* d, Value mapping_or_pairs) {
    if (is_exact_dict(mapping_or_pairs) ||
        (is_dict(mapping_or_pairs) && type_of(mapping_or_pairs)->slots.iter == rt().types.dict->slots.iter))
        return dict_merge(t, d, as<Dict>(mapping_or_pairs), true);
    Own keys = TRY(get_attr_or_missing(t, mapping_or_pairs, rt().names.n_keys));
    return keys.is_exhausted() ? update_from_pairs(t, d, mapping_or_pairs) : update_from_mapping(t, d, mapping_or_pairs);
}

Status dict_update_with(Thread& t, Dict* d, const char* function, const Args& args) {
    if (args.count > 1) return raise_type(t, "{} expected at most 1 argument, got {}", function, args.count);
    if (args.count) {
        Status status = dict_update(t, d, args[0]);
        if (!status) return status;
    }
    for (uint32_t i = 0; i < args.keyword_count(); i++) {
        Status status = dict_set(t, d, args.keywords->items()[i], args.values[args.count + i]);
        if (!status) return status;
    }
    return {};
}

Status dict_init(Thread& t, Value self, const Args& args) { return dict_update_with(t, as<Dict>(self), "dict", args); }

} // namespace terrarium
