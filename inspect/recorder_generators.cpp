// Generators and coroutines that are resumed and yield: where the model does the same, their values move in it before the
// instruction runs, and the loop stays quiet. See recorder.h, inspect/trace_generators.cpp.
#include "inspect/recorder.h"

#include "vm/core/native.h"

namespace terrarium::inspect {

// What waits there the model has as it is, and its frame brings along nothing else.
TraceObject* Recorder::resumable(Value generator) {
    auto g = static_cast<Generator*>(generator.object_ptr());
    bool plain = g->state <= GeneratorState::suspended && !g->handling && g->handled.is_null() && !g->object && thread_->handled.is_null() && !thread_->traced;
    TraceObject* o = plain ? known(generator) : nullptr;
    if (!o || o->slots.size() != TraceModel::generator_slots + g->value_count || model_.generator_layout(*o, 0) == TraceModel::no_layout) return nullptr;
    for (uint32_t i = 0; i < g->value_count; i++)
        if (!(o->slots[TraceModel::generator_slots + i] == seen(g->values()[i]))) return nullptr;
    return o;
}

Recorder::Plan Recorder::prepare_resume(Value generator) {
    TraceObject* o = resumable(generator);
    if (!o) {
        touch(generator);
        return Plan::forced;
    }
    auto g = static_cast<Generator*>(generator.object_ptr());
    uint32_t code = code_id(g->code);
    if (constants_told_.size() <= code || !constants_told_[code]) tell_constants(code);
    tell_walk(generator, *o, Walk::frame, {g->ip - g->code->instructions - 1, code, o->rare ? o->rare->walking.remaining : 0});
    moved_ = {g, table_.known_label(g), value_slots};
    moved_step_ = steps_ + 1;
    moved_values_ = o->slots.size() - TraceModel::generator_slots;
    o->layout = model_.generator_layout(*o, 0);
    o->slots.cut(TraceModel::generator_slots);
    return Plan::foreseen;
}

// The CALL of a generator's `send`; its operands begin at `low`.
Recorder::Plan Recorder::prepare_send(const Value* low) {
    auto native = static_cast<NativeFunction*>(low[0].object_ptr());
    auto g = static_cast<Generator*>(low[1].object_ptr());
    if (native->owner != type_of(g) || (g->state == GeneratorState::created && !low[2].is_none()) || !resumable(low[1])) return Plan::forced;
    TraceObject* callee = known(low[0]);
    if (!callee || callee->callee() != callee_send) tell_callee(low[0], callee_send);
    prepare_resume(low[1]);
    known(low[1])->rare->walking.remaining = resumer_sends;
    sent_to_ = g;
    resumed_at_ = thread_->stack_top;
    return Plan::foreseen;
}

Recorder::Plan Recorder::prepare_yield(const Frame* frame) {
    Value generator = *frame->base();
    auto g = static_cast<Generator*>(generator.object_ptr());
    bool plain = !(frame->flags & frame_has_object) && !g->handling && g->caller_handled.is_null() && thread_->handled.is_null() && !thread_->traced;
    TraceObject* o = plain ? known(generator) : nullptr;
    if (!o || o->slots.size() != TraceModel::generator_slots) return Plan::forced;
    int64_t resumer = o->walk == Walk::frame ? o->rare->walking.remaining : int64_t{resumer_unknown};
    if ((frame->flags & frame_entry) && resumer != resumer_sends) {
        goes_on_ = resumer == resumer_again;
        return goes_on_ ? Plan::foreseen : Plan::forced;
    }
    const Value* end = thread_->stack_top - 1;
    uint32_t waiting = model_.generator_layout(*o, static_cast<size_t>(end - frame->locals));
    if (waiting == TraceModel::no_layout) return Plan::forced;
    for (const Value* v = frame->locals; v < end; v++) o->slots.push_back(val(*v));
    o->layout = waiting;
    o->walk = Walk::frame;
    WalkState& waits = o->make_rare().walking;
    waits.next = frame->ip - 1 - frame->code->instructions;
    waits.stride = code_id(frame->code);
    moved_ = {g, table_.known_label(g), value_slots};
    moved_step_ = steps_ + 1;
    moved_values_ = 0;
    return Plan::foreseen;
}

// A native has resumed a generator: by `send`, or the one that has just yielded to it.
bool Recorder::resumed_as_foreseen(Thread& t, const Frame* frame) {
    if (!(frame->flags & frame_generator) || frame->base() != resumed_at_) return false;
    const Object* g = frame->base()->object_ptr();
    if (sent_to_ == g && begun_ == none && watch.tell && watch.began_frame + 1 == frame) {
        sent_to_ = nullptr;
    } else if (yielded_ == g && begun_ == lowest_ + 1 && depth_of(t, frame) == begun_ && frame->ip == begun_at_ && t.stack_top[-1].is_none() && t.handled.is_null()) {
        went_on_ = true;
        if (!goes_on_) return false; // the next time
        known(*frame->base())->rare->walking.next = frame->ip - 1 - frame->code->instructions;
    } else {
        return false;
    }
    watch.tell = false;
    if (!quiet_ || !events_.empty() || !wanted_.empty()) return true;
    watch.go_quiet();
    begun_ = none; // what began here has ended: later steps are not told as one that moves frames
    goes_on_ = went_on_ = false;
    yielded_ = nullptr;
    return true;
}

// What the model is to expect of a frame that has been resumed in a way it did not foresee.
void Recorder::resumed_otherwise(const Frame* frame) {
    TraceObject* o = known(*frame->base());
    if (!o) return;
    WalkState had = o->rare ? o->rare->walking : WalkState{};
    bool again = went_on_ && !goes_on_ && yielded_ == frame->base()->object_ptr();
    if (again) tell_walk(*frame->base(), *o, Walk::frame, {frame->ip - 1 - frame->code->instructions, code_id(frame->code), resumer_again});
    else if (o->walk == Walk::frame && had.remaining == resumer_sends) tell_walk(*frame->base(), *o, Walk::frame, {had.next, had.stride, resumer_unknown});
}

// As tell_moved().
void Recorder::tell_moved_values(Generator* g, TraceObject& o) {
    o.walk = Walk::unknown;
    constexpr size_t first = TraceModel::generator_slots;
    size_t values = o.slots.size() - first;
    if (values == 0 && g->value_count > 0) { // it could not be resumed
        o.layout = model_.generator_layout(o, g->value_count);
        for (uint32_t i = 0; i < g->value_count; i++) o.slots.push_back(val(g->values()[i]));
        return;
    }
    ByteWriter& out = event(event_splice);
    put_val(out, Val::object(moved_.label), model_.next_label);
    out.numbers(o.layout, o.extra_bytes, first, moved_values_, values);
    for (size_t i = first; i < o.slots.size(); i++) put_val(out, o.slots[i], model_.next_label);
}

} // namespace terrarium::inspect
