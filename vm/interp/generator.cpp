// Generators and coroutines in the loop: their values move between the object and the value stack (frame.h).
// Their Python methods (send, throw, close, ...) are in vm/objects/generator.cpp.
#include "memory/heap.h"
#include "vm/core/errors.h"
#include "vm/core/parallel.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/core/type_spec.h"
#include "vm/interp/call.h"
#include "vm/interp/frames.h"
#include "vm/interp/slow.h"
#include "vm/interp/trace.h"
#include "vm/interp/unwind.h"
#include "vm/probe.h"

#include <cstring>
#include <utility>

namespace terrarium {

Value make_generator(Thread&, Frame* frame, Value* sp) {
    Code* code = frame->code;
    uint32_t limit = code->local_count + code->stack_size + 1;
    ShapeId shape = code->flags & code_coroutine         ? shapes::coroutine
                    : code->flags & code_async_generator ? shapes::async_generator
                                                         : shapes::generator;
    size_t bytes = sizeof(Generator) + limit * sizeof(Value);
    Generator* g = static_cast<Generator*>(alloc_object(bytes, shape, AllocKind::container));
    g->function = Ref<Function>::share(frame->function).take();
    g->code = code;
    g->ip = frame->ip;
    g->handled = g->caller_handled = Value::null();
    g->name = Ref<Str>::share(frame->function->name).take();
    g->qualname = Ref<Str>::share(frame->function->qualname).take();
    g->object = nullptr;
    g->origin_or_finalizer = Value::null();
    g->value_count = static_cast<uint32_t>(sp - frame->locals);
    g->value_limit = limit;
    g->state = GeneratorState::created;
    g->handling = g->hooks_inited = g->closed = g->running_async = 0;
    if (g->value_count) std::memcpy(static_cast<void*>(g->values()), frame->locals, g->value_count * sizeof(Value));
    for (Value* slot = frame->locals; slot < sp; slot++) *slot = Value::null(); // moved
    return Value::object(g);
}

bool push_generator_frame(Thread& t, Generator* g, Value sent, uint32_t how) {
    Value* base = t.stack_top;
    Value* locals = base + 1;
    Code* code = g->code;
    if (locals + code->frame_size > t.stack_limit || t.frame + 1 >= t.frame_limit || t.depth >= t.recursion_limit) {
        if (!make_room_for_frame(t, locals + code->frame_size)) return false;
    }
    retain(static_cast<Object*>(g));
    *base = Value::object(g);
    Value* sp = locals; // a handful of values: a call of memcpy would take longer
    for (const Value *from = g->values(), *end = from + g->value_count; from < end; from++) *sp++ = *from;
    retain(sent);
    *sp++ = sent;
    Frame* frame = ++t.frame;
    *frame = Frame{code, g->function, g->ip, locals, Value::null(), nullptr, nullptr, static_cast<uint16_t>(frame_generator | how), 0, 0};
    if (g->object) {
        frame->object = Ref<FrameObject>::share(g->object).take();
        frame->flags |= frame_has_object;
        g->object->live = frame;
    }
    t.stack_top = sp;
    if (++t.depth > t.peak_depth) t.peak_depth = t.depth;
    if (active_probe && (watch.is_loud() || (how & frame_entry))) active_probe->on_call(t, frame);
    g->value_count = 0;
    g->state = GeneratorState::running;
    g->caller_handled = t.handled;
    if (g->handling) {
        t.handled = std::exchange(g->handled, Value::null());
    } else {
        retain(t.handled);
    }
    return true;
}

uint32_t suspend_generator(Thread& t, Frame* frame, Value* sp) {
    if (active_probe && (watch.is_loud() || (frame->flags & frame_entry))) active_probe->on_leave(t, frame);
    Value* base = frame->base();
    Generator* g = as<Generator>(*base);
    uint32_t flags = frame->flags;
    g->value_count = static_cast<uint32_t>(sp - frame->locals);
    Value* to = g->values();
    for (const Value* from = frame->locals; from < sp; from++) *to++ = *from;
    g->ip = frame->ip;
    g->state = GeneratorState::suspended;
    if (g->handling) {
        g->handled = t.handled;
    } else {
        release(t.handled);
    }
    t.handled = std::exchange(g->caller_handled, Value::null());
    if (parallel_world && is_shared(g)) [[unlikely]] { // another thread may go on with it
        for (uint32_t i = 0; i < g->value_count; i++) publish(g->values()[i]);
        publish(g->handled);
    }
    if (flags & frame_has_object) suspend_frame_object(frame);
    t.frame = frame - 1;
    t.depth--;
    t.stack_top = base;
    seal_stacks(t);
    release(static_cast<Object*>(g));
    return flags;
}

Result<Own> resume_generator(Thread& t, Generator* g, Value value, ResumeMode mode, bool* finished) {
    if (reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) < t.native_limit)
        return raise_text(t, rt().types.RecursionError, "maximum recursion depth exceeded");
    Ref<Generator> held = Ref<Generator>::share(g);
    Value* base = t.stack_top;
    Own exception;
    if (mode == ResumeMode::raise) exception = take_raised(t);
    bool fresh = g->state == GeneratorState::created;
    if (!push_generator_frame(t, g, value, frame_entry)) return Error{};
    if (mode == ResumeMode::raise) {
        // The sent value is not wanted: the exception comes up where the generator stands.
        Value sent = *--t.stack_top;
        release(sent);
        if (fresh && g->code->first_line) t.frame->ip = g->code->instructions + 1;
        // What the generator is handling is the context of what is thrown in.
        BaseException* thrown = as<BaseException>(exception);
        if (!t.handled.is_null() && !(t.handled == exception.get()) && g->handling) {
            Changing changing(t, exception, t.handled);
            if (thrown->context.is_null() || thrown->context.is_none()) {
                retain(t.handled);
                thrown->context = t.handled;
            }
        }
        set_raised(t, std::move(exception));
    }
    Value v = run_frame(t, mode == ResumeMode::raise);
    if (v.is_null()) {
        t.stack_top = base;
        return Error{};
    }
    if (v.is_exhausted()) { // yielded: the value is on the stack
        *finished = false;
        v = *--t.stack_top;
        t.stack_top = base;
        return Own::adopt(v);
    }
    t.stack_top = base;
    *finished = true;
    return Own::adopt(v);
}

