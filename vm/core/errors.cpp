// Raising: builds the exception, chains it to the one being handled, leaves it in the Thread. See errors.h.
#include "vm/core/errors.h"

#include "vm/core/attributes.h"
#include "vm/core/dict.h"
#include "vm/core/instances.h"
#include "vm/core/integer.h"
#include "vm/core/parallel.h"
#include "vm/core/protocol.h"
#include "vm/core/runtime_rooms.h"
#include "vm/core/tuple.h"

#include <cstring>

namespace terrarium {

// --- what waits in the Thread

Own take_raised(Thread& t) {
    Value v = t.raised;
    t.raised = Value::null();
    return Own::adopt(v);
}

void set_raised(Thread& t, Own exception) {
    Value old = t.raised;
    t.raised = exception.take();
    release(old);
}

void clear_raised(Thread& t) {
    Value old = t.raised;
    t.raised = Value::null();
    release(old);
}

bool raised_matches(const Thread& t, Type* exception_class) {
    return !t.raised.is_null() && is_instance_of(t.raised, exception_class);
}

bool exception_is(Value exception, const Type* exception_class) { return is_instance_of(exception, exception_class); }

// --- making and chaining

namespace {

// Construct and init by the slots: no recursion guard, so that RecursionError itself can be made.
Result<Own> instantiate(Thread& t, Type* cls, const Value* values, uint32_t count) {
    Args args{values, count, nullptr};
    Own e = TRY(cls->slots.construct(t, cls, args));
    if (auto init = type_of(e)->slots.init) TRY(init(t, e, args));
    return e;
}

void set_context(BaseException* e, Value context) {
    Value old = e->context;
    e->context = Own::share(context).take();
    release(old);
}

// Whether following __context__ from here meets an exception that other threads see: they may change its __context__ meanwhile.
bool leads_to_shared(Value at) {
    Value slow = at;
    for (bool step = false; is_exception(at); step = !step) {
        if (is_shared(at)) return true;
        at = as<BaseException>(at)->context;
        if (step) slow = as<BaseException>(slow)->context;
        if (at == slow) return false; // a ring made by hand
    }
    return false;
}

// `raise` inside a handler: the handled exception becomes __context__; a ring of contexts is cut where it would close.
Error raise_chained(Thread& t, Own exception) {
    Value handled = t.handled;
    if (!handled.is_null() && !handled.is_none() && !(handled == exception.get()) && is_exception(handled)) {
        bool shared = parallel_world && is_shared(exception.get()); // a future's, raised again by who asks for its result
        if (shared) publish(handled);
        Alone alone(t, shared || (parallel_world && leads_to_shared(handled)));
        Value at = handled, slow = handled;
        bool step = false;
        for (;;) {
            Value next = as<BaseException>(at)->context;
            if (!is_exception(next)) break;
            if (next == exception.get()) {
                set_context(as<BaseException>(at), Value::none());
                break;
            }
            at = next;
            if (step) slow = as<BaseException>(slow)->context;
            step = !step;
            if (at == slow) break; // a ring made by hand
        }
        set_context(as<BaseException>(exception), handled);
    }
    set_raised(t, std::move(exception));
    return Error{};
}

Error raise_with(Thread& t, Type* cls, const Value* values, uint32_t count) {
    Own e = TRY(instantiate(t, cls, values, count));
    if (!is_exception(e)) return raise_type(t, "exceptions must derive from BaseException");
    return raise_chained(t, std::move(e));
}

} // namespace

Result<Own> make_exception(Thread& t, Type* cls, std::string_view message) {
    Ref<Str> text = TRY(make_str(t, message));
    Value value = text.value();
    return instantiate(t, cls, &value, 1);
}

Error raise_text(Thread& t, Type* cls, std::string_view message) {
    Own e = TRY(make_exception(t, cls, message));
    return raise_chained(t, std::move(e));
}

// A tuple as the only argument stays one argument, as for KeyError((1, 2)).
Error raise_value(Thread& t, Type* cls, Value argument) {
    Own held = Own::share(argument);
    return raise_with(t, cls, &argument, 1);
}

Error raise_class(Thread& t, Type* cls) { return raise_with(t, cls, nullptr, 0); }

Error raise_object(Thread& t, Value v) {
    if (is_type(v) && is_subtype(as<Type>(v), rt().types.BaseException)) {
        Own made = TRY(call(t, v));
        if (!is_exception(made))
            return raise_type(t, "calling {} should have returned an instance of BaseException, not {}", TRY(repr_text(t, v)),
                              TRY(repr_text(t, Value::object(type_of(made)))));
        return raise_chained(t, std::move(made));
    }
    if (is_exception(v)) return raise_chained(t, Own::share(v));
    return raise_type(t, "exceptions must derive from BaseException");
}

Error raise_memory(Thread& t) {
    Object* spare = static_cast<Object*>(rt().room[room_memory_error]);
    if (!spare) {
        // First use is at start, by open_runtime: there is memory then.
        Result<Own> made = instantiate(t, rt().types.MemoryError, nullptr, 0);
        if (!made) return Error{};
        spare = made.take().take().object_ptr();
        rt().room[room_memory_error] = spare;
    }
    // A fresh one while the shared one is on its way or handled by someone; below the reserve, the shared one will do.
    if (spare->count > 1 && heap_has_room(4096)) return raise_with(t, rt().types.MemoryError, nullptr, 0);
    auto* e = static_cast<BaseException*>(spare);
    for (Value* field : {&e->traceback, &e->cause, &e->context}) {
        Value old = *field;
        *field = Value::none();
        release(old);
    }
    return raise_chained(t, Own::share(spare));
}

Error raise_os(Thread& t, int number, Value filename) {
    Ref<Str> text = TRY(make_str(t, strerror(number)));
    Own code = make_int(number);
    Value values[] = {code.get(), text.value(), filename};
    return raise_with(t, rt().types.OSError, values, filename.is_null() ? 2 : 3);
}

Error raise_os(Thread& t, int number, std::string_view filename) {
    Ref<Str> name = TRY(make_str(t, filename));
    return raise_os(t, number, name.value());
}

Error raise_key(Thread& t, Value key) { return raise_value(t, rt().types.KeyError, key); }

Error raise_stop_iteration(Thread& t, Value value) {
    if (value.is_null() || value.is_none()) return raise_class(t, rt().types.StopIteration);
    return raise_value(t, rt().types.StopIteration, value);
}

Error raise_attribute_text(Thread& t, Value obj, Str* name, std::string_view message) {
    Own held = Own::share(obj);
    Own e = TRY(make_exception(t, rt().types.AttributeError, message));
    TRY(set_attr(t, e, rt().names.n_name, Value::object(name)));
    TRY(set_attr(t, e, rt().names.n_obj, obj));
    return raise_chained(t, std::move(e));
}

std::string missing_attribute_text(Value obj, Str* name) {
    std::string text = is_type(obj) ? "type object '" + type_name(as<Type>(obj)) : "'" + type_name(obj);
    text += is_type(obj) ? "' has no attribute '" : "' object has no attribute '";
    return text + to_utf8(name) + "'";
}

Error raise_attribute(Thread& t, Value obj, Str* name) { return raise_attribute_text(t, obj, name, missing_attribute_text(obj, name)); }

Error raise_name(Thread& t, Type* cls, Str* name, std::string_view message) {
    Own e = TRY(make_exception(t, cls, message));
    TRY(set_attr(t, e, rt().names.n_name, Value::object(name)));
    return raise_chained(t, std::move(e));
}

// --- matching

namespace {

bool is_exception_class(Value v) { return is_type(v) && is_subtype(as<Type>(v), rt().types.BaseException); }

} // namespace

Result<bool> exception_matches(Thread& t, Value exception, Value match) {
    constexpr const char* wrong = "catching classes that do not inherit from BaseException is not allowed";
    if (is_tuple(match)) {
        Tuple* tuple = as<Tuple>(match);
        for (uint64_t i = 0; i < tuple->length; i++)
            if (!is_exception_class((*tuple)[i])) return raise_type(t, "{}", wrong);
        for (uint64_t i = 0; i < tuple->length; i++)
            if (is_instance_of(exception, as<Type>((*tuple)[i]))) return true;
        return false;
    }
    if (!is_exception_class(match)) return raise_type(t, "{}", wrong);
    return is_instance_of(exception, as<Type>(match));
}

// --- names in messages

std::string type_name(const Type* type) {
    if (type->full_name) return type->full_name;
    std::string name = to_utf8(type->name);
    if (!(type->flags & type_immutable)) return name;
    // A class of an embedded module that stands for a native one: natives are named with their modules.
    Value module = type->dict ? dict_get(type->dict, rt().names.dunder_module) : Value::null();
    return is_str(module) ? to_utf8(as<Str>(module)) + "." + name : name;
}
std::string type_name(Value v) { return type_name(type_of(v)); }

} // namespace terrarium
