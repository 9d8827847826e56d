// enumerate, reversed, zip, map and filter: the iterators that are builtins and classes.
// Invariant: what an iterator calls is held for the call; a field set to null means "exhausted".
#include "vm/objects/containers.h"
#include "vm/objects/iterators.h"

namespace terrarium {

namespace {

Result<Own> iterator_iter(Thread&, Value self) { return Own::share(self); }

// --- enumerate

struct Enumerate : Object {
    Value iterator; // owned
    Value index;    // owned int: the next one
    Tuple* pair;    // owned or null; see reusable_pair
};

void trace_enumerate(Object* o, Visitor& visitor) {
    auto e = static_cast<Enumerate*>(o);
    trace_edge(visitor, e->iterator, "iterator");
    trace_edge(visitor, e->index, "index");
    trace_edge(visitor, e->pair, "pair");
}
void drop_enumerate(Object* o) {
    auto e = static_cast<Enumerate*>(o);
    drop_field(e->iterator);
    drop_field(e->index);
    drop_field(e->pair);
}
const Lifecycle enumerate_life = {trace_enumerate, drop_enumerate, drop_enumerate, fixed_size<Enumerate>, nullptr, "enumerate"};

Result<Own> enumerate_construct(Thread& t, Type* cls, const Args& args) {
    Own iterable, start = Own::small_int(0);
    if (args.count == 1 && !args.keyword_count()) {
        iterable = Own::share(args[0]);
    } else {
        if (args.count == 0 && args.keyword_count() == 0) return raise_type(t, "enumerate() missing required argument 'iterable'");
        BoundArgs bound;
        uint32_t named = args.keyword_count();
        if (args.count + named > 2) return raise_type(t, "enumerate() takes at most 2 arguments ({} given)", args.count + named);
        for (uint32_t i = 0; i < named; i++) { // told by name even when iterable is missing or given twice
            std::string name = to_utf8((*args.keywords)[i]);
            bool known = (name == "iterable" && args.count == 0) || (name == "start" && args.count + named == 2);
            if (!known) return raise_type(t, "'{}' is an invalid keyword argument for enumerate()", name);
        }
        TRY(bind_args(t, "enumerate(iterable, start=0)", Value::null(), args, bound));
        iterable = Own::share(bound.values[0]);
        if (!bound.values[1].is_null()) start = int_exact(TRY(to_index(t, bound.values[1])));
    }
    Own iterator = TRY(get_iter(t, iterable));
    Ref<Enumerate> e = TRY(make_of<Enumerate>(t, cls));
    e->iterator = iterator.take();
    e->index = start.take();
    e->pair = nullptr;
    return e;
}

Result<Own> enumerate_next(Thread& t, Value self) {
    auto e = as<Enumerate>(self);
    if (e->iterator.is_null()) return Own::exhausted();
    Own item = TRY(iter_step(t, e->iterator));
    if (item.is_exhausted()) return Own::exhausted();
    Own index = Own::share(e->index);
    if (e->index.is_int() && e->index.int_value() < Value::int_max) [[likely]] {
        e->index = Value::small_int(e->index.int_value() + 1);
    } else {
        Own following = TRY(int_binary(t, BinaryOp::add, index, Value::small_int(1)));
        release(std::exchange(e->index, following.take()));
    }
    return reusable_pair(e->pair, std::move(index), std::move(item));
}

Result<Own> enumerate_reduce(Thread&, const Value* a) {
    auto e = as<Enumerate>(a[0]);
    return tuple_of(Value::object(type_of(a[0])), tuple_of(e->iterator, e->index).value());
}

const NativeDef enumerate_methods[] = {
    {"__reduce__($self, /)", enumerate_reduce, "How copy rebuilds it."},
    {"__class_getitem__($cls, item, /)", native_class_getitem, "enumerate[item] as a type; see PEP 585.", native_class_method},
    {},
};

void fill_enumerate(Slots& s) {
    s.construct = enumerate_construct;
    s.iter = iterator_iter;
    s.next = enumerate_next;
}

// --- reversed

struct Reversed : Object {
    Value sequence; // owned; null once exhausted
    int64_t index;  // of the next item
};

void trace_reversed(Object* o, Visitor& visitor) { trace_edge(visitor, static_cast<Reversed*>(o)->sequence, "sequence"); }
void drop_reversed(Object* o) { drop_field(static_cast<Reversed*>(o)->sequence); }
const Lifecycle reversed_life = {trace_reversed, drop_reversed, drop_reversed, fixed_size<Reversed>, nullptr, "reversed"};

Result<Own> reversed_construct(Thread& t, Type* cls, const Args& args) {
    Status keywords = no_keywords(t, "reversed", args);
    if (!keywords) return Error{};
    if (args.count != 1) return raise_type(t, "reversed expected 1 argument, got {}", args.count);
    Own method = TRY(lookup_special(t, args[0], rt().names.dunder_reversed));
    if (!method.is_exhausted() && !method.is_none()) return call(t, method);
    const Slots& slots = type_of(args[0])->slots;
    if (method.is_none() || !slots.get_item || is_dict(args[0]))
        return raise_type(t, "'{}' object is not reversible", type_name(args[0]));
    int64_t size = TRY(length(t, args[0]));
    Ref<Reversed> r = TRY(make_of<Reversed>(t, cls));
    r->sequence = shared(args[0]);
    r->index = size - 1;
    return r;
}

Result<Own> reversed_next(Thread& t, Value self) {
    auto r = as<Reversed>(self);
    if (r->sequence.is_null()) return Own::exhausted();
    if (r->index >= 0) {
        Own sequence = Own::share(r->sequence), index = make_int(r->index);
        Result<Own> item = get_item(t, sequence, index);
        if (item) {
            r->index--;
            return item;
        }
        if (!raised_matches(t, rt().types.IndexError) && !raised_matches(t, rt().types.StopIteration)) return Error{};
        clear_raised(t);
    }
    r->index = -1;
    drop_field(r->sequence);
    return Own::exhausted();
}

Result<Own> reversed_hint(Thread& t, const Value* a) {
    auto r = as<Reversed>(a[0]);
    if (r->sequence.is_null()) return Own::small_int(0);
    Own sequence = Own::share(r->sequence);
    int64_t size = TRY(length(t, sequence));
    return make_int(size < r->index + 1 ? 0 : r->index + 1);
}

const NativeDef reversed_methods[] = {
    {"__length_hint__($self, /)", reversed_hint, "How many items are still to come."},
    {},
};

void fill_reversed(Slots& s) {
    s.construct = reversed_construct;
    s.iter = iterator_iter;
    s.next = reversed_next;
}

// --- zip and map: one tuple of iterators, walked in step

struct Zip : Object {
    Tuple* iterators; // owned
    Tuple* last;      // owned or null: the tuple of before, used again when only we hold it
    bool strict;
};
struct Map : Object {
    Value function;   // owned
    Tuple* iterators; // owned
};

Result<Ref<Tuple>> iterators_of(Thread& t, const Value* iterables, size_t count) {
    Ref<Tuple> iterators = TRY(new_tuple(t, count));
    for (size_t i = 0; i < count; i++) iterators->items()[i] = TRY(get_iter(t, iterables[i])).take();
    return iterators;
}

void trace_zip(Object* o, Visitor& visitor) {
    trace_edge(visitor, static_cast<Zip*>(o)->iterators, "iterators");
    trace_edge(visitor, static_cast<Zip*>(o)->last, "last");
}
void drop_zip(Object* o) {
    drop_field(static_cast<Zip*>(o)->iterators);
    drop_field(static_cast<Zip*>(o)->last);
}
const Lifecycle zip_life = {trace_zip, drop_zip, drop_zip, fixed_size<Zip>, nullptr, "zip"};

Result<Own> zip_construct(Thread& t, Type* cls, const Args& args) {
    bool strict = false;
    if (args.keyword_count() > 1) return raise_type(t, "zip() takes at most 1 keyword argument ({} given)", args.keyword_count());
    for (uint32_t i = 0; i < args.keyword_count(); i++) {
        Str* name = as<Str>(args.keywords->items()[i]);
        if (!str_equal(name, "strict")) return raise_type(t, "'{}' is an invalid keyword argument for zip()", to_utf8(name));
        strict = TRY(is_truthy(t, args.values[args.count + i]));
    }
    Ref<Tuple> iterators = TRY(iterators_of(t, args.values, args.count));
    Ref<Zip> z = TRY(make_of<Zip>(t, cls));
    z->iterators = iterators.take();
    z->last = nullptr;
    z->strict = strict;
    return z;
}

// strict: the iterator at `ended` came to its end first. Error when that is not where the others end too.
Result<Own> zip_end(Thread& t, Zip* z, Tuple* iterators, size_t ended) {
    if (!z->strict) return Own::exhausted();
    if (ended > 0) {
        return raise_value_error(t, "zip() argument {} is shorter than argument{}{}", ended + 1, ended == 1 ? " " : "s 1-", ended);
    }
    for (size_t i = 1; i < iterators->length; i++) {
        Own item = TRY(iter_next(t, iterators->items()[i]));
        if (item.is_exhausted()) continue;
        return raise_value_error(t, "zip() argument {} is longer than argument{}{}", i + 1, i == 1 ? " " : "s 1-", i);
    }
    return Own::exhausted();
}

Result<Own> zip_next(Thread& t, Value self) {
    auto z = as<Zip>(self);
    if (!z->iterators || z->iterators->length == 0) return Own::exhausted();
    Ref<Tuple> iterators = Ref<Tuple>::share(z->iterators);
    auto step = z->strict ? iter_next_slow : iter_step; // strict: an end has to be looked into
    if (iterators->length == 2) {
        Own a = TRY(step(t, iterators->items()[0]));
        if (a.is_exhausted()) return zip_end(t, z, iterators, 0);
        Own b = TRY(step(t, iterators->items()[1]));
        if (b.is_exhausted()) return zip_end(t, z, iterators, 1);
        return reusable_pair(z->last, std::move(a), std::move(b));
    }
    Ref<Tuple> row = TRY(new_tuple(t, iterators->length));
    for (size_t i = 0; i < iterators->length; i++) {
        Own item = TRY(step(t, iterators->items()[i]));
        if (item.is_exhausted()) return zip_end(t, z, iterators, i);
        row->items()[i] = item.take();
    }
    return row;
}

Result<Own> zip_reduce(Thread&, const Value* a) {
    auto z = as<Zip>(a[0]);
    if (z->strict) return tuple_of(Value::object(type_of(a[0])), Value::object(z->iterators), Value::boolean(true));
    return tuple_of(Value::object(type_of(a[0])), Value::object(z->iterators));
}

Result<Own> zip_setstate(Thread& t, const Value* a) {
    as<Zip>(a[0])->strict = TRY(is_truthy(t, a[1]));
    return Own::none();
}

const NativeDef zip_methods[] = {
    {"__reduce__($self, /)", zip_reduce, "How copy rebuilds it."},
    {"__setstate__($self, strict, /)", zip_setstate, "Sets strictness."},
    {},
};

void fill_zip(Slots& s) {
    s.construct = zip_construct;
    s.iter = iterator_iter;
    s.next = zip_next;
}

void trace_map(Object* o, Visitor& visitor) {
    trace_edge(visitor, static_cast<Map*>(o)->function, "function");
    trace_edge(visitor, static_cast<Map*>(o)->iterators, "iterators");
}
void drop_map(Object* o) {
    drop_field(static_cast<Map*>(o)->function);
    drop_field(static_cast<Map*>(o)->iterators);
}
const Lifecycle map_life = {trace_map, drop_map, drop_map, fixed_size<Map>, nullptr, "map"};

Result<Own> map_construct(Thread& t, Type* cls, const Args& args) {
    if (!(cls->flags & type_heap)) {
        Status keywords = no_keywords(t, "map", args);
        if (!keywords) return Error{};
    }
    if (args.count < 2) return raise_type(t, "map() must have at least two arguments.");
    Ref<Tuple> iterators = TRY(iterators_of(t, args.values + 1, args.count - 1));
    Ref<Map> m = TRY(make_of<Map>(t, cls));
    m->function = shared(args[0]);
    m->iterators = iterators.take();
    return m;
}

Result<Own> map_next(Thread& t, Value self) {
    auto m = as<Map>(self);
    if (!m->iterators) return Own::exhausted();
    Ref<Tuple> iterators = Ref<Tuple>::share(m->iterators);
    Own function = Own::share(m->function);
    if (iterators->length == 1) {
        Own item = TRY(iter_step(t, iterators->items()[0]));
        if (item.is_exhausted()) return item;
        Value argument = item;
        return call_values(t, function, &argument, 1);
    }
    Ref<Tuple> row = TRY(new_tuple(t, iterators->length));
    for (size_t i = 0; i < iterators->length; i++) {
        Own item = TRY(iter_step(t, iterators->items()[i]));
        if (item.is_exhausted()) return item;
        row->items()[i] = item.take();
    }
    return call_values(t, function, row->items(), row->length);
}

Result<Own> map_reduce(Thread& t, const Value* a) {
    auto m = as<Map>(a[0]);
    Ref<Tuple> arguments = TRY(new_tuple(t, m->iterators->length + 1));
    arguments->items()[0] = shared(m->function);
    for (size_t i = 0; i < m->iterators->length; i++) arguments->items()[i + 1] = shared(m->iterators->items()[i]);
    return tuple_of(Value::object(type_of(a[0])), arguments.value());
}

const NativeDef map_methods[] = {
    {"__reduce__($self, /)", map_reduce, "How copy rebuilds it."},
    {},
};

void fill_map(Slots& s) {
    s.construct = map_construct;
    s.iter = iterator_iter;
    s.next = map_next;
}

// --- filter

struct Filter : Object {
    Value function; // owned; None: truth itself
    Value iterator; // owned; null when cleared
};

void trace_filter(Object* o, Visitor& visitor) {
    trace_edge(visitor, static_cast<Filter*>(o)->function, "function");
    trace_edge(visitor, static_cast<Filter*>(o)->iterator, "iterator");
}
void drop_filter(Object* o) {
    drop_field(static_cast<Filter*>(o)->function);
    drop_field(static_cast<Filter*>(o)->iterator);
}
const Lifecycle filter_life = {trace_filter, drop_filter, drop_filter, fixed_size<Filter>, nullptr, "filter"};

Result<Own> filter_construct(Thread& t, Type* cls, const Args& args) {
    if (!(cls->flags & type_heap)) {
        Status keywords = no_keywords(t, "filter", args);
        if (!keywords) return Error{};
    }
    if (args.count != 2) return raise_type(t, "filter expected 2 arguments, got {}", args.count);
    Own iterator = TRY(get_iter(t, args[1]));
    Ref<Filter> f = TRY(make_of<Filter>(t, cls));
    f->function = shared(args[0]);
    f->iterator = iterator.take();
    return f;
}

Result<Own> filter_next(Thread& t, Value self) {
    auto f = as<Filter>(self);
    if (f->iterator.is_null()) return Own::exhausted();
    Own function = Own::share(f->function), iterator = Own::share(f->iterator);
    bool by_truth = function.is_none() || function.get() == Value::object(rt().types.bool_);
    for (;;) {
        Own item = TRY(iter_step(t, iterator));
        if (item.is_exhausted()) return item;
        if (by_truth) {
            if (TRY(is_truthy(t, item))) return item;
            continue;
        }
        Value argument = item;
        Own verdict = TRY(call_values(t, function, &argument, 1));
        if (TRY(is_truthy(t, verdict))) return item;
    }
}

Result<Own> filter_reduce(Thread&, const Value* a) {
    auto f = as<Filter>(a[0]);
    return tuple_of(Value::object(type_of(a[0])), tuple_of(f->function, f->iterator).value());
}

const NativeDef filter_methods[] = {
    {"__reduce__($self, /)", filter_reduce, "How copy rebuilds it."},
    {},
};

void fill_filter(Slots& s) {
    s.construct = filter_construct;
    s.iter = iterator_iter;
    s.next = filter_next;
}

constexpr uint32_t flags = type_container | type_basetype;

} // namespace

extern const TypeSpec spec_enumerate, spec_reversed, spec_zip, spec_map, spec_filter;
const TypeSpec spec_enumerate = {
    "builtins", "Pairs (start, first item), (start + 1, second item), ... of an iterable.",
    sizeof(Enumerate), flags, &enumerate_life, fill_enumerate, enumerate_methods, nullptr, nullptr,
};
const TypeSpec spec_reversed = {
    "builtins", "The items of a sequence from the last to the first.",
    sizeof(Reversed), flags, &reversed_life, fill_reversed, reversed_methods, nullptr, nullptr,
};
const TypeSpec spec_zip = {
    "builtins", "zip(*iterables, strict=False): tuples of one item of each, until the shortest ends; strict=True wants equal lengths.",
    sizeof(Zip), flags, &zip_life, fill_zip, zip_methods, nullptr, nullptr,
};
const TypeSpec spec_map = {
    "builtins", "map(function, iterable, *iterables): what function returns for the items, one of each iterable.",
    sizeof(Map), flags, &map_life, fill_map, map_methods, nullptr, nullptr,
};
const TypeSpec spec_filter = {
    "builtins", "filter(function or None, iterable): the items for which function is true.",
    sizeof(Filter), flags, &filter_life, fill_filter, filter_methods, nullptr, nullptr,
};

} // namespace terrarium
