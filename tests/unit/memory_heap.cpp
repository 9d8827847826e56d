// Blocks, size classes, spans, limits and the ledger.
#include "tests/unit/memory_toys.h"

#include <cstring>
#include <random>

using namespace toys;

TEST_CASE("every size gets the smallest class that holds it") {
    for (size_t bytes = 1; bytes <= medium_block_max; ++bytes) {
        const unsigned size_class = size_class_of(bytes);
        if (size_class >= class_count || class_bytes(size_class) < bytes ||
            (size_class > 0 && class_bytes(size_class - 1) >= bytes))
            FAIL("size " << bytes << " has class " << size_class);
    }
    STATIC_REQUIRE(usable_size(1) == 16);
    STATIC_REQUIRE(usable_size(300) == 320);
    STATIC_REQUIRE(usable_size(20000) == 2 * page_bytes);
}

TEST_CASE("a fresh object has count 1, its shape and generation 0") {
    World world;
    Pair* pair = world.make_pair();
    CHECK(pair->count == 1);
    CHECK(pair->shape == world.pair);
    CHECK(pair->gc == gc_container);
    CHECK(birth_of(pair) == 1);
    Atom* atom = world.make_atom();
    CHECK(atom->gc == 0);
    CHECK(object_at(reinterpret_cast<std::byte*>(pair) + 20) == pair);
    CHECK(in_heap(pair));
    free_object(pair, sizeof(Pair));
    CHECK(object_at(pair) == nullptr);
    CHECK(live_objects() == 1);
    free_object(atom, sizeof(Atom));
    CHECK(check_pages().empty());
}

TEST_CASE("objects of all classes keep what is written to them") {
    World world;
    struct Block {
        Object* object;
        size_t bytes;
        unsigned char byte;
    };
    std::vector<Block> blocks;
    for (int round = 0; round < 40; ++round) {
        for (size_t bytes = sizeof(Object); bytes <= 3 * medium_block_max; bytes += bytes / 7 + 8) {
            const auto kind = (bytes + static_cast<size_t>(round)) % 2 == 0 ? AllocKind::atomic : AllocKind::container;
            Object* object = alloc_object(bytes, world.atom, kind);
            REQUIRE(object != nullptr);
            REQUIRE(reinterpret_cast<uintptr_t>(object) % 8 == 0);
            const auto byte = static_cast<unsigned char>(blocks.size());
            std::memset(object + 1, byte, bytes - sizeof(Object));
            blocks.push_back({object, bytes, byte});
        }
    }
    CHECK(live_objects() == blocks.size());
    CHECK(check_pages() == Strings{});
    size_t wrong = 0;
    for (const Block& block : blocks) {
        const auto* bytes = reinterpret_cast<const unsigned char*>(block.object);
        for (size_t i = sizeof(Object); i < block.bytes; ++i)
            wrong += bytes[i] != block.byte;
        wrong += block.object->count != 1;
    }
    CHECK(wrong == 0);
    for (const Block& block : blocks)
        free_object(block.object, block.bytes);
    CHECK(live_objects() == 0);
    CHECK(check_pages() == Strings{});
    CHECK(heap_stats().live_bytes == 0);
}

