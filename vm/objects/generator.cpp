// Generators and coroutines as Python sees them: send, throw, close, their attributes and their end.
// Source: PEP 342, 380, 492; the language reference on generator-iterator methods.
#include "vm/objects/generator.h"

#include "bytecode/opcodes.h"
#include "memory/heap.h"
#include "vm/core/descriptor.h"
#include "vm/core/errors.h"
#include "vm/core/protocol.h"
#include "vm/core/type_spec.h"
#include "vm/objects/containers.h"

#include <cstring>
#include <utility>

namespace terrarium {

// Shared with async_generator.cpp, whose objects have the same layout.
Result<Own> generator_repr(Thread& t, Value self);
Status generator_del(Thread& t, Value self);
extern const Lifecycle generator_life;
extern const GetSetDef async_generator_getsets[];

namespace {

void generator_trace(Object* o, Visitor& visitor) {
    Generator* g = static_cast<Generator*>(o);
    trace_edge(visitor, g->function, "function");
    trace_edge(visitor, g->handled, "handled exception");
    trace_edge(visitor, g->caller_handled, "caller's exception");
    trace_edge(visitor, g->name, "name");
    trace_edge(visitor, g->qualname, "qualname");
    trace_edge(visitor, g->object, "frame");
    trace_edge(visitor, g->origin_or_finalizer, "origin");
    for (uint32_t i = 0; i < g->value_count; i++) trace_edge(visitor, g->values()[i], "value", i);
}

void drop_values(Generator* g) {
    uint32_t n = std::exchange(g->value_count, 0);
    for (uint32_t i = 0; i < n; i++) drop_field(g->values()[i]);
}

void generator_clear(Object* o) {
    Generator* g = static_cast<Generator*>(o);
    if (g->state == GeneratorState::running) return;
    g->state = GeneratorState::finished;
    drop_values(g);
    drop_field(g->handled);
    if (g->object) {
        g->object->generator = nullptr;
        drop_field(g->object);
    }
}

void generator_destroy(Object* o) {
    Generator* g = static_cast<Generator*>(o);
    if (g->object) g->object->generator = nullptr;
    drop_values(g);
    drop_field(g->handled);
    drop_field(g->caller_handled);
    drop_field(g->object);
    drop_field(g->origin_or_finalizer);
    drop_field(g->name);
    drop_field(g->qualname);
    drop_field(g->function);
}

size_t generator_size(const Object* o) { return sizeof(Generator) + static_cast<const Generator*>(o)->value_limit * sizeof(Value); }

} // namespace

const Lifecycle generator_life = {generator_trace, generator_destroy, generator_clear, generator_size, nullptr, "generator", {}};

namespace {

const char* kind_of(const Generator* g) {
    return g->shape == shapes::coroutine ? "coroutine" : g->shape == shapes::async_generator ? "async generator" : "generator";
}

Result<Own> resume(Thread& t, Generator* g, Value v, ResumeMode mode, bool* finished) {
    return rt().hooks.resume_generator(t, g, v, static_cast<uint8_t>(mode), finished);
}

Error raise_running(Thread& t, const Generator* g) { return raise_value_error(t, "{} already executing", kind_of(g)); }

// The result of send or throw as their callers want it: a return is StopIteration (StopAsyncIteration).
Result<Own> as_method_result(Thread& t, Generator* g, Result<Own> r, bool finished) {
    if (!r || !finished) return r;
    if (g->shape == shapes::async_generator) return raise_class(t, rt().types.StopAsyncIteration);
    return raise_stop_iteration(t, r.get().is_none() ? Value::null() : r.get());
}

Result<Own> generator_next(Thread& t, Value self) {
    bool finished = false;
    Generator* g = as<Generator>(self);
    if (g->state == GeneratorState::finished && g->shape == shapes::generator) return Own::exhausted();
    Own v = TRY(generator_send(t, g, Value::none(), &finished));
    if (!finished) return v;
    if (v.is_none()) return Own::exhausted();
    return raise_stop_iteration(t, v);
}

Result<Own> method_send(Thread& t, const Value* a) {
    bool finished = false;
    Generator* g = as<Generator>(a[0]);
    Result<Own> r = generator_send(t, g, a[1], &finished);
    return as_method_result(t, g, std::move(r), finished);
}

Result<Own> method_throw(Thread& t, const Value* a) {
    Generator* g = as<Generator>(a[0]);
    bool finished = false;
    Result<Own> r = generator_throw(t, g, Thrown{a[1], a[2], a[3]}, &finished);
    return as_method_result(t, g, std::move(r), finished);
}

Result<Own> method_close(Thread& t, const Value* a) {
    TRY(generator_close(t, as<Generator>(a[0])));
    return Own::none();
}

} // namespace

Status generator_del(Thread& t, Value self) {
    Generator* g = as<Generator>(self);
    if (g->state == GeneratorState::created && g->shape == shapes::coroutine) {
        Status s = warn(t, rt().types.RuntimeWarning, fmt::format("coroutine '{}' was never awaited", to_utf8(g->qualname)), 1, true);
        if (!s) write_unraisable(t, "Exception ignored in", self);
        return {};
    }
    if (g->state != GeneratorState::suspended && !(g->state == GeneratorState::created && t.traced)) return {};
    Status s = generator_close(t, g);
    if (!s) write_unraisable(t, "Exception ignored in", self);
    return {};
}

Result<Own> generator_repr(Thread& t, Value self) {
    Generator* g = as<Generator>(self);
    const char* kind = g->shape == shapes::async_generator ? "async_generator" : kind_of(g);
    return make_str(t, fmt::format("<{} object {} at {:#x}>", kind, to_utf8(g->qualname), reinterpret_cast<uintptr_t>(g)));
}

namespace {

Result<Own> self_iter(Thread&, Value self) { return Own::share(self); }

// ---- attributes

Result<Own> get_frame(Thread&, Value self) {
    Generator* g = as<Generator>(self);
    if (g->state == GeneratorState::finished) return Own::none();
    if (!g->object) {
        Ref<FrameObject> f = make_frame_object(g->function);
        f->generator = g;
        int64_t index = g->ip - g->code->instructions - 1;
        f->index = index < 0 ? 0 : static_cast<uint32_t>(index);
        f->line = static_cast<uint32_t>(line_of(g->code, f->index));
        g->object = f.take();
    }
    return Own::share(static_cast<Object*>(g->object));
}
Result<Own> get_running(Thread&, Value self) { return Own::boolean(as<Generator>(self)->state == GeneratorState::running); }
Result<Own> get_async_running(Thread&, Value self) { return Own::boolean(as<Generator>(self)->running_async != 0); }
Result<Own> get_suspended(Thread&, Value self) { return Own::boolean(as<Generator>(self)->state == GeneratorState::suspended); }
Result<Own> get_code(Thread&, Value self) { return Own::share(static_cast<Object*>(as<Generator>(self)->code)); }
Result<Own> get_delegate(Thread&, Value self) {
    Value v = rt().hooks.generator_delegate(as<Generator>(self));
    return v.is_null() ? Own::none() : Own::share(v);
}
Result<Own> get_origin(Thread&, Value) { return Own::none(); }
Result<Own> get_name(Thread&, Value self) { return Own::share(static_cast<Object*>(as<Generator>(self)->name)); }
Result<Own> get_qualname(Thread&, Value self) { return Own::share(static_cast<Object*>(as<Generator>(self)->qualname)); }
Status set_text(Thread& t, Str*& field, Value v, const char* what) {
    if (!is_str(v)) return raise_type(t, "{} must be set to a string object", what);
    Str* old = std::exchange(field, shared(as<Str>(v)));
    release(static_cast<Object*>(old));
    return {};
}
Status set_name(Thread& t, Value self, Value v) { return set_text(t, as<Generator>(self)->name, v, "__name__"); }
Status set_qualname(Thread& t, Value self, Value v) { return set_text(t, as<Generator>(self)->qualname, v, "__qualname__"); }

const GetSetDef generator_getsets[] = {
    {"gi_frame", get_frame, nullptr, nullptr},
    {"gi_running", get_running, nullptr, nullptr},
    {"gi_suspended", get_suspended, nullptr, nullptr},
    {"gi_code", get_code, read_only_member, nullptr},
    {"gi_yieldfrom", get_delegate, nullptr, "object being iterated by yield from, or None"},
    {"__name__", get_name, set_name, "name of the generator"},
    {"__qualname__", get_qualname, set_qualname, "qualified name of the generator"},
    {},
};
const GetSetDef coroutine_getsets[] = {
    {"cr_frame", get_frame, nullptr, nullptr},
    {"cr_running", get_running, nullptr, nullptr},
    {"cr_suspended", get_suspended, nullptr, nullptr},
    {"cr_code", get_code, read_only_member, nullptr},
    {"cr_await", get_delegate, nullptr, "object being awaited on, or None"},
    {"cr_origin", get_origin, nullptr, nullptr},
    {"__name__", get_name, set_name, "name of the coroutine"},
    {"__qualname__", get_qualname, set_qualname, "qualified name of the coroutine"},
    {},
};

const NativeDef generator_methods[] = {
    {"send($self, arg, /)", method_send, "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration."},
    {"throw($self, type, value=None, traceback=None, /)", method_throw,
     "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next yielded value or raise StopIteration."},
    {"close($self, /)", method_close, "close() -> raise GeneratorExit inside generator."},
    {},
};

void fill_generator(Slots& s) {
    s.repr = generator_repr;
    s.iter = self_iter;
    s.next = generator_next;
    s.del = generator_del;
}

// ---- coroutines

// What coroutine.__await__() returns: an iterator over the coroutine.
struct CoroutineWrapper : Object {
    Generator* coroutine; // owned
};
void wrapper_trace(Object* o, Visitor& visitor) { trace_edge(visitor, static_cast<CoroutineWrapper*>(o)->coroutine, "coroutine"); }
void wrapper_destroy(Object* o) { drop_field(static_cast<CoroutineWrapper*>(o)->coroutine); }
const Lifecycle wrapper_life = {wrapper_trace, wrapper_destroy, nullptr, fixed_size<CoroutineWrapper>, nullptr, "coroutine_wrapper", {}};

Result<Own> coroutine_await(Thread&, Value self) {
    Ref<CoroutineWrapper> w = new_object<CoroutineWrapper>(shapes::coroutine_wrapper, true);
    w->coroutine = shared(as<Generator>(self));
    return w;
}
Result<Own> wrapper_send(Thread& t, const Value* a) {
    Generator* g = as<CoroutineWrapper>(a[0])->coroutine;
    bool finished = false;
    Result<Own> r = generator_send(t, g, a[1], &finished);
    return as_method_result(t, g, std::move(r), finished);
}
Result<Own> wrapper_throw(Thread& t, const Value* a) {
    Value arguments[] = {Value::object(as<CoroutineWrapper>(a[0])->coroutine), a[1], a[2], a[3]};
    return method_throw(t, arguments);
}
Result<Own> wrapper_close(Thread& t, const Value* a) {
    TRY(generator_close(t, as<CoroutineWrapper>(a[0])->coroutine));
    return Own::none();
}
Result<Own> wrapper_next(Thread& t, Value self) { return generator_next(t, Value::object(as<CoroutineWrapper>(self)->coroutine)); }

const NativeDef wrapper_methods[] = {
    {"send($self, arg, /)", wrapper_send, nullptr},
    {"throw($self, type, value=None, traceback=None, /)", wrapper_throw, nullptr},
    {"close($self, /)", wrapper_close, nullptr},
    {},
};

} // namespace

// The exception that throw(type, value, traceback) stands for.
Result<Own> make_thrown(Thread& t, Value type, Value value, Value traceback) {
    if (!traceback.is_null() && !traceback.is_none() && !has_shape(traceback, shapes::traceback))
        return raise_type(t, "throw() third argument must be a traceback object");
    Own exception;
    if (is_type(type) && is_subtype(as<Type>(type), rt().types.BaseException)) {
        if (is_exception(value) && exception_is(value, as<Type>(type))) {
            exception = Own::share(value);
        } else if (value.is_null() || value.is_none()) {
            exception = TRY(call(t, type));
        } else if (is_tuple(value)) {
            exception = TRY(call_ex(t, type, as<Tuple>(value), nullptr));
        } else {
            exception = TRY(call(t, type, value));
        }
        if (!is_exception(exception)) return raise_type(t, "exceptions must derive from BaseException");
    } else if (is_exception(type)) {
        if (!value.is_null() && !value.is_none()) return raise_type(t, "instance exception may not have a separate value");
        exception = Own::share(type);
    } else {
        return raise_type(t, "exceptions must be classes or instances deriving from BaseException, not {}", type_name(type));
    }
    if (!traceback.is_null() && !traceback.is_none()) {
        BaseException* e = as<BaseException>(exception);
        release(std::exchange(e->traceback, shared(traceback)));
    }
    return exception;
}

Result<Own> generator_send(Thread& t, Generator* g, Value value, bool* finished) {
    *finished = false;
    switch (g->state) {
        case GeneratorState::running: return raise_running(t, g);
        case GeneratorState::finished:
            if (g->shape == shapes::coroutine) return raise_text(t, rt().types.RuntimeError, "cannot reuse already awaited coroutine");
            *finished = true;
            return Own::none();
        case GeneratorState::created:
            if (!value.is_none()) return raise_type(t, "can't send non-None value to a just-started {}", kind_of(g));
            break;
        case GeneratorState::suspended: break;
    }
    return resume(t, g, value, ResumeMode::send, finished);
}

namespace {

Status close_delegate(Thread& t, Value delegate) {
    if (has_shape(delegate, shapes::generator) || has_shape(delegate, shapes::coroutine)) return generator_close(t, as<Generator>(delegate));
    Own close = TRY(get_attr_or_missing(t, delegate, rt().names.n_close));
    if (!close.is_exhausted()) (void)TRY(call(t, close));
    return {};
}

// Takes the finished delegate off the stack and goes on after the SEND loop.
void leave_delegation(Generator* g) {
    const uint32_t* send = g->ip - 2;
    drop_field(g->values()[--g->value_count]);
    g->ip = send + 1 + word_jump(*send);
}

} // namespace

Result<Own> generator_throw(Thread& t, Generator* g, Thrown thrown, bool* finished) {
    *finished = false;
    if (g->state == GeneratorState::running) return raise_running(t, g);
    Ref<Generator> held = Ref<Generator>::share(g);
    Value waits_for = rt().hooks.generator_delegate(g);
    if (!waits_for.is_null()) {
        RecursionGuard guard(t, "");
        if (!guard) return Error{};
        Own delegate = Own::share(waits_for);
        Type* exit = rt().types.GeneratorExit;
        if (is_type(thrown.type) ? is_subtype(as<Type>(thrown.type), exit) : is_instance_of(thrown.type, exit)) {
            g->state = GeneratorState::running;
            Status closed = close_delegate(t, delegate);
            g->state = GeneratorState::suspended;
            leave_delegation(g);
            if (!closed) return resume(t, g, Value::none(), ResumeMode::raise, finished); // what closing raised comes up instead
        } else {
            bool inner_finished = false;
            Result<Own> r = Error{};
            if (has_shape(delegate, shapes::generator) || has_shape(delegate, shapes::coroutine)) {
                g->state = GeneratorState::running;
                r = generator_throw(t, as<Generator>(delegate), thrown, &inner_finished);
                g->state = GeneratorState::suspended;
            } else {
                Own method = TRY(get_attr_or_missing(t, delegate, intern("throw")));
                if (method.is_exhausted()) {
                    Own exception = TRY(make_thrown(t, thrown.type, thrown.value, thrown.traceback));
                    leave_delegation(g);
                    set_raised(t, std::move(exception));
                    return resume(t, g, Value::none(), ResumeMode::raise, finished);
                }
                // The delegate gets the arguments as they came; what it makes of them is its business.
                Value arguments[] = {thrown.type, thrown.value, thrown.traceback};
                size_t count = !thrown.traceback.is_null() ? 3 : !thrown.value.is_null() ? 2 : 1;
                g->state = GeneratorState::running;
                r = call_values(t, method, arguments, count);
                g->state = GeneratorState::suspended;
            }
            if (r && !inner_finished) return r;
            leave_delegation(g);
            Own result;
            if (r) {
                result = r.take();
            } else if (raised_matches(t, rt().types.StopIteration)) {
                Own stop = take_raised(t);
                result = TRY(get_attr(t, stop, rt().names.n_value));
            } else {
                return resume(t, g, Value::none(), ResumeMode::raise, finished); // t.raised is set
            }
            return resume(t, g, result, ResumeMode::send, finished);
        }
    }
    Own exception = TRY(make_thrown(t, thrown.type, thrown.value, thrown.traceback));
    if (g->state == GeneratorState::finished && g->shape == shapes::coroutine)
        return raise_text(t, rt().types.RuntimeError, "cannot reuse already awaited coroutine");
    if (g->state == GeneratorState::finished) {
        set_raised(t, std::move(exception));
        return Error{};
    }
    set_raised(t, std::move(exception));
    return resume(t, g, Value::none(), ResumeMode::raise, finished);
}

Status generator_close(Thread& t, Generator* g) {
    if (g->state == GeneratorState::running) return raise_running(t, g);
    if (g->state == GeneratorState::finished) return {};
    Ref<Generator> held = Ref<Generator>::share(g);
    if (g->state == GeneratorState::created && !t.traced) { // a trace function is told of a call even so
        generator_clear(g);
        return {};
    }
    bool finished = false;
    Result<Own> r = generator_throw(t, g, Thrown{Value::object(rt().types.GeneratorExit)}, &finished);
    if (r) {
        if (finished) return {};
        return raise_fmt(t, rt().types.RuntimeError, "{} ignored GeneratorExit", kind_of(g));
    }
    if (raised_matches(t, rt().types.GeneratorExit) || raised_matches(t, rt().types.StopIteration)) {
        clear_raised(t);
        return {};
    }
    return Error{};
}

extern const TypeSpec spec_generator, spec_coroutine, spec_coroutine_wrapper;

const TypeSpec spec_generator = {"builtins", nullptr, sizeof(Generator), type_container | type_has_weakrefs | type_no_instantiate, &generator_life,
                                 fill_generator, generator_methods, generator_getsets, nullptr};
const TypeSpec spec_coroutine = {"builtins", nullptr, sizeof(Generator), type_container | type_has_weakrefs | type_no_instantiate, &generator_life,
                                 [](Slots& s) {
                                     s.repr = generator_repr;
                                     s.await = coroutine_await;
                                     s.del = generator_del;
                                 },
                                 generator_methods, coroutine_getsets, nullptr};
const TypeSpec spec_coroutine_wrapper = {"builtins", "A wrapper object implementing __await__ for coroutines.", sizeof(CoroutineWrapper),
                                         type_container | type_no_instantiate, &wrapper_life,
                                         [](Slots& s) {
                                             s.iter = self_iter;
                                             s.next = wrapper_next;
                                         },
                                         wrapper_methods, nullptr, nullptr};

const GetSetDef async_generator_getsets[] = {
    {"ag_frame", get_frame, nullptr, nullptr},
    {"ag_running", get_async_running, nullptr, nullptr},
    {"ag_suspended", get_suspended, nullptr, nullptr},
    {"ag_code", get_code, read_only_member, nullptr},
    {"ag_await", get_delegate, nullptr, "object being awaited on, or None"},
    {"__name__", get_name, set_name, "name of the async generator"},
    {"__qualname__", get_qualname, set_qualname, "qualified name of the async generator"},
    {},
};

} // namespace terrarium
