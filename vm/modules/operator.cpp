// The module operator: every operator as a function, and attrgetter, itemgetter, methodcaller.
#include "vm/core/parallel.h"
#include "vm/modules/module_types.h"
#include "vm/modules/native_iterator.h"

namespace terrarium {

namespace {

// --- operators as functions

template <BinaryOp op>
Result<Own> binary(Thread& t, const Value* a) {
    return binary_op(t, op, a[0], a[1]);
}
template <BinaryOp op>
Result<Own> inplace(Thread& t, const Value* a) {
    return inplace_op(t, op, a[0], a[1]);
}
template <CompareOp op>
Result<Own> compared(Thread& t, const Value* a) {
    return compare(t, a[0], a[1], op);
}
template <Result<Own> (*function)(Thread&, Value)>
Result<Own> unary(Thread& t, const Value* a) {
    return function(t, a[0]);
}

Result<Own> not_(Thread& t, const Value* a) { return Own::boolean(!TRY(is_truthy(t, a[0]))); }
Result<Own> truth(Thread& t, const Value* a) { return Own::boolean(TRY(is_truthy(t, a[0]))); }
Result<Own> is_(Thread&, const Value* a) { return Own::boolean(a[0] == a[1]); }
Result<Own> is_not(Thread&, const Value* a) { return Own::boolean(!(a[0] == a[1])); }
Result<Own> index(Thread& t, const Value* a) { return to_index(t, a[0]); }
Result<Own> contains_(Thread& t, const Value* a) { return Own::boolean(TRY(contains(t, a[0], a[1]))); }
Result<Own> getitem(Thread& t, const Value* a) { return get_item(t, a[0], a[1]); }
Result<Own> setitem(Thread& t, const Value* a) {
    if (Status s = set_item(t, a[0], a[1], a[2]); !s) return Error{};
    return Own::none();
}
Result<Own> delitem(Thread& t, const Value* a) {
    if (Status s = del_item(t, a[0], a[1]); !s) return Error{};
    return Own::none();
}

bool is_sequence(Value v) {
    const Slots& slots = type_of(v)->slots;
    return slots.concat || (slots.get_item && !is_dict(v));
}
Result<Own> concat(Thread& t, const Value* a) {
    if (!is_sequence(a[0])) return raise_type(t, "'{}' object can't be concatenated", type_name(a[0]));
    return binary_op(t, BinaryOp::add, a[0], a[1]);
}
Result<Own> iconcat(Thread& t, const Value* a) {
    if (!is_sequence(a[0])) return raise_type(t, "'{}' object can't be concatenated", type_name(a[0]));
    return inplace_op(t, BinaryOp::add, a[0], a[1]);
}

Result<Own> search_source(Thread& t, Value v) {
    Result<Own> it = get_iter(t, v);
    if (it || !raised_matches(t, rt().types.TypeError)) return it;
    clear_raised(t);
    return raise_type(t, "argument of type '{}' is not iterable", type_name(v));
}

Result<Own> count_of(Thread& t, const Value* a) {
    Own it = TRY(search_source(t, a[0]));
    int64_t count = 0;
    for (;;) {
        Own item = TRY(iter_next(t, it));
        if (item.is_exhausted()) return make_int(count);
        count += TRY(items_equal(t, item, a[1]));
    }
}

Result<Own> index_of(Thread& t, const Value* a) {
    Own it = TRY(search_source(t, a[0]));
    for (int64_t i = 0;; i++) {
        Own item = TRY(iter_next(t, it));
        if (item.is_exhausted()) return raise_text(t, rt().types.ValueError, "sequence.index(x): x not in sequence");
        if (TRY(items_equal(t, item, a[1]))) return make_int(i);
    }
}

Result<Own> length_hint_(Thread& t, const Value* a) {
    if (!a[1].is_null() && !is_int(a[1])) return raise_type(t, "'{}' object cannot be interpreted as an integer", type_name(a[1]));
    int64_t fallback = a[1].is_null() ? 0 : TRY(to_int64(t, a[1]));
    return make_int(TRY(length_hint(t, a[0], fallback)));
}

Result<Own> call_(Thread& t, const Value* a) { return call_ex(t, a[0], as<Tuple>(a[1]), as<Dict>(a[2])); }

// --- attrgetter, itemgetter, methodcaller

struct Getter : Object {
    Value targets; // tuple: keys to subscribe with, or dotted attribute names
    Value paths;   // attrgetter: a tuple of tuples of interned names
    static constexpr const char* type_name = "operator getter";
    static constexpr Field<Getter> fields[] = {{"targets", &Getter::targets}, {"paths", &Getter::paths}};
};

Result<Ref<Getter>> new_getter(Thread& t, Type* cls, const char* name, const Args& args) {
    if (Status s = check_keywords(t, cls, name, args); !s) return Error{};
    if (args.count == 0) return raise_type(t, "{} expected 1 argument, got 0", name);
    Ref<Tuple> targets = TRY(make_tuple(t, args.values, args.count));
    Ref<Getter> g = TRY(make_with_fields<Getter>(t, cls));
    g->targets = Own(std::move(targets)).take();
    return g;
}

Result<Own> itemgetter_construct(Thread& t, Type* cls, const Args& args) { return new_getter(t, cls, "itemgetter", args); }

// "a.b.c" as a tuple of its names.
Result<Own> split_path(Thread& t, Str* dotted) {
    Ref<List> names = make_list();
    size_t start = 0;
    for (size_t i = 0; i <= dotted->length; i++) {
        if (i < dotted->length && dotted->at(i) != '.') continue;
        Ref<Str> piece = TRY(str_slice(t, dotted, start, i));
        if (Status s = list_append(t, names, intern(piece.get())); !s) return Error{};
        start = i + 1;
    }
    return list_to_tuple(t, names);
}

Result<Own> attrgetter_construct(Thread& t, Type* cls, const Args& args) {
    for (uint32_t i = 0; i < args.count; i++)
        if (!is_str(args[i])) return raise_type(t, "attribute name must be a string");
    Ref<Getter> g = TRY(new_getter(t, cls, "attrgetter", args));
    Ref<Tuple> paths = TRY(new_tuple(t, args.count));
    for (uint32_t i = 0; i < args.count; i++) paths->items()[i] = TRY(split_path(t, as<Str>(args[i]))).take();
    g->paths = Own(std::move(paths)).take();
    return g;
}

Result<Own> follow(Thread& t, Value object, Tuple* path) {
    Own now = Own::share(object);
    for (size_t i = 0; i < path->length; i++) now = TRY(get_attr(t, now, as<Str>(path->items()[i])));
    return now;
}

// One target gives the value, several a tuple.
template <class Fetch>
Result<Own> fetch_all(Thread& t, const char* name, Value list, const Args& args, Fetch fetch) {
    if (Status s = no_keywords(t, name, args); !s) return Error{};
    if (args.count != 1) return raise_type(t, "{} expected 1 argument, got {}", name, args.count);
    if (list.is_null()) return raise_type(t, "{} expected 1 argument, got 0", name);
    Ref<Tuple> targets = Ref<Tuple>::share(as<Tuple>(list));
    if (targets->length == 1) return fetch(args[0], targets->items()[0]);
    Ref<Tuple> results = TRY(new_tuple(t, targets->length));
    for (size_t i = 0; i < targets->length; i++) results->items()[i] = TRY(fetch(args[0], targets->items()[i])).take();
    return results;
}

Result<Own> itemgetter_call(Thread& t, Value self, const Args& args) {
    return fetch_all(t, "itemgetter", as<Getter>(self)->targets, args, [&](Value object, Value key) { return get_item(t, object, key); });
}
Result<Own> attrgetter_call(Thread& t, Value self, const Args& args) {
    return fetch_all(t, "attrgetter", as<Getter>(self)->paths, args,
                     [&](Value object, Value path) { return follow(t, object, as<Tuple>(path)); });
}

Result<Own> getter_repr(Thread& t, Value self) {
    ReprGuard guard(t, self);
    std::string name = type_name(self);
    if (guard.second()) return make_str(t, name + "(...)");
    Ref<Tuple> targets = Ref<Tuple>::share(as<Tuple>(as<Getter>(self)->targets));
    return join_reprs(t, name + "(", targets->items(), targets->length, ")");
}

Result<Own> getter_reduce(Thread&, const Value* a) { return tuple_of(Value::object(type_of(a[0])), as<Getter>(a[0])->targets); }

const NativeDef getter_methods[] = {
    {"__reduce__($self, /)", getter_reduce, "How copy rebuilds it."},
    {},
};

template <Result<Own> (*construct)(Thread&, Type*, const Args&), Result<Own> (*called)(Thread&, Value, const Args&)>
void fill_getter(Slots& s) {
    s.construct = construct;
    s.call = called;
    s.repr = getter_repr;
}

struct MethodCaller : Object {
    Value name, args, keywords; // args: tuple; keywords: dict
    static constexpr const char* type_name = "methodcaller";
    static constexpr Field<MethodCaller> fields[] = {{"name", &MethodCaller::name}, {"args", &MethodCaller::args}, {"keywords", &MethodCaller::keywords}};
};

Result<Own> methodcaller_construct(Thread& t, Type* cls, const Args& args) {
    if (args.count == 0) return raise_type(t, "methodcaller needs at least one argument, the method name");
    if (!is_str(args[0])) return raise_type(t, "method name must be a string");
    Ref<Tuple> arguments = TRY(make_tuple(t, args.values + 1, args.count - 1));
    Ref<Dict> keywords = make_dict();
    for (uint32_t i = 0; i < args.keyword_count(); i++)
        if (Status s = dict_set(t, keywords, args.keywords->items()[i], args.values[args.count + i]); !s) return Error{};
    Ref<MethodCaller> m = TRY(make_with_fields<MethodCaller>(t, cls));
    m->name = is_exact_str(args[0]) ? Own(intern(as<Str>(args[0]))).take() : shared(args[0]);
    m->args = Own(std::move(arguments)).take();
    m->keywords = Own(std::move(keywords)).take();
    return m;
}

Result<Own> methodcaller_call(Thread& t, Value self, const Args& args) {
    if (Status s = no_keywords(t, "methodcaller", args); !s) return Error{};
    if (args.count != 1) return raise_type(t, "methodcaller expected 1 argument, got {}", args.count);
    auto m = as<MethodCaller>(self);
    Ref<Tuple> arguments = Ref<Tuple>::share(as<Tuple>(m->args));
    Ref<Dict> keywords = Ref<Dict>::share(as<Dict>(m->keywords));
    Own method = TRY(get_attr(t, args[0], as<Str>(m->name)));
    return call_ex(t, method, arguments, keywords->used ? keywords.get() : nullptr);
}

Result<Own> methodcaller_repr(Thread& t, Value self) {
    ReprGuard guard(t, self);
    std::string text = type_name(self) + "(";
    if (guard.second()) return make_str(t, text + "...)");
    auto m = as<MethodCaller>(self);
    Ref<Tuple> arguments = Ref<Tuple>::share(as<Tuple>(m->args));
    Ref<Dict> keywords = Ref<Dict>::share(as<Dict>(m->keywords));
    text += TRY(repr_text(t, m->name));
    for (size_t i = 0; i < arguments->length; i++) text += ", " + TRY(repr_text(t, arguments->items()[i]));
    for (size_t i = 0; DictEntry* e = dict_next(keywords, i);) {
        Own key = Own::share(e->key), value = Own::share(e->value);
        text += ", " + to_utf8(key) + "=" + TRY(repr_text(t, value));
    }
    return make_str(t, text + ")");
}

Result<Own> methodcaller_reduce(Thread& t, const Value* a) {
    auto m = as<MethodCaller>(a[0]);
    Value cls = Value::object(type_of(a[0]));
    Tuple* arguments = as<Tuple>(m->args);
    Ref<Tuple> all = TRY(new_tuple(t, arguments->length + 1));
    all->items()[0] = shared(m->name);
    for (size_t i = 0; i < arguments->length; i++) all->items()[i + 1] = shared(arguments->items()[i]);
    if (as<Dict>(m->keywords)->used == 0) return tuple_of(cls, all.value());
    // Keywords travel in a partial.
    Own functools = TRY(rt().hooks.import_module(t, intern("functools"), nullptr, Value::none(), 0));
    Own partial = TRY(get_attr(t, functools, intern("partial").get()));
    Ref<Tuple> bound = tuple_of(cls, m->name);
    Own rebuilt = TRY(call_ex(t, partial, bound, as<Dict>(m->keywords)));
    return tuple_of(rebuilt, m->args);
}

const NativeDef methodcaller_methods[] = {
    {"__reduce__($self, /)", methodcaller_reduce, "How copy rebuilds it."},
    {},
};

void fill_methodcaller(Slots& s) {
    s.construct = methodcaller_construct;
    s.call = methodcaller_call;
    s.repr = methodcaller_repr;
}

const TypeSpec spec_itemgetter = {
    "operator", "itemgetter(item, /, *items): a callable that subscribes its argument with item; a tuple of results for several.",
    sizeof(Getter), type_basetype | type_container, &life_of<Getter>, fill_getter<itemgetter_construct, itemgetter_call>, getter_methods, nullptr, nullptr,
};
const TypeSpec spec_attrgetter = {
    "operator", "attrgetter(attr, /, *attrs): a callable that fetches attr (dots allowed) of its argument; a tuple of results for several.",
    sizeof(Getter), type_basetype | type_container, &life_of<Getter>, fill_getter<attrgetter_construct, attrgetter_call>, getter_methods, nullptr, nullptr,
};
const TypeSpec spec_methodcaller = {
    "operator", "methodcaller(name, /, *args, **kwargs): a callable that calls that method of its argument.",
    sizeof(MethodCaller), type_basetype | type_container, &life_of<MethodCaller>, fill_methodcaller, methodcaller_methods, nullptr, nullptr,
};

// --- the module

#define BINARY(name, op, symbol) {name "($module, a, b, /)", binary<BinaryOp::op>, "Same as a " symbol " b."}
#define INPLACE(name, op, symbol) {name "($module, a, b, /)", inplace<BinaryOp::op>, "Same as a " symbol " b."}
#define COMPARE(name, op, symbol) {name "($module, a, b, /)", compared<CompareOp::op>, "Same as a " symbol " b."}
#define UNARY(name, function, symbol) {name "($module, a, /)", unary<function>, "Same as " symbol "."}

const NativeDef functions[] = {
    BINARY("add", add, "+"),
    BINARY("sub", subtract, "-"),
    BINARY("mul", multiply, "*"),
    BINARY("truediv", true_divide, "/"),
    BINARY("floordiv", floor_divide, "//"),
    BINARY("mod", modulo, "%"),
    BINARY("pow", power, "**"),
    BINARY("matmul", matrix_multiply, "@"),
    BINARY("lshift", lshift, "<<"),
    BINARY("rshift", rshift, ">>"),
    BINARY("and_", bit_and, "&"),
    BINARY("or_", bit_or, "|"),
    BINARY("xor", bit_xor, "^"),
    INPLACE("iadd", add, "+="),
    INPLACE("isub", subtract, "-="),
    INPLACE("imul", multiply, "*="),
    INPLACE("itruediv", true_divide, "/="),
    INPLACE("ifloordiv", floor_divide, "//="),
    INPLACE("imod", modulo, "%="),
    INPLACE("ipow", power, "**="),
    INPLACE("imatmul", matrix_multiply, "@="),
    INPLACE("ilshift", lshift, "<<="),
    INPLACE("irshift", rshift, ">>="),
    INPLACE("iand", bit_and, "&="),
    INPLACE("ior", bit_or, "|="),
    INPLACE("ixor", bit_xor, "^="),
    COMPARE("lt", lt, "<"),
    COMPARE("le", le, "<="),
    COMPARE("eq", eq, "=="),
    COMPARE("ne", ne, "!="),
    COMPARE("gt", gt, ">"),
    COMPARE("ge", ge, ">="),
    UNARY("neg", negative, "-a"),
    UNARY("pos", positive, "+a"),
    UNARY("abs", absolute, "abs(a)"),
    UNARY("inv", invert, "~a"),
    UNARY("invert", invert, "~a"),
    {"not_($module, a, /)", not_, "Same as not a."},
    {"truth($module, a, /)", truth, "Whether a is true."},
    {"is_($module, a, b, /)", is_, "Same as a is b."},
    {"is_not($module, a, b, /)", is_not, "Same as a is not b."},
    {"index($module, a, /)", index, "Same as a.__index__()."},
    {"contains($module, a, b, /)", contains_, "Same as b in a."},
    {"getitem($module, a, b, /)", getitem, "Same as a[b]."},
    {"setitem($module, a, b, c, /)", setitem, "Same as a[b] = c."},
    {"delitem($module, a, b, /)", delitem, "Same as del a[b]."},
    {"concat($module, a, b, /)", concat, "Same as a + b, for sequences."},
    {"iconcat($module, a, b, /)", iconcat, "Same as a += b, for sequences."},
    {"countOf($module, a, b, /)", count_of, "How many items of a equal b."},
    {"indexOf($module, a, b, /)", index_of, "Position of the first item of a that equals b."},
    {"length_hint($module, obj, default=0, /)", length_hint_, "How many items obj is likely to have; default when it cannot tell."},
    {"call($module, obj, /, *args, **kwargs)", call_, "Same as obj(*args, **kwargs)."},
    {},
};

// Names that also exist as __name__.
const char* const dunders[] = {
    "abs", "add", "and_", "call", "concat", "contains", "delitem", "eq", "floordiv", "ge", "getitem", "gt", "iadd", "iand", "iconcat",
    "ifloordiv", "ilshift", "imatmul", "imod", "imul", "index", "inv", "invert", "ior", "ipow", "irshift", "isub", "itruediv", "ixor",
    "le", "lshift", "lt", "matmul", "mod", "mul", "ne", "neg", "not_", "or_", "pos", "pow", "rshift", "setitem", "sub", "truediv", "xor",
};

Status setup(Thread& t, Dict* names) {
    ModuleTypes& types = module_types();
    if (!types.itemgetter) {
        types.itemgetter = make_builtin_type("operator.itemgetter", rt().types.object, spec_itemgetter);
        types.attrgetter = make_builtin_type("operator.attrgetter", rt().types.object, spec_attrgetter);
        types.methodcaller = make_builtin_type("operator.methodcaller", rt().types.object, spec_methodcaller);
        for (const Type* type : {types.itemgetter, types.attrgetter, types.methodcaller}) let_calls_run_freely(type);
    }
    dict_set(names, intern("itemgetter"), Value::object(types.itemgetter));
    dict_set(names, intern("attrgetter"), Value::object(types.attrgetter));
    dict_set(names, intern("methodcaller"), Value::object(types.methodcaller));
    for (const char* name : dunders) {
        std::string_view bare = name;
        Own function = Own::share(dict_get(names, intern(bare).get()));
        if (bare.ends_with('_')) bare.remove_suffix(1);
        dict_set(names, intern("__" + std::string(bare) + "__"), function);
    }
    // What `from operator import *` takes: every public name.
    Ref<List> all = make_list();
    for (size_t i = 0; DictEntry* e = dict_next(names, i);)
        if (is_exact_str(e->key) && as<Str>(e->key)->length && as<Str>(e->key)->at(0) != '_')
            if (Status s = list_append(t, all, Own::share(e->key)); !s) return s;
    if (Status s = list_sort(t, all, Value::none(), false); !s) return s;
    dict_set(names, rt().names.dunder_all, all.value());
    return {};
}

} // namespace

extern const NativeModuleDef module_operator;
const NativeModuleDef module_operator = {
    "operator", "Every operator of the language as a function.", functions, setup,
};

} // namespace terrarium
