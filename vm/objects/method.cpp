// Bound methods: a function and the receiver it will be called with.
#include "vm/core/attributes.h"
#include "vm/core/descriptor.h"
#include "vm/objects/containers.h"
#include "vm/objects/function.h"

namespace terrarium {

namespace {

Method* method_of(Value v) { return as<Method>(v); }

void trace_method(Object* o, Visitor& v) {
    trace_edge(v, static_cast<Method*>(o)->function, "function");
    trace_edge(v, static_cast<Method*>(o)->self, "self");
}
void destroy_method(Object* o) {
    drop_field(static_cast<Method*>(o)->function);
    drop_field(static_cast<Method*>(o)->self);
}
const Lifecycle method_life = {trace_method, destroy_method, nullptr, fixed_size<Method>, nullptr, "method"};

Result<Own> method_call(Thread& t, Value self, const Args& args) {
    return call_with_first(t, method_of(self)->function, method_of(self)->self, args);
}

// What the type method does not have is the function's.
Result<Own> method_getattr(Thread& t, Value self, Str* name) {
    if (!type_lookup(rt().types.method, name).is_null()) return generic_getattr(t, self, name);
    return get_attr(t, method_of(self)->function, name);
}

Result<Own> method_repr(Thread& t, Value self) {
    Method* m = method_of(self);
    std::string name = "?";
    for (Str* attribute : {rt().names.dunder_qualname, rt().names.dunder_name}) {
        Own v = TRY(get_attr_or_missing(t, m->function, attribute));
        if (v.is_exhausted()) continue;
        if (is_str(v)) name = to_utf8(v.get());
        break;
    }
    return make_str(t, fmt::format("<bound method {} of {}>", name, TRY(repr_text(t, m->self))));
}

Result<Own> method_compare(Thread& t, Value a, Value b, CompareOp op) {
    if ((op != CompareOp::eq && op != CompareOp::ne) || !has_shape(b, shapes::method)) return Own::not_implemented();
    bool same = method_of(a)->self == method_of(b)->self && TRY(equal(t, method_of(a)->function, method_of(b)->function));
    return Own::boolean(same == (op == CompareOp::eq));
}

Result<int64_t> method_hash(Thread& t, Value self) {
    Value receiver = method_of(self)->self;
    int64_t h = receiver.is_object() ? hash_pointer(receiver.object_ptr()) : static_cast<int64_t>(receiver.bits);
    h ^= TRY(hash_of(t, method_of(self)->function));
    return h == -1 ? -2 : h;
}

Result<Own> method_get(Thread&, Value self, Value, Value) { return Own::share(self); } // bound already

Result<Own> method_construct(Thread& t, Type*, const Args& args) {
    if (args.keyword_count()) return raise_type(t, "method() takes no keyword arguments");
    if (args.count != 2) return raise_type(t, "method expected 2 arguments, got {}", args.count);
    if (!is_callable(args[0])) return raise_type(t, "first argument must be callable");
    if (args[1].is_none()) return raise_type(t, "instance must not be None");
    return make_method(args[0], args[1]);
}

Result<Own> method_reduce(Thread& t, const Value* a) {
    Method* m = method_of(a[0]);
    Own name = TRY(get_attr(t, m->function, rt().names.dunder_name));
    Value getattr = rt().builtins ? dict_get(rt().builtins, intern("getattr")) : Value::null();
    if (getattr.is_null()) return raise_type(t, "cannot pickle 'method' object");
    Ref<Tuple> args = tuple_of(m->self, name.get());
    return tuple_of(getattr, args.value());
}

void fill(Slots& s) {
    s.repr = method_repr;
    s.call = method_call;
    s.getattr = method_getattr;
    s.compare = method_compare;
    s.hash = method_hash;
    s.descr_get = method_get;
    s.construct = method_construct;
}

const NativeDef methods[] = {
    {"__reduce__($self, /)", method_reduce, nullptr},
    {nullptr, nullptr, nullptr},
};

const GetSetDef getsets[] = {
    {"__func__", [](Thread&, Value v) -> Result<Own> { return Own::share(method_of(v)->function); }, read_only_member, "The function."},
    {"__self__", [](Thread&, Value v) -> Result<Own> { return Own::share(method_of(v)->self); }, read_only_member, "The receiver."},
    {"__doc__", [](Thread& t, Value v) -> Result<Own> { return get_attr(t, method_of(v)->function, rt().names.dunder_doc); }, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

} // namespace

Ref<Method> make_method(Value function, Value self) {
    Ref<Method> m = new_object<Method>(shapes::method, true);
    m->function = shared(function);
    m->self = shared(self);
    return m;
}

extern const TypeSpec spec_method;
const TypeSpec spec_method = {"builtins", "A function bound to the object it is called on.", sizeof(Method),
                              type_container | type_has_weakrefs, &method_life, fill, methods, getsets, nullptr};

} // namespace terrarium
