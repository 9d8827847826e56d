#include "inspect/sampler.h"

#include "memory/ledger.h"
#include "vm/core/errors.h"
#include "vm/core/thread.h"
#include "vm/interp/frame.h"
#include "vm/objects/frame.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace terrarium::inspect {

namespace {

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

// Raised right here, not passed on by a frame above or raised again.
bool is_fresh(const BaseException* exception) {
    Value first = exception->traceback;
    return has_shape(first, shapes::traceback) && !has_shape(as<Traceback>(first)->next, shapes::traceback);
}

} // namespace

void Samples::Depth::join(const Depth& next) {
    calls = next.calls;
    deepest = std::max(deepest, next.deepest);
}

void Samples::Memory::join(const Memory& next) {
    instructions = next.instructions;
    seconds = next.seconds;
    stack_bytes = std::max(stack_bytes, next.stack_bytes);
    heap_bytes = std::max(heap_bytes, next.heap_bytes);
}

template <class Row>
void Samples::Steps<Row>::add(const Row& row) {
    if (used == capacity) {
        for (uint32_t i = 0; i < capacity / 2; i++) {
            Row joined = rows[2 * i];
            joined.join(rows[2 * i + 1]);
            rows[i] = joined;
        }
        used = capacity / 2;
        width *= 2;
    }
    rows[used++] = row;
}

Sampler::Sampler(Samples* samples) : samples_(samples) {}

// As the interpreter reserves it: up to the end of the running frame's operand stack, and the frame records.
uint64_t Sampler::take_stack(const Thread& t, const Frame* frame) const {
    if (!frame->code) return 0;
    auto values = reinterpret_cast<uintptr_t>(frame->locals + frame->code->frame_size) - reinterpret_cast<uintptr_t>(t.stack_base);
    auto records = reinterpret_cast<uintptr_t>(frame + 1) - reinterpret_cast<uintptr_t>(t.frames);
    return values + records;
}

void Sampler::close_depth() {
    depth_.calls = calls_;
    samples_->depth.add(depth_);
    depth_ = {};
    next_depth_ = calls_ + samples_->depth.width;
}

void Sampler::close_memory(double seconds) {
    memory_.instructions = instructions_;
    memory_.seconds = seconds;
    samples_->memory.add(memory_);
    samples_->instructions = instructions_;
    memory_ = {};
    next_memory_ = looks_ + samples_->memory.width;
}

void Sampler::on_instruction(Thread& t, const Frame* frame) {
    calls_ = t.calls + t.tail_calls_elided;
    depth_.deepest = std::max<uint64_t>(depth_.deepest, frames_of(t));
    if (calls_ >= next_depth_) close_depth();
    if (instructions_++ == 0) start_ = now();
    look_at_memory(t, frame);
}

void Sampler::look_at_memory(const Thread& t, const Frame* frame) {
    memory_.stack_bytes = std::max(memory_.stack_bytes, take_stack(t, frame));
    memory_.heap_bytes = std::max<uint64_t>(memory_.heap_bytes, heap_used_bytes());
    if (++looks_ >= next_memory_) close_memory(now() - start_);
}

// What follows the last instruction (unwinding, a traceback, the end of the VM) is not part of its step.
void Sampler::note_leaving(const Thread& t, const terrarium::Frame* frame) {
    if (frame != t.frames + 1) return;
    left_seconds_ = now() - start_;
    left_after_ = instructions_;
}

void Sampler::on_raise(Thread& t, const Frame* frame) {
    look_at_memory(t, frame); // frames that are unwound run no instruction
    if (!exception_is(t.raised, rt().types.BaseException)) return;
    BaseException* exception = as<BaseException>(t.raised);
    if (is_fresh(exception)) {
        Samples::Raise& r = raises_[raised_++ % remembered];
        r = {};
        r.identity = t.raised.bits;
        r.depth = frames_of(t);
        r.stack_bytes = take_stack(t, frame);
        r.heap_bytes = heap_used_bytes();
        r.line = line_of(frame->code, frame->index());
        std::snprintf(r.type, sizeof r.type, "%s", type_name(type_of(t.raised)).c_str());
        std::snprintf(r.file, sizeof r.file, "%s", to_utf8(frame->code->filename).c_str());
    }
    if (frame != t.frames + 1) return;
    note_leaving(t, frame);
    samples_->has_escaped = false;
    for (size_t i = 0; i < remembered; i++) { // the newest last: addresses are used again
        const Samples::Raise& r = raises_[(raised_ + i) % remembered];
        if (r.identity != t.raised.bits || r.line == 0) continue;
        samples_->escaped = r;
        samples_->has_escaped = true;
    }
}

void Sampler::finish() {
    if (instructions_ == 0) return;
    const Samples& s = *samples_;
    if (s.depth.used == 0 || calls_ > s.depth.rows[s.depth.used - 1].calls) close_depth();
    double end = now() - start_;
    if (memory_.stack_bytes > 0) close_memory(left_after_ == instructions_ ? left_seconds_ : end);
    memory_.heap_bytes = heap_used_bytes(); // and the stack is empty
    close_memory(end);
}

} // namespace terrarium::inspect
