// The 16-byte header every heap object opens with, and the shape table it points into.
// Invariant: shape 0 never names a live object (a free block has shape 0).
// What never enters here: any Python type by name; `Type` is opaque. Next: memory/count.h, memory/heap.h.
#pragma once

#include <cstddef>
#include <cstdint>

namespace terrarium {

struct Type;      // vm/core: a class; opaque here
struct Object;
struct ShapeKeys; // vm/core: names -> slot numbers of one instance layout; opaque here
class Visitor;    // memory/trace.h

using ShapeId = uint32_t;

// Counts at or above this never reach zero: the object is immortal.
inline constexpr uint32_t immortal_count = 1u << 30;

// Bits of Object::gc.
enum GcBits : uint8_t {
    gc_container = 1,          // may hold references: the collector looks at it
    gc_generation_shift = 1,   // two bits: 0, 1, 2 = generation, 3 = frozen (gc.freeze)
    gc_generation_mask = 3 << 1,
    gc_finalized = 8,          // __del__ has run; it never runs twice (PEP 442)
    gc_weakly_referenced = 16, // the weak-reference table has an entry for it
    gc_dying = 32,             // being destroyed, or waiting for it: no walk looks at it
    gc_deferred = 64,          // GIL off: counted no longer (stop_counting)
    gc_shared = 128,           // GIL off: reachable from several threads (memory/sharing.h)
};

//   0        4           8       10     11   12        16
//   +--------+-----------+-------+------+----+---------+
//   | count  |   birth   | mark  |aside | gc |  shape  |
//   +--------+-----------+-------+------+----+---------+
struct Object {
    uint32_t count;     // of references; atomic once the object is shared; immortal from 2^30
    uint32_t birth;     // a container's birth number (order of finalisers)
    uint16_t mark;      // of a walk over the heap that is under way; else 0
    uint8_t aside;      // GIL off: put aside until it may be freed (memory/sharing.cpp)
    uint8_t gc;         // GcBits
    ShapeId shape;      // class and layout: one compare guards both
};
static_assert(sizeof(Object) == 16);

enum class Untracking : uint8_t { never, any_collection, full_collection };

// What the memory room needs to know of a type. One constant per C++ type, shared by its Python subclasses.
struct Lifecycle {
    // Visits every reference the object holds, each with a name for the edge. Null: holds none.
    void (*trace)(Object*, Visitor&);
    // Drops every reference the object holds and frees its raw buffers; must leave the block itself alone.
    // Null: nothing to drop. Called once, when the count has reached zero (or never, for immortals).
    void (*destroy)(Object*);
    // Breaks cycles: drops references but leaves the object valid and usable (empty). Null: destroy is not safe to
    // run early and the type cannot take part in a cycle on its own (tuples, frozen things).
    void (*clear)(Object*);
    // Bytes of the block itself (header included), without raw buffers it owns.
    size_t (*size)(const Object*);
    // Bytes of the raw buffers it owns (list storage, dict table). Null: none.
    size_t (*extra_size)(const Object*);
    const char* name; // for the ledger and checker: "list"
    // When the collector may stop looking at an object that refers to no tracked container. `any_collection`: it can
    // never refer to one again (tuple). `full_collection`: its type calls track() when it does.
    Untracking untracking = Untracking::never;
    // Others notice when one dies (it holds on to a buffer of theirs): GIL off, it is not put aside for long.
    bool missed = false;
};

// One class-and-layout. Lives in the data region, 64 bytes, addressed by ShapeId.
struct alignas(64) Shape {
    Type* type;            // the class
    const Lifecycle* life; // how its objects are traced and freed
    ShapeKeys* keys;       // instance attributes of this layout; null for none
    Object* added_key;     // the interned name this shape adds to its parent; null for a root
    ShapeId id;
    ShapeId parent;        // 0 for a root shape
    uint32_t slot_count;   // inline attribute slots in use in this layout
    uint32_t flags;        // ShapeFlags of vm/core
    void* transitions;     // vm/core: children by added name
    // True (non-null) when freeing or collecting must first run code: __del__ or a native finaliser. vm/core sets it.
    // Returns true if the object was resurrected (its count is above zero afterwards).
    bool (*finalize)(Object*);
};
static_assert(sizeof(Shape) == 64);

} // namespace terrarium
