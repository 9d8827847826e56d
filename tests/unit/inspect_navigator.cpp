// A recorded run is walked forwards and backwards: where each move ends, what each step is said to have done.
#include "tests/unit/compiler_toys.h"

#include "inspect/narrate.h"
#include "inspect/navigator.h"
#include "inspect/recorder.h"
#include "inspect/timeline.h"
#include "inspect/views.h"
#include "memory/world.h"
#include "vm/core/dict.h"
#include "vm/core/start.h"
#include "vm/interp/call.h"
#include "vm/interp/frame.h"

#include <unistd.h>

using namespace terrarium;
using namespace terrarium::inspect;

namespace {

constexpr const char* program = "def add(a, b):\n"    // 1
                                "    c = a + b\n"     // 2
                                "    return c\n"      // 3
                                "total = 0\n"         // 4
                                "items = [total]\n"   // 5
                                "while total < 3:\n"  // 6
                                "    total = add(total, 1)\n" // 7
                                "items = None\n";     // 8

int32_t line(const Navigator& n) {
    Snapshot s = n.reader().snapshot();
    return s.frames.empty() ? 0 : line_of(s, s.frames.back());
}

std::string said(const Navigator& n) { return narrate(*n.previous(), *n.now(), n.reader().events()); }

std::string record(const char* text = program, bool indexed = false) {
    std::string error, path = "/tmp/terrarium-unit-" + std::to_string(getpid()) + (indexed ? "-indexed" : "") + ".trace";
    REQUIRE(open_world({}, &error));
    open_runtime();
    init_interp();
    Thread& t = current_thread();
    {
        std::unique_ptr<CodeUnit> unit = toys::unit_of(text);
        Ref<Code> code = load_code(t, *unit).take();
        auto recorder = std::make_unique<Recorder>();
        RecorderOptions how;
        how.path = path;
        how.for_reading_along = !indexed; // chunks of different lengths
        REQUIRE(recorder->start(how, &error));
        Ref<Dict> globals = make_dict(); // the program's own: what is there before is not listed
        REQUIRE(run_code(t, code.get(), globals.get(), globals.value(), nullptr));
        REQUIRE(recorder->finish(0, &error));
    }
    close_world();
    return path;
}

} // namespace

