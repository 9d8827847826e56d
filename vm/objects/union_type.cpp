// types.UnionType: int | None. Flat and without duplicates; the order does not matter to == and hash. Source: PEP 604.
#include "vm/core/attributes.h"
#include "vm/core/descriptor.h"
#include "vm/objects/containers.h"
#include "vm/objects/generic_alias.h"

namespace terrarium {

namespace {

UnionType* union_of(Value v) { return as<UnionType>(v); }

void trace_union(Object* o, Visitor& v) {
    trace_edge(v, static_cast<UnionType*>(o)->args, "args");
    trace_edge(v, static_cast<UnionType*>(o)->parameters, "parameters");
}
void destroy_union(Object* o) {
    drop_field(static_cast<UnionType*>(o)->args);
    drop_field(static_cast<UnionType*>(o)->parameters);
}
const Lifecycle union_life = {trace_union, destroy_union, nullptr, fixed_size<UnionType>, nullptr, "UnionType"};

bool may_join(Value v) {
    return v.is_none() || is_type(v) || has_shape(v, shapes::generic_alias) || has_shape(v, shapes::union_type);
}

// Adds v, or what it is a union of, unless it is there. Classes are compared by identity, aliases by value.
Status add(Thread& t, List* out, Value v) {
    if (has_shape(v, shapes::union_type)) {
        Tuple* args = union_of(v)->args;
        for (uint64_t i = 0; i < args->length; i++) TRY(add(t, out, (*args)[i]));
        return {};
    }
    if (v.is_none()) v = Value::object(rt().types.none_type);
    for (uint64_t i = 0; i < out->length; i++) {
        Value other = out->items[i];
        if (other == v) return {};
        if (has_shape(v, shapes::generic_alias) && has_shape(other, shapes::generic_alias) && TRY(equal(t, v, other))) return {};
    }
    return list_append(t, out, Own::share(v));
}

Result<Tuple*> parameters_of(Thread& t, UnionType* u) {
    if (!u->parameters) {
        Ref<Tuple> found = TRY(collect_parameters(t, u->args));
        if (!u->parameters) u->parameters = found.take();
    }
    return u->parameters;
}

} // namespace

Result<Own> make_union(Thread& t, Value a, Value b) {
    if (!may_join(a) || !may_join(b) || (a.is_none() && b.is_none())) return Own::not_implemented();
    Ref<List> all = make_list();
    TRY(add(t, all, a));
    TRY(add(t, all, b));
    if (all->length == 1) return Own::share(all->items[0]);
    Ref<UnionType> u = new_object<UnionType>(shapes::union_type, true);
    u->args = nullptr;
    u->parameters = nullptr;
    u->args = TRY(list_to_tuple(t, all)).take();
    return u;
}

namespace {

Result<Own> union_repr(Thread& t, Value self) {
    Tuple* args = union_of(self)->args;
    std::string text;
    for (uint64_t i = 0; i < args->length; i++) {
        if (i) text += " | ";
        text += (*args)[i] == Value::object(rt().types.none_type) ? "None" : TRY(type_expression_repr(t, (*args)[i]));
    }
    return make_str(t, text);
}

Result<Own> as_set(Thread& t, Value self) { return make_frozenset(t, Value::object(union_of(self)->args)); }

Result<Own> union_compare(Thread& t, Value a, Value b, CompareOp op) {
    if ((op != CompareOp::eq && op != CompareOp::ne) || !has_shape(b, shapes::union_type)) return Own::not_implemented();
    Own x = TRY(as_set(t, a)), y = TRY(as_set(t, b));
    return compare(t, x, y, op);
}

Result<int64_t> union_hash(Thread& t, Value self) {
    Own set = TRY(as_set(t, self));
    return hash_of(t, set);
}

Result<Own> union_item(Thread& t, Value self, Value item) {
    Tuple* parameters = TRY(parameters_of(t, union_of(self)));
    Ref<Tuple> args = TRY(substitute_parameters(t, self, union_of(self)->args, parameters, item));
    Own all = Own::share((*args)[0]);
    for (uint64_t i = 1; i < args->length; i++) all = TRY(binary_op(t, BinaryOp::bit_or, all, (*args)[i]));
    return all;
}

Result<Own> union_getattr(Thread& t, Value self, Str* name) {
    if (str_equal(name, rt().names.dunder_module)) return get_attr(t, Value::object(rt().types.union_type), name);
    return generic_getattr(t, self, name);
}

void fill(Slots& s) {
    s.repr = union_repr;
    s.hash = union_hash;
    s.compare = union_compare;
    s.getattr = union_getattr;
    s.get_item = union_item;
    s.binary[static_cast<size_t>(BinaryOp::bit_or)] = make_union;
}

template <Result<bool> (*check)(Thread&, Value, Value)>
Result<Own> check_any(Thread& t, const Value* a, const char* what) {
    Tuple* args = union_of(a[0])->args;
    for (uint64_t i = 0; i < args->length; i++) {
        if (has_shape((*args)[i], shapes::generic_alias))
            return raise_type(t, "{} argument 2 cannot be a parameterized generic", what);
        if (TRY(check(t, a[1], (*args)[i]))) return Own::boolean(true);
    }
    return Own::boolean(false);
}

Result<Own> instance_check(Thread& t, const Value* a) { return check_any<is_instance>(t, a, "isinstance()"); }
Result<Own> subclass_check(Thread& t, const Value* a) {
    if (!is_type(a[1])) return raise_type(t, "issubclass() arg 1 must be a class");
    return check_any<is_subclass>(t, a, "issubclass()");
}

const NativeDef methods[] = {
    {"__instancecheck__($self, instance, /)", instance_check, nullptr},
    {"__subclasscheck__($self, cls, /)", subclass_check, nullptr},
    {nullptr, nullptr, nullptr},
};

const GetSetDef getsets[] = {
    {"__args__", [](Thread&, Value v) -> Result<Own> { return Own::share(union_of(v)->args); }, read_only_member, nullptr},
    {"__parameters__", [](Thread& t, Value v) -> Result<Own> { return Own::share(TRY(parameters_of(t, union_of(v)))); }, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

} // namespace

extern const TypeSpec spec_union_type;
const TypeSpec spec_union_type = {"types", "A union of types: int | None.", sizeof(UnionType), type_container | type_no_instantiate,
                                  &union_life, fill, methods, getsets, nullptr};

} // namespace terrarium
