// Reference counts. release() frees at once at zero: finaliser, weak references, destroy, block: in that order.
// Invariant: an object with count 0 is dying and nobody may take a reference to it; chains of any length are freed
// without recursion deeper than 50 (CPython's trashcan depth, so that __del__ runs in CPython's order).
#pragma once

#include "memory/listener.h"
#include "memory/object.h"
#include "memory/shape.h"

namespace terrarium {

// The count has just reached zero.
void free_dead(Object* object);
// Asked before anything is freed, if set; true: the object stays, with its count of zero. For observers that take counts
// apart on purpose. Process state.
extern bool (*free_guard)(Object* object);
[[noreturn]] void count_broken(const Object* object);

inline bool is_immortal(const Object* object) { return object->count >= immortal_count / 2; }

// GIL off: of objects that several threads may reach (gc_shared). The count is atomic; immortal objects are not written
// to. An object whose count reaches zero is put aside and freed when all threads have passed a safepoint, unless one that
// had read it before has taken a reference meanwhile (memory/sharing.h).
void retain_shared(Object* object);
void release_shared(Object* object);
// Nobody but the caller holds the object, and nobody else can come by a reference.
inline bool held_once(const Object* object) { return (object->gc & gc_shared) == 0 && object->count == 1; }

// No live object looks so. (A shared one may have a count of zero for a while.)
inline bool looks_broken(const Object* object) {
    const uint32_t count = __atomic_load_n(&object->count, __ATOMIC_RELAXED);
    return (count == 0 && (object->gc & gc_shared) == 0) || count >= 3 * (immortal_count / 2) || object->shape == 0;
}

inline void retain(Object* object) {
#ifdef TERRARIUM_CHECKS
    if (looks_broken(object))
        count_broken(object);
#endif
    if ((object->gc & gc_shared) != 0) [[unlikely]]
        return retain_shared(object);
    ++object->count;
}

inline void release(Object* object) {
#ifdef TERRARIUM_CHECKS
    if (looks_broken(object))
        count_broken(object);
#endif
    if ((object->gc & gc_shared) != 0) [[unlikely]]
        return release_shared(object);
    if (--object->count == 0) [[unlikely]]
        free_dead(object);
}

inline void release_if(Object* object) {
    if (object != nullptr)
        release(object);
}

// For the traced build of the loop: the listener (there is one) hears the new count.
inline void retain_traced(Object* object) {
    retain(object);
    heap_listener->on_count_change(object, object->count);
}
inline void release_traced(Object* object) {
    heap_listener->on_count_change(object, object->count - 1);
    release(object);
}

// Makes the object immortal: its count never reaches zero again.
inline void make_immortal(Object* object) { object->count = immortal_count; }

enum class CollectionEvent : uint8_t { start, stop };
enum class GarbageKind : uint8_t { collectable, uncollectable };

// What vm plugs in, once, at start. All may stay null. Process state, not world state.
struct MemoryHooks {
    // Raise the flag the loop polls at calls and back edges. Must be cheap; may be called from any allocation.
    void (*request_safepoint)() = nullptr;
    // The object's count is zero and it has gc_weakly_referenced: clear its weak references, then run their callbacks.
    void (*clear_weak_references)(Object* object) = nullptr;
    // Before finalisers of cyclic garbage: clear every weak reference to these objects (only those with
    // gc_weakly_referenced have any), then call the callbacks of weak references that are not themselves garbage
    // (ask in_garbage() before running any Python code).
    void (*clear_weak_references_of_garbage)(Object** garbage, size_t count) = nullptr;
    // gc.callbacks.
    void (*collection_callback)(CollectionEvent event, int generation, size_t collected, size_t uncollectable) = nullptr;
    // DEBUG_COLLECTABLE and DEBUG_UNCOLLECTABLE: one garbage object.
    void (*report_garbage)(Object* object, GarbageKind kind) = nullptr;
    // DEBUG_SAVEALL: append to gc.garbage (takes its own reference).
    void (*save_garbage)(Object* object) = nullptr;
    // DEBUG_STATS: a collection starts (elapsed < 0) or has ended.
    void (*report_collection)(CollectionEvent event, int generation, size_t unreachable, size_t uncollectable,
                              double seconds) = nullptr;
};
extern MemoryHooks memory_hooks;

} // namespace terrarium
