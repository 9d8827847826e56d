// Native functions as Python sees them: builtin_function_or_method, and the methods of built-in types that become one
// when they are taken from an instance (method_descriptor) or a class (classmethod_descriptor). Calls: vm/core/native.h.
#include "vm/core/descriptor.h"
#include "vm/objects/containers.h"

namespace terrarium {

namespace {

NativeFunction* native_of(Value v) { return as<NativeFunction>(v); }

void trace_native(Object* o, Visitor& v) {
    auto* f = static_cast<NativeFunction*>(o);
    trace_edge(v, f->name, "name");
    trace_edge(v, f->self, "self");
    trace_edge(v, f->module, "module");
}
void destroy_native(Object* o) {
    auto* f = static_cast<NativeFunction*>(o);
    drop_field(f->name);
    drop_field(f->self);
    drop_field(f->module);
}
void clear_native(Object* o) {
    auto* f = static_cast<NativeFunction*>(o);
    Value self = f->self;
    f->self = Value::none();
    release(self);
}
const Lifecycle native_life = {trace_native, destroy_native, clear_native, fixed_size<NativeFunction>, nullptr, "builtin_function_or_method"};

Result<Own> native_call(Thread& t, Value self, const Args& args) { return call_native(t, native_of(self), args); }

Error raise_applies(Thread& t, NativeFunction* f, Value object) {
    return raise_type(t, "descriptor '{}' for '{}' objects doesn't apply to a '{}' object", to_utf8(f->name), type_name(f->owner),
                      type_name(object));
}

// --- what all three tell

Result<Own> get_name(Thread&, Value v) { return Own::share(native_of(v)->name); }
Result<Own> get_doc(Thread&, Value v) {
    const char* doc = native_of(v)->def->doc;
    return doc ? Own(make_short_str(doc)) : Own::none();
}
Result<Own> get_text_signature(Thread& t, Value v) { return make_str(t, native_of(v)->signature->text); }
Result<Own> get_qualname(Thread&, Value v) {
    NativeFunction* f = native_of(v);
    if (f->owner) return make_short_str(to_utf8(f->owner->qualname) + "." + to_utf8(f->name));
    if (f->self.is_null() || has_shape(f->self, shapes::module)) return Own::share(f->name);
    Type* type = is_type(f->self) ? as<Type>(f->self) : type_of(f->self);
    return make_short_str(to_utf8(type->qualname) + "." + to_utf8(f->name));
}

// --- builtin_function_or_method

Result<Own> native_repr(Thread& t, Value self) {
    NativeFunction* f = native_of(self);
    if (f->self.is_null() || has_shape(f->self, shapes::module))
        return make_str(t, fmt::format("<built-in function {}>", to_utf8(f->name)));
    return make_str(t, fmt::format("<built-in method {} of {} object at {:#x}>", to_utf8(f->name), type_name(f->self),
                                   address_of(f->self)));
}

Result<Own> native_compare(Thread&, Value a, Value b, CompareOp op) {
    if ((op != CompareOp::eq && op != CompareOp::ne) || !has_shape(b, shapes::native_function)) return Own::not_implemented();
    bool same = native_of(a)->def == native_of(b)->def && native_of(a)->self == native_of(b)->self;
    return Own::boolean(same == (op == CompareOp::eq));
}

Result<int64_t> native_hash(Thread&, Value self) {
    return hash_pointer(native_of(self)->def) ^ static_cast<int64_t>(native_of(self)->self.bits >> 4 & 0xffffffffffff);
}

void fill_native(Slots& s) {
    s.repr = native_repr;
    s.call = native_call;
    s.compare = native_compare;
    s.hash = native_hash;
}

const GetSetDef native_getsets[] = {
    {"__name__", get_name, nullptr, nullptr},
    {"__qualname__", get_qualname, nullptr, nullptr},
    {"__doc__", get_doc, nullptr, nullptr},
    {"__text_signature__", get_text_signature, nullptr, nullptr},
    {"__self__", [](Thread&, Value v) -> Result<Own> {
         Value self = native_of(v)->self;
         return self.is_null() ? Own::none() : Own::share(self);
     }, nullptr, nullptr},
    {"__module__", [](Thread&, Value v) -> Result<Own> {
         Value module = native_of(v)->module;
         return module.is_null() ? Own::none() : Own::share(module);
     }, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

Result<Own> native_reduce(Thread&, Value self) { return get_name(current_thread(), self); }

const NativeDef native_methods[] = {
    {"__reduce__($self, /)", [](Thread& t, const Value* a) { return native_reduce(t, a[0]); }, nullptr},
    {nullptr, nullptr, nullptr},
};

// --- method_descriptor

Result<Own> method_get(Thread& t, Value self, Value object, Value) {
    NativeFunction* f = native_of(self);
    if (object.is_null()) return Own::share(self);
    if (type_of(object) != f->owner && !is_instance_of(object, f->owner)) return raise_applies(t, f, object);
    return bind_native_method(f, object);
}

Result<Own> method_repr(Thread& t, Value self) {
    NativeFunction* f = native_of(self);
    return make_str(t, fmt::format("<method '{}' of '{}' objects>", to_utf8(f->name), type_name(f->owner)));
}

void fill_method(Slots& s) {
    s.repr = method_repr;
    s.call = native_call;
    s.descr_get = method_get;
}

const GetSetDef method_getsets[] = {
    {"__name__", get_name, nullptr, nullptr},
    {"__qualname__", get_qualname, nullptr, nullptr},
    {"__doc__", get_doc, nullptr, nullptr},
    {"__text_signature__", get_text_signature, nullptr, nullptr},
    {"__objclass__", [](Thread&, Value v) -> Result<Own> { return Own::share(native_of(v)->owner); }, read_only_member, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

// --- classmethod_descriptor

Result<Own> class_method_get(Thread& t, Value self, Value object, Value owner) {
    NativeFunction* f = native_of(self);
    Value cls = !owner.is_null() ? owner : Value::object(type_of(object));
    if (!is_type(cls))
        return raise_type(t, "descriptor '{}' for type '{}' needs a type, not a '{}' as arg 2", to_utf8(f->name), type_name(f->owner),
                          type_name(cls));
    if (!is_subtype(as<Type>(cls), f->owner))
        return raise_type(t, "descriptor '{}' requires a subtype of '{}' but received '{}'", to_utf8(f->name), type_name(f->owner),
                          type_name(as<Type>(cls)));
    return bind_native_method(f, cls);
}

Result<Own> class_method_call(Thread& t, Value self, const Args& args) {
    NativeFunction* f = native_of(self);
    if (args.count == 0)
        return raise_type(t, "descriptor '{}' of '{}' object needs an argument", to_utf8(f->name), type_name(f->owner));
    Own bound = TRY(class_method_get(t, self, Value::null(), args[0]));
    return call_native(t, native_of(bound), Args{args.values + 1, args.count - 1, args.keywords});
}

void fill_class_method(Slots& s) {
    s.repr = method_repr;
    s.call = class_method_call;
    s.descr_get = class_method_get;
}

} // namespace

extern const TypeSpec spec_native_function, spec_method_descriptor, spec_classmethod_descriptor;
const TypeSpec spec_native_function = {"builtins", nullptr, sizeof(NativeFunction), type_container | type_no_instantiate | type_has_weakrefs,
                                       &native_life, fill_native, native_methods, native_getsets, nullptr};
const TypeSpec spec_method_descriptor = {"builtins", nullptr, sizeof(NativeFunction), type_container | type_no_instantiate | type_method_descriptor,
                                         &native_life, fill_method, nullptr, method_getsets, nullptr};
const TypeSpec spec_classmethod_descriptor = {"builtins", nullptr, sizeof(NativeFunction), type_container | type_no_instantiate,
                                              &native_life, fill_class_method, nullptr, method_getsets, nullptr};

} // namespace terrarium