Value generator_delegate(Generator* g) {
    if (g->state != GeneratorState::suspended || g->value_count == 0) return Value::null();
    // Suspended at the YIELD_VALUE right after a SEND: the receiver is on top of what is stored.
    const Word* begin = g->code->instructions;
    if (g->ip - begin < 2 || word_op(load_learned(g->ip[-1])) != Opcode::YIELD_VALUE || word_op(load_learned(g->ip[-2])) != Opcode::SEND) return Value::null();
    return g->values()[g->value_count - 1];
}

Value yield_from_iterator(Thread& t, Frame* frame, Value v) {
    if (has_shape(v, shapes::generator)) {
        retain(v);
        return v;
    }
    if (has_shape(v, shapes::coroutine)) {
        if (!(frame->code->flags & (code_coroutine | code_iterable_coroutine))) {
            (void)raise_type(t, "cannot 'yield from' a coroutine object in a non-coroutine generator");
            return Value::null();
        }
        retain(v);
        return v;
    }
    return raw(get_iter(t, v));
}

namespace {

Result<Own> awaitable_iterator(Thread& t, Value v) {
    if (has_shape(v, shapes::coroutine)) return Own::share(v);
    if (has_shape(v, shapes::generator) && (as<Generator>(v)->code->flags & code_iterable_coroutine)) return Own::share(v);
    UnarySlot slot = type_of(v)->slots.await;
    if (!slot) return raise_type(t, "object {} can't be used in 'await' expression", type_name(v));
    Own it = TRY(slot(t, v));
    if (has_shape(it, shapes::coroutine)) return raise_type(t, "__await__() returned a coroutine");
    if (!type_of(it)->slots.next) return raise_type(t, "__await__() returned non-iterator of type '{}'", type_name(it));
    return it;
}

} // namespace

