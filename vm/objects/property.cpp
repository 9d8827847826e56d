// property: a data descriptor over three functions. Its name, learned from __set_name__, is for messages only.
#include "vm/core/attributes.h"
#include "vm/core/descriptor.h"
#include "vm/objects/containers.h"

namespace terrarium {

namespace {

Property* property_of(Value v) { return as<Property>(v); }

void trace_property(Object* o, Visitor& v) {
    auto* p = static_cast<Property*>(o);
    trace_edge(v, p->get, "fget");
    trace_edge(v, p->set, "fset");
    trace_edge(v, p->del, "fdel");
    trace_edge(v, p->doc, "doc");
    trace_edge(v, p->name, "name");
}
void destroy_property(Object* o) {
    auto* p = static_cast<Property*>(o);
    drop_field(p->get);
    drop_field(p->set);
    drop_field(p->del);
    drop_field(p->doc);
    drop_field(p->name);
}
void clear_property(Object* o) {
    auto* p = static_cast<Property*>(o);
    for (Value* field : {&p->get, &p->set, &p->del, &p->doc}) {
        Value old = *field;
        *field = Value::none();
        release(old);
    }
}
const Lifecycle property_life = {trace_property, destroy_property, clear_property, fixed_size<Property>, nullptr, "property"};

void put(Value& field, Value v) {
    Value old = field;
    field = shared(v);
    release(old);
}

// "property 'x' of 'C' object has no getter"
Error raise_lacks(Thread& t, const Property* p, Value object, const char* what) {
    std::string name;
    if (!p->name.is_null()) {
        name = " ";
        name += TRY(repr_text(t, p->name));
    }
    return raise_text(t, rt().types.AttributeError,
                      fmt::format("property{} of {} object has no {}", name, repr_utf8(type_of(object)->qualname), what));
}

Result<Own> property_get(Thread& t, Value self, Value object, Value) {
    if (object.is_null() || object.is_none()) return Own::share(self);
    Property* p = property_of(self);
    if (p->get.is_none()) return raise_lacks(t, p, object, "getter");
    return call(t, p->get, object);
}

Status property_set(Thread& t, Value self, Value object, Value value) {
    Property* p = property_of(self);
    Value f = value.is_null() ? p->del : p->set;
    if (f.is_none()) return raise_lacks(t, p, object, value.is_null() ? "deleter" : "setter");
    Own held = Own::share(f);
    if (value.is_null()) (void)TRY(call(t, held, object));
    else (void)TRY(call(t, held, object, value));
    return {};
}

Result<Own> property_construct(Thread& t, Type* cls, const Args&) {
    Ref<Property> p = TRY(make_instance<Property>(t, cls));
    p->get = p->set = p->del = p->doc = Value::none();
    p->name = Value::null();
    p->doc_from_getter = 0;
    return p;
}

Status property_init(Thread& t, Value self, const Args& args) {
    BoundArgs a;
    TRY(bind_args(t, "property(fget=None, fset=None, fdel=None, doc=None)", Value::null(), args, a));
    Property* p = property_of(self);
    auto given = [&](int i) { return a.values[i].is_null() ? Value::none() : a.values[i]; };
    put(p->get, given(0));
    put(p->set, given(1));
    put(p->del, given(2));
    put(p->doc, given(3));
    put(p->name, Value::null());
    p->doc_from_getter = 0;
    bool subclass = type_of(self) != rt().types.property;
    if (p->doc.is_none() && !p->get.is_none()) {
        Own doc = TRY(get_attr_or_missing(t, p->get, rt().names.dunder_doc));
        if (!doc.is_exhausted() && !doc.is_none()) {
            p->doc_from_getter = 1;
            put(p->doc, doc);
        }
    }
    // A subclass has a __doc__ of its own in its dict, which would hide the property's.
    if (subclass && !p->doc.is_none() && (type_of(self)->flags & type_has_dict))
        TRY(attr_set(t, self.object_ptr(), rt().names.dunder_doc, p->doc));
    return {};
}

Result<Own> copy_with(Thread& t, Value self, Value get, Value set, Value del) {
    Property* p = property_of(self);
    Value doc = p->doc_from_getter && !get.is_null() && !get.is_none() ? Value::none() : p->doc;
    auto pick = [](Value fresh, Value old) { return fresh.is_null() || fresh.is_none() ? old : fresh; };
    Own copy = TRY(call(t, Value::object(type_of(self)), pick(get, p->get), pick(set, p->set), pick(del, p->del), doc));
    if (is_instance_of(copy, rt().types.property)) put(property_of(copy)->name, p->name);
    return copy;
}

Result<Own> with_getter(Thread& t, const Value* a) { return copy_with(t, a[0], a[1], Value::null(), Value::null()); }
Result<Own> with_setter(Thread& t, const Value* a) { return copy_with(t, a[0], Value::null(), a[1], Value::null()); }
Result<Own> with_deleter(Thread& t, const Value* a) { return copy_with(t, a[0], Value::null(), Value::null(), a[1]); }

Result<Own> set_name(Thread& t, Value self, const Args& args) {
    if (args.count != 2) return raise_type(t, "__set_name__() takes 2 positional arguments but {} were given", args.count);
    put(property_of(self)->name, args[1]);
    return Own::none();
}

void fill(Slots& s) {
    s.descr_get = property_get;
    s.descr_set = property_set;
    s.construct = property_construct;
    s.init = property_init;
}

const NativeDef methods[] = {
    {"getter($self, fget, /)", with_getter, "A copy of the property with another getter."},
    {"setter($self, fset, /)", with_setter, "A copy of the property with another setter."},
    {"deleter($self, fdel, /)", with_deleter, "A copy of the property with another deleter."},
    {"__set_name__($self, owner, name, /)", nullptr, "Learns the name it was assigned to.", native_raw, set_name},
    {nullptr, nullptr, nullptr},
};

const GetSetDef getsets[] = {
    {"fget", [](Thread&, Value v) -> Result<Own> { return Own::share(property_of(v)->get); }, read_only_member, nullptr},
    {"fset", [](Thread&, Value v) -> Result<Own> { return Own::share(property_of(v)->set); }, read_only_member, nullptr},
    {"fdel", [](Thread&, Value v) -> Result<Own> { return Own::share(property_of(v)->del); }, read_only_member, nullptr},
    {"__doc__", [](Thread&, Value v) -> Result<Own> { return Own::share(property_of(v)->doc); },
     [](Thread&, Value v, Value doc) -> Status {
         put(property_of(v)->doc, doc.is_null() ? Value::none() : doc);
         return {};
     }, nullptr},
    {"__isabstractmethod__", [](Thread& t, Value v) -> Result<Own> {
         Property* p = property_of(v);
         for (Value f : {p->get, p->set, p->del}) {
             if (f.is_none()) continue;
             Own abstract = TRY(get_attr_or_missing(t, f, rt().names.dunder_isabstractmethod));
             if (!abstract.is_exhausted() && TRY(is_truthy(t, abstract))) return Own::boolean(true);
         }
         return Own::boolean(false);
     }, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

} // namespace

extern const TypeSpec spec_property;
const TypeSpec spec_property = {
    "builtins",
    "Property attribute: reading, assigning and deleting it call fget, fset and fdel.\n\nUsually made as a decorator.",
    sizeof(Property), type_basetype | type_container, &property_life, fill, methods, getsets, nullptr};

} // namespace terrarium
