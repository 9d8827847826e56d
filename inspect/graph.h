// The moment as a graph: frames, objects, and the slots that refer from one to another, in layers by distance from the
// frames. For pictures; what it leaves out it says. Read next: inspect/export_moment.cpp.
#pragma once

#include "inspect/snapshot.h"

namespace terrarium::inspect {

struct Graph {
    struct Row {
        std::string name, text;
        size_t target = none; // index of a node
    };
    struct Node {
        std::string title;
        bool frame = false, garbage = false; // garbage: nobody but its own cycle holds it
        size_t layer = 0;
        std::vector<Row> rows;
    };
    static constexpr size_t none = ~size_t{0};
    std::vector<Node> nodes; // frames first, the running one on top
    std::vector<std::string> notes; // what is not drawn
};
// At most `most` objects. Text, numbers and the like stand in the rows of those that hold them; classes, functions and
// modules are drawn but not what they hold; code objects are not drawn.
Graph graph_of(const Snapshot& s, size_t most);

} // namespace terrarium::inspect
