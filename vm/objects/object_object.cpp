// object: the root of all classes, and what every object can do. Making instances: vm/core/instances.h; copying and
// pickling support: object_reduce.cpp.
#include "vm/core/attributes.h"
#include "vm/core/descriptor.h"
#include "vm/core/instances.h"
#include "vm/core/shapes.h"
#include "vm/objects/containers.h"
#include "vm/objects/object_reduce.h"

namespace terrarium {

namespace {

Result<Own> object_repr(Thread& t, Value self) {
    Type* type = type_of(self);
    Own module = TRY(get_attr_or_missing(t, Value::object(type), rt().names.dunder_module));
    std::string name;
    if (is_str(module) && !str_equal(as<Str>(module), "builtins")) name = to_utf8(module.get()) + "." + to_utf8(type->qualname);
    else name = type_name(type);
    return make_str(t, fmt::format("<{} object at {:#x}>", name, address_of(self)));
}

Result<Own> object_str(Thread& t, Value self) { return repr(t, self); }

Result<int64_t> object_hash(Thread&, Value self) { return hash_pointer(reinterpret_cast<void*>(address_of(self))); }

Result<Own> object_compare(Thread& t, Value self, Value other, CompareOp op) {
    if (op == CompareOp::eq) return self == other ? Own::boolean(true) : Own::not_implemented();
    if (op != CompareOp::ne) return Own::not_implemented();
    // != is the opposite of ==, whatever the class makes of it.
    auto compare = type_of(self)->slots.compare;
    Own r = TRY(compare(t, self, other, CompareOp::eq));
    if (r.is_not_implemented()) return r;
    return Own::boolean(!TRY(is_truthy(t, r)));
}

void fill(Slots& s) {
    s.repr = object_repr;
    s.str = object_str;
    s.hash = object_hash;
    s.compare = object_compare;
    s.getattr = generic_getattr;
    s.setattr = generic_setattr;
    s.construct = object_construct;
    s.init = object_init;
}

// --- methods

Result<Own> object_format(Thread& t, const Value* a) {
    if (!is_str(a[1])) return raise_type(t, "__format__() argument must be str, not {}", a[1].is_none() ? "None" : type_name(a[1]));
    if (as<Str>(a[1])->length) return raise_type(t, "unsupported format string passed to {}.__format__", type_name(a[0]));
    return to_str(t, a[0]);
}

Result<Own> object_sizeof(Thread&, const Value* a) {
    if (!a[0].is_object()) return Own::small_int(sizeof(Value));
    Object* o = a[0].object_ptr();
    const Lifecycle* life = shape_of(o)->life;
    return make_int(static_cast<int64_t>(life->size(o) + (life->extra_size ? life->extra_size(o) : 0)));
}

Result<Own> object_init_subclass(Thread&, const Value*) { return Own::none(); }
Result<Own> object_subclass_hook(Thread&, Value, const Args&) { return Own::not_implemented(); }

Result<Own> object_dir(Thread& t, const Value* a) {
    Ref<Dict> names = make_dict();
    Own own = TRY(get_attr_or_missing(t, a[0], rt().names.dunder_dict));
    if (is_dict(own)) TRY(dict_update(t, names, own));
    Own cls = TRY(get_attr_or_missing(t, a[0], rt().names.dunder_class));
    if (is_type(cls)) TRY(merge_class_names(t, names, as<Type>(cls)));
    return list_from_iterable(t, names.value());
}

// --- __class__

Result<Own> get_class(Thread&, Value self) { return Own::share(type_of(self)); }

bool same_layout(const Type* a, const Type* b) {
    return a->builtin_size == b->builtin_size && a->base_life == b->base_life && a->members_offset == b->members_offset &&
           a->member_count == b->member_count && a->attrs_offset == b->attrs_offset &&
           (a->flags & (type_has_dict | type_variable)) == (b->flags & (type_has_dict | type_variable));
}

Status set_class(Thread& t, Value self, Value value) {
    if (value.is_null()) return raise_type(t, "can't delete __class__ attribute");
    if (!is_type(value)) return raise_type(t, "__class__ must be set to a class, not '{}' object", type_name(value));
    Type *from = type_of(self), *to = as<Type>(value);
    bool modules = is_subtype(from, rt().types.module) && is_subtype(to, rt().types.module);
    if (!modules && ((from->flags & type_immutable) || (to->flags & type_immutable)))
        return raise_type(t, "__class__ assignment only supported for mutable types or ModuleType subclasses");
    if (!same_layout(from, to))
        return raise_type(t, "__class__ assignment: '{}' object layout differs from '{}'", type_name(to), type_name(from));
    change_class(self.object_ptr(), to);
    return {};
}

const NativeDef methods[] = {
    {"__format__($self, format_spec, /)", object_format, "The text of the object; object takes an empty format only."},
    {"__sizeof__($self, /)", object_sizeof, "Bytes of memory the object itself takes."},
    {"__dir__($self, /)", object_dir, "The names dir() shows."},
    {"__reduce__($self, /)", object_reduce, "How to make the object again, by the oldest pickling protocol."},
    {"__reduce_ex__($self, protocol, /)", object_reduce_ex, "How to make the object again."},
    {"__getstate__($self, /)", object_getstate, "The state that copying and pickling keep."},
    {"__init_subclass__($cls, /)", object_init_subclass, "Called when a class is derived; does nothing.", native_class_method},
    {"__subclasshook__($cls, *args)", nullptr, "For abstract classes: says whether a class counts as a subclass.", native_class_method | native_raw, object_subclass_hook},
    {nullptr, nullptr, nullptr},
};

const GetSetDef getsets[] = {
    {"__class__", get_class, set_class, "The class of the object."},
    {nullptr, nullptr, nullptr, nullptr},
};

} // namespace

Status merge_class_names(Thread& t, Dict* names, Type* cls) {
    Own own = TRY(get_attr_or_missing(t, Value::object(cls), rt().names.dunder_dict));
    if (!own.is_exhausted()) TRY(dict_update(t, names, own));
    Own bases = TRY(get_attr_or_missing(t, Value::object(cls), rt().names.dunder_bases));
    if (!is_tuple(bases)) return {};
    for (uint64_t i = 0; i < as<Tuple>(bases)->length; i++) {
        Value base = (*as<Tuple>(bases))[i];
        if (is_type(base)) TRY(merge_class_names(t, names, as<Type>(base)));
    }
    return {};
}

extern const TypeSpec spec_object;
const TypeSpec spec_object = {"builtins", "The base of all classes; its instances have no attributes of their own.", sizeof(Object),
                              type_basetype, nullptr, fill, methods, getsets, nullptr};

} // namespace terrarium
