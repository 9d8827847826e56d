// The log of threads: states, sums, lanes and the Chrome trace of events that are written down here.
#include "inspect/gil_chrome.h"
#include "inspect/gil_lanes.h"
#include "inspect/gil_sums.h"
#include "tests/unit/catch.h"

#include <cstdio>

using namespace terrarium;
using namespace terrarium::inspect;
using Kind = ThreadEventKind;

namespace {

constexpr int64_t ms = 1000000;

GilEvent event(int64_t time, uint32_t thread, Kind kind, uint32_t other = 0) {
    GilEvent e;
    e.time = time * ms;
    e.thread = thread;
    e.kind = kind;
    e.other = other;
    return e;
}

// Thread 1 starts thread 2 and goes on; 2 asks for its turn at 2 ms and presses at 7; 1 hands over at 8 and has its turn
// back at 12, when 2 waits for a lock that 1 releases at 14; 2 ends at 17, the log at 20.
GilTrace two_threads() {
    GilTrace t;
    t.program = "two.py";
    t.interval = 5 * ms;
    t.end = 20 * ms;
    t.threads = {{1, "MainThread"}, {2, "work"}};
    t.places = {{}, {"main", "two.py", 3, "JUMP_BACKWARD"}};
    GilEvent wait = event(12, 2, Kind::wait, 1);
    wait.object = 0x1000;
    wait.until = INT64_MAX;
    GilEvent notice = event(8, 1, Kind::notice, 2);
    notice.place = 1;
    t.events = {event(0, 1, Kind::acquire), event(1, 1, Kind::start, 2), event(2, 2, Kind::begin), event(2, 2, Kind::ask, 1), event(7, 2, Kind::press, 1),
                notice, event(8, 1, Kind::hand_over, 2), event(8, 2, Kind::acquire), wait, event(12, 2, Kind::release), event(12, 1, Kind::acquire),
                event(14, 1, Kind::wake, 2), event(14, 2, Kind::ask, 1), event(15, 1, Kind::release), event(15, 2, Kind::acquire),
                event(15, 2, Kind::wait_over), event(17, 2, Kind::end), event(17, 1, Kind::acquire)};
    return t;
}

int64_t spent(const GilThreadSums& s, GilState state) { return s.times[static_cast<size_t>(state)] / ms; }

std::string chrome_of(const GilTrace& trace) {
    std::FILE* file = std::tmpfile();
    CHECK(write_chrome(trace, file));
    std::string text(static_cast<size_t>(std::ftell(file)), '\0');
    std::rewind(file);
    CHECK(std::fread(text.data(), 1, text.size(), file) == text.size());
    std::fclose(file);
    return text;
}

size_t count(const std::string& text, const std::string& what) {
    size_t n = 0;
    for (size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += what.size()) n++;
    return n;
}

} // namespace

TEST_CASE("spans of a thread follow one another without gaps") {
    std::vector<GilSpan> spans = spans_of(two_threads());
    std::vector<std::pair<GilState, int64_t>> second;
    int64_t last = 2 * ms;
    for (const GilSpan& s : spans) {
        if (s.thread != 2) continue;
        CHECK(s.from == last);
        last = s.to;
        second.emplace_back(s.state, (s.to - s.from) / ms);
    }
    CHECK(last == 17 * ms);
    using S = GilState;
    CHECK(second == std::vector<std::pair<S, int64_t>>{{S::waiting, 6}, {S::holding, 4}, {S::lock, 2}, {S::waiting, 1}, {S::holding, 2}});
}

TEST_CASE("sums count times and hand-overs") {
    GilSums sums = sums_of(two_threads());
    REQUIRE(sums.threads.size() == 2);
    const GilThreadSums &one = sums.threads[0], &two = sums.threads[1];
    CHECK(spent(one, GilState::holding) == 8 + 3 + 3);
    CHECK(spent(one, GilState::waiting) == 4);
    CHECK(spent(two, GilState::holding) == 6);
    CHECK(spent(two, GilState::waiting) == 7);
    CHECK(two.blocked() == 2 * ms);
    CHECK(two.longest_wait == 6 * ms);
    CHECK((one.forced == 1 && one.voluntary == 1));
    CHECK((two.forced == 0 && two.voluntary == 2));
    CHECK(sums.hand_overs() == 4);
    CHECK(two.pressed == 1);
    CHECK(sums.unheld == 0);
    CHECK(sums.duration == 20 * ms);
}

TEST_CASE("sums while threads run are those of the whole log") {
    GilTrace trace = two_threads();
    GilCounter counter;
    for (const GilEvent& e : trace.events)
        if (e.time <= 10 * ms) counter.add(e);
    GilSums half = counter.sums(10 * ms, trace.threads);
    CHECK(spent(half.threads[1], GilState::holding) == 2);
    CHECK(spent(half.threads[0], GilState::waiting) == 2);
}

