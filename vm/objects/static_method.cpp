// staticmethod and classmethod: a callable that is not bound to the instance, or bound to the class.
#include "vm/core/attributes.h"
#include "vm/core/descriptor.h"
#include "vm/objects/containers.h"
#include "vm/objects/function.h"

namespace terrarium {

namespace {

constexpr uint32_t head_offset = sizeof(MethodHolder) - sizeof(AttrHead); // attr_head is the last field

MethodHolder* holder_of(Value v) { return as<MethodHolder>(v); }

void trace_holder(Object* o, Visitor& v) {
    trace_edge(v, static_cast<MethodHolder*>(o)->callable, "callable");
    trace_attributes(o, v);
}
void destroy_holder(Object* o) {
    drop_field(static_cast<MethodHolder*>(o)->callable);
    drop_attributes(o);
}
void clear_holder(Object* o) {
    auto* h = static_cast<MethodHolder*>(o);
    Value old = h->callable;
    h->callable = Value::none();
    release(old);
    drop_attributes(o);
}
const Lifecycle holder_life = {trace_holder, destroy_holder, clear_holder, fixed_size<MethodHolder>, attributes_extra_size, "staticmethod"};

Ref<MethodHolder> make_holder(ShapeId shape, Value callable) {
    Ref<MethodHolder> h = new_object<MethodHolder>(shape, true);
    h->callable = shared(callable);
    h->attr_head = 0;
    return h;
}

Result<Own> construct(Thread& t, Type* cls, const Args&) {
    Ref<MethodHolder> h = TRY(make_instance<MethodHolder>(t, cls));
    h->callable = Value::none();
    return h;
}

Status init(Thread& t, Value self, const Args& args, const char* signature) {
    BoundArgs a;
    TRY(bind_args(t, signature, Value::null(), args, a));
    Value old = holder_of(self)->callable;
    holder_of(self)->callable = shared(a.values[0]);
    release(old);
    return {};
}
Status static_init(Thread& t, Value self, const Args& args) { return init(t, self, args, "staticmethod(function, /)"); }
Status class_init(Thread& t, Value self, const Args& args) { return init(t, self, args, "classmethod(function, /)"); }

Result<Own> static_get(Thread&, Value self, Value, Value) { return Own::share(holder_of(self)->callable); }
Result<Own> static_call(Thread& t, Value self, const Args& args) { return call(t, holder_of(self)->callable, args); }

Result<Own> class_get(Thread& t, Value self, Value object, Value owner) {
    Value cls = owner.is_null() ? Value::object(type_of(object)) : owner;
    Value f = holder_of(self)->callable;
    // What binds itself is bound to the class: classmethod(property(...)).
    if (auto get = type_of(f)->slots.descr_get; get && !is_function(f)) {
        Own held = Own::share(f);
        return get(t, f, cls, cls);
    }
    return make_method(f, cls);
}

Result<Own> holder_repr(Thread& t, Value self, const char* name) {
    return make_str(t, fmt::format("<{}({})>", name, TRY(repr_text(t, holder_of(self)->callable))));
}
Result<Own> static_repr(Thread& t, Value self) { return holder_repr(t, self, "staticmethod"); }
Result<Own> class_repr(Thread& t, Value self) { return holder_repr(t, self, "classmethod"); }

void fill_static(Slots& s) {
    s.repr = static_repr;
    s.call = static_call;
    s.descr_get = static_get;
    s.construct = construct;
    s.init = static_init;
}
void fill_class(Slots& s) {
    s.repr = class_repr;
    s.descr_get = class_get;
    s.construct = construct;
    s.init = class_init;
}

// What the callable says of itself holds for the wrapper, unless the wrapper was told otherwise.
template <Str* Names::* name>
Result<Own> forward(Thread& t, Value self) {
    Str* attribute = rt().names.*name;
    Value own = attr_get(self.object_ptr(), attribute);
    if (!own.is_null()) return Own::share(own);
    Own found = TRY(get_attr_or_missing(t, holder_of(self)->callable, attribute));
    if (found.is_exhausted()) return raise_attribute(t, self, attribute);
    return found;
}
template <Str* Names::* name>
Status forward_set(Thread& t, Value self, Value value) {
    Str* attribute = rt().names.*name;
    if (!value.is_null()) return attr_set(t, self.object_ptr(), attribute, value);
    if (!TRY(attr_delete(t, self.object_ptr(), attribute)))
        return raise_text(t, rt().types.AttributeError, missing_attribute_text(self, attribute));
    return {};
}

Result<Own> get_callable(Thread&, Value self) { return Own::share(holder_of(self)->callable); }

Result<Own> get_abstract(Thread& t, Value self) {
    Own abstract = TRY(get_attr_or_missing(t, holder_of(self)->callable, rt().names.dunder_isabstractmethod));
    return Own::boolean(!abstract.is_exhausted() && TRY(is_truthy(t, abstract)));
}

const GetSetDef getsets[] = {
    {"__func__", get_callable, read_only_member, nullptr},
    {"__wrapped__", get_callable, read_only_member, nullptr},
    {"__isabstractmethod__", get_abstract, nullptr, nullptr},
    {"__name__", forward<&Names::dunder_name>, forward_set<&Names::dunder_name>, nullptr},
    {"__qualname__", forward<&Names::dunder_qualname>, forward_set<&Names::dunder_qualname>, nullptr},
    {"__module__", forward<&Names::dunder_module>, forward_set<&Names::dunder_module>, nullptr},
    {"__doc__", forward<&Names::dunder_doc>, forward_set<&Names::dunder_doc>, nullptr},
    {"__annotations__", forward<&Names::dunder_annotations>, forward_set<&Names::dunder_annotations>, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

} // namespace

Ref<MethodHolder> make_static_method(Value callable) { return make_holder(shapes::staticmethod, callable); }
Ref<MethodHolder> make_class_method(Value callable) { return make_holder(shapes::classmethod, callable); }

extern const TypeSpec spec_staticmethod, spec_classmethod;
const TypeSpec spec_staticmethod = {
    "builtins", "A function as a method that gets neither the instance nor the class.", sizeof(MethodHolder),
    type_basetype | type_container | type_has_dict, &holder_life, fill_static, nullptr, getsets, nullptr,
    head_offset};
const TypeSpec spec_classmethod = {
    "builtins", "A function as a method that gets the class instead of the instance.", sizeof(MethodHolder),
    type_basetype | type_container | type_has_dict, &holder_life, fill_class, nullptr, getsets, nullptr,
    head_offset};

} // namespace terrarium