Value awaitable(Thread& t, Value v, uint32_t what_for) {
    Result<Own> r = awaitable_iterator(t, v);
    if (!r) {
        if (what_for && raised_matches(t, rt().types.TypeError) && !type_of(v)->slots.await && !has_shape(v, shapes::coroutine)) {
            clear_raised(t);
            (void)raise_type(t, "'async with' received an object from {} that does not implement __await__: {}",
                             what_for == 1 ? "__aenter__" : "__aexit__", type_name(v));
        }
        return Value::null();
    }
    if (has_shape(r.get(), shapes::coroutine) && !generator_delegate(as<Generator>(r.get())).is_null()) {
        (void)raise_text(t, rt().types.RuntimeError, "coroutine is being awaited already");
        return Value::null();
    }
    return r.take().take();
}

Value async_iterator(Thread& t, Value v) {
    UnarySlot slot = type_of(v)->slots.aiter;
    if (!slot) {
        (void)raise_type(t, "'async for' requires an object with __aiter__ method, got {}", type_name(v));
        return Value::null();
    }
    Result<Own> r = slot(t, v);
    if (!r) return Value::null();
    if (!type_of(r.get())->slots.anext) {
        (void)raise_type(t, "'async for' received an object from __aiter__ that does not implement __anext__: {}", type_name(r.get()));
        return Value::null();
    }
    return r.take().take();
}

Value async_next(Thread& t, Value v) {
    UnarySlot slot = type_of(v)->slots.anext;
    if (!slot) {
        (void)raise_type(t, "'async for' requires an iterator with __anext__ method, got {}", type_name(v));
        return Value::null();
    }
    Result<Own> r = slot(t, v);
    if (!r) return Value::null();
    if (has_shape(v, shapes::async_generator)) return r.take().take();
    Result<Own> it = awaitable_iterator(t, r.get());
    if (it) return it.take().take();
    Own cause = take_raised(t);
    (void)raise_type(t, "'async for' received an invalid object from __anext__: {}", type_name(r.get()));
    BaseException* e = as<BaseException>(t.raised);
    release(std::exchange(e->context, Own::share(cause).take()));
    release(std::exchange(e->cause, cause.take()));
    e->suppress_context = 1;
    return Value::null();
}

namespace {

// What CPython's generators do without an exception, where nothing is sent to them.
bool stops_with_none(Value raised) {
    if (!exception_is(raised, rt().types.StopIteration)) return false;
    Tuple* args = as<Tuple>(as<BaseException>(raised)->args);
    return args->length == 0 || args->items()[0].is_none();
}

} // namespace

Value send_slow(Thread& t, Value receiver, Value v, bool* finished) {
    *finished = false;
    if (has_shape(receiver, shapes::generator) || has_shape(receiver, shapes::coroutine)) {
        Generator* g = as<Generator>(receiver);
        if (g->state == GeneratorState::finished && g->shape == shapes::generator) {
            *finished = true;
            return Value::none();
        }
    }
    // A plain iterator's end carries no value; anything that may carry one is asked through its method.
    Type* type = type_of(receiver);
    bool may_carry = (type->flags & type_heap) || has_shape(receiver, shapes::coroutine_wrapper) ||
                     has_shape(receiver, shapes::async_generator_asend) || has_shape(receiver, shapes::async_generator_athrow) ||
                     has_shape(receiver, shapes::coroutine) || has_shape(receiver, shapes::generator);
    Result<Own> r = Error{};
    if (v.is_none() && type->slots.next && !may_carry) {
        Changing changing(t, receiver);
        r = type->slots.next(t, receiver); // not iter_next, which drops StopIteration's value
        if (r && r.get().is_exhausted()) {
            *finished = true;
            return Value::none();
        }
    } else if (v.is_none() && (type->flags & type_heap)) {
        Result<Own> method = lookup_special(t, receiver, rt().names.dunder_next);
        if (method) r = call(t, method.get());
    } else {
        r = call_method(t, receiver, rt().names.n_send, v);
    }
    if (r) return r.take().take();
    if (t.traced && !(v.is_none() && has_shape(receiver, shapes::generator) && stops_with_none(t.raised))) trace_stop(t);
    if (!raised_matches(t, rt().types.StopIteration)) return Value::null();
    *finished = true;
    Own stop = take_raised(t);
    return raw(get_attr(t, stop, rt().names.n_value));
}

Value async_gen_wrap(Thread&, Value v) {
    Ref<AsyncGeneratorValue> wrapped = new_object<AsyncGeneratorValue>(shapes::async_generator_wrapped, true);
    wrapped->value = v;
    return Value::object(wrapped.take());
}

} // namespace terrarium
