// The module heapq: a list as a binary heap. Invariant: items only ever change places by swaps, so that an exception or
// a mutation by a comparison loses nothing; a comparison that changed the list's length ends in RuntimeError.
#include "vm/modules/module_types.h"
#include "vm/modules/native_iterator.h"

namespace terrarium {

namespace {

// --- sifting

enum class Order : uint8_t { smallest_first, largest_first };

// 1 when a belongs above b, 0 when not, -1 for an exception.
int above(Thread& t, Value a, Value b, Order order) {
    if (order == Order::largest_first) std::swap(a, b);
    if (a.is_int() && b.is_int()) return a.int_value() < b.int_value();
    if (a.is_float() && b.is_float()) return a.float_value() < b.float_value();
    Own hold_a = Own::share(a), hold_b = Own::share(b);
    Result<bool> answer = compare_bool(t, a, b, CompareOp::lt);
    return answer ? answer.get() : -1;
}

Error size_changed(Thread& t) { return raise_text(t, rt().types.RuntimeError, "list changed size during iteration"); }

// Moves the item at `at` up until its parent belongs above it, no higher than `top`.
Status rise(Thread& t, List* heap, size_t top, size_t at, Order order) {
    size_t size = heap->length;
    while (at > top) {
        size_t parent = (at - 1) / 2;
        int higher = above(t, heap->items[at], heap->items[parent], order);
        if (higher < 0) return Error{};
        if (heap->length != size) return size_changed(t);
        if (!higher) break;
        std::swap(heap->items[at], heap->items[parent]);
        at = parent;
    }
    return {};
}

// Moves the item at `top` down to a leaf along the children that belong above, then up again to its place: it came
// from a leaf, so this takes fewer comparisons than stopping on the way.
Status sink(Thread& t, List* heap, size_t top, Order order) {
    size_t size = heap->length, at = top;
    while (2 * at + 1 < size) {
        size_t child = 2 * at + 1;
        if (child + 1 < size) {
            int left = above(t, heap->items[child], heap->items[child + 1], order);
            if (left < 0) return Error{};
            if (heap->length != size) return size_changed(t);
            if (!left) child++;
        }
        std::swap(heap->items[at], heap->items[child]);
        at = child;
    }
    return rise(t, heap, top, at, order);
}

Status heapify(Thread& t, List* heap, Order order) {
    size_t size = heap->length;
    for (size_t i = size / 2; i-- > 0;) {
        if (Status s = sink(t, heap, i, order); !s) return s;
        if (heap->length != size) return size_changed(t);
    }
    return {};
}

Result<Own> pop(Thread& t, List* heap, Order order) {
    if (heap->length == 0) return raise_text(t, rt().types.IndexError, "index out of range");
    Own last = Own::adopt(heap->items[--heap->length]);
    if (heap->length == 0) return last;
    Own top = Own::adopt(std::exchange(heap->items[0], last.take()));
    if (Status s = sink(t, heap, 0, order); !s) return Error{};
    return top;
}

Result<Own> replace(Thread& t, List* heap, Value item, Order order) {
    if (heap->length == 0) return raise_text(t, rt().types.IndexError, "index out of range");
    Own top = Own::adopt(std::exchange(heap->items[0], shared(item)));
    if (Status s = sink(t, heap, 0, order); !s) return Error{};
    return top;
}

// --- functions

Status check_list(Thread& t, const char* function, const char* position, Value v) {
    if (!is_list(v)) return raise_type(t, "{}() argument{} must be list, not {}", function, position, type_name(v));
    return {};
}

Result<Own> heap_push(Thread& t, const Value* a) {
    if (Status s = check_list(t, "heappush", " 1", a[0]); !s) return Error{};
    List* heap = as<List>(a[0]);
    if (Status s = list_append(t, heap, Own::share(a[1])); !s) return Error{};
    if (Status s = rise(t, heap, 0, heap->length - 1, Order::smallest_first); !s) return Error{};
    return Own::none();
}

Result<Own> heap_pop(Thread& t, const Value* a) {
    if (Status s = check_list(t, "heappop", "", a[0]); !s) return Error{};
    return pop(t, as<List>(a[0]), Order::smallest_first);
}
Result<Own> heap_pop_max(Thread& t, const Value* a) {
    if (Status s = check_list(t, "_heappop_max", "", a[0]); !s) return Error{};
    return pop(t, as<List>(a[0]), Order::largest_first);
}

Result<Own> heap_replace(Thread& t, const Value* a) {
    if (Status s = check_list(t, "heapreplace", " 1", a[0]); !s) return Error{};
    return replace(t, as<List>(a[0]), a[1], Order::smallest_first);
}
Result<Own> heap_replace_max(Thread& t, const Value* a) {
    if (Status s = check_list(t, "_heapreplace_max", " 1", a[0]); !s) return Error{};
    return replace(t, as<List>(a[0]), a[1], Order::largest_first);
}

Result<Own> heap_pushpop(Thread& t, const Value* a) {
    if (Status s = check_list(t, "heappushpop", " 1", a[0]); !s) return Error{};
    List* heap = as<List>(a[0]);
    if (heap->length == 0) return Own::share(a[1]);
    int smaller = above(t, heap->items[0], a[1], Order::smallest_first);
    if (smaller < 0) return Error{};
    if (!smaller) return Own::share(a[1]);
    return replace(t, heap, a[1], Order::smallest_first);
}

Result<Own> heapify_(Thread& t, const Value* a) {
    if (Status s = check_list(t, "heapify", "", a[0]); !s) return Error{};
    if (Status s = heapify(t, as<List>(a[0]), Order::smallest_first); !s) return Error{};
    return Own::none();
}
Result<Own> heapify_max(Thread& t, const Value* a) {
    if (Status s = check_list(t, "_heapify_max", "", a[0]); !s) return Error{};
    if (Status s = heapify(t, as<List>(a[0]), Order::largest_first); !s) return Error{};
    return Own::none();
}

// --- nsmallest, nlargest

Result<Own> key_of(Thread& t, Value key, Value item) { return key.is_none() ? Result<Own>(Own::share(item)) : call(t, key, item); }

// The one best item, as min() and max() find it, in a list.
Result<Own> best_of(Thread& t, Value iterable, Value key, Order order) {
    Own best, best_key;
    TRY(for_each(t, iterable, [&](Value item) -> Result<bool> {
        Own hold = Own::share(item), k = TRY(key_of(t, key, item));
        if (best.is_null() || TRY(compare_bool(t, k, best_key, order == Order::smallest_first ? CompareOp::lt : CompareOp::gt))) {
            best = std::move(hold);
            best_key = std::move(k);
        }
        return true;
    }));
    Ref<List> result = make_list();
    if (!best.is_null()) TRY(list_append(t, result, std::move(best)));
    return result;
}

// What Python's own heapq does, step by step, for programs that watch the comparisons: one item as min() finds it, as
// many as there are by sorting, otherwise a heap of the best so far with the worst of them on top. Entries are tuples
// (key, order, item): the order keeps equal ones apart and as they came.
Result<Own> select(Thread& t, const Value* a, Order wanted) {
    Value n = a[0], key = a[2].is_null() ? Value::none() : a[2];
    bool smallest = wanted == Order::smallest_first;
    if (TRY(equal(t, n, Value::small_int(1)))) return best_of(t, a[1], key, wanted);
    Result<int64_t> size = length(t, a[1]);
    if (size) {
        if (TRY(compare_bool(t, n, Value::small_int(size.get()), CompareOp::ge))) {
            Ref<List> items = TRY(list_from_iterable(t, a[1]));
            if (Status s = list_sort(t, items, key, !smallest); !s) return Error{};
            Own head = make_slice(Value::none(), n, Value::none());
            return get_item(t, items.value(), head);
        }
    } else if (raised_matches(t, rt().types.TypeError) || raised_matches(t, rt().types.AttributeError)) {
        clear_raised(t);
    } else {
        return Error{};
    }
    Own it = TRY(get_iter(t, a[1])), hold_n;
    if (!smallest && !is_int(n)) n = (hold_n = TRY(negative(t, n))).get(); // range(0, -n, -1)
    int64_t count = TRY(to_clamped(t, n));
    Ref<List> heap = make_list();
    int64_t order = 0, step = smallest ? 1 : -1;
    while (static_cast<int64_t>(heap->length) < count) {
        Own item = TRY(iter_next(t, it));
        if (item.is_exhausted()) break;
        Own k = TRY(key_of(t, key, item));
        TRY(list_append(t, heap, tuple_of(k.get(), Value::small_int(order), item.get())));
        order += step;
    }
    if (heap->length == 0) return heap;
    Order worst_first = smallest ? Order::largest_first : Order::smallest_first;
    TRY(heapify(t, heap, worst_first));
    order = step * count;
    for (;;) {
        Own item = TRY(iter_next(t, it));
        if (item.is_exhausted()) break;
        Own k = TRY(key_of(t, key, item)), top = Own::share(as<Tuple>(heap->items[0])->items()[0]);
        int better = above(t, k, top, wanted);
        if (better < 0) return Error{};
        if (!better) continue;
        Own entry = tuple_of(k.get(), Value::small_int(order), item.get());
        (void)TRY(replace(t, heap, entry, worst_first));
        order += step;
    }
    if (Status s = list_sort(t, heap, Value::none(), !smallest); !s) return Error{};
    for (size_t i = 0; i < heap->length; i++) set_field(heap->items[i], Own::share(as<Tuple>(heap->items[i])->items()[2]));
    return heap;
}
Result<Own> nlargest(Thread& t, const Value* a) { return select(t, a, Order::largest_first); }
Result<Own> nsmallest(Thread& t, const Value* a) { return select(t, a, Order::smallest_first); }

// --- merge

// Each source is a private tuple (key, number, item, iterator) in `heap`, a heap by key, then number.
struct Merge : Object {
    Value heap, key_function; // heap: list; before the start it holds the iterables themselves
    bool started, reverse;
    static constexpr const char* type_name = "merge";
    static constexpr Field<Merge> fields[] = {{"heap", &Merge::heap}, {"key", &Merge::key_function}};
};

Result<bool> source_above(Thread& t, Tuple* a, Tuple* b, bool reverse) {
    Own hold_a = Own::share(a), hold_b = Own::share(b);
    if (TRY(items_equal(t, a->items()[0], b->items()[0]))) return a->items()[1].int_value() < b->items()[1].int_value();
    Value x = a->items()[0], y = b->items()[0];
    if (reverse) std::swap(x, y);
    return compare_bool(t, x, y, CompareOp::lt);
}

// Brings the source at `top` to its place, as sink() does.
Status settle(Thread& t, List* heap, size_t top, bool reverse) {
    auto goes_above = [&](size_t a, size_t b) { return source_above(t, as<Tuple>(heap->items[a]), as<Tuple>(heap->items[b]), reverse); };
    size_t at = top;
    while (2 * at + 1 < heap->length) {
        size_t child = 2 * at + 1;
        if (child + 1 < heap->length && !TRY(goes_above(child, child + 1))) child++;
        std::swap(heap->items[at], heap->items[child]);
        at = child;
    }
    while (at > top && TRY(goes_above(at, (at - 1) / 2))) {
        std::swap(heap->items[at], heap->items[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    return {};
}

// The next entry of an iterator; exhausted at its end.
Result<Own> next_entry(Thread& t, Value key_function, Value number, Value iterator) {
    Own item = TRY(iter_next(t, iterator));
    if (item.is_exhausted()) return item;
    Own key = key_function.is_null() ? Own::share(item.get()) : TRY(call(t, key_function, item));
    return tuple_of(key, number, item, iterator);
}

Status start(Thread& t, List* heap, Value key_function, bool reverse) {
    Ref<List> entries = make_list();
    for (size_t i = 0; i < heap->length; i++) {
        Own it = TRY(get_iter(t, heap->items[i]));
        Own entry = TRY(next_entry(t, key_function, Value::small_int(static_cast<int64_t>(i)), it));
        if (entry.is_exhausted()) continue;
        if (Status s = list_append(t, entries, std::move(entry)); !s) return s;
    }
    for (size_t i = entries->length / 2; i-- > 0;)
        if (Status s = settle(t, entries, i, reverse); !s) return s;
    std::swap(heap->items, entries->items);
    std::swap(heap->length, entries->length);
    std::swap(heap->capacity, entries->capacity);
    return {};
}

// Replaces the first source's item by its next, or the source by the last one when it has ended.
Status refill(Thread& t, List* heap, Value key_function, bool reverse) {
    Own before = Own::share(heap->items[0]);
    Own entry = TRY(next_entry(t, key_function, as<Tuple>(before)->items()[1], as<Tuple>(before)->items()[3]));
    if (entry.is_exhausted()) {
        entry = Own::adopt(heap->items[--heap->length]);
        if (heap->length == 0) return {};
    }
    set_field(heap->items[0], std::move(entry));
    return settle(t, heap, 0, reverse);
}

Result<Own> merge_next(Thread& t, Value self) {
    auto m = as<Merge>(self);
    if (m->heap.is_null()) return Own::exhausted();
    Own hold = Own::share(m->heap), key_function = Own::share(m->key_function);
    List* heap = as<List>(hold);
    if (!m->started) {
        m->started = true;
        if (Status s = start(t, heap, key_function, m->reverse); !s) {
            drop_field(m->heap);
            return Error{};
        }
    } else if (heap->length) {
        // Only now is the source of the item handed out before asked for its next.
        if (Status s = refill(t, heap, key_function, m->reverse); !s) {
            drop_field(m->heap);
            return Error{};
        }
    }
    if (heap->length == 0) {
        drop_field(m->heap);
        return Own::exhausted();
    }
    return Own::share(as<Tuple>(heap->items[0])->items()[2]);
}

void fill_merge(Slots& s) {
    s.iter = return_self;
    s.next = merge_next;
}

const TypeSpec spec_merge = {
    "heapq", nullptr, sizeof(Merge), type_container | type_no_instantiate, &life_of<Merge>, fill_merge, nullptr, nullptr, nullptr,
};

Result<Own> merge(Thread& t, const Value* a) {
    Ref<List> sources = TRY(list_from_iterable(t, a[0]));
    bool reverse = a[2].is_null() ? false : TRY(is_truthy(t, a[2]));
    Ref<Merge> m = TRY(make_with_fields<Merge>(t, module_types().merge));
    m->heap = Own(std::move(sources)).take();
    if (!a[1].is_null() && !a[1].is_none()) m->key_function = shared(a[1]);
    m->started = false;
    m->reverse = reverse;
    return m;
}

const NativeDef functions[] = {
    {"heappush($module, heap, item, /)", heap_push, "Puts item on the heap."},
    {"heappop($module, heap, /)", heap_pop, "Takes the smallest item off the heap."},
    {"heapreplace($module, heap, item, /)", heap_replace, "Takes the smallest item off, then puts item on: one sift for both."},
    {"heappushpop($module, heap, item, /)", heap_pushpop, "Puts item on, then takes the smallest off: one sift for both."},
    {"heapify($module, heap, /)", heapify_, "Turns a list into a heap, in place, in linear time."},
    {"nlargest($module, n, iterable, key=None)", nlargest, "The n largest items, the largest first."},
    {"nsmallest($module, n, iterable, key=None)", nsmallest, "The n smallest items, the smallest first."},
    {"merge($module, /, *iterables, key=None, reverse=False)", merge, "One sorted iterator over several sorted iterables."},
    {"_heappop_max($module, heap, /)", heap_pop_max, "heappop of a heap with the largest on top."},
    {"_heapreplace_max($module, heap, item, /)", heap_replace_max, "heapreplace of a heap with the largest on top."},
    {"_heapify_max($module, heap, /)", heapify_max, "heapify with the largest on top."},
    {},
};

Status setup(Thread&, Dict* names) {
    if (!module_types().merge) module_types().merge = make_builtin_type("merge", rt().types.object, spec_merge);
    Ref<List> all = make_list();
    for (const char* name : {"heappush", "heappop", "heapify", "heapreplace", "merge", "nlargest", "nsmallest", "heappushpop"})
        if (Status s = list_append(current_thread(), all, intern(name)); !s) return s;
    dict_set(names, rt().names.dunder_all, all.value());
    return {};
}

} // namespace

extern const NativeModuleDef module_heapq;
const NativeModuleDef module_heapq = {
    "heapq", "Priority queues: a list kept so that item k is no larger than items 2k+1 and 2k+2.", functions, setup,
};

} // namespace terrarium
