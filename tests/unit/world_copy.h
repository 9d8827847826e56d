// A copy of the whole world, made by the system so that no page is touched by looking: for the tests of checkpoints.
#pragma once

#include "memory/checkpoint.h"
#include "memory/state.h"
#include "tests/unit/catch.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#if defined(TERRARIUM_ASAN)
#include <sanitizer/asan_interface.h>
#endif

namespace toys {

using namespace terrarium;

#if defined(TERRARIUM_ASAN) || defined(TERRARIUM_TSAN)
inline constexpr int slower = 10; // a sanitizer looks on
#else
inline constexpr int slower = 1;
#endif

// Pages as they are, whether the program may look at them or not.
inline std::vector<char> read_by_system(uintptr_t start, size_t bytes) {
    static const int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    std::vector<char> content(bytes);
    for (size_t done = 0; done < bytes;) {
        const ssize_t n = pread(memory, content.data() + done, bytes - done, static_cast<off_t>(start + done));
        REQUIRE(n > 0);
        done += static_cast<size_t>(n);
    }
    return content;
}

class WorldCopy {
public:
    WorldCopy() {
        const MemoryState& state = memory_state();
        const SpanPool& spans = state.spans;
        for (const Range* range : {&state.code.range, &state.data.range, &state.shapes, &spans.pages, &spans.shadow,
                                   &spans.scratch, &spans.heap})
            keep(range->base, range->committed);
        for (const StackArea* list : {state.stacks, state.closed_stacks}) {
            for (const StackArea* area = list; area != nullptr; area = area->next)
                keep(reinterpret_cast<uintptr_t>(area->base), stack_mapped(area));
        }
    }

    // The first address that is different now; 0: none.
    uintptr_t first_difference() const {
        for (const Piece& piece : pieces_) {
            const std::vector<char> now = read_by_system(piece.start, piece.content.size());
            const auto different = std::mismatch(now.begin(), now.end(), piece.content.begin()).first;
            if (different != now.end())
                return piece.start + static_cast<size_t>(different - now.begin());
        }
        return 0;
    }

private:
    struct Piece {
        uintptr_t start;
        std::vector<char> content;
    };
    void keep(uintptr_t start, size_t bytes) {
        pieces_.push_back({start, read_by_system(start, bytes)});
#if defined(TERRARIUM_ASAN)
        size_t scale = 0, offset = 0;
        __asan_get_shadow_mapping(&scale, &offset);
        pieces_.push_back({(start >> scale) + offset, read_by_system((start >> scale) + offset, bytes >> scale)});
#endif
    }
    std::vector<Piece> pieces_;
};

inline void take() {
    std::string error;
    const bool taken = take_checkpoint(&error);
    INFO(error);
    REQUIRE(taken);
}

} // namespace toys
