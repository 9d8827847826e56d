// array.array: the layout and the items of each typecode (array_items.cpp); the type itself is in array.cpp.
#pragma once

#include "vm/core/type_spec.h"

namespace terrarium {

struct ArrayKind {
    char code;
    uint8_t size;                                              // bytes an item
    Own (*get)(const uint8_t* at);
    Status (*put)(Thread& t, uint8_t* at, Value item);         // may run Python code (__index__, __float__)
};
const ArrayKind* array_kind(uint32_t code); // null: no such typecode

struct Array : Object {
    const ArrayKind* kind;
    uint8_t* data;     // raw block, null when capacity is 0
    uint64_t length;   // items
    uint64_t capacity; // bytes of the block
    uint64_t exports;  // buffers that are out: while there are any, the size cannot change

    uint8_t* at(uint64_t i) { return data + i * kind->size; }
    Own item(uint64_t i) { return kind->get(at(i)); }
};

} // namespace terrarium
