// A heap page and its descriptor. Pages are 16 KiB and hold blocks of one size and one kind; descriptors live apart,
// at a constant address, indexed by page number: pointer to descriptor is arithmetic, and page data stays untouched.
// Invariant: live + free-list length == opened <= capacity. A free object block has shape 0. Next: memory/heap.h.
#pragma once

#include "memory/object.h"
#include "memory/size_class.h"
#include "memory/world.h"

namespace terrarium {

// Who the blocks of a page belong to. The first two hold objects; raw blocks are buffers owned by an object.
enum class AllocKind : uint8_t { atomic, container };
enum class PageKind : uint8_t { atomic, container, raw };
inline constexpr unsigned kind_count = 3;
inline constexpr unsigned bin_count = kind_count * class_count;

enum class PageState : uint8_t {
    unused,    // beyond the top of the heap, or page 0
    free_head, // first page of a free span
    free_tail, // last page of a free span; head says where it starts
    blocks,    // a page, or the first page of a slab, of equal blocks
    inner,     // a further page of a slab; head says where it starts
    large,     // first page of a span that is one block
};

enum PageFlags : uint8_t {
    page_full = 1,     // every block is live, the page is in no list, and `live` holds 1 (see below)
    page_young = 2,    // in the list of pages that may hold containers of generation 0
    page_middle = 4,   // in the list of pages that may hold containers of generation 1
    page_released = 8, // free span whose memory has been given back to the system
    page_moves = 16,   // large block in one mapping of its own, kept so that it can move (memory/mapping.h)
};

struct FreeBlock {
    FreeBlock* next;
    uint32_t unused;
    ShapeId shape; // 0, in pages of objects
};

// `live` counts live blocks, so that a free that leaves 0 knows the page is empty. A full page is in no list and has
// live == 1 instead: then the first free leaves 0 too, and one test in the free path finds both rare cases.
struct alignas(64) PageInfo {
    FreeBlock* free;       // blocks ready to be handed out; last freed, first used (under ASan: first freed)
    uint32_t live;         // live blocks; 1 in a full page
    uint32_t block_bytes;  // size of a block; 0 for a large span
    uint32_t capacity;     // blocks that fit
    uint32_t opened;       // blocks handed to the free list so far; the rest has never been touched
    PageState state;
    PageKind kind;
    uint8_t bin;           // kind and size class: index of Heap::current
    uint8_t flags;         // PageFlags
    uint32_t span_pages;   // pages of the span this page heads
    uint32_t head;         // inner and free_tail pages: page number of the head
    uint32_t next;         // pages of the same bin with free blocks, or free spans of similar size; 0 ends
    uint32_t previous;
    uint32_t next_young;   // links of the two age lists
    uint32_t next_middle;
    uint16_t owner;        // GIL off: the heap that allocates here
    FreeBlock* free_last;  // ASan: end of the free list
};
static_assert(sizeof(PageInfo) == 64);

inline PageInfo* page_at(uint32_t number) {
    return reinterpret_cast<PageInfo*>(page_table_base) + number;
}
inline uint32_t page_number(const PageInfo* page) {
    return static_cast<uint32_t>((reinterpret_cast<uintptr_t>(page) - page_table_base) / sizeof(PageInfo));
}
inline std::byte* page_address(const PageInfo* page) {
    return reinterpret_cast<std::byte*>(heap_base + (size_t(page_number(page)) << page_shift));
}
// The descriptor of the 16 KiB an address lies in, and of the span or slab it belongs to. Heap addresses only.
inline PageInfo* page_of(const void* pointer) {
    return page_at(static_cast<uint32_t>((reinterpret_cast<uintptr_t>(pointer) - heap_base) >> page_shift));
}
inline PageInfo* head_page_of(const void* block) {
    PageInfo* page = page_of(block);
    return page->state == PageState::inner ? page_at(page->head) : page;
}
inline bool in_heap(const void* pointer) {
    return reinterpret_cast<uintptr_t>(pointer) - heap_base < world_end - heap_base;
}
inline size_t live_blocks(const PageInfo* page) { return (page->flags & page_full) ? page->capacity : page->live; }
inline size_t block_bytes_of(const PageInfo* page) {
    return page->state == PageState::large ? size_t(page->span_pages) << page_shift : page->block_bytes;
}

} // namespace terrarium
