// See thread_options.h.
#include "app/thread_options.h"

#include "app/help_text.h"

#include <charconv>
#include <fmt/core.h>
#include <type_traits>
#include <utility>

namespace terrarium {

namespace po = boost::program_options;

po::options_description described_for_threads() {
    po::options_description all("Threads", help_width(), 40);
    auto add = all.add_options();
    auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
    add("threads", text("os|fibers"), "the system's threads, one at a time under the GIL (os); or fibers, whose every switch is decided, can be "
                                      "saved and replayed, and whose time is virtual: sleeping takes none");
    add("schedule", text("roundrobin|random|pct"), "who decides among fibers (roundrobin)");
    add("seed", text("N"), "of random and pct, and of random numbers in a program with fibers (0)");
    add("switch-at", text("poll|instruction"), "where fibers may be switched: calls and back edges (poll), or every bytecode of the program's files");
    add("save-schedule", text("FILE"), "write the switches that were made");
    add("replay", text("FILE"), "make the switches that were saved");
    add("refcounts", text("safe|racy|atomic"), "racy: a count change is a read and a write, and threads may be switched in between; atomic: counted as with --gil=off (fibers)");
    add("list-append", text("safe|racy"), "racy: so is list.append (fibers)");
    return all;
}

po::options_description described_for_explore() {
    po::options_description all("Options of explore (and those of terrarium)", help_width(), 40);
    auto add = all.add_options();
    auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
    add("strategy", text("NAME"), "dfs: all schedules with no switch beyond the usual ones, then with one, two, ...; random; pct; or both: "
                                  "dfs for half of the schedules, then pct (both)");
    add("preemptions", text("N"), "of dfs: at most so many switches beyond the usual ones (3)");
    add("schedules", text("N"), "stop after so many (100000)");
    add("seconds", text("N"), "stop after so long (60)");
    add("points", text("N"), "a schedule with more switch points than that is given up as endless (100000)");
    add("all", "go on after the first finding and count the outcomes");
    add("json", "print one JSON object instead (docs/threads.md)");
    return all;
}

std::string take_explore_options(const po::variables_map& map, ExploreOptions* o) {
    if (map.count("strategy")) {
        std::string v = map["strategy"].as<std::string>();
        using Strategy = ExploreOptions::Strategy;
        if (v == "both") o->strategy = Strategy::both;
        else if (v == "dfs") o->strategy = Strategy::systematic;
        else if (v == "random") o->strategy = Strategy::random;
        else if (v == "pct") o->strategy = Strategy::pct;
        else return fmt::format("--strategy is 'dfs', 'random', 'pct' or 'both', not '{}'", v);
    }
    auto number = [&](const char* name, auto* to, uint64_t most) -> std::string {
        if (!map.count(name)) return "";
        std::string v = map[name].as<std::string>();
        uint64_t n = 0;
        auto [end, error] = std::from_chars(v.data(), v.data() + v.size(), n);
        if (v.empty() || error != std::errc() || end != v.data() + v.size() || n < 1 || n > most)
            return fmt::format("--{} is a number from 1 to {}, not '{}'", name, most, v);
        *to = static_cast<std::remove_pointer_t<decltype(to)>>(n);
        return "";
    };
    if (std::string fault = number("preemptions", &o->turns, 100); !fault.empty()) return fault;
    if (std::string fault = number("schedules", &o->schedules, 1000000000); !fault.empty()) return fault;
    if (std::string fault = number("seconds", &o->seconds, 1000000); !fault.empty()) return fault;
    if (std::string fault = number("points", &o->points, 1000000000); !fault.empty()) return fault;
    o->all = map.count("all") != 0;
    o->json = map.count("json") != 0;
    return "";
}

std::string take_thread_options(const po::variables_map& map, ThreadOptions* o) {
    auto given = [&](const char* name) { return map.count(name) ? map[name].as<std::string>() : std::string(); };
    bool schedules = false;
    for (const char* name : {"schedule", "seed", "switch-at", "save-schedule", "replay", "refcounts", "list-append"}) schedules |= map.count(name) != 0;
    std::string threads = map.count("threads") ? given("threads") : schedules ? "fibers" : "os";
    if (threads != "os" && threads != "fibers") return fmt::format("--threads is 'os' or 'fibers', not '{}'", threads);
    o->fibers = threads == "fibers";
    if (schedules && !o->fibers) return "schedules are for --threads=fibers: nobody decides which of the system's threads goes on";
    if (map.count("schedule")) {
        std::string v = given("schedule");
        if (v != "roundrobin" && v != "random" && v != "pct") return fmt::format("--schedule is 'roundrobin', 'random' or 'pct', not '{}'", v);
        o->kind = v == "random" ? ThreadOptions::Kind::random : v == "pct" ? ThreadOptions::Kind::pct : ThreadOptions::Kind::roundrobin;
    }
    if (map.count("seed")) {
        std::string v = given("seed");
        auto [end, error] = std::from_chars(v.data(), v.data() + v.size(), o->seed);
        if (v.empty() || error != std::errc() || end != v.data() + v.size()) return fmt::format("--seed is a number such as 7, not '{}'", v);
    }
    if (map.count("switch-at")) {
        std::string v = given("switch-at");
        if (v != "poll" && v != "instruction") return fmt::format("--switch-at is 'poll' or 'instruction', not '{}'", v);
        o->every_instruction = v == "instruction";
        o->poll_only = !o->every_instruction;
    }
    for (std::string name : {"refcounts", "list-append"}) {
        if (!map.count(name)) continue;
        std::string v = given(name.c_str());
        bool counts = name == "refcounts";
        if (v != "safe" && v != "racy" && !(counts && v == "atomic"))
            return fmt::format("--{} is {}, not '{}'", name, counts ? "'safe', 'racy' or 'atomic'" : "'safe' or 'racy'", v);
        if (counts) o->counts = v == "racy" ? Counts::racy : v == "atomic" ? Counts::atomic : Counts::safe;
        else o->racy_appends = v == "racy";
        if (v == "safe") continue;
        if (o->poll_only) return fmt::format("--{}={} needs --switch-at=instruction", name, v);
        o->every_instruction = true;
    }
    o->save = given("save-schedule");
    o->replay = given("replay");
    if (!o->replay.empty() && (map.count("schedule") || map.count("switch-at"))) return "--replay takes its schedule and where to switch from the file";
    for (const char* name : {"save-schedule", "replay"})
        if (map.count(name) && given(name).empty()) return fmt::format("--{} needs a FILE", name);
    return "";
}

} // namespace terrarium