TEST_CASE("A recorded run is walked forwards and backwards", "[inspect]") {
    std::string path = record(), error;
    Navigator n;
    REQUIRE(n.open(path, &error));
    REQUIRE(n.steps() > 60);
    CHECK(n.step() == 0);
    CHECK_FALSE(n.move(Move::instruction, Way::back));
    CHECK(line(n) == 1);

    SECTION("n steps forward and n back give the same state") {
        std::vector<StateHash> hashes;
        for (; n.step() < n.steps(); n.move(Move::instruction, Way::forward)) hashes.push_back(n.reader().state_hash());
        CHECK_FALSE(n.move(Move::instruction, Way::forward));
        while (n.step() > 0) {
            REQUIRE(n.move(Move::instruction, Way::back));
            REQUIRE(n.reader().state_hash() == hashes[n.step()]);
        }
        // Far jumps as well.
        for (uint64_t step : {50u, 3u, 61u, 1u, 20u}) {
            REQUIRE(n.go(step, &error));
            CHECK(n.reader().state_hash() == hashes[step]);
            CHECK(n.previous()->step + 1 == step);
            CHECK(n.now()->step == step);
        }
    }
    SECTION("lines, over calls") {
        std::vector<int32_t> lines{line(n)}, back;
        while (n.move(Move::over, Way::forward) && n.step() < n.steps()) lines.push_back(line(n));
        CHECK(lines == std::vector<int32_t>{1, 4, 5, 6, 7, 6, 7, 6, 7, 6, 8});
        while (n.move(Move::over, Way::back)) back.push_back(line(n));
        CHECK(back == std::vector<int32_t>(lines.rbegin(), lines.rend()));
    }
    SECTION("lines, into calls and out of them") {
        n.breakpoints.insert({n.reader().model().definitions().codes[0].file, 7});
        REQUIRE(n.move(Move::run, Way::forward));
        CHECK(line(n) == 7);
        CHECK(n.reason().find("breakpoint") == 0);
        uint64_t before_call = 0;
        REQUIRE(n.move(Move::into, Way::forward));
        CHECK(line(n) == 2);
        CHECK(said(n).find("CALL add(0, 1): a frame of ") == 0);
        before_call = n.step() - 1;
        REQUIRE(n.move(Move::into, Way::forward));
        CHECK(line(n) == 3);
        REQUIRE(n.move(Move::out, Way::forward));
        CHECK(line(n) == 7);
        CHECK(said(n).find("RETURN_VALUE: add returned 1 to <module>, line 7") == 0);
        REQUIRE(n.move(Move::into, Way::back));
        CHECK(line(n) == 3);
        REQUIRE(n.move(Move::out, Way::back));
        CHECK(n.step() == before_call);
        REQUIRE(n.move(Move::run, Way::forward));
        REQUIRE(n.move(Move::run, Way::forward));
        uint64_t third = n.step();
        REQUIRE(n.move(Move::run, Way::back));
        REQUIRE(n.move(Move::run, Way::forward));
        CHECK(n.step() == third);
        n.breakpoints.clear();
        REQUIRE(n.move(Move::run, Way::back));
        CHECK(n.step() == 0);
        REQUIRE(n.move(Move::run, Way::forward));
        CHECK(n.step() == n.steps());
    }
    SECTION("a watched count stops a run") {
        for (int i = 0; i < 3; i++) REQUIRE(n.move(Move::over, Way::forward));
        CHECK(line(n) == 6);
        Snapshot s = n.reader().snapshot();
        Label list = 0;
        for (const auto& [label, o] : s.objects)
            if (layout_of(s, o).type == "list") list = label;
        REQUIRE(list);
        n.watches.insert(list);
        REQUIRE(n.move(Move::run, Way::forward));
        CHECK(n.reason() == "the count of #" + std::to_string(list) + " went from 1 to 0");
        CHECK(said(n).find("STORE_") == 0);
        CHECK(said(n).find("#" + std::to_string(list) + " list lost its last holder and was freed") != std::string::npos);
        REQUIRE(n.move(Move::run, Way::back));
        CHECK(n.reason() == "the count of #" + std::to_string(list) + " went from 0 to 1");
    }
    SECTION("sentences") {
        std::vector<std::string> all;
        while (n.move(Move::instruction, Way::forward)) all.push_back(said(n));
        auto holds = [&](const char* text) {
            for (const std::string& s : all)
                if (s.find(text) != std::string::npos) return true;
            return false;
        };
        CHECK(holds("STORE_FAST: c is now 1"));
        CHECK(holds("LOAD_FAST a pushed 2"));
        CHECK(holds("BINARY_ADD popped 2, 1 and pushed 3"));
        CHECK(holds("popped True and "));
        CHECK(holds("popped False and "));
        CHECK(all.back().find("the program has ended") != std::string::npos);
    }
    SECTION("the beginning of a function, by its name") {
        n.functions.insert("add");
        std::vector<uint64_t> there;
        while (n.move(Move::run, Way::forward) && n.step() < n.steps()) {
            CHECK(n.reason() == "add begins");
            CHECK(line(n) == 2);
            CHECK(n.now()->frames.back().at == 0);
            there.push_back(n.step());
        }
        CHECK(there.size() == 3);
        for (; !there.empty(); there.pop_back()) {
            REQUIRE(n.move(Move::run, Way::back));
            CHECK(n.step() == there.back());
        }
    }
    SECTION("many moves at once, and one who has no patience") {
        for (int i = 0; i < 4; i++) REQUIRE(n.move(Move::over, Way::forward));
        uint64_t there = n.step();
        REQUIRE(n.go(0, &error));
        REQUIRE(n.move(Move::over, Way::forward, 4));
        CHECK(n.step() == there);
        REQUIRE(n.move(Move::over, Way::back, 100));
        CHECK(n.step() == 0);
        CHECK(n.reason() == "the beginning of the program");
        REQUIRE(n.move(Move::instruction, Way::forward, 1000000));
        CHECK(n.step() == n.steps());
        CHECK(n.reason() == "the record ends here");
    }
    SECTION("what is measured now and then says when; nothing of the future stays after a jump back") {
        REQUIRE(n.go(n.steps(), &error));
        CHECK(n.now()->counted_at <= n.step());
        std::vector<Snapshot> forward;
        REQUIRE(n.go(0, &error));
        for (bool more = true; more; more = n.move(Move::instruction, Way::forward)) forward.push_back(*n.now());
        while (n.move(Move::instruction, Way::back)) {
            const Snapshot &a = *n.now(), &b = forward[n.step()];
            REQUIRE(a.counted_at == b.counted_at);
            REQUIRE(a.last_collection.step == b.last_collection.step);
            REQUIRE(a.regions.size() == b.regions.size());
            for (size_t i = 0; i < a.regions.size(); i++) {
                REQUIRE(a.regions[i].used == b.regions[i].used);
                REQUIRE(a.regions[i].mapped == b.regions[i].mapped);
            }
        }
    }
    SECTION("depth over time") {
        Timeline timeline;
        REQUIRE(timeline.open(path, &error));
        while (timeline.advance(10)) {}
        CHECK(timeline.known() == n.steps());
        uint64_t deepest = 0;
        for (const Timeline::Point& p : timeline.points(30)) deepest = std::max(deepest, p.depth);
        CHECK(deepest == 2);
        // Counted as it goes and counted anew.
        TraceReader reader;
        REQUIRE(reader.open(path, &error));
        for (uint64_t step = 0; step <= n.steps(); step += 7) {
            REQUIRE(reader.seek(step, &error));
            uint64_t sum = 0;
            reader.model().objects.for_each([&](Label, const TraceObject& o) { sum += o.bytes + o.extra_bytes; });
            REQUIRE(reader.heap_bytes() == sum);
        }
    }
    unlink(path.c_str());
}

