// The checker finds faults that are planted, and nothing else; under ASan stale pointers are caught.
#include "tests/unit/memory_toys.h"

using namespace toys;

namespace {

bool mentions(const Strings& faults, const char* text) {
    for (const std::string& fault : faults) {
        if (fault.find(text) != std::string::npos)
            return true;
    }
    return false;
}

} // namespace

TEST_CASE("a reference nobody counted is found") {
    World world;
    Pair* pair = world.make_pair(world.make_atom());
    CHECK(faults_with_roots({pair}) == Strings{});
    pair->right = pair->left;
    CHECK(mentions(faults_with_roots({pair}), "atom"));
    CHECK(mentions(faults_with_roots({pair}), "has count 1, but 2 holders were found"));
    pair->right = nullptr;
    retain(pair->left);
    CHECK(mentions(faults_with_roots({pair}), "has count 2, but 1 holders were found"));
}

TEST_CASE("a root that is missing or freed is found") {
    World world;
    Pair* pair = world.make_pair();
    CHECK(mentions(faults_with_roots({}), "has count 1, but 0 holders were found"));
    Pair* freed = world.make_pair();
    release(freed);
    CHECK(mentions(faults_with_roots({pair, freed}), "where no live object is"));
}

TEST_CASE("a damaged page or ledger is found") {
    World world;
    Pair* pair = world.make_pair();
    PageInfo* page = page_of(pair);
    ++page->live;
    CHECK(mentions(check_pages(), "were opened"));
    --page->live;
    CHECK(check_pages().empty());
    const ShapeId shape = pair->shape;
    pair->shape = 0;
    CHECK(mentions(check_pages(), "have a shape"));
    pair->shape = 12345;
    CHECK(mentions(faults_with_roots({pair}), "which does not exist"));
    pair->shape = shape;
    memory_state().spans.used_pages += 1;
    CHECK(mentions(check_pages(), "counted as"));
    memory_state().spans.used_pages -= 1;
    memory_state().spans.released_pages += 1;
    CHECK(mentions(check_pages(), "the ledger is off by"));
    memory_state().spans.released_pages -= 1;
    CHECK(faults_with_roots({pair}) == Strings{});
}

TEST_CASE("a container its collector cannot see is found") {
    World world;
    Pair* pair = world.make_pair();
    collect(1);
    CHECK(generation_of(pair) == 2);
    page_of(pair)->flags = 0; // as if no young object had ever been there
    memory_state().collector.young_pages = 0;
    pair->gc = gc_container; // generation 0
    CHECK(mentions(faults_with_roots({pair}), "no list the collector would look at"));
}

TEST_CASE("a cycle that is left over counts as a leak") {
    World world;
    Pair* cycle = world.make_pair();
    cycle->left = cycle;
    std::vector<Object*> roots;
    CHECK(check_heap(visit_listed, &roots).empty());
    CHECK(find_leaks(visit_listed, &roots) == std::vector<Object*>{cycle});
    roots.push_back(share(cycle));
    CHECK(find_leaks(visit_listed, &roots).empty());
}

#if defined(TERRARIUM_ASAN)
extern "C" int __asan_address_is_poisoned(void const volatile* address);

TEST_CASE("freed and unused memory is poisoned") {
    World world;
    Pair* pair = world.make_pair();
    auto* bytes = reinterpret_cast<char*>(pair);
    CHECK_FALSE(__asan_address_is_poisoned(bytes + sizeof(Pair) - 1));
    CHECK(__asan_address_is_poisoned(bytes + sizeof(Pair)));
    release(pair);
    CHECK(__asan_address_is_poisoned(bytes));
    CHECK(__asan_address_is_poisoned(bytes + 16));
    CHECK(world.make_pair() != pair); // not used again at once

    void* raw = alloc_raw(5);
    CHECK_FALSE(__asan_address_is_poisoned(static_cast<char*>(raw) + 4));
    CHECK(__asan_address_is_poisoned(static_cast<char*>(raw) + 5));
    void* large = try_alloc_raw(100001);
    CHECK(__asan_address_is_poisoned(static_cast<char*>(large) + 100001));
    free_raw(large, 100001);
    CHECK(__asan_address_is_poisoned(large));

    StackArea* area = stack_open(1 << 20);
    REQUIRE(stack_ensure(area, area->base + 1000));
    CHECK_FALSE(__asan_address_is_poisoned(area->base + 999));
    CHECK(__asan_address_is_poisoned(area->base + 1000));
    stack_poison(area, area->base + 104);
    CHECK(__asan_address_is_poisoned(area->base + 104));
    REQUIRE(stack_ensure(area, area->base + 208));
    CHECK_FALSE(__asan_address_is_poisoned(area->base + 207));

    void* cell = data_alloc(24);
    data_free(cell, 24);
    CHECK(__asan_address_is_poisoned(cell));
}
#endif
