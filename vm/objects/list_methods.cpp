// list: its Python face. Slices follow one rule: everything that can run Python code (the right-hand side, __index__ of
// the bounds) runs first, then the bounds are resolved against the length of that moment and the list is changed at once.
// Next: vm/objects/list.cpp (growing), vm/objects/list_sort.cpp.
#include "vm/objects/containers.h"
#include "vm/objects/iterators.h"
#include "vm/objects/int_type.h"

namespace terrarium {

namespace {

void trace(Object* o, Visitor& visitor) {
    List* l = static_cast<List*>(o);
    for (size_t i = 0; i < l->length; i++) trace_edge(visitor, l->items[i], "items", static_cast<int64_t>(i));
}

// Detaches the buffer before anything is released: a __del__ sees an empty list.
void clear(Object* o) {
    List* l = static_cast<List*>(o);
    Value* items = l->items;
    size_t length = l->length, capacity = l->capacity;
    l->items = nullptr;
    l->length = l->capacity = 0;
    for (size_t i = length; i-- > 0;) release(items[i]);
    free_raw(items, capacity * sizeof(Value));
}

size_t extra_size(const Object* o) { return static_cast<const List*>(o)->capacity * sizeof(Value); }

const Lifecycle life = {trace, clear, clear, fixed_size<List>, extra_size, "list"};

// Gives memory back once three quarters of the buffer lie empty.
void shrink(List* l) {
    if (l->capacity < 32 || l->length >= l->capacity / 4) return;
    size_t bytes = usable_size(l->length * 2 * sizeof(Value));
    void* items = try_realloc_raw(l->items, l->capacity * sizeof(Value), bytes);
    if (!items) return;
    l->items = static_cast<Value*>(items);
    l->capacity = bytes / sizeof(Value);
}

// Takes items [at, at + count) out and puts `with` (owned by the caller's list, whose items move) in their place.
Status splice(Thread& t, List* l, size_t at, size_t count, List* with) {
    size_t added = with ? with->length : 0;
    Ref<List> removed = TRY(make_list(t, count));
    if (added > count && l->length - count + added > l->capacity) {
        Status status = list_grow(t, l, l->length - count + added);
        if (!status) return status;
    }
    if (count) memcpy(static_cast<void*>(removed->items), l->items + at, count * sizeof(Value));
    removed->length = count;
    if (added != count)
        memmove(static_cast<void*>(l->items + at + added), l->items + at + count, (l->length - at - count) * sizeof(Value));
    if (added) {
        memcpy(static_cast<void*>(l->items + at), with->items, added * sizeof(Value));
        with->length = 0;
    }
    l->length += added - count;
    if (added < count) shrink(l);
    return {};
}

void reverse_items(Value* items, size_t length) {
    for (size_t i = 0, j = length; i + 1 < j; i++) std::swap(items[i], items[--j]);
}

// --- slots

Result<Own> list_repr(Thread& t, Value self) {
    List* l = as<List>(self);
    if (l->length == 0) return make_short_str("[]");
    ReprGuard guard(t, self);
    if (guard.second()) return make_short_str("[...]");
    StrBuilder text(t);
    if (Status s = text.add("["); !s) return Error{};
    for (size_t i = 0; i < l->length; i++) { // a repr may change the list
        Own item = Own::share(l->items[i]);
        Ref<Str> one = TRY(repr(t, item));
        if (i)
            if (Status s = text.add(", "); !s) return Error{};
        if (Status s = text.add(one.get()); !s) return Error{};
    }
    if (Status s = text.add("]"); !s) return Error{};
    return text.finish();
}

Result<Own> list_compare(Thread& t, Value self, Value other, CompareOp op) {
    if (!is_list(self) || !is_list(other)) return Own::not_implemented();
    List* a = as<List>(self);
    List* b = as<List>(other);
    if (a->length != b->length && op == CompareOp::eq) return Own::boolean(false);
    if (a->length != b->length && op == CompareOp::ne) return Own::boolean(true);
    for (size_t i = 0; i < a->length && i < b->length; i++) {
        Value x = a->items[i], y = b->items[i];
        if (x == y || (x.is_int() && y.is_int() && op == CompareOp::eq)) {
            if (x == y) continue;
            return Own::boolean(false);
        }
        Own hold_x = Own::share(x), hold_y = Own::share(y);
        if (TRY(equal(t, x, y))) continue;
        if (op == CompareOp::eq) return Own::boolean(false);
        if (op == CompareOp::ne) return Own::boolean(true);
        return compare(t, x, y, op);
    }
    return Own::boolean(compare_sizes(static_cast<int64_t>(a->length), static_cast<int64_t>(b->length), op));
}

Result<Own> list_iter(Thread&, Value self) { return make_list_iterator(as<List>(self)); }

Result<int64_t> list_length(Thread&, Value self) { return static_cast<int64_t>(as<List>(self)->length); }

Result<Own> list_get_item(Thread& t, Value self, Value key) {
    List* l = as<List>(self);
    if (key.is_int()) {
        int64_t i = key.int_value();
        if (i < 0) i += static_cast<int64_t>(l->length);
        if (static_cast<uint64_t>(i) < l->length) return Own::share(l->items[i]);
        return raise_text(t, rt().types.IndexError, "list index out of range");
    }
    if (is_slice(key)) {
        Own slice = TRY(plain_slice(t, key));
        SliceRange range = TRY(resolve_slice(t, slice, static_cast<int64_t>(l->length)));
        if (range.count <= 0) return make_list();
        if (range.step == 1) return make_list(t, l->items + range.start, static_cast<size_t>(range.count));
        Ref<List> result = TRY(make_list(t, static_cast<size_t>(range.count)));
        for (int64_t i = 0, at = range.start; i < range.count; i++, at += range.step) result->items[i] = shared(l->items[at]);
        result->length = static_cast<size_t>(range.count);
        return result;
    }
    if (is_index(key)) {
        Own index = TRY(to_index(t, key));
        int64_t i = TRY(resolve_index(t, index, static_cast<int64_t>(l->length), "list"));
        return Own::share(l->items[i]);
    }
    return raise_type(t, "list indices must be integers or slices, not {}", type_name(key));
}

// What an extended slice gave up goes in the order of the slice; a list's own end goes from the last item to the first.
void drop_in_order(List* removed) { std::reverse(removed->items, removed->items + removed->length); }

Status delete_stepped(Thread& t, List* l, SliceRange range) {
    if (range.step < 0) {
        range.start += range.step * (range.count - 1);
        range.step = -range.step;
    }
    Ref<List> removed = TRY(make_list(t, static_cast<size_t>(range.count)));
    size_t step = static_cast<size_t>(range.step), out = static_cast<size_t>(range.start);
    size_t next = out;
    for (size_t i = out; i < l->length; i++) {
        if (i == next && removed->length < static_cast<size_t>(range.count)) {
            removed->items[removed->length++] = l->items[i];
            next += step;
        } else {
            l->items[out++] = l->items[i];
        }
    }
    l->length = out;
    shrink(l);
    drop_in_order(removed);
    return {};
}

Status list_set_slice(Thread& t, List* l, Value key, Value value) {
    Own slice = TRY(plain_slice(t, key));
    bool stepped = false;
    {
        SliceRange range = TRY(resolve_slice(t, slice, static_cast<int64_t>(l->length)));
        stepped = range.step != 1;
    }
    Ref<List> with;
    if (!value.is_null()) {
        if (is_exact_list(value) || is_exact_tuple(value)) {
            with = TRY(list_from_iterable(t, value));
        } else {
            Result<Own> it = get_iter(t, value);
            if (!it) {
                if (!raised_matches(t, rt().types.TypeError)) return Error{};
                clear_raised(t);
                return raise_type(t, "{}", stepped ? "must assign iterable to extended slice" : "can only assign an iterable");
            }
            Own iterator = it.take();
            with = TRY(list_from_iterable(t, iterator));
        }
    }
    SliceRange range = TRY(resolve_slice(t, slice, static_cast<int64_t>(l->length)));
    if (!stepped) return splice(t, l, static_cast<size_t>(range.start), static_cast<size_t>(std::max<int64_t>(range.count, 0)), with);
    if (value.is_null()) {
        if (range.count <= 0) return {};
        return delete_stepped(t, l, range);
    }
    if (static_cast<int64_t>(with->length) != range.count)
        return raise_value_error(t, "attempt to assign sequence of size {} to extended slice of size {}", with->length, range.count);
    for (int64_t i = 0, at = range.start; i < range.count; i++, at += range.step) std::swap(l->items[at], with->items[i]);
    drop_in_order(with);
    return {}; // `with` now holds the old items and releases them
}

Status list_set_item(Thread& t, Value self, Value key, Value value) {
    List* l = as<List>(self);
    if (!key.is_int()) {
        if (is_slice(key)) return list_set_slice(t, l, key, value);
        if (!is_index(key)) return raise_type(t, "list indices must be integers or slices, not {}", type_name(key));
    }
    int64_t i = 0;
    if (key.is_int()) {
        i = key.int_value();
        if (i < 0) i += static_cast<int64_t>(l->length);
        if (static_cast<uint64_t>(i) >= l->length) return raise_text(t, rt().types.IndexError, "list assignment index out of range");
    } else {
        Own index = TRY(to_index(t, key));
        i = TRY(resolve_index(t, index, static_cast<int64_t>(l->length), "list assignment"));
    }
    if (value.is_null()) {
        Own old = Own::adopt(l->items[i]);
        memmove(static_cast<void*>(l->items + i), l->items + i + 1, (l->length - static_cast<size_t>(i) - 1) * sizeof(Value));
        l->length--;
        shrink(l);
        return {};
    }
    Value old = l->items[i];
    l->items[i] = shared(value);
    release(old);
    return {};
}

Result<bool> list_contains(Thread& t, Value self, Value item) {
    List* l = as<List>(self);
    for (size_t i = 0; i < l->length; i++)
        if (TRY(items_equal(t, l->items[i], item))) return true;
    return false;
}

Result<Own> list_concat(Thread& t, Value left, Value right) {
    if (!is_list(right)) return raise_type(t, "can only concatenate list (not \"{}\") to list", type_name(right));
    List* a = as<List>(left);
    List* b = as<List>(right);
    Ref<List> result = TRY(make_list(t, a->length + b->length));
    for (size_t i = 0; i < a->length; i++) result->items[i] = shared(a->items[i]);
    for (size_t i = 0; i < b->length; i++) result->items[a->length + i] = shared(b->items[i]);
    result->length = a->length + b->length;
    return result;
}

Result<Own> list_inplace_concat(Thread& t, Value left, Value right) {
    Status status = list_extend(t, as<List>(left), right);
    if (!status) return Error{};
    return Own::share(left);
}

// Writes `count` copies of the first `length` items of `to` behind them.
void repeat_items(Value* to, size_t length, size_t count) {
    if (length == 1 && !to[0].is_object()) {
        std::fill(to + 1, to + count, to[0]);
        return;
    }
    for (size_t n = 1; n < count; n++)
        for (size_t i = 0; i < length; i++) to[n * length + i] = shared(to[i]);
}

Result<Own> list_repeat(Thread& t, Value self, int64_t count) {
    List* l = as<List>(self);
    if (count <= 0 || l->length == 0) return make_list();
    size_t total = 0;
    if (__builtin_mul_overflow(l->length, static_cast<size_t>(count), &total)) return raise_memory(t);
    Ref<List> result = TRY(make_list(t, total));
    for (size_t i = 0; i < l->length; i++) result->items[i] = shared(l->items[i]);
    repeat_items(result->items, l->length, static_cast<size_t>(count));
    result->length = total;
    return result;
}

Result<Own> list_inplace_repeat(Thread& t, Value self, int64_t count) {
    List* l = as<List>(self);
    if (count <= 0) {
        clear(l);
    } else if (count > 1 && l->length) {
        size_t total = 0;
        if (__builtin_mul_overflow(l->length, static_cast<size_t>(count), &total)) return raise_memory(t);
        if (total > l->capacity) {
            Status status = list_grow(t, l, total);
            if (!status) return Error{};
        }
        repeat_items(l->items, l->length, static_cast<size_t>(count));
        l->length = total;
    }
    return Own::share(self);
}

Result<Own> list_construct(Thread& t, Type* cls, const Args&) {
    if (cls == rt().types.list) return make_list();
    Ref<List> l = TRY(make_instance<List>(t, cls));
    l->length = l->capacity = 0;
    l->items = nullptr;
    return l;
}

Status list_init(Thread& t, Value self, const Args& args) {
    List* l = as<List>(self);
    if (type_of(self) == rt().types.list || type_of(self)->slots.construct == list_construct) {
        Status keywords = no_keywords(t, "list", args);
        if (!keywords) return keywords;
    }
    Value iterable = TRY(optional_argument(t, "list", Args{args.values, args.count, nullptr}));
    if (l->items) clear(l);
    if (iterable.is_null()) return {};
    return list_extend(t, l, iterable);
}

// --- methods

Result<Own> method_append(Thread& t, const Value* a) {
    Status status = list_append(t, as<List>(a[0]), Own::share(a[1]));
    if (!status) return Error{};
    return Own::none();
}

Result<Own> method_clear(Thread&, const Value* a) {
    clear(as<List>(a[0]));
    return Own::none();
}

Result<Own> method_copy(Thread& t, const Value* a) { return make_list(t, as<List>(a[0])->items, as<List>(a[0])->length); }

Result<Own> method_count(Thread& t, const Value* a) {
    List* l = as<List>(a[0]);
    int64_t count = 0;
    for (size_t i = 0; i < l->length; i++) count += TRY(items_equal(t, l->items[i], a[1]));
    return make_int(count);
}

Result<Own> method_extend(Thread& t, const Value* a) {
    Status status = list_extend(t, as<List>(a[0]), a[1]);
    if (!status) return Error{};
    return Own::none();
}

Result<Own> method_index(Thread& t, const Value* a) {
    List* l = as<List>(a[0]);
    int64_t length = static_cast<int64_t>(l->length);
    int64_t start = TRY(clamped_position(t, a[2], length, 0));
    int64_t stop = TRY(clamped_position(t, a[3], length, length));
    for (int64_t i = start; i < stop && i < static_cast<int64_t>(l->length); i++)
        if (TRY(items_equal(t, l->items[i], a[1]))) return make_int(i);
    std::string text = TRY(repr_text(t, a[1]));
    return raise_value_error(t, "{} is not in list", text);
}

Result<Own> method_insert(Thread& t, const Value* a) {
    List* l = as<List>(a[0]);
    int64_t at = TRY(to_int64(t, a[1]));
    if (at < 0) at = std::max<int64_t>(at + static_cast<int64_t>(l->length), 0);
    Status status = list_insert(t, l, static_cast<size_t>(at), a[2]);
    if (!status) return Error{};
    return Own::none();
}

Result<Own> method_pop(Thread& t, const Value* a) {
    List* l = as<List>(a[0]);
    int64_t at = -1;
    if (!a[1].is_null()) at = a[1].is_int() ? a[1].int_value() : TRY(to_int64(t, a[1]));
    if (l->length == 0) return raise_text(t, rt().types.IndexError, "pop from empty list");
    if (at < 0) at += static_cast<int64_t>(l->length);
    if (static_cast<uint64_t>(at) >= l->length) return raise_text(t, rt().types.IndexError, "pop index out of range");
    Own item = Own::adopt(l->items[at]);
    memmove(static_cast<void*>(l->items + at), l->items + at + 1, (l->length - static_cast<size_t>(at) - 1) * sizeof(Value));
    l->length--;
    shrink(l);
    return item;
}

Result<Own> method_remove(Thread& t, const Value* a) {
    List* l = as<List>(a[0]);
    for (size_t i = 0; i < l->length; i++) {
        if (!TRY(items_equal(t, l->items[i], a[1]))) continue;
        Status status = {};
        if (i < l->length) status = splice(t, l, i, 1, nullptr); // the comparison may have shortened the list
        if (!status) return Error{};
        return Own::none();
    }
    return raise_text(t, rt().types.ValueError, "list.remove(x): x not in list");
}

Result<Own> method_reverse(Thread&, const Value* a) {
    reverse_items(as<List>(a[0])->items, as<List>(a[0])->length);
    return Own::none();
}

Result<Own> method_sort(Thread& t, const Value* a) {
    bool reverse = false;
    if (!a[2].is_null()) reverse = TRY(to_c_int(t, a[2])) != 0;
    Status status = list_sort(t, as<List>(a[0]), a[1].is_null() ? Value::none() : a[1], reverse);
    if (!status) return Error{};
    return Own::none();
}

Result<Own> method_reversed(Thread&, const Value* a) {
    auto it = new_object<ListIterator>(shapes::list_reverseiterator, true);
    it->list = shared(as<List>(a[0]));
    it->index = it->list->length;
    return Own(std::move(it));
}

const NativeDef methods[] = {
    {"append($self, object, /)", method_append, "Adds object at the end."},
    {"clear($self, /)", method_clear, "Removes every item."},
    {"copy($self, /)", method_copy, "A new list of the same items."},
    {"count($self, value, /)", method_count, "How many items equal value."},
    {"extend($self, iterable, /)", method_extend, "Adds every item of the iterable at the end."},
    {"index($self, value, start=0, stop=9223372036854775807, /)", method_index,
     "Position of the first item that equals value; ValueError when there is none."},
    {"insert($self, index, object, /)", method_insert, "Puts object in front of position index."},
    {"pop($self, index=-1, /)", method_pop, "Removes the item at index (the last one) and returns it."},
    {"remove($self, value, /)", method_remove, "Removes the first item that equals value; ValueError when there is none."},
    {"reverse($self, /)", method_reverse, "Turns the order around, in place."},
    {"sort($self, /, *, key=None, reverse=False)", method_sort,
     "Sorts in place, ascending and stable. key gives the value each item is compared by; reverse turns the order."},
    {"__reversed__($self, /)", method_reversed, "An iterator from the last item to the first."},
    {"__class_getitem__($cls, item, /)", native_class_getitem, "list[item] as a type; see PEP 585.", native_class_method},
    {},
};

void fill(Slots& s) {
    s.repr = list_repr;
    s.hash = hash_not_implemented;
    s.compare = list_compare;
    s.iter = list_iter;
    s.construct = list_construct;
    s.init = list_init;
    s.length = list_length;
    s.get_item = list_get_item;
    s.set_item = list_set_item;
    s.contains = list_contains;
    s.concat = list_concat;
    s.inplace_concat = list_inplace_concat;
    s.repeat = list_repeat;
    s.inplace_repeat = list_inplace_repeat;
}

} // namespace

extern const TypeSpec spec_list;
const TypeSpec spec_list = {
    "builtins",
    "A mutable sequence of the iterable's items; without an argument an empty one.",
    sizeof(List),
    type_basetype | type_container | type_list | type_sequence_pattern | type_match_self,
    &life, fill, methods, nullptr, nullptr,
};

} // namespace terrarium