TEST_CASE("the ledger is exact at every moment of a random life") {
    World world;
    std::mt19937 random(7);
    struct Block {
        void* address;
        size_t bytes;
        bool raw;
    };
    std::vector<Block> blocks;
    size_t live = 0;
    for (int step = 0; step < 30000; ++step) {
        const unsigned choice = random() % 100;
        if (choice < 55 || blocks.empty()) {
            size_t bytes = 16 + random() % 400;
            if (choice < 8)
                bytes = 1000 + random() % 30000;
            if (choice == 0)
                bytes = 100000 + random() % 3000000;
            const bool raw = random() % 2 == 0;
            void* address = raw ? try_alloc_raw(bytes) : try_alloc_object(bytes, world.atom, AllocKind::container);
            REQUIRE(address != nullptr);
            if (raw)
                std::memset(address, 0x5a, bytes);
            blocks.push_back({address, bytes, raw});
            live += usable_size(raw ? bytes : std::max(bytes, object_block_min));
        } else {
            const size_t index = random() % blocks.size();
            Block& block = blocks[index];
            if (block.raw && choice > 90) {
                const size_t bytes = 1 + random() % 60000;
                void* moved = try_realloc_raw(block.address, block.bytes, bytes);
                REQUIRE(moved != nullptr);
                live += usable_size(bytes) - usable_size(block.bytes);
                block.address = moved;
                block.bytes = bytes;
                continue;
            }
            live -= usable_size(block.raw ? block.bytes : std::max(block.bytes, object_block_min));
            if (block.raw)
                free_raw(block.address, block.bytes);
            else
                free_object(static_cast<Object*>(block.address), block.bytes);
            block = blocks.back();
            blocks.pop_back();
        }
        if (step % 500 == 0) {
            const Ledger ledger = take_ledger();
            REQUIRE(ledger.error() == 0);
            REQUIRE(ledger.live_bytes + ledger.header_bytes == live);
            REQUIRE(check_pages() == Strings{});
        }
    }
    const Ledger ledger = take_ledger();
    size_t pages = 0;
    for (const LedgerRow& row : ledger.rows) {
        CHECK(row.live_bytes + row.free_bytes + row.untouched_bytes + row.slack_bytes == row.pages * page_bytes);
        pages += row.pages;
    }
    CHECK(pages * page_bytes == heap_used_bytes());
}

TEST_CASE("a large block grows in place into free pages, and shrinks") {
    World world;
    auto* bytes = static_cast<char*>(try_alloc_raw(100000));
    std::memset(bytes, 1, 100000);
    auto* more = static_cast<char*>(try_realloc_raw(bytes, 100000, 5000000));
    CHECK(more == bytes);
    std::memset(more, 2, 5000000);
    void* barrier = try_alloc_raw(100000);
    auto* moved = static_cast<char*>(try_realloc_raw(more, 5000000, 9000000));
    CHECK(moved != more);
    CHECK(moved[4999999] == 2);
    CHECK(try_realloc_raw(moved, 9000000, 50000) == moved);
    CHECK(check_pages() == Strings{});
    free_raw(moved, 50000);
    free_raw(barrier, 100000);
    CHECK(heap_used_bytes() == 0);

    Object* object = try_alloc_object(132, world.atom, AllocKind::atomic);
    CHECK(try_grow_object(object, 132, 144) == object);
    CHECK(try_grow_object(object, 144, 148) == nullptr);
    free_object(object, 144);
    CHECK(check_pages() == Strings{});
}

TEST_CASE("large blocks that grow by turns keep what they hold") {
    World world;
    std::mt19937 random(11);
    struct Block {
        uint32_t* words;
        size_t count;
    };
    std::vector<Block> blocks(6, {nullptr, 0});
    const auto free_block = [](Block& block) {
        free_raw(block.words, block.count * sizeof(uint32_t));
        block = {nullptr, 0};
    };
    for (uint32_t step = 0; step < 600; ++step) {
        const uint32_t index = random() % blocks.size();
        Block& block = blocks[index];
        const size_t count = std::max<size_t>(block.count + block.count / 8, 200000) + random() % 5000;
        void* grown = try_realloc_raw(block.words, block.count * sizeof(uint32_t), count * sizeof(uint32_t));
        REQUIRE(grown != nullptr);
        block.words = static_cast<uint32_t*>(grown);
        for (size_t i = block.count; i < count; ++i)
            block.words[i] = index + static_cast<uint32_t>(i) * 7;
        block.count = count;
        const Block& seen = blocks[random() % blocks.size()];
        uint32_t wrong = 0;
        for (size_t i = 0; i < seen.count; ++i)
            wrong += seen.words[i] != static_cast<uint32_t>(&seen - blocks.data()) + static_cast<uint32_t>(i) * 7;
        REQUIRE(wrong == 0);
        if (count > 3000000)
            free_block(block);
        if (step % 50 == 0)
            REQUIRE(check_pages() == Strings{});
    }
    for (Block& block : blocks)
        free_block(block);
    CHECK(heap_used_bytes() == 0);
    CHECK(check_pages() == Strings{});
}

