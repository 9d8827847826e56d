// The slow half of allocation: opening pages, choosing the next page of a bin, large blocks, resizing in place.
// Pages travel: current (a bin allocates from it), full (in no list), available (has room), and back to the spans.
#include "memory/heap.h"

#include "memory/blocks.h"
#include "memory/collector.h"
#include "memory/count.h"
#include "memory/mapping.h"
#include "memory/sharing.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace terrarium {

HeapListener* heap_listener = nullptr;

namespace {

constexpr size_t opened_at_once = 4096; // bytes of blocks linked into the free list at a time: one system page

void make_available(Heap& heap, PageInfo* page) {
    uint32_t& list = heap.available[page->bin];
    page->previous = 0;
    page->next = list;
    if (list != 0)
        page_at(list)->previous = page_number(page);
    list = page_number(page);
}

void make_unavailable(Heap& heap, PageInfo* page) {
    if (page->previous != 0)
        page_at(page->previous)->next = page->next;
    else
        heap.available[page->bin] = page->next;
    if (page->next != 0)
        page_at(page->next)->previous = page->previous;
}

// Links the next never-used blocks of the page into its (empty) free list, in address order.
void open_blocks(PageInfo* page) {
    const size_t size = page->block_bytes;
    const size_t count = std::clamp<size_t>(opened_at_once / size, 1, page->capacity - page->opened);
    std::byte* first = page_address(page) + page->opened * size;
    std::byte* block = first;
    for (size_t i = 0; i < count; ++i, block += size) {
        auto* entry = reinterpret_cast<FreeBlock*>(block);
        unpoison(entry, sizeof(FreeBlock));
        entry->next = i + 1 < count ? reinterpret_cast<FreeBlock*>(block + size) : nullptr;
        if (page->kind != PageKind::raw)
            entry->shape = 0;
        poison(entry, size);
    }
    page->free = reinterpret_cast<FreeBlock*>(first);
    page->free_last = reinterpret_cast<FreeBlock*>(block - size);
    page->opened += static_cast<uint32_t>(count);
}

PageInfo* new_page(Heap& heap, unsigned bin) {
    const unsigned size_class = bin % class_count;
    const size_t pages = size_class < small_class_count ? 1 : slab_pages;
    SharedTables lock; // spans beside this one look at its state
    PageInfo* page = take_span(pages, Refusal::forbidden);
    page->free = nullptr;
    page->live = 0;
    page->block_bytes = static_cast<uint32_t>(class_bytes(size_class));
    page->capacity = static_cast<uint32_t>((pages << page_shift) / page->block_bytes);
    page->opened = 0;
    page->state = PageState::blocks;
    page->kind = static_cast<PageKind>(bin / class_count);
    page->bin = static_cast<uint8_t>(bin);
    page->owner = static_cast<uint16_t>(heap.id);
    page->free_last = nullptr;
    return page;
}

// Gives the bin a page with a free block.
PageInfo* refill(Heap& heap, unsigned bin) {
    PageInfo*& current = bin_page(heap, bin);
    PageInfo* page = current;
    if (page != page_at(0) && page->opened == page->capacity) {
        page->flags |= page_full;
        page->live = 1;
        page = page_at(0);
    }
    if (page == page_at(0)) {
        if (const uint32_t number = heap.available[bin]) {
            page = page_at(number);
            make_unavailable(heap, page);
        } else {
            page = new_page(heap, bin);
        }
        current = page;
        if (page->kind == PageKind::container)
            list_young_page(page);
    }
    if (page->free == nullptr)
        open_blocks(page);
    return page;
}

FreeBlock* take_block(unsigned bin, size_t bytes) {
    Heap& heap = local_heap();
    PageInfo* page = bin_page(heap, bin);
    if (page->free == nullptr)
        page = refill(heap, bin);
    FreeBlock* block = page->free;
    unpoison(block, std::max(bytes, sizeof(FreeBlock)));
    page->free = block->next;
    ++page->live;
    if (bytes < sizeof(FreeBlock))
        poison(reinterpret_cast<std::byte*>(block) + bytes, sizeof(FreeBlock) - bytes);
    return block;
}

// One block of its own pages. Null only if refusal is allowed.
PageInfo* take_large(size_t bytes, PageKind kind, Refusal refusal, SpanUse use = SpanUse::writing) {
    if (bytes > memory_state().spans.heap.reserved)
        return nullptr;
    PageInfo* page = take_span(pages_for(bytes), refusal, use);
    if (page == nullptr)
        return nullptr;
    page->free = nullptr;
    page->live = page->capacity = page->opened = 1;
    page->block_bytes = 0;
    page->kind = kind;
    page->bin = 0;
    page->owner = static_cast<uint16_t>(local_heap().id);
    unpoison(page_address(page), bytes);
    if (kind == PageKind::container)
        list_young_page(page);
    return page;
}

// Containers allocated since the last collection are above the limit.
void young_limit_passed() {
    MemoryState& state = memory_state();
    // Asked once; the collection sets the limit again. Under stress every allocation asks.
    if (!state.collector.stress)
        local_heap().young_limit = std::numeric_limits<int32_t>::max();
    if (!state.collector.enabled || state.collector.collecting)
        return;
    __atomic_fetch_or(&state.requests, request_collection, __ATOMIC_RELAXED);
    if (memory_hooks.request_safepoint != nullptr)
        memory_hooks.request_safepoint();
}

Object* finish_object(void* block, size_t bytes, ShapeId shape, AllocKind kind) {
    Heap& heap = local_heap();
    Object* object = init_object(heap, static_cast<Object*>(block), shape, kind);
    if (kind == AllocKind::container && heap.young > heap.young_limit)
        young_limit_passed();
    if (heap_listener != nullptr)
        heap_listener->on_allocate(object, bytes);
    return object;
}

Object* make_large_object(size_t bytes, ShapeId shape, AllocKind kind, Refusal refusal) {
    PageInfo* page = take_large(bytes, static_cast<PageKind>(kind), refusal);
    if (page == nullptr)
        return nullptr;
    return finish_object(page_address(page), bytes, shape, kind);
}

// From there the pages of a growing raw block are moved instead of copied: a list that cannot grow where it stands, as another
// one stands behind it, would fault in all its pages again.
constexpr size_t least_moved = 1 << 20;

void* move_large(void* block, size_t old_bytes, size_t new_bytes) {
    PageInfo* from = page_of(block);
    PageInfo* to = take_large(new_bytes, PageKind::raw, Refusal::allowed, SpanUse::moving);
    if (to == nullptr)
        return nullptr;
    void* moved = page_address(to);
    to->flags |= page_moves;
    if (move_pages(reinterpret_cast<uintptr_t>(block), size_t{from->span_pages} << page_shift, reinterpret_cast<uintptr_t>(moved),
                   size_t{to->span_pages} << page_shift)) {
        give_emptied_span(from);
    } else {
        std::memcpy(moved, block, old_bytes);
        give_span(from);
    }
    return moved;
}

// Grows or shrinks a block without moving it; false if that cannot be done.
bool resize_in_place(void* block, size_t old_bytes, size_t new_bytes) {
    const bool was_small = old_bytes <= medium_block_max;
    if (was_small != (new_bytes <= medium_block_max) || new_bytes > memory_state().spans.heap.reserved)
        return false;
    if (was_small) {
        if (size_class_of(old_bytes) != size_class_of(new_bytes))
            return false;
    } else {
        const size_t pages = pages_for(new_bytes);
        PageInfo* head = page_of(block);
        const size_t held = head->span_pages;
        if (pages > held) {
            if (!grow_span(head, pages))
                return false;
            if ((head->flags & page_moves) != 0 && !join_pages(reinterpret_cast<uintptr_t>(block), held << page_shift, pages << page_shift))
                head->flags &= static_cast<uint8_t>(~page_moves);
        } else if (pages < held) {
            shrink_span(head, pages);
        }
    }
    if constexpr (poisoning) {
        auto* start = static_cast<std::byte*>(block);
        if (new_bytes < old_bytes)
            poison(start + new_bytes, usable_size(new_bytes) - new_bytes);
        else
            unpoison(start, new_bytes);
    }
    return true;
}

} // namespace

