// The options that say what runs Python's threads, and how a chosen schedule is made, saved and replayed.
#pragma once

#include <boost/program_options.hpp>
#include <cstdint>
#include <string>

namespace terrarium {

struct ThreadOptions {
    bool fibers = false;         // --threads=fibers
    enum class Kind { roundrobin, random, pct } kind = Kind::roundrobin;
    uint64_t seed = 0;
    bool every_instruction = false; // --switch-at=instruction
    std::string save, replay;    // files, or empty
};

boost::program_options::options_description described_for_threads();
// Empty, or what is wrong. Any of the options of a schedule asks for fibers.
std::string take_thread_options(const boost::program_options::variables_map& map, ThreadOptions* options);

} // namespace terrarium
