// The inside of a page: taking a block when the fast path has none, and giving one back. Used only inside memory/
// (heap.cpp and count.cpp free blocks; both want it inline). Next: memory/heap.h.
#pragma once

#include "memory/heap.h"
#include "memory/spans.h"

namespace terrarium {

// The page a bin allocates from. While somebody listens, Heap::current names page 0 so that the fast path fails.
inline PageInfo*& bin_page(Heap& heap, unsigned bin) {
    return memory_state().listening ? heap.watched[bin] : heap.current[bin];
}

// The first or last live block of a page has been freed: see PageInfo.
void page_free_event(PageInfo* page);

// Puts the page on the list of pages with young containers.
void list_young_page(PageInfo* page);
void list_middle_page(PageInfo* page);

// Objects: a shape of 0 marks a free block. Raw blocks have no mark.
inline void free_block(PageInfo* page, void* address, bool is_object) {
    auto* block = static_cast<FreeBlock*>(address);
    if (is_object)
        block->shape = 0;
    if constexpr (poisoning) {
        // Last in the queue: the longer a block stays poisoned, the more stale pointers are caught.
        unpoison(block, sizeof(FreeBlock));
        block->next = nullptr;
        if (page->free == nullptr) {
            page->free = block;
        } else {
            unpoison(page->free_last, sizeof(FreeBlock));
            page->free_last->next = block;
            poison(page->free_last, sizeof(FreeBlock));
        }
        page->free_last = block;
        poison(block, page->block_bytes);
    } else {
        block->next = page->free;
        page->free = block;
    }
    if (--page->live == 0) [[unlikely]]
        page_free_event(page);
}

inline void free_object_block(Heap& heap, Object* object) {
    PageInfo* page = page_of(object);
    if (page->state != PageState::blocks) [[unlikely]] // a slab's inner page, or a large span
        page = head_page_of(object);
    if (page->kind == PageKind::container)
        heap.young -= heap.young > 0;
    if (page->state == PageState::large) [[unlikely]] {
        object->shape = 0;
        give_span(page);
        return;
    }
    free_block(page, object, true);
}

// The header of a block that may be free and poisoned.
#if defined(TERRARIUM_ASAN)
__attribute__((no_sanitize("address"), noinline))
#endif
inline ShapeId shape_in_block(const void* block) {
    return static_cast<const volatile FreeBlock*>(block)->shape;
}
#if defined(TERRARIUM_ASAN)
__attribute__((no_sanitize("address"), noinline))
#endif
inline FreeBlock* next_free(const FreeBlock* block) {
    return const_cast<const volatile FreeBlock*>(block)->next;
}

// Calls visit(Object*) for every live object of the page (head of a page, slab or large span of objects).
template <typename Function> inline void for_each_block(PageInfo* page, Function&& visit) {
    std::byte* address = page_address(page);
    if (page->state == PageState::large) {
        visit(reinterpret_cast<Object*>(address));
        return;
    }
    const size_t step = page->block_bytes;
    for (std::byte* end = address + page->opened * step; address != end; address += step) {
        if (shape_in_block(address) != 0)
            visit(reinterpret_cast<Object*>(address));
    }
}

inline bool holds_blocks(const PageInfo* page) {
    return page->state == PageState::blocks || page->state == PageState::large;
}

} // namespace terrarium
