// The cycle collector: generations, finalisers, resurrection, weak references, thresholds.
#include "tests/unit/memory_toys.h"

#include <random>

using namespace toys;

namespace {

// Two pairs that hold each other; nothing else holds them.
void make_cycle(World& world, int64_t first_tag = 0, ShapeId shape = 0) {
    Pair* a = world.make_pair(nullptr, nullptr, first_tag, shape);
    Pair* b = world.make_pair(a, nullptr, first_tag + 1, shape);
    a->left = b;
}

} // namespace

TEST_CASE("a cycle survives its counts and falls to the collector") {
    World world;
    make_cycle(world);
    Pair* self = world.make_pair();
    self->left = self;
    Pair* held = world.make_pair();
    held->left = share(held);
    CHECK(live_objects() == 4);
    CHECK(collect(2) == 3);
    CHECK(live_objects() == 1);
    CHECK(gc_stats(2).collections == 1);
    CHECK(gc_stats(2).collected == 3);
    CHECK(collect(2) == 0);
    CHECK(faults_with_roots({held}) == Strings{});
    release(held);
    CHECK(collect(2) == 1);
    CHECK(live_objects() == 0);
}

TEST_CASE("survivors move up, and a young collection does not look at them") {
    World world;
    Pair* held = world.make_pair(world.make_pair());
    CHECK(generation_of(held) == 0);
    collect(0);
    CHECK(generation_of(held) == 1);
    CHECK(last_collection().candidates == 2);
    CHECK(last_collection().subtracted == 1);
    CHECK(last_collection().roots == 1);
    CHECK(last_collection().promoted == 2);
    collect(0);
    CHECK(last_collection().candidates == 0);
    collect(1);
    CHECK(generation_of(held) == 2);
    CHECK(generation_size(2) == 2);
    collect(1);
    CHECK(last_collection().candidates == 0);
    // Garbage does not move up.
    make_cycle(world);
    CHECK(collect(0) == 2);
    CHECK(last_collection().promoted == 0);
    // A cycle that has grown old is found by a full collection only.
    static_cast<Pair*>(held->left)->left = share(held);
    release(held);
    CHECK(collect(1) == 0);
    CHECK(collect(2) == 2);
    CHECK(live_objects() == 0);
}

TEST_CASE("a young cycle that an old object holds stays") {
    World world;
    Pair* old = world.make_pair();
    collect(2);
    Pair* a = world.make_pair();
    a->left = share(a);
    old->left = a;
    CHECK(collect(0) == 0);
    CHECK(collect(1) == 0);
    CHECK(collect(2) == 0);
    CHECK(faults_with_roots({old}) == Strings{});
    release(old);
    CHECK(collect(2) == 1);
}

TEST_CASE("garbage is finalised in the order of birth, each once") {
    World world;
    // Freed blocks first, so that addresses do not follow births.
    std::vector<Pair*> holes;
    for (int i = 0; i < 100; ++i)
        holes.push_back(world.make_pair());
    for (Pair* hole : holes)
        release(hole);
    for (int i = 0; i < 10; i += 2)
        make_cycle(world, i, world.finalized);
    CHECK(collect(2) == 10);
    Strings expected;
    for (int i = 0; i < 10; ++i)
        expected.push_back("del " + std::to_string(i));
    CHECK(events == expected);
    CHECK(live_objects() == 0);
}

TEST_CASE("a finaliser that brings garbage back saves all it leads to, and nothing else") {
    World world;
    Pair* reborn = world.make_pair(nullptr, nullptr, 1, world.phoenix);
    Pair* friendly = world.make_pair(reborn, world.make_atom(5), 2);
    reborn->left = friendly;
    make_cycle(world, 10, world.finalized);
    CHECK(collect(2) == 2);
    CHECK(last_collection().resurrected == 2);
    REQUIRE(saved == reborn);
    CHECK(live_objects() == 3);
    CHECK(faults_with_roots({saved}) == Strings{});
    CHECK(find_leaks(nullptr, nullptr).size() == 3);
    release(saved);
    CHECK(collect(2) == 2);
    CHECK(events == Strings{"save 1", "del 10", "del 11"});
    CHECK(live_objects() == 0);
}

