// One run of a program for `compare`: a process of its own, which reads the same standard input as every other run. Its
// output goes to temporary files; what it took and what a sampler saw lies in memory shared with it, so that it is there
// whatever ends the run: a signal, os._exit or the time limit.
#pragma once

#include "app/run.h"
#include "inspect/gil_curves.h"
#include "inspect/sampler.h"

#include <sys/types.h>

#include <memory>
#include <string>

namespace terrarium {

// Standard input for all runs. A file is read anew; of anything else, what a run was given is kept for the next one.
class Input {
public:
    Input();
    bool begin();       // of a run
    void attach();      // in the child
    void open_relay();  // in the parent
    void close_relay();
    // Passes input on until `other` can be read (true) or the milliseconds are over.
    bool relay_until(int other, int milliseconds);

private:
    void read_more();
    void pass_on();

    off_t start_ = -1;
    bool relayed_ = false, ended_ = false;
    std::string seen_;
    size_t given_ = 0;
    int ends_[2] = {-1, -1};
};

// What the log of threads says of a watched run of --axis gil.
struct ThreadsSeen {
    static constexpr size_t parts = 240;
    bool known = false;
    double seconds = 0; // how long the log is
    int64_t times[inspect::gil_states] = {}; // nanoseconds of all threads, see inspect/gil_trace.h
    int64_t together = 0;
    uint64_t forced = 0, voluntary = 0;
    inspect::GilMoment moments[parts];
    char what[600] = {}; // a sentence or two
    uint64_t hand_overs() const { return forced + voluntary; }
    // Seconds all threads were busy or asleep, which is how long the same work takes in sequence.
    double work() const;
};

struct RunResult {
    enum class End { result, exit_code, exception, timeout, output_limit, signal, gone }; // gone: by os._exit
    End end = End::gone;
    std::string outcome;      // "result", "exit code 3", "RecursionError", "stopped after 2.00 s", "killed by signal 9"
    int exit_code = 0;        // where the process had one
    bool has_stats = false;   // of the whole run, or up to where it was stopped
    RunStats stats{};
    double processor = 0;     // seconds of all its threads
    uint64_t peak_resident = 0; // bytes of the process
    ThreadsSeen threads;
    std::string output, errors;
    std::unique_ptr<inspect::Samples> samples; // of a watched run
    bool ended_itself() const { return end == End::result || end == End::exit_code || end == End::exception; }
};
const char* end_name(RunResult::End end); // for JSON

enum class Watch { no, yes };
// False: no process could be made, which has been told on stderr. `what` is shown while it lasts.
bool run_once(const Options& options, Watch watch, Input* input, const std::string& what, RunResult* result);

} // namespace terrarium
