// A restored world is the world of the checkpoint, byte for byte: what the memory room can do is done at random in
// between, and everything usable is compared with a copy that the system made (so that no page is touched by looking).
#include "tests/unit/memory_toys.h"
#include "tests/unit/world_copy.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <random>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace toys;

namespace {

struct Block {
    void* start;
    size_t bytes;
};

// Does what programs do. What it knows of the world is saved and restored by copying it.
struct Player {
    std::vector<Object*> objects; // owned
    std::vector<Block> raw, data, code;
    std::vector<ShapeId> shapes;
    std::vector<StackArea*> areas;

    template <typename T> static T take_one(std::vector<T>& from, std::mt19937& random) {
        std::swap(from[random() % from.size()], from.back());
        T taken = from.back();
        from.pop_back();
        return taken;
    }
    Object* any_object(std::mt19937& random) {
        return objects.empty() || random() % 4 == 0 ? nullptr : share(objects[random() % objects.size()]);
    }
    static size_t some_size(std::mt19937& random) {
        const unsigned kind = random() % 400;
        return 1 + random() % (kind == 0 ? 16u << 20 : kind < 10 ? 300000u : kind < 50 ? 20000u : 300u);
    }
    static void scribble(Block block, std::mt19937& random) {
        auto* bytes = static_cast<unsigned char*>(block.start);
        bytes[0] = bytes[block.bytes - 1] = bytes[random() % block.bytes] = static_cast<unsigned char>(random());
        if (random() % 8 == 0)
            std::memset(bytes, static_cast<int>(random() % 255 + 1), block.bytes);
    }
    void collect_some(std::mt19937& random) {
        if (random() % 20 == 0)
            collect(static_cast<int>(random() % 3));
    }
    void use_a_stack(std::mt19937& random) {
        if (areas.empty() || random() % 10 == 0) {
            areas.push_back(stack_open(size_t(64 + 64 * (random() % 40)) << 10));
            REQUIRE(areas.back() != nullptr);
        }
        if (random() % 12 == 0)
            return stack_close(take_one(areas, random));
        StackArea* area = areas[random() % areas.size()];
        const size_t deep = 1 + random() % (random() % 5 == 0 ? area->limit : 9000);
        REQUIRE(stack_ensure(area, area->base + deep));
        scribble({area->base, deep}, random);
        stack_set_top(area, area->base + deep / 2);
        stack_poison(area, area->base + deep / 2);
        if (random() % 6 == 0)
            stack_trim(area, area->base + deep / 2);
    }

