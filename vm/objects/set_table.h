// What set.cpp (the table) offers set_methods.cpp (the Python face).
#pragma once

#include "vm/core/dict.h"
#include "vm/core/type_spec.h"

namespace terrarium {

void set_init_empty(Set* s);
void set_clear(Set* s);
void set_trace(Object* o, Visitor& visitor);
void set_destroy(Object* o);
size_t set_extra_size(const Object* o);
Ref<Set> make_set_like(Set* s); // an empty set or frozenset, as s is one or the other
Result<Ref<Set>> set_copy(Thread& t, Set* s);

// A key with its hash at hand.
Result<bool> set_contains_hashed(Thread& t, Set* s, Value key, int64_t hash);
Status set_add_hashed(Thread& t, Set* s, Value key, int64_t hash);
Result<bool> set_discard_hashed(Thread& t, Set* s, Value key, int64_t hash);
// Adds all of another set; runs no Python code but __eq__.
Status set_merge(Thread& t, Set* s, Set* other);
// Gives up removed slots when there are many.
Status set_tidy(Thread& t, Set* s);
Own set_pop(Set* s); // null when empty

// Walks live entries; the caller holds the key while Python code runs.
inline SetEntry* set_next(Set* s, size_t& i) {
    while (s->table && i <= s->mask) {
        SetEntry* e = &s->table[i++];
        if (!e->key.is_null() && !(e->key == Value::deleted())) return e;
    }
    return nullptr;
}

} // namespace terrarium
