// See call_paths.h.
#include "inspect/call_paths.h"

#include <algorithm>

namespace terrarium::inspect {

uint32_t CallPaths::add_node(uint32_t parent, Code code) {
    uint32_t node = static_cast<uint32_t>(tree.nodes.size());
    tree.nodes.emplace_back();
    tree.nodes.back().parent = parent;
    known_.push_back({code, 0, {}});
    known_[parent].children.push_back(node);
    return node;
}

void CallPaths::push_running(uint32_t node) {
    known_[node].active++;
    running_.push_back({known_[node].code, node});
}

void CallPaths::leave(size_t depth) {
    while (running_.size() > depth) {
        known_[running_.back().node].active--;
        running_.pop_back();
    }
}

bool CallPaths::enter(size_t position, Code code, How how) {
    uint32_t caller = position && position <= running_.size() ? running_[position - 1].node : 0;
    if (how == How::tail_call && position < running_.size()) caller = running_[position].node;
    leave(position);
    while (running_.size() < position) push_running(running_.empty() ? 0 : running_.back().node); // frames from before
    uint32_t node = 0;
    bool fresh = false, again = false;
    for (uint32_t up = caller; up != 0 && !again; up = tree.nodes[up].parent)
        if (known_[up].code == code) node = up, again = true;
    if (!again) {
        for (uint32_t child : known_[caller].children)
            if (known_[child].code == code) node = child;
        fresh = node == 0;
        if (fresh) node = add_node(caller, code);
    }
    CallTree::Node& n = tree.nodes[node];
    (how == How::resume ? n.resumed : again ? n.recursive : n.calls)++;
    n.tail += how == How::tail_call;
    push_running(node);
    running_.back().code = code;
    n.levels = std::max(n.levels, known_[node].active);
    return fresh;
}

} // namespace terrarium::inspect
