// Schedules: what the strategies promise, and that their text can be read again.
#include "tests/unit/catch.h"
#include "vm/threads/search.h"

#include <algorithm>
#include <map>
#include <set>

using namespace terrarium;

namespace {

SwitchPoint at(uint64_t number, uint32_t current, bool can_go_on, const std::vector<uint32_t>& ready, PointKind kind = PointKind::poll) {
    return {number, kind, current, can_go_on, 1, false, ready};
}

} // namespace

TEST_CASE("Without a decision a thread goes on, or the next in order of birth does", "[threads]") {
    CHECK(usual_choice(at(1, 2, true, {1, 2, 3})) == 2);
    CHECK(usual_choice(at(1, 2, false, {1, 3})) == 3);
    CHECK(usual_choice(at(1, 3, false, {1, 2})) == 1);
    std::vector<uint32_t> all{1, 2, 3};
    SwitchPoint long_turn = at(1, 2, true, all);
    long_turn.turn = fair_turn;
    CHECK(usual_choice(long_turn) == 3);
}

TEST_CASE("Round robin gives every thread the same number of points", "[threads]") {
    auto schedule = make_round_robin(10);
    std::vector<uint32_t> ready{1, 2, 5};
    std::map<uint32_t, int> turns;
    uint32_t current = 1;
    for (uint64_t i = 1; i <= 300; i++) turns[current = schedule->choose(at(i, current, true, ready))]++;
    CHECK(turns == std::map<uint32_t, int>{{1, 100}, {2, 100}, {5, 100}});
}

TEST_CASE("Random and PCT choose ready threads only, the same ones for the same seed", "[threads]") {
    for (bool pct : {false, true}) {
        auto make = [&](uint64_t seed) { return pct ? make_pct(seed, 3, 500) : make_random(seed, 4); };
        auto a = make(7), b = make(7), c = make(8);
        std::vector<uint32_t> ready{2, 3, 9}, without{2, 3};
        uint32_t x = 2, y = 2, z = 2;
        int differ = 0;
        for (uint64_t i = 1; i <= 500; i++) {
            const auto& now = i % 50 < 25 ? ready : without;
            auto next = [&](Schedule& s, uint32_t current) {
                bool can = std::find(now.begin(), now.end(), current) != now.end();
                uint32_t chosen = s.choose(at(i, current, can, now));
                CHECK(std::find(now.begin(), now.end(), chosen) != now.end());
                return chosen;
            };
            x = next(*a, x), y = next(*b, y), z = next(*c, z);
            CHECK(x == y);
            differ += x != z;
        }
        CHECK(differ > 0);
    }
}

TEST_CASE("A schedule's text can be read again, whatever the file's name", "[threads]") {
    SavedSchedule saved;
    saved.every_instruction = true;
    saved.origin = "random, seed 3";
    saved.points = 99;
    saved.switches = {{3, 1, 2, PointKind::start, {"a b at +c:d.py", 7, 12}}, {9, 2, 1, PointKind::ended, {}}};
    SavedSchedule read;
    REQUIRE(parse_schedule(schedule_text(saved), &read) == "");
    CHECK(schedule_text(read) == schedule_text(saved));
    CHECK(read.switches[0].place.file == "a b at +c:d.py");
    CHECK(read.switches[0].place.instruction == 12);
    std::string text = schedule_text(saved);
    for (size_t cut = 0; cut + 1 < text.size(); cut++) CHECK(parse_schedule(text.substr(0, cut), &read) != "");
    CHECK(parse_schedule(text + "more\n", &read) != "");
}

TEST_CASE("A replay does what was saved and says where it could not", "[threads]") {
    SavedSchedule saved;
    saved.switches = {{2, 1, 2, PointKind::poll, {}}, {4, 2, 3, PointKind::poll, {}}};
    Replay good(saved), bad(saved), gone(saved);
    std::vector<uint32_t> all{1, 2, 3}, two{1, 2};
    CHECK(good.choose(at(1, 1, true, all)) == 1);
    CHECK(good.choose(at(2, 1, true, all)) == 2);
    CHECK_FALSE(good.finished());
    CHECK(good.choose(at(4, 2, true, all)) == 3);
    CHECK(good.finished());
    CHECK(good.problem() == "");
    CHECK(bad.choose(at(2, 3, true, all)) == 3);
    CHECK(bad.problem() == "at point 2 thread 1 was to lose its turn (poll), but thread 3 is there (poll)");
    CHECK(gone.choose(at(2, 1, true, two)) == 2);
    CHECK(gone.choose(at(4, 2, true, two)) == 2);
    CHECK(gone.problem() == "at point 4 thread 3 was to go on, but it is not ready");
}

namespace {

// A program of two threads with `steps` switch points each: whoever has the turn makes one step.
std::string play(Schedule& schedule, uint64_t steps) {
    std::map<uint32_t, uint64_t> left{{1, steps}, {2, steps}};
    std::string trace;
    uint32_t current = 1;
    for (uint64_t point = 1;; point++) {
        std::vector<uint32_t> ready;
        for (auto [id, n] : left)
            if (n > 0) ready.push_back(id);
        if (ready.empty()) return trace;
        bool can = left[current] > 0;
        current = schedule.choose(at(point, current, can, ready, can ? PointKind::instruction : PointKind::ended));
        left[current]--;
        trace += static_cast<char>('0' + current);
    }
}

} // namespace

TEST_CASE("The systematic search tries every schedule within its bound once, short ones first", "[threads]") {
    // Interleavings of two threads of 3 steps: 20 in all.
    std::map<uint32_t, std::set<std::string>> seen;
    SystematicSearch search(5);
    uint32_t before = 0;
    std::set<std::string> all;
    size_t runs = 0;
    while (auto schedule = search.next()) {
        CHECK(search.turns() >= before);
        before = search.turns();
        std::string trace = play(*schedule, 3);
        search.done(*schedule);
        all.insert(trace);
        runs++;
    }
    CHECK(search.complete());
    CHECK(all.size() == 20);
    CHECK(runs == 20);
    SystematicSearch one(1);
    std::set<std::string> with_one;
    while (auto schedule = one.next()) {
        with_one.insert(play(*schedule, 3));
        one.done(*schedule);
    }
    CHECK(with_one == std::set<std::string>{"111222", "222111", "122211", "112221"});
}
