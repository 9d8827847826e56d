// Tuple: an immutable row of Values stored inline. Methods: vm/objects/tuple.cpp.
#pragma once

#include "vm/core/runtime.h"

namespace terrarium {

//   +----------------+--------+--------+-----------------+
//   | Object header  | length |  hash  | items[length]   |
//   | 16             |  8     |  8     | 8 each          |
struct Tuple : Object {
    uint64_t length;
    int64_t hash; // cached; -1: not computed
    Value* items() { return reinterpret_cast<Value*>(this + 1); }
    const Value* items() const { return reinterpret_cast<const Value*>(this + 1); }
    Value operator[](size_t i) const { return items()[i]; }
};
static_assert(sizeof(Tuple) == 32);

// Items start as null; fill them (each slot owns a count) before anyone sees the tuple. Length 0: the shared empty tuple.
Result<Ref<Tuple>> new_tuple(Thread& t, size_t length);
Ref<Tuple> new_short_tuple(size_t length); // up to 1,000 items: cannot fail
Result<Ref<Tuple>> make_tuple(Thread& t, const Value* items, size_t count); // shares each item
Ref<Tuple> make_pair(Value a, Value b);
template <class... V>
Ref<Tuple> tuple_of(const V&... v) {
    Value items[] = {static_cast<Value>(v)...};
    Ref<Tuple> r = new_short_tuple(sizeof...(v));
    for (size_t i = 0; i < sizeof...(v); i++) {
        retain(items[i]);
        r->items()[i] = items[i];
    }
    return r;
}
Result<Ref<Tuple>> tuple_from_iterable(Thread& t, Value iterable); // tuple(x)
Result<Ref<Tuple>> tuple_slice(Thread& t, Tuple* s, size_t start, size_t stop);

inline uint32_t Args::keyword_count() const { return keywords ? static_cast<uint32_t>(keywords->length) : 0; }

} // namespace terrarium
