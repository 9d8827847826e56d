// The shape table: ids are handed out in order, freed ones first.
#include "memory/shape.h"

namespace terrarium {

// Freed shapes are chained through `parent`; their `life` is null, which no shape in use has.
ShapeId new_shape() {
    MemoryState& state = memory_state();
    ShapeId id = state.free_shapes;
    if (id != 0) {
        state.free_shapes = shape_of(id)->parent;
    } else {
        id = state.shape_count + 1;
        if (!commit_range(state.shapes, (size_t(id) + 1) * sizeof(Shape)))
            return 0;
        state.shape_count = id;
    }
    ++state.shapes_in_use;
    *shape_of(id) = Shape{};
    shape_of(id)->id = id;
    return id;
}

void free_shape(ShapeId id) {
    MemoryState& state = memory_state();
    MEMORY_ASSERT(id != 0 && id <= state.shape_count);
    *shape_of(id) = Shape{};
    shape_of(id)->parent = state.free_shapes;
    state.free_shapes = id;
    --state.shapes_in_use;
}

size_t shape_count() { return memory_state().shapes_in_use; }

} // namespace terrarium
