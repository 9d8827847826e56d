// Regions, the data and code arenas, shapes, stack areas, and worlds under a limit of address space.
#include "tests/unit/memory_toys.h"

#include <cstring>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace toys;

TEST_CASE("four regions lie where the constants say") {
    World world;
    const RegionKind kinds[] = {RegionKind::code, RegionKind::data, RegionKind::stack, RegionKind::heap};
    const char* names[] = {"code", "data", "stack", "heap"};
    uintptr_t before = 0;
    for (size_t i = 0; i < region_count; ++i) {
        const RegionInfo info = region_info(kinds[i]);
        CHECK(std::string(info.name) == names[i]);
        CHECK(info.base > before);
        CHECK(info.used <= info.mapped);
        CHECK(info.mapped <= info.reserved);
        RegionKind found{};
        REQUIRE(region_of(info.base, &found));
        CHECK(found == kinds[i]);
        before = info.base;
    }
    RegionKind found{};
    int local = 0;
    CHECK_FALSE(region_of(reinterpret_cast<uintptr_t>(&local), &found));
    CHECK_FALSE(in_world(&local));
    CHECK(in_world(world.make_pair()));
    std::string error;
    CHECK_FALSE(open_world({}, &error));
    CHECK(error == "a world is open already");
}

TEST_CASE("data and code blocks are aligned, counted and reused") {
    World world;
    const size_t before = region_info(RegionKind::data).used;
    void* cell = data_alloc(8);
    void* table = data_alloc(3000, 64);
    void* page = data_alloc(5000, 4096);
    CHECK(reinterpret_cast<uintptr_t>(table) % 64 == 0);
    CHECK(reinterpret_cast<uintptr_t>(page) % 4096 == 0);
    std::memset(cell, 1, 8);
    std::memset(table, 2, 3000);
    std::memset(page, 3, 5000);
    data_free(table, 3000);
    CHECK(data_alloc(3000, 64) == table);
    data_free(cell, 8);
    data_free(table, 3000);
    data_free(page, 5000);
    CHECK(region_info(RegionKind::data).used == before);
    void* code = code_alloc(100000);
    RegionKind kind{};
    CHECK((region_of(reinterpret_cast<uintptr_t>(code), &kind) && kind == RegionKind::code));
    CHECK(region_info(RegionKind::code).used >= 100000);
    code_free(code, 100000);
    CHECK(region_info(RegionKind::code).used == 0);
    CHECK(code_alloc(size_t(1) << 60) == nullptr);
    CHECK(check_pages() == Strings{});
}

TEST_CASE("shapes have constant addresses and are used again") {
    World world;
    const size_t before = shape_count();
    std::vector<ShapeId> ids;
    for (int i = 0; i < 20000; ++i) {
        ids.push_back(new_shape());
        CHECK(ids.back() != 0);
        shape_of(ids.back())->slot_count = static_cast<uint32_t>(i);
    }
    CHECK(shape_count() == before + 20000);
    CHECK(shape_of(ids[777])->slot_count == 777);
    CHECK(shape_of(ids[777])->id == ids[777]);
    free_shape(ids[5]);
    CHECK(shape_count() == before + 19999);
    CHECK(new_shape() == ids[5]);
    CHECK(shape_of(ids[5])->slot_count == 0);
}

TEST_CASE("a stack area grows on touch, up to its limit, and shrinks") {
    World world;
    StackArea* area = stack_open(8 << 20);
    REQUIRE(area != nullptr);
    CHECK(stack_mapped(area) == 0);
    for (size_t bytes = 0; bytes <= 8 << 20; bytes += 4000) {
        REQUIRE(stack_ensure(area, area->base + bytes));
        if (bytes != 0)
            std::memset(area->base + bytes - 4000, 1, 4000);
    }
    CHECK_FALSE(stack_ensure(area, area->base + (8 << 20) + 1));
    CHECK(stack_peak_used(area) == 8388000);
    const size_t deep = stack_mapped(area);
    stack_set_top(area, area->base + 100);
    CHECK(region_info(RegionKind::stack).used == 100);
    stack_trim(area, area->base + 100);
    CHECK(stack_mapped(area) < deep / 4);
    CHECK(stack_peak_used(area) == 8388000);
    CHECK(area->peak_mapped == deep);
    REQUIRE(stack_ensure(area, area->base + (1 << 20)));
    area->base[(1 << 20) - 1] = std::byte(1);
    stack_reset_peak(area, area->base + 100);
    CHECK(stack_peak_used(area) == 100);
    stack_close(area);
    StackArea* again = stack_open(8 << 20);
    CHECK(again == area);
    StackArea* other = stack_open(64 << 10);
    REQUIRE(other != nullptr);
    CHECK(other->base > again->base + again->limit);
    CHECK(stack_open(size_t(1) << 50) == nullptr);
}

TEST_CASE("a world that is opened again starts anew, at the same addresses") {
    uintptr_t first = 0;
    for (int i = 0; i < 3; ++i) {
        World world;
        const auto address = reinterpret_cast<uintptr_t>(world.make_pair());
        CHECK((first == 0 || first == address));
        first = address;
        CHECK(live_objects() == 1);
    }
}

#if !defined(TERRARIUM_ASAN) && !defined(TERRARIUM_TSAN)
TEST_CASE("a world fits into a limited address space") {
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        const rlimit limit{2 * gib, 2 * gib};
        setrlimit(RLIMIT_AS, &limit);
        std::string error;
        bool fine = open_world({}, &error) && heap_limit() > 64 << 20 && heap_limit() < 2 * gib;
        if (fine) {
            void* block = try_alloc_raw(50 << 20);
            fine = block != nullptr && try_alloc_raw(heap_limit()) == nullptr && stack_open(0) != nullptr;
        }
        _exit(fine ? 0 : 1);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(status == 0);
}
#endif
