// List: a growable array of Values in one raw buffer. Methods: vm/objects/list.cpp, sorting: vm/objects/list_sort.cpp.
#pragma once

#include "vm/core/runtime.h"

namespace terrarium {

//   +----------------+--------+----------+---------+        +-------------------+
//   | Object header  | length | capacity |  items -+------> | Value[capacity]   |  raw block
//   | 16             | 4..8   |          |         |        +-------------------+
struct List : Object {
    uint64_t length;
    uint64_t capacity;
    Value* items; // null when capacity is 0
};
static_assert(sizeof(List) == 40);

Ref<List> make_list(); // empty
Result<Ref<List>> make_list(Thread& t, size_t capacity);
Result<Ref<List>> make_list(Thread& t, const Value* items, size_t count); // shares each
Result<Ref<List>> list_from_iterable(Thread& t, Value iterable);
Status list_grow(Thread& t, List* l, size_t capacity_at_least);
Status list_extend(Thread& t, List* l, Value iterable); // may run Python code
Status list_insert(Thread& t, List* l, size_t at, Value item);
Status list_sort(Thread& t, List* l, Value key_or_none, bool reverse); // stable; as list.sort
Result<Ref<Tuple>> list_to_tuple(Thread& t, List* l);

// Appends; takes over the item's count.
inline Status list_append(Thread& t, List* l, Own item) {
    if (l->length == l->capacity) [[unlikely]] {
        Status s = list_grow(t, l, l->length + 1);
        if (!s) return s;
    }
    l->items[l->length++] = item.take();
    return {};
}

} // namespace terrarium
