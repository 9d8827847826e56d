// Async generators: asend, athrow, aclose give awaitables that drive the generator. Source: PEP 525.
#include "memory/heap.h"
#include "vm/core/descriptor.h"
#include "vm/core/errors.h"
#include "vm/core/protocol.h"
#include "vm/core/type_spec.h"
#include "vm/objects/containers.h"
#include "vm/objects/generator.h"

namespace terrarium {

Result<Own> generator_repr(Thread& t, Value self);
Status generator_del(Thread& t, Value self);
extern const Lifecycle generator_life;
extern const GetSetDef async_generator_getsets[];

namespace {

enum class AwaitState : uint8_t { fresh, running, closed };

struct AsyncSend : Object {
    Generator* generator; // owned
    Value sent;           // owned
    AwaitState state;
};
struct AsyncThrow : Object {
    Generator* generator; // owned
    Value exception;      // owned: the arguments of athrow as one exception; null: aclose
    AwaitState state;
};

void send_trace(Object* o, Visitor& visitor) {
    trace_edge(visitor, static_cast<AsyncSend*>(o)->generator, "generator");
    trace_edge(visitor, static_cast<AsyncSend*>(o)->sent, "sent");
}
void send_destroy(Object* o) {
    drop_field(static_cast<AsyncSend*>(o)->generator);
    drop_field(static_cast<AsyncSend*>(o)->sent);
}
const Lifecycle send_life = {send_trace, send_destroy, nullptr, fixed_size<AsyncSend>, nullptr, "async_generator_asend", {}};
void throw_trace(Object* o, Visitor& visitor) {
    trace_edge(visitor, static_cast<AsyncThrow*>(o)->generator, "generator");
    trace_edge(visitor, static_cast<AsyncThrow*>(o)->exception, "exception");
}
void throw_destroy(Object* o) {
    drop_field(static_cast<AsyncThrow*>(o)->generator);
    drop_field(static_cast<AsyncThrow*>(o)->exception);
}
const Lifecycle throw_life = {throw_trace, throw_destroy, nullptr, fixed_size<AsyncThrow>, nullptr, "async_generator_athrow", {}};
void wrapped_trace(Object* o, Visitor& visitor) { trace_edge(visitor, static_cast<AsyncGeneratorValue*>(o)->value, "value"); }
void wrapped_destroy(Object* o) { drop_field(static_cast<AsyncGeneratorValue*>(o)->value); }
const Lifecycle wrapped_life = {wrapped_trace, wrapped_destroy, nullptr, fixed_size<AsyncGeneratorValue>, nullptr, "async_generator_wrapped_value", {}};

bool ends_generator(Thread& t) { return raised_matches(t, rt().types.StopAsyncIteration) || raised_matches(t, rt().types.GeneratorExit); }

// What the generator gave: a yield ends the await (StopIteration with the value), anything else is passed on.
Result<Own> unwrap(Thread& t, Generator* g, Result<Own> r, bool finished) {
    if (r && finished) r = raise_class(t, rt().types.StopAsyncIteration);
    if (!r) {
        if (ends_generator(t)) g->closed = 1;
        g->running_async = 0;
        return Error{};
    }
    if (has_shape(r.get(), shapes::async_generator_wrapped)) {
        g->running_async = 0;
        Own value = Own::share(as<AsyncGeneratorValue>(r.get())->value);
        return raise_stop_iteration(t, value);
    }
    return r;
}

Result<Own> send_step(Thread& t, AsyncSend* s, Value v) {
    Generator* g = s->generator;
    if (s->state == AwaitState::closed) return raise_text(t, rt().types.RuntimeError, "cannot reuse already awaited __anext__()/asend()");
    if (s->state == AwaitState::fresh) {
        if (g->running_async) return raise_text(t, rt().types.RuntimeError, "anext(): asynchronous generator is already running");
        if (v.is_none()) v = s->sent;
        s->state = AwaitState::running;
    }
    g->running_async = 1;
    bool finished = false;
    Result<Own> r = generator_send(t, g, v, &finished);
    r = unwrap(t, g, std::move(r), finished);
    if (!r) s->state = AwaitState::closed;
    return r;
}

Result<Own> asend_send(Thread& t, const Value* a) {
    Own held = Own::share(a[0]);
    return send_step(t, as<AsyncSend>(a[0]), a[1]);
}
Result<Own> asend_next(Thread& t, Value self) {
    Own held = Own::share(self);
    return send_step(t, as<AsyncSend>(self), Value::none());
}
Result<Own> asend_throw(Thread& t, const Value* a) {
    Own held = Own::share(a[0]);
    AsyncSend* s = as<AsyncSend>(a[0]);
    if (s->state == AwaitState::closed) return raise_text(t, rt().types.RuntimeError, "cannot reuse already awaited __anext__()/asend()");
    bool finished = false;
    Result<Own> r = generator_throw(t, s->generator, Thrown{a[1], a[2], a[3]}, &finished);
    r = unwrap(t, s->generator, std::move(r), finished);
    if (!r) s->state = AwaitState::closed;
    return r;
}
Result<Own> asend_close(Thread&, const Value* a) {
    as<AsyncSend>(a[0])->state = AwaitState::closed;
    return Own::none();
}

Error ignored_exit(Thread& t, AsyncThrow* s) {
    s->generator->running_async = 0;
    s->state = AwaitState::closed;
    return raise_text(t, rt().types.RuntimeError, "async generator ignored GeneratorExit");
}

// The end of athrow or aclose: for aclose the generator's own end is success.
Error throw_failed(Thread& t, AsyncThrow* s) {
    s->generator->running_async = 0;
    s->state = AwaitState::closed;
    if (s->exception.is_null() && ends_generator(t)) {
        clear_raised(t);
        return raise_stop_iteration(t, Value::null());
    }
    return {};
}

Result<Own> throw_step(Thread& t, AsyncThrow* s, Value v) {
    Generator* g = s->generator;
    bool closing = s->exception.is_null();
    if (s->state == AwaitState::closed) return raise_text(t, rt().types.RuntimeError, "cannot reuse already awaited aclose()/athrow()");
    bool finished = false;
    Result<Own> r = Error{};
    if (g->state == GeneratorState::finished) {
        s->state = AwaitState::closed;
        return raise_stop_iteration(t, Value::null());
    }
    if (s->state == AwaitState::fresh) {
        if (g->running_async) {
            s->state = AwaitState::closed;
            return raise_fmt(t, rt().types.RuntimeError, "{}(): asynchronous generator is already running", closing ? "aclose" : "athrow");
        }
        if (g->closed) {
            s->state = AwaitState::closed;
            return raise_class(t, rt().types.StopAsyncIteration);
        }
        if (!v.is_none()) return raise_text(t, rt().types.RuntimeError, "can't send non-None value to a just-started coroutine");
        s->state = AwaitState::running;
        g->running_async = 1;
        Own exception = closing ? TRY(call(t, Value::object(rt().types.GeneratorExit))) : Own::share(s->exception);
        if (closing) g->closed = 1;
        r = generator_throw(t, g, Thrown{exception.get()}, &finished);
    } else {
        r = generator_send(t, g, v, &finished);
    }
    if (r && finished) r = raise_class(t, rt().types.StopAsyncIteration);
    if (!closing) {
        r = unwrap(t, g, std::move(r), false);
        if (!r) return throw_failed(t, s);
        return r;
    }
    if (!r) return throw_failed(t, s);
    if (has_shape(r.get(), shapes::async_generator_wrapped)) return ignored_exit(t, s);
    return r;
}

Result<Own> athrow_send(Thread& t, const Value* a) {
    Own held = Own::share(a[0]);
    return throw_step(t, as<AsyncThrow>(a[0]), a[1]);
}
Result<Own> athrow_next(Thread& t, Value self) {
    Own held = Own::share(self);
    return throw_step(t, as<AsyncThrow>(self), Value::none());
}
Result<Own> athrow_throw(Thread& t, const Value* a) {
    Own held = Own::share(a[0]);
    AsyncThrow* s = as<AsyncThrow>(a[0]);
    if (s->state == AwaitState::closed) return raise_text(t, rt().types.RuntimeError, "cannot reuse already awaited aclose()/athrow()");
    bool finished = false;
    Result<Own> r = generator_throw(t, s->generator, Thrown{a[1], a[2], a[3]}, &finished);
    if (r && finished) r = raise_class(t, rt().types.StopAsyncIteration);
    if (!s->exception.is_null()) {
        r = unwrap(t, s->generator, std::move(r), false);
        if (!r) s->state = AwaitState::closed;
        return r;
    }
    if (r && has_shape(r.get(), shapes::async_generator_wrapped)) return ignored_exit(t, s);
    if (!r) return throw_failed(t, s);
    return r;
}
Result<Own> athrow_close(Thread&, const Value* a) {
    as<AsyncThrow>(a[0])->state = AwaitState::closed;
    return Own::none();
}

Result<Own> self_value(Thread&, Value self) { return Own::share(self); }

Own make_asend(Value generator, Value sent) {
    Ref<AsyncSend> s = new_object<AsyncSend>(shapes::async_generator_asend, true);
    s->generator = shared(as<Generator>(generator));
    s->sent = shared(sent);
    s->state = AwaitState::fresh;
    return s;
}
Own make_athrow(Value generator, Value exception) {
    Ref<AsyncThrow> s = new_object<AsyncThrow>(shapes::async_generator_athrow, true);
    s->generator = shared(as<Generator>(generator));
    s->exception = shared(exception);
    s->state = AwaitState::fresh;
    return s;
}

Result<Own> generator_anext(Thread&, Value self) { return make_asend(self, Value::none()); }
Result<Own> method_asend(Thread&, const Value* a) { return make_asend(a[0], a[1]); }
Result<Own> method_athrow(Thread& t, const Value* a) {
    Own exception = TRY(make_thrown(t, a[1], a[2], a[3]));
    return make_athrow(a[0], exception);
}
Result<Own> method_aclose(Thread&, const Value* a) { return make_athrow(a[0], Value::null()); }

const NativeDef async_generator_methods[] = {
    {"asend($self, value, /)", method_asend, "asend(v) -> send 'v' in generator."},
    {"athrow($self, type, value=None, traceback=None, /)", method_athrow, "athrow(value) -> raise exception in generator."},
    {"aclose($self, /)", method_aclose, "aclose() -> raise GeneratorExit inside generator."},
    {"__class_getitem__($cls, item, /)", native_class_getitem, "See PEP 585", native_class_method},
    {},
};
const NativeDef asend_methods[] = {
    {"send($self, value, /)", asend_send, nullptr},
    {"throw($self, type, value=None, traceback=None, /)", asend_throw, nullptr},
    {"close($self, /)", asend_close, nullptr},
    {},
};
const NativeDef athrow_methods[] = {
    {"send($self, value, /)", athrow_send, nullptr},
    {"throw($self, type, value=None, traceback=None, /)", athrow_throw, nullptr},
    {"close($self, /)", athrow_close, nullptr},
    {},
};

} // namespace

extern const TypeSpec spec_async_generator, spec_async_generator_asend, spec_async_generator_athrow, spec_async_generator_wrapped;
const TypeSpec spec_async_generator = {"builtins", nullptr, sizeof(Generator), type_container | type_has_weakrefs | type_no_instantiate,
                                       &generator_life,
                                       [](Slots& s) {
                                           s.repr = generator_repr;
                                           s.aiter = self_value;
                                           s.anext = generator_anext;
                                           s.del = generator_del;
                                       },
                                       async_generator_methods, async_generator_getsets, nullptr};
const TypeSpec spec_async_generator_asend = {"builtins", nullptr, sizeof(AsyncSend), type_container | type_no_instantiate, &send_life,
                                             [](Slots& s) {
                                                 s.await = self_value;
                                                 s.iter = self_value;
                                                 s.next = asend_next;
                                             },
                                             asend_methods, nullptr, nullptr};
const TypeSpec spec_async_generator_athrow = {"builtins", nullptr, sizeof(AsyncThrow), type_container | type_no_instantiate, &throw_life,
                                              [](Slots& s) {
                                                  s.await = self_value;
                                                  s.iter = self_value;
                                                  s.next = athrow_next;
                                              },
                                              athrow_methods, nullptr, nullptr};
const TypeSpec spec_async_generator_wrapped = {"builtins", nullptr, sizeof(AsyncGeneratorValue), type_container | type_no_instantiate,
                                               &wrapped_life, nullptr, nullptr, nullptr, nullptr};

} // namespace terrarium