TEST_CASE("memory that has become free goes back to the system") {
    World world;
    const size_t before = heap_stats().mapped;
    void* big = try_alloc_raw(200 << 20);
    REQUIRE(big != nullptr);
    CHECK(heap_stats().mapped >= before + (200 << 20));
    free_raw(big, 200 << 20);
    CHECK(heap_stats().mapped < before + (64 << 20));
    CHECK(heap_peak_bytes() >= 200 << 20);
    CHECK(check_pages() == Strings{});
    // And is usable again.
    auto* again = static_cast<char*>(try_alloc_raw(150 << 20));
    REQUIRE(again != nullptr);
    CHECK(again[100 << 20] == 0);
    again[100 << 20] = 1;
    free_raw(again, 150 << 20);
    CHECK(check_pages() == Strings{});
}

TEST_CASE("what the limit forbids is refused, and small requests never fail") {
    World world({.heap_limit = 4 << 20, .stack_limit = 0});
    CHECK(heap_limit() == 4 << 20);
    CHECK(try_alloc_raw(size_t(1) << 40) == nullptr);
    CHECK(try_alloc_raw(~size_t(0)) == nullptr);
    CHECK(try_alloc_object(5 << 20, world.atom, AllocKind::atomic) == nullptr);
    CHECK_FALSE(world_memory_pressure());
    void* most = try_alloc_raw(3 << 20);
    REQUIRE(most != nullptr);
    CHECK(try_realloc_raw(most, 3 << 20, 5 << 20) == nullptr);
    CHECK_FALSE(heap_has_room(2 << 20));
    CHECK_FALSE(take_memory_pressure());

    static int safepoints = 0;
    safepoints = 0;
    memory_hooks.request_safepoint = [] { ++safepoints; };
    std::vector<Object*> objects;
    while (!world_memory_pressure())
        objects.push_back(alloc_object(1000, world.atom, AllocKind::atomic));
    CHECK(safepoints == 1);
    CHECK(take_memory_pressure());
    CHECK_FALSE(world_memory_pressure());
    objects.push_back(alloc_object(small_limit, world.atom, AllocKind::atomic)); // the reserve
    for (int i = 0; i < 1000; ++i)
        objects.push_back(alloc_object(500, world.atom, AllocKind::atomic));
    CHECK(world_memory_pressure()); // a little above, it is asked for again
    for (size_t i = 0; i < objects.size(); ++i)
        free_object(objects[i], 0);
    CHECK_FALSE(take_memory_pressure());
    CHECK(try_alloc_raw(1 << 19) != nullptr);
    CHECK(check_pages() == Strings{});
}

TEST_CASE("a listener sees every allocation and free, and nobody pays after it left") {
    class Log final : public HeapListener {
    public:
        void on_allocate(Object*, size_t bytes) override { allocated += bytes; }
        void on_free(Object*, size_t) override { ++freed; }
        void on_count_change(Object*, uint32_t count) override { last_count = count; }
        void on_collection_phase(CollectionPhase, int) override { ++phases; }
        size_t allocated = 0, freed = 0, phases = 0;
        uint32_t last_count = 0;
    } log;
    World world;
    Pair* early = world.make_pair();
    set_heap_listener(&log);
    Pair* pair = world.make_pair(world.make_atom());
    CHECK(log.allocated == sizeof(Pair) + sizeof(Atom));
    retain_traced(pair);
    CHECK(log.last_count == 2);
    release_traced(pair);
    release(pair);
    CHECK(log.freed == 2);
    collect(2);
    CHECK(log.phases >= 5);
    set_heap_listener(nullptr);
    release(early);
    CHECK(log.freed == 2);
    CHECK(live_objects() == 0);
    CHECK(check_pages() == Strings{});
}
