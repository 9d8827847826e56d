// The cycle collector: three generations, subtraction of inner references in a side array, CPython's order of weak
// references, finalisers (PEP 442), second look, clearing. It runs only at safepoints and from gc.collect().
// Invariant: it never writes to an object that stays where it is (marks live in the shadow), and needs no write
// barrier. Source: docs/memory.md, CPython's "Garbage collector design".
#pragma once

#include "memory/count.h"
#include "memory/state.h"
#include "memory/trace.h"

#include <type_traits>

namespace terrarium {

enum GcDebugFlags : uint32_t { gc_debug_stats = 1, gc_debug_collectable = 2, gc_debug_uncollectable = 4, gc_debug_saveall = 32 };

void collect_requested();
// Safepoint: collects what is over its threshold, if an allocation asked for it.
inline void collect_if_requested() {
    if ((__atomic_load_n(&memory_state().requests, __ATOMIC_RELAXED) & request_collection) != 0) [[unlikely]]
        collect_requested();
}

// Collects the generation and all younger ones now (callbacks included). Returns the number of unreachable objects
// found, as gc.collect() does; 0 while another collection runs.
size_t collect(int generation);

inline bool collecting() { return memory_state().collector.collecting; }
inline bool collector_enabled() { return memory_state().collector.enabled; }
void enable_collector();
void disable_collector();

inline const GcStats& gc_stats(int generation) { return memory_state().collector.stats[generation]; }
inline const CollectionReport& last_collection() { return memory_state().collector.last; }
inline const CollectionReport& last_collection_of(int generation) { return memory_state().collector.last_of[generation]; }
void set_gc_thresholds(int32_t young, int32_t middle, int32_t old);
inline int32_t gc_threshold(int generation) { return memory_state().collector.thresholds[generation]; }
// As gc.get_count(): [0] containers allocated less freed, [1] and [2] collections of the generation below.
int32_t gc_count(int generation);
inline uint32_t gc_debug_flags() { return memory_state().collector.debug_flags; }
inline void set_gc_debug_flags(uint32_t flags) { memory_state().collector.debug_flags = flags; }
// Every container allocation asks for a young collection (also: TERRARIUM_GC_STRESS in the environment).
void set_gc_stress(bool on);

// Objects in pages of containers may leave the collector's care while they hold no container (dicts of atoms), and
// come back when they do.
inline bool is_tracked(const Object* object) { return (object->gc & gc_container) != 0; }
inline void untrack(Object* object) { object->gc &= static_cast<uint8_t>(~gc_container); }
void track(Object* object); // into generation 0
inline int generation_of(const Object* object) { return (object->gc & gc_generation_mask) >> gc_generation_shift; }
// Containers are numbered in the order of their allocation (wraps after 2^32).
inline uint32_t birth_of(const Object* object) { return object->birth; }

// Moves all tracked objects out of the collector's sight (generation 3), and back into the oldest generation.
void freeze();
void unfreeze();
size_t freeze_count();

// Tracked objects a generation; 3 counts the frozen.
size_t generation_size(int generation);

// During clear_weak_references_of_garbage only: is the object part of the garbage?
bool in_garbage(const Object* object);

// The heap walk. The callback must not allocate, free or run Python code. Address order.
enum class Walk : uint8_t { tracked, containers, all };
void for_each_object(Walk which, void (*visit)(Object* object, void* context), void* context);
template <typename Function>
void for_each_object(Walk which, Function&& function) {
    for_each_object(
        which, [](Object* object, void* context) { (*static_cast<std::remove_reference_t<Function>*>(context))(object); },
        &function);
}

// Everything the object refers to.
void visit_references(Object* object, Visitor& visitor);
// Tracked objects that refer to the target. visit gets each once.
void for_each_referrer(const Object* target, void (*visit)(Object* referrer, void* context), void* context);

} // namespace terrarium
