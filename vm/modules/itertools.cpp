// The module itertools: the iterators that pass items through one by one. Those that combine a pool are in
// itertools_combinations.cpp, groupby and tee in itertools_group.cpp.
// Invariant: what an iterator calls or steps is held for the call, since that call may clear or free the iterator.
#include "memory/world.h"
#include "vm/core/runtime_rooms.h"
#include "vm/modules/native_iterator.h"

namespace terrarium {

ItertoolsTypes& itertools_types() { return *static_cast<ItertoolsTypes*>(rt().room[room_itertools]); }

namespace {

constexpr uint32_t flags = type_basetype | type_container;

// --- accumulate

struct Accumulate : Object {
    Value iterator, function, total, initial; // function null: addition; total null: nothing yet
    static constexpr const char* type_name = "accumulate";
    static constexpr Field<Accumulate> fields[] = {
        {"iterator", &Accumulate::iterator}, {"function", &Accumulate::function}, {"total", &Accumulate::total}, {"initial", &Accumulate::initial}};
};

Result<Own> accumulate_construct(Thread& t, Type* cls, const Args& args) {
    BoundArgs bound;
    Status status = bind_args(t, "accumulate(iterable, func=None, *, initial=None)", Value::null(), args, bound);
    if (!status) return Error{};
    Own iterator = TRY(get_iter(t, bound.values[0]));
    Ref<Accumulate> it = TRY(make_with_fields<Accumulate>(t, cls));
    it->iterator = iterator.take();
    if (!bound.values[1].is_null() && !bound.values[1].is_none()) it->function = shared(bound.values[1]);
    if (!bound.values[2].is_null() && !bound.values[2].is_none()) it->initial = shared(bound.values[2]);
    return it;
}

Result<Own> accumulate_next(Thread& t, Value self) {
    auto it = as<Accumulate>(self);
    if (!it->initial.is_null()) {
        it->total = std::exchange(it->initial, Value::null());
        return Own::share(it->total);
    }
    if (it->iterator.is_null()) return Own::exhausted();
    Own item = TRY(iter_step(t, it->iterator));
    if (item.is_exhausted()) return item;
    if (it->total.is_null()) {
        it->total = shared(item);
        return item;
    }
    Own total = Own::share(it->total), function = Own::share(it->function);
    Own sum = function.is_null() ? TRY(binary_op(t, BinaryOp::add, total, item)) : TRY(call(t, function, total, item));
    set_field(it->total, Own::share(sum.get()));
    return sum;
}

const TypeSpec spec_accumulate = {
    "itertools", "accumulate(iterable, func=None, *, initial=None): running sums, or what func makes of the total and the next item.",
    sizeof(Accumulate), flags, &life_of<Accumulate>, fill_iterator_slots<accumulate_next, accumulate_construct>, nullptr, nullptr, nullptr,
};

// --- chain

struct Chain : Object {
    Value sources, active; // sources: an iterator over iterables; active: the one being walked
    static constexpr const char* type_name = "chain";
    static constexpr Field<Chain> fields[] = {{"sources", &Chain::sources}, {"active", &Chain::active}};
};

Result<Own> new_chain(Thread& t, Type* cls, Value sources) {
    Own iterator = TRY(get_iter(t, sources));
    Ref<Chain> it = TRY(make_with_fields<Chain>(t, cls));
    it->sources = iterator.take();
    return it;
}

Result<Own> chain_construct(Thread& t, Type* cls, const Args& args) {
    if (Status s = check_keywords(t, cls, "chain", args); !s) return Error{};
    Ref<Tuple> sources = TRY(make_tuple(t, args.values, args.count));
    return new_chain(t, cls, sources.value());
}

Result<Own> chain_next(Thread& t, Value self) {
    auto it = as<Chain>(self);
    while (!it->sources.is_null()) {
        if (it->active.is_null()) {
            Own sources = Own::share(it->sources);
            Own source = TRY(iter_next(t, sources));
            if (source.is_exhausted()) {
                drop_field(it->sources);
                break;
            }
            Result<Own> active = get_iter(t, source);
            if (!active) {
                drop_field(it->sources);
                return Error{};
            }
            set_field(it->active, active.take());
        }
        Own active = Own::share(it->active);
        Own item = TRY(iter_next(t, active));
        if (!item.is_exhausted()) return item;
        drop_field(it->active);
    }
    return Own::exhausted();
}

Result<Own> chain_from_iterable(Thread& t, const Value* a) { return new_chain(t, as<Type>(a[0]), a[1]); }

const NativeDef chain_methods[] = {
    {"from_iterable($cls, iterable, /)", chain_from_iterable, "Chains the iterables that one iterable yields.", native_class_method},
    {"__class_getitem__($cls, item, /)", native_class_getitem, "chain[item] as a type; see PEP 585.", native_class_method},
    {},
};

const TypeSpec spec_chain = {
    "itertools", "chain(*iterables): the items of the first, then of the second, and so on.",
    sizeof(Chain), flags, &life_of<Chain>, fill_iterator_slots<chain_next, chain_construct>, chain_methods, nullptr, nullptr,
};

// --- compress

struct Compress : Object {
    Value data, selectors;
    static constexpr const char* type_name = "compress";
    static constexpr Field<Compress> fields[] = {{"data", &Compress::data}, {"selectors", &Compress::selectors}};
};

Result<Own> compress_construct(Thread& t, Type* cls, const Args& args) {
    BoundArgs bound;
    Status status = bind_args(t, "compress(data, selectors)", Value::null(), args, bound);
    if (!status) return Error{};
    Own data = TRY(get_iter(t, bound.values[0])), selectors = TRY(get_iter(t, bound.values[1]));
    Ref<Compress> it = TRY(make_with_fields<Compress>(t, cls));
    it->data = data.take();
    it->selectors = selectors.take();
    return it;
}

Result<Own> compress_next(Thread& t, Value self) {
    auto it = as<Compress>(self);
    if (it->data.is_null()) return Own::exhausted();
    Own data = Own::share(it->data), selectors = Own::share(it->selectors);
    for (;;) {
        Own item = TRY(iter_step(t, data));
        if (item.is_exhausted()) return item;
        Own selector = TRY(iter_step(t, selectors));
        if (selector.is_exhausted()) return selector;
        if (TRY(is_truthy(t, selector))) return item;
    }
}

const TypeSpec spec_compress = {
    "itertools", "compress(data, selectors): the items whose selector is true.",
    sizeof(Compress), flags, &life_of<Compress>, fill_iterator_slots<compress_next, compress_construct>, nullptr, nullptr, nullptr,
};

// --- count

struct Count : Object {
    Value current, step;
    static constexpr const char* type_name = "count";
    static constexpr Field<Count> fields[] = {{"current", &Count::current}, {"step", &Count::step}};
};

bool is_number(Value v) {
    if (v.is_int() || v.is_float() || v.is_bool()) return true;
    const Slots& slots = type_of(v)->slots;
    return slots.index || slots.to_int || slots.to_float || has_shape(v, shapes::complex_);
}

Result<Own> count_construct(Thread& t, Type* cls, const Args& args) {
    BoundArgs bound;
    Status status = bind_args(t, "count(start=0, step=1)", Value::null(), args, bound);
    if (!status) return Error{};
    for (int i = 0; i < 2; i++)
        if (!bound.values[i].is_null() && !is_number(bound.values[i])) return raise_type(t, "a number is required");
    Ref<Count> it = TRY(make_with_fields<Count>(t, cls));
    it->current = bound.values[0].is_null() ? Value::small_int(0) : shared(bound.values[0]);
    it->step = bound.values[1].is_null() ? Value::small_int(1) : shared(bound.values[1]);
    return it;
}

Result<Own> count_next(Thread& t, Value self) {
    auto it = as<Count>(self);
    if (it->current.is_null()) return Own::exhausted();
    if (it->current.is_int() && it->step.is_int()) {
        int64_t following = it->current.int_value() + it->step.int_value();
        if (Value::fits_int(following)) {
            Value now = it->current;
            it->current = Value::small_int(following);
            return Own::adopt(now);
        }
    }
    Own now = Own::share(it->current), step = Own::share(it->step);
    set_field(it->current, TRY(binary_op(t, BinaryOp::add, now, step)));
    return now;
}

Result<Own> count_repr(Thread& t, Value self) {
    auto it = as<Count>(self);
    std::string current = TRY(repr_text(t, it->current));
    if (it->step == Value::small_int(1)) return make_str(t, fmt::format("{}({})", class_name(self), current));
    std::string step = TRY(repr_text(t, it->step));
    return make_str(t, fmt::format("{}({}, {})", class_name(self), current, step));
}

Result<Own> count_reduce(Thread&, const Value* a) {
    auto it = as<Count>(a[0]);
    Ref<Tuple> arguments = it->step == Value::small_int(1) ? tuple_of(it->current) : tuple_of(it->current, it->step);
    return tuple_of(Value::object(type_of(a[0])), arguments.value());
}

const NativeDef count_methods[] = {
    {"__reduce__($self, /)", count_reduce, "How copy rebuilds it."},
    {},
};

void fill_count(Slots& s) {
    fill_iterator_slots<count_next, count_construct>(s);
    s.repr = count_repr;
}

const TypeSpec spec_count = {
    "itertools", "count(start=0, step=1): start, start + step, and on without end.",
    sizeof(Count), flags, &life_of<Count>, fill_count, count_methods, nullptr, nullptr,
};

// --- cycle

struct Cycle : Object {
    Value iterator, saved; // saved: list of what came; iterator null: saved is being repeated
    uint64_t index;
    static constexpr const char* type_name = "cycle";
    static constexpr Field<Cycle> fields[] = {{"iterator", &Cycle::iterator}, {"saved", &Cycle::saved}};
};

Result<Own> cycle_construct(Thread& t, Type* cls, const Args& args) {
    if (Status s = check_keywords(t, cls, "cycle", args); !s) return Error{};
    if (args.count != 1) return raise_type(t, "cycle expected 1 argument, got {}", args.count);
    Own iterator = TRY(get_iter(t, args[0]));
    Ref<Cycle> it = TRY(make_with_fields<Cycle>(t, cls));
    it->iterator = iterator.take();
    it->saved = Own(make_list()).take();
    it->index = 0;
    return it;
}

Result<Own> cycle_next(Thread& t, Value self) {
    auto it = as<Cycle>(self);
    if (it->saved.is_null()) return Own::exhausted();
    if (!it->iterator.is_null()) {
        Own iterator = Own::share(it->iterator), saved = Own::share(it->saved);
        Own item = TRY(iter_next(t, iterator));
        if (!item.is_exhausted()) {
            if (Status s = list_append(t, as<List>(saved), Own::share(item.get())); !s) return Error{};
            return item;
        }
        drop_field(it->iterator);
    }
    List* saved = as<List>(it->saved);
    if (saved->length == 0) return Own::exhausted();
    Own item = Own::share(saved->items[it->index]);
    it->index = it->index + 1 < saved->length ? it->index + 1 : 0;
    return item;
}

const TypeSpec spec_cycle = {
    "itertools", "cycle(iterable): its items again and again.",
    sizeof(Cycle), flags, &life_of<Cycle>, fill_iterator_slots<cycle_next, cycle_construct>, nullptr, nullptr, nullptr,
};

// --- dropwhile, takewhile, filterfalse, starmap: a function and an iterator

struct Pass : Object {
    Value function, iterator;
    bool open; // dropwhile: an item has failed the test; takewhile: none has yet
    static constexpr const char* type_name = "itertools iterator";
    static constexpr Field<Pass> fields[] = {{"function", &Pass::function}, {"iterator", &Pass::iterator}};
};

Result<Own> new_pass(Thread& t, Type* cls, const char* name, const Args& args, bool open) {
    if (Status s = check_keywords(t, cls, name, args); !s) return Error{};
    if (args.count != 2) return raise_type(t, "{} expected 2 arguments, got {}", name, args.count);
    Own iterator = TRY(get_iter(t, args[1]));
    Ref<Pass> it = TRY(make_with_fields<Pass>(t, cls));
    it->function = shared(args[0]);
    it->iterator = iterator.take();
    it->open = open;
    return it;
}

Result<Own> dropwhile_construct(Thread& t, Type* cls, const Args& args) { return new_pass(t, cls, "dropwhile", args, false); }
Result<Own> takewhile_construct(Thread& t, Type* cls, const Args& args) { return new_pass(t, cls, "takewhile", args, true); }
Result<Own> filterfalse_construct(Thread& t, Type* cls, const Args& args) { return new_pass(t, cls, "filterfalse", args, true); }
Result<Own> starmap_construct(Thread& t, Type* cls, const Args& args) { return new_pass(t, cls, "starmap", args, true); }

Result<Own> dropwhile_next(Thread& t, Value self) {
    auto it = as<Pass>(self);
    if (it->iterator.is_null()) return Own::exhausted();
    Own function = Own::share(it->function), iterator = Own::share(it->iterator);
    for (;;) {
        Own item = TRY(iter_step(t, iterator));
        if (item.is_exhausted() || it->open) return item;
        Own verdict = TRY(call(t, function, item));
        if (TRY(is_truthy(t, verdict))) continue;
        it->open = true;
        return item;
    }
}

Result<Own> takewhile_next(Thread& t, Value self) {
    auto it = as<Pass>(self);
    if (it->iterator.is_null() || !it->open) return Own::exhausted();
    Own function = Own::share(it->function), iterator = Own::share(it->iterator);
    Own item = TRY(iter_step(t, iterator));
    if (item.is_exhausted()) return item;
    Own verdict = TRY(call(t, function, item));
    if (TRY(is_truthy(t, verdict))) return item;
    it->open = false;
    return Own::exhausted();
}

Result<Own> filterfalse_next(Thread& t, Value self) {
    auto it = as<Pass>(self);
    if (it->iterator.is_null()) return Own::exhausted();
    Own function = Own::share(it->function), iterator = Own::share(it->iterator);
    bool by_truth = function.is_none() || function.get() == Value::object(rt().types.bool_);
    for (;;) {
        Own item = TRY(iter_step(t, iterator));
        if (item.is_exhausted()) return item;
        Own verdict = by_truth ? Own::share(item.get()) : TRY(call(t, function, item));
        if (!TRY(is_truthy(t, verdict))) return item;
    }
}

Result<Own> starmap_next(Thread& t, Value self) {
    auto it = as<Pass>(self);
    if (it->iterator.is_null()) return Own::exhausted();
    Own function = Own::share(it->function), iterator = Own::share(it->iterator);
    Own item = TRY(iter_step(t, iterator));
    if (item.is_exhausted()) return item;
    Ref<Tuple> arguments = TRY(tuple_from_iterable(t, item));
    return call_values(t, function, arguments->items(), arguments->length);
}

const TypeSpec spec_dropwhile = {
    "itertools", "dropwhile(predicate, iterable): everything from the first item on for which predicate is false.",
    sizeof(Pass), flags, &life_of<Pass>, fill_iterator_slots<dropwhile_next, dropwhile_construct>, nullptr, nullptr, nullptr,
};
const TypeSpec spec_takewhile = {
    "itertools", "takewhile(predicate, iterable): items as long as predicate is true.",
    sizeof(Pass), flags, &life_of<Pass>, fill_iterator_slots<takewhile_next, takewhile_construct>, nullptr, nullptr, nullptr,
};
const TypeSpec spec_filterfalse = {
    "itertools", "filterfalse(function or None, iterable): the items for which function is false.",
    sizeof(Pass), flags, &life_of<Pass>, fill_iterator_slots<filterfalse_next, filterfalse_construct>, nullptr, nullptr, nullptr,
};
const TypeSpec spec_starmap = {
    "itertools", "starmap(function, iterable): function(*item) for each item.",
    sizeof(Pass), flags, &life_of<Pass>, fill_iterator_slots<starmap_next, starmap_construct>, nullptr, nullptr, nullptr,
};

// --- islice

struct Islice : Object {
    Value iterator;
    int64_t next, stop, step, position; // stop -1: none
    static constexpr const char* type_name = "islice";
    static constexpr Field<Islice> fields[] = {{"iterator", &Islice::iterator}};
};

// None gives the fallback; what is no int or too large gives -1.
Result<int64_t> islice_bound(Thread& t, Value v, int64_t fallback) {
    if (v.is_none()) return fallback;
    if (!is_index(v)) return int64_t{-1};
    Result<int64_t> n = to_int64(t, v);
    if (n || !raised_matches(t, rt().types.OverflowError)) return n;
    clear_raised(t);
    return int64_t{-1};
}

Result<Own> islice_construct(Thread& t, Type* cls, const Args& args) {
    if (Status s = check_keywords(t, cls, "islice", args); !s) return Error{};
    if (args.count < 2) return raise_type(t, "islice expected at least 2 arguments, got {}", args.count);
    if (args.count > 4) return raise_type(t, "islice expected at most 4 arguments, got {}", args.count);
    bool only_stop = args.count == 2;
    Value stop_argument = args[only_stop ? 1 : 2];
    int64_t start = only_stop ? 0 : TRY(islice_bound(t, args[1], 0));
    int64_t stop = TRY(islice_bound(t, stop_argument, 0));
    if (stop == -1)
        return raise_text(t, rt().types.ValueError, "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.");
    if (start < 0 || stop < 0)
        return raise_text(t, rt().types.ValueError, "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.");
    if (stop_argument.is_none()) stop = -1;
    int64_t step = args.count == 4 ? TRY(islice_bound(t, args[3], 1)) : 1;
    if (step < 1) return raise_text(t, rt().types.ValueError, "Step for islice() must be a positive integer or None.");
    Own iterator = TRY(get_iter(t, args[0]));
    Ref<Islice> it = TRY(make_with_fields<Islice>(t, cls));
    it->iterator = iterator.take();
    it->next = start;
    it->stop = stop;
    it->step = step;
    it->position = 0;
    return it;
}

Result<Own> islice_next(Thread& t, Value self) {
    auto it = as<Islice>(self);
    if (it->iterator.is_null()) return Own::exhausted();
    Own iterator = Own::share(it->iterator);
    auto end = [&]() {
        drop_field(it->iterator);
        return Own::exhausted();
    };
    int64_t wanted = it->stop >= 0 ? std::min(it->next, it->stop) : it->next;
    while (it->position < wanted) {
        Result<Own> skipped = iter_step(t, iterator);
        if (!skipped) drop_field(it->iterator);
        Own passed = TRY(std::move(skipped));
        if (passed.is_exhausted()) return end();
        it->position++;
    }
    if (it->stop >= 0 && it->position >= it->stop) return end();
    Result<Own> step = iter_step(t, iterator);
    if (!step) drop_field(it->iterator);
    Own item = TRY(std::move(step));
    if (item.is_exhausted()) return end();
    it->position++;
    if (__builtin_add_overflow(it->next, it->step, &it->next)) it->next = INT64_MAX;
    return item;
}

const TypeSpec spec_islice = {
    "itertools", "islice(iterable, stop) or islice(iterable, start, stop[, step]): the items a slice would pick.",
    sizeof(Islice), flags, &life_of<Islice>, fill_iterator_slots<islice_next, islice_construct>, nullptr, nullptr, nullptr,
};

// --- pairwise

struct Pairwise : Object {
    Value iterator, before, last; // last: the pair handed out before
    static constexpr const char* type_name = "pairwise";
    static constexpr Field<Pairwise> fields[] = {{"iterator", &Pairwise::iterator}, {"before", &Pairwise::before}, {"last", &Pairwise::last}};
};

Result<Own> pairwise_construct(Thread& t, Type* cls, const Args& args) {
    if (Status s = check_keywords(t, cls, "pairwise", args); !s) return Error{};
    if (args.count != 1) return raise_type(t, "pairwise expected 1 argument, got {}", args.count);
    Own iterator = TRY(get_iter(t, args[0]));
    Ref<Pairwise> it = TRY(make_with_fields<Pairwise>(t, cls));
    it->iterator = iterator.take();
    return it;
}

Result<Own> pairwise_next(Thread& t, Value self) {
    auto it = as<Pairwise>(self);
    if (it->iterator.is_null()) return Own::exhausted();
    Own iterator = Own::share(it->iterator);
    if (it->before.is_null()) {
        Result<Own> step = iter_step(t, iterator);
        if (!step) drop_field(it->iterator);
        Own first = TRY(std::move(step));
        if (first.is_exhausted()) {
            drop_field(it->iterator);
            return first;
        }
        set_field(it->before, std::move(first));
    }
    Result<Own> step = iter_step(t, iterator);
    if (!step) drop_field(it->iterator);
    Own item = TRY(std::move(step));
    if (item.is_exhausted() || it->before.is_null()) {
        drop_field(it->iterator);
        drop_field(it->before);
        return Own::exhausted();
    }
    Own before = Own::adopt(std::exchange(it->before, shared(item)));
    Tuple* last = it->last.is_null() ? nullptr : as<Tuple>(it->last);
    Own pair = reusable_pair(last, std::move(before), std::move(item));
    it->last = Value::object(last);
    return pair;
}

const TypeSpec spec_pairwise = {
    "itertools", "pairwise(iterable): each item together with the one after it.",
    sizeof(Pairwise), flags, &life_of<Pairwise>, fill_iterator_slots<pairwise_next, pairwise_construct>, nullptr, nullptr, nullptr,
};

// --- repeat

struct Repeat : Object {
    Value object;
    int64_t remaining; // -1: without end
    static constexpr const char* type_name = "repeat";
    static constexpr Field<Repeat> fields[] = {{"object", &Repeat::object}};
};

Result<Own> repeat_construct(Thread& t, Type* cls, const Args& args) {
    BoundArgs bound;
    Status status = bind_args(t, "repeat(object, times=<unset>)", Value::null(), args, bound);
    if (!status) return Error{};
    int64_t times = -1;
    if (!bound.values[1].is_null()) times = std::max<int64_t>(TRY(to_int64(t, bound.values[1])), 0);
    Ref<Repeat> it = TRY(make_with_fields<Repeat>(t, cls));
    it->object = shared(bound.values[0]);
    it->remaining = times;
    return it;
}

Result<Own> repeat_next(Thread&, Value self) {
    auto it = as<Repeat>(self);
    if (it->object.is_null() || it->remaining == 0) return Own::exhausted();
    if (it->remaining > 0) it->remaining--;
    return Own::share(it->object);
}

Result<Own> repeat_repr(Thread& t, Value self) {
    auto it = as<Repeat>(self);
    std::string object = TRY(repr_text(t, it->object));
    if (it->remaining < 0) return make_str(t, fmt::format("{}({})", class_name(self), object));
    return make_str(t, fmt::format("{}({}, {})", class_name(self), object, it->remaining));
}

Result<Own> repeat_hint(Thread& t, const Value* a) {
    auto it = as<Repeat>(a[0]);
    if (it->remaining < 0) return raise_type(t, "len() of unsized object");
    return make_int(it->remaining);
}

Result<Own> repeat_reduce(Thread&, const Value* a) {
    auto it = as<Repeat>(a[0]);
    Ref<Tuple> arguments = it->remaining < 0 ? tuple_of(it->object) : tuple_of(it->object, make_int(it->remaining));
    return tuple_of(Value::object(type_of(a[0])), arguments.value());
}

const NativeDef repeat_methods[] = {
    {"__length_hint__($self, /)", repeat_hint, "How many items are still to come."},
    {"__reduce__($self, /)", repeat_reduce, "How copy rebuilds it."},
    {},
};

void fill_repeat(Slots& s) {
    fill_iterator_slots<repeat_next, repeat_construct>(s);
    s.repr = repeat_repr;
}

const TypeSpec spec_repeat = {
    "itertools", "repeat(object[, times]): the same object, times times or without end.",
    sizeof(Repeat), flags, &life_of<Repeat>, fill_repeat, repeat_methods, nullptr, nullptr,
};

// --- zip_longest

struct ZipLongest : Object {
    Value iterators, fill; // iterators: a tuple of ours; None in the place of one that has ended
    int64_t running;
    static constexpr const char* type_name = "zip_longest";
    static constexpr Field<ZipLongest> fields[] = {{"iterators", &ZipLongest::iterators}, {"fillvalue", &ZipLongest::fill}};
};

Result<Own> zip_longest_construct(Thread& t, Type* cls, const Args& args) {
    Value fill = Value::none();
    for (uint32_t i = 0; i < args.keyword_count(); i++) {
        if (!str_equal(as<Str>(args.keywords->items()[i]), "fillvalue"))
            return raise_type(t, "zip_longest() got an unexpected keyword argument");
        fill = args.values[args.count + i];
    }
    Ref<Tuple> iterators = TRY(new_tuple(t, args.count));
    for (uint32_t i = 0; i < args.count; i++) iterators->items()[i] = TRY(get_iter(t, args[i])).take();
    Ref<ZipLongest> it = TRY(make_with_fields<ZipLongest>(t, cls));
    it->running = args.count;
    it->iterators = Own(std::move(iterators)).take();
    it->fill = shared(fill);
    return it;
}

Result<Own> zip_longest_next(Thread& t, Value self) {
    auto it = as<ZipLongest>(self);
    if (it->iterators.is_null() || it->running == 0) return Own::exhausted();
    Own hold = Own::share(it->iterators), fill = Own::share(it->fill);
    Tuple* iterators = as<Tuple>(hold);
    Ref<Tuple> row = TRY(new_tuple(t, iterators->length));
    for (size_t i = 0; i < iterators->length; i++) {
        Own iterator = Own::share(iterators->items()[i]);
        Own item = Own::exhausted();
        if (!iterator.is_none()) {
            Result<Own> next = iter_next(t, iterator);
            if (!next) {
                it->running = 0;
                return Error{};
            }
            item = next.take();
            if (item.is_exhausted()) {
                if (--it->running <= 0) return Own::exhausted();
                set_field(iterators->items()[i], Own::none());
            }
        }
        row->items()[i] = item.is_exhausted() ? shared(fill) : item.take();
    }
    return row;
}

const TypeSpec spec_zip_longest = {
    "itertools", "zip_longest(*iterables, fillvalue=None): tuples of one item of each until the longest ends.",
    sizeof(ZipLongest), flags, &life_of<ZipLongest>, fill_iterator_slots<zip_longest_next, zip_longest_construct>, nullptr, nullptr, nullptr,
};

// --- the module

const NativeDef functions[] = {
    {"tee($module, iterable, n=2, /)", itertools_tee, "A tuple of n iterators, each of which yields what iterable does."},
    {},
};

Status setup(Thread&, Dict* names) {
    if (!rt().room[room_itertools]) {
        auto made = static_cast<ItertoolsTypes*>(data_alloc(sizeof(ItertoolsTypes)));
        rt().room[room_itertools] = made;
        Type* object = rt().types.object;
        made->accumulate = make_builtin_type("itertools.accumulate", object, spec_accumulate);
        made->chain = make_builtin_type("itertools.chain", object, spec_chain);
        made->compress = make_builtin_type("itertools.compress", object, spec_compress);
        made->count = make_builtin_type("itertools.count", object, spec_count);
        made->cycle = make_builtin_type("itertools.cycle", object, spec_cycle);
        made->dropwhile = make_builtin_type("itertools.dropwhile", object, spec_dropwhile);
        made->filterfalse = make_builtin_type("itertools.filterfalse", object, spec_filterfalse);
        made->islice = make_builtin_type("itertools.islice", object, spec_islice);
        made->pairwise = make_builtin_type("itertools.pairwise", object, spec_pairwise);
        made->repeat = make_builtin_type("itertools.repeat", object, spec_repeat);
        made->starmap = make_builtin_type("itertools.starmap", object, spec_starmap);
        made->takewhile = make_builtin_type("itertools.takewhile", object, spec_takewhile);
        made->zip_longest = make_builtin_type("itertools.zip_longest", object, spec_zip_longest);
        make_combination_types(*made);
        make_group_types(*made);
    }
    // Every member of ItertoolsTypes but the private ones, under its own name.
    const ItertoolsTypes& types = itertools_types();
    for (Type* type : {types.accumulate, types.chain, types.combinations, types.combinations_with_replacement, types.compress, types.count,
                       types.cycle, types.dropwhile, types.filterfalse, types.groupby, types.islice, types.pairwise, types.permutations,
                       types.product, types.repeat, types.starmap, types.takewhile, types.zip_longest, types.grouper, types.tee})
        dict_set(names, intern(type->name), Value::object(type));
    return {};
}

} // namespace

extern const NativeModuleDef module_itertools;
const NativeModuleDef module_itertools = {
    "itertools", "Iterators that combine, select and repeat.", functions, setup,
};

} // namespace terrarium
