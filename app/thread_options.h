// The options that say what runs Python's threads, and how a chosen schedule is made, saved and replayed.
#pragma once

#include "vm/threads/schedule.h"

#include <boost/program_options.hpp>
#include <cstdint>
#include <string>

namespace terrarium {

struct ThreadOptions {
    bool fibers = false;         // --threads=fibers
    enum class Kind { roundrobin, random, pct } kind = Kind::roundrobin;
    uint64_t seed = 0;
    bool every_instruction = false; // --switch-at=instruction
    bool poll_only = false;         // --switch-at=poll was said
    std::string save, replay;    // files, or empty
    Counts counts = Counts::safe;
    bool racy_appends = false;
};

// Of the verb explore.
struct ExploreOptions {
    enum class Strategy { both, systematic, random, pct } strategy = Strategy::both;
    uint64_t schedules = 50000; // at most
    double seconds = 60;         // at most
    uint32_t turns = 3;          // systematic: switches a schedule may have beyond the usual ones
    uint64_t points = 100000;    // of one schedule; more is an outcome of its own
    bool all = false, json = false;
};

boost::program_options::options_description described_for_threads();
boost::program_options::options_description described_for_explore();
std::string take_explore_options(const boost::program_options::variables_map& map, ExploreOptions* options);
// Empty, or what is wrong. Any of the options of a schedule asks for fibers.
std::string take_thread_options(const boost::program_options::variables_map& map, ThreadOptions* options);

} // namespace terrarium
