// mappingproxy: a read-only view of a mapping; what a class' __dict__ is.
#include "vm/objects/containers.h"
#include "vm/objects/mappingproxy.h"

namespace terrarium {

namespace {

struct MappingProxy : Object {
    Value mapping; // owned
};

Value mapping_of(Value v) { return as<MappingProxy>(v)->mapping; }

void trace_proxy(Object* o, Visitor& v) { trace_edge(v, static_cast<MappingProxy*>(o)->mapping, "mapping"); }
void destroy_proxy(Object* o) { drop_field(static_cast<MappingProxy*>(o)->mapping); }
const Lifecycle proxy_life = {trace_proxy, destroy_proxy, nullptr, fixed_size<MappingProxy>, nullptr, "mappingproxy"};

Result<Own> construct(Thread& t, Type*, const Args& args) {
    BoundArgs a;
    TRY(bind_args(t, "mappingproxy(mapping)", Value::null(), args, a));
    Value mapping = a.values[0];
    if (!type_of(mapping)->slots.get_item || is_list(mapping) || is_tuple(mapping))
        return raise_type(t, "mappingproxy() argument must be a mapping, not {}", type_name(mapping));
    return make_mapping_proxy(mapping);
}

Result<Own> proxy_repr(Thread& t, Value self) {
    return make_str(t, "mappingproxy(" + TRY(repr_text(t, mapping_of(self))) + ")");
}
Result<Own> proxy_str(Thread& t, Value self) { return to_str(t, mapping_of(self)); }
Result<Own> proxy_item(Thread& t, Value self, Value key) { return get_item(t, mapping_of(self), key); }
Result<int64_t> proxy_length(Thread& t, Value self) { return length(t, mapping_of(self)); }
Result<bool> proxy_contains(Thread& t, Value self, Value key) { return contains(t, mapping_of(self), key); }
Result<Own> proxy_iter(Thread& t, Value self) { return get_iter(t, mapping_of(self)); }
Result<Own> proxy_compare(Thread& t, Value self, Value other, CompareOp op) {
    return compare(t, mapping_of(self), other, op);
}

Result<Own> proxy_or(Thread& t, Value a, Value b) {
    auto plain = [](Value v) { return has_shape(v, shapes::mappingproxy) ? mapping_of(v) : v; };
    return binary_op(t, BinaryOp::bit_or, plain(a), plain(b));
}
Result<Own> proxy_inplace_or(Thread& t, Value self, Value) {
    return raise_type(t, "'|=' is not supported by {}; use '|' instead", type_name(self));
}

void fill(Slots& s) {
    s.repr = proxy_repr;
    s.str = proxy_str;
    s.compare = proxy_compare;
    s.iter = proxy_iter;
    s.construct = construct;
    s.length = proxy_length;
    s.get_item = proxy_item;
    s.contains = proxy_contains;
    s.binary[static_cast<size_t>(BinaryOp::bit_or)] = proxy_or;
    s.inplace[static_cast<size_t>(BinaryOp::bit_or)] = proxy_inplace_or;
}

template <Str* Names::* name>
Result<Own> forward(Thread& t, const Value* a) {
    return call_method(t, mapping_of(a[0]), rt().names.*name);
}

Result<Own> proxy_get(Thread& t, const Value* a) {
    return call_method(t, mapping_of(a[0]), rt().names.n_get, a[1], a[2].is_null() ? Value::none() : a[2]);
}

const NativeDef methods[] = {
    {"get($self, key, default=None, /)", proxy_get, "The value of key, or default."},
    {"keys($self, /)", forward<&Names::n_keys>, "The keys of the mapping."},
    {"values($self, /)", forward<&Names::n_values>, "The values of the mapping."},
    {"items($self, /)", forward<&Names::n_items>, "The items of the mapping."},
    {"copy($self, /)", forward<&Names::n_copy>, "A copy of the mapping."},
    {"__reversed__($self, /)", forward<&Names::dunder_reversed>, "The keys, last first."},
    {"__class_getitem__($type, item, /)", native_class_getitem, nullptr, native_class_method},
    {nullptr, nullptr, nullptr},
};

} // namespace

Own make_mapping_proxy(Value mapping) {
    Ref<MappingProxy> p = new_object<MappingProxy>(shapes::mappingproxy, true);
    p->mapping = shared(mapping);
    return p;
}

extern const TypeSpec spec_mappingproxy;
const TypeSpec spec_mappingproxy = {"builtins", "A read-only view of a mapping.", sizeof(MappingProxy),
                                    type_container | type_mapping_pattern, &proxy_life, fill, methods, nullptr, nullptr};

} // namespace terrarium
