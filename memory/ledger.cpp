// The ledger is made by reading every page descriptor: no counter is kept for it, so none can be wrong.
#include "memory/ledger.h"

#include "memory/blocks.h"

namespace terrarium {
namespace {

constexpr unsigned rows_a_kind = class_count + 1; // the last row is for large spans

size_t mapped_meta(const SpanPool& spans) {
    return spans.pages.committed + spans.shadow.committed + spans.scratch.committed;
}

size_t mapped_bytes(const SpanPool& spans) {
    return spans.heap.committed - (spans.released_pages << page_shift) + mapped_meta(spans);
}

void enter(LedgerRow& row, const PageInfo* page) {
    const size_t block = block_bytes_of(page);
    const size_t live = live_blocks(page);
    const size_t span = size_t(page->span_pages) << page_shift;
    row.pages += page->span_pages;
    row.live_blocks += live;
    row.live_bytes += live * block;
    row.free_blocks += page->opened - live;
    row.free_bytes += (page->opened - live) * block;
    row.untouched_bytes += (page->capacity - page->opened) * block;
    row.slack_bytes += span - page->capacity * block;
    if (row.kind != PageKind::raw)
        row.header_bytes += live * sizeof(Object);
}

} // namespace

Ledger take_ledger() {
    const SpanPool& spans = memory_state().spans;
    LedgerRow rows[kind_count][rows_a_kind] = {};
    for (unsigned kind = 0; kind < kind_count; ++kind) {
        for (unsigned size_class = 0; size_class < rows_a_kind; ++size_class) {
            rows[kind][size_class].kind = static_cast<PageKind>(kind);
            rows[kind][size_class].block_bytes = size_class < class_count ? class_bytes(size_class) : 0;
        }
    }
    Ledger ledger{};
    size_t free_pages = 0;
    for (const PageInfo* page = first_span(); page != nullptr; page = next_span(page)) {
        const auto kind = static_cast<unsigned>(page->kind);
        if (page->state == PageState::blocks)
            enter(rows[kind][page->bin % class_count], page);
        else if (page->state == PageState::large)
            enter(rows[kind][class_count], page);
        else if ((page->flags & page_released) == 0)
            free_pages += page->span_pages;
    }
    for (const auto& kind : rows) {
        for (const LedgerRow& row : kind) {
            if (row.pages == 0)
                continue;
            ledger.rows.push_back(row);
            if (row.kind != PageKind::raw)
                ledger.live_objects += row.live_blocks;
            ledger.live_bytes += row.live_bytes - row.header_bytes;
            ledger.header_bytes += row.header_bytes;
            ledger.free_bytes += row.free_bytes + row.untouched_bytes;
            ledger.slack_bytes += row.slack_bytes;
        }
    }
    ledger.free_page_bytes = free_pages << page_shift;
    // Page 0 is never used, like what lies above the top.
    ledger.unused_bytes = spans.heap.committed - ((size_t(spans.top) - 1) << page_shift);
    ledger.meta_bytes = mapped_meta(spans);
    ledger.mapped_bytes = mapped_bytes(spans);
    return ledger;
}

HeapStats heap_stats() {
    const SpanPool& spans = memory_state().spans;
    HeapStats stats{};
    stats.mapped = mapped_bytes(spans);
    stats.used = heap_used_bytes();
    stats.peak_used = heap_peak_bytes();
    stats.limit = heap_limit();
    for (const PageInfo* page = first_span(); page != nullptr; page = next_span(page)) {
        if (!holds_blocks(page))
            continue;
        stats.live_bytes += live_blocks(page) * block_bytes_of(page);
        if (page->kind != PageKind::raw)
            stats.live_objects += live_blocks(page);
    }
    return stats;
}

size_t heap_used_bytes() { return memory_state().spans.used_pages << page_shift; }
size_t heap_peak_bytes() { return memory_state().spans.peak_used_pages << page_shift; }

} // namespace terrarium
