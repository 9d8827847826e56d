// Machine stacks inside the world: a context that a checkpoint found suspended goes on from there after every restore,
// though its own stack is read-only when it does, and though it was left in the middle of something else.
#include "tests/unit/memory_toys.h"
#include "tests/unit/world_copy.h"
#include "vm/threads/fiber_context.h"

#include <ctime>
#include <utility>

using namespace toys;

namespace {

constexpr size_t stack_bytes = size_t(256) << 10;

MachineContext outside, inside; // process state, as a scheduler's are

// All it knows is on its own stack and in the world.
struct Plan {
    World* world;
    uint32_t answer;
    uint32_t steps; // how often it comes out
};

void come_out() { switch_context(&inside, outside, nullptr); }

__attribute__((noinline)) uint32_t descend(unsigned depth, uint32_t seed) {
    volatile char pages[3000];
    pages[seed % sizeof pages] = static_cast<char>(seed);
    if (depth == 0)
        return seed;
    if (depth % 16 == 0)
        come_out(); // often it is not asked in again
    const uint32_t below = descend(depth - 1, seed * 31 + depth);
    return below + static_cast<uint32_t>(pages[seed % sizeof pages]);
}

void body(void* given) {
    Plan* plan = static_cast<Plan*>(given);
    Pair* chain = nullptr;
    for (uint32_t round = 0;; ++round) {
        chain = plan->world->make_pair(chain, nullptr, round);
        timespec time{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time); // a real call of the system writes to this stack
        plan->answer = plan->answer * 17 + descend(20 + round % 30, round) + static_cast<uint32_t>(chain->tag) + (time.tv_nsec < 0);
        ++plan->steps;
        come_out();
    }
}

void go_in(Plan* plan) { switch_context(&outside, inside, plan); }

} // namespace

TEST_CASE("a context on a stack of the world is restored with it") {
    World world;
    auto* plan = static_cast<Plan*>(data_alloc(sizeof(Plan)));
    *plan = {&world, 1, 0};
    StackArea* area = stack_open(stack_bytes);
    REQUIRE(stack_ensure(area, area->base + stack_bytes));
    inside = make_context(area->base, area->base + stack_bytes, body);
    for (int i = 0; i < 50; ++i)
        go_in(plan);
    const MachineContext suspended = inside;

    take();
    const WorldCopy copy;
    constexpr int most = 40;
    std::pair<uint32_t, uint32_t> seen[most + 1] = {};
    for (int round = 0; round < 3000 / slower; ++round) {
        const int times = round % (most + 1);
        for (int i = 0; i < times; ++i)
            go_in(plan);
        const std::pair<uint32_t, uint32_t> now = {plan->answer, plan->steps};
        if (round <= most)
            seen[times] = now;
        REQUIRE(seen[times] == now);
        restore_checkpoint();
        inside = suspended;
        if (round % 10 == 0)
            REQUIRE(copy.first_difference() == 0);
    }
    CHECK(seen[most].second > seen[0].second);
    CHECK(checkpoint_stats().faults < 1000);
    drop_checkpoint();
    go_in(plan); // and goes on when nothing is held
    CHECK(std::pair(plan->answer, plan->steps) == seen[1]);
}
