// Reference counts: freeing at zero, order of finalisers and weak references, chains without recursion.
#include "tests/unit/memory_toys.h"

using namespace toys;

TEST_CASE("the last release frees at once, with all that hangs on it") {
    World world;
    Pair* pair = world.make_pair(world.make_pair(world.make_atom()), world.make_atom());
    CHECK(live_objects() == 4);
    retain(pair);
    release(pair);
    CHECK(live_objects() == 4);
    release(pair);
    CHECK(live_objects() == 0);
}

TEST_CASE("immortal objects survive any number of releases") {
    World world;
    Atom* atom = world.make_atom();
    make_immortal(atom);
    for (int i = 0; i < 1000; ++i)
        release(atom);
    CHECK(is_immortal(atom));
    CHECK(live_objects() == 1);
}

TEST_CASE("finaliser, then weak references, then what the object holds") {
    World world;
    memory_hooks.clear_weak_references = [](Object* object) {
        CHECK(object->count == 0);
        events.push_back("weak " + std::to_string(static_cast<Pair*>(object)->tag));
    };
    Pair* inner = world.make_pair(nullptr, nullptr, 2, world.finalized);
    Pair* outer = world.make_pair(inner, nullptr, 1, world.finalized);
    outer->gc |= gc_weakly_referenced;
    inner->gc |= gc_weakly_referenced;
    release(outer);
    CHECK(events == Strings{"del 1", "weak 1", "del 2", "weak 2"});
    CHECK(live_objects() == 0);
}

TEST_CASE("a finaliser may bring its object back, but runs only once") {
    World world;
    Pair* pair = world.make_pair(world.make_atom(), nullptr, 7, world.phoenix);
    release(pair);
    CHECK(saved == pair);
    CHECK(pair->count == 1);
    CHECK(live_objects() == 2);
    release(saved);
    CHECK(events == Strings{"save 7"});
    CHECK(live_objects() == 0);
}

TEST_CASE("a list of ten million nodes is freed without recursion") {
    World world({.heap_limit = 4 * gib, .stack_limit = 0});
    disable_collector();
    const int count = poisoning ? 1000000 : 10000000;
    Pair* head = nullptr;
    for (int i = 0; i < count; ++i)
        head = world.make_pair(head);
    CHECK(live_objects() == static_cast<size_t>(count));
    release(head);
    CHECK(live_objects() == 0);
    CHECK(heap_used_bytes() < 1 << 20);
    CHECK(check_pages() == Strings{});
}

TEST_CASE("a deep tree with branches on both sides is freed whole") {
    World world;
    Pair* node = nullptr;
    for (int i = 0; i < 100000; ++i) {
        Pair* side = nullptr;
        for (int j = 0; j < 3; ++j)
            side = world.make_pair(nullptr, side);
        node = i % 2 == 0 ? world.make_pair(node, side) : world.make_pair(side, node);
    }
    release(node);
    CHECK(live_objects() == 0);
}

// As in CPython 3.11, also across the depth at which destruction is put off.
TEST_CASE("finalisers along a chain run from its head to its end") {
    World world;
    Pair* chain = nullptr;
    for (int i = 300; i-- > 0;)
        chain = world.make_pair(chain, nullptr, i, world.finalized);
    release(chain);
    REQUIRE(events.size() == 300);
    for (int i = 0; i < 300; ++i)
        REQUIRE(events[static_cast<size_t>(i)] == "del " + std::to_string(i));
}

TEST_CASE("objects that wait for the nesting to unwind are seen by no walk") {
    World world;
    static size_t seen;
    seen = 0;
    const auto look = [](Object* object) {
        for_each_object(Walk::all, [](Object* other) { REQUIRE(other->count < 100); });
        if (static_cast<Pair*>(object)->tag == 999)
            seen = collect(2);
        return false;
    };
    const ShapeId looking = World::make_shape(pair_life, look);
    Pair* chain = world.make_pair(nullptr, nullptr, 999, looking);
    for (int i = 0; i < 200; ++i)
        chain = world.make_pair(chain, nullptr, i, i % 10 == 0 ? looking : 0);
    Pair* cycle = world.make_pair();
    cycle->left = cycle;
    release(chain);
    CHECK(seen == 1);
    CHECK(live_objects() == 0);
    CHECK(check_pages() == Strings{});
}
