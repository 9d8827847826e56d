// How control goes through code units in a trace: which lines are run and how often each is arrived at, who calls whom, what
// each call costs. Told where control does not go on to the next instruction; the rest follows (take_lines).
// Read next: inspect/trace_run.cpp, which tells it; inspect/trace_index.h, which asks.
#pragma once

#include "inspect/arrivals.h"
#include "inspect/call_paths.h"
#include "inspect/trace_model.h"

#include <unordered_map>

namespace terrarium::inspect {

// A line of a file and what happened there.
struct LineRun {
    uint32_t file = 0; // as the number of the first code unit from it
    int32_t line = 0;
    uint64_t arrivals = 0; // 0: run, but not arrived at
    friend bool operator==(const LineRun&, const LineRun&) = default;
};

class CodeFlow {
public:
    CodeFlow(const Definitions& definitions, CallPaths paths) : definitions_(definitions), paths_(std::move(paths)) {}

    // Where it begins: the frames, and the instruction before, as far as there was one.
    void begin(const std::vector<TraceFrame>& frames, const LineArrivals::Standing& last);

    // Whether that is the running frame: a keyframe of a damaged trace may say something else.
    bool stands_in(size_t depth, uint32_t code) const { return places_ && depth_ == depth && code_ == code; }
    // In a run of steps, of which the n-th, the instruction `at`, does not go on to the next one.
    void jump(uint32_t at, uint32_t to, uint64_t n) {
        places_[at].left++;
        to = std::min(to, count_);
        come_to(to, to < count_ && LineArrivals::arrives(standing(at), standing(to)), n);
    }
    void call(uint32_t at, uint32_t code, uint64_t n) { enter(at, code, 0, CallPaths::How::call, n); }
    void resume(uint32_t at, uint32_t code, uint32_t to, uint64_t n) { enter(at, code, to, CallPaths::How::resume, n); }
    void resume_again(uint64_t n) { // the frame itself, which goes on to the next instruction
        spend(n);
        paths_.enter(depth_ - 1, key_of(code_), CallPaths::How::resume);
    }
    void give_back(uint32_t at, uint32_t code, uint32_t to, uint64_t n) { // to the frame below, of that code
        go_from(at, n);
        paths_.leave(depth_ - 1);
        load(depth_ - 1, code);
        to = std::min(to, count_);
        come_to(to, begins_line(to), n);
    }
    void ran(uint64_t n, uint32_t at) { // the whole run; where it stands then
        steps_ += n;
        at_ = std::min(at, count_);
    }
    // After a step that the trace tells of.
    void follow(const TraceStep& step, const std::vector<TraceFrame>& frames);

    // Lines that were run since the last time, in order.
    std::vector<LineRun> take_lines();
    CallPaths& paths() { // with what was run up to now
        spend(0);
        return paths_;
    }

private:
    struct Place { // an instruction; and one past the last
        uint32_t entered = 0, arrived = 0, left = 0; // by who comes or goes otherwise than to the next; arrived: at the line, of those entered
        uint32_t entry = 0;                          // in lines_
        int32_t line = 0, line_before = -1;
    };
    struct Unit {
        std::vector<Place> places;
        bool used = false; // since the lines were taken
    };
    static CallPaths::Code key_of(uint32_t code) { return {code + 1, 0}; }
    LineArrivals::Standing standing(uint32_t at) const { return {depth_, code_, at, places_[at].line, places_[at].line_before}; }
    bool begins_line(uint32_t at) const { return at < count_ && LineArrivals::begins(standing(at)); }
    void go_from(uint32_t at, uint64_t n) {
        places_[at].left++;
        spend(n);
        last_ = {depth_, code_, at};
    }
    void enter(uint32_t at, uint32_t code, uint32_t to, CallPaths::How how, uint64_t n) {
        go_from(at, n);
        paths_.enter(depth_, key_of(code), how);
        load(depth_ + 1, code);
        to = std::min(to, count_);
        come_to(to, begins_line(to), n);
    }
    void come_to(uint32_t to, bool to_line, uint64_t n) {
        fresh_ = steps_ + n;
        places_[to].entered++;
        places_[to].arrived += to_line;
        came_to_line_ = to_line;
        at_ = to;
    }
    void stand_in(const std::vector<TraceFrame>& frames, const LineArrivals::Standing& last);
    // What was run since is the running frame's.
    void spend(uint64_t n) {
        if (places_ && paths_.depth()) paths_.ran(paths_.depth() - 1, steps_ + n - spent_);
        spent_ = steps_ + n;
    }
    void load(size_t depth, uint32_t code) {
        if (code >= units_.size() || units_[code].places.empty()) learn(code);
        Unit& unit = units_[code];
        if (!unit.used) used_.push_back(code);
        unit.used = true;
        depth_ = depth;
        code_ = code;
        places_ = unit.places.data();
        count_ = static_cast<uint32_t>(unit.places.size() - 1);
    }
    void learn(uint32_t code);
    bool goes_on_to_line(uint32_t at) const { // from the instruction before it
        return at < count_ && places_[at].line > 0 && places_[at].line != places_[at].line_before;
    }
    void add_up(Unit& unit);
    void follow_frames(const TraceStep& step, size_t depth);

    const Definitions& definitions_;
    CallPaths paths_;
    uint64_t steps_ = 0, spent_ = 0; // spent_: up to there they are counted in paths_
    // Where it stands.
    size_t depth_ = 0;
    uint32_t code_ = 0, count_ = 0, at_ = 0;
    Place* places_ = nullptr; // null: no frame
    struct Was {
        size_t depth = 0;
        uint32_t code = 0, at = 0;
    } last_; // the instruction from which it came into this frame
    uint64_t fresh_ = 0;        // the step at which it came to a place, and whether that was an arrival
    bool came_to_line_ = false;

    std::vector<Unit> units_;    // by code unit
    std::vector<uint32_t> used_; // of them
    struct Entry {
        LineRun line;
        bool seen = false;
    };
    std::vector<Entry> lines_;
    std::unordered_map<uint64_t, uint32_t> known_lines_; // file << 32 | line
    std::vector<uint32_t> seen_; // of lines_
};

} // namespace terrarium::inspect
