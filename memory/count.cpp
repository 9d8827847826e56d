// What happens when a count reaches zero. The order is CPython's: finaliser, weak references, contents, block.
#include "memory/count.h"

#include "memory/blocks.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace terrarium {

MemoryHooks memory_hooks;
bool (*free_guard)(Object* object);

namespace {

constexpr uint32_t deepest_nesting = 50; // CPython's PyTrash_UNWIND_LEVEL: __del__ runs in the same order

// A dead object that waits keeps the link to the next one in its first 8 bytes (count and birth).
void defer(Heap& heap, Object* object) {
    object->gc |= gc_dying;
    std::memcpy(static_cast<void*>(object), &heap.pending, sizeof(Object*));
    heap.pending = object;
}

Object* next_deferred(Heap& heap) {
    Object* object = heap.pending;
    std::memcpy(&heap.pending, static_cast<void*>(object), sizeof(Object*));
    object->count = 0;
    object->birth = 0;
    object->gc &= static_cast<uint8_t>(~gc_dying);
    return object;
}

// Runs the finaliser once in the object's life. True: it has been brought back to life.
bool finalize_brings_back(Object* object, Shape* shape) {
    if ((object->gc & gc_finalized) != 0)
        return false;
    object->gc |= gc_finalized;
    object->count = 1;
    shape->finalize(object);
    return --object->count != 0;
}

void destroy_now(Heap& heap, Object* object) {
    Shape* shape = shape_of(object);
    if (shape->finalize != nullptr) [[unlikely]] {
        if (finalize_brings_back(object, shape))
            return;
        shape = shape_of(object); // __del__ may have given the object new attributes, and so a new shape
    }
    if ((object->gc & gc_weakly_referenced) != 0) [[unlikely]] {
        object->gc |= gc_dying; // callbacks run code, and the collector with it, which would take it for garbage
        if (memory_hooks.clear_weak_references != nullptr)
            memory_hooks.clear_weak_references(object);
    }
    const Lifecycle* life = shape->life;
    if (heap_listener != nullptr) [[unlikely]]
        heap_listener->on_free(object, life->size(object));
    if (life->destroy != nullptr) {
        object->gc |= gc_dying;
        life->destroy(object);
    }
    free_object_block(heap, object);
}

void destroy_pending(Heap& heap) {
    ++heap.free_depth;
    while (heap.pending != nullptr)
        destroy_now(heap, next_deferred(heap));
    --heap.free_depth;
}

} // namespace

void free_dead(Object* object) {
    // Put aside already, and let go once more by the loop's plain instance, which runs on for a while when the world has
    // become parallel: free_retired() will come to it.
    if (object->aside != 0) [[unlikely]]
        return;
    if (free_guard != nullptr && free_guard(object)) [[unlikely]]
        return;
    Heap& heap = local_heap();
    const Shape* shape = shape_of(object);
    if (shape->life->destroy == nullptr && shape->finalize == nullptr && (object->gc & gc_weakly_referenced) == 0 &&
        heap_listener == nullptr) {
        free_object_block(heap, object); // an atom: nothing can nest
        return;
    }
    // Whatever holds references may nest, tracked or not: the collector lets go of tuples of atoms and their tuples.
    if (heap.free_depth >= deepest_nesting && shape->life->trace != nullptr) [[unlikely]] {
        defer(heap, object);
        return;
    }
    ++heap.free_depth;
    destroy_now(heap, object);
    if (--heap.free_depth == 0 && heap.pending != nullptr) [[unlikely]]
        destroy_pending(heap);
}

void count_broken(const Object* object) {
    std::fprintf(stderr, "object %p of shape %u has the impossible count %u\n", static_cast<const void*>(object),
                 object->shape, object->count);
    std::abort();
}

} // namespace terrarium
