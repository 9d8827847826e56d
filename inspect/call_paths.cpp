// See call_paths.h.
#include "inspect/call_paths.h"

#include <algorithm>

namespace terrarium::inspect {

uint32_t CallPaths::add_node(uint32_t parent, Code code) {
    uint32_t node = static_cast<uint32_t>(tree.nodes.size());
    tree.nodes.emplace_back();
    tree.nodes.back().parent = parent;
    known_.push_back({code, 0, {}, false});
    known_[parent].children.push_back(node);
    return node;
}

uint32_t CallPaths::child(uint32_t parent, Code code, bool* fresh) {
    for (uint32_t child : known_[parent].children)
        if (known_[child].code == code) return child;
    *fresh = true;
    return add_node(parent, code);
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

CallPaths::Edge CallPaths::follow(uint32_t caller, Code code, bool* fresh) {
    Edge out{caller, 0, false, code};
    for (uint32_t up = caller; up != 0 && !out.again; up = tree.nodes[up].parent)
        if (known_[up].code == code) out.node = up, out.again = true;
    if (!out.again) out.node = child(caller, code, fresh);
    return out;
}

bool CallPaths::enter(size_t position, Code code, How how) {
    uint32_t caller = position && position <= running_.size() ? running_[position - 1].node : 0;
    if (how == How::tail_call && position < running_.size()) caller = running_[position].node;
    if (position != running_.size()) leave(position);
    while (running_.size() < position) push_running(running_.empty() ? 0 : running_.back().node); // frames from before
    bool fresh = false;
    Edge& e = edges_[(caller * 31 + code.first) % edges_.size()];
    if (e.node == 0 || e.caller != caller || e.code != code) e = follow(caller, code, &fresh);
    touch(e.node);
    CallTree::Node& n = tree.nodes[e.node];
    (how == How::resume ? n.resumed : e.again ? n.recursive : n.calls)++;
    n.tail += how == How::tail_call;
    n.levels = std::max(n.levels, ++known_[e.node].active);
    running_.push_back({code, e.node});
    return fresh;
}

std::vector<uint32_t> CallPaths::take_touched() {
    std::vector<uint32_t> out = std::exchange(touched_, {});
    for (uint32_t node : out) known_[node].touched = false;
    std::sort(out.begin(), out.end());
    return out;
}

} // namespace terrarium::inspect