void page_free_event(PageInfo* page) {
    Heap& heap = heap_of(page);
    if ((page->flags & page_full) != 0) {
        page->flags &= static_cast<uint8_t>(~page_full);
        page->live = page->capacity - 1;
        make_available(heap, page);
    } else if (page != bin_page(heap, page->bin)) {
        make_unavailable(heap, page);
        give_span(page);
    }
}

void list_young_page(PageInfo* page) {
    if ((page->flags & page_young) != 0)
        return;
    SharedTables lock;
    CollectorState& collector = memory_state().collector;
    page->flags |= page_young;
    page->next_young = collector.young_pages;
    collector.young_pages = page_number(page);
}

void list_middle_page(PageInfo* page) {
    if ((page->flags & page_middle) != 0)
        return;
    CollectorState& collector = memory_state().collector;
    page->flags |= page_middle;
    page->next_middle = collector.middle_pages;
    collector.middle_pages = page_number(page);
}

Object* alloc_object_slow(size_t bytes, ShapeId shape, AllocKind kind) {
    if (bytes > medium_block_max)
        return make_large_object(bytes, shape, kind, bytes <= small_limit ? Refusal::forbidden : Refusal::allowed);
    return finish_object(take_block(object_bin(bytes, kind), bytes), bytes, shape, kind);
}

