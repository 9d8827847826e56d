// All state of the memory room, in one struct at a constant address inside the data region: a checkpoint that copies
// the touched pages of the world copies it too. What never enters here: pointers to anything outside the world
// (hooks and the listener are process state and live in count.cpp and heap.cpp).
#pragma once

#include "memory/page.h"

namespace terrarium {

// A stretch of addresses that becomes usable from its start up to a growing edge.
struct Range {
    uintptr_t base;
    size_t reserved;  // bytes
    size_t committed; // bytes usable, from base
};

// Makes the range usable up to `bytes` from its base, in growing steps. False when reserved space or the system's
// patience ends.
[[nodiscard]] bool commit_range(Range& range, size_t bytes);

// Bump allocation with free lists by size class: the data and the code region.
inline constexpr unsigned arena_class_count = 16 + 4 * 34;
struct RegionArena {
    Range range;
    uintptr_t first;   // where blocks start
    uintptr_t top;     // next never-used byte
    size_t used;       // bytes in live blocks
    size_t free_bytes; // bytes in the free lists; used + free_bytes == top - first
    FreeBlock* free[arena_class_count];
};

// What one allocating thread owns. With the GIL on there is one; off, one a thread (Heap::id is PageInfo::owner).
struct Heap {
    PageInfo* current[bin_count]; // where the next block of a bin comes from; page 0 (nothing free) if nowhere
    PageInfo* watched[bin_count];  // while somebody listens: the pages `current` would name (it names page 0 then)
    uint32_t available[bin_count]; // further pages of the bin with free or unopened blocks
    int32_t young;                 // containers allocated less freed since the last collection; never below 0
    int32_t young_limit;           // above this a collection is asked for
    uint32_t births;               // containers ever allocated (wraps): the order of finalisers
    uint32_t free_depth;           // nested free_dead calls
    Object* pending;               // dead objects that wait for the nesting to unwind
    uint32_t id;
    uint8_t born;                  // GcBits of every new object: gc_shared while what is made may become anybody's
};
inline constexpr uint32_t most_heaps = 1024;

inline constexpr unsigned exact_span_lists = 64;
inline constexpr unsigned span_list_count = exact_span_lists + 24;

// Whole pages: which are free, how many are in use, what the limit is.
struct SpanPool {
    Range heap, pages, shadow, scratch;
    uint32_t top;                    // pages below have been used at some time; page 0 never is
    uint32_t lists[2][span_list_count]; // free spans by size: [0] resident, [1] released to the system
    size_t used_pages;               // in live spans
    size_t free_pages;               // resident and free
    size_t released_pages;           // free and given back
    size_t peak_used_pages;
    size_t limit_pages;
    size_t pressure_pages;           // use above this raises memory pressure; limit_pages, or more while errors are handled
};

enum WorldRequests : uint32_t {
    request_collection = 1, // a generation is over its threshold
    request_memory = 2,     // the heap is over its limit
};

struct GcStats {
    uint64_t collections;
    uint64_t collected;
    uint64_t uncollectable;
};

// What one collection did, for the views.
struct CollectionReport {
    int generation = -1;
    size_t candidates = 0;      // containers looked at
    size_t by_generation[3] = {}; // candidates by the generation they were in
    size_t subtracted = 0;      // references between candidates
    size_t roots = 0;           // candidates that something outside refers to
    size_t unreachable = 0;     // candidates that nothing outside leads to
    size_t finalized = 0;       // finalisers called
    size_t resurrected = 0;     // garbage a finaliser brought back
    size_t promoted = 0;        // survivors that moved up a generation
    size_t untracked = 0;       // survivors that left the collector's care
    uint64_t nanoseconds = 0;
};

struct CollectorState {
    int32_t thresholds[3];
    int32_t counts[3];          // [0] is Heap::young
    uint32_t young_pages;       // lists through PageInfo::next_young, next_middle
    uint32_t middle_pages;
    bool enabled, collecting, stress;
    uint32_t debug_flags;
    size_t long_lived_total;    // survivors of the last full collection
    size_t long_lived_pending;  // promoted to the oldest generation since
    GcStats stats[3];
    CollectionReport last;
    CollectionReport last_of[3]; // by generation
};

struct MemoryState {
    Heap heap; // the first one
    Heap* heaps[most_heaps]; // all by id, null beyond heap_count; GIL off: one a thread that runs, or ran
    uint32_t heap_count;
    uint32_t requests; // WorldRequests
    bool listening;
    RegionArena data, code;
    Range shapes, stack;
    uint32_t shape_count; // ids are 1..shape_count; freed ones are chained
    uint32_t shapes_in_use;
    uint32_t free_shapes;
    SpanPool spans;
    CollectorState collector;
    StackArea* stacks;        // open areas
    StackArea* closed_stacks;
    uintptr_t stack_top;      // where the next area starts
    size_t stack_peak;
    size_t stack_limit;
    size_t scale;             // 0: full reservations; n: each halved n times
};

// The empty asm makes the compiler keep the address in a register: 64-bit absolute operands are ten bytes each.
inline MemoryState& memory_state() {
    auto* state = reinterpret_cast<MemoryState*>(data_base);
    asm("" : "+r"(state));
    return *state;
}
// The heap the calling machine thread allocates from: the first one, but for threads that run with the GIL off.
extern constinit thread_local uintptr_t local_heap_address;
inline Heap& local_heap() { return *reinterpret_cast<Heap*>(local_heap_address); }
inline Heap& heap_of(const PageInfo* page) { return *memory_state().heaps[page->owner]; }

} // namespace terrarium