TEST_CASE("weak references of garbage are cleared before any finaliser runs") {
    World world;
    memory_hooks.clear_weak_references_of_garbage = [](Object** garbage, size_t count) {
        for (size_t i = 0; i < count; ++i) {
            CHECK(in_garbage(garbage[i]));
            if ((garbage[i]->gc & gc_weakly_referenced) != 0)
                events.push_back("weak " + std::to_string(static_cast<Pair*>(garbage[i])->tag));
            garbage[i]->gc &= static_cast<uint8_t>(~gc_weakly_referenced);
        }
        CHECK_FALSE(in_garbage(saved));
    };
    Pair* a = world.make_pair(nullptr, nullptr, 1, world.finalized);
    a->left = a;
    a->gc |= gc_weakly_referenced;
    saved = world.make_pair();
    CHECK(collect(2) == 1);
    CHECK(events == Strings{"weak 1", "del 1"});
}

TEST_CASE("callbacks hear of start and stop, statistics and saved garbage are told") {
    World world;
    static std::vector<Object*> kept;
    kept.clear();
    memory_hooks.collection_callback = [](CollectionEvent event, int generation, size_t collected, size_t) {
        events.push_back((event == CollectionEvent::start ? "start " : "stop ") + std::to_string(generation) + " " +
                         std::to_string(collected));
        CHECK(collect(2) == 0); // not while one runs
    };
    memory_hooks.save_garbage = [](Object* object) { kept.push_back(share(object)); };
    memory_hooks.report_garbage = [](Object*, GarbageKind) { events.push_back("garbage"); };
    set_gc_debug_flags(gc_debug_saveall | gc_debug_collectable);
    make_cycle(world);
    CHECK(collect(1) == 2);
    CHECK(events == Strings{"start 1 0", "garbage", "garbage", "stop 1 2"});
    REQUIRE(kept.size() == 2);
    CHECK(faults_with_roots(kept) == Strings{});
    set_gc_debug_flags(0);
    for (Object* object : kept)
        release(object);
    CHECK(collect(2) == 2);
}

TEST_CASE("allocation asks for a collection exactly above the threshold") {
    World world;
    static int asked;
    asked = 0;
    memory_hooks.request_safepoint = [] { ++asked; };
    set_gc_thresholds(100, 3, 2);
    std::vector<Pair*> pairs;
    for (int i = 0; i < 100; ++i)
        pairs.push_back(world.make_pair());
    CHECK(asked == 0);
    CHECK(gc_count(0) == 100);
    release(pairs.back());
    pairs.back() = world.make_pair();
    CHECK(asked == 0);
    for (int i = 0; i < 50; ++i)
        pairs.push_back(world.make_pair());
    CHECK(asked == 1);
    collect_if_requested();
    CHECK(gc_count(0) == 0);
    CHECK(gc_count(1) == 1);
    CHECK(gc_stats(0).collections == 1);
    // Frees of old objects do not make the count negative.
    for (Pair* pair : pairs)
        release(pair);
    CHECK(gc_count(0) == 0);
    // The older generations follow their own thresholds.
    for (int i = 0; i < 5; ++i) {
        for (int j = 0; j < 102; ++j)
            make_cycle(world);
        collect_if_requested();
    }
    CHECK(gc_stats(0).collections == 5);
    CHECK(gc_stats(1).collections == 1);
    CHECK(gc_count(1) == 1);
    CHECK(gc_count(2) == 1);

    disable_collector();
    for (int j = 0; j < 1000; ++j)
        make_cycle(world);
    CHECK(world_requests() == 0);
    CHECK(gc_count(0) >= 2000);
    enable_collector();
    make_cycle(world);
    CHECK(world_requests() == request_collection);
    collect_if_requested();
    CHECK(collect(2) <= 2);
    CHECK(live_objects() == 0);
}

TEST_CASE("under stress every container asks") {
    World world;
    set_gc_stress(true);
    for (int i = 0; i < 20; ++i) {
        make_cycle(world);
        collect_if_requested();
        CHECK(live_objects() == 0);
    }
    CHECK(gc_stats(0).collections + gc_stats(1).collections == 20);
}

