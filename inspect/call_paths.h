// Fills a CallTree from frames that come and go: live (inspect/call_counter.h) or in a trace (inspect/trace_index.h).
// A path names a code once: a call of it from itself or from below is counted where it stands already.
#pragma once

#include "inspect/call_tree.h"

#include <array>
#include <utility>
#include <vector>

namespace terrarium::inspect {

class CallPaths {
public:
    using Code = std::pair<uint64_t, uint64_t>; // who it is; never {0, 0}
    enum class How : uint8_t { call, tail_call, resume };

    // Frame number `position` (0 is the outermost) has begun; those above are gone. True: it has a new node, running(position),
    // whose name, file and line are the caller's to set.
    bool enter(size_t position, Code code, How how);
    // Only so many frames are left.
    void leave(size_t depth);
    void ran(size_t position, uint64_t instructions = 1) {
        touch(running_[position].node);
        tree.nodes[running_[position].node].self += instructions;
    }
    size_t depth() const { return running_.size(); }
    uint32_t running(size_t position) const { return running_[position].node; }
    Code code_at(size_t position) const { return running_[position].code; }
    Code code_of(uint32_t node) const { return known_[node].code; }

    // The frames of one thread; those of another run from here on. The tree is of all.
    struct Running {
        Code code;
        uint32_t node = 0;
    };
    using Stack = std::vector<Running>;
    void swap_stack(Stack& other) { running_.swap(other); }

    // To go on with what was counted before: the nodes but for the root in order, then the frames that run.
    uint32_t add_node(uint32_t parent, Code code);
    uint32_t child(uint32_t parent, Code code, bool* fresh); // *fresh: there was none
    void push_running(uint32_t node);

    // Nodes of which something was counted since the last time, in order.
    std::vector<uint32_t> take_touched();

    CallTree tree;

private:
    struct Edge { // where a call leads; that never changes
        uint32_t caller = 0, node = 0; // node 0: nothing is known
        bool again = false;            // the code runs further up, or there
        Code code{};
    };
    Edge follow(uint32_t caller, Code code, bool* fresh);
    void touch(uint32_t node) {
        if (!known_[node].touched) touched_.push_back(node);
        known_[node].touched = true;
    }
    struct Known { // of a node
        Code code{};
        uint64_t active = 0;
        std::vector<uint32_t> children;
        bool touched = false;
    };
    std::vector<Known> known_{Known{}};
    Stack running_;
    std::vector<uint32_t> touched_;
    std::array<Edge, 256> edges_; // followed last
};

} // namespace terrarium::inspect
