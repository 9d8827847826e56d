// dict_keys, dict_values, dict_items and the six iterators over them. A view is live and owns only its dict; keys and
// items behave as sets. Invariant: an iterator notices that the dict changed size and raises RuntimeError ever after.
#include "vm/objects/dict_views.h"

#include "vm/objects/containers.h"

namespace terrarium {

namespace {

// --- iterators

DictIterator* new_iterator(Dict* d, ShapeId shape) {
    auto it = static_cast<DictIterator*>(alloc_object(sizeof(DictIterator), shape, AllocKind::container));
    it->dict = shared(d);
    it->pair = nullptr;
    it->used = it->remaining = d->used;
    return it;
}

void trace_iterator(Object* o, Visitor& visitor) {
    auto it = static_cast<DictIterator*>(o);
    trace_edge(visitor, it->dict, "dict");
    trace_edge(visitor, it->pair, "pair");
}
void drop_iterator(Object* o) {
    auto it = static_cast<DictIterator*>(o);
    drop_field(it->dict);
    drop_field(it->pair);
}
const Lifecycle iterator_life = {trace_iterator, drop_iterator, drop_iterator, fixed_size<DictIterator>, nullptr, "dict iterator"};

Error raise_changed(Thread& t, Dict* d, const char* text) {
    const Lifecycle* life = type_of(Value::object(d))->base_life;
    bool ordered = life && std::string_view(life->name) == "OrderedDict";
    return raise_text(t, rt().types.RuntimeError, ordered ? "OrderedDict mutated during iteration" : text);
}

Error changed_size(Thread& t, DictIterator* it) {
    it->used = ~0u; // stays broken
    return raise_changed(t, it->dict, "dictionary changed size during iteration");
}

// The next entry, or null at the end.
Result<DictEntry*> step_forward(Thread& t, DictIterator* it) {
    Dict* d = it->dict;
    if (!d) return nullptr;
    if (d->used != it->used) [[unlikely]] return changed_size(t, it);
    size_t i = it->index;
    if (i == 0) i = dict_first_index(d);
    while (i < d->entry_count && d->entries[i].key == Value::deleted()) i++;
    if (i >= d->entry_count) {
        drop_field(it->dict);
        return nullptr;
    }
    if (it->remaining == 0) {
        Error changed = raise_changed(t, d, "dictionary keys changed during iteration");
        drop_field(it->dict);
        return changed;
    }
    it->remaining--;
    it->index = i + 1;
    return &d->entries[i];
}

Result<DictEntry*> step_back(Thread& t, DictIterator* it) {
    Dict* d = it->dict;
    if (!d) return nullptr;
    if (d->used != it->used) return changed_size(t, it);
    size_t i = std::min<size_t>(it->index, d->entry_count);
    while (i > 0 && d->entries[i - 1].key == Value::deleted()) i--;
    if (i == 0) {
        drop_field(it->dict);
        return nullptr;
    }
    if (it->remaining) it->remaining--;
    it->index = i - 1;
    return &d->entries[i - 1];
}

Own pair_of(DictIterator* it, DictEntry* e) { return reusable_pair(it->pair, Own::share(e->key), Own::share(e->value)); }

Result<Own> key_next(Thread& t, Value self) {
    DictEntry* e = TRY(step_forward(t, as<DictIterator>(self)));
    return e ? Own::share(e->key) : Own::exhausted();
}
Result<Own> value_next(Thread& t, Value self) {
    DictEntry* e = TRY(step_forward(t, as<DictIterator>(self)));
    return e ? Own::share(e->value) : Own::exhausted();
}
Result<Own> item_next(Thread& t, Value self) {
    DictEntry* e = TRY(step_forward(t, as<DictIterator>(self)));
    return e ? pair_of(as<DictIterator>(self), e) : Own::exhausted();
}
Result<Own> reverse_key_next(Thread& t, Value self) {
    DictEntry* e = TRY(step_back(t, as<DictIterator>(self)));
    return e ? Own::share(e->key) : Own::exhausted();
}
Result<Own> reverse_value_next(Thread& t, Value self) {
    DictEntry* e = TRY(step_back(t, as<DictIterator>(self)));
    return e ? Own::share(e->value) : Own::exhausted();
}
Result<Own> reverse_item_next(Thread& t, Value self) {
    DictEntry* e = TRY(step_back(t, as<DictIterator>(self)));
    return e ? pair_of(as<DictIterator>(self), e) : Own::exhausted();
}

Result<Own> iterator_iter(Thread&, Value self) { return Own::share(self); }

Result<Own> iterator_hint(Thread&, const Value* a) {
    auto it = as<DictIterator>(a[0]);
    return Own::small_int(it->dict && it->dict->used == it->used ? it->remaining : 0);
}

const NativeDef iterator_methods[] = {
    {"__length_hint__($self, /)", iterator_hint, "How many items are still to come."},
    {},
};

template <UnarySlot next>
void fill_iterator(Slots& s) {
    s.iter = iterator_iter;
    s.next = next;
}

// --- views

void trace_view(Object* o, Visitor& visitor) { trace_edge(visitor, static_cast<DictView*>(o)->dict, "dict"); }
void drop_view(Object* o) { drop_field(static_cast<DictView*>(o)->dict); }
const Lifecycle view_life = {trace_view, drop_view, nullptr, fixed_size<DictView>, nullptr, "dict view"};

Dict* dict_of(Value view) { return as<DictView>(view)->dict; }

bool is_set_view(Value v) { // keys or items, those of subtypes too
    if (!v.is_object()) return false;
    Type* type = type_of(v.object_ptr());
    return is_subtype(type, rt().types.dict_keys) || is_subtype(type, rt().types.dict_items);
}

Result<Own> view_repr(Thread& t, Value self) {
    ReprGuard guard(t, self);
    if (guard.second()) return make_short_str("...");
    Ref<List> items = TRY(list_from_iterable(t, self));
    Ref<Str> text = TRY(repr(t, items.value()));
    StrBuilder out(t);
    if (Status s = out.add(class_name(self)); !s) return Error{};
    if (Status s = out.add("("); !s) return Error{};
    if (Status s = out.add(text.get()); !s) return Error{};
    if (Status s = out.add(")"); !s) return Error{};
    return out.finish();
}

Result<int64_t> view_length(Thread&, Value self) { return dict_of(self) ? int64_t{dict_of(self)->used} : int64_t{0}; }

Result<Own> keys_iter(Thread&, Value self) { return make_dict_iterator(dict_of(self), shapes::dict_keyiterator); }
Result<Own> values_iter(Thread&, Value self) { return make_dict_iterator(dict_of(self), shapes::dict_valueiterator); }
Result<Own> items_iter(Thread&, Value self) { return make_dict_iterator(dict_of(self), shapes::dict_itemiterator); }

Result<bool> keys_contains(Thread& t, Value self, Value key) { return !TRY(dict_get_item(t, dict_of(self), key)).is_null(); }

Result<bool> items_contains(Thread& t, Value self, Value item) {
    if (!is_tuple(item) || as<Tuple>(item)->length != 2) return false;
    Own found = Own::share(TRY(dict_get_item(t, dict_of(self), as<Tuple>(item)->items()[0])));
    if (found.is_null()) return false;
    return items_equal(t, found, as<Tuple>(item)->items()[1]);
}

Result<bool> all_in(Thread& t, Value items, Value container) {
    bool all = true;
    Status status = for_each(t, items, [&](Value item) -> Result<bool> {
        all = TRY(contains(t, container, item));
        return all;
    });
    if (!status) return Error{};
    return all;
}

Result<Own> view_compare(Thread& t, Value self, Value other, CompareOp op) {
    if (!is_any_set(other) && !is_set_view(other)) return Own::not_implemented();
    int64_t mine = TRY(length(t, self)), theirs = TRY(length(t, other));
    bool answer = false;
    switch (op) {
        case CompareOp::eq:
        case CompareOp::ne: answer = mine == theirs && TRY(all_in(t, self, other)); break;
        case CompareOp::lt: answer = mine < theirs && TRY(all_in(t, self, other)); break;
        case CompareOp::le: answer = mine <= theirs && TRY(all_in(t, self, other)); break;
        case CompareOp::gt: answer = mine > theirs && TRY(all_in(t, other, self)); break;
        case CompareOp::ge: answer = mine >= theirs && TRY(all_in(t, other, self)); break;
    }
    return Own::boolean(op == CompareOp::ne ? !answer : answer);
}

Result<Ref<Set>> set_of(Thread& t, Value iterable) {
    Ref<Set> s = make_set();
    Status status = set_update(t, s, iterable);
    if (!status) return Error{};
    return s;
}

Result<Own> view_subtract(Thread& t, Value left, Value right) {
    Ref<Set> result = TRY(set_of(t, left));
    Status status = for_each(t, right, [&](Value item) -> Result<bool> {
        (void)TRY(set_discard(t, result, item));
        return true;
    });
    if (!status) return Error{};
    return result;
}

Result<Own> view_and(Thread& t, Value left, Value right) {
    if (!is_set_view(left)) std::swap(left, right); // reflected: the view is on the right
    Value walked = right;
    if ((is_any_set(right) || is_set_view(right)) && TRY(length(t, right)) > TRY(length(t, left))) std::swap(left, walked);
    Ref<Set> result = make_set();
    Status status = for_each(t, walked, [&](Value item) -> Result<bool> {
        if (TRY(contains(t, left, item)))
            if (Status s = set_add(t, result, item); !s) return Error{};
        return true;
    });
    if (!status) return Error{};
    return result;
}

Result<Own> view_or(Thread& t, Value left, Value right) {
    Ref<Set> result = TRY(set_of(t, left));
    Status status = set_update(t, result, right);
    if (!status) return Error{};
    return result;
}

Result<Own> view_xor(Thread& t, Value left, Value right) {
    Ref<Set> result = TRY(set_of(t, left));
    Ref<Set> others = TRY(set_of(t, right));
    Status status = for_each(t, others.value(), [&](Value item) -> Result<bool> {
        if (!TRY(set_discard(t, result, item)))
            if (Status s = set_add(t, result, item); !s) return Error{};
        return true;
    });
    if (!status) return Error{};
    return result;
}

Result<Own> view_isdisjoint(Thread& t, const Value* a) {
    Value self = a[0], other = a[1];
    if (self == other) return Own::boolean(TRY(length(t, self)) == 0);
    if ((is_any_set(other) || is_set_view(other)) && TRY(length(t, other)) > TRY(length(t, self))) std::swap(self, other);
    bool disjoint = true;
    Status status = for_each(t, other, [&](Value item) -> Result<bool> {
        disjoint = !TRY(contains(t, self, item));
        return disjoint;
    });
    if (!status) return Error{};
    return Own::boolean(disjoint);
}

Result<Own> keys_reversed(Thread&, const Value* a) {
    return make_dict_reverse_iterator(dict_of(a[0]), shapes::dict_reversekeyiterator);
}
Result<Own> values_reversed(Thread&, const Value* a) {
    return make_dict_reverse_iterator(dict_of(a[0]), shapes::dict_reversevalueiterator);
}
Result<Own> items_reversed(Thread&, const Value* a) {
    return make_dict_reverse_iterator(dict_of(a[0]), shapes::dict_reverseitemiterator);
}

Result<Own> view_mapping(Thread& t, Value self) {
    return call(t, Value::object(rt().types.mappingproxy), Value::object(dict_of(self)));
}

const GetSetDef view_getsets[] = {
    {"mapping", view_mapping, nullptr, "A read-only proxy of the dict this view looks at."},
    {},
};
const NativeDef keys_methods[] = {
    {"isdisjoint($self, other, /)", view_isdisjoint, "Whether the two have no item in common."},
    {"__reversed__($self, /)", keys_reversed, "An iterator over the keys, newest first."},
    {},
};
const NativeDef values_methods[] = {
    {"__reversed__($self, /)", values_reversed, "An iterator over the values, newest first."},
    {},
};
const NativeDef items_methods[] = {
    {"isdisjoint($self, other, /)", view_isdisjoint, "Whether the two have no item in common."},
    {"__reversed__($self, /)", items_reversed, "An iterator over the pairs, newest first."},
    {},
};

void fill_set_view(Slots& s) {
    s.repr = view_repr;
    s.hash = hash_not_implemented;
    s.length = view_length;
    s.compare = view_compare;
    s.binary[static_cast<size_t>(BinaryOp::subtract)] = view_subtract;
    s.binary[static_cast<size_t>(BinaryOp::bit_and)] = view_and;
    s.binary[static_cast<size_t>(BinaryOp::bit_or)] = view_or;
    s.binary[static_cast<size_t>(BinaryOp::bit_xor)] = view_xor;
}
void fill_keys(Slots& s) {
    fill_set_view(s);
    s.iter = keys_iter;
    s.contains = keys_contains;
}
void fill_items(Slots& s) {
    fill_set_view(s);
    s.iter = items_iter;
    s.contains = items_contains;
}
void fill_values(Slots& s) {
    s.repr = view_repr;
    s.length = view_length;
    s.iter = values_iter;
}

} // namespace

Own make_dict_view(Dict* d, ShapeId view_shape) {
    auto view = new_object<DictView>(view_shape, true);
    view->dict = shared(d);
    return view;
}

Own make_dict_iterator(Dict* d, ShapeId iterator_shape) {
    DictIterator* it = new_iterator(d, iterator_shape);
    it->index = 0;
    return Own::adopt(Value::object(it));
}

Own make_dict_reverse_iterator(Dict* d, ShapeId iterator_shape) {
    DictIterator* it = new_iterator(d, iterator_shape);
    it->index = d->entry_count;
    return Own::adopt(Value::object(it));
}

constexpr uint32_t internal = type_container | type_no_instantiate;
const TypeSpec spec_dict_keys = {"builtins", nullptr, sizeof(DictView), internal, &view_life, fill_keys, keys_methods, view_getsets, nullptr};
const TypeSpec spec_dict_values = {"builtins", nullptr, sizeof(DictView), internal, &view_life, fill_values, values_methods, view_getsets, nullptr};
const TypeSpec spec_dict_items = {"builtins", nullptr, sizeof(DictView), internal, &view_life, fill_items, items_methods, view_getsets, nullptr};

#define DICT_ITERATOR(name, next)                                                                                  \
    extern const TypeSpec spec_##name;                                                                             \
    const TypeSpec spec_##name = {"builtins", nullptr, sizeof(DictIterator), internal, &iterator_life, fill_iterator<next>, \
                                  iterator_methods, nullptr, nullptr};
DICT_ITERATOR(dict_keyiterator, key_next)
DICT_ITERATOR(dict_valueiterator, value_next)
DICT_ITERATOR(dict_itemiterator, item_next)
DICT_ITERATOR(dict_reversekeyiterator, reverse_key_next)
DICT_ITERATOR(dict_reversevalueiterator, reverse_value_next)
DICT_ITERATOR(dict_reverseitemiterator, reverse_item_next)
#undef DICT_ITERATOR

} // namespace terrarium
