// Dict: insertion-ordered compact hash table (indices into a dense entry array). Also the namespaces of modules and
// classes. Methods and views: vm/objects/dict_*.cpp. Source: Python docs on dict; the compact layout is R. Hettinger's.
#pragma once

#include "vm/core/runtime.h"

namespace terrarium {

struct DictEntry {
    int64_t hash;
    Value key;   // Value::deleted() for a removed entry
    Value value;
};

//   indices[mask + 1]: int8/16/32 index into entries, -1 empty, -2 removed; stored before the entries in one raw block
struct Dict : Object {
    uint32_t used;         // live entries = len(d)
    uint32_t entry_count;  // entries in use, removed ones included
    uint32_t entry_limit;  // capacity of entries
    uint32_t mask;         // number of index slots - 1; 0 with table null: empty dict without a table
    DictEntry* entries;    // null until the first insertion
    void* indices;         // width by mask: <= 0x7f: int8, <= 0x7fff: int16, else int32
    uint32_t layout;       // changes whenever an entry is added, removed or moved (not when a value is replaced);
                           // 0: not yet numbered. Global caches hold (layout, entry index). dict_layout() numbers.
    uint8_t only_str_keys; // every key is an exact str (lookups cannot run Python code)
    uint8_t in_data_region; // namespace of a module: table lives in the data region
};

Ref<Dict> make_dict();
Ref<Dict> make_namespace(); // table in the data region: module globals
Result<Ref<Dict>> dict_copy(Thread& t, Dict* d);

// Lookups borrow: the result lives as long as the entry. Null value = missing (not an error).
Value dict_get(Dict* d, const Str* key);                     // exact str key; cannot run Python code when only_str_keys,
                                                             // else compares other keys by identity/str equality only
DictEntry* dict_find(Dict* d, const Str* key);               // the entry, or null
Result<Value> dict_get_item(Thread& t, Dict* d, Value key);  // any key: may hash and compare in Python; null = missing
Result<Value> dict_get_hashed(Thread& t, Dict* d, Value key, int64_t hash);
Status dict_set(Thread& t, Dict* d, Value key, Value value); // shares both
void dict_set(Dict* d, Str* key, Value value);               // exact str key: cannot fail short of memory for huge tables
Status dict_set_hashed(Thread& t, Dict* d, Value key, int64_t hash, Value value);
Result<bool> dict_delete(Thread& t, Dict* d, Value key);     // false: was missing
bool dict_delete(Dict* d, const Str* key);
Result<Own> dict_pop(Thread& t, Dict* d, Value key);         // Value::exhausted() when missing
Result<Own> dict_set_default(Thread& t, Dict* d, Value key, Value value);
void dict_clear(Dict* d);
Status dict_update(Thread& t, Dict* d, Value mapping_or_pairs); // as d.update(x)
Status dict_merge(Thread& t, Dict* d, Dict* other, bool override_existing);
uint32_t dict_layout(Dict* d);                               // numbers the layout if needed; never 0

// Walk the live entries: for (size_t i = 0; DictEntry* e = dict_next(d, i);) — stop before running Python code
// or re-check d->entry_count; entries may move when the dict changes.
inline DictEntry* dict_next(Dict* d, size_t& i) {
    while (i < d->entry_count) {
        DictEntry* e = &d->entries[i++];
        if (e->key.bits != Value::deleted().bits) return e;
    }
    return nullptr;
}

// Set and frozenset share this layout; the table is open addressing over {hash, key}.
struct SetEntry {
    int64_t hash;
    Value key; // null: empty; Value::deleted(): removed
};
struct Set : Object {
    uint32_t used;  // live
    uint32_t fill;  // live + removed
    uint32_t mask;
    uint32_t finger; // where pop looks next
    SetEntry* table; // raw block of mask + 1, or null when empty
    int64_t hash;    // frozenset: cached, -1 unknown
};
Ref<Set> make_set();
Result<Ref<Set>> make_frozenset(Thread& t, Value iterable_or_null);
Status set_add(Thread& t, Set* s, Value key);
Result<bool> set_contains(Thread& t, Set* s, Value key);
Result<bool> set_discard(Thread& t, Set* s, Value key);
Status set_update(Thread& t, Set* s, Value iterable);

} // namespace terrarium
