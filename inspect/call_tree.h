// Who called whom, how often and at what cost. Repeats are collapsed: calls of the same code from the same node are one
// node, and a call of code that already runs further up (recursion) is counted there, so that a path names a code once.
// Plain values; filled live by inspect/call_counter.h or from a trace. Drawn by the view `calls` and its exports.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace terrarium::inspect {

struct CallTree {
    struct Node {
        std::string name, file; // of the code: qualname, file name
        int32_t line = 0;       // its first
        uint32_t parent = 0;    // index; the root is its own
        uint64_t calls = 0;     // from the parent
        uint64_t recursive = 0; // calls of the same code from itself or from below
        uint64_t tail = 0;      // of both, those that used their caller's frame again
        uint64_t levels = 0;    // of the same code running at once, at most
        uint64_t resumed = 0;   // a generator's body was gone on with
        uint64_t self = 0;      // instructions run in the code itself
    };
    std::vector<Node> nodes{Node{}}; // [0]: the root, what runs the program; parents stand before their children

    // Instructions of a node and all below it, for every node.
    std::vector<uint64_t> totals() const {
        std::vector<uint64_t> out(nodes.size());
        for (size_t i = nodes.size(); i-- > 0;) {
            out[i] += nodes[i].self;
            if (i) out[nodes[i].parent] += out[i];
        }
        return out;
    }
    std::vector<std::vector<uint32_t>> children() const { // in the order of their first call
        std::vector<std::vector<uint32_t>> out(nodes.size());
        for (uint32_t i = 1; i < nodes.size(); i++) out[nodes[i].parent].push_back(i);
        return out;
    }
};

} // namespace terrarium::inspect
