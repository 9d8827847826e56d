// Prints what a checkpoint costs: how often a second the world is restored when a run has written to 10, 50 or 500 pages
// (the median of many), the first write to a page, and taking. For ./dev bench.
#include "memory/checkpoint.h"
#include "memory/heap.h"
#include "memory/world.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <vector>

using namespace terrarium;

namespace {

constexpr size_t page = 4096;
constexpr size_t heap_bytes = size_t(64) << 20;
constexpr int rounds = 4000;

uint64_t now() {
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<uint64_t>(time.tv_sec) * 1000000000 + static_cast<uint64_t>(time.tv_nsec);
}

// A program's writes: a few words on each of so many pages, scattered over the heap.
void run(char* heap, size_t pages, int round) {
    for (size_t i = 0; i < pages; ++i) {
        char* place = heap + i * 769 % (heap_bytes / page) * page;
        for (size_t word = 0; word < 8; ++word)
            std::memcpy(place + (i * 88 + word * 520) % (page - 8), &round, sizeof round);
    }
}

bool measure(char* heap, size_t pages) {
    std::string error;
    if (!take_checkpoint(&error)) {
        std::fprintf(stderr, "%s\n", error.c_str());
        return false;
    }
    const uint64_t start = now();
    run(heap, pages, -1);
    const uint64_t first = now() - start;
    std::vector<uint64_t> taken;
    for (int round = 0; round < rounds; ++round) {
        run(heap, pages, round);
        const uint64_t before = now();
        restore_checkpoint();
        taken.push_back(now() - before);
    }
    std::nth_element(taken.begin(), taken.begin() + rounds / 2, taken.end());
    const double median = static_cast<double>(taken[rounds / 2]);
    std::printf("restore, %3zu pages written  %10.0f restores/s %7.2f us each; a first write %.2f us; taken in %.0f us\n", pages,
                1e9 / median, median / 1000, static_cast<double>(first) / static_cast<double>(pages) / 1000,
                static_cast<double>(checkpoint_stats().take_nanoseconds) / 1000);
    drop_checkpoint();
    return true;
}

} // namespace

int main() {
    std::string error;
    if (!open_world({}, &error)) {
        std::fprintf(stderr, "%s\n", error.c_str());
        return 1;
    }
    char* heap = static_cast<char*>(try_alloc_raw(heap_bytes));
    if (heap == nullptr)
        return 1;
    std::memset(heap, 1, heap_bytes);
    for (size_t pages : {10, 50, 500}) {
        if (!measure(heap, pages))
            return 1;
    }
    close_world();
    return 0;
}
