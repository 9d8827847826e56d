// Where one goes in a recorded run: instructions, lines, calls, breakpoints, forwards and backwards. No screen here.
// Invariant: moving never changes what a step looks like; n steps forward and n back give the same state hash.
// A *line start* is a moment at which a frame is about to begin a line: it has just been called, or its line is another
// than the one it had, or it has jumped back. Read next: app/watch_session.h, which turns keys into moves.
#pragma once

#include "inspect/patience.h"
#include "inspect/trace_index.h"

#include <memory>
#include <set>

namespace terrarium::inspect {

enum class Move : uint8_t {
    instruction,
    into, // to the next line start in any frame
    over, // to the next line start in this frame; where it ends, to its caller
    out,  // until this frame has ended (backwards: to before its call)
    run,  // to a breakpoint, a call of breakpoint() or a watched change
};
enum class Way : uint8_t { forward, back };

struct Breakpoint {
    std::string file;
    int32_t line = 0;
    friend auto operator<=>(const Breakpoint&, const Breakpoint&) = default;
};

class Navigator {
public:
    // False: *error says why.
    bool open(const std::string& path, std::string* error);
    // The trace may still be written: true when there are more steps than before.
    bool refresh();
    uint64_t step() const { return here_.step(); }
    uint64_t steps() const { return here_.steps(); }
    const TraceReader& reader() const { return here_; }
    const std::shared_ptr<const Snapshot>& now() const { return now_; }
    // The state one step before, which the step that led here changed. At step 0: the same.
    const std::shared_ptr<const Snapshot>& previous() const { return previous_; }

    bool go(uint64_t step, std::string* error);
    // So many moves. False: it stands where it stood, and reason() says why. Otherwise reason() says what stopped it, if
    // anything did; a search that was cancelled ends where it had come to.
    bool move(Move move, Way way, uint64_t times = 1);
    const std::string& reason() const { return reason_; }

    std::set<Breakpoint> breakpoints;
    std::set<std::string> functions; // stopped at when they begin
    std::set<Label> watches; // objects whose count is watched
    Patience* patience = nullptr;

private:
    // What the search knows of the moment it stands at.
    struct Moment {
        std::vector<int32_t> lines; // of each frame
        std::vector<uint32_t> counts; // of each watched object
        uint32_t code = 0;
        int32_t at = 0;
        bool line_start = false, entered = false; // entered: a frame has just begun
        std::string changed; // a watched count did: how
    };
    void look(Moment* m, bool first);
    bool stops_here(Move move, const Moment& m, size_t depth, std::string* why) const;
    bool search_forward(Move move, uint64_t from, uint64_t* found);
    bool search_back(Move move, uint64_t from, uint64_t* found);
    bool cancelled(uint64_t step);
    bool scout_to(uint64_t step);
    bool scout_on(Move move);
    // Whether `run` may stop in a chunk of steps: at its moments' lines, or by a change of a count that its steps made. Where
    // the trace has no index of it: yes.
    bool may_stop(size_t chunk);
    // Whether the last instruction has loaded the built-in breakpoint() to call it.
    bool asks_to_stop(uint32_t code, int32_t at) const;
    // Looks through the sources that are known by now for lines that may call breakpoint().
    void read_sources();
    bool look_from(uint64_t step, Moment* m);
    bool skip_forward(uint64_t from, Moment* m);
    bool skip_back(uint64_t* end);

    std::shared_ptr<const Snapshot> now_, previous_;
    TraceReader here_, scout_; // the scout looks ahead and back, so that `here_` moves once
    std::vector<std::unique_ptr<ChunkIndex>> indexes_; // of the trace, as far as somebody has asked
    std::set<Breakpoint> written_; // lines of the program's files that name breakpoint()
    size_t sources_read_ = 0;
    std::string reason_;
    bool cancelled_ = false; // the search that is under way
};

} // namespace terrarium::inspect