    void step(World& world, std::mt19937& random) {
        switch (random() % 16) {
        case 0: case 1: case 2:
            objects.push_back(world.make_pair(any_object(random), any_object(random), static_cast<int64_t>(random())));
            break;
        case 3:
            objects.push_back(world.make_atom(static_cast<int64_t>(random())));
            break;
        case 4: case 5:
            if (!objects.empty())
                release(take_one(objects, random));
            break;
        case 6: {
            Pair* left = world.make_pair(any_object(random));
            left->right = world.make_pair(left, any_object(random)); // takes the only outside reference over
            break;
        }
        case 7: {
            const size_t bytes = some_size(random);
            if (void* start = try_alloc_raw(bytes)) {
                raw.push_back({start, bytes});
                scribble(raw.back(), random);
            }
            break;
        }
        case 8:
            if (!raw.empty()) {
                Block block = take_one(raw, random);
                const size_t bytes = some_size(random);
                void* moved = try_realloc_raw(block.start, block.bytes, bytes);
                raw.push_back(moved != nullptr ? Block{moved, bytes} : block);
                scribble(raw.back(), random);
            }
            break;
        case 9: case 10:
            if (!raw.empty()) {
                Block block = take_one(raw, random);
                free_raw(block.start, block.bytes);
            }
            break;
        case 11: {
            const size_t bytes = 1 + random() % 5000;
            const bool is_data = random() % 2 != 0;
            Block block{is_data ? data_alloc(bytes) : code_alloc(bytes), bytes};
            REQUIRE(block.start != nullptr);
            scribble(block, random);
            (is_data ? data : code).push_back(block);
            break;
        }
        case 12: {
            const bool is_data = random() % 2 != 0;
            std::vector<Block>& blocks = is_data ? data : code;
            if (!blocks.empty()) {
                Block block = take_one(blocks, random);
                is_data ? data_free(block.start, block.bytes) : code_free(block.start, block.bytes);
            }
            break;
        }
        case 13:
            if (shapes.empty() || random() % 2 != 0)
                shapes.push_back(new_shape());
            else
                free_shape(take_one(shapes, random));
            break;
        case 14:
            use_a_stack(random);
            break;
        default:
            collect_some(random);
        }
    }
};

// Plays rounds from one checkpoint; every restored world is compared, some are proved to be sound as well.
void play_rounds(World& world, Player& player, std::mt19937& random, int rounds, unsigned longest) {
    take();
    const Player before = player;
    const WorldCopy copy;
    const size_t mapped = take_ledger().mapped_bytes;
    for (int round = 0; round < rounds; ++round) {
        for (unsigned steps = random() % longest; steps-- > 0;)
            player.step(world, random);
        if (round % 16 == 0)
            CHECK(faults_with_roots(player.objects) == Strings{});
        restore_checkpoint();
        player = before;
        const uintptr_t different = copy.first_difference();
        INFO("round " << round << ", address " << std::hex << different);
        REQUIRE(different == 0);
        if (round % 16 == 0) {
            REQUIRE(faults_with_roots(player.objects) == Strings{});
            REQUIRE(take_ledger().mapped_bytes == mapped);
            restore_checkpoint(); // the check wrote to the side array
        }
    }
}

} // namespace

TEST_CASE("a restored world is what it was, byte for byte") {
    World world;
    std::mt19937 random(20260101);
    Player player;
    for (int i = 0; i < 3000; ++i)
        player.step(world, random);
    const int rounds = 1000 / slower;
    play_rounds(world, player, random, rounds, 40);
    const CheckpointStats stats = checkpoint_stats();
    CHECK(stats.restores >= size_t(rounds));
    CHECK(stats.hot_pages <= stats.saved_pages);
    CHECK(stats.saved_pages <= stats.known_pages);
    CHECK(stats.copied_bytes == stats.hot_pages * 4096);
    drop_checkpoint();

    // The next one, after the world has gone on; and with runs long enough to grow every range.
    for (int i = 0; i < 2000; ++i)
        player.step(world, random);
    CHECK(faults_with_roots(player.objects) == Strings{});
    play_rounds(world, player, random, 60 / slower, 4000);
    for (int i = 0; i < 5000; ++i)
        player.step(world, random);
    drop_checkpoint(); // the world stays as it is now, and may grow and shrink
    CHECK(faults_with_roots(player.objects) == Strings{});
    for (int i = 0; i < 5000; ++i)
        player.step(world, random);
    CHECK(faults_with_roots(player.objects) == Strings{});
    CHECK(checkpoint_stats().saved_pages == 0);
}

TEST_CASE("dropping a checkpoint loses nothing that was written since") {
    World world;
    std::mt19937 random(7);
    Player player;
    for (int round = 0; round < 20; ++round) {
        for (int i = 0; i < 500; ++i)
            player.step(world, random);
        take();
        for (int i = 0; i < 500; ++i)
            player.step(world, random);
        const WorldCopy copy;
        drop_checkpoint();
        // Free spans that count as given back are empty now; nothing else is different.
        if (memory_state().spans.released_pages == 0)
            CHECK(copy.first_difference() == 0);
        CHECK(faults_with_roots(player.objects) == Strings{});
    }
}

