// super: attribute lookup that starts behind a class in the MRO of the receiver's class.
#include "vm/core/attributes.h"
#include "vm/core/descriptor.h"
#include "vm/objects/containers.h"

namespace terrarium {

namespace {

struct Super : Object {
    Type* type;     // owned; lookup starts behind it; null before __init__
    Value object;   // owned; the receiver (an instance or a class), or null when unbound
    Type* receiver; // owned; the class whose MRO is walked, or null
};

Super* super_of(Value v) { return as<Super>(v); }

void trace_super(Object* o, Visitor& v) {
    auto* s = static_cast<Super*>(o);
    trace_edge(v, s->type, "type");
    trace_edge(v, s->object, "object");
    trace_edge(v, s->receiver, "receiver");
}
void destroy_super(Object* o) {
    auto* s = static_cast<Super*>(o);
    drop_field(s->type);
    drop_field(s->object);
    drop_field(s->receiver);
}
const Lifecycle super_life = {trace_super, destroy_super, nullptr, fixed_size<Super>, nullptr, "super"};

// The class whose MRO super(type, object) walks.
Result<Type*> receiver_class(Thread& t, Type* type, Value object) {
    if (is_type(object) && is_subtype(as<Type>(object), type)) return as<Type>(object);
    if (is_subtype(type_of(object), type)) return type_of(object);
    Own claimed = TRY(get_attr_or_missing(t, object, rt().names.dunder_class));
    if (!claimed.is_exhausted() && is_type(claimed) && as<Type>(claimed) != type_of(object) && is_subtype(as<Type>(claimed), type))
        return as<Type>(claimed); // lives as the class of the object
    return raise_type(t, "super(type, obj): obj must be an instance or subtype of type");
}

Result<Own> super_construct(Thread& t, Type* cls, const Args&) {
    Ref<Super> s = TRY(make_instance<Super>(t, cls));
    s->type = s->receiver = nullptr;
    s->object = Value::null();
    return s;
}

Status super_init(Thread& t, Value self, const Args& args) {
    if (args.keyword_count()) return raise_type(t, "super() takes no keyword arguments");
    if (args.count > 2) return raise_type(t, "super() expected at most 2 arguments, got {}", args.count);
    Own cls, object;
    if (args.count == 0) {
        if (!rt().hooks.super_arguments) return raise_fmt(t, rt().types.RuntimeError, "super(): no arguments");
        TRY(rt().hooks.super_arguments(t, &cls, &object));
    } else {
        cls = Own::share(args[0]);
        if (!is_type(cls)) return raise_type(t, "super() argument 1 must be a type, not {}", type_name(cls));
        if (args.count == 2 && !args[1].is_none()) object = Own::share(args[1]);
    }
    Super* s = super_of(self);
    Type* receiver = object.is_null() ? nullptr : TRY(receiver_class(t, as<Type>(cls), object));
    Type *old_type = s->type, *old_receiver = s->receiver;
    Value old_object = s->object;
    s->type = as<Type>(cls.take());
    s->object = object.take();
    s->receiver = shared(receiver);
    if (old_type) release(static_cast<Object*>(old_type));
    if (old_receiver) release(static_cast<Object*>(old_receiver));
    release(old_object);
    return {};
}

Result<Own> super_getattr(Thread& t, Value self, Str* name) {
    Super* s = super_of(self);
    // __class__ is super's own: isinstance(super(...), super) holds.
    if (!s->receiver || str_equal(name, rt().names.dunder_class) || !s->receiver->mro) return generic_getattr(t, self, name);
    Tuple* mro = s->receiver->mro;
    uint64_t i = 0;
    while (i < mro->length && as<Type>((*mro)[i]) != s->type) i++;
    for (i++; i < mro->length; i++) {
        Value found = dict_get(as<Type>((*mro)[i])->dict, name);
        if (found.is_null()) continue;
        Own held = Own::share(found);
        auto get = type_of(found)->slots.descr_get;
        if (!get) return held;
        bool through_class = s->object == Value::object(s->receiver);
        return get(t, found, through_class ? Value::null() : s->object, Value::object(s->receiver));
    }
    return generic_getattr(t, self, name);
}

Result<Own> super_get(Thread& t, Value self, Value object, Value) {
    Super* s = super_of(self);
    if (object.is_null() || object.is_none() || !s->object.is_null() || !s->type) return Own::share(self);
    if (type_of(self) != rt().types.super) return call(t, Value::object(type_of(self)), Value::object(s->type), object);
    Type* receiver = TRY(receiver_class(t, s->type, object));
    Ref<Super> bound = new_object<Super>(shapes::super, true);
    bound->type = shared(s->type);
    bound->object = shared(object);
    bound->receiver = shared(receiver);
    return bound;
}

Result<Own> super_repr(Thread& t, Value self) {
    Super* s = super_of(self);
    std::string type = s->type ? "<class '" + type_name(s->type) + "'>" : "NULL";
    if (s->receiver) return make_str(t, fmt::format("<super: {}, <{} object>>", type, type_name(s->receiver)));
    return make_str(t, fmt::format("<super: {}, NULL>", type));
}

void fill(Slots& s) {
    s.repr = super_repr;
    s.getattr = super_getattr;
    s.descr_get = super_get;
    s.construct = super_construct;
    s.init = super_init;
}

Own or_none(Object* o) { return o ? Own::share(o) : Own::none(); }

const GetSetDef getsets[] = {
    {"__thisclass__", [](Thread&, Value v) -> Result<Own> { return or_none(super_of(v)->type); }, read_only_member, "The class lookup starts behind."},
    {"__self__", [](Thread&, Value v) -> Result<Own> {
         Value object = super_of(v)->object;
         return object.is_null() ? Own::none() : Own::share(object);
     }, read_only_member, "The receiver; None when unbound."},
    {"__self_class__", [](Thread&, Value v) -> Result<Own> { return or_none(super_of(v)->receiver); }, read_only_member, "The class of the receiver; None when unbound."},
    {nullptr, nullptr, nullptr, nullptr},
};

} // namespace

extern const TypeSpec spec_super;
const TypeSpec spec_super = {
    "builtins", "super() -> super(__class__, <first argument>)\nsuper(type) -> unbound\nsuper(type, object) -> bound to object",
    sizeof(Super), type_basetype | type_container, &super_life, fill, nullptr, getsets, nullptr};

} // namespace terrarium
