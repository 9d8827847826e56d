// Who wants to see every allocation, free, count change and collection phase. Costs nothing when nobody listens:
// a listener empties Heap::current, so that every allocation takes the slow path, which knows about it.
// A listener never allocates in the world, changes a count or runs Python code.
#pragma once

#include "memory/object.h"

namespace terrarium {

enum class CollectionPhase : uint8_t { start, candidates, subtracted, marked, weak_references, finalized, cleared, stop };

class HeapListener {
public:
    // The header is set, the rest of the block is not.
    virtual void on_allocate(Object* object, size_t bytes) = 0;
    // Just before the block becomes free; the header is still whole.
    virtual void on_free(Object* object, size_t bytes) = 0;
    // Called by the traced loop and by retain_traced and release_traced, with the new count.
    virtual void on_count_change(Object* object, uint32_t count) = 0;
    virtual void on_collection_phase(CollectionPhase phase, int generation) = 0;

protected:
    ~HeapListener() = default;
};

extern HeapListener* heap_listener;
// Null stops listening.
void set_heap_listener(HeapListener* listener);

} // namespace terrarium
