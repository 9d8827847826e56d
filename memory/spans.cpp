// Free spans by size: exact lists up to 64 pages, then one a doubling; resident ones apart from those given back to
// the system, which only merge with their like. Invariant: used + free + released pages == top - 1.
#include "memory/spans.h"

#include "memory/count.h"
#include "memory/heap.h"
#include "memory/mapping.h"
#include "memory/sharing.h"

#include <algorithm>

namespace terrarium {
namespace {

constexpr size_t always_kept = 512; // free pages (8 MiB) that stay resident
constexpr unsigned scan_limit = 64; // entries of one list looked at for a better fit

SpanPool& pool() { return memory_state().spans; }

unsigned list_of(size_t pages) {
    if (pages <= exact_span_lists)
        return static_cast<unsigned>(pages) - 1;
    const unsigned log = 63u - static_cast<unsigned>(__builtin_clzll(pages));
    return exact_span_lists + log - 6;
}

bool released(const PageInfo* page) { return (page->flags & page_released) != 0; }

void link_free(PageInfo* head, size_t pages, bool is_released) {
    SpanPool& spans = pool();
    const uint32_t number = page_number(head);
    head->state = PageState::free_head;
    head->span_pages = static_cast<uint32_t>(pages);
    head->flags = static_cast<uint8_t>((head->flags & (page_young | page_middle)) | (is_released ? page_released : 0));
    if (pages > 1) {
        PageInfo* tail = head + pages - 1;
        tail->state = PageState::free_tail;
        tail->head = number;
    }
    uint32_t& list = spans.lists[is_released][list_of(pages)];
    head->previous = 0;
    head->next = list;
    if (list != 0)
        page_at(list)->previous = number;
    list = number;
    (is_released ? spans.released_pages : spans.free_pages) += pages;
}

void unlink_free(PageInfo* head) {
    SpanPool& spans = pool();
    const bool was_released = released(head);
    if (head->previous != 0)
        page_at(head->previous)->next = head->next;
    else
        spans.lists[was_released][list_of(head->span_pages)] = head->next;
    if (head->next != 0)
        page_at(head->next)->previous = head->previous;
    (was_released ? spans.released_pages : spans.free_pages) -= head->span_pages;
    (head + head->span_pages - 1)->state = PageState::unused;
    head->state = PageState::unused;
}

// The smallest free span of at least that many pages (in long lists: the best of the first ones).
PageInfo* find_free(bool in_released, size_t pages) {
    const SpanPool& spans = pool();
    for (unsigned list = list_of(pages); list < span_list_count; ++list) {
        PageInfo* best = nullptr;
        unsigned looked = 0;
        for (uint32_t number = spans.lists[in_released][list]; number != 0; number = page_at(number)->next) {
            PageInfo* page = page_at(number);
            if (page->span_pages >= pages && (best == nullptr || page->span_pages < best->span_pages))
                best = page;
            if (best != nullptr && (best->span_pages == pages || ++looked > scan_limit))
                break;
        }
        if (best != nullptr)
            return best;
    }
    return nullptr;
}

// Takes the free span out of its list and puts what is not needed back.
void carve(PageInfo* head, size_t pages) {
    const size_t whole = head->span_pages;
    const bool was_released = released(head);
    unlink_free(head);
    if (whole > pages)
        link_free(head + pages, whole - pages, was_released);
}

// Merges with free neighbours of the same residency, and puts the result in its list.
void insert_free(PageInfo* head, size_t pages, bool is_released) {
    const uint32_t number = page_number(head);
    if (number > 1) {
        PageInfo* before = head - 1;
        if (before->state == PageState::free_tail)
            before = page_at(before->head);
        if (before->state == PageState::free_head && released(before) == is_released) {
            pages += before->span_pages;
            unlink_free(before);
            head = before;
        }
    }
    const uint32_t after_number = page_number(head) + static_cast<uint32_t>(pages);
    if (after_number < pool().top) {
        PageInfo* after = page_at(after_number);
        if (after->state == PageState::free_head && released(after) == is_released) {
            pages += after->span_pages;
            unlink_free(after);
        }
    }
    link_free(head, pages, is_released);
}

PageInfo* largest_resident() {
    for (unsigned list = span_list_count; list-- > 0;) {
        if (const uint32_t number = pool().lists[0][list])
            return page_at(number);
    }
    return nullptr;
}

size_t kept_pages() { return std::max(always_kept, pool().used_pages / 4); }

enum class Surplus : uint8_t {
    half, // of what is kept; spans below 4 pages are not worth a system call
    all,
};

// Gives resident free pages to the system, largest spans first. Other threads need not wait for it: meanwhile the span is nobody's.
void release_surplus(Surplus what) {
    const bool all = what == Surplus::all;
    for (;;) {
        PageInfo* head;
        size_t pages;
        {
            SharedTables lock;
            if (pool().free_pages <= (all ? 0 : kept_pages() / 2))
                return;
            head = largest_resident();
            if (head == nullptr || head->span_pages < (all ? 1 : 4))
                return;
            pages = head->span_pages;
            unlink_free(head);
        }
        empty_pages(reinterpret_cast<uintptr_t>(page_address(head)), pages << page_shift);
        SharedTables lock;
        insert_free(head, pages, true);
    }
}

// Fresh pages at the top; null when the addresses are used up or the system refuses.
PageInfo* grow_top(size_t pages) {
    SpanPool& spans = pool();
    const size_t new_top = spans.top + pages;
    const size_t committed = spans.heap.committed;
    if (!commit_range(spans.pages, new_top * sizeof(PageInfo)) || !commit_range(spans.heap, new_top << page_shift))
        return nullptr;
    if (spans.heap.committed > committed)
        poison(reinterpret_cast<void*>(heap_base + committed), spans.heap.committed - committed);
    PageInfo* head = page_at(spans.top);
    spans.top = static_cast<uint32_t>(new_top);
    return head;
}

PageInfo* take_free(bool from_released, size_t pages) {
    PageInfo* head = find_free(from_released, pages);
    if (head != nullptr)
        carve(head, pages);
    return head;
}

PageInfo* find_span(size_t pages, SpanUse use) {
    PageInfo* head = use == SpanUse::writing ? take_free(false, pages) : nullptr;
    if (head == nullptr)
        head = take_free(true, pages);
    if (head == nullptr)
        head = grow_top(pages);
    if (head == nullptr && use == SpanUse::moving)
        head = take_free(false, pages);
    if (head != nullptr)
        return head;
    // Last resort: make all free neighbours alike, so that they merge.
    release_surplus(Surplus::all);
    return take_free(true, pages);
}

void mark_inner(PageInfo* head, size_t from, size_t to) {
    const uint32_t number = page_number(head);
    for (size_t i = from; i < to; ++i) {
        head[i].state = PageState::inner;
        head[i].head = number;
    }
}

void count_used(size_t pages) {
    SpanPool& spans = pool();
    spans.used_pages += pages;
    spans.peak_used_pages = std::max(spans.peak_used_pages, spans.used_pages);
    if (spans.used_pages > spans.pressure_pages) [[unlikely]]
        note_pressure();
}

void keep_flags_of_lists(PageInfo* page) { page->flags &= page_young | page_middle; }

// True: more free pages are resident than need be.
bool give(PageInfo* head, bool emptied) {
    SharedTables lock;
    SpanPool& spans = pool();
    const size_t pages = head->span_pages;
    poison(page_address(head), pages << page_shift);
    for (size_t i = 0; i < pages; ++i)
        head[i].state = PageState::unused;
    spans.used_pages -= pages;
    if (spans.used_pages <= spans.limit_pages)
        spans.pressure_pages = spans.limit_pages;
    insert_free(head, pages, emptied);
    return spans.free_pages > kept_pages();
}

} // namespace

void note_pressure() {
    MemoryState& state = memory_state();
    const size_t elsewhere = (state.data.used + state.code.used) >> page_shift;
    if (state.spans.used_pages <= state.spans.pressure_pages && elsewhere <= state.spans.pressure_pages)
        return;
    if (!world_memory_pressure()) {
        __atomic_fetch_or(&state.requests, request_memory, __ATOMIC_RELAXED);
        if (memory_hooks.request_safepoint != nullptr)
            memory_hooks.request_safepoint();
    }
}

PageInfo* take_span(size_t pages, Refusal refusal, SpanUse use) {
    SharedTables lock;
    SpanPool& spans = pool();
    if (refusal == Refusal::allowed && spans.used_pages + pages > spans.limit_pages)
        return nullptr;
    PageInfo* head = find_span(pages, use);
    if (head == nullptr) {
        if (refusal == Refusal::allowed)
            return nullptr;
        memory_broken("no memory left for a small block, and the program did not stop at its limit", __FILE__, __LINE__);
    }
    head->state = PageState::large;
    head->span_pages = static_cast<uint32_t>(pages);
    keep_flags_of_lists(head);
    mark_inner(head, 1, pages);
    count_used(pages);
    return head;
}

void give_span(PageInfo* head) {
    if (give(head, false)) [[unlikely]]
        release_surplus(Surplus::half);
}

void give_emptied_span(PageInfo* head) { (void)give(head, true); }

bool grow_span(PageInfo* head, size_t pages) {
    SharedTables lock;
    SpanPool& spans = pool();
    const size_t old_pages = head->span_pages;
    const size_t more = pages - old_pages;
    if (spans.used_pages + more > spans.limit_pages)
        return false;
    const uint32_t behind = page_number(head) + static_cast<uint32_t>(old_pages);
    if (behind == spans.top) {
        if (grow_top(more) == nullptr)
            return false;
    } else {
        PageInfo* after = page_at(behind);
        if (after->state != PageState::free_head || after->span_pages < more)
            return false;
        carve(after, more);
    }
    head->span_pages = static_cast<uint32_t>(pages);
    mark_inner(head, old_pages, pages);
    count_used(more);
    return true;
}

void shrink_span(PageInfo* head, size_t pages) {
    PageInfo* rest = head + pages;
    {
        SharedTables lock;
        rest->span_pages = head->span_pages - static_cast<uint32_t>(pages);
        keep_flags_of_lists(rest);
        head->span_pages = static_cast<uint32_t>(pages);
    }
    give_span(rest);
}

bool take_memory_pressure() {
    MemoryState& state = memory_state();
    SpanPool& spans = state.spans;
    __atomic_fetch_and(&state.requests, ~uint32_t(request_memory), __ATOMIC_RELAXED);
    const size_t elsewhere = (state.data.used + state.code.used) >> page_shift;
    const size_t most = std::max(spans.used_pages, elsewhere);
    if (most <= spans.limit_pages) {
        spans.pressure_pages = spans.limit_pages;
        return false;
    }
    // A little more for the handlers, up to an eighth above the limit; from there every page asks again.
    const size_t next = most + std::max<size_t>(spans.limit_pages / 64, 16);
    spans.pressure_pages = std::max(most, std::min(next, spans.limit_pages / 8 * 9));
    return true;
}

bool heap_has_room(size_t bytes) {
    SharedTables tables;
    const SpanPool& spans = pool();
    return bytes <= spans.limit_pages << page_shift && spans.used_pages + pages_for(bytes) <= spans.limit_pages;
}

} // namespace terrarium
