// Shapes as the core makes them: a tree a class, one child for each attribute name added. Looked through by
// attributes.cpp, instances.cpp and the loop. Invariant: a chain of shapes has each name once; slot i of an instance
// holds the attribute that the i-th shape of its chain added; all objects of one shape have the same number of inline
// slots, so that one compare of the shape tells where a slot lies.
#pragma once

#include "vm/core/attributes.h"
#include "vm/core/str.h"

namespace terrarium {

inline constexpr uint32_t most_slots_of_shape = 100; // more attributes than this: the instance gets a dict
inline constexpr uint32_t most_shapes_of_type = 2000;
inline constexpr uint32_t most_inline_slots = 60;

// Names in slot order; shared by a whole chain as long as each shape of it has only one child, grown by copying.
//   +-------+----------+-----------+------------------+-----------------------------+
//   | count | capacity | hash_mask | names[capacity]  | index[hash_mask + 1] u8     |  index: slot + 1, 0 empty
//   +-------+----------+-----------+------------------+-----------------------------+
struct ShapeKeys {
    uint32_t count;
    uint32_t capacity;
    uint32_t hash_mask; // 0: few names, no index
    uint32_t bytes;
    Str** names() { return reinterpret_cast<Str**>(this + 1); }
    uint8_t* index() { return reinterpret_cast<uint8_t*>(names() + capacity); }
};

inline uint32_t name_hash(const Str* interned_name) {
    return static_cast<uint32_t>((reinterpret_cast<uintptr_t>(interned_name) >> 5) * 0x9e3779b1u >> 8);
}

Shape* make_root_shape(Type* type, ShapeId fixed_id_or_zero);
// Further instances get that many inline slots: they grow from a new root; the old ones stay chained by `parent`.
void set_inline_slots(Type* type, uint32_t count);
inline uint32_t shape_inline_slots(const Shape* s) { return s->flags >> 8; }
Shape* dict_shape_of(Type* type); // made on demand
// Calls f(shape) for each shape of a class.
void for_each_shape(Type* type, void (*f)(Shape*, void*), void* context);
void free_shapes(Type* type); // the class dies: tables go, ids stay taken (an inline cache may still name them)

} // namespace terrarium
