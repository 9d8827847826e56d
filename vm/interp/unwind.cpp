// Exceptions on their way up. Invariant: while values are dropped the exception is held aside, because a finaliser
// that runs then must find no exception raised.
#include "vm/interp/unwind.h"

#include "vm/core/parallel.h"
#include "vm/core/protocol.h"
#include "vm/core/list.h"
#include "vm/core/tuple.h"
#include "vm/core/type_spec.h"
#include "vm/interp/call.h"
#include "vm/interp/frames.h"
#include "vm/interp/slow.h"
#include "vm/interp/trace.h"
#include "vm/objects/code.h"
#include "vm/objects/exceptions.h"
#include "vm/objects/frame.h"
#include "vm/probe.h"

#include <utility>

namespace terrarium {

namespace {

const ExceptionRange* handler_for(const Code* code, uint32_t index) {
    uint32_t low = 0, high = code->exception_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        const ExceptionRange& e = code->exceptions[middle];
        if (index < e.start) high = middle;
        else if (index >= e.end) low = middle + 1;
        else return &e;
    }
    return nullptr;
}

void drop_values(Value* from, Value* to) {
    while (to > from) {
        Value v = *--to;
        *to = Value::null();
        release(v);
    }
}

// Locals go in the order of their slots, as in CPython; the operand stack from its top.
void drop_locals(Value* locals, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) release(std::exchange(locals[i], Value::null()));
}

Own elided_names(ElidedCalls* e) {
    Ref<Tuple> names = new_short_tuple(2 * e->used);
    for (uint32_t i = 0; i < e->used; i++) {
        names->items()[2 * i] = Own::share(static_cast<Object*>(e->last[i].code->name)).take();
        names->items()[2 * i + 1] = Value::small_int(line_of(e->last[i].code, e->last[i].at));
    }
    return names;
}

} // namespace

void add_traceback(Thread& t, Frame* frame) {
    if (frame->code->flags & code_shown_as_native) return;
    Own exception = Own::adopt(std::exchange(t.raised, Value::null()));
    BaseException* e = as<BaseException>(exception);
    Alone alone(t, is_shared(e)); // several threads may raise one and the same
    Ref<FrameObject> object = frame_object(t, frame);
    Ref<Traceback> traceback = new_object<Traceback>(shapes::traceback, true);
    traceback->next = e->traceback;
    traceback->frame = object.take();
    traceback->index = frame->index();
    traceback->line = line_of(frame->code, frame->index());
    traceback->elided = frame->elided ? frame->elided->count : 0;
    traceback->elided_names = frame->elided ? elided_names(frame->elided).take() : Value::null();
    if (is_shared(e)) publish(traceback.value());
    e->traceback = Value::object(traceback.take());
    t.raised = exception.take();
}

bool find_handler(Thread& t, Frame* frame, uint32_t fault) {
    const ExceptionRange* e = handler_for(frame->code, fault);
    if (!e) return false;
    Value exception = std::exchange(t.raised, Value::null());
    Value* sp = frame->locals + frame->code->local_count + e->depth;
    drop_values(sp, t.stack_top);
    if (e->push_lasti) *sp++ = Value::small_int(frame->index());
    *sp++ = exception;
    t.stack_top = sp;
    frame->ip = frame->code->instructions + e->handler;
    return true;
}

void reraise(Thread& t, Value exception) { t.raised = exception; }

Value handled_for_frame(Thread& t, Frame* frame) {
    Value handled = std::exchange(t.handled, Value::null());
    if (!(frame->flags & frame_generator)) return handled;
    Generator* g = as<Generator>(*frame->base());
    if (g->handling) return handled;
    g->handling = 1;
    release(handled); // the generator holds the caller's
    return Value::null();
}

Value restore_handled(Thread&, Frame* frame, Value saved) {
    if (!(frame->flags & frame_generator) || !saved.is_null()) return saved;
    Generator* g = as<Generator>(*frame->base());
    g->handling = 0;
    retain(g->caller_handled);
    return g->caller_handled;
}

