// Where one goes in a recorded run: instructions, lines, calls, breakpoints, forwards and backwards. No screen here.
// Invariant: moving never changes what a step looks like; n steps forward and n back give the same state hash.
// A *line start* is a moment at which a frame is about to begin a line: it has just been called, or its line is another
// than the one it had, or it has jumped back. Read next: app/watch_session.h, which turns keys into moves.
#pragma once

#include "inspect/trace_reader.h"

#include <atomic>
#include <set>

namespace terrarium::inspect {

enum class Move : uint8_t {
    instruction,
    into, // to the next line start in any frame
    over, // to the next line start in this frame; where it ends, to its caller
    out,  // until this frame has ended (backwards: to before its call)
    run,  // to a breakpoint or a watched change
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
    // The state one step before, which the step that led here changed. At step 0: the same.
    const Snapshot& previous() const { return previous_; }

    bool go(uint64_t step, std::string* error);
    // False: it stands where it stood, and reason() says why. Otherwise reason() says what stopped it, if anything did.
    bool move(Move move, Way way);
    const std::string& reason() const { return reason_; }

    std::set<Breakpoint> breakpoints;
    std::set<Label> watches;                  // objects whose count is watched
    const std::atomic<bool>* cancel = nullptr; // ends a long search when true
    // How far a search goes at most, so that a key is answered; 0: to the end.
    uint64_t patience = 0;

private:
    // What the search knows of the moment it stands at.
    struct Moment {
        std::vector<int32_t> lines; // of each frame
        std::vector<uint32_t> counts; // of each watched object
        uint32_t code = 0;
        int32_t at = 0;
        bool line_start = false;
        std::string changed; // a watched count did: how
    };
    void look(Moment* m, bool first);
    bool stops_here(Move move, const Moment& m, size_t depth, std::string* why) const;
    bool search_forward(Move move, uint64_t* found);
    bool search_back(Move move, uint64_t* found);
    bool cancelled() const { return cancel && cancel->load(std::memory_order_relaxed); }

    Snapshot previous_;
    TraceReader here_, scout_; // the scout looks ahead and back, so that `here_` moves once
    std::string reason_;
};

} // namespace terrarium::inspect
