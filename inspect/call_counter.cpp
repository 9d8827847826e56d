// See call_counter.h. Frames come and go in ways that are not all told (natives that call in, exceptions), so each
// instruction says which frame it is of, and what differs from what was known is made good then.
#include "inspect/call_counter.h"

#include "vm/core/str.h"
#include "vm/interp/frame.h"

namespace terrarium::inspect {

namespace {

// With the name: an address may be used again.
CallPaths::Code key_of(const Code* code) { return {reinterpret_cast<uintptr_t>(code), reinterpret_cast<uintptr_t>(code->qualname)}; }

CallPaths::How how_resumed(const Frame* frame) { return frame->flags & frame_generator ? CallPaths::How::resume : CallPaths::How::call; }

} // namespace

size_t CallCounter::position_of(const Thread& t, const Frame* frame) { return static_cast<size_t>(frame - t.frames) - 1; }

void CallCounter::raising(size_t position, bool is) {
    if (position >= raising_.size()) raising_.resize(position + 1);
    raising_[position] = is;
}

void CallCounter::enter(size_t position, const Frame* frame, CallPaths::How how) {
    raising(position, false);
    if (!paths_.enter(position, key_of(frame->code), how)) return;
    CallTree::Node& node = paths_.tree.nodes[paths_.running(position)];
    node.name = to_utf8(frame->code->qualname);
    node.file = to_utf8(frame->code->filename);
    node.line = static_cast<int32_t>(frame->code->first_line);
}

void CallCounter::change_thread(uint32_t id) {
    for (uint32_t which : {thread_, id}) { // the frames of now away, then the others'
        Frames& frames = others_[which];
        paths_.swap_stack(frames.running);
        raising_.swap(frames.raising);
    }
    thread_ = id;
}

void CallCounter::on_instruction(Thread& t, const Frame* frame) {
    turn_to(t);
    size_t position = position_of(t, frame);
    if (position < paths_.depth()) paths_.leave(position + 1);
    bool again = position >= paths_.depth() || paths_.code_at(position) != key_of(frame->code) || (raising_[position] && frame->index() == 0);
    if (again) enter(position, frame, how_resumed(frame));
    raising(position, false);
    paths_.ran(position);
}

void CallCounter::on_call(Thread& t, const Frame* frame) {
    turn_to(t);
    enter(position_of(t, frame), frame, how_resumed(frame));
}
void CallCounter::on_tail_call(Thread& t, const Frame* frame) {
    turn_to(t);
    enter(position_of(t, frame), frame, CallPaths::How::tail_call);
}
void CallCounter::on_return(Thread& t, const Frame* frame, Value) {
    turn_to(t);
    paths_.leave(position_of(t, frame));
}
void CallCounter::on_raise(Thread& t, const Frame* frame) {
    turn_to(t);
    size_t position = position_of(t, frame);
    if (position < paths_.depth()) raising(position, true);
}

} // namespace terrarium::inspect
