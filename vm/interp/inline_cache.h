// Inline caches: one 64-bit word an instruction, beside the code, so that it can be read and written whole.
//   shape caches   { shape id : 24 | payload : 40 }  payload: byte offset of a slot, or an address minus world_base
//   dict caches    { dict layout number : 32 | entry index : 32 }
// Behind them stand three tables that all places share, for places that see many shapes: what an object of a shape has
// under a name. Invariants: what could go stale through a change of a class is wiped by flush_inline_caches(); beside other
// threads a place learns one kind of thing until it is wiped, as another thread may be about to read its cache.
#pragma once

#include "memory/sharing.h"
#include "memory/world.h"
#include "vm/core/runtime.h"
#include "vm/core/runtime_rooms.h"
#include "vm/interp/frame.h"

namespace terrarium {

void make_shared_caches();   // at start; slow_attributes.cpp
void forget_shared_caches();

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

// What a name is to objects of a shape.
enum class Shared : uint8_t {
    slot,           // payload: byte offset of the value in the object
    class_value,    // address of the value in the class
    getter,         // address of a property over a Python function
    method,         // address of a function, to be called with the object
    bound_to_class, // of one to be called with the object's class
    unbound,        // of one to be called without self
    grow,           // a store that adds the slot: {shape after : 24 | byte offset : 16}
};
struct SharedEntry {
    uint64_t key;  // { shape : 28 | place of the name in the world, in units of 8 bytes : 36 }; 0: empty
    uint64_t what; // { Shared : 24 | payload : 40 }

    Shared kind() const { return static_cast<Shared>(what >> 40); }
    uint64_t payload() const { return what & 0xffffffffffull; }
    template <class T>
    T* address() const {
        return reinterpret_cast<T*>(payload() + world_base);
    }
};
enum class SharedTable : uint8_t { loads, methods, stores, count_ };
inline constexpr size_t shared_entries = 1024; // of one table
// In place of a shape: the class itself is asked, whose instances begin with that shape.
inline constexpr ShapeId shared_class = 1u << 27;

inline uint64_t shared_key(ShapeId shape, const Str* name) {
    return uint64_t{shape} << 36 | (reinterpret_cast<uintptr_t>(name) - world_base) >> 3;
}
inline ShapeId shared_key_shape(uint64_t key) { return static_cast<ShapeId>(key >> 36); }
// Where the key would stand; the caller compares.
inline SharedEntry* shared_entry(SharedTable table, uint64_t key) {
    auto* entries = static_cast<SharedEntry*>(rt().room[room_shared_caches]);
    return entries + static_cast<size_t>(table) * shared_entries + ((key >> 1 ^ key >> 12 ^ key >> 36) & (shared_entries - 1));
}

// The same, for any instance of the loop: the entry itself, or what it was at one moment in `copy`. Null: not there.
template <bool Parallel>
inline const SharedEntry* shared_find(SharedTable table, uint64_t key, SharedEntry* copy) {
    const SharedEntry* e = shared_entry(table, key);
    if constexpr (!Parallel) return e->key == key ? e : nullptr;
    uint32_t turn = begin_reading_learned();
    *copy = {load_learned(e->key), load_learned(e->what)};
    return copy->key == key && learned_holds(turn) ? copy : nullptr;
}
template <bool Parallel>
inline uint64_t read_cache(const uint64_t& cache) {
    return Parallel ? load_learned(cache) : cache;
}
template <bool Parallel>
inline Word read_word(const Word* at) {
    return Parallel ? load_learned(*at) : *at;
}

// The place learns. The cache is there before the word is: who fetches the word reads what belongs to it.
inline void specialise(Code* code, Word* at, Opcode op, uint64_t cache) {
    SharedTables tables;
    Opcode now = word_op(*at);
    if (parallel_world && now != op && now != opcode_info(op).base) return;
    store_learned(code->caches[at - code->instructions], cache);
    store_learned(*at, (*at & ~Word{0xff}) | static_cast<Word>(op));
}

// A place that has learned nothing by itself takes over what all places know of the shape: `payload` under `key`.
void learn_from_others(Code* code, Word* at, Opcode op, uint64_t key, uint64_t payload);

inline uint64_t make_dict_cache(uint32_t layout, uint32_t index) { return uint64_t{layout} << 32 | index; }

} // namespace terrarium
