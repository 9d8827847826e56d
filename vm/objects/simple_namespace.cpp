// types.SimpleNamespace: attributes and nothing else.
#include "vm/core/attributes.h"
#include "vm/objects/containers.h"

namespace terrarium {

namespace {

Result<Own> construct(Thread& t, Type* cls, const Args&) { return new_instance(t, cls); }

Status init(Thread& t, Value self, const Args& args) {
    if (args.count) return raise_type(t, "no positional arguments expected");
    for (uint32_t i = 0; i < args.keyword_count(); i++)
        TRY(attr_set(t, self.object_ptr(), as<Str>((*args.keywords)[i]), args.values[i]));
    return {};
}

Result<Own> namespace_repr(Thread& t, Value self) {
    Type* type = type_of(self);
    std::string name = type == rt().types.simple_namespace ? "namespace" : to_utf8(type->name);
    ReprGuard guard(t, self);
    if (guard.second()) return make_str(t, name + "(...)");
    Ref<Dict> d = TRY(attr_dict(t, self.object_ptr()));
    std::string text = name + "(";
    const char* separator = "";
    for (size_t i = 0; DictEntry* e = dict_next(d, i);) {
        if (!is_str(e->key)) continue;
        Own value = Own::share(e->value);
        text += separator + to_utf8(e->key) + "=" + TRY(repr_text(t, value));
        separator = ", ";
    }
    return make_str(t, text + ")");
}

Result<Own> namespace_compare(Thread& t, Value a, Value b, CompareOp op) {
    if (!is_instance_of(b, rt().types.simple_namespace) || !is_instance_of(a, rt().types.simple_namespace))
        return Own::not_implemented();
    Ref<Dict> left = TRY(attr_dict(t, a.object_ptr())), right = TRY(attr_dict(t, b.object_ptr()));
    return compare(t, left.value(), right.value(), op);
}

Result<Own> reduce(Thread& t, const Value* a) {
    Ref<Dict> d = TRY(attr_dict(t, a[0].object_ptr()));
    return tuple_of(Value::object(type_of(a[0])), Value::object(rt().empty_tuple), d.value());
}

void fill(Slots& s) {
    s.repr = namespace_repr;
    s.compare = namespace_compare;
    s.construct = construct;
    s.init = init;
}

const NativeDef methods[] = {
    {"__reduce__($self, /)", reduce, "State for pickling."},
    {nullptr, nullptr, nullptr},
};

} // namespace

extern const TypeSpec spec_simple_namespace;
const TypeSpec spec_simple_namespace = {"types", "Attributes given as keywords.\n\nSimpleNamespace(**kwargs)", sizeof(Object),
                                        type_basetype | type_container | type_has_dict, nullptr, fill, methods, nullptr, nullptr};

} // namespace terrarium
