// The world: one reserved range of addresses at a compile-time constant place, cut into regions. Whatever a running
// script can change lives here, so that saving the touched pages saves the program. Memory becomes usable on touch,
// in steps; limits are enforced here. No malloc, no std container holds VM state. Next: memory/heap.h, memory/stack.h.
#pragma once

#include "memory/sanitizer.h"
#include "memory/stack.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace terrarium {

// The sanitizers keep parts of the address space for themselves; the range moves out of their way.
#if defined(TERRARIUM_ASAN)
inline constexpr uintptr_t world_base = 0x200000000000;
#elif defined(TERRARIUM_TSAN)
inline constexpr uintptr_t world_base = 0x001000000000;
#else
inline constexpr uintptr_t world_base = 0x080000000000;
#endif

//   offset (GiB)  0      4          12        20        84       88        112       160             352
//                 +------+----------+---------+---------+--------+---------+---------+---------------+
//                 | code | data     | shapes  | stack   | pages  | shadow  | scratch | heap          |
//                 +------+----------+---------+---------+--------+---------+---------+---------------+
//   region:         code   data ..............  stack     heap overhead ("meta") ..... heap
inline constexpr size_t gib = size_t(1) << 30;
inline constexpr uintptr_t code_base = world_base;
inline constexpr uintptr_t data_base = world_base + 4 * gib;         // opens with the MemoryState
inline constexpr uintptr_t shape_table_base = world_base + 12 * gib; // 64 bytes a ShapeId
inline constexpr uintptr_t stack_base = world_base + 20 * gib;
inline constexpr uintptr_t page_table_base = world_base + 84 * gib;  // 64 bytes a heap page
inline constexpr uintptr_t shadow_base = world_base + 88 * gib;      // 4 bytes for 32 of heap: the collector's side array
inline constexpr uintptr_t scratch_base = world_base + 112 * gib;    // the collector's mark stack
inline constexpr uintptr_t heap_base = world_base + 160 * gib;
inline constexpr uintptr_t world_end = world_base + 352 * gib;

// Limits in bytes; 0 asks for the default.
struct WorldConfig {
    size_t heap_limit = 0;  // default: the smaller of 8 GiB and half of the physical memory
    size_t stack_limit = 0; // default for stack_open(0): 1 GiB a Python thread
};

// Reserves the range and readies it. Where the system refuses so much address space, every part is halved until it
// fits. False (and a sentence in *error) when not even the smallest world does, or one is open already.
[[nodiscard]] bool open_world(const WorldConfig& config, std::string* error);
// Gives the whole range back. No pointer into the world survives; for tests and embedding.
void close_world();
bool world_is_open();

size_t default_heap_limit();
size_t default_stack_limit();
size_t heap_limit();
void set_heap_limit(size_t bytes);

enum class RegionKind : uint8_t { code, data, stack, heap };
inline constexpr size_t region_count = 4;

// All sizes in bytes. reserved: addresses set aside; mapped: of these, usable now; used: of these, in live blocks.
struct RegionInfo {
    const char* name;
    uintptr_t base;
    size_t reserved;
    size_t mapped;
    size_t used;
};
RegionInfo region_info(RegionKind kind);

// The region an address lies in (heap overhead counts as heap); false for addresses outside the world.
bool region_of(uintptr_t address, RegionKind* kind);

inline bool in_world(const void* pointer) {
    return reinterpret_cast<uintptr_t>(pointer) - world_base < world_end - world_base;
}

// Blocks of the data region (cells, tables, types) and of the code region (bytecode, constants, caches). They are
// freed with the size they were asked with. Null when the region is exhausted; growth past the heap limit raises
// memory pressure (memory/heap.h) long before. The memory is not cleared. Alignment: a power of two up to 4096.
[[nodiscard]] void* data_alloc(size_t bytes, size_t alignment = 16);
void data_free(void* block, size_t bytes);
[[nodiscard]] void* code_alloc(size_t bytes, size_t alignment = 16);
void code_free(void* block, size_t bytes);

// A broken invariant of the memory room: says what and where, and stops the program.
[[noreturn]] void memory_broken(const char* what, const char* file, int line);
#define MEMORY_ASSERT(condition)                                                                                       \
    ((condition) ? void(0) : ::terrarium::memory_broken(#condition, __FILE__, __LINE__))

} // namespace terrarium
