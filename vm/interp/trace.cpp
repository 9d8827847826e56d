// See trace.h. The order of events, and when a line is one, are CPython 3.11's: a line begins where the line of the
// instruction is another than that of the one before it in the frame, or where the code has jumped back.
#include "vm/interp/trace.h"

#include "vm/core/errors.h"
#include "vm/core/parallel.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/interp/frames.h"
#include "vm/objects/code.h"
#include "vm/objects/exceptions.h"
#include "vm/probe.h"

#include <utility>

namespace terrarium {

namespace {

bool told_of(const Frame* frame) { return !(frame->code->flags & code_shown_as_native); }

bool listens(const Thread& t, const Frame* frame) { return t.traced && !t.in_trace && told_of(frame); }

void keep(Thread& t, FrameObject* f, Value FrameObject::* slot, Own v) {
    Changing changing(t, Value::object(f), v);
    release(std::exchange(f->*slot, v.take()));
}

// Calls one of the two functions. False: it raised, and is told nothing more.
bool tell(Thread& t, FrameObject* f, Value Thread::* which, Value function, const char* event, Value arg, Own* answer) {
    Own held = Own::share(function), name(intern(event));
    if (!f->mapping.is_null() && !frame_locals(t, f)) return false; // f_locals that somebody has is up to date
    t.in_trace = true;
    Result<Own> r = call(t, function, Value::object(f), name, arg);
    t.in_trace = false;
    take_back_locals(t, f);
    if (r) {
        *answer = r.take();
        return true;
    }
    Own raised = take_raised(t);
    set_trace_function(t, which, Value::none());
    if (which == &Thread::trace_function) keep(t, f, &FrameObject::trace, Own());
    set_raised(t, std::move(raised));
    return false;
}

// To the function of the frame, which what it returns replaces; of a call, to the thread's.
bool tell_trace(Thread& t, FrameObject* f, const char* event, Value arg, Value function) {
    if (t.trace_function.is_null() || function.is_null()) return true;
    Own answer;
    if (!tell(t, f, &Thread::trace_function, function, event, arg, &answer)) return false;
    if (!answer.get().is_none()) keep(t, f, &FrameObject::trace, std::move(answer));
    return true;
}

bool tell_profile(Thread& t, FrameObject* f, const char* event, Value arg) {
    Own answer;
    return t.profile_function.is_null() || tell(t, f, &Thread::profile_function, t.profile_function, event, arg, &answer);
}

// Another thread may specialise it meanwhile.
Opcode op_at(const Code* code, uint32_t index) { return word_op(load_learned(code->instructions[index])); }
bool is_op(const Code* code, uint32_t index, Opcode op) { return index < code->count && op_at(code, index) == op; }

// `stands`: the instruction before the one that is about to run, where a generator is resumed.
bool begin_frame(Thread& t, Frame* frame, FrameObject* f, uint32_t stands) {
    const Code* code = frame->code;
    bool resumed = (frame->flags & frame_generator) && is_op(code, stands, Opcode::YIELD_VALUE);
    f->entered = 1;
    f->previous = resumed ? stands : FrameObject::no_instruction;
    f->shown_line = resumed ? line_of(code, stands) : as<Str>(Value::object(code->name)) == rt().names.angle_module ? 0 : static_cast<int32_t>(code->first_line);
    bool good = tell_trace(t, f, "call", Value::none(), t.trace_function) && tell_profile(t, f, "call", Value::none());
    f->shown_line = FrameObject::no_line;
    return good;
}

bool end_frame(Thread& t, FrameObject* f, Value result) {
    f->entered = 0;
    return tell_trace(t, f, "return", result, f->trace) && tell_profile(t, f, "return", result);
}

bool begin_line(Thread& t, Frame* frame, FrameObject* f, uint32_t index) {
    const Code* code = frame->code;
    bool first = f->previous == FrameObject::no_instruction;
    int32_t line = line_of(code, index);
    bool back = !first && index < f->previous && op_at(code, index) != Opcode::SEND;
    bool another = first || back || line != line_of(code, f->previous);
    if (f->trace_lines && line >= 0 && another && !tell_trace(t, f, "line", Value::none(), f->trace)) return false;
    return !f->trace_opcodes || tell_trace(t, f, "opcode", Value::none(), f->trace);
}

// The native that the call about to run will call, as CPython's profiler is shown it; or null.
Own called_native(Thread& t, Word word) {
    Value* base = t.stack_top - 4; // CALL_EX
    if (word_op(word) == Opcode::CALL) base = t.stack_top - word_b16(word) - 2;
    else if (word_op(word) == Opcode::CALL_KW) base = t.stack_top - word_b16(word) - 3;
    else if (word_op(word) != Opcode::CALL_EX) return {};
    Value callable = *base;
    if (has_shape(callable, shapes::native_function)) return Own::share(callable);
    if (has_shape(callable, shapes::method_descriptor)) {
        Value self = !base[1].is_null() ? base[1] : word_op(word) == Opcode::CALL_EX || base + 2 >= t.stack_top ? Value::null() : base[2];
        return self.is_null() ? Own() : bind_native_method(as<NativeFunction>(callable), self);
    }
    Value function = has_shape(callable, shapes::method) ? as<Method>(callable)->function : callable;
    return has_shape(function, shapes::function) && (as<Function>(function)->code->flags & code_shown_as_native) ? Own::share(callable) : Own();
}

bool begin_native(Thread& t, FrameObject* f, Word word) {
    if (t.profile_function.is_null()) return true;
    Own native = called_native(t, word);
    if (native.is_null()) return true;
    if (!tell_profile(t, f, "c_call", native)) return false;
    if (!t.profile_function.is_null()) keep(t, f, &FrameObject::native, std::move(native));
    return true;
}

bool end_native(Thread& t, FrameObject* f, const char* event) {
    if (f->native.is_null()) return true;
    Own native = Own::share(f->native);
    keep(t, f, &FrameObject::native, Own());
    return tell_profile(t, f, event, native);
}

// Belongs to making the frame: nothing has begun yet.
bool is_prologue(const Code* code, uint32_t index) {
    Opcode op = op_at(code, index);
    return op == Opcode::MAKE_CELL || op == Opcode::COPY_FREE_VARS || op == Opcode::RETURN_GENERATOR || is_op(code, index - 1, Opcode::RETURN_GENERATOR);
}

} // namespace

bool trace_instruction(Thread& t, Frame* frame) {
    if (!listens(t, frame)) return true;
    uint32_t index = frame->index();
    Word word = load_learned(frame->ip[-1]);
    Opcode op = opcode_info(word_op(word)).base;
    bool entered = frame->object && frame->object->entered;
    if (!entered && is_prologue(frame->code, index)) return true;
    Ref<FrameObject> f = frame_object(t, frame);
    if (!(entered ? end_native(t, f, "c_return") : begin_frame(t, frame, f, index - 1))) return false;
    if (!t.trace_function.is_null() && !begin_line(t, frame, f, index)) return false;
    f->previous = index;
    switch (op) {
        case Opcode::RETURN_VALUE:
        case Opcode::YIELD_VALUE: return end_frame(t, f, t.stack_top[-1]);
        case Opcode::RETURN_CONST: return end_frame(t, f, frame->code->constants->items()[word >> 8]);
        case Opcode::SEND: f->sends = !t.stack_top[-1].is_none(); return true;
        default: return begin_native(t, f, word);
    }
}

void trace_raise(Thread& t, Frame* frame) {
    if (!listens(t, frame) || !frame->object) return;
    Ref<FrameObject> f = frame_object(t, frame);
    Own exception = take_raised(t);
    if (!f->entered && !begin_frame(t, frame, f, frame->index())) return; // thrown into a generator
    if (!end_native(t, f, "c_exception")) return;
    if (!t.trace_function.is_null() && !f->trace.is_null()) {
        Value traceback = as<BaseException>(exception)->traceback;
        Value items[] = {Value::object(type_of(exception)), exception, traceback.is_null() ? Value::none() : traceback};
        Result<Ref<Tuple>> arg = make_tuple(t, items, 3);
        if (!arg || !tell_trace(t, f, "exception", Value::object(arg.get()), f->trace)) return;
    }
    set_raised(t, std::move(exception));
}

void trace_abandon(Thread& t, Frame* frame) {
    if (!listens(t, frame) || !frame->object || !frame->object->entered) return;
    Ref<FrameObject> f = frame_object(t, frame);
    Own exception = take_raised(t);
    if (end_frame(t, f, Value::none())) set_raised(t, std::move(exception));
}

void trace_stop(Thread& t) {
    if (raised_matches(t, rt().types.StopIteration)) trace_raise(t, t.frame);
}

bool trace_end_of_generator(Thread& t, Value result, uint32_t how) {
    Frame* frame = t.frame;
    if (!listens(t, frame) || !frame->object || t.trace_function.is_null() || frame->object->trace.is_null()) return true;
    bool sent = (how & frame_send) && (frame->object->sends || !has_shape(t.stack_top[-1], shapes::generator));
    if (result.is_none() && !sent) return true; // no StopIteration was needed
    Result<Own> stop = call(t, Value::object(rt().types.StopIteration), result);
    if (!stop) return false;
    set_raised(t, stop.take());
    trace_raise(t, frame);
    if (!raised_matches(t, rt().types.StopIteration)) return false;
    clear_raised(t);
    return true;
}

void begin_tracing(Thread& t) {
    for (Frame* frame = t.frame; frame->code; frame--) {
        if (!told_of(frame)) continue;
        Ref<FrameObject> f = frame_object(t, frame);
        f->entered = 1;
        f->previous = frame->index();
        keep(t, f, &FrameObject::native, Own());
    }
    watch.go_loud();
    if (!parallel_world) watch_running(t); // else the call that leads here ends by leaving the loop
}

} // namespace terrarium