TEST_CASE("A search tells where it is and can be ended", "[inspect]") {
    std::string path = record("n = 0\nwhile n < 3000:\n    n = n + 1\n"), error;
    struct Waiting : Patience {
        bool go_on(uint64_t step) override {
            asked.push_back(step);
            return asked.size() % 2 == 1;
        }
        std::vector<uint64_t> asked;
    } waiting;
    Navigator n;
    REQUIRE(n.open(path, &error));
    REQUIRE(n.steps() > 20000);
    n.patience = &waiting;
    REQUIRE(n.move(Move::run, Way::forward));
    CHECK(n.step() == 8192);
    CHECK(n.reason() == "stopped");
    REQUIRE(n.go(n.steps(), &error));
    REQUIRE(n.move(Move::run, Way::back));
    CHECK(n.step() < n.steps()); // where it had looked through everything behind
    CHECK(n.step() > 0);
    CHECK(n.reason() == "stopped");
    unlink(path.c_str());
}

TEST_CASE("Searches with an index stop where those without do", "[inspect]") {
    const char* text = "kept = []\n"             // 1
                       "i = 0\n"                 // 2
                       "while i < 24000:\n"      // 3
                       "    i = i + 1\n"         // 4
                       "    if i == 16000:\n"    // 5
                       "        kept.append(i)\n" // 6
                       "        other = [kept]\n" // 7
                       "i = None\n";             // 8
    std::string plain_path = record(text), indexed_path = record(text, true), error;
    Navigator plain, indexed;
    REQUIRE(plain.open(plain_path, &error));
    REQUIRE(indexed.open(indexed_path, &error));
    REQUIRE(indexed.reader().chunk_count() > 4);
    Navigator* both[] = {&plain, &indexed};
    std::string file = plain.reader().model().definitions().codes[0].file;
    for (Navigator* n : both) REQUIRE(n->go(5, &error));
    Label kept = find_object(*plain.now(), "kept", 0, &error);
    REQUIRE(kept != 0);
    REQUIRE(find_object(*indexed.now(), "kept", 0, &error) == kept);
    for (int what = 0; what < 5; what++) {
        for (uint64_t from : {uint64_t{0}, uint64_t{65535}, uint64_t{65536}, uint64_t{131073}, plain.steps()}) {
            std::vector<uint64_t> stops[2];
            for (int k = 0; k < 2; k++) {
                Navigator& n = *both[k];
                n.breakpoints.clear();
                n.watches.clear();
                if (what == 0) n.breakpoints.insert({file, 6});
                if (what == 1) n.breakpoints = {{file, 1}, {file, 8}};
                if (what == 2) n.watches.insert(kept);
                if (what == 3) n.watches.insert(kept + 100000); // never
                if (what == 4) n.breakpoints.insert({file, 7}), n.watches.insert(kept);
                for (Way way : {Way::forward, Way::back}) {
                    REQUIRE(n.go(from, &error));
                    while (stops[k].size() < 100 && n.move(Move::run, way)) stops[k].push_back(n.step());
                    stops[k].push_back(~uint64_t{0});
                }
            }
            CAPTURE(what, from);
            CHECK(stops[0] == stops[1]);
            CHECK(stops[0].size() >= 3);
        }
    }
    for (const std::string& path : {plain_path, indexed_path}) unlink(path.c_str());
}
