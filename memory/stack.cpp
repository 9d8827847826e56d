// Stack areas: reserved one behind the other with a guard between, usable up to an edge that follows the top.
#include "memory/stack.h"

#include "memory/mapping.h"
#include "memory/state.h"
#include "memory/world.h"

#include <algorithm>

namespace terrarium {
namespace {

constexpr size_t unit = 64 * 1024; // areas and their guards are multiples of this
constexpr size_t smallest_step = 16 * 1024;
constexpr size_t largest_step = 1024 * 1024;
constexpr size_t kept_above_top = 256 * 1024;

size_t round_up(size_t bytes, size_t to) { return (bytes + to - 1) / to * to; }

void unlink(StackArea*& list, StackArea* area) {
    StackArea** link = &list;
    while (*link != area) {
        MEMORY_ASSERT(*link != nullptr);
        link = &(*link)->next;
    }
    *link = area->next;
}

StackArea* reuse_closed(size_t limit) {
    MemoryState& state = memory_state();
    for (StackArea* area = state.closed_stacks; area != nullptr; area = area->next) {
        if (area->limit == limit) {
            unlink(state.closed_stacks, area);
            return area;
        }
    }
    return nullptr;
}

StackArea* new_area(size_t limit) {
    MemoryState& state = memory_state();
    // Guard, area; the next area's guard (or the region's end) guards the far side.
    const uintptr_t base = state.stack_top + unit;
    if (base + limit + unit > state.stack.base + state.stack.reserved)
        return nullptr;
    auto* area = static_cast<StackArea*>(data_alloc(sizeof(StackArea)));
    if (area == nullptr)
        return nullptr;
    state.stack_top = base + limit;
    area->base = reinterpret_cast<std::byte*>(base);
    area->usable_end = area->base;
    area->limit = limit;
    return area;
}

} // namespace

StackArea* stack_open(size_t bytes_limit) {
    MemoryState& state = memory_state();
    const size_t wanted = bytes_limit != 0 ? bytes_limit : state.stack_limit;
    if (wanted > state.stack.reserved)
        return nullptr;
    const size_t limit = round_up(wanted, unit);
    StackArea* area = reuse_closed(limit);
    if (area == nullptr)
        area = new_area(limit);
    if (area == nullptr)
        return nullptr;
    area->high = area->top = area->open_end = area->base;
    area->peak_used = 0;
    area->peak_mapped = stack_mapped(area);
    area->next = state.stacks;
    state.stacks = area;
    return area;
}

void stack_close(StackArea* area) {
    MemoryState& state = memory_state();
    stack_poison(area, area->base);
    area->top = area->base;
    stack_trim(area, area->base);
    unlink(state.stacks, area);
    area->next = state.closed_stacks;
    state.closed_stacks = area;
}

bool stack_ensure_slow(StackArea* area, std::byte* top) {
    const size_t wanted = static_cast<size_t>(top - area->base);
    if (wanted > area->limit)
        return false;
    if (top > area->usable_end) {
        const size_t mapped = stack_mapped(area);
        const size_t step = std::clamp(mapped / 4, smallest_step, largest_step);
        const size_t target = std::min(round_up(std::max(wanted, mapped + step), 4096), area->limit);
        if (!map_pages(reinterpret_cast<uintptr_t>(area->usable_end), target - mapped))
            return false;
        poison(area->usable_end, target - mapped);
        area->usable_end = area->base + target;
        area->peak_mapped = std::max(area->peak_mapped, target);
    }
    if constexpr (poisoning) {
        if (top > area->open_end) {
            unpoison(area->open_end, static_cast<size_t>(top - area->open_end));
            area->open_end = top;
        }
    }
    area->high = std::max(area->high, top);
    return true;
}

void stack_poison(StackArea* area, std::byte* top) {
    if constexpr (poisoning) {
        if (top < area->open_end) {
            poison(top, static_cast<size_t>(area->open_end - top));
            area->open_end = top;
        }
    }
}

void stack_trim(StackArea* area, std::byte* top) {
    const size_t keep = std::min(round_up(static_cast<size_t>(top - area->base) + kept_above_top, 4096), area->limit);
    const size_t mapped = stack_mapped(area);
    if (keep + kept_above_top >= mapped)
        return;
    std::byte* end = area->base + keep;
    unpoison(end, mapped - keep);
    if (unmap_pages(reinterpret_cast<uintptr_t>(end), mapped - keep))
        area->usable_end = end;
    // What was high is no longer mapped: the next descent must take the slow path again, but the peak is remembered.
    if (area->high > end) {
        area->peak_used = std::max(area->peak_used, static_cast<size_t>(area->high - area->base));
        area->high = end;
    }
    area->open_end = std::min(area->open_end, end);
}

void stack_reset_peak(StackArea* area, std::byte* top) {
    area->high = top;
    area->peak_used = 0;
    area->peak_mapped = stack_mapped(area);
}

} // namespace terrarium
