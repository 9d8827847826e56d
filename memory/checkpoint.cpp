// See checkpoint.h. A page is unknown (not usable at the checkpoint nor since), clean (as at the checkpoint, read-only),
// or saved; of the saved ones those at the front of `pages` are hot: writable, and copied back by each restore. A hot
// page that restores find unchanged again and again is made read-only once more. Everything here lies outside the world.
#include "memory/checkpoint.h"

#include "memory/mapping.h"
#include "memory/spans.h"
#include "memory/state.h"
#include "memory/world.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <utility>

#include <sys/mman.h>
#if defined(TERRARIUM_ASAN)
#include <sanitizer/asan_interface.h>
#endif

namespace terrarium {

bool checkpoint_is_held = false;

namespace {

constexpr size_t system_page = 4096;
constexpr size_t extent_room = size_t(1) << 20;
constexpr size_t handler_stack_bytes = 64 * 1024;
constexpr unsigned look_every = 16;       // restores
constexpr uint32_t first_patience = 4;    // looks
constexpr uint32_t most_patience = 1 << 16;

// What is known of a page of the world: an entry of Checkpoint::numbers.
enum : uint32_t { page_unknown, page_clean, page_saved }; // page_saved + i: Checkpoint::pages[i]

struct SavedPage {
    uintptr_t place;
    const std::byte* copy;
    uint32_t unchanged; // looks in a row that found it as it was
    uint32_t patience;  // after so many it is made read-only
};

struct Extent {
    uintptr_t start, end;
};

// Arrays are reserved at their largest possible size; the system gives memory for what is touched.
struct Checkpoint {
    uint32_t* numbers;  // for each page of the world
    SavedPage* pages;
    size_t page_count;
    size_t hot;         // pages[0, hot)
    std::byte* copies;  // of pages that were not zero, one behind the other
    size_t copied;
    Extent* extents;    // known pages; the first `taken` are those of the time of taking
    size_t extent_count, taken;
    std::byte* shadow;  // ASan: of these, one behind the other
    size_t page_room, copy_bytes;
    std::byte* handler_stack; // null: the thread had one of its own
    struct sigaction previous;
    CheckpointStats stats;
};
Checkpoint checkpoint;

alignas(system_page) const std::byte zero_page[system_page] = {};

// --- bytes, without a sanitizer looking on: the world is full of poisoned blocks

void copy_words(void* to, const void* from, size_t bytes) {
    size_t words = bytes / 8;
    asm volatile("rep movsq" : "+D"(to), "+S"(from), "+c"(words) : : "memory");
}

__attribute__((no_sanitize("address"), no_sanitize("thread"))) bool same_page(const void* left, const void* right) {
    using Block = uint64_t __attribute__((vector_size(16), may_alias));
    auto* a = static_cast<const Block*>(left);
    auto* b = static_cast<const Block*>(right);
    for (size_t i = 0; i < system_page / sizeof(Block); i += 4) {
        const Block different = (a[i] ^ b[i]) | (a[i + 1] ^ b[i + 1]) | (a[i + 2] ^ b[i + 2]) | (a[i + 3] ^ b[i + 3]);
        if ((different[0] | different[1]) != 0)
            return false;
    }
    return true;
}

void* pointer(uintptr_t address) { return reinterpret_cast<void*>(address); }

uint64_t nanoseconds_now() {
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<uint64_t>(time.tv_sec) * 1000000000 + static_cast<uint64_t>(time.tv_nsec);
}

// --- pages

uint32_t& number_of(uintptr_t place) { return checkpoint.numbers[(place - world_base) / system_page]; }

// Read-only because nobody has written to it yet, or not for long.
bool is_waiting(uintptr_t place) {
    if (!in_world(pointer(place)))
        return false;
    const uint32_t number = number_of(place);
    return number == page_clean || (number >= page_saved && number - page_saved >= checkpoint.hot);
}

void exchange(size_t a, size_t b) {
    SavedPage* pages = checkpoint.pages;
    std::swap(pages[a], pages[b]);
    number_of(pages[a].place) = page_saved + static_cast<uint32_t>(a);
    number_of(pages[b].place) = page_saved + static_cast<uint32_t>(b);
}

const std::byte* keep_copy(uintptr_t place) {
    if (same_page(pointer(place), zero_page))
        return zero_page;
    std::byte* copy = checkpoint.copies + checkpoint.copied;
    checkpoint.copied += system_page;
    copy_words(copy, pointer(place), system_page);
    return copy;
}

void make_hot(uintptr_t place) {
    size_t index = number_of(place) - page_saved;
    if (number_of(place) == page_clean) {
        index = checkpoint.page_count++;
        checkpoint.pages[index] = {place, keep_copy(place), 0, first_patience};
    }
    checkpoint.pages[index].unchanged = 0;
    exchange(index, checkpoint.hot++);
}

// Pages that all wait.
void allow_writes(uintptr_t start, uintptr_t end) {
    ++checkpoint.stats.faults;
    for (uintptr_t place = start; place != end; place += system_page)
        make_hot(place);
    if (mprotect(pointer(start), end - start, PROT_READ | PROT_WRITE) != 0)
        memory_broken("a page of the checkpoint cannot be made writable", __FILE__, __LINE__);
}

// The system keeps a bounded number of mappings (65,530), and every lone writable page splits one. So a program that
// writes to very many pages gets them in groups.
size_t group_bytes() {
    const size_t count = checkpoint.page_count;
    return system_page * (count < 4096 ? 1 : count < 65536 ? 16 : 256);
}

bool first_write(uintptr_t address) {
    const uintptr_t place = address & ~(system_page - 1);
    if (!is_waiting(place))
        return false;
    const uintptr_t group = address & ~(group_bytes() - 1);
    const uintptr_t group_end = group + group_bytes();
    uintptr_t start = place;
    while (start != group && is_waiting(start - system_page))
        start -= system_page;
    uintptr_t end = place + system_page;
    while (end != group_end && is_waiting(end))
        end += system_page;
    allow_writes(start, end);
    return true;
}

// Hot pages that have long been left alone. The others are copied, changed or not: that is cheaper than comparing.
void look_for_unchanged() {
    for (size_t i = checkpoint.hot; i-- > 0;) {
        SavedPage& page = checkpoint.pages[i];
        if (!same_page(pointer(page.place), page.copy)) {
            page.unchanged = 0;
        } else if (++page.unchanged >= page.patience && mprotect(pointer(page.place), system_page, PROT_READ) == 0) {
            page.patience = std::min(page.patience * 2, most_patience);
            exchange(i, --checkpoint.hot);
        }
    }
}

// --- the fault

void pass_on(int signal, siginfo_t* info, void* context) {
    const struct sigaction& previous = checkpoint.previous;
    if ((previous.sa_flags & SA_SIGINFO) != 0)
        previous.sa_sigaction(signal, info, context);
    else if (previous.sa_handler != SIG_DFL && previous.sa_handler != SIG_IGN)
        previous.sa_handler(signal);
    else
        sigaction(signal, &previous, nullptr); // the same fault again, and its default end
}

void on_fault(int signal, siginfo_t* info, void* context) {
    const int error = errno;
    const bool is_ours = info->si_code == SEGV_ACCERR && first_write(reinterpret_cast<uintptr_t>(info->si_addr));
    errno = error;
    if (!is_ours)
        pass_on(signal, info, context);
}

template <typename T> T* reserve(size_t count) {
    void* got = mmap(nullptr, count * sizeof(T), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return got != MAP_FAILED ? static_cast<T*>(got) : nullptr;
}
template <typename T> void unreserve(T*& array, size_t count) {
    if (array != nullptr)
        munmap(array, count * sizeof(T));
    array = nullptr;
}

// The stack that faults on is the one that cannot be written: the handler needs another.
bool catch_faults() {
    stack_t present{};
    sigaltstack(nullptr, &present);
    if ((present.ss_flags & SS_DISABLE) != 0) {
        checkpoint.handler_stack = reserve<std::byte>(handler_stack_bytes);
        if (checkpoint.handler_stack == nullptr)
            return false;
        stack_t own{};
        own.ss_sp = checkpoint.handler_stack;
        own.ss_size = handler_stack_bytes;
        sigaltstack(&own, nullptr);
    }
    struct sigaction action {};
    action.sa_sigaction = on_fault;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    return sigaction(SIGSEGV, &action, &checkpoint.previous) == 0;
}

void let_faults_be() {
    sigaction(SIGSEGV, &checkpoint.previous, nullptr);
    if (checkpoint.handler_stack == nullptr)
        return;
    stack_t none{};
    none.ss_flags = SS_DISABLE;
    sigaltstack(&none, nullptr);
    unreserve(checkpoint.handler_stack, handler_stack_bytes);
}

// --- what is usable

std::array<const Range*, 7> growing_ranges() {
    const MemoryState& state = memory_state();
    const SpanPool& spans = state.spans;
    return {&state.code.range, &state.data.range, &state.shapes, &spans.pages, &spans.shadow, &spans.scratch, &spans.heap};
}

// Calls visit(start, bytes) for everything that the present state of the world calls usable, until it says false.
template <typename Function> bool for_each_usable(Function&& visit) {
    for (const Range* range : growing_ranges()) {
        if (range->committed != 0 && !visit(range->base, range->committed))
            return false;
    }
    for (const StackArea* list : {memory_state().stacks, memory_state().closed_stacks}) {
        for (const StackArea* area = list; area != nullptr; area = area->next) {
            if (stack_mapped(area) != 0 && !visit(reinterpret_cast<uintptr_t>(area->base), stack_mapped(area)))
                return false;
        }
    }
    return true;
}

struct Stretch {
    uintptr_t end;
    bool usable;
};
// Whether the address is usable now, and how far on from there that holds.
Stretch stretch_at(uintptr_t address) {
    for (const Range* range : growing_ranges()) {
        const size_t offset = address - range->base;
        if (offset < range->reserved)
            return {range->base + (offset < range->committed ? range->committed : range->reserved), offset < range->committed};
    }
    uintptr_t next = world_end;
    for (const StackArea* list : {memory_state().stacks, memory_state().closed_stacks}) {
        for (const StackArea* area = list; area != nullptr; area = area->next) {
            const uintptr_t base = reinterpret_cast<uintptr_t>(area->base);
            if (address - base < stack_mapped(area))
                return {reinterpret_cast<uintptr_t>(area->usable_end), true};
            if (base > address && stack_mapped(area) != 0)
                next = std::min(next, base);
        }
    }
    return {next, false};
}

// The books say what is usable and which free spans have been given back: makes it so. An extent may lie across areas:
// other runs since the checkpoint had others there.
void follow_books() {
    for (size_t i = 0; i < checkpoint.extent_count; ++i) {
        const Extent extent = checkpoint.extents[i];
        for (uintptr_t place = extent.start; place != extent.end;) {
            const Stretch stretch = stretch_at(place);
            const size_t bytes = std::min(stretch.end, extent.end) - place;
            if (!stretch.usable)
                unpoison(pointer(place), bytes);
            if (stretch.usable ? !map_pages(place, bytes) : !unmap_pages(place, bytes))
                memory_broken("the world cannot be made writable again", __FILE__, __LINE__);
            place += bytes;
        }
    }
    for (const PageInfo* page = first_span(); page != nullptr; page = next_span(page)) {
        if (page->state == PageState::free_head && (page->flags & page_released) != 0)
            empty_pages(reinterpret_cast<uintptr_t>(page_address(page)), size_t(page->span_pages) << page_shift);
    }
}

// --- what ASan knows of the world: a byte for eight

#if defined(TERRARIUM_ASAN)
constexpr size_t shadow_scale = 8;

std::byte* asan_shadow(uintptr_t address) {
    size_t scale = 0, offset = 0;
    __asan_get_shadow_mapping(&scale, &offset);
    return static_cast<std::byte*>(pointer((address >> scale) + offset));
}

bool save_shadow() {
    checkpoint.shadow = reserve<std::byte>(checkpoint.copy_bytes / shadow_scale);
    if (checkpoint.shadow == nullptr)
        return false;
    std::byte* copy = checkpoint.shadow;
    for (size_t i = 0; i < checkpoint.taken; ++i) {
        const Extent extent = checkpoint.extents[i];
        copy_words(copy, asan_shadow(extent.start), (extent.end - extent.start) / shadow_scale);
        copy += (extent.end - extent.start) / shadow_scale;
    }
    return true;
}

void restore_shadow() {
    const std::byte* copy = checkpoint.shadow;
    for (size_t i = 0; i < checkpoint.extent_count; ++i) {
        const Extent extent = checkpoint.extents[i];
        if (i >= checkpoint.taken) {
            unpoison(pointer(extent.start), extent.end - extent.start);
            continue;
        }
        copy_words(asan_shadow(extent.start), copy, (extent.end - extent.start) / shadow_scale);
        copy += (extent.end - extent.start) / shadow_scale;
    }
}
#else
constexpr size_t shadow_scale = 8;
bool save_shadow() { return true; }
void restore_shadow() {}
#endif

bool reserve_arrays() {
    const MemoryState& state = memory_state();
    size_t reserved = state.stack.reserved;
    for (const Range* range : growing_ranges())
        reserved += range->reserved;
    checkpoint.page_room = reserved / system_page;
    for_each_usable([](uintptr_t, size_t bytes) {
        checkpoint.copy_bytes += bytes;
        return true;
    });
    checkpoint.numbers = reserve<uint32_t>((world_end - world_base) / system_page);
    checkpoint.pages = reserve<SavedPage>(checkpoint.page_room);
    checkpoint.copies = reserve<std::byte>(checkpoint.copy_bytes);
    checkpoint.extents = reserve<Extent>(extent_room);
    return checkpoint.numbers != nullptr && checkpoint.pages != nullptr && checkpoint.copies != nullptr &&
           checkpoint.extents != nullptr;
}

void free_arrays() {
    unreserve(checkpoint.numbers, (world_end - world_base) / system_page);
    unreserve(checkpoint.pages, checkpoint.page_room);
    unreserve(checkpoint.copies, checkpoint.copy_bytes);
    unreserve(checkpoint.extents, extent_room);
    unreserve(checkpoint.shadow, checkpoint.copy_bytes / shadow_scale);
}

} // namespace

bool take_checkpoint(std::string* error) {
    MEMORY_ASSERT(world_is_open() && !in_world(__builtin_frame_address(0)));
    if (checkpoint_is_held) {
        *error = "a checkpoint is held already";
        return false;
    }
    const uint64_t start = nanoseconds_now();
    checkpoint = {};
    if (!reserve_arrays() || !catch_faults()) {
        free_arrays();
        *error = "the system refuses memory for a checkpoint (see ulimit -v)";
        return false;
    }
    checkpoint_is_held = true;
    const bool mapped = for_each_usable([](uintptr_t place, size_t bytes) { return checkpoint_map(place, bytes); });
    checkpoint.taken = checkpoint.extent_count;
    if (!mapped || !save_shadow()) {
        drop_checkpoint();
        *error = "the system refuses to make the world read-only";
        return false;
    }
    checkpoint.stats.take_nanoseconds = nanoseconds_now() - start;
    return true;
}

void restore_checkpoint() {
    MEMORY_ASSERT(checkpoint_is_held && !in_world(__builtin_frame_address(0)));
    const uint64_t start = nanoseconds_now();
    if (++checkpoint.stats.restores % look_every == 0)
        look_for_unchanged();
    for (size_t i = 0; i < checkpoint.hot; ++i)
        copy_words(pointer(checkpoint.pages[i].place), checkpoint.pages[i].copy, system_page);
    restore_shadow();
    checkpoint.stats.copied_bytes = checkpoint.hot * system_page;
    checkpoint.stats.restore_nanoseconds = nanoseconds_now() - start;
}

void drop_checkpoint() {
    if (!checkpoint_is_held)
        return;
    MEMORY_ASSERT(!in_world(__builtin_frame_address(0)));
    checkpoint_is_held = false;
    follow_books();
    let_faults_be();
    free_arrays();
    checkpoint = {};
}

void checkpoint_touch_slow(void* buffer, size_t bytes) {
    const uintptr_t start = reinterpret_cast<uintptr_t>(buffer);
    for (uintptr_t place = start & ~(system_page - 1); place < start + bytes; place += system_page) {
        uintptr_t end = place;
        while (end < start + bytes && is_waiting(end))
            end += system_page;
        if (end != place)
            allow_writes(place, end);
        place = std::max(place, end);
    }
}

CheckpointStats checkpoint_stats() {
    CheckpointStats stats = checkpoint.stats;
    stats.saved_pages = checkpoint.page_count;
    stats.hot_pages = checkpoint.hot;
    return stats;
}

bool checkpoint_map(uintptr_t start, size_t bytes) {
    for (uintptr_t place = start, end = start + bytes; place != end;) {
        uintptr_t next = place;
        while (next != end && number_of(next) == page_unknown)
            next += system_page;
        if (next == place) {
            place += system_page;
            continue;
        }
        if (checkpoint.extent_count == extent_room || mprotect(pointer(place), next - place, PROT_READ) != 0)
            return false;
        checkpoint.extents[checkpoint.extent_count++] = {place, next};
        checkpoint.stats.known_pages += (next - place) / system_page;
        for (; place != next; place += system_page)
            number_of(place) = page_clean;
    }
    return true;
}

} // namespace terrarium
