// See call_counter.h. Frames come and go in ways that are not all told (natives that call in, generators, exceptions),
// so each instruction says which frame it is of, and what differs from what was known is made good then.
#include "inspect/call_counter.h"

#include "vm/core/str.h"
#include "vm/interp/frame.h"

#include <algorithm>

namespace terrarium::inspect {

size_t CallCounter::position_of(const Thread& t, const Frame* frame) { return static_cast<size_t>(frame - t.frames) - 1; }

uint32_t CallCounter::node_of(uint32_t caller, const Code* code, bool tail, bool resumed) {
    auto is_of = [&](uint32_t node) { return known_[node].code == code && known_[node].qualname == code->qualname; };
    for (uint32_t up = caller; up != 0; up = tree_.nodes[up].parent) {
        if (!is_of(up)) continue;
        resumed ? tree_.nodes[up].resumed++ : tree_.nodes[up].recursive++;
        tree_.nodes[up].tail += tail;
        return up;
    }
    uint32_t found = 0;
    for (uint32_t child : known_[caller].children)
        if (is_of(child)) found = child;
    if (!found) {
        found = static_cast<uint32_t>(tree_.nodes.size());
        CallTree::Node node;
        node.name = to_utf8(code->qualname);
        node.file = to_utf8(code->filename);
        node.line = static_cast<int32_t>(code->first_line);
        node.parent = caller;
        tree_.nodes.push_back(std::move(node));
        Known known;
        known.code = code;
        known.qualname = code->qualname;
        known_.push_back(std::move(known));
        known_[caller].children.push_back(found);
    }
    resumed ? tree_.nodes[found].resumed++ : tree_.nodes[found].calls++;
    tree_.nodes[found].tail += tail;
    return found;
}

void CallCounter::cut(size_t size) {
    while (running_.size() > size) {
        if (running_.back().code) known_[running_.back().node].active--;
        running_.pop_back();
    }
}

void CallCounter::enter(size_t position, const Frame* frame, bool tail, bool resumed) {
    uint32_t caller = position && position <= running_.size() ? running_[position - 1].node : 0;
    if (tail && position < running_.size()) caller = running_[position].node;
    cut(position);
    while (running_.size() < position) running_.push_back({nullptr, running_.empty() ? 0 : running_.back().node, false}); // frames from before
    uint32_t node = node_of(caller, frame->code, tail, resumed);
    running_.push_back({frame->code, node, false});
    tree_.nodes[node].levels = std::max(tree_.nodes[node].levels, ++known_[node].active);
}

void CallCounter::on_instruction(Thread& t, const Frame* frame) {
    size_t position = position_of(t, frame);
    if (position + 1 != running_.size()) {
        if (position < running_.size()) cut(position + 1);
        else enter(position, frame, false, frame->index() != 0);
    }
    Running& now = running_[position];
    if (now.code != frame->code || (now.raising && frame->index() == 0)) enter(position, frame, false, frame->index() != 0);
    running_[position].raising = false;
    tree_.nodes[running_[position].node].self++;
}

void CallCounter::on_call(Thread& t, const Frame* frame) { enter(position_of(t, frame), frame, false, false); }
void CallCounter::on_tail_call(Thread& t, const Frame* frame) { enter(position_of(t, frame), frame, true, false); }
void CallCounter::on_return(Thread& t, const Frame* frame, Value) { cut(position_of(t, frame)); }
void CallCounter::on_raise(Thread& t, const Frame* frame) {
    size_t position = position_of(t, frame);
    if (position < running_.size()) running_[position].raising = true;
}

} // namespace terrarium::inspect
