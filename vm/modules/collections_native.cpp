// The module _collections: defaultdict, the field descriptor of namedtuple, Counter's loop; deque and OrderedDict have
// files of their own. The Python half is vm/modules/python/collections.
#include "memory/world.h"
#include "vm/core/attributes.h"
#include "vm/modules/collections_types.h"
#include "vm/objects/containers.h"

namespace terrarium {

namespace {

// --- defaultdict

struct DefaultDict : Dict {
    Value factory; // owned; None: behaves as dict
};

DefaultDict* default_dict(Value v) { return as<DefaultDict>(v); }

void trace_default(Object* o, Visitor& visitor) {
    dict_trace(o, visitor);
    trace_edge(visitor, static_cast<DefaultDict*>(o)->factory, "default_factory");
}
void destroy_default(Object* o) {
    dict_destroy(o);
    drop_field(static_cast<DefaultDict*>(o)->factory);
}
void clear_default(Object* o) {
    dict_destroy(o);
    Value old = std::exchange(static_cast<DefaultDict*>(o)->factory, Value::none());
    release(old);
}
const Lifecycle default_life = {trace_default, destroy_default, clear_default, fixed_size<DefaultDict>, dict_extra_size, "defaultdict"};

Result<Own> default_construct(Thread& t, Type* cls, const Args&) {
    Ref<DefaultDict> d = TRY(make_of<DefaultDict>(t, cls));
    d->used = d->entry_count = d->entry_limit = d->mask = 0;
    d->entries = nullptr;
    d->indices = nullptr;
    d->layout = 0;
    d->only_str_keys = 1;
    d->in_data_region = 0;
    d->factory = Value::none();
    return d;
}

Status default_init(Thread& t, Value self, const Args& args) {
    Value factory = Value::none();
    Args rest = args;
    if (args.count) {
        factory = args[0];
        if (!factory.is_none() && !is_callable(factory)) return raise_type(t, "first argument must be callable or None");
        rest.values++;
        rest.count--;
    }
    Value old = std::exchange(default_dict(self)->factory, shared(factory));
    release(old);
    return dict_update_with(t, as<Dict>(self), "dict", rest);
}

Result<Own> missing(Thread& t, Value self, Value key) {
    Own factory = Own::share(default_dict(self)->factory);
    if (factory.is_none()) return raise_key(t, key);
    Own value = TRY(call(t, factory));
    if (Status s = set_item(t, self, key, value); !s) return Error{};
    return value;
}

Result<Own> default_item(Thread& t, Value self, Value key) {
    Value found = TRY(dict_get_item(t, as<Dict>(self), key));
    if (!found.is_null()) return Own::share(found);
    if (type_of(self) == collections_types().default_dict) return missing(t, self, key);
    Own method = TRY(lookup_special(t, self, rt().names.dunder_missing));
    return call(t, method, key);
}

Result<Own> default_repr(Thread& t, Value self) {
    Own items = TRY(dict_repr(t, self));
    std::string factory = "...";
    ReprGuard guard(t, default_dict(self)->factory); // a factory whose repr shows this very dict
    if (!guard.second()) factory = TRY(repr_text(t, default_dict(self)->factory));
    return make_str(t, fmt::format("{}({}, {})", class_name(self), factory, to_utf8(items)));
}

Result<Own> method_missing(Thread& t, const Value* a) { return missing(t, a[0], a[1]); }

Result<Own> copy_default(Thread& t, Value self, Value items) {
    return call(t, Value::object(type_of(self)), default_dict(self)->factory, items);
}

Result<Own> method_copy(Thread& t, const Value* a) { return copy_default(t, a[0], a[0]); }

Result<Own> default_or(Thread& t, Value left, Value right) {
    if (!is_dict(left) || !is_dict(right)) return Own::not_implemented();
    bool left_is_self = is_subtype(type_of(left), collections_types().default_dict);
    Own result = TRY(copy_default(t, left_is_self ? left : right, left));
    if (Status s = dict_update(t, as<Dict>(result), right); !s) return Error{};
    return result;
}

Result<Own> method_reduce(Thread& t, const Value* a) {
    Ref<Tuple> arguments = default_dict(a[0])->factory.is_none() ? new_short_tuple(0) : tuple_of(default_dict(a[0])->factory);
    Own items = TRY(call_method(t, a[0], rt().names.n_items));
    Own it = TRY(get_iter(t, items));
    return tuple_of(Value::object(type_of(a[0])), arguments.value(), Value::none(), Value::none(), it);
}

const NativeDef default_methods[] = {
    {"__missing__($self, key, /)", method_missing, "Stores default_factory() for key and returns it; KeyError without a factory."},
    {"copy($self, /)", method_copy, "A new one of the same factory and items."},
    {"__copy__($self, /)", method_copy, "A new one of the same factory and items."},
    {"__reduce__($self, /)", method_reduce, "How copy rebuilds it."},
    {"__class_getitem__($cls, item, /)", native_class_getitem, "defaultdict[key, value] as a type; see PEP 585.", native_class_method},
    {},
};

const GetSetDef default_getsets[] = {
    {"default_factory", [](Thread&, Value self) -> Result<Own> { return Own::share(default_dict(self)->factory); },
     [](Thread&, Value self, Value value) -> Status {
         Value old = std::exchange(default_dict(self)->factory, shared(value.is_null() ? Value::none() : value));
         release(old);
         return {};
     },
     "Called without arguments for the value of a missing key."},
    {},
};

void fill_default(Slots& s) {
    s.repr = default_repr;
    s.construct = default_construct;
    s.init = default_init;
    s.get_item = default_item;
    s.binary[static_cast<size_t>(BinaryOp::bit_or)] = default_or;
}

const TypeSpec spec_default_dict = {
    "collections", "defaultdict(default_factory=None, /, [...]): a dict that makes the value of a missing key.",
    sizeof(DefaultDict), type_basetype | type_container | type_dict | type_mapping_pattern | type_has_weakrefs,
    &default_life, fill_default, default_methods, default_getsets, nullptr,
};

// --- _tuplegetter: a named field of a tuple

struct TupleGetter : Object {
    int64_t index;
    Value doc; // owned
};

TupleGetter* getter(Value v) { return as<TupleGetter>(v); }

void trace_getter(Object* o, Visitor& visitor) { trace_edge(visitor, static_cast<TupleGetter*>(o)->doc, "doc"); }
void drop_getter(Object* o) { drop_field(static_cast<TupleGetter*>(o)->doc); }
const Lifecycle getter_life = {trace_getter, drop_getter, nullptr, fixed_size<TupleGetter>, nullptr, "_tuplegetter"};

Result<Own> getter_construct(Thread& t, Type* cls, const Args& args) {
    BoundArgs bound;
    Status status = bind_args(t, "_tuplegetter(index, doc, /)", Value::null(), args, bound);
    if (!status) return Error{};
    int64_t index = TRY(to_int64(t, bound.values[0]));
    Ref<TupleGetter> g = TRY(make_of<TupleGetter>(t, cls));
    g->index = index;
    g->doc = shared(bound.values[1]);
    return g;
}

Result<Own> getter_get(Thread& t, Value self, Value obj, Value) {
    if (obj.is_null() || obj.is_none()) return Own::share(self);
    int64_t index = getter(self)->index;
    if (!is_tuple(obj))
        return raise_type(t, "descriptor for index '{}' for tuple subclasses doesn't apply to '{}' object", index, type_name(obj));
    Tuple* s = as<Tuple>(obj);
    if (static_cast<uint64_t>(index) >= s->length) return raise_text(t, rt().types.IndexError, "tuple index out of range");
    return Own::share(s->items()[index]);
}

Status getter_set(Thread& t, Value, Value, Value value) {
    return raise_text(t, rt().types.AttributeError, value.is_null() ? "can't delete attribute" : "can't set attribute");
}

Result<Own> getter_repr(Thread& t, Value self) {
    std::string doc = TRY(repr_text(t, getter(self)->doc));
    return make_str(t, fmt::format("{}({}, {})", class_name(self), getter(self)->index, doc));
}

Result<Own> getter_reduce(Thread&, const Value* a) {
    return tuple_of(Value::object(type_of(a[0])), tuple_of(make_int(getter(a[0])->index), getter(a[0])->doc).value());
}

const NativeDef getter_methods[] = {
    {"__reduce__($self, /)", getter_reduce, "How copy rebuilds it."},
    {},
};
const GetSetDef getter_getsets[] = {
    {"__doc__", [](Thread&, Value self) -> Result<Own> { return Own::share(getter(self)->doc); },
     [](Thread&, Value self, Value value) -> Status {
         Value old = std::exchange(getter(self)->doc, shared(value.is_null() ? Value::none() : value));
         release(old);
         return {};
     },
     nullptr},
    {},
};

void fill_getter(Slots& s) {
    s.repr = getter_repr;
    s.construct = getter_construct;
    s.descr_get = getter_get;
    s.descr_set = getter_set;
}

const TypeSpec spec_tuple_getter = {
    "collections", nullptr, sizeof(TupleGetter), type_container, &getter_life, fill_getter, getter_methods, getter_getsets, nullptr,
};

// --- functions

Result<Own> count_elements(Thread& t, const Value* a) {
    Value mapping = a[0];
    // The names, not the slot: that is the class' own once it has a __delitem__, as Counter has.
    bool plain = is_dict(mapping) &&
                 type_lookup(type_of(mapping), rt().names.dunder_setitem) == type_lookup(rt().types.dict, rt().names.dunder_setitem) &&
                 type_lookup(type_of(mapping), rt().names.n_get) == type_lookup(rt().types.dict, rt().names.n_get);
    Own get;
    if (!plain) get = TRY(get_attr(t, mapping, rt().names.n_get));
    Value one = Value::small_int(1);
    Status status = for_each(t, a[1], [&](Value key) -> Result<bool> {
        Own before;
        int64_t hash = 0;
        if (plain) {
            hash = TRY(hash_value(t, key));
            DictEntry* e = TRY(dict_lookup(t, as<Dict>(mapping), key, hash));
            if (e && e->value.is_int() && e->value.int_value() < Value::int_max) {
                e->value = Value::small_int(e->value.int_value() + 1);
                return true;
            }
            before = e ? Own::share(e->value) : Own::small_int(0);
        } else {
            before = TRY(call(t, get, key, Value::small_int(0)));
        }
        Own after = TRY(binary_op(t, BinaryOp::add, before, one));
        Status s = plain ? dict_set_hashed(t, as<Dict>(mapping), key, hash, after) : set_item(t, mapping, key, after);
        if (!s) return Error{};
        return true;
    });
    if (!status) return Error{};
    return Own::none();
}

const NativeDef functions[] = {
    {"_count_elements($module, mapping, iterable, /)", count_elements, "Adds to mapping how often each item of iterable comes."},
    {},
};

Status setup(Thread&, Dict* names) {
    if (!rt().room[room_collections]) {
        auto types = static_cast<CollectionsTypes*>(data_alloc(sizeof(CollectionsTypes)));
        rt().room[room_collections] = types;
        make_deque_types(*types);
        make_ordered_dict_types(*types);
        types->default_dict = make_builtin_type("collections.defaultdict", rt().types.dict, spec_default_dict);
        types->tuple_getter = make_builtin_type("collections._tuplegetter", rt().types.object, spec_tuple_getter);
    }
    CollectionsTypes& types = collections_types();
    auto add = [&](const char* name, Type* type) { dict_set(names, intern(name), Value::object(type)); };
    add("deque", types.deque);
    add("_deque_iterator", types.deque_iterator);
    add("_deque_reverse_iterator", types.deque_reverse_iterator);
    add("OrderedDict", types.ordered_dict);
    add("defaultdict", types.default_dict);
    add("_tuplegetter", types.tuple_getter);
    return {};
}

} // namespace

extern const NativeModuleDef module__collections;
const NativeModuleDef module__collections = {
    "_collections", "The fast half of collections: deque, OrderedDict, defaultdict.", functions, setup,
};

} // namespace terrarium
