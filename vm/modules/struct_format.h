// Format strings of the module struct: parsed once into items with their places, then packed and unpacked by them.
// Source: Python's library reference, "struct"; IEEE 754 for half floats.
#pragma once

#include "vm/objects/bytes.h"

#include <string_view>
#include <vector>

namespace terrarium {

struct StructItem {
    char code;
    bool big;      // most significant byte first
    bool native;   // '@': C's own sizes
    uint8_t size;  // bytes of one value; s and p: unused
    uint32_t count; // values, or bytes of the one value of s and p
    uint64_t offset;
};

struct StructLayout {
    std::vector<StructItem> items; // without padding
    size_t size = 0;               // bytes
    size_t values = 0;
};

Result<StructLayout> parse_struct(Thread& t, std::string_view format);
Status pack_struct(Thread& t, const StructItem* items, size_t count, const Value* values, uint8_t* to); // `to` is zeroed
Result<Own> unpack_struct(Thread& t, const StructItem* items, size_t count, size_t values, const uint8_t* from); // a tuple

} // namespace terrarium
