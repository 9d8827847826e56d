// dict: its Python face. The table is in dict.cpp, views and iterators in dict_views.cpp.
// Invariant: a key or value that Python code may outlive in the table is held while that code runs.
#include "vm/objects/containers.h"
#include "vm/objects/dict_views.h"

namespace terrarium {

namespace {

const Lifecycle life = {dict_trace, dict_destroy, dict_destroy, fixed_size<Dict>, dict_extra_size, "dict", Untracking::never};

// --- slots

Result<Own> dict_compare(Thread& t, Value self, Value other, CompareOp op) {
    if ((op != CompareOp::eq && op != CompareOp::ne) || !is_dict(self) || !is_dict(other)) return Own::not_implemented();
    Dict* a = as<Dict>(self);
    Dict* b = as<Dict>(other);
    bool same = a->used == b->used;
    for (size_t i = 0; same;) {
        DictEntry* e = dict_next(a, i);
        if (!e) break;
        Own key = Own::share(e->key), value = Own::share(e->value);
        int64_t hash = e->hash;
        Own found = Own::share(TRY(dict_get_hashed(t, b, key, hash)));
        same = !found.is_null() && TRY(items_equal(t, value, found));
    }
    return Own::boolean(same == (op == CompareOp::eq));
}

Result<Own> dict_iter(Thread&, Value self) { return make_dict_iterator(as<Dict>(self), shapes::dict_keyiterator); }

Result<int64_t> dict_length(Thread&, Value self) { return int64_t{as<Dict>(self)->used}; }

Result<Own> dict_item(Thread& t, Value self, Value key) {
    Value found = TRY(dict_get_item(t, as<Dict>(self), key));
    if (!found.is_null()) [[likely]] return Own::share(found);
    if (!is_exact_dict(self)) {
        Own missing = TRY(lookup_special(t, self, rt().names.dunder_missing));
        if (!missing.is_exhausted()) return call(t, missing, key);
    }
    return raise_key(t, key);
}

Status dict_set_slot(Thread& t, Value self, Value key, Value value) {
    if (!value.is_null()) return dict_set(t, as<Dict>(self), key, value);
    if (!TRY(dict_delete(t, as<Dict>(self), key))) return raise_key(t, key);
    return {};
}

Result<bool> dict_contains(Thread& t, Value self, Value key) { return !TRY(dict_get_item(t, as<Dict>(self), key)).is_null(); }

// As dict(v) copies: a subclass that iterates in its own way is asked for its keys and items.
Result<Ref<Dict>> plain_copy(Thread& t, Value v) {
    if (type_of(v)->slots.iter == rt().types.dict->slots.iter) return dict_copy(t, as<Dict>(v));
    Ref<Dict> copy = make_dict();
    TRY(dict_update(t, copy, v));
    return copy;
}

Result<Own> dict_or(Thread& t, Value left, Value right) {
    if (!is_dict(left) || !is_dict(right)) return Own::not_implemented();
    Ref<Dict> result = TRY(plain_copy(t, left));
    Status status = dict_update(t, result, right);
    if (!status) return Error{};
    return result;
}

Result<Own> dict_inplace_or(Thread& t, Value left, Value right) {
    Status status = dict_update(t, as<Dict>(left), right);
    if (!status) return Error{};
    return Own::share(left);
}

// --- methods

Result<Own> method_clear(Thread&, const Value* a) {
    dict_clear(as<Dict>(a[0]));
    return Own::none();
}

Result<Own> method_copy(Thread& t, const Value* a) { return plain_copy(t, a[0]); }

Result<Own> method_fromkeys(Thread& t, const Value* a) {
    Value value = a[2].is_null() ? Value::none() : a[2];
    Own made = TRY(call(t, a[0]));
    bool plain = is_exact_dict(made);
    Status status = for_each(t, a[1], [&](Value key) -> Result<bool> {
        Status one = plain ? dict_set(t, as<Dict>(made), key, value) : set_item(t, made, key, value);
        if (!one) return Error{};
        return true;
    });
    if (!status) return Error{};
    return made;
}

Result<Own> method_get(Thread& t, const Value* a) {
    Value found = TRY(dict_get_item(t, as<Dict>(a[0]), a[1]));
    if (!found.is_null()) return Own::share(found);
    return a[2].is_null() ? Own::none() : Own::share(a[2]);
}

Result<Own> method_setdefault(Thread& t, const Value* a) {
    return dict_set_default(t, as<Dict>(a[0]), a[1], a[2].is_null() ? Value::none() : a[2]);
}

Result<Own> method_pop(Thread& t, const Value* a) {
    if (as<Dict>(a[0])->used == 0) { // nothing is hashed then
        if (a[2].is_null()) return raise_key(t, a[1]);
        return Own::share(a[2]);
    }
    Own found = TRY(dict_pop(t, as<Dict>(a[0]), a[1]));
    if (!found.is_exhausted()) return found;
    if (!a[2].is_null()) return Own::share(a[2]);
    return raise_key(t, a[1]);
}

Result<Own> method_popitem(Thread& t, const Value* a) {
    Dict* d = as<Dict>(a[0]);
    if (d->used == 0) return raise_text(t, rt().types.KeyError, "popitem(): dictionary is empty");
    size_t last = d->entry_count - 1;
    while (d->entries[last].key == Value::deleted()) last--;
    Own key, value;
    dict_remove_at(d, last, &key, &value);
    return make_pair(key, value);
}

Result<Own> method_update(Thread& t, const Value* a) {
    Tuple* positional = as<Tuple>(a[1]);
    Dict* d = as<Dict>(a[0]);
    Status status = dict_update_with(t, d, "update", Args{positional->items(), static_cast<uint32_t>(positional->length), nullptr});
    if (!status) return Error{};
    status = dict_merge(t, d, as<Dict>(a[2]), true);
    if (!status) return Error{};
    return Own::none();
}

Result<Own> method_keys(Thread&, const Value* a) { return make_dict_view(as<Dict>(a[0]), shapes::dict_keys); }
Result<Own> method_values(Thread&, const Value* a) { return make_dict_view(as<Dict>(a[0]), shapes::dict_values); }
Result<Own> method_items(Thread&, const Value* a) { return make_dict_view(as<Dict>(a[0]), shapes::dict_items); }

Result<Own> method_reversed(Thread&, const Value* a) {
    return make_dict_reverse_iterator(as<Dict>(a[0]), shapes::dict_reversekeyiterator);
}

const NativeDef methods[] = {
    {"get($self, key, default=None, /)", method_get, "The value of key, or default."},
    {"keys($self, /)", method_keys, "A live view of the keys."},
    {"values($self, /)", method_values, "A live view of the values."},
    {"items($self, /)", method_items, "A live view of the (key, value) pairs."},
    {"update($self, /, *args, **kwargs)", method_update,
     "Takes over the items of a mapping or of an iterable of pairs, then the keyword arguments."},
    {"setdefault($self, key, default=None, /)", method_setdefault, "The value of key, which is default from now on if it was missing."},
    {"pop($self, key, default=<unset>, /)", method_pop, "Removes key and returns its value, or default; KeyError without one."},
    {"popitem($self, /)", method_popitem, "Removes the newest item and returns it as a pair; KeyError when empty."},
    {"clear($self, /)", method_clear, "Removes every item."},
    {"copy($self, /)", method_copy, "A new dict of the same items."},
    {"fromkeys($cls, iterable, value=None, /)", method_fromkeys, "A new dict with these keys, all of one value.", native_class_method},
    {"__reversed__($self, /)", method_reversed, "An iterator over the keys, newest first."},
    {"__class_getitem__($cls, item, /)", native_class_getitem, "dict[key, value] as a type; see PEP 585.", native_class_method},
    {},
};

void fill(Slots& s) {
    s.repr = dict_repr;
    s.hash = hash_not_implemented;
    s.compare = dict_compare;
    s.iter = dict_iter;
    s.construct = dict_construct;
    s.init = dict_init;
    s.length = dict_length;
    s.get_item = dict_item;
    s.set_item = dict_set_slot;
    s.contains = dict_contains;
    s.binary[static_cast<size_t>(BinaryOp::bit_or)] = dict_or;
    s.inplace[static_cast<size_t>(BinaryOp::bit_or)] = dict_inplace_or;
}

} // namespace

Result<Own> dict_repr(Thread& t, Value self) {
    Dict* d = as<Dict>(self);
    if (d->used == 0) return make_short_str("{}");
    ReprGuard guard(t, self);
    if (guard.second()) return make_short_str("{...}");
    StrBuilder text(t);
    if (Status s = text.add("{"); !s) return Error{};
    bool first = true;
    for (size_t i = 0; DictEntry* e = dict_next(d, i); first = false) { // a repr may change the dict
        Own key = Own::share(e->key), value = Own::share(e->value);
        if (!first)
            if (Status s = text.add(", "); !s) return Error{};
        Ref<Str> key_text = TRY(repr(t, key));
        if (Status s = text.add(key_text.get()); !s) return Error{};
        if (Status s = text.add(": "); !s) return Error{};
        Ref<Str> value_text = TRY(repr(t, value));
        if (Status s = text.add(value_text.get()); !s) return Error{};
    }
    if (Status s = text.add("}"); !s) return Error{};
    return text.finish();
}

extern const TypeSpec spec_dict;
const TypeSpec spec_dict = {
    "builtins",
    "A mapping that keeps the order of insertion, made from a mapping or an iterable of pairs, and keyword arguments.",
    sizeof(Dict),
    type_basetype | type_container | type_dict | type_mapping_pattern | type_match_self,
    &life, fill, methods, nullptr, nullptr,
};

} // namespace terrarium
