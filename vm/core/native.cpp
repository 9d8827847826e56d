// Calling native functions: bound to a receiver or module, or as methods found in a type. See native.h.
#include "vm/core/native.h"

#include "memory/heap.h"
#include "vm/core/descriptor.h"
#include "vm/core/errors.h"
#include "vm/core/parallel.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/core/type_spec.h"

namespace terrarium {

namespace {

const Signature* signature_of(const NativeDef* def) { return cached_signature(def->signature, def->flags); }

Ref<NativeFunction> new_native(ShapeId shape, const NativeDef* def, const Signature* s, Str* name = nullptr) {
    Ref<NativeFunction> f = new_object<NativeFunction>(shape, true);
    f->def = def;
    f->signature = s;
    f->name = name ? Ref<Str>::share(name).take() : intern(std::string_view(s->name, s->name_length)).take();
    f->self = Value::null();
    f->owner = nullptr;
    f->module = Value::null();
    bool keyword_needed = false;
    for (uint32_t i = 0; i < s->keyword_only; i++) keyword_needed |= s->parameters[s->positional + i].required;
    bool plain = !(def->flags & native_raw) && !s->has_extra_args && !s->has_extra_keywords && !keyword_needed;
    f->least = plain ? static_cast<uint8_t>(s->required + s->has_self) : 255;
    f->most = static_cast<uint8_t>(s->positional + s->has_self);
    f->values = static_cast<uint8_t>(s->value_count);
    f->manners = 0;
    return f;
}

Error raise_receiver(Thread& t, NativeFunction* f, const Args& args) {
    std::string owner = type_name(f->owner), name = to_utf8(f->name);
    if (args.count == 0) return raise_type(t, "unbound method {}.{}() needs an argument", owner, name);
    return raise_type(t, "descriptor '{}' for '{}' objects doesn't apply to a '{}' object", name, owner, type_name(args[0]));
}

} // namespace

Own make_native(const NativeDef* def, Value self, Str* module_name) {
    Ref<NativeFunction> f = new_native(shapes::native_function, def, signature_of(def));
    f->self = Own::share(self).take();
    if (module_name) f->module = Own::share(Value::object(module_name)).take();
    if (parallel_world) f->manners = static_cast<uint8_t>(manners_of(f));
    return f;
}

Own bind_native_method(NativeFunction* method, Value self) {
    Ref<NativeFunction> f = new_native(shapes::native_function, method->def, method->signature, method->name);
    f->self = Own::share(self).take();
    bool changes_self = method->manners == static_cast<uint8_t>(Manners::changes);
    f->manners = changes_self ? static_cast<uint8_t>(Manners::changes_bound) : method->manners;
    return f;
}

Own make_type_method(Type* owner, const NativeDef* def) {
    const Signature* s = signature_of(def);
    if (def->flags & native_static_method) {
        Ref<NativeFunction> f = new_native(shapes::native_function, def, s);
        f->self = Own::share(Value::object(owner)).take();
        return make_static_method(f.value());
    }
    ShapeId shape = def->flags & native_class_method ? shapes::classmethod_descriptor : shapes::method_descriptor;
    Ref<NativeFunction> f = new_native(shape, def, s);
    f->owner = owner;
    if (parallel_world) f->manners = static_cast<uint8_t>(manners_of(f));
    return f;
}

std::string native_qualified_name(NativeFunction* f) {
    std::string name = to_utf8(f->name);
    if (f->owner) return type_name(f->owner) + "." + name;
    if (!f->module.is_null() && is_str(f->module)) {
        std::string module = to_utf8(f->module);
        return module == "builtins" ? name : module + "." + name;
    }
    if (f->self.is_null() || has_shape(f->self, shapes::module)) return name;
    return type_name(is_type(f->self) ? as<Type>(f->self) : type_of(f->self)) + "." + name;
}

namespace {

Result<Own> run_native(Thread& t, NativeFunction* f, const Args& args) {
    const NativeDef* def = f->def;
    if (f->owner) { // a method found in a type: the receiver is the first argument
        if (args.count == 0 || !(type_of(args[0]) == f->owner || is_instance_of(args[0], f->owner))) [[unlikely]]
            return raise_receiver(t, f, args);
        if (args.count == f->values && args.keywords == nullptr && f->takes_plainly(args.count)) [[likely]] return def->fn(t, args.values);
        Args rest{args.values + 1, args.count - 1, args.keywords};
        if (def->flags & native_raw) return def->raw(t, args[0], rest);
        BoundArgs bound;
        TRY(bind_native(t, f, args[0], rest, bound));
        return def->fn(t, bound.values);
    }
    if (def->flags & native_raw) return def->raw(t, f->self, args);
    if (args.keywords == nullptr && f->takes_plainly(args.count + f->signature->has_self)) {
        Value values[24];
        uint32_t at = 0;
        if (f->signature->has_self) values[at++] = f->self;
        for (uint32_t i = 0; i < args.count; i++) values[at++] = args.values[i];
        while (at < f->values) values[at++] = Value::null();
        return def->fn(t, values);
    }
    BoundArgs bound;
    TRY(bind_native(t, f, f->self, args, bound));
    return def->fn(t, bound.values);
}

} // namespace

Result<Own> call_native(Thread& t, NativeFunction* f, const Args& args) {
    if (!parallel_world || runs_freely(f, args.values, args.count)) [[likely]] return run_native(t, f, args);
    CallGate gate(t, f->self, args, f->manners != static_cast<uint8_t>(Manners::alone));
    return run_native(t, f, args);
}

// --- __new__ of built-in types

namespace {

Result<Own> call_new(Thread& t, Value self, const Args& args) {
    Type* owner = as<Type>(self);
    std::string name = type_name(owner);
    if (args.count == 0) return raise_type(t, "{}.__new__(): not enough arguments", name);
    if (!is_type(args[0])) return raise_type(t, "{}.__new__(X): X is not a type object ({})", name, type_name(args[0]));
    Type* cls = as<Type>(args[0]);
    if (!is_subtype(cls, owner))
        return raise_type(t, "{}.__new__({}): {} is not a subtype of {}", name, type_name(cls), type_name(cls), name);
    // object.__new__(int) would leave an int half made: the nearest built-in's own is needed.
    const Type* safe = cls;
    while (safe->flags & type_heap) safe = safe->base;
    if (safe->slots.construct != owner->slots.construct)
        return raise_type(t, "{}.__new__({}) is not safe, use {}.__new__()", name, type_name(cls), type_name(safe));
    return owner->slots.construct(t, cls, Args{args.values + 1, args.count - 1, args.keywords});
}

const NativeDef new_def = {"__new__($type, *args, **kwargs)", nullptr,
                           "Makes a new object; see help(type) for the signature.", native_raw, call_new};

} // namespace

Own make_new_wrapper(Type* owner) { return make_native(&new_def, Value::object(owner), nullptr); }
bool is_new_wrapper(Value v) { return has_shape(v, shapes::native_function) && as<NativeFunction>(v)->def == &new_def; }

} // namespace terrarium
