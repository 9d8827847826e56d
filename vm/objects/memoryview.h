// memoryview: a window on somebody's memory as items of one format in up to 8 dimensions.
// Invariant: while `base` is not null the memory is held and locked through `base`'s own lock count.
#pragma once

#include "vm/objects/buffer.h"

namespace terrarium {

inline constexpr int most_dimensions = 8;

struct MemoryView : Object {
    Value base;        // owned; the object the memory belongs to (never a memoryview), null once released
    void (*unlock)(Object* owner); // how to give back the lock on base, or null
    uint8_t* data;     // the item at index 0, 0, ...
    uint64_t itemsize;
    int64_t hash;      // -1: not computed
    uint64_t exports;  // buffers taken of this view: it cannot be released while there are any
    int64_t shape[most_dimensions];
    int64_t strides[most_dimensions]; // bytes
    uint32_t dimensions;
    bool readonly;
    char format[4];
    bool released() const { return base.is_null(); }
};

Result<Own> make_memoryview(Thread& t, Value object); // memoryview(object)
Status provide_memoryview(Thread& t, Value view, Buffer& out); // for get_buffer

} // namespace terrarium
