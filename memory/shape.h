// The shape table: 64-byte Shapes at a constant address in the data region, named by 32-bit ids.
// Invariant: id 0 is never a shape. Next: memory/object.h.
#pragma once

#include "memory/state.h"

namespace terrarium {

inline Shape* shape_of(ShapeId id) { return reinterpret_cast<Shape*>(shape_table_base) + id; }
inline Shape* shape_of(const Object* object) { return shape_of(object->shape); }

// A fresh shape, all zero but for its id. Returns 0 when the table is full.
[[nodiscard]] ShapeId new_shape();
// The caller vouches that no object and no cache names it any more.
void free_shape(ShapeId id);
// Shapes in use.
size_t shape_count();
// Ids are 1..shape_id_end() - 1; a freed one has life == nullptr.
inline ShapeId shape_id_end() { return memory_state().shape_count + 1; }

} // namespace terrarium
