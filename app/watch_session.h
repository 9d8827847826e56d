// What `terrarium watch` shows and what its commands do, for the screen and for lines alike. No terminal here.
#pragma once

#include "app/watch_child.h"
#include "inspect/panes.h"
#include "inspect/timeline.h"
#include "inspect/trace_search.h"

#include <memory>

namespace terrarium {

class WatchSession : private inspect::Patience {
public:
    // `child` records what is browsed, at most so many steps; null: a trace is read.
    explicit WatchSession(WatchChild* child, uint64_t most_steps = 0) : child_(child), most_steps_(most_steps) { navigator_.patience = this; }
    WatchSession(const WatchSession&) = delete;
    // False: *error says why.
    bool open(const std::string& path, std::string* error);
    // Reads on what was recorded since, a little at a time. True: something has changed.
    bool tick();
    bool recording() const { return recording_; }
    // The record ended because of its bound.
    bool full() const { return most_steps_ && !recording_ && navigator_.steps() >= most_steps_; }

    void move(inspect::Move move, inspect::Way way, uint64_t times = 1);
    // "1200", "$" or "end", "+10", "-10".
    void go(const std::string& where);
    // "#42", an address, a name, a type; selects the object, the next one when it is searched again.
    void find(const std::string& what);
    // "12", "fact.py:12", "fact": stop there, or no more.
    void toggle_breakpoint(const std::string& where);
    void toggle_breakpoint(int32_t line);
    // "#42" or a name: stop when its count changes, or no more.
    void toggle_watch(const std::string& what);
    void select(inspect::Label label);

    inspect::Pane pane(size_t kind, const inspect::PrintStyle& style) const;
    const inspect::Snapshot& now() const { return *now_; }
    // Rises whenever a pane may look different.
    uint64_t version() const { return version_; }
    const inspect::Navigator& navigator() const { return navigator_; }
    const inspect::ObjectHistory& history() const { return history_; }
    const inspect::Timeline& timeline() const { return timeline_; }
    inspect::Label selected() const { return selected_; }
    // What happened, in a sentence.
    const std::string& sentence() const { return sentence_; }
    void say(std::string text) { sentence_ = std::move(text); }
    // "step 12 of 3,456 fact.py:3 in fact, depth 2"
    std::string status() const;
    // Told of long searches; false ends one. No signs of life are asked for when null.
    bool (*may_go_on)(void* context, uint64_t step) = nullptr;
    void* context = nullptr;

private:
    bool go_on(uint64_t step) override { return !may_go_on || may_go_on(context, step); }
    bool more_to_come() override;
    bool between() const { return now_->frames.empty() && navigator_.step() < navigator_.reader().exit_step(); }
    bool may_run(const inspect::Breakpoint& b) const;
    void arrive(uint64_t from, std::string said);
    inspect::PaneInput input(const inspect::PrintStyle& style) const;

    WatchChild* child_;
    uint64_t most_steps_;
    inspect::Navigator navigator_;
    inspect::Timeline timeline_;
    inspect::GrowingHistory history_;
    std::shared_ptr<const inspect::Snapshot> now_, before_; // before_: what was shown before the last move
    std::string sentence_, happened_;         // happened_: what the step that led here did
    inspect::Label selected_ = 0;
    bool recording_ = false;
    uint64_t version_ = 0;
};

// Draws the timeline: two rows of `columns` marks each, depth and heap, and what their highest marks stand for.
struct TimelineRows {
    std::string depth, heap;
    uint64_t most_depth = 0, most_heap = 0;
};
TimelineRows draw_timeline(const inspect::Timeline& timeline, size_t columns, bool unicode);

// The commands, once for the help of both ways.
struct WatchKey {
    const char* key;   // on the screen
    const char* words; // line by line
    const char* what;
};
std::span<const WatchKey> watch_keys();

int watch_screen(WatchSession& session); // app/watch_screen.cpp
int watch_plain(WatchSession& session);  // app/watch_plain.cpp

} // namespace terrarium
