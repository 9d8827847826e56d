// Reserving the range, making it usable step by step, limits, and what the regions look like from outside.
// Invariant: a region is usable from its base to one edge that only commit_range moves. Next: memory/spans.cpp.
#include "memory/world.h"

#include "memory/checkpoint.h"
#include "memory/collector.h"
#include "memory/ledger.h"
#include "memory/mapping.h"
#include "memory/sharing.h"
#include "memory/state.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <string>

#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

namespace terrarium {
namespace {

constexpr size_t system_page = 4096;
constexpr size_t first_commit = 64 * 1024;
constexpr size_t smallest_step = 256 * 1024;
constexpr size_t largest_step = 16 * 1024 * 1024;
constexpr unsigned smallest_scale = 11; // every part halved that often: 172 MiB in all

bool open_now = false;

struct Part {
    uintptr_t base;
    size_t reserved; // bytes at scale 0
};
// In address order; the names say what reserve_parts fills.
enum PartName : unsigned { part_code, part_data, part_shapes, part_stack, part_pages, part_shadow, part_scratch, part_heap, part_count };
constexpr size_t heap_reserve = 192 * gib;
constexpr Part parts[part_count] = {
    {code_base, 4 * gib},
    {data_base, 8 * gib},
    {shape_table_base, 8 * gib},
    {stack_base, 64 * gib},
    {page_table_base, heap_reserve / page_bytes * sizeof(PageInfo)},
    {shadow_base, heap_reserve / object_block_min * sizeof(uint32_t)},
    {scratch_base, heap_reserve / object_block_min * sizeof(Object*)},
    {heap_base, heap_reserve},
};
static_assert(heap_base + heap_reserve == world_end);

void unreserve(unsigned count, unsigned scale) {
    for (unsigned i = 0; i < count; ++i)
        munmap(reinterpret_cast<void*>(parts[i].base), parts[i].reserved >> scale);
}

// All parts at this scale, or none.
bool reserve_parts(unsigned scale) {
    for (unsigned i = 0; i < part_count; ++i) {
        void* wanted = reinterpret_cast<void*>(parts[i].base);
        const size_t bytes = parts[i].reserved >> scale;
        void* got = mmap(wanted, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
        if (got != wanted) {
            if (got != MAP_FAILED)
                munmap(got, bytes);
            unreserve(i, scale);
            return false;
        }
    }
    return true;
}

size_t total_reserve(unsigned scale) {
    size_t total = 0;
    for (const Part& part : parts)
        total += part.reserved >> scale;
    return total;
}

// A limit on address space must leave room for what is not the world: libraries, malloc, the parser's trees.
size_t address_space_allowed() {
    rlimit limit{};
    if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return std::numeric_limits<size_t>::max();
    return limit.rlim_cur / 4 * 3;
}

void open_arena(RegionArena& arena, unsigned part, unsigned scale, size_t taken) {
    arena.range = {parts[part].base, parts[part].reserved >> scale, taken == 0 ? 0 : first_commit};
    arena.first = arena.top = parts[part].base + taken;
}

} // namespace

void memory_broken(const char* what, const char* file, int line) {
    std::fprintf(stderr, "%s:%d: the memory room is broken: %s\n", file, line, what);
    std::abort();
}

bool commit_range(Range& range, size_t bytes) {
    if (bytes <= range.committed)
        return true;
    if (bytes > range.reserved)
        return false;
    const size_t step = std::clamp(range.committed / 8, smallest_step, largest_step);
    size_t target = std::max(bytes, range.committed + step);
    target = std::min((target + first_commit - 1) & ~(first_commit - 1), range.reserved);
    if (!map_pages(range.base + range.committed, target - range.committed))
        return false;
    range.committed = target;
    return true;
}

size_t default_heap_limit() {
    const long pages = sysconf(_SC_PHYS_PAGES);
    const size_t physical = pages > 0 ? static_cast<size_t>(pages) * system_page : 8 * gib;
    return std::min(8 * gib, physical / 2);
}

size_t default_stack_limit() { return gib; }

bool world_is_open() { return open_now; }

bool open_world(const WorldConfig& config, std::string* error) {
    if (open_now) {
        *error = "a world is open already";
        return false;
    }
    unsigned scale = 0;
    const size_t allowed = address_space_allowed();
    while (total_reserve(scale) > allowed || !reserve_parts(scale)) {
        if (++scale > smallest_scale) {
            *error = "the system refuses to reserve " + std::to_string(total_reserve(smallest_scale) >> 20) +
                     " MiB of address space (see ulimit -v)";
            return false;
        }
    }
    if (!map_pages(data_base, first_commit)) {
        unreserve(part_count, scale);
        *error = "the system refuses memory for the data region";
        return false;
    }
    open_now = true;
    static_assert(sizeof(MemoryState) <= first_commit / 2);
    MemoryState& state = memory_state(); // fresh pages: all zero
    state.scale = scale;
    open_arena(state.data, part_data, scale, (sizeof(MemoryState) + system_page - 1) & ~(system_page - 1));
    open_arena(state.code, part_code, scale, 0);
    poison(reinterpret_cast<void*>(state.data.top), data_base + first_commit - state.data.top);
    const auto range = [scale](unsigned part) { return Range{parts[part].base, parts[part].reserved >> scale, 0}; };
    state.shapes = range(part_shapes);
    state.stack = range(part_stack);
    state.stack_top = state.stack.base;
    state.stack_limit = config.stack_limit != 0 ? config.stack_limit : default_stack_limit();
    state.stack_limit = std::min(state.stack_limit, state.stack.reserved / 4);
    state.spans.pages = range(part_pages);
    state.spans.shadow = range(part_shadow);
    state.spans.scratch = range(part_scratch);
    state.spans.heap = range(part_heap);
    state.spans.top = 1; // page 0 is nobody's: number 0 ends lists, its descriptor has nothing free
    if (!commit_range(state.spans.pages, first_commit) || !commit_range(state.spans.heap, page_bytes) ||
        !commit_range(state.shapes, sizeof(Shape))) {
        close_world();
        *error = "the system refuses memory for the heap";
        return false;
    }
    poison(reinterpret_cast<void*>(heap_base), state.spans.heap.committed);
    open_first_heap();
    set_heap_limit(config.heap_limit != 0 ? config.heap_limit : default_heap_limit());
    state.collector.enabled = true;
    set_gc_thresholds(700, 10, 10);
#ifdef TERRARIUM_GC_STRESS
    constexpr bool built_for_stress = true;
#else
    constexpr bool built_for_stress = false;
#endif
    const char* stress = std::getenv("TERRARIUM_GC_STRESS");
    set_gc_stress(stress == nullptr || *stress == '\0' ? built_for_stress : std::strcmp(stress, "0") != 0);
    return true;
}

void close_world() {
    if (!open_now)
        return;
    drop_checkpoint();
    const MemoryState state = memory_state();
    const unsigned scale = static_cast<unsigned>(state.scale);
    for (const Range& range : {state.data.range, state.code.range, state.spans.heap})
        unpoison(reinterpret_cast<void*>(range.base), range.committed);
    for (const StackArea* list : {state.stacks, state.closed_stacks}) {
        for (const StackArea* area = list; area != nullptr; area = area->next)
            unpoison(area->base, stack_mapped(area));
    }
    unreserve(part_count, scale);
    heap_listener = nullptr;
    open_now = false;
}

size_t heap_limit() { return memory_state().spans.limit_pages << page_shift; }

void set_heap_limit(size_t bytes) {
    SpanPool& spans = memory_state().spans;
    // An eighth of the addresses stays as the reserve that lets small requests succeed above the limit.
    spans.limit_pages = std::min(bytes, spans.heap.reserved / 8 * 7) >> page_shift;
    spans.pressure_pages = spans.limit_pages;
}

RegionInfo region_info(RegionKind kind) {
    const MemoryState& state = memory_state();
    switch (kind) {
    case RegionKind::code:
        return {"code", code_base, state.code.range.reserved, state.code.range.committed, state.code.used};
    case RegionKind::data: {
        const size_t own = state.data.first - data_base;
        return {"data", data_base, state.data.range.reserved + state.shapes.reserved,
                state.data.range.committed + state.shapes.committed,
                own + state.data.used + state.shapes_in_use * sizeof(Shape)};
    }
    case RegionKind::stack: {
        RegionInfo info{"stack", stack_base, state.stack.reserved, 0, 0};
        for (const StackArea* area = state.stacks; area != nullptr; area = area->next) {
            info.mapped += stack_mapped(area);
            info.used += static_cast<size_t>(area->top - area->base);
        }
        return info;
    }
    case RegionKind::heap:
        break;
    }
    const SpanPool& spans = state.spans;
    const HeapStats stats = heap_stats();
    return {"heap", heap_base,
            spans.heap.reserved + spans.pages.reserved + spans.shadow.reserved + spans.scratch.reserved, stats.mapped,
            stats.live_bytes};
}

bool region_of(uintptr_t address, RegionKind* kind) {
    if (address < world_base || address >= world_end)
        return false;
    *kind = address < data_base          ? RegionKind::code
            : address < stack_base       ? RegionKind::data
            : address < page_table_base  ? RegionKind::stack
                                         : RegionKind::heap;
    return true;
}

} // namespace terrarium
