// collections.OrderedDict: dict keeps order already; this adds moving to either end, popping from either end and an
// equality that looks at the order. Invariant: same table as dict, so everything dict can do works on it too.
#include "vm/modules/collections_types.h"
#include "vm/objects/containers.h"
#include "vm/objects/dict_views.h"

namespace terrarium {

namespace {

bool is_ordered(Value v) { return v.is_object() && is_subtype(type_of(v), collections_types().ordered_dict); }
bool is_exact(Value v) { return v.is_object() && type_of(v.object_ptr()) == collections_types().ordered_dict; }

const Lifecycle life = {dict_trace, dict_destroy, dict_destroy, fixed_size<Dict>, dict_extra_size, "OrderedDict"};

// --- update: a subclass sees each item through its __setitem__

Status update_one(Thread& t, Value self, Value source) {
    if (is_exact(self)) return dict_update(t, as<Dict>(self), source);
    Ref<Dict> items = make_dict();
    if (Status s = dict_update(t, items, source); !s) return s;
    for (size_t i = 0; DictEntry* e = dict_next(items, i);)
        if (Status s = set_item(t, self, e->key, e->value); !s) return s;
    return {};
}

Status update_all(Thread& t, Value self, const char* function, const Args& args) {
    if (args.count > 1) return raise_type(t, "{} expected at most 1 argument, got {}", function, args.count);
    if (args.count)
        if (Status s = update_one(t, self, args[0]); !s) return s;
    for (uint32_t i = 0; i < args.keyword_count(); i++)
        if (Status s = set_item(t, self, args.keywords->items()[i], args.values[args.count + i]); !s) return s;
    return {};
}

// --- slots

Status ordered_init(Thread& t, Value self, const Args& args) {
    if (args.count > 1) return raise_type(t, "expected at most 1 arguments, got {}", args.count);
    return update_all(t, self, "OrderedDict", args);
}

Result<Own> ordered_repr(Thread& t, Value self) {
    Dict* d = as<Dict>(self);
    if (d->used == 0) return make_short_str(class_name(self) + "()");
    ReprGuard guard(t, self);
    if (guard.second()) return make_short_str("...");
    Own items;
    if (is_exact(self)) {
        items = make_dict_view(d, shapes::dict_items);
    } else {
        items = TRY(call_method(t, self, rt().names.n_items));
    }
    Ref<List> pairs = TRY(list_from_iterable(t, items));
    std::string text = TRY(repr_text(t, pairs.value()));
    return make_str(t, class_name(self) + "(" + text + ")");
}

Result<bool> same_order(Thread& t, Dict* a, Dict* b) {
    for (size_t i = 0, j = 0;;) {
        DictEntry *x = dict_next(a, i), *y = dict_next(b, j);
        if (!x || !y) return !x && !y;
        if (x->hash != y->hash) return false;
        if (!TRY(items_equal(t, x->key, y->key))) return false;
    }
}

Result<Own> ordered_compare(Thread& t, Value self, Value other, CompareOp op) {
    if (op != CompareOp::eq && op != CompareOp::ne) return Own::not_implemented();
    Own same = TRY(rt().types.dict->slots.compare(t, self, other, CompareOp::eq));
    if (same.is_not_implemented()) return same;
    bool answer = same.get().is_true();
    if (answer && is_ordered(self) && is_ordered(other)) answer = TRY(same_order(t, as<Dict>(self), as<Dict>(other)));
    return Own::boolean(answer == (op == CompareOp::eq));
}

Result<Own> ordered_or(Thread& t, Value left, Value right) {
    if (!is_dict(left) || !is_dict(right)) return Own::not_implemented();
    Type* cls = is_ordered(left) ? type_of(left) : type_of(right);
    Own result = TRY(call(t, Value::object(cls), left));
    if (Status s = update_one(t, result, right); !s) return Error{};
    return result;
}

Result<Own> ordered_inplace_or(Thread& t, Value left, Value right) {
    if (Status s = update_one(t, left, right); !s) return Error{};
    return Own::share(left);
}

// --- methods

Result<bool> flag(Thread& t, Value v, bool fallback) {
    if (v.is_null()) return fallback;
    return is_truthy(t, v);
}

Result<Own> method_move_to_end(Thread& t, const Value* a) {
    Dict* d = as<Dict>(a[0]);
    bool last = TRY(flag(t, a[2], true));
    int64_t hash = TRY(hash_value(t, a[1]));
    DictEntry* e = TRY(dict_lookup(t, d, a[1], hash));
    if (!e) return raise_key(t, a[1]);
    Status s = last ? dict_move_to_end(t, d, e) : dict_move_to_front(t, d, e);
    if (!s) return Error{};
    return Own::none();
}

Result<Own> method_popitem(Thread& t, const Value* a) {
    Dict* d = as<Dict>(a[0]);
    bool last = TRY(flag(t, a[1], true));
    if (d->used == 0) return raise_text(t, rt().types.KeyError, "dictionary is empty");
    size_t index = 0;
    if (last) {
        index = d->entry_count - 1;
        while (d->entries[index].key == Value::deleted()) index--;
    } else {
        index = dict_first_index(d);
    }
    Own key, value;
    dict_remove_at(d, index, &key, &value);
    return make_pair(key, value);
}

Result<Own> method_pop(Thread& t, const Value* a) {
    Own found = TRY(dict_pop(t, as<Dict>(a[0]), a[1]));
    if (!found.is_exhausted()) return found;
    if (!is_exact(a[0])) {
        Own missing = TRY(lookup_special(t, a[0], rt().names.dunder_missing));
        if (!missing.is_exhausted() && a[2].is_null()) return call(t, missing, a[1]);
    }
    if (!a[2].is_null()) return Own::share(a[2]);
    return raise_key(t, a[1]);
}

Result<Own> method_setdefault(Thread& t, const Value* a) {
    Value fallback = a[2].is_null() ? Value::none() : a[2];
    if (is_exact(a[0])) return dict_set_default(t, as<Dict>(a[0]), a[1], fallback);
    Value found = TRY(dict_get_item(t, as<Dict>(a[0]), a[1]));
    if (!found.is_null()) return Own::share(found);
    if (Status s = set_item(t, a[0], a[1], fallback); !s) return Error{};
    return Own::share(fallback);
}

Result<Own> method_update(Thread& t, const Value* a) {
    Tuple* positional = as<Tuple>(a[1]);
    if (Status s = update_all(t, a[0], "update", Args{positional->items(), static_cast<uint32_t>(positional->length), nullptr}); !s) return Error{};
    if (as<Dict>(a[2])->used)
        if (Status s = update_one(t, a[0], a[2]); !s) return Error{};
    return Own::none();
}

Result<Own> method_copy(Thread& t, const Value* a) {
    Own copy = TRY(call(t, Value::object(type_of(a[0]))));
    if (Status s = update_one(t, copy, a[0]); !s) return Error{};
    return copy;
}

Result<Own> method_fromkeys(Thread& t, const Value* a) {
    Value value = a[2].is_null() ? Value::none() : a[2];
    Own made = TRY(call(t, a[0]));
    Status status = for_each(t, a[1], [&](Value key) -> Result<bool> {
        if (Status s = set_item(t, made, key, value); !s) return Error{};
        return true;
    });
    if (!status) return Error{};
    return made;
}

Result<Own> method_keys(Thread&, const Value* a) { return make_dict_view(as<Dict>(a[0]), collections_types().odict_keys->root_shape->id); }
Result<Own> method_values(Thread&, const Value* a) { return make_dict_view(as<Dict>(a[0]), collections_types().odict_values->root_shape->id); }
Result<Own> method_items(Thread&, const Value* a) { return make_dict_view(as<Dict>(a[0]), collections_types().odict_items->root_shape->id); }

Result<Own> method_reduce(Thread& t, const Value* a) {
    Own state = TRY(get_attr_or_missing(t, a[0], rt().names.dunder_dict));
    if (state.is_exhausted() || (is_dict(state) && as<Dict>(state)->used == 0)) state = Own::none();
    Own items = TRY(call_method(t, a[0], rt().names.n_items));
    Own it = TRY(get_iter(t, items));
    return tuple_of(Value::object(type_of(a[0])), Value::object(rt().empty_tuple), state, Value::none(), it);
}

const NativeDef methods[] = {
    {"move_to_end($self, /, key, last=True)", method_move_to_end, "Makes key the last one (or the first one); KeyError if it is missing."},
    {"popitem($self, /, last=True)", method_popitem, "Removes the last (or first) item and returns it as a pair."},
    {"pop($self, /, key, default=<unset>)", method_pop, "Removes key and returns its value, or default; KeyError without one."},
    {"setdefault($self, /, key, default=None)", method_setdefault, "The value of key, which is default from now on if it was missing."},
    {"update($self, /, *args, **kwargs)", method_update, "Takes over the items of a mapping or pairs, then the keyword arguments."},
    {"copy($self, /)", method_copy, "A new one of the same class and items."},
    {"fromkeys($cls, /, iterable, value=None)", method_fromkeys, "A new one with these keys, all of one value.", native_class_method},
    {"keys($self, /)", method_keys, "A live view of the keys."},
    {"values($self, /)", method_values, "A live view of the values."},
    {"items($self, /)", method_items, "A live view of the pairs."},
    {"__reduce__($self, /)", method_reduce, "How copy rebuilds it."},
    {},
};

void fill(Slots& s) {
    s.repr = ordered_repr;
    s.hash = hash_not_implemented;
    s.compare = ordered_compare;
    s.construct = dict_construct;
    s.init = ordered_init;
    s.binary[static_cast<size_t>(BinaryOp::bit_or)] = ordered_or;
    s.inplace[static_cast<size_t>(BinaryOp::bit_or)] = ordered_inplace_or;
}

const TypeSpec spec_ordered_dict = {
    "collections", "A dict that can be reordered and whose equality looks at the order.",
    sizeof(Dict), type_basetype | type_container | type_dict | type_mapping_pattern | type_has_weakrefs | type_has_dict, &life, fill, methods, nullptr, nullptr,
};

} // namespace

void make_ordered_dict_types(CollectionsTypes& types) {
    types.ordered_dict = make_builtin_type("collections.OrderedDict", rt().types.dict, spec_ordered_dict);
    types.odict_keys = make_builtin_type("odict_keys", rt().types.dict_keys, spec_dict_keys);
    types.odict_values = make_builtin_type("odict_values", rt().types.dict_values, spec_dict_values);
    types.odict_items = make_builtin_type("odict_items", rt().types.dict_items, spec_dict_items);
}

} // namespace terrarium