void finish_generator(Thread& t, Generator* g) {
    g->state = GeneratorState::finished;
    g->value_count = 0;
    g->handling = 0;
    Value own = std::exchange(t.handled, std::exchange(g->caller_handled, Value::null()));
    release(own);
}

namespace {

// What both ways out of a frame do after its operand stack is gone; the callable's slot is left to the caller.
void end_frame(Thread& t, Frame* frame) {
    if (frame->flags & frame_has_object) {
        finish_frame_object(t, frame);
    } else {
        drop_locals(frame->locals, frame->code->local_count);
    }
    if (frame->flags & frame_has_mapping) release(std::exchange(frame->mapping, Value::null()));
    if (active_probe) active_probe->on_leave(t, frame); // finalisers have run above it until now
    if (frame->flags & frame_elided) drop_elided(frame);
    t.stack_top = frame->base() + 1;
    t.frame = frame - 1;
    t.depth--;
    seal_stacks(t);
    if (t.recursion_headroom != 0 && t.depth < t.recursion_limit * 3 / 4) t.recursion_headroom = 0;
}

void convert_stop_iteration(Thread& t, Generator* g) {
    bool async = g->shape == shapes::async_generator;
    const char* text = nullptr;
    if (exception_is(t.raised, rt().types.StopIteration)) {
        text = async ? "async generator raised StopIteration"
                     : g->shape == shapes::generator ? "generator raised StopIteration" : "coroutine raised StopIteration";
    } else if (async && exception_is(t.raised, rt().types.StopAsyncIteration)) {
        text = "async generator raised StopAsyncIteration";
    }
    if (!text) return;
    Own cause = take_raised(t);
    (void)raise_text(t, rt().types.RuntimeError, text);
    BaseException* e = as<BaseException>(t.raised);
    release(std::exchange(e->cause, Own::share(cause).take()));
    release(std::exchange(e->context, Own::share(cause).take()));
    e->suppress_context = 1;
}

} // namespace

void abandon_frame(Thread& t, Frame* frame) {
    if (t.traced) [[unlikely]] trace_abandon(t, frame);
    Value exception = std::exchange(t.raised, Value::null());
    Value* operands = frame->locals + frame->code->local_count;
    if (t.stack_top > operands) drop_values(operands, t.stack_top);
    Value* base = frame->base();
    uint32_t flags = frame->flags;
    end_frame(t, frame);
    Value callable = std::exchange(*base, Value::null());
    t.stack_top = base;
    t.raised = exception;
    if (flags & frame_generator) {
        Generator* g = as<Generator>(callable);
        finish_generator(t, g);
        convert_stop_iteration(t, g);
    }
    exception = std::exchange(t.raised, Value::null());
    release(callable);
    t.raised = exception;
}

bool leave_frame(Thread& t, Frame* frame, Value* result) {
    Value* base = frame->base();
    uint32_t flags = frame->flags;
    end_frame(t, frame);
    Value callable = std::exchange(*base, Value::null());
    t.stack_top = base;
    if (flags & frame_generator) {
        finish_generator(t, as<Generator>(callable));
        if (t.traced && (flags & (frame_for_iter | frame_send)) && !trace_end_of_generator(t, *result, flags)) [[unlikely]] {
            release(*result);
            release(callable);
            return false;
        }
    } else if (flags & frame_init) {
        if (!result->is_none()) {
            raise_init_result(t, *result);
            release(*result);
            release(callable);
            return false;
        }
        *result = callable;
        return true;
    }
    release(callable);
    return true;
}

// ---- the opcodes

