// Blocks: objects and the raw buffers they own. The fast path pops a page-local free list; everything else is in
// heap.cpp and spans.cpp. Invariant: requests up to small_limit never fail; over the heap limit they raise memory
// pressure and ask for a safepoint, where vm turns it into a MemoryError. Next: memory/count.h.
#pragma once

#include "memory/page.h"
#include "memory/state.h"

namespace terrarium {

// Out-of-line parts. bytes <= small_limit: never null.
Object* alloc_object_slow(size_t bytes, ShapeId shape, AllocKind kind);
void* alloc_raw_slow(size_t bytes);

// The header of a fresh object. Containers also take a birth number (the collector finalises in that order).
inline Object* init_object(Heap& heap, Object* object, ShapeId shape, AllocKind kind) {
    object->count = 1;
    object->mark = 0;
    object->aside = 0;
    object->shape = shape;
    if (kind == AllocKind::container) {
        object->gc = static_cast<uint8_t>(gc_container | heap.born);
        object->birth = ++heap.births;
        ++heap.young;
    } else {
        object->gc = heap.born;
        object->birth = 0;
    }
    return object;
}

constexpr unsigned object_bin(size_t bytes, AllocKind kind) {
    return static_cast<unsigned>(kind) * class_count +
           size_class_of(bytes < object_block_min ? object_block_min : bytes);
}
constexpr unsigned raw_bin(size_t bytes) {
    return static_cast<unsigned>(PageKind::raw) * class_count + size_class_of(bytes);
}

// Pops a block of the bin; null when its page has none ready.
inline FreeBlock* pop_block(Heap& heap, unsigned bin) {
    PageInfo* page = heap.current[bin];
    FreeBlock* block = page->free;
    if (block == nullptr) [[unlikely]]
        return nullptr;
    page->free = block->next;
    ++page->live;
    return block;
}

// A new object of `bytes` bytes (header included, at most small_limit): count 1, generation 0, the given shape.
// A container is seen by the collector from now on: the caller fills it in before anything can collect (safepoints).
// The rest of the block is not cleared. Never null.
inline Object* alloc_object(size_t bytes, ShapeId shape, AllocKind kind) {
    if constexpr (!poisoning) {
        if (bytes <= medium_block_max) [[likely]] {
            Heap& heap = local_heap();
            // Above the young limit the slow path asks for a collection.
            if (kind != AllocKind::container || heap.young < heap.young_limit) [[likely]] {
                if (FreeBlock* block = pop_block(heap, object_bin(bytes, kind))) [[likely]]
                    return init_object(heap, reinterpret_cast<Object*>(block), shape, kind);
            }
        }
    }
    return alloc_object_slow(bytes, shape, kind);
}
// The same for any size; null when the heap limit forbids it.
[[nodiscard]] Object* try_alloc_object(size_t bytes, ShapeId shape, AllocKind kind);

// Gives the block back; nothing else happens (no finaliser, no weak references: that is free_dead in count.h).
void free_object(Object* object, size_t bytes);

// A raw buffer, 8-byte aligned, not cleared. bytes <= small_limit; never null.
inline void* alloc_raw(size_t bytes) {
    if constexpr (!poisoning) {
        if (bytes <= medium_block_max) [[likely]] {
            if (FreeBlock* block = pop_block(local_heap(), raw_bin(bytes))) [[likely]]
                return block;
        }
    }
    return alloc_raw_slow(bytes);
}
// Any size; null when the heap limit forbids it.
[[nodiscard]] void* try_alloc_raw(size_t bytes);
// Null: refused, and the old block stays valid. In place when the size class or the span allows. block may be null.
[[nodiscard]] void* try_realloc_raw(void* block, size_t old_bytes, size_t new_bytes);
void free_raw(void* block, size_t bytes); // null is allowed

// What a request of that size really gets: capacity to grow into.
constexpr size_t usable_size(size_t bytes) {
    return bytes <= medium_block_max ? class_bytes(size_class_of(bytes)) : pages_for(bytes) << page_shift;
}
// Grows (or shrinks) an object where it stands, inside its size class or into free pages behind it; null if it cannot.
[[nodiscard]] Object* try_grow_object(Object* object, size_t old_bytes, size_t new_bytes);

// Something waits for the next safepoint: a collection or memory pressure. vm looks after hooks.request_safepoint.
inline uint32_t world_requests() { return __atomic_load_n(&memory_state().requests, __ATOMIC_RELAXED); }
inline bool world_memory_pressure() { return (world_requests() & request_memory) != 0; }
// At a safepoint: takes the pressure flag down and says whether the heap is over its limit now (collect first, then
// ask; true means MemoryError). Re-arms a little above the present use, so that handlers of the error can run.
bool take_memory_pressure();

// May `bytes` more be allocated under the limit? For natives that build many small objects.
bool heap_has_room(size_t bytes);

// The live object whose block contains the address, or null. For views and checks.
Object* object_at(const void* address);

} // namespace terrarium
