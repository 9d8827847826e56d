// type: classes as objects. Invariant: the slots, the method cache and the inline caches follow every change of a
// class' dict, because all changes go through type_set(). Next: type_new.cpp, type_bases.cpp.
#include "vm/objects/type_object.h"

#include "vm/core/attributes.h"
#include "vm/core/descriptor.h"
#include "vm/core/instances.h"
#include "vm/core/shapes.h"
#include "vm/core/slots.h"
#include "vm/core/start.h"
#include "vm/objects/containers.h"
#include "vm/objects/generic_alias.h"
#include "vm/objects/mappingproxy.h"
#include "vm/objects/object_reduce.h"

namespace terrarium {

namespace {

Type* cls_of(Value v) { return as<Type>(v); }

// --- lifecycle

void trace_type(Object* o, Visitor& v) {
    auto* type = static_cast<Type*>(o);
    trace_edge(v, type->name, "__name__");
    trace_edge(v, type->qualname, "__qualname__");
    trace_edge(v, type->base, "__base__");
    trace_edge(v, type->bases, "__bases__");
    trace_edge(v, type->mro, "__mro__");
    trace_edge(v, type->dict, "__dict__");
    trace_edge(v, type->subclasses, "subclasses");
    trace_edge(v, type->doc_text, "doc");
}

void leave_bases(Type* type) {
    if (!type->bases) return;
    for (uint64_t i = 0; i < type->bases->length; i++) unlink_subclass(as<Type>((*type->bases)[i]), type);
}

// Built-in types never die: this is for classes of users. Their instances hold them, so none is left.
void destroy_type(Object* o) {
    auto* type = static_cast<Type*>(o);
    leave_bases(type);
    free_shapes(type);
    drop_field(type->dict);
    drop_field(type->mro);
    drop_field(type->subclasses);
    drop_field(type->doc_text);
    drop_field(type->name);
    drop_field(type->qualname);
    drop_field(type->bases);
    drop_field(type->base);
}

// Base and layout stay: instances that die later need them.
void clear_type(Object* o) {
    auto* type = static_cast<Type*>(o);
    type_changed(type);
    if (type->dict) dict_clear(type->dict);
    drop_field(type->mro);
}

const Lifecycle type_life = {trace_type, destroy_type, clear_type, fixed_size<Type>, nullptr, "type"};

// --- slots

std::string module_name(const Type* type) {
    if (!(type->flags & type_heap)) return type->spec && type->spec->module ? type->spec->module : "builtins";
    Value v = type->dict ? dict_get(type->dict, rt().names.dunder_module) : Value::null();
    return is_str(v) ? to_utf8(v) : "builtins";
}

Result<Own> type_repr(Thread& t, Value self) {
    const Type* type = cls_of(self);
    std::string module = module_name(type);
    if (module == "builtins") return make_str(t, fmt::format("<class '{}'>", to_utf8(type->qualname)));
    return make_str(t, fmt::format("<class '{}.{}'>", module, to_utf8(type->qualname)));
}

Result<Own> type_or(Thread& t, Value a, Value b) { return make_union(t, a, b); }

void fill(Slots& s) {
    s.repr = type_repr;
    s.call = type_call;
    s.getattr = type_getattr;
    s.setattr = type_setattr;
    s.construct = type_construct;
    s.init = type_init;
    s.binary[static_cast<size_t>(BinaryOp::bit_or)] = type_or;
}

// --- attributes

// The class may be changed at all; the text for a built-in one.
Status check_mutable(Thread& t, const Type* type, const char* name, Value value) {
    if ((type->flags & type_immutable) == 0 && !value.is_null()) return {};
    return raise_type(t, "cannot {} '{}' attribute of immutable type '{}'", value.is_null() ? "delete" : "set", name, type_name(type));
}

void replace(Str*& field, Str* fresh) {
    Str* old = field;
    field = shared(fresh);
    release(static_cast<Object*>(old));
}

Result<Own> get_name(Thread&, Value v) { return Own::share(cls_of(v)->name); }
Status set_name(Thread& t, Value v, Value value) {
    Type* type = cls_of(v);
    TRY(check_mutable(t, type, "__name__", value));
    if (!is_str(value)) return raise_type(t, "can only assign string to {}.__name__, not '{}'", to_utf8(type->name), type_name(value));
    for (uint64_t i = 0; i < as<Str>(value)->length; i++)
        if (as<Str>(value)->at(i) == 0) return raise_value_error(t, "type name must not contain null characters");
    replace(type->name, as<Str>(value));
    return {};
}

Result<Own> get_qualname(Thread&, Value v) { return Own::share(cls_of(v)->qualname); }
Status set_qualname(Thread& t, Value v, Value value) {
    Type* type = cls_of(v);
    TRY(check_mutable(t, type, "__qualname__", value));
    if (!is_str(value))
        return raise_type(t, "can only assign string to {}.__qualname__, not '{}'", to_utf8(type->name), type_name(value));
    replace(type->qualname, as<Str>(value));
    return {};
}

Result<Own> get_module(Thread& t, Value v) {
    Type* type = cls_of(v);
    if (!(type->flags & type_heap)) return make_str(t, module_name(type));
    Value module = dict_get(type->dict, rt().names.dunder_module);
    if (module.is_null()) return raise_value(t, rt().types.AttributeError, Value::object(rt().names.dunder_module));
    return Own::share(module);
}
Status set_module(Thread& t, Value v, Value value) {
    TRY(check_mutable(t, cls_of(v), "__module__", value));
    return type_set(t, cls_of(v), rt().names.dunder_module, value);
}

Result<Own> get_doc(Thread& t, Value v) {
    Type* type = cls_of(v);
    if (!(type->flags & type_heap)) return Own::share(type->doc_text);
    Value doc = type_lookup(type, rt().names.dunder_doc);
    if (doc.is_null()) return Own::none();
    auto get = type_of(doc)->slots.descr_get;
    if (!get) return Own::share(doc);
    Own held = Own::share(doc);
    return get(t, doc, Value::null(), v);
}
Status set_doc(Thread& t, Value v, Value value) {
    TRY(check_mutable(t, cls_of(v), "__doc__", value));
    return type_set(t, cls_of(v), rt().names.dunder_doc, value);
}

Result<Own> get_base(Thread&, Value v) { return cls_of(v)->base ? Own::share(cls_of(v)->base) : Own::none(); }
Result<Own> get_bases(Thread&, Value v) { return Own::share(cls_of(v)->bases); }
Result<Own> get_mro(Thread&, Value v) { return cls_of(v)->mro ? Own::share(cls_of(v)->mro) : Own::none(); }
Status change_bases(Thread& t, Value v, Value value) {
    TRY(check_mutable(t, cls_of(v), "__bases__", value));
    return set_bases(t, v, value);
}
Result<Own> get_dict(Thread&, Value v) { return make_mapping_proxy(Value::object(cls_of(v)->dict)); }

Result<Own> get_abstract(Thread& t, Value v) {
    Str* name = rt().names.dunder_abstractmethods;
    Value found = cls_of(v) == rt().types.type ? Value::null() : dict_get(cls_of(v)->dict, name);
    if (found.is_null()) return raise_value(t, rt().types.AttributeError, Value::object(name));
    return Own::share(found);
}
Status set_abstract(Thread& t, Value v, Value value) {
    Type* type = cls_of(v);
    bool abstract = !value.is_null() && TRY(is_truthy(t, value));
    if (value.is_null() && dict_get(type->dict, rt().names.dunder_abstractmethods).is_null())
        return raise_value(t, rt().types.AttributeError, Value::object(rt().names.dunder_abstractmethods));
    TRY(type_set(t, type, rt().names.dunder_abstractmethods, value));
    if (abstract) type->flags |= type_abstract;
    else type->flags &= ~uint32_t{type_abstract};
    return {};
}

Result<Own> get_annotations(Thread& t, Value v) {
    Type* type = cls_of(v);
    Str* name = rt().names.dunder_annotations;
    if (!(type->flags & type_heap)) return raise_attribute(t, v, name);
    Value found = dict_get(type->dict, name);
    if (!found.is_null()) {
        auto get = type_of(found)->slots.descr_get;
        if (!get) return Own::share(found);
        Own held = Own::share(found);
        return get(t, found, Value::null(), v);
    }
    Ref<Dict> fresh = make_dict();
    TRY(type_set(t, type, name, fresh.value()));
    return fresh;
}
Status set_annotations(Thread& t, Value v, Value value) {
    Type* type = cls_of(v);
    Str* name = rt().names.dunder_annotations;
    if (type->flags & type_immutable) return raise_type(t, "cannot set '__annotations__' attribute of immutable type '{}'", type_name(type));
    if (value.is_null() && dict_get(type->dict, name).is_null()) return raise_value(t, rt().types.AttributeError, Value::object(name));
    return type_set(t, type, name, value);
}

// The bits other programs look at, by CPython's numbers.
Result<Own> get_flags(Thread&, Value v) {
    static constexpr struct {
        uint32_t ours, bit;
    } bits[] = {{type_immutable, 8}, {type_heap, 9}, {type_basetype, 10}, {type_ready, 12}, {type_container, 14}, {type_method_descriptor, 17},
                {type_abstract, 20}, {type_match_self, 22}, {type_int, 24}, {type_list, 25}, {type_tuple, 26}, {type_bytes, 27},
                {type_str, 28}, {type_dict, 29}, {type_exception, 30}, {type_type, 31}};
    int64_t flags = 0;
    for (auto [ours, bit] : bits)
        if (cls_of(v)->flags & ours) flags |= int64_t{1} << bit;
    return make_int(flags);
}

const GetSetDef getsets[] = {
    {"__name__", get_name, set_name, nullptr},
    {"__qualname__", get_qualname, set_qualname, nullptr},
    {"__module__", get_module, set_module, nullptr},
    {"__bases__", get_bases, change_bases, nullptr},
    {"__base__", get_base, read_only_member, nullptr},
    {"__mro__", get_mro, read_only_member, nullptr},
    {"__dict__", get_dict, nullptr, nullptr},
    {"__doc__", get_doc, set_doc, nullptr},
    {"__abstractmethods__", get_abstract, set_abstract, nullptr},
    {"__annotations__", get_annotations, set_annotations, nullptr},
    {"__text_signature__", [](Thread&, Value) -> Result<Own> { return Own::none(); }, nullptr, nullptr},
    {"__flags__", get_flags, read_only_member, nullptr},
    {"__basicsize__", [](Thread&, Value v) -> Result<Own> { return Own::small_int(cls_of(v)->basic_size); }, read_only_member, nullptr},
    {"__itemsize__", [](Thread&, Value v) -> Result<Own> { return Own::small_int(cls_of(v)->flags & type_variable ? 8 : 0); }, read_only_member, nullptr},
    {"__dictoffset__", [](Thread&, Value v) -> Result<Own> {
         const Type* type = cls_of(v);
         return Own::small_int(!(type->flags & type_has_dict) ? 0 : type->attrs_offset ? type->attrs_offset : -8);
     }, read_only_member, nullptr},
    {"__weakrefoffset__", [](Thread&, Value v) -> Result<Own> { return Own::small_int(cls_of(v)->flags & type_has_weakrefs ? 8 : 0); }, read_only_member, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

// --- methods

Result<Own> type_mro(Thread& t, const Value* a) { return default_mro(t, cls_of(a[0])); }

Result<Own> type_subclasses(Thread& t, const Value* a) {
    Ref<List> out = make_list();
    Status status;
    for_each_subclass(cls_of(a[0]), [&](Type* sub) {
        if (status) status = list_append(t, out, Own::share(sub));
    });
    TRY(std::move(status));
    return out;
}

Result<Own> type_prepare(Thread&, Value, const Args&) { return make_dict(); }
Result<Own> type_instance_check(Thread& t, const Value* a) { return Own::boolean(TRY(is_instance_plain(t, a[1], a[0]))); }
Result<Own> type_subclass_check(Thread& t, const Value* a) { return Own::boolean(TRY(is_subclass_plain(t, a[1], a[0]))); }

Result<Own> type_dir(Thread& t, const Value* a) {
    Ref<Dict> names = make_dict();
    TRY(merge_class_names(t, names, cls_of(a[0])));
    return list_from_iterable(t, names.value());
}

Result<Own> type_sizeof(Thread&, const Value*) { return Own::small_int(sizeof(Type)); }

const NativeDef methods[] = {
    {"mro($self, /)", type_mro, "The order in which bases are searched."},
    {"__subclasses__($self, /)", type_subclasses, "The direct subclasses, oldest first."},
    {"__prepare__($cls, *args, **kwargs)", nullptr, "The namespace a class body runs in: a new dict.", native_class_method | native_raw, type_prepare},
    {"__instancecheck__($self, instance, /)", type_instance_check, "Whether an object is an instance."},
    {"__subclasscheck__($self, subclass, /)", type_subclass_check, "Whether a class is a subclass."},
    {"__dir__($self, /)", type_dir, "The names dir() shows for a class."},
    {"__sizeof__($self, /)", type_sizeof, "Bytes of memory of the class."},
    {nullptr, nullptr, nullptr},
};

} // namespace

extern const TypeSpec spec_type;
const TypeSpec spec_type = {"builtins", "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type", sizeof(Type),
                            type_basetype | type_container | type_has_weakrefs | type_type, &type_life, fill, methods,
                            getsets, nullptr};

} // namespace terrarium