TEST_CASE("memory that became usable after the checkpoint is zero when it is asked for again") {
    World world;
    take();
    for (int round = 0; round < 3; ++round) {
        auto* block = static_cast<unsigned char*>(try_alloc_raw(24 << 20));
        REQUIRE(block != nullptr);
        StackArea* area = stack_open(1 << 20);
        REQUIRE(stack_ensure(area, area->base + (1 << 20)));
        for (size_t i = 0; i < 24 << 20; i += 4096) {
            REQUIRE(block[i] == 0);
            block[i] = 1;
        }
        for (size_t i = 0; i < 1 << 20; i += 4096) {
            REQUIRE(area->base[i] == std::byte(0));
            area->base[i] = std::byte(1);
        }
        restore_checkpoint();
    }
    const size_t known = checkpoint_stats().known_pages;
    CHECK(known * 4096 > 25 << 20);
    drop_checkpoint();
    auto* block = static_cast<unsigned char*>(try_alloc_raw(24 << 20));
    for (size_t i = 0; i < 24 << 20; i += 4096)
        REQUIRE(block[i] == 0);
}

TEST_CASE("what the world gives back while a checkpoint is held comes back with it") {
    World world;
    constexpr size_t bytes = 64 << 20; // far above what stays resident
    auto* block = static_cast<unsigned char*>(try_alloc_raw(bytes));
    StackArea* area = stack_open(8 << 20);
    REQUIRE(stack_ensure(area, area->base + (8 << 20)));
    for (size_t i = 0; i < bytes; i += 4096)
        block[i] = static_cast<unsigned char>(i >> 12 | 1);
    std::memset(area->base, 5, 8 << 20);
    take();
    for (int round = 0; round < 2; ++round) {
        free_raw(block, bytes);
        CHECK(memory_state().spans.released_pages > 0);
        stack_trim(area, area->base);
        CHECK(stack_mapped(area) < 8 << 20);
        collect(2);
        if (round == 0) {
            auto* other = static_cast<unsigned char*>(try_alloc_raw(bytes / 2));
            std::memset(other, 7, bytes / 2);
            REQUIRE(stack_ensure(area, area->base + (4 << 20)));
            std::memset(area->base, 6, 4 << 20);
        }
        restore_checkpoint();
        for (size_t i = 0; i < bytes; i += 4096)
            REQUIRE(block[i] == static_cast<unsigned char>(i >> 12 | 1));
        REQUIRE(stack_mapped(area) == 8 << 20);
        for (size_t i = 0; i < 8 << 20; i += 4096)
            REQUIRE(area->base[i] == std::byte(5));
    }
    // Dropped after giving back: now it is gone indeed.
    free_raw(block, bytes);
    stack_trim(area, area->base);
    drop_checkpoint();
    CHECK(read_by_system(reinterpret_cast<uintptr_t>(block) + bytes / 2, 1)[0] == 0);
    CHECK(read_by_system(reinterpret_cast<uintptr_t>(area->base) + (6 << 20), 1)[0] == 0);
}

TEST_CASE("pages left alone for long are no longer copied, until they are written again") {
    World world;
    auto* block = static_cast<unsigned char*>(try_alloc_raw(1 << 20));
    std::memset(block, 1, 1 << 20);
    take();
    std::memset(block, 2, 1 << 20);
    restore_checkpoint();
    CHECK(checkpoint_stats().hot_pages >= 256);
    CHECK(checkpoint_stats().faults >= 256);
    for (int i = 0; i < 1000; ++i) {
        block[0] = static_cast<unsigned char>(i);
        restore_checkpoint();
        REQUIRE(block[0] == 1);
    }
    CHECK(checkpoint_stats().hot_pages <= 4);
    CHECK(checkpoint_stats().saved_pages >= 256);
    for (int i = 0; i < 300; ++i) {
        for (size_t at = 0; at < 1 << 20; at += 4096)
            block[at] = static_cast<unsigned char>(2 + i % 9);
        restore_checkpoint();
        for (size_t at = 0; at < 1 << 20; at += 4096)
            REQUIRE(block[at] == 1);
    }
    const uint64_t faults = checkpoint_stats().faults;
    CHECK(faults < 256 * 3 + 10);
}

