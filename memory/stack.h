// Stack areas: memory for the value stack and the frame records of one Python thread, between guard pages.
// An area is reserved at its limit, becomes usable as it is entered, and is given back as it is left for long.
// What never enters here: what a frame looks like (vm/interp).
#pragma once

#include "memory/sanitizer.h"

#include <cstddef>

namespace terrarium {

//    guard | base ..... top | ..... high | ........ usable_end | ....... base + limit | guard
//          | in use         | was in use | mapped, untouched   | PROT_NONE            |
struct StackArea {
    std::byte* base;
    std::byte* high;       // the deepest top ensured since the last trim: below it all is mapped
    std::byte* usable_end; // mapped up to here
    std::byte* top;        // as last told by stack_set_top, for the views; the loop keeps its own
    std::byte* open_end;   // ASan: addressable up to here
    size_t limit;          // bytes; a multiple of 64 KiB
    size_t peak_used;      // bytes, of the time before the last trim
    size_t peak_mapped;    // bytes
    StackArea* next;       // all open areas, and the closed ones that wait for reuse
};

// A fresh area of bytes_limit bytes (rounded up to 64 KiB; 0: the world's stack limit). Null when the region is full.
[[nodiscard]] StackArea* stack_open(size_t bytes_limit);
void stack_close(StackArea* area);

bool stack_ensure_slow(StackArea* area, std::byte* top);

// Makes [base, top) usable. False past the limit (the area is unchanged): that is a RecursionError.
// The comparison with the high-water mark makes peak use exact and is the only cost of a call that goes no deeper.
[[nodiscard]] inline bool stack_ensure(StackArea* area, std::byte* top) {
    if constexpr (poisoning)
        return stack_ensure_slow(area, top);
    if (top <= area->high) [[likely]]
        return true;
    return stack_ensure_slow(area, top);
}

// Up to here the area may be used without asking again.
inline std::byte* stack_ensured(const StackArea* area) { return poisoning ? area->open_end : area->high; }

// Under ASan: makes everything above top inaccessible until it is ensured again. Otherwise nothing.
void stack_poison(StackArea* area, std::byte* top);

inline void stack_set_top(StackArea* area, std::byte* top) { area->top = top; }
inline size_t stack_peak_used(const StackArea* area) {
    const size_t high = static_cast<size_t>(area->high - area->base);
    return high > area->peak_used ? high : area->peak_used;
}
inline size_t stack_mapped(const StackArea* area) { return static_cast<size_t>(area->usable_end - area->base); }

// Gives memory well above top back to the system (after a deep recursion has returned). Peaks stay.
void stack_trim(StackArea* area, std::byte* top);
// Forgets the peak so far: high becomes top.
void stack_reset_peak(StackArea* area, std::byte* top);

} // namespace terrarium
