// list: a growable array of Values in one raw buffer. Invariant: items[0..length) each own a count, and the list is
// whole (length, capacity, items agree) before any release, comparison or call that could run Python code.
// Next: list_methods.cpp (the Python face), list_sort.cpp.
#include "vm/core/list.h"

#include "vm/objects/containers.h"
#include "vm/objects/iterators.h"

namespace terrarium {

namespace {

constexpr size_t longest_list = size_t{1} << 56;

} // namespace

// --- making

Ref<List> make_list() {
    Ref<List> l = new_object<List>(shapes::list, true);
    l->length = 0;
    l->capacity = 0;
    l->items = nullptr;
    return l;
}

Result<Ref<List>> make_list(Thread& t, size_t capacity) {
    Ref<List> l = make_list();
    if (capacity) {
        if (capacity > longest_list) return raise_memory(t);
        l->items = static_cast<Value*>(try_alloc_raw(capacity * sizeof(Value)));
        if (!l->items) return raise_memory(t);
        l->capacity = capacity;
    }
    return l;
}

Result<Ref<List>> make_list(Thread& t, const Value* items, size_t count) {
    Ref<List> l = TRY(make_list(t, count));
    for (size_t i = 0; i < count; i++) l->items[i] = shared(items[i]);
    l->length = count;
    return l;
}

Result<Ref<List>> list_from_iterable(Thread& t, Value iterable) {
    Ref<List> l = make_list();
    Status status = list_extend(t, l, iterable);
    if (!status) return Error{};
    return l;
}

Result<Ref<Tuple>> list_to_tuple(Thread& t, List* l) { return make_tuple(t, l->items, l->length); }

// --- growing

// An eighth more than asked, rounded up to what the block really holds: append stays linear, memory close to exact.
Status list_grow(Thread& t, List* l, size_t capacity_at_least) {
    if (capacity_at_least > longest_list) return raise_memory(t);
    size_t wanted = capacity_at_least;
    if (l->capacity) wanted += wanted / 8 + 3;
    wanted = std::max<size_t>(wanted, 4);
    size_t bytes = usable_size(wanted * sizeof(Value));
    void* items = try_realloc_raw(l->items, l->capacity * sizeof(Value), bytes);
    if (!items) {
        bytes = capacity_at_least * sizeof(Value);
        items = try_realloc_raw(l->items, l->capacity * sizeof(Value), bytes);
        if (!items) return raise_memory(t);
    }
    l->items = static_cast<Value*>(items);
    l->capacity = bytes / sizeof(Value);
    return {};
}

Status list_insert(Thread& t, List* l, size_t at, Value item) {
    if (l->length == l->capacity) {
        Status status = list_grow(t, l, l->length + 1);
        if (!status) return status;
    }
    at = std::min<size_t>(at, l->length);
    memmove(static_cast<void*>(l->items + at + 1), l->items + at, (l->length - at) * sizeof(Value));
    l->items[at] = shared(item);
    l->length++;
    return {};
}

namespace {

Status append_row(Thread& t, List* l, Value source) {
    // The length is read before growing: l.extend(l) doubles once.
    bool from_list = is_exact_list(source) || is_list(source);
    size_t count = from_list ? as<List>(source)->length : as<Tuple>(source)->length;
    if (l->length + count > l->capacity) {
        Status status = list_grow(t, l, l->length + count);
        if (!status) return status;
    }
    const Value* from = from_list ? as<List>(source)->items : as<Tuple>(source)->items();
    Value* to = l->items + l->length;
    for (size_t i = 0; i < count; i++) to[i] = shared(from[i]);
    l->length += count;
    return {};
}

} // namespace

Status list_extend(Thread& t, List* l, Value iterable) {
    if (is_exact_list(iterable) || is_exact_tuple(iterable)) return append_row(t, l, iterable);
    Own it = TRY(get_iter(t, iterable));
    int64_t hint = TRY(length_hint(t, iterable, 8));
    // A hint that cannot be had is taken for the truth: list(range(10**12)) fails at once.
    size_t room = static_cast<size_t>(hint);
    if (hint > 0 && l->length + room > l->capacity) {
        Status status = list_grow(t, l, l->length + room);
        if (!status) return status;
    }
    if (has_shape(it, shapes::range_iterator)) {
        auto numbers = as<RangeIterator>(it);
        if (l->length + static_cast<size_t>(numbers->remaining) <= l->capacity)
            for (; numbers->remaining > 0; numbers->remaining--, numbers->next += numbers->step)
                l->items[l->length++] = Value::small_int(numbers->next);
    }
    for (;;) {
        Own item = TRY(iter_next(t, it));
        if (item.is_exhausted()) break;
        Status status = list_append(t, l, std::move(item));
        if (!status) return status;
    }
    // Give back what a generous hint took.
    if (l->capacity > 64 && l->length < l->capacity / 2) {
        size_t bytes = usable_size(std::max<size_t>(l->length, 4) * sizeof(Value));
        void* items = try_realloc_raw(l->items, l->capacity * sizeof(Value), bytes);
        if (items) {
            l->items = static_cast<Value*>(items);
            l->capacity = bytes / sizeof(Value);
        }
    }
    return {};
}

// --- shared helpers of the containers (containers.h)

Result<bool> items_equal_slow(Thread& t, Value a, Value b) {
    if (is_exact_str(a) && is_exact_str(b)) return str_equal(as<Str>(a), as<Str>(b));
    Own hold_a = Own::share(a), hold_b = Own::share(b);
    return equal(t, a, b);
}

Status no_keywords(Thread& t, const char* function, const Args& args) {
    if (args.keyword_count()) return raise_type(t, "{}() takes no keyword arguments", function);
    return {};
}

Result<Value> optional_argument(Thread& t, const char* function, const Args& args) {
    Status keywords = no_keywords(t, function, args);
    if (!keywords) return Error{};
    if (args.count > 1) return raise_type(t, "{} expected at most 1 argument, got {}", function, args.count);
    return args.count ? args[0] : Value::null();
}

Result<int64_t> clamped_position(Thread& t, Value v, int64_t length, int64_t fallback) {
    if (v.is_null()) return fallback;
    if (!is_index(v))
        return raise_type(t, "slice indices must be integers or have an __index__ method");
    int64_t position = TRY(to_clamped(t, v));
    if (position < 0) position = std::max<int64_t>(position + length, 0);
    return position;
}

Result<Ref<Str>> join_reprs(Thread& t, std::string_view open, const Value* items, size_t count, std::string_view close) {
    StrBuilder text(t);
    if (Status s = text.add(open); !s) return Error{};
    for (size_t i = 0; i < count; i++) {
        if (i)
            if (Status s = text.add(", "); !s) return Error{};
        Ref<Str> item = TRY(repr(t, items[i]));
        if (Status s = text.add(item.get()); !s) return Error{};
    }
    if (Status s = text.add(close); !s) return Error{};
    return text.finish();
}

} // namespace terrarium
