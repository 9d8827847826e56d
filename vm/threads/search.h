// Search: which schedules to try, so that a failing one is found soon and is short. Knows schedules and points only, no
// program; app/explore.cpp runs what it proposes.
#pragma once

#include "vm/threads/schedule.h"

#include <memory>
#include <vector>

namespace terrarium {

// A decision that is not the usual one: at this point this thread goes on.
struct Turn {
    uint64_t point;
    uint32_t thread;
};

// Makes the given turns, in rising order of points, and goes on as usual otherwise. A turn that cannot be made is left out.
// Notes where further turns could be made behind the last of them: they are what the systematic search tries next.
class Guided : public Schedule {
public:
    explicit Guided(std::vector<Turn> turns) : turns_(std::move(turns)) {}
    uint32_t choose(const SwitchPoint& point) override;
    std::string name() const override { return "explore"; }
    const std::vector<Turn>& further() const { return further_; }
    bool all_made() const { return made_ == turns_.size(); }

private:
    std::vector<Turn> turns_, further_;
    size_t next_ = 0, made_ = 0;
};

// Every schedule with no turn, then every one with one, with two, ... up to the bound: what is found first is short.
// Breadth first, as the turns of one run are known only after it; at most `most_waiting` runs wait.
class SystematicSearch {
public:
    explicit SystematicSearch(uint32_t bound) : bound_(bound) {}
    // The next schedule; null: all within the bound have been tried.
    std::unique_ptr<Guided> next();
    // After the run of what next() gave.
    void done(const Guided& run);
    uint32_t turns() const { return current_turns_; } // of the last one given
    bool complete() const { return !dropped_; }       // nothing had to be left out

private:
    struct Node { // a way of turns, from its end to its beginning
        uint32_t parent;
        uint32_t thread;
        uint64_t point;
    };
    static constexpr size_t most_waiting = 4000000;
    std::vector<Turn> way_to(uint32_t node) const;
    std::vector<Node> nodes_; // 0: no turn at all
    size_t at_ = 0;           // the next to try
    uint32_t current_ = 0, current_turns_ = 0;
    uint32_t bound_;
    bool dropped_ = false;
};

} // namespace terrarium
