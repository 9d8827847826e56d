// What the rooms below need of the loop, handed down as hooks at start; safepoints.
#include "memory/collector.h"
#include "memory/heap.h"
#include "memory/stack.h"
#include "vm/core/errors.h"
#include "vm/core/parallel.h"
#include "vm/core/protocol.h"
#include "vm/core/scheduling.h"
#include "vm/core/start.h"
#include "vm/core/tuple.h"
#include "vm/interp/call.h"
#include "vm/interp/exposure.h"
#include "vm/interp/frames.h"
#include "vm/interp/inline_cache.h"
#include "vm/interp/interp.h"
#include "vm/interp/slow.h"
#include "vm/probe.h"

namespace terrarium {

Probe* active_probe = nullptr;
Watching watch;

namespace {

// The same when threads run at once: collecting and freeing is done alone, and other threads' requests are left alone.
bool poll_in_parallel(Thread& t, bool in_native) {
    if (t.exposed && !in_native) leave_exposure(t);
    uint32_t requested = __atomic_fetch_and(&rt().safepoint_requested, ~uint32_t{safepoint_poll | safepoint_switch}, __ATOMIC_RELAXED);
    if (t.alone) request_safepoint(safepoint_poll); // the loop's plain instance: it is to make room at the next back edge
    else if (requested & safepoint_stop) scheduler->pause(t);
    if (t.exposed && in_native && !t.alone) scheduler->stop_world(t);
    if (world_requests() || ((requested & safepoint_poll) && retired_wait())) {
        Alone alone(t);
        if (world_requests()) trim_stacks(t);
        free_retired();
        collect_if_requested();
        if (world_memory_pressure()) {
            collect(2);
            free_retired();
            if (take_memory_pressure()) {
                (void)raise_memory(t);
                return false;
            }
        }
    }
    if (others_are_asked()) request_safepoint(safepoint_poll);
    if ((safepoint_requests() & safepoint_interrupt) && &t == rt().main_thread) {
        __atomic_fetch_and(&rt().safepoint_requested, ~uint32_t{safepoint_interrupt}, __ATOMIC_RELAXED);
        if (handle_signals) return static_cast<bool>(handle_signals(t));
        (void)raise_class(t, rt().types.KeyboardInterrupt);
        return false;
    }
    return true;
}

} // namespace

bool poll(Thread& t) {
    if (parallel_world) [[unlikely]] return poll_in_parallel(t, false);
    if (world_requests()) trim_stacks(t);
    collect_if_requested();
    if (world_memory_pressure()) {
        collect(2);
        if (take_memory_pressure()) {
            (void)raise_memory(t);
            return false;
        }
    }
    uint32_t requested = __atomic_exchange_n(&rt().safepoint_requested, 0, __ATOMIC_RELAXED);
    if (requested & safepoint_switch) scheduler->yield(t);
    if (thread_events && (requested & safepoint_poll)) thread_events->on_poll(t);
    if (requested & safepoint_interrupt) {
        if (&t == rt().main_thread) {
            if (handle_signals) return static_cast<bool>(handle_signals(t));
            (void)raise_class(t, rt().types.KeyboardInterrupt);
            return false;
        }
        rt().interrupt_waits = 1; // until the main thread's next turn
    }
    return true;
}

Status safepoint(Thread& t) {
    if (parallel_world ? poll_in_parallel(t, true) : poll(t)) return {};
    return Error{};
}

namespace {

Result<Own> run_code_value(Thread& t, Value code, Dict* globals, Value locals) { return run_code(t, as<Code>(code), globals, locals, nullptr); }

// The running Python frame, or null.
Frame* top_frame(Thread& t) { return t.frame && t.frame->code ? t.frame : nullptr; }

Status super_arguments(Thread& t, Own* cls, Own* self) {
    Frame* frame = top_frame(t);
    if (!frame) return raise_text(t, rt().types.RuntimeError, "super(): no current frame");
    Code* code = frame->code;
    if (code->argument_count == 0 && !(code->flags & code_varargs)) return raise_text(t, rt().types.RuntimeError, "super(): no arguments");
    Value first = code->argument_count == 0 ? frame->locals[code->keyword_only_count] : frame->locals[0];
    if (code->argument_count == 0) return raise_text(t, rt().types.RuntimeError, "super(): no arguments");
    if ((code->local_kinds[0] & local_cell) && has_shape(first, shapes::cell)) first = as<Cell>(first)->content;
    if (first.is_null()) return raise_text(t, rt().types.RuntimeError, "super(): arg[0] deleted");
    for (uint32_t i = code->local_count - code->free_count; i < code->local_count; i++) {
        if (as<Str>(code->local_names->items()[i]) != rt().names.dunder_class) continue;
        Value v = as<Cell>(frame->locals[i])->content;
        if (v.is_null()) return raise_text(t, rt().types.RuntimeError, "super(): empty __class__ cell");
        *cls = Own::share(v);
        *self = Own::share(first);
        return {};
    }
    return raise_text(t, rt().types.RuntimeError, "super(): __class__ cell not found");
}

bool code_place(Thread& t, int level, CodePlace* out) {
    Frame* frame = top_frame(t);
    for (int i = 1; i < level && frame; i++) frame = (frame - 1)->code ? frame - 1 : nullptr;
    if (!frame) return false;
    out->filename = frame->code->filename;
    out->line = static_cast<uint32_t>(line_of(frame->code, frame->index()));
    out->globals = frame->function->globals;
    return true;
}

Result<Own> current_locals(Thread& t) {
    Frame* frame = top_frame(t);
    if (!frame) return raise_text(t, rt().types.SystemError, "frame does not exist");
    if (!frame->mapping.is_null()) return Own::share(frame->mapping);
    Ref<FrameObject> object = frame_object(t, frame);
    return frame_locals(t, object);
}

Dict* current_globals(Thread& t) {
    Frame* frame = top_frame(t);
    return frame ? frame->function->globals : nullptr;
}

void open_frames(Thread& t) {
    StackArea* frames = static_cast<StackArea*>(t.frame_area);
    (void)stack_ensure(frames, frames->base + 2 * sizeof(Frame));
    t.frames = reinterpret_cast<Frame*>(frames->base);
    t.frame = t.frames; // the sentinel: no code
    *t.frame = Frame{nullptr, nullptr, nullptr, nullptr, Value::null(), nullptr, nullptr, 0, 0, 0};
    t.frame_limit = t.frames;
    t.stack_limit = t.stack_base;
    t.stack_top = t.stack_base;
}

} // namespace

void init_interp() {
    Runtime& r = rt();
    make_shared_caches();
    r.hooks.call_function = call_function;
    r.hooks.run_code = run_code_value;
    r.hooks.import_module = import_module;
    r.hooks.safepoint = safepoint;
    r.hooks.super_arguments = super_arguments;
    r.hooks.code_place = code_place;
    r.hooks.forget_classes = flush_inline_caches;
    r.hooks.resume_generator = [](Thread& thread, Object* g, Value v, uint8_t mode, bool* finished) {
        return resume_generator(thread, static_cast<Generator*>(g), v, static_cast<ResumeMode>(mode), finished);
    };
    r.hooks.generator_delegate = [](Object* g) { return generator_delegate(static_cast<Generator*>(g)); };
    r.hooks.current_locals = current_locals;
    r.hooks.current_globals = current_globals;
    r.hooks.build_class = build_class;
    r.hooks.go_parallel = go_parallel;
    r.hooks.open_frames = open_frames;
    open_frames(*r.main_thread);
}

} // namespace terrarium