TEST_CASE("frozen tuples of atoms leave the collector's care; lazy ones come back") {
    World world;
    Pair* atoms = world.make_pair(world.make_atom(), nullptr, 0, world.frozen);
    Pair* lazy = world.make_pair(world.make_atom(), nullptr, 0, world.lazy);
    Pair* holder = world.make_pair(world.make_pair(), nullptr, 0, world.frozen);
    Pair* nested = world.make_pair(share(lazy), nullptr, 0, world.frozen);
    collect(0);
    CHECK_FALSE(is_tracked(atoms));
    CHECK(is_tracked(lazy));
    CHECK(is_tracked(holder));
    collect(2);
    CHECK_FALSE(is_tracked(lazy));
    CHECK(is_tracked(nested)); // lazy may hold containers again
    CHECK(faults_with_roots({atoms, lazy, holder, nested}) == Strings{});
    lazy->right = share(lazy);
    track(lazy);
    CHECK(generation_of(lazy) == 0);
    CHECK(faults_with_roots({atoms, lazy, holder, nested}) == Strings{});
    release(nested);
    release(lazy);
    CHECK(collect(0) == 1);
    release(atoms);
    release(holder);
    CHECK(live_objects() == 0);
}

TEST_CASE("frozen objects are out of sight until they are thawed") {
    World world;
    make_cycle(world);
    freeze();
    CHECK(freeze_count() == 2);
    CHECK(collect(2) == 0);
    make_cycle(world);
    CHECK(collect(2) == 2);
    unfreeze();
    CHECK(freeze_count() == 0);
    CHECK(collect(2) == 2);
}

TEST_CASE("referrers are found by looking") {
    World world;
    Atom* atom = world.make_atom();
    Pair* one = world.make_pair(atom, share(atom));
    Pair* two = world.make_pair(share(atom));
    std::vector<Object*> found;
    for_each_referrer(
        atom, [](Object* object, void* list) { static_cast<std::vector<Object*>*>(list)->push_back(object); }, &found);
    CHECK(found.size() == 2);
    release(one);
    release(two);
    CHECK(live_objects() == 0);
}

TEST_CASE("large containers are collected too") {
    World world;
    static const Lifecycle big_life{trace_pair, clear_pair, clear_pair, [](const Object*) -> size_t { return 100000; },
                                    nullptr,    "big"};
    const ShapeId shape = World::make_shape(big_life, nullptr);
    for (const size_t bytes : {size_t(5000), size_t(100000)}) {
        auto* big = static_cast<Pair*>(try_alloc_object(bytes, shape, AllocKind::container));
        REQUIRE(big != nullptr);
        big->left = big;
        big->right = world.make_atom();
        CHECK(collect(0) == 1);
        CHECK(live_objects() == 0);
    }
    CHECK(heap_used_bytes() <= 8 * page_bytes);
}

TEST_CASE("a random graph: what the roots reach lives, all else goes, at every generation") {
    std::mt19937 random(11);
    for (int round = 0; round < 20; ++round) {
        World world;
        std::vector<Object*> roots;
        size_t next_tag = 0;
        for (int step = 0; step < 40; ++step) {
            std::vector<Pair*> fresh;
            for (int i = 0; i < 50; ++i)
                fresh.push_back(world.make_pair(nullptr, nullptr, static_cast<int64_t>(next_tag++),
                                                random() % 8 == 0 ? world.finalized : world.pair));
            for (Pair* pair : fresh) {
                pair->left = share(fresh[random() % fresh.size()]);
                if (!roots.empty() && random() % 3 == 0)
                    pair->right = share(roots[random() % roots.size()]);
            }
            for (Pair* pair : fresh) {
                if (random() % 20 == 0)
                    roots.push_back(pair);
                else
                    release(pair);
            }
            if (roots.size() > 10) {
                const size_t index = random() % roots.size();
                Object* gone = roots[index];
                roots[index] = roots.back();
                roots.pop_back();
                release(gone);
            }
            collect(static_cast<int>(random() % 8 == 0 ? 2 : random() % 2));
            REQUIRE(faults_with_roots(roots) == Strings{});
        }
        collect(2);
        REQUIRE(faults_with_roots(roots) == Strings{});
        REQUIRE(find_leaks(visit_listed, &roots).empty());
        for (Object* root : roots)
            release(root);
        collect(2);
        REQUIRE(live_objects() == 0);
        REQUIRE(take_ledger().error() == 0);
    }
}
