// Spans of whole heap pages: best fit from lists by size, neighbours merged, memory given back to the system.
// Invariant: used + free + released pages == top - 1. Used only inside memory/. Next: memory/heap.h.
#pragma once

#include "memory/state.h"

namespace terrarium {

enum class Refusal : uint8_t { allowed, forbidden }; // may the request be refused at the limit?

// What the pages are wanted for: to be written to, or to get pages moved there, which makes resident ones a waste.
enum class SpanUse : uint8_t { writing, moving };

// A span, its head's descriptor set to state `large`, the others to `inner`. Null when the limit refuses it.
[[nodiscard]] PageInfo* take_span(size_t pages, Refusal refusal, SpanUse use = SpanUse::writing);
void give_span(PageInfo* head);
void give_emptied_span(PageInfo* head); // its pages have gone to the system, or elsewhere
// In place. Growing takes free pages right behind the span (or new ones at the top); false if there are none.
[[nodiscard]] bool grow_span(PageInfo* head, size_t pages);
void shrink_span(PageInfo* head, size_t pages);

// Raises memory pressure when use is above the limit.
void note_pressure();

// Steps over all spans below the top, in address order: first_span(), next_span(page), null at the end.
inline PageInfo* first_span() { return memory_state().spans.top > 1 ? page_at(1) : nullptr; }
inline PageInfo* next_span(const PageInfo* page) {
    const uint32_t next = page_number(page) + page->span_pages;
    return next < memory_state().spans.top ? page_at(next) : nullptr;
}

} // namespace terrarium
