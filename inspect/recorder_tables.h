// Tables of dicts and sets as the recorder lists them: every entry at its place, NULL where there is none, so that the
// change of one key changes a slot or two (trace_events.h).
#pragma once

#include "vm/core/dict.h"

namespace terrarium::inspect {

inline bool is_set_table(const Object* o) { return o->shape == shapes::set || o->shape == shapes::frozenset; }
inline bool is_table(const Object* o) { return o->shape == shapes::dict || is_set_table(o); }

inline size_t table_slots(const Object* o) {
    if (o->shape == shapes::dict) return size_t{static_cast<const Dict*>(o)->entry_count} * 2;
    const Set* s = static_cast<const Set*>(o);
    return s->table ? size_t{s->mask} + 1 : 0;
}

inline Value table_slot(const Object* o, size_t i) {
    auto live = [](Value key) { return !(key == Value::deleted()); };
    if (o->shape == shapes::dict) {
        const DictEntry& e = static_cast<const Dict*>(o)->entries[i / 2];
        return !live(e.key) ? Value::null() : i % 2 ? e.value : e.key;
    }
    Value key = static_cast<const Set*>(o)->table[i].key;
    return live(key) ? key : Value::null();
}

} // namespace terrarium::inspect
