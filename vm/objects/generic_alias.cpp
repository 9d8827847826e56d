// types.GenericAlias: list[int]. A stand-in for its origin that remembers the arguments; type variables among them can
// be replaced by subscribing once more. Source: PEP 585 and 646.
#include "vm/objects/generic_alias.h"

#include "vm/core/attributes.h"
#include "vm/core/descriptor.h"
#include "vm/objects/containers.h"

namespace terrarium {

namespace {

GenericAlias* alias_of(Value v) { return as<GenericAlias>(v); }

void trace_alias(Object* o, Visitor& v) {
    auto* a = static_cast<GenericAlias*>(o);
    trace_edge(v, a->origin, "origin");
    trace_edge(v, a->args, "args");
    trace_edge(v, a->parameters, "parameters");
}
void destroy_alias(Object* o) {
    auto* a = static_cast<GenericAlias*>(o);
    drop_field(a->origin);
    drop_field(a->args);
    drop_field(a->parameters);
}
const Lifecycle alias_life = {trace_alias, destroy_alias, nullptr, fixed_size<GenericAlias>, nullptr, "GenericAlias"};

Result<Ref<Tuple>> as_tuple(Value v) {
    if (is_tuple(v)) return Ref<Tuple>::share(as<Tuple>(v));
    return tuple_of(v);
}

Ref<GenericAlias> new_alias(Value origin, Ref<Tuple> args, bool starred) {
    Ref<GenericAlias> a = new_object<GenericAlias>(shapes::generic_alias, true);
    a->origin = shared(origin);
    a->args = args.take();
    a->parameters = nullptr;
    a->starred = starred;
    return a;
}

Result<Tuple*> parameters_of(Thread& t, GenericAlias* a) {
    if (!a->parameters) {
        Ref<Tuple> found = TRY(collect_parameters(t, a->args));
        if (!a->parameters) a->parameters = found.take();
    }
    return a->parameters;
}

// A type variable is an object (no class) that knows __typing_subst__.
Result<bool> is_parameter(Thread& t, Value v) {
    if (is_type(v)) return false;
    Own subst = TRY(get_attr_or_missing(t, v, rt().names.dunder_typing_subst));
    return !subst.is_exhausted();
}

} // namespace

Result<Ref<Tuple>> collect_parameters(Thread& t, Tuple* args) {
    Ref<List> found = make_list();
    auto add = [&](Value v) -> Status {
        for (uint64_t i = 0; i < found->length; i++)
            if (found->items[i] == v) return {};
        return list_append(t, found, Own::share(v));
    };
    for (uint64_t i = 0; i < args->length; i++) {
        Value v = (*args)[i];
        if (is_type(v)) continue;
        if (TRY(is_parameter(t, v))) {
            TRY(add(v));
            continue;
        }
        Own inner = TRY(get_attr_or_missing(t, v, rt().names.dunder_parameters));
        if (inner.is_exhausted() || !is_tuple(inner)) continue;
        for (uint64_t k = 0; k < as<Tuple>(inner)->length; k++) TRY(add((*as<Tuple>(inner))[k]));
    }
    return list_to_tuple(t, found);
}

Result<Ref<Tuple>> substitute_parameters(Thread& t, Value self, Tuple* args, Tuple* parameters, Value item) {
    if (parameters->length == 0) return raise_type(t, "{} is not a generic class", TRY(repr_text(t, self)));
    Ref<Tuple> given = TRY(as_tuple(item));
    // A parameter may take several arguments or prepare them (ParamSpec, TypeVarTuple).
    for (uint64_t i = 0; i < parameters->length; i++) {
        Own prepare = TRY(get_attr_or_missing(t, (*parameters)[i], intern("__typing_prepare_subst__")));
        if (prepare.is_exhausted() || prepare.is_none()) continue;
        Own prepared = TRY(call(t, prepare, self, given.value()));
        given = TRY(as_tuple(prepared));
    }
    if (given->length != parameters->length)
        return raise_type(t, "Too {} arguments for {}; actual {}, expected {}", given->length > parameters->length ? "many" : "few",
                          TRY(repr_text(t, self)), given->length, parameters->length);
    Ref<List> out = make_list();
    for (uint64_t i = 0; i < args->length; i++) {
        Value v = (*args)[i];
        if (is_type(v)) {
            TRY(list_append(t, out, Own::share(v)));
            continue;
        }
        Own subst = TRY(get_attr_or_missing(t, v, rt().names.dunder_typing_subst));
        if (!subst.is_exhausted()) {
            uint64_t at = 0;
            while (at < parameters->length && !((*parameters)[at] == v)) at++;
            Own argument = Own::share(at < parameters->length ? (*given)[at] : v);
            TRY(list_append(t, out, TRY(call(t, subst, argument.get()))));
            continue;
        }
        Own inner = TRY(get_attr_or_missing(t, v, rt().names.dunder_parameters));
        if (inner.is_exhausted() || !is_tuple(inner) || as<Tuple>(inner)->length == 0) {
            TRY(list_append(t, out, Own::share(v)));
            continue;
        }
        Tuple* wanted = as<Tuple>(inner);
        Ref<Tuple> chosen = TRY(new_tuple(t, wanted->length));
        for (uint64_t k = 0; k < wanted->length; k++) {
            uint64_t at = 0;
            while (at < parameters->length && !((*parameters)[at] == (*wanted)[k])) at++;
            chosen->items()[k] = shared(at < parameters->length ? (*given)[at] : (*wanted)[k]);
        }
        TRY(list_append(t, out, TRY(get_item(t, v, chosen.value()))));
    }
    return list_to_tuple(t, out);
}

Result<std::string> type_expression_repr(Thread& t, Value v) {
    if (v == Value::ellipsis()) return std::string("...");
    if (has_shape(v, shapes::generic_alias)) return repr_text(t, v);
    Own origin = TRY(get_attr_or_missing(t, v, rt().names.dunder_origin));
    if (!origin.is_exhausted()) {
        Own args = TRY(get_attr_or_missing(t, v, rt().names.dunder_args));
        if (!args.is_exhausted()) return repr_text(t, v);
    }
    Own qualname = TRY(get_attr_or_missing(t, v, rt().names.dunder_qualname));
    if (qualname.is_exhausted()) return repr_text(t, v);
    Own module = TRY(get_attr_or_missing(t, v, rt().names.dunder_module));
    if (module.is_exhausted() || module.is_none()) return repr_text(t, v);
    std::string name = to_utf8(TRY(to_str(t, qualname)));
    if (is_str(module) && str_equal(as<Str>(module), "builtins")) return name;
    return to_utf8(TRY(to_str(t, module))) + "." + name;
}

Result<Own> make_generic_alias(Thread&, Value origin, Value args) {
    Result<Ref<Tuple>> tuple = as_tuple(args);
    return new_alias(origin, tuple.take(), false);
}

namespace {

Result<Own> construct(Thread& t, Type* type, const Args& args) {
    if (args.keyword_count()) return raise_type(t, "GenericAlias() takes no keyword arguments");
    if (args.count != 2) return raise_type(t, "GenericAlias expected 2 arguments, got {}", args.count);
    if (type == rt().types.generic_alias) return make_generic_alias(t, args[0], args[1]);
    Ref<Tuple> arguments = TRY(as_tuple(args[1]));
    Ref<Object> o = TRY(new_instance(t, type));
    auto* a = static_cast<GenericAlias*>(o.get());
    a->origin = shared(args[0]);
    a->args = arguments.take();
    return o;
}

Result<Own> alias_repr(Thread& t, Value self) {
    GenericAlias* a = alias_of(self);
    std::string text = a->starred ? "*" : "";
    text += TRY(type_expression_repr(t, a->origin)) + "[";
    for (uint64_t i = 0; i < a->args->length; i++) text += (i ? ", " : "") + TRY(type_expression_repr(t, (*a->args)[i]));
    if (a->args->length == 0) text += "()";
    return make_str(t, text + "]");
}

// These are the alias' own; everything else, dunders but for a few left out, is asked of the origin.
bool is_own_name(const Str* name) {
    static constexpr std::string_view own[] = {
        "__class__",         "__origin__",        "__args__",           "__unpacked__",
        "__parameters__",    "__typing_unpacked_tuple_args__",          "__mro_entries__",
        "__reduce_ex__",     "__reduce__",        "__copy__",           "__deepcopy__"};
    for (std::string_view s : own)
        if (str_equal(name, s)) return true;
    return false;
}

Result<Own> alias_getattr(Thread& t, Value self, Str* name) {
    if (!is_own_name(name)) {
        Own found = TRY(get_attr(t, alias_of(self)->origin, name));
        return found;
    }
    return generic_getattr(t, self, name);
}

Result<Own> alias_call(Thread& t, Value self, const Args& args) {
    Own object = TRY(call(t, alias_of(self)->origin, args));
    if (!set_attr(t, object, rt().names.dunder_orig_class, self)) {
        // Most built-ins have no room for it.
        if (!raised_matches(t, rt().types.AttributeError) && !raised_matches(t, rt().types.TypeError)) return Error{};
        clear_raised(t);
    }
    return object;
}

Result<Own> alias_item(Thread& t, Value self, Value item) {
    GenericAlias* a = alias_of(self);
    Tuple* parameters = TRY(parameters_of(t, a));
    Ref<Tuple> args = TRY(substitute_parameters(t, self, a->args, parameters, item));
    return new_alias(a->origin, std::move(args), a->starred);
}

Result<Own> alias_compare(Thread& t, Value a, Value b, CompareOp op) {
    if ((op != CompareOp::eq && op != CompareOp::ne) || !has_shape(b, shapes::generic_alias)) return Own::not_implemented();
    GenericAlias *x = alias_of(a), *y = alias_of(b);
    bool same = x->starred == y->starred && TRY(equal(t, x->origin, y->origin)) &&
                TRY(equal(t, Value::object(x->args), Value::object(y->args)));
    return Own::boolean(same == (op == CompareOp::eq));
}

Result<int64_t> alias_hash(Thread& t, Value self) {
    int64_t h = TRY(hash_of(t, alias_of(self)->origin)) ^ TRY(hash_of(t, Value::object(alias_of(self)->args)));
    return h == -1 ? -2 : h;
}

// Unpacking list[int] gives one starred alias.
Result<Own> alias_iter(Thread& t, Value self) {
    GenericAlias* a = alias_of(self);
    Ref<GenericAlias> starred = new_alias(a->origin, Ref<Tuple>::share(a->args), true);
    Ref<Tuple> one = tuple_of(starred.value());
    return get_iter(t, one.value());
}

Result<Own> alias_or(Thread& t, Value a, Value b) { return make_union(t, a, b); }

void fill(Slots& s) {
    s.repr = alias_repr;
    s.hash = alias_hash;
    s.call = alias_call;
    s.getattr = alias_getattr;
    s.compare = alias_compare;
    s.iter = alias_iter;
    s.construct = construct;
    s.get_item = alias_item;
    s.binary[static_cast<size_t>(BinaryOp::bit_or)] = alias_or;
}

Result<Own> mro_entries(Thread&, const Value* a) { return tuple_of(alias_of(a[0])->origin); }
Result<Own> instance_check(Thread& t, const Value*) {
    return raise_type(t, "isinstance() argument 2 cannot be a parameterized generic");
}
Result<Own> subclass_check(Thread& t, const Value*) {
    return raise_type(t, "issubclass() argument 2 cannot be a parameterized generic");
}
Result<Own> reduce(Thread& t, const Value* a) {
    GenericAlias* alias = alias_of(a[0]);
    if (alias->starred) {
        Ref<GenericAlias> plain = new_alias(alias->origin, Ref<Tuple>::share(alias->args), false);
        Own it = TRY(get_iter(t, plain.value()));
        Own next = TRY(get_attr(t, it, rt().names.dunder_next));
        return tuple_of(next.get(), Value::object(rt().empty_tuple));
    }
    Ref<Tuple> args = tuple_of(alias->origin, Value::object(alias->args));
    return tuple_of(Value::object(rt().types.generic_alias), args.value());
}
Result<Own> dir(Thread& t, const Value* a) {
    Own names = TRY(call_method(t, alias_of(a[0])->origin, rt().names.dunder_dir));
    Ref<List> all = TRY(list_from_iterable(t, names));
    for (const char* name : {"__origin__", "__args__", "__parameters__", "__mro_entries__", "__reduce_ex__", "__reduce__", "__copy__", "__deepcopy__", "__unpacked__", "__typing_unpacked_tuple_args__", "__class__"}) {
        Ref<Str> text = intern(name);
        if (!TRY(contains(t, all.value(), text.value()))) TRY(list_append(t, all, std::move(text)));
    }
    return all;
}

const NativeDef methods[] = {
    {"__mro_entries__($self, bases, /)", mro_entries, nullptr},
    {"__instancecheck__($self, instance, /)", instance_check, nullptr},
    {"__subclasscheck__($self, cls, /)", subclass_check, nullptr},
    {"__reduce__($self, /)", reduce, nullptr},
    {"__dir__($self, /)", dir, nullptr},
    {nullptr, nullptr, nullptr},
};

const GetSetDef getsets[] = {
    {"__origin__", [](Thread&, Value v) -> Result<Own> { return Own::share(alias_of(v)->origin); }, read_only_member, nullptr},
    {"__args__", [](Thread&, Value v) -> Result<Own> { return Own::share(alias_of(v)->args); }, read_only_member, nullptr},
    {"__parameters__", [](Thread& t, Value v) -> Result<Own> { return Own::share(TRY(parameters_of(t, alias_of(v)))); }, nullptr, nullptr},
    {"__unpacked__", [](Thread&, Value v) -> Result<Own> { return Own::boolean(alias_of(v)->starred); }, read_only_member, nullptr},
    {"__typing_unpacked_tuple_args__", [](Thread&, Value v) -> Result<Own> {
         GenericAlias* a = alias_of(v);
         bool tuple = a->starred && a->origin == Value::object(rt().types.tuple);
         return tuple ? Own::share(a->args) : Own::none();
     }, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

} // namespace

extern const TypeSpec spec_generic_alias;
const TypeSpec spec_generic_alias = {"types", "A generic type with its arguments: list[int].", sizeof(GenericAlias),
                                     type_basetype | type_container | type_has_weakrefs, &alias_life, fill, methods, getsets, nullptr};

} // namespace terrarium
