// Objects that several threads reach: publishing, counts, putting aside, heaps of threads, the check.
#include "memory/sharing.h"
#include "tests/unit/memory_toys.h"

#include <thread>

using namespace toys;

namespace {

void no_roots(Visitor&, void*) {}

// What the tests make after this is private.
void go_parallel() {
    share_world();
    REQUIRE(parallel_world);
}

} // namespace

TEST_CASE("publishing goes as far as references do", "[sharing]") {
    World world;
    go_parallel();
    Atom* atom = world.make_atom();
    Pair* inner = world.make_pair(atom);
    Pair* outer = world.make_pair(inner, share(inner));
    Pair* apart = world.make_pair();
    inner->right = share(outer); // a cycle
    publish(outer);
    CHECK(is_shared(outer));
    CHECK(is_shared(inner));
    CHECK(is_shared(atom));
    CHECK_FALSE(is_shared(apart));
    CHECK(check_sharing(9).empty());
    outer->tag = 1;
    release(std::exchange(inner->left, share(static_cast<Object*>(apart))));
    std::vector<std::string> faults = check_sharing(9);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].find("holds private pair") != std::string::npos);
}

TEST_CASE("what lives when the world becomes parallel is shared", "[sharing]") {
    World world;
    Pair* before = world.make_pair();
    go_parallel();
    CHECK(is_shared(before));
    CHECK_FALSE(is_shared(world.make_pair()));
    local_heap().born = gc_shared;
    CHECK(is_shared(world.make_pair()));
    local_heap().born = 0;
}

TEST_CASE("a private object dies at once, a shared one when it is freed from where it was put", "[sharing]") {
    World world;
    go_parallel();
    const size_t before = live_objects();
    release(world.make_pair(world.make_atom()));
    CHECK(live_objects() == before);
    Pair* pair = world.make_pair(world.make_atom());
    publish(pair);
    CHECK_FALSE(retired_wait());
    release(pair);
    CHECK(retired_wait());
    CHECK(live_objects() == before + 2);
    free_retired();
    CHECK(live_objects() == before);
    CHECK_FALSE(retired_wait());
}

TEST_CASE("who has read a slot in time keeps the object", "[sharing]") {
    World world;
    go_parallel();
    Pair* pair = world.make_pair();
    publish(pair);
    release(pair);
    retain(pair); // read before, counted after
    free_retired();
    CHECK(pair->count == 1);
    release(pair); // it may be put aside again
    retain(pair);
    release(pair);
    const size_t before = live_objects();
    free_retired();
    CHECK(live_objects() == before - 1);
}

TEST_CASE("finalisers of shared objects ask for a safepoint and run once", "[sharing]") {
    World world;
    static int asked;
    asked = 0;
    memory_hooks.request_safepoint = [] { ++asked; };
    go_parallel();
    Atom* plain = world.make_atom();
    publish(plain);
    release(plain);
    CHECK(asked == 0);
    Pair* pair = world.make_pair(nullptr, nullptr, 7, world.finalized);
    publish(pair);
    release(pair);
    CHECK(asked == 1);
    CHECK(events.empty());
    free_retired();
    CHECK(events == Strings{"del 7"});
}

TEST_CASE("counts from several threads add up", "[sharing]") {
    World world;
    go_parallel();
    Pair* pair = world.make_pair();
    publish(pair);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([pair] {
            for (int k = 0; k < 20000; ++k) {
                retain(pair);
                retain(pair);
                release(pair);
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    CHECK(pair->count == 1 + 4 * 20000);
}

TEST_CASE("each thread has a heap of its own, and leaves it to the next", "[sharing]") {
    World world;
    go_parallel();
    const size_t before = live_objects();
    std::vector<std::thread> threads;
    std::vector<Heap*> heaps;
    std::vector<Pair*> made(4);
    for (size_t i = 0; i < 4; ++i)
        heaps.push_back(take_heap());
    for (size_t i = 0; i < 4; ++i)
        threads.emplace_back([&, i] {
            enter_heap(heaps[i]);
            for (int k = 0; k < 5000; ++k) {
                Pair* pair = world.make_pair(world.make_atom(k), nullptr, k);
                if (k % 50 == 0) {
                    pair->right = made[i];
                    made[i] = pair;
                } else {
                    release(pair);
                }
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    CHECK(live_objects() == before + 4 * 100 * 2);
    CHECK(check_pages().empty());
    for (Pair* pair : made)
        release(pair); // by a thread that it was not made in, while nobody else runs
    CHECK(live_objects() == before);
    CHECK(check_pages().empty());
    Heap* last = heaps.back();
    give_heap_back(last);
    CHECK(take_heap() == last);
}

TEST_CASE("what is counted no longer is counted again at the end", "[sharing]") {
    World world;
    Pair* common = world.make_pair();
    Pair* holder = world.make_pair(share(common), share(common));
    go_parallel();
    stop_counting(common);
    for (int i = 0; i < 10; ++i)
        retain(common);
    release(holder->left);
    holder->left = nullptr;
    CHECK(is_immortal(common));
    unshare_world(no_roots, nullptr);
    CHECK_FALSE(parallel_world);
    CHECK_FALSE(is_shared(common));
    CHECK(common->count == 1); // by the holder: the tests' own reference is no root
    const size_t before = live_objects();
    release(holder);
    CHECK(live_objects() == before - 2);
}
