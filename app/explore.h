// `terrarium explore`: one program under many schedules, from a checkpoint of the world.
#pragma once

#include "app/options.h"
#include "vm/threads/schedule.h"

#include <map>
#include <string>
#include <vector>

namespace terrarium {

// How a schedule ended.
struct Outcome {
    enum class Kind { same, differs, exception, deadlock, dangling, endless } kind = Kind::same;
    std::string title;  // "AssertionError: total is 1": one line, the same for outcomes that count as one
    std::string output; // of the threads: both streams as they came
    std::string report; // of a deadlock or a dangling object
    bool is_finding() const { return kind != Kind::same; }
};

struct Exploration {
    std::string file;
    std::vector<std::string> arguments;
    std::string first_output;             // of the schedule with the usual switches only
    struct Count {
        Outcome::Kind kind;
        uint64_t times = 0;
    };
    std::map<std::string, Count> outcomes; // by title
    uint64_t schedules = 0, points = 0;    // in all; of the first schedule
    double seconds = 0;                    // of the schedules, with restoring
    bool complete = false;                 // dfs tried all within its bound
    uint32_t turns = 0;                    // dfs came to schedules with so many switches beyond the usual ones
    bool found = false;
    Outcome finding;
    SavedSchedule schedule; // the shortest for it
    std::map<uint32_t, std::string> threads; // their names, by number: those of that schedule
    uint64_t found_after = 0; // schedules
    std::string saved_to;   // file, or empty
    std::string why_stopped;
};

// The exit code: 1 when something was found, 0 when not, 2 when it could not begin.
int run_explore(const Options& options);

// explore_report.cpp
void print_exploration(const Exploration& e);
std::string exploration_json(const Exploration& e);

} // namespace terrarium
