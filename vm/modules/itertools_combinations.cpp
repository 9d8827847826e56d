// itertools: product, permutations, combinations. Each keeps its pool as a tuple and its position as a private tuple of
// immediate ints that nobody else ever sees, changed in place from one result to the next.
#include "vm/modules/native_iterator.h"

namespace terrarium {

namespace {

constexpr uint32_t flags = type_basetype | type_container;

// A view of the private tuple as an array of ints.
struct Positions {
    Value* items;
    size_t count;
    explicit Positions(Value tuple) : items(as<Tuple>(tuple)->items()), count(as<Tuple>(tuple)->length) {}
    int64_t get(size_t i) const { return items[i].int_value(); }
    void put(size_t i, int64_t v) { items[i] = Value::small_int(v); }
};

template <class F>
Result<Own> new_positions(Thread& t, size_t count, F value_of) {
    // Never the shared empty tuple's slots: nothing is written when count is 0.
    Ref<Tuple> made = TRY(new_tuple(t, count));
    for (size_t i = 0; i < count; i++) made->items()[i] = Value::small_int(value_of(static_cast<int64_t>(i)));
    return made;
}

Result<Own> pick(Thread& t, Value pool, Value positions, size_t count) {
    Positions at(positions);
    Ref<Tuple> row = TRY(new_tuple(t, count));
    for (size_t i = 0; i < count; i++) row->items()[i] = shared(as<Tuple>(pool)->items()[at.get(i)]);
    return row;
}

// combinations, combinations_with_replacement and permutations share one struct.
struct Choice : Object {
    Value pool, positions, cycles; // cycles: permutations only
    int64_t size;                  // items a result
    bool started, done;
    static constexpr const char* type_name = "itertools choice";
    static constexpr Field<Choice> fields[] = {{"pool", &Choice::pool}, {"positions", &Choice::positions}, {"cycles", &Choice::cycles}};
};

Result<Ref<Choice>> new_choice(Thread& t, Type* cls, Own pool, int64_t size, bool done) {
    Ref<Choice> it = TRY(make_with_fields<Choice>(t, cls));
    it->pool = pool.take();
    it->size = size;
    it->started = false;
    it->done = done;
    return it;
}

Result<Own> combinations_construct_either(Thread& t, Type* cls, const Args& args, const char* signature, bool replacement) {
    BoundArgs bound;
    Status status = bind_args(t, signature, Value::null(), args, bound);
    if (!status) return Error{};
    Own pool = TRY(tuple_from_iterable(t, bound.values[0]));
    int64_t size = TRY(to_int64(t, bound.values[1]));
    if (size < 0) return raise_text(t, rt().types.ValueError, "r must be non-negative");
    int64_t available = static_cast<int64_t>(as<Tuple>(pool)->length);
    bool done = replacement ? available == 0 && size > 0 : size > available;
    Ref<Choice> it = TRY(new_choice(t, cls, std::move(pool), size, done));
    it->positions = TRY(new_positions(t, done ? 0 : static_cast<size_t>(size), [&](int64_t i) { return replacement ? 0 : i; })).take();
    return it;
}

Result<Own> combinations_construct(Thread& t, Type* cls, const Args& args) {
    return combinations_construct_either(t, cls, args, "combinations(iterable, r)", false);
}
Result<Own> with_replacement_construct(Thread& t, Type* cls, const Args& args) {
    return combinations_construct_either(t, cls, args, "combinations_with_replacement(iterable, r)", true);
}

// Moves on to the next position; false after the last.
bool advance_combination(Choice* it) {
    Positions at(it->positions);
    int64_t n = static_cast<int64_t>(as<Tuple>(it->pool)->length);
    int64_t i = it->size - 1;
    while (i >= 0 && at.get(static_cast<size_t>(i)) == i + n - it->size) i--;
    if (i < 0) return false;
    int64_t v = at.get(static_cast<size_t>(i));
    for (; i < it->size; i++) at.put(static_cast<size_t>(i), ++v);
    return true;
}

bool advance_with_replacement(Choice* it) {
    Positions at(it->positions);
    int64_t n = static_cast<int64_t>(as<Tuple>(it->pool)->length);
    int64_t i = it->size - 1;
    while (i >= 0 && at.get(static_cast<size_t>(i)) == n - 1) i--;
    if (i < 0) return false;
    int64_t v = at.get(static_cast<size_t>(i)) + 1;
    for (; i < it->size; i++) at.put(static_cast<size_t>(i), v);
    return true;
}

// Positions is a permutation of the whole pool; cycles[i] counts down the choices left for place i.
bool advance_permutation(Choice* it) {
    Positions at(it->positions), cycles(it->cycles);
    size_t n = at.count;
    for (size_t i = static_cast<size_t>(it->size); i-- > 0;) {
        int64_t left = cycles.get(i) - 1;
        if (left == 0) {
            int64_t moved = at.get(i);
            for (size_t j = i; j + 1 < n; j++) at.put(j, at.get(j + 1));
            at.put(n - 1, moved);
            cycles.put(i, static_cast<int64_t>(n - i));
        } else {
            cycles.put(i, left);
            std::swap(at.items[i], at.items[n - static_cast<size_t>(left)]);
            return true;
        }
    }
    return false;
}

template <bool (*advance)(Choice*)>
Result<Own> choice_next(Thread& t, Value self) {
    auto it = as<Choice>(self);
    if (it->done || it->pool.is_null()) return Own::exhausted();
    if (!it->started) {
        it->started = true;
    } else if (!advance(it)) {
        it->done = true;
        return Own::exhausted();
    }
    return pick(t, it->pool, it->positions, static_cast<size_t>(it->size));
}

Result<Own> permutations_construct(Thread& t, Type* cls, const Args& args) {
    BoundArgs bound;
    Status status = bind_args(t, "permutations(iterable, r=None)", Value::null(), args, bound);
    if (!status) return Error{};
    Own pool = TRY(tuple_from_iterable(t, bound.values[0]));
    int64_t n = static_cast<int64_t>(as<Tuple>(pool)->length), size = n;
    if (!bound.values[1].is_null() && !bound.values[1].is_none()) {
        if (!is_int(bound.values[1])) return raise_type(t, "Expected int as r");
        size = TRY(to_int64(t, bound.values[1]));
        if (size < 0) return raise_text(t, rt().types.ValueError, "r must be non-negative");
    }
    bool done = size > n;
    Ref<Choice> it = TRY(new_choice(t, cls, std::move(pool), size, done));
    it->positions = TRY(new_positions(t, static_cast<size_t>(n), [](int64_t i) { return i; })).take();
    it->cycles = TRY(new_positions(t, done ? 0 : static_cast<size_t>(size), [&](int64_t i) { return n - i; })).take();
    return it;
}

const TypeSpec spec_combinations = {
    "itertools", "combinations(iterable, r): the ways to choose r of the items, in the order of the input.",
    sizeof(Choice), flags, &life_of<Choice>, fill_iterator_slots<choice_next<advance_combination>, combinations_construct>, nullptr, nullptr, nullptr,
};
const TypeSpec spec_with_replacement = {
    "itertools", "combinations_with_replacement(iterable, r): as combinations, each item as often as one likes.",
    sizeof(Choice), flags, &life_of<Choice>, fill_iterator_slots<choice_next<advance_with_replacement>, with_replacement_construct>, nullptr, nullptr, nullptr,
};
const TypeSpec spec_permutations = {
    "itertools", "permutations(iterable, r=None): the ways to line up r of the items.",
    sizeof(Choice), flags, &life_of<Choice>, fill_iterator_slots<choice_next<advance_permutation>, permutations_construct>, nullptr, nullptr, nullptr,
};

// --- product

struct Product : Object {
    Value pools, positions; // pools: a tuple of tuples
    bool started, done;
    static constexpr const char* type_name = "product";
    static constexpr Field<Product> fields[] = {{"pools", &Product::pools}, {"positions", &Product::positions}};
};

Result<Own> product_construct(Thread& t, Type* cls, const Args& args) {
    int64_t repeat = 1;
    for (uint32_t i = 0; i < args.keyword_count(); i++) {
        Str* name = as<Str>(args.keywords->items()[i]);
        if (!str_equal(name, "repeat")) return raise_type(t, "'{}' is an invalid keyword argument for product()", to_utf8(name));
        repeat = TRY(to_int64(t, args.values[args.count + i]));
        if (repeat < 0) return raise_text(t, rt().types.ValueError, "repeat argument cannot be negative");
    }
    size_t total = 0;
    if (__builtin_mul_overflow(size_t{args.count}, static_cast<size_t>(repeat), &total) || total > (size_t{1} << 40))
        return raise_text(t, rt().types.OverflowError, "repeat argument too large");
    Ref<Tuple> pools = TRY(new_tuple(t, total));
    bool empty = false;
    if (total)
        for (uint32_t i = 0; i < args.count; i++) {
            Ref<Tuple> pool = TRY(tuple_from_iterable(t, args[i]));
            empty = empty || pool->length == 0;
            for (size_t n = i; n < total; n += args.count) pools->items()[n] = shared(pool.value());
        }
    Ref<Product> it = TRY(make_with_fields<Product>(t, cls));
    it->started = false;
    it->done = empty;
    it->pools = Own(std::move(pools)).take();
    it->positions = TRY(new_positions(t, total, [](int64_t) { return 0; })).take();
    return it;
}

Result<Own> product_next(Thread& t, Value self) {
    auto it = as<Product>(self);
    if (it->done || it->pools.is_null()) return Own::exhausted();
    Tuple* pools = as<Tuple>(it->pools);
    Positions at(it->positions);
    if (!it->started) {
        it->started = true;
    } else {
        size_t i = pools->length; // the odometer turns from the right
        for (; i > 0; i--) {
            int64_t v = at.get(i - 1) + 1;
            if (v < static_cast<int64_t>(as<Tuple>(pools->items()[i - 1])->length)) {
                at.put(i - 1, v);
                break;
            }
            at.put(i - 1, 0);
        }
        if (i == 0) {
            it->done = true;
            return Own::exhausted();
        }
    }
    Ref<Tuple> row = TRY(new_tuple(t, pools->length));
    for (size_t i = 0; i < pools->length; i++) row->items()[i] = shared(as<Tuple>(pools->items()[i])->items()[at.get(i)]);
    return row;
}

const TypeSpec spec_product = {
    "itertools", "product(*iterables, repeat=1): every tuple with one item of each, the last changing fastest.",
    sizeof(Product), flags, &life_of<Product>, fill_iterator_slots<product_next, product_construct>, nullptr, nullptr, nullptr,
};

} // namespace

void make_combination_types(ItertoolsTypes& types) {
    Type* object = rt().types.object;
    types.combinations = make_builtin_type("itertools.combinations", object, spec_combinations);
    types.combinations_with_replacement = make_builtin_type("itertools.combinations_with_replacement", object, spec_with_replacement);
    types.permutations = make_builtin_type("itertools.permutations", object, spec_permutations);
    types.product = make_builtin_type("itertools.product", object, spec_product);
}

} // namespace terrarium
