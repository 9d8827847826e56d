// Blocks of the data and the code region: bump allocation, free lists by size class. They live long and are few
// beside the heap's, so nothing is merged. Invariant: used + free_bytes == top - first.
#include "memory/sharing.h"
#include "memory/spans.h"
#include "memory/state.h"
#include "memory/world.h"

#include <algorithm>

namespace terrarium {
namespace {

// Freed blocks keep their link in poisoned memory.
FreeBlock* next_of(FreeBlock* block) {
    unpoison(block, sizeof(FreeBlock*));
    FreeBlock* next = block->next;
    poison(block, sizeof(FreeBlock*));
    return next;
}

// The blocks of the arenas are aligned to 16: every other class up to 128.
unsigned arena_class(size_t bytes) { return size_class_of((bytes + 15) & ~size_t(15)); }

void push(RegionArena& arena, uintptr_t address, size_t bytes) {
    const unsigned size_class = size_class_of(bytes);
    FreeBlock* block = reinterpret_cast<FreeBlock*>(address);
    block->next = arena.free[size_class];
    poison(block, bytes);
    arena.free[size_class] = block;
    arena.free_bytes += bytes;
}

// The gap an alignment leaves is given to the lists in pieces that are exact class sizes.
void push_gap(RegionArena& arena, uintptr_t address, size_t bytes) {
    while (bytes != 0) {
        size_t piece = std::min<size_t>(bytes, 256); // every multiple of 16 up to 256 is a class
        push(arena, address, piece);
        address += piece;
        bytes -= piece;
    }
}

void* arena_alloc(RegionArena& arena, size_t bytes, size_t alignment) {
    SharedTables lock;
    if (bytes > arena.range.reserved)
        return nullptr;
    const unsigned size_class = arena_class(bytes);
    const size_t size = class_bytes(size_class);
    FreeBlock* block = arena.free[size_class];
    if (block != nullptr && reinterpret_cast<uintptr_t>(block) % alignment == 0) {
        arena.free[size_class] = next_of(block);
        arena.free_bytes -= size;
        arena.used += size;
        unpoison(block, bytes);
        return block;
    }
    const uintptr_t start = (arena.top + alignment - 1) & ~(uintptr_t(alignment) - 1);
    const size_t committed = arena.range.committed;
    if (!commit_range(arena.range, start + size - arena.range.base))
        return nullptr;
    poison(reinterpret_cast<void*>(arena.range.base + committed), arena.range.committed - committed);
    const uintptr_t gap = arena.top;
    arena.top = start + size;
    arena.used += size;
    if (start != gap) {
        unpoison(reinterpret_cast<void*>(gap), start - gap);
        push_gap(arena, gap, start - gap);
    }
    unpoison(reinterpret_cast<void*>(start), bytes);
    note_pressure();
    return reinterpret_cast<void*>(start);
}

void arena_free(RegionArena& arena, void* block, size_t bytes) {
    if (block == nullptr)
        return;
    SharedTables lock;
    const size_t size = class_bytes(arena_class(bytes));
    const uintptr_t address = reinterpret_cast<uintptr_t>(block);
    MEMORY_ASSERT(address >= arena.first && address + size <= arena.top);
    arena.used -= size;
    unpoison(block, size);
    push(arena, address, size);
}

} // namespace

void* data_alloc(size_t bytes, size_t alignment) { return arena_alloc(memory_state().data, bytes, alignment); }
void data_free(void* block, size_t bytes) { arena_free(memory_state().data, block, bytes); }
void* code_alloc(size_t bytes, size_t alignment) { return arena_alloc(memory_state().code, bytes, alignment); }
void code_free(void* block, size_t bytes) { arena_free(memory_state().code, block, bytes); }

} // namespace terrarium