void raise_varargs(Thread& t, uint32_t count, Value* items) {
    if (count == 0) {
        if (t.handled.is_null()) {
            (void)raise_text(t, rt().types.RuntimeError, "No active exception to reraise");
            return;
        }
        retain(t.handled);
        t.raised = t.handled;
        return;
    }
    if (count == 1) {
        (void)raise_object(t, items[0]);
        return;
    }
    Own cause;
    if (is_exception(items[1]) || items[1].is_none()) {
        cause = Own::share(items[1]);
    } else if (is_type(items[1]) && is_subtype(as<Type>(items[1]), rt().types.BaseException)) {
        Result<Own> r = call(t, items[1]);
        if (!r) return;
        cause = r.take();
        if (!is_exception(cause)) {
            Result<std::string> cls = repr_text(t, items[1]), made = repr_text(t, Value::object(type_of(cause)));
            if (cls && made)
                (void)raise_type(t, "calling {} should have returned an instance of BaseException, not {}", cls.get(), made.get());
            return;
        }
    }
    if (cause.is_null()) {
        (void)raise_object(t, items[0]);
        // An exception that is none, or a cause that is none: the former is reported first.
        if (is_exception(items[0]) || is_type(items[0])) {
            if (raised_matches(t, rt().types.TypeError) && !is_exception(items[0]) && !is_subtype(as<Type>(items[0]), rt().types.BaseException)) return;
            clear_raised(t);
            (void)raise_type(t, "exception causes must derive from BaseException");
        }
        return;
    }
    (void)raise_object(t, items[0]);
    if (!has_raised(t) || !is_exception(t.raised)) return;
    bool wanted = is_exception(items[0]) ? t.raised == items[0] : exception_is(t.raised, as<Type>(items[0]));
    if (!wanted) return;
    BaseException* e = as<BaseException>(t.raised);
    Changing changing(t, t.raised, cause);
    release(std::exchange(e->cause, cause.take()));
    e->suppress_context = 1;
}

Value check_exception_match(Thread& t, Value exception, Value match) {
    Result<bool> r = exception_matches(t, exception, match);
    return r ? Value::boolean(r.get()) : Value::null();
}

bool check_group_match(Thread& t, Value exception, Value match, Value* rest, Value* matched) {
    Own remaining;
    Result<Own> r = split_exception_group(t, exception, match, &remaining);
    if (!r) return false;
    *matched = r.take().take();
    *rest = remaining.take();
    return true;
}

Value prepare_reraise_star(Thread& t, Value original, Value list) { return raw(prepare_reraise_star(t, original, as<List>(list))); }

Value context_methods(Value manager, Value* exit) {
    if (!manager.is_object()) return Value::null();
    Type* type = type_of(manager);
    Value enter = type_lookup(type, rt().names.dunder_enter), leave = type_lookup(type, rt().names.dunder_exit);
    if (!is_function(enter) || !is_function(leave)) return Value::null();
    *exit = Value::object(make_method(leave, manager).take());
    return enter;
}

bool before_with(Thread& t, Value manager, bool async, Value* exit, Value* result) {
    Names& names = rt().names;
    Result<Own> enter = lookup_special(t, manager, async ? names.dunder_aenter : names.dunder_enter);
    if (!enter) return false;
    const char* kind = async ? "asynchronous context manager" : "context manager";
    if (enter.get().is_exhausted()) {
        (void)raise_type(t, "'{}' object does not support the {} protocol", type_name(manager), kind);
        return false;
    }
    Result<Own> leave = lookup_special(t, manager, async ? names.dunder_aexit : names.dunder_exit);
    if (!leave) return false;
    if (leave.get().is_exhausted()) {
        (void)raise_type(t, "'{}' object does not support the {} protocol (missed {} method)", type_name(manager), kind, async ? "__aexit__" : "__exit__");
        return false;
    }
    Result<Own> entered = call(t, enter.get());
    if (!entered) return false;
    *exit = leave.take().take();
    *result = entered.take().take();
    return true;
}

Value with_except_start(Thread& t, Value exit, Value exception) {
    Value type = Value::object(type_of(exception)), traceback = as<BaseException>(exception)->traceback;
    Own keep = Own::share(traceback);
    return raw(call(t, exit, type, exception, keep.is_null() ? Value::none() : keep.get()));
}

} // namespace terrarium