TEST_CASE("very many pages are written without using the system's mappings up") {
    World world;
    constexpr size_t bytes = size_t(600) << 20;
    auto* block = static_cast<unsigned char*>(try_alloc_raw(bytes));
    REQUIRE(block != nullptr);
    take();
    for (size_t at = 0; at < bytes; at += 2 * 4096) // every other page: none merges with its neighbour by itself
        block[at] = 1;
    restore_checkpoint();
    for (size_t at = 0; at < bytes; at += 2 * 4096)
        REQUIRE(block[at] == 0);
    CHECK(checkpoint_stats().faults < 16000);
    drop_checkpoint();
    free_raw(block, bytes);
}

TEST_CASE("the system is let write to what has been touched") {
    World world;
    constexpr size_t bytes = 100000;
    auto* block = static_cast<char*>(try_alloc_raw(bytes));
    std::memset(block, 'x', bytes);
    checkpoint_touch(block, bytes); // nothing is held: nothing happens
    take();
    const int zeros = open("/dev/zero", O_RDONLY | O_CLOEXEC);
    CHECK(read(zeros, block, bytes) == -1);
    CHECK(errno == EFAULT);
    for (int i = 0; i < 200; ++i) { // also when the pages have gone cold in between
        checkpoint_touch(block, bytes);
        REQUIRE(read(zeros, block, bytes) == static_cast<ssize_t>(bytes));
        REQUIRE(block[bytes - 1] == 0);
        restore_checkpoint();
        REQUIRE(block[0] == 'x');
        REQUIRE(block[bytes - 1] == 'x');
        for (int j = 0; i % 100 == 0 && j < 200; ++j)
            restore_checkpoint();
    }
    int local = 0;
    checkpoint_touch(&local, sizeof local); // outside the world: not its business
    checkpoint_touch(block, 0);
    close(zeros);
}

TEST_CASE("there is one checkpoint at a time, and it ends with its world") {
    for (int i = 0; i < 3; ++i) {
        World world;
        std::string error;
        CHECK_FALSE(checkpoint_held());
        take();
        CHECK(checkpoint_held());
        CHECK_FALSE(take_checkpoint(&error));
        CHECK(error == "a checkpoint is held already");
        Pair* pair = world.make_pair();
        restore_checkpoint();
        CHECK(live_objects() == 0);
        restore_checkpoint(); // the statistics wrote nothing, and twice is as good as once
        CHECK(world.make_pair() == pair);
    }
    CHECK_FALSE(checkpoint_held());
    drop_checkpoint();
}

#if !defined(TERRARIUM_ASAN) && !defined(TERRARIUM_TSAN)
namespace {

// How a child ends that writes where it must not while a checkpoint is held.
int end_of_child(uintptr_t address, void (*handler)(int)) {
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        const rlimit none{0, 0};
        setrlimit(RLIMIT_CORE, &none);
        signal(SIGSEGV, handler);
        std::string error;
        if (!take_checkpoint(&error))
            _exit(1);
        *reinterpret_cast<volatile char*>(address) = 1;
        _exit(2);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    return status;
}

} // namespace

TEST_CASE("a fault that is none of the checkpoint's ends the process as before") {
    World world;
    StackArea* area = stack_open(64 << 10);
    REQUIRE(stack_ensure(area, area->base + (64 << 10)));
    const uintptr_t guard = reinterpret_cast<uintptr_t>(area->base) + (64 << 10);
    static const char read_only[] = "constant";
    for (uintptr_t address : {uintptr_t(0), guard, data_base + gib, reinterpret_cast<uintptr_t>(read_only)}) {
        int status = end_of_child(address, SIG_DFL);
        CHECK((WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV));
        status = end_of_child(address, [](int) { _exit(42); });
        CHECK((WIFEXITED(status) && WEXITSTATUS(status) == 42));
    }
}

TEST_CASE("where addresses are limited a checkpoint is refused, and the world goes on") {
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        std::string error;
        if (!open_world({}, &error))
            _exit(1);
        const rlimit limit{350 * gib, 350 * gib}; // the world, and one more
        setrlimit(RLIMIT_AS, &limit);
        if (take_checkpoint(&error) || checkpoint_held() || error.find("ulimit -v") == std::string::npos)
            _exit(2);
        void* block = try_alloc_raw(1 << 20);
        std::memset(block, 1, 1 << 20);
        _exit(0);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(status == 0);
}
#endif
