// Inline caches: one 64-bit word an instruction, beside the code, so that it can be read and written whole.
//   shape caches   { shape id : 24 | payload : 40 }  payload: byte offset of a slot, or an address minus world_base
//   dict caches    { dict layout number : 32 | entry index : 32 }
// Invariant: a cache that could go stale through a change of a class is wiped by flush_inline_caches().
#pragma once

#include "memory/world.h"
#include "vm/core/value.h"

namespace terrarium {

void forget_shared_caches(); // slow_attributes.cpp

inline constexpr ShapeId cacheable_shapes = 1u << 24;

inline uint64_t make_shape_cache(ShapeId shape, uint64_t payload) { return uint64_t{shape} << 40 | payload; }
inline uint64_t make_shape_cache(ShapeId shape, const void* address) {
    return make_shape_cache(shape, reinterpret_cast<uintptr_t>(address) - world_base);
}
inline ShapeId cached_shape(uint64_t cache) { return static_cast<ShapeId>(cache >> 40); }
inline uint64_t cached_payload(uint64_t cache) { return cache & 0xffffffffffull; }
template <class T>
T* cached_address(uint64_t cache) {
    return reinterpret_cast<T*>(cached_payload(cache) + world_base);
}
inline uint64_t make_dict_cache(uint32_t layout, uint32_t index) { return uint64_t{layout} << 32 | index; }

} // namespace terrarium