TEST_CASE("lanes fit the width, in ASCII too") {
    PrintStyle style;
    style.width = 60;
    style.unicode = false;
    std::string text = draw_lanes(two_threads(), style);
    for (size_t at = 0; at < text.size();) {
        size_t end = text.find('\n', at);
        CHECK(end - at <= 60);
        at = end + 1;
    }
    for (char c : text) CHECK((c == '\n' || (c >= ' ' && c < 0x7f)));
    // 46 columns for 20 ms: the first thread holds for 8 ms.
    CHECK(text.find("1 MainThread |##################") != std::string::npos);
    CHECK(text.find("threads and the GIL: two.py, 20.0 ms, switch interval") != std::string::npos);
    CHECK(text.find("x waits for a lock") != std::string::npos);
    CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("what is more than nothing shows in a lane") {
    GilTrace t;
    t.threads = {{1, "MainThread"}};
    t.end = 1000 * ms;
    t.events = {event(0, 1, Kind::acquire), event(1, 1, Kind::wait), event(1, 1, Kind::release)};
    PrintStyle style;
    CHECK(draw_lanes(t, style).find("│▁·····") != std::string::npos);
}

TEST_CASE("lanes of a log without time") {
    GilTrace t;
    t.threads = {{1, ""}};
    t.events = {event(0, 1, Kind::acquire)};
    CHECK(draw_lanes(t, {}).find("There was one thread") != std::string::npos);
}

TEST_CASE("of many threads the first are drawn, and it is said") {
    GilTrace t;
    t.end = 20 * ms;
    for (uint32_t id = 1; id <= 50; id++) {
        t.threads.push_back({id, "n"});
        t.events.push_back(event(id / 4, id, Kind::begin));
    }
    std::string text = draw_lanes(t, {});
    CHECK(text.find("10 further threads not drawn") != std::string::npos);
    CHECK(text.find("10 more\n") != std::string::npos);
    CHECK((count(text, "\n40 n") == 2 && count(text, "\n41 n") == 0));
}

TEST_CASE("a convoy is named") {
    GilSums sums;
    sums.duration = 300 * ms;
    GilThreadSums busy, late;
    busy.id = 1;
    busy.times[static_cast<size_t>(GilState::holding)] = 290 * ms;
    late.id = 2;
    late.stops = late.asked = 40;
    late.times[static_cast<size_t>(GilState::waiting)] = 200 * ms;
    late.times[static_cast<size_t>(GilState::holding)] = 1 * ms;
    late.times[static_cast<size_t>(GilState::sleep)] = 60 * ms;
    sums.threads = {busy, late};
    CHECK(what_is_seen(sums, two_threads()).rfind("A convoy: thread 2 stops 40 times for a moment and each time waits about 5.00 ms", 0) == 0);
}

TEST_CASE("a lock that is waited for often is told, not a join that takes long") {
    GilSums sums;
    sums.duration = 300 * ms;
    GilThreadSums joins, worker;
    joins.id = 1;
    joins.lock_waits = 6;
    joins.times[static_cast<size_t>(GilState::lock)] = 290 * ms;
    worker.id = 2;
    worker.lock_waits = 100;
    worker.times[static_cast<size_t>(GilState::lock)] = 200 * ms;
    worker.times[static_cast<size_t>(GilState::holding)] = 10 * ms;
    sums.threads = {joins, worker};
    CHECK(what_is_seen(sums, two_threads()).find("thread 2 waited 100 times for a lock, 200 ms in all") != std::string::npos);
}

TEST_CASE("of fibers it is told what the schedule did, by the virtual clock") {
    GilTrace trace = two_threads();
    trace.virtual_time = true;
    CHECK(what_is_seen(sums_of(trace), trace).find(": once at a point where the running one could have gone on") != std::string::npos);
    CHECK(chrome_of(trace).find("\"clock\": \"virtual\"") != std::string::npos);
    PrintStyle style;
    CHECK(draw_lanes(trace, style).find("of virtual time, fibers") != std::string::npos);
}

TEST_CASE("a wait is called after the lock where the lock has a name") {
    GilTrace trace = two_threads();
    for (GilEvent& e : trace.events)
        if (e.kind == Kind::wait) e.what = "forks[2]";
    std::string text = chrome_of(trace);
    CHECK(text.find("\"name\": \"forks[2]\"") != std::string::npos);
    CHECK(text.find("\"lock_name\": \"forks[2]\"") != std::string::npos);
    CHECK(text.find("\"call\"") == std::string::npos);
}

TEST_CASE("the Chrome trace has slices, events and arrows") {
    std::string text = chrome_of(two_threads());
    CHECK(text.find("\"schema\": \"terrarium.gil/1\"") != std::string::npos);
    CHECK(count(text, "\"ph\": \"i\"") == two_threads().events.size());
    CHECK(count(text, "\"ph\": \"X\"") == spans_of(two_threads()).size());
    // start, ask, hand over, wake
    CHECK(count(text, "\"ph\": \"s\"") == 4);
    CHECK(count(text, "\"ph\": \"f\"") == 4);
    CHECK(text.find("{\"ph\": \"f\", \"name\": \"asks\", \"pid\": 1, \"tid\": 1, \"cat\": \"asks\", \"id\": 1, \"ts\": 8000.000, \"bp\": \"e\"}") != std::string::npos);
    CHECK(text.find("\"function\": \"main\", \"file\": \"two.py\", \"line\": 3, \"opcode\": \"JUMP_BACKWARD\"") != std::string::npos);
    CHECK(text.find("\"lock\": \"lock 1\", \"address\": \"0x1000\"") != std::string::npos);
}