Object* try_alloc_object(size_t bytes, ShapeId shape, AllocKind kind) {
    if (bytes <= medium_block_max)
        return alloc_object(bytes, shape, kind);
    return make_large_object(bytes, shape, kind, Refusal::allowed);
}

void free_object(Object* object, size_t bytes) {
    if (heap_listener != nullptr) [[unlikely]]
        heap_listener->on_free(object, bytes);
    free_object_block(local_heap(), object);
}

void* alloc_raw_slow(size_t bytes) {
    if (bytes <= medium_block_max)
        return take_block(raw_bin(bytes), bytes);
    PageInfo* page = take_large(bytes, PageKind::raw, bytes <= small_limit ? Refusal::forbidden : Refusal::allowed);
    return page != nullptr ? page_address(page) : nullptr;
}

void* try_alloc_raw(size_t bytes) {
    if (bytes <= medium_block_max)
        return alloc_raw(bytes);
    PageInfo* page = take_large(bytes, PageKind::raw, Refusal::allowed);
    return page != nullptr ? page_address(page) : nullptr;
}

void free_raw(void* block, size_t bytes) {
    if (block == nullptr)
        return;
    if (bytes <= small_block_max) {
        free_block(page_of(block), block, false);
    } else {
        PageInfo* page = head_page_of(block);
        if (page->state == PageState::large)
            give_span(page);
        else
            free_block(page, block, false);
    }
}

void* try_realloc_raw(void* block, size_t old_bytes, size_t new_bytes) {
    if (block == nullptr)
        return try_alloc_raw(new_bytes);
    if (resize_in_place(block, old_bytes, new_bytes))
        return block;
    if (old_bytes >= least_moved && new_bytes > old_bytes)
        return move_large(block, old_bytes, new_bytes);
    void* moved = try_alloc_raw(new_bytes);
    if (moved == nullptr)
        return nullptr;
    std::memcpy(moved, block, std::min(old_bytes, new_bytes));
    free_raw(block, old_bytes);
    return moved;
}

Object* try_grow_object(Object* object, size_t old_bytes, size_t new_bytes) {
    const size_t before = std::max(old_bytes, object_block_min);
    return resize_in_place(object, before, std::max(new_bytes, object_block_min)) ? object : nullptr;
}

void set_heap_listener(HeapListener* listener) {
    MemoryState& state = memory_state();
    heap_listener = listener;
    const bool listening = listener != nullptr;
    if (listening == state.listening)
        return;
    for (unsigned bin = 0; bin < bin_count; ++bin)
        std::swap(state.heap.current[bin], state.heap.watched[bin]);
    state.listening = listening;
}

Object* object_at(const void* address) {
    if (!in_heap(address) || page_number(page_of(address)) >= memory_state().spans.top)
        return nullptr;
    PageInfo* page = head_page_of(address);
    if (!holds_blocks(page) || page->kind == PageKind::raw)
        return nullptr;
    std::byte* start = page_address(page);
    if (page->state == PageState::blocks) {
        const size_t index = static_cast<size_t>(static_cast<const std::byte*>(address) - start) / page->block_bytes;
        if (index >= page->opened)
            return nullptr;
        start += index * page->block_bytes;
    }
    return shape_in_block(start) != 0 ? reinterpret_cast<Object*>(start) : nullptr;
}

} // namespace terrarium
