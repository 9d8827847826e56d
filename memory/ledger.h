// The ledger: where every mapped byte of the heap is. Exact at any moment: rows sum to the total, error 0.
// What never enters here: estimates. Next: memory/check.h.
#pragma once

#include "memory/page.h"

#include <vector>

namespace terrarium {

// One size class of one kind, or (block_bytes 0) the large spans of a kind. Bytes.
// pages * page_bytes == live_blocks * block + free_blocks * block + untouched + slack.
struct LedgerRow {
    PageKind kind;
    size_t block_bytes;
    size_t pages;
    size_t live_blocks;
    size_t live_bytes;    // whole blocks, headers included
    size_t header_bytes;  // of these, object headers
    size_t free_blocks;   // in free lists
    size_t free_bytes;
    size_t untouched_bytes; // blocks never handed out yet
    size_t slack_bytes;   // ends of pages in which no block fits
};

struct Ledger {
    std::vector<LedgerRow> rows;
    size_t live_objects;
    size_t live_bytes;      // object blocks and raw blocks, without the headers
    size_t header_bytes;
    size_t free_bytes;      // free blocks and untouched ones
    size_t slack_bytes;
    size_t free_page_bytes; // whole pages ready for use
    size_t unused_bytes;    // usable but above the top: never used yet
    size_t meta_bytes;      // page descriptors, the collector's side arrays
    size_t mapped_bytes;
    // mapped_bytes less the sum of the lines above: 0.
    ptrdiff_t error() const {
        return static_cast<ptrdiff_t>(mapped_bytes) -
               static_cast<ptrdiff_t>(live_bytes + header_bytes + free_bytes + slack_bytes + free_page_bytes +
                                      unused_bytes + meta_bytes);
    }
};
Ledger take_ledger();

// Cheap enough for every step of a view: reads the page descriptors. Bytes.
struct HeapStats {
    size_t mapped;       // usable memory, overhead included
    size_t used;         // pages in use
    size_t peak_used;
    size_t live_bytes;   // live blocks
    size_t live_objects;
    size_t limit;
};
HeapStats heap_stats();
// Just the two cheapest: pages in use now and at most, in bytes. Constant time.
size_t heap_used_bytes();
size_t heap_peak_bytes();

} // namespace terrarium
