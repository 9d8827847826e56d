// The module _functools: reduce, partial, cmp_to_key and the wrapper behind lru_cache. The Python half is
// vm/modules/python/functools.py. Invariant of the cache: its dict runs from the least to the most recently used key.
#include "vm/core/parallel.h"
#include "vm/modules/module_types.h"
#include "vm/modules/native_iterator.h"
#include "vm/objects/function.h"

namespace terrarium {

namespace {

// --- reduce

Result<Own> reduce(Thread& t, const Value* a) {
    Result<Own> iterator = get_iter(t, a[1]);
    if (!iterator) {
        if (!raised_matches(t, rt().types.TypeError)) return Error{};
        clear_raised(t);
        return raise_type(t, "reduce() arg 2 must support iteration");
    }
    Own it = iterator.take();
    Own total = Own::share(a[2]);
    for (;;) {
        Own item = TRY(iter_next(t, it));
        if (item.is_exhausted()) break;
        total = total.is_null() ? std::move(item) : TRY(call(t, a[0], total, item));
    }
    if (total.is_null()) return raise_type(t, "reduce() of empty iterable with no initial value");
    return total;
}

// --- partial

struct Partial : Object {
    Value function, args, keywords; // args: exact tuple; keywords: exact dict
    static constexpr const char* type_name = "partial";
    static constexpr Field<Partial> fields[] = {{"func", &Partial::function}, {"args", &Partial::args}, {"keywords", &Partial::keywords}};
};

Partial* partial_of(Value v) { return as<Partial>(v); }

Result<Ref<Tuple>> joined(Thread& t, Tuple* head, const Value* tail, size_t count) {
    Ref<Tuple> all = TRY(new_tuple(t, head->length + count));
    for (size_t i = 0; i < head->length; i++) all->items()[i] = shared(head->items()[i]);
    for (size_t i = 0; i < count; i++) all->items()[head->length + i] = shared(tail[i]);
    return all;
}

Status add_keywords(Thread& t, Dict* keywords, const Args& args) {
    for (uint32_t i = 0; i < args.keyword_count(); i++) {
        Status s = dict_set(t, keywords, args.keywords->items()[i], args.values[args.count + i]);
        if (!s) return s;
    }
    return {};
}

Result<Own> partial_construct(Thread& t, Type* cls, const Args& args) {
    if (args.count == 0) return raise_type(t, "type 'partial' takes at least one argument");
    Value function = args[0];
    if (!is_callable(function)) return raise_type(t, "the first argument must be callable");
    Ref<Tuple> arguments;
    Ref<Dict> keywords;
    // A partial of a plain partial is one partial.
    if (type_of(function) == module_types().partial) {
        Partial* inner = partial_of(function);
        arguments = TRY(joined(t, as<Tuple>(inner->args), args.values + 1, args.count - 1));
        keywords = TRY(dict_copy(t, as<Dict>(inner->keywords)));
        function = inner->function;
    } else {
        arguments = TRY(make_tuple(t, args.values + 1, args.count - 1));
        keywords = make_dict();
    }
    if (Status s = add_keywords(t, keywords, args); !s) return Error{};
    Ref<Partial> p = TRY(make_with_fields<Partial>(t, cls));
    p->function = shared(function);
    p->args = Own(std::move(arguments)).take();
    p->keywords = Own(std::move(keywords)).take();
    return p;
}

Result<Own> partial_call(Thread& t, Value self, const Args& args) {
    Partial* p = partial_of(self);
    if (p->function.is_null()) return raise_type(t, "the first argument must be callable");
    Own function = Own::share(p->function);
    Ref<Tuple> head = Ref<Tuple>::share(as<Tuple>(p->args));
    if (as<Dict>(p->keywords)->used == 0) {
        if (head->length == 0) return call(t, function, args);
        Ref<Tuple> all = TRY(joined(t, head, args.values, args.count + args.keyword_count()));
        return call(t, function, Args{all->items(), static_cast<uint32_t>(head->length) + args.count, args.keywords});
    }
    Ref<Dict> keywords = TRY(dict_copy(t, as<Dict>(p->keywords)));
    if (Status s = add_keywords(t, keywords, args); !s) return Error{};
    Ref<Tuple> all = TRY(joined(t, head, args.values, args.count));
    return call_ex(t, function, all, keywords);
}

Result<Own> partial_repr(Thread& t, Value self) {
    Partial* p = partial_of(self);
    ReprGuard guard(t, self);
    if (guard.second()) return make_short_str("...");
    std::string text = type_name(self) + "(" + TRY(repr_text(t, p->function));
    Ref<Tuple> args = Ref<Tuple>::share(as<Tuple>(p->args));
    for (size_t i = 0; i < args->length; i++) text += ", " + TRY(repr_text(t, args->items()[i]));
    Ref<Dict> keywords = Ref<Dict>::share(as<Dict>(p->keywords));
    for (size_t i = 0; DictEntry* e = dict_next(keywords, i);) {
        Own key = Own::share(e->key), value = Own::share(e->value);
        text += ", " + to_utf8(TRY(to_str(t, key)).get()) + "=" + TRY(repr_text(t, value));
    }
    return make_str(t, text + ")");
}

Result<Own> partial_reduce(Thread& t, const Value* a) {
    Partial* p = partial_of(a[0]);
    Own attributes = TRY(get_attr(t, a[0], rt().names.dunder_dict));
    if (as<Dict>(attributes)->used == 0) attributes = Own::none();
    return tuple_of(Value::object(type_of(a[0])), tuple_of(p->function).value(),
                    tuple_of(p->function, p->args, p->keywords, attributes).value());
}

Result<Own> partial_setstate(Thread& t, const Value* a) {
    Tuple* state = is_tuple(a[1]) ? as<Tuple>(a[1]) : nullptr;
    if (!state || state->length != 4 || !is_callable(state->items()[0]) || !is_tuple(state->items()[1]) ||
        !(is_dict(state->items()[2]) || state->items()[2].is_none()))
        return raise_type(t, "invalid partial state");
    Ref<Tuple> arguments = TRY(tuple_slice(t, as<Tuple>(state->items()[1]), 0, as<Tuple>(state->items()[1])->length));
    Ref<Dict> keywords = state->items()[2].is_none() ? make_dict() : TRY(dict_copy(t, as<Dict>(state->items()[2])));
    Partial* p = partial_of(a[0]);
    set_field(p->function, Own::share(state->items()[0]));
    set_field(p->args, std::move(arguments));
    set_field(p->keywords, std::move(keywords));
    if (!state->items()[3].is_none())
        if (Status s = set_attr(t, a[0], rt().names.dunder_dict, state->items()[3]); !s) return Error{};
    return Own::none();
}

const NativeDef partial_methods[] = {
    {"__reduce__($self, /)", partial_reduce, "How copy rebuilds it."},
    {"__setstate__($self, state, /)", partial_setstate, "How copy rebuilds it."},
    {"__class_getitem__($cls, item, /)", native_class_getitem, "partial[item] as a type; see PEP 585.", native_class_method},
    {},
};
const GetSetDef partial_getsets[] = {
    {"func", [](Thread&, Value self) -> Result<Own> { return Own::share(partial_of(self)->function); }, nullptr, "What is called."},
    {"args", [](Thread&, Value self) -> Result<Own> { return Own::share(partial_of(self)->args); }, nullptr, "The positional arguments put first."},
    {"keywords", [](Thread&, Value self) -> Result<Own> { return Own::share(partial_of(self)->keywords); }, nullptr, "The keyword arguments given in advance."},
    {},
};

void fill_partial(Slots& s) {
    s.construct = partial_construct;
    s.call = partial_call;
    s.repr = partial_repr;
}

const TypeSpec spec_partial = {
    "functools", "partial(func, *args, **keywords): a callable with some arguments given in advance.",
    sizeof(Partial), type_basetype | type_container | type_has_dict | type_has_weakrefs, &life_of<Partial>, fill_partial,
    partial_methods, partial_getsets, nullptr,
};

// --- cmp_to_key

struct KeyWrapper : Object {
    Value compare, object; // object null: the maker of keys itself
    static constexpr const char* type_name = "KeyWrapper";
    static constexpr Field<KeyWrapper> fields[] = {{"cmp", &KeyWrapper::compare}, {"obj", &KeyWrapper::object}};
};

Result<Own> new_key(Value compare, Value object) {
    auto k = new_object<KeyWrapper>(module_types().key_wrapper->root_shape->id, true);
    k->compare = shared(compare);
    k->object = shared(object);
    return k;
}

Result<Own> cmp_to_key(Thread&, const Value* a) { return new_key(a[0], Value::null()); }

Result<Own> key_call(Thread& t, Value self, const Args& args) {
    BoundArgs bound;
    Status status = bind_args(t, "K(obj)", Value::null(), args, bound);
    if (!status) return Error{};
    return new_key(as<KeyWrapper>(self)->compare, bound.values[0]);
}

Result<Own> key_compare(Thread& t, Value self, Value other, CompareOp op) {
    if (!has_shape(other, module_types().key_wrapper->root_shape->id)) return raise_type(t, "other argument must be K instance");
    auto *x = as<KeyWrapper>(self), *y = as<KeyWrapper>(other);
    if (x->object.is_null() || y->object.is_null()) return raise_text(t, rt().types.AttributeError, "object");
    Own function = Own::share(x->compare);
    Own order = TRY(call(t, function, x->object, y->object));
    return compare(t, order, Value::small_int(0), op);
}

const GetSetDef key_getsets[] = {
    {"obj", [](Thread& t, Value self) -> Result<Own> {
         if (as<KeyWrapper>(self)->object.is_null()) return raise_text(t, rt().types.AttributeError, "object");
         return Own::share(as<KeyWrapper>(self)->object);
     },
     [](Thread&, Value self, Value value) -> Status {
         set_field(as<KeyWrapper>(self)->object, Own::share(value));
         return {};
     },
     "The wrapped value."},
    {},
};

void fill_key(Slots& s) {
    s.call = key_call;
    s.compare = key_compare;
    s.hash = hash_not_implemented;
}

const TypeSpec spec_key_wrapper = {
    "functools", nullptr, sizeof(KeyWrapper), type_container | type_no_instantiate, &life_of<KeyWrapper>, fill_key, nullptr, key_getsets, nullptr,
};

// --- lru_cache

struct LruCache : Object {
    Value function, results, info_class; // results: dict, the oldest use first
    int64_t maxsize;                     // -1: no bound
    int64_t hits, misses;
    bool typed;
    static constexpr const char* type_name = "_lru_cache_wrapper";
    static constexpr Field<LruCache> fields[] = {{"function", &LruCache::function}, {"cache", &LruCache::results}, {"cache_info_type", &LruCache::info_class}};
};

LruCache* cache_of(Value v) { return as<LruCache>(v); }

Result<Own> cache_construct(Thread& t, Type* cls, const Args& args) {
    BoundArgs bound;
    Status status = bind_args(t, "lru_cache(user_function, maxsize, typed, cache_info_type)", Value::null(), args, bound);
    if (!status) return Error{};
    if (!is_callable(bound.values[0])) return raise_type(t, "the first argument must be callable");
    int64_t maxsize = -1;
    if (!bound.values[1].is_none()) {
        if (!is_index(bound.values[1])) return raise_type(t, "maxsize should be integer or None");
        maxsize = std::max<int64_t>(TRY(to_int64(t, bound.values[1])), 0);
    }
    bool typed = TRY(is_truthy(t, bound.values[2]));
    Ref<LruCache> c = TRY(make_with_fields<LruCache>(t, cls));
    c->function = shared(bound.values[0]);
    c->results = Own(make_dict()).take();
    c->info_class = shared(bound.values[3]);
    c->maxsize = maxsize;
    c->hits = c->misses = 0;
    c->typed = typed;
    return c;
}

// One int or str stands for itself; everything else is a tuple: arguments, then after a mark names and values, then types.
Result<Own> cache_key(Thread& t, LruCache* c, const Args& args) {
    uint32_t keywords = args.keyword_count(), values = args.count + keywords;
    if (!c->typed && keywords == 0 && args.count == 1 && (is_exact_int(args[0]) || is_exact_str(args[0]))) return Own::share(args[0]);
    Ref<Tuple> key = TRY(new_tuple(t, args.count + (keywords ? 1 + 2 * size_t{keywords} : 0) + (c->typed ? values : 0)));
    Value* out = key->items();
    for (uint32_t i = 0; i < args.count; i++) *out++ = shared(args[i]);
    if (keywords) *out++ = shared(Value::object(module_types().keyword_mark));
    for (uint32_t i = 0; i < keywords; i++) {
        *out++ = shared(args.keywords->items()[i]);
        *out++ = shared(args.values[args.count + i]);
    }
    if (c->typed)
        for (uint32_t i = 0; i < values; i++) *out++ = shared(Value::object(type_of(args.values[i])));
    return key;
}

// Several threads may call the function at once; none waits for another but to change the dict of results.
void count(int64_t& n) { __atomic_fetch_add(&n, 1, __ATOMIC_RELAXED); }

Status used_last(Thread& t, Dict* results, Value key, int64_t hash) {
    Changing changing(t, Value::object(results));
    DictEntry* e = TRY(dict_lookup(t, results, key, hash)); // another thread may have dropped it
    return e ? dict_move_to_end(t, results, e) : Status{};
}

Result<Own> cache_call(Thread& t, Value self, const Args& args) {
    LruCache* c = cache_of(self);
    if (c->function.is_null()) return raise_type(t, "the first argument must be callable");
    // Who calls holds the function, and it its parts: to count them here would be a contest between threads.
    if (c->maxsize == 0) {
        count(c->misses);
        return call(t, c->function, args);
    }
    Own key = TRY(cache_key(t, c, args));
    int64_t hash = TRY(hash_value(t, key));
    Dict* results = as<Dict>(c->results);
    if (DictEntry* e = TRY(dict_lookup(t, results, key, hash))) {
        count(c->hits);
        Own result = Own::share(e->value);
        if (c->maxsize > 0) TRY(used_last(t, results, key, hash));
        return result;
    }
    count(c->misses);
    Own result = TRY(call(t, c->function, args));
    Changing changing(t, c->results, key, result);
    if (c->maxsize < 0) {
        if (Status s = dict_set_hashed(t, results, key, hash, result); !s) return Error{};
        return result;
    }
    // The call may have filled the cache, this very key included.
    if (TRY(dict_lookup(t, results, key, hash))) return result;
    Own old_key, old_value;
    if (results->used >= static_cast<uint64_t>(c->maxsize)) dict_remove_at(results, dict_first_index(results), &old_key, &old_value);
    if (Status s = dict_set_hashed(t, results, key, hash, result); !s) return Error{};
    return result;
}

Result<Own> cache_get(Thread&, Value self, Value obj, Value) {
    if (obj.is_null() || obj.is_none()) return Own::share(self);
    return make_method(self, obj);
}

Result<Own> cache_info(Thread& t, const Value* a) {
    LruCache* c = cache_of(a[0]);
    Own info_class = Own::share(c->info_class), hits = make_int(c->hits), misses = make_int(c->misses);
    Own maxsize = c->maxsize < 0 ? Own::none() : make_int(c->maxsize);
    return call(t, info_class, hits, misses, maxsize, Value::small_int(as<Dict>(c->results)->used));
}

Result<Own> cache_clear(Thread&, const Value* a) {
    LruCache* c = cache_of(a[0]);
    c->hits = c->misses = 0;
    dict_clear(as<Dict>(c->results));
    return Own::none();
}

Result<Own> cache_self(Thread&, const Value* a) { return Own::share(a[0]); }

Result<Own> cache_reduce(Thread& t, const Value* a) { return get_attr(t, a[0], rt().names.dunder_qualname); }

const NativeDef cache_methods[] = {
    {"cache_info($self, /)", cache_info, "Hits, misses, maxsize and how many results are kept."},
    {"cache_clear($self, /)", cache_clear, "Forgets every result and the counts."},
    {"__copy__($self, /)", cache_self, "Itself."},
    {"__deepcopy__($self, memo, /)", cache_self, "Itself."},
    {"__reduce__($self, /)", cache_reduce, "Its qualified name."},
    {},
};

void fill_cache(Slots& s) {
    s.construct = cache_construct;
    s.call = cache_call;
    s.descr_get = cache_get;
}

const TypeSpec spec_lru_cache = {
    "functools", "A function that remembers its results.",
    sizeof(LruCache), type_basetype | type_container | type_has_dict | type_has_weakrefs | type_method_descriptor, &life_of<LruCache>,
    fill_cache, cache_methods, nullptr, nullptr,
};

// --- the module

const NativeDef functions[] = {
    {"reduce($module, function, iterable, initial=<unset>, /)", reduce, "Folds the items from left to right with a function of two arguments."},
    {"cmp_to_key($module, /, mycmp)", cmp_to_key, "A key function made of a comparison that returns less than, equal to or more than 0."},
    {},
};

Status setup(Thread& t, Dict* names) {
    ModuleTypes& types = module_types();
    if (!types.partial) {
        types.partial = make_builtin_type("functools.partial", rt().types.object, spec_partial);
        let_calls_run_freely(types.partial);
        types.key_wrapper = make_builtin_type("functools.KeyWrapper", rt().types.object, spec_key_wrapper);
        types.lru_cache = make_builtin_type("functools._lru_cache_wrapper", rt().types.object, spec_lru_cache);
        let_calls_run_freely(types.lru_cache);
        Own mark = TRY(call(t, Value::object(rt().types.object)));
        types.keyword_mark = mark.take().object_ptr();
        make_immortal(types.keyword_mark);
    }
    dict_set(names, intern("partial"), Value::object(types.partial));
    dict_set(names, intern("_lru_cache_wrapper"), Value::object(types.lru_cache));
    return {};
}

} // namespace

extern const NativeModuleDef module__functools;
const NativeModuleDef module__functools = {
    "_functools", "The fast half of functools.", functions, setup,
};

} // namespace terrarium
