// Builtins over iterables: all, any, sum, min, max, sorted, iter, next and their asynchronous kin.
#include "vm/builtins/functions.h"
#include "vm/core/float.h"
#include "vm/core/parallel.h"
#include "vm/core/slots.h"
#include "vm/objects/containers.h"
#include "vm/objects/iterators.h"
#include "vm/objects/int_type.h"

namespace terrarium::builtins {

namespace {

Result<Own> any_item(Thread& t, Value iterable, bool wanted) {
    bool found = false;
    TRY(for_each(t, iterable, [&](Value item) -> Result<bool> {
        found = TRY(is_truthy(t, item)) == wanted;
        return !found;
    }));
    return Own::boolean(found == wanted);
}

} // namespace

NATIVE(any) { return any_item(t, a[0], true); }
NATIVE(all) { return any_item(t, a[0], false); }

// --- sum

namespace {

// Sums as long as everything is a small int, then as long as everything is an int or float, then with +.
class Sum {
public:
    explicit Sum(Value start) : total_(Own::share(start)) {
        if (start.is_int()) {
            kind_ = ints;
            int_ = start.int_value();
        } else if (is_exact_float(start)) {
            kind_ = floats;
            float_ = float_of(start);
        }
    }

    Status add(Thread& t, Value item) {
        if (kind_ == ints) {
            if (item.is_int() && !__builtin_add_overflow(int_, item.int_value(), &int_)) [[likely]] return {};
            if (item.is_bool()) {
                if (!__builtin_add_overflow(int_, int64_t{item.is_true()}, &int_)) return {};
            }
            leave_ints(item);
        }
        if (kind_ == floats) {
            if (is_exact_float(item)) {
                float_ += float_of(item);
                return {};
            }
            int64_t number;
            if (is_int(item) && int_fits_int64(item, &number)) {
                float_ += static_cast<double>(number);
                return {};
            }
            total_ = make_float(float_);
            kind_ = others;
        }
        total_ = TRY(binary_op(t, BinaryOp::add, total_, item));
        return {};
    }

    Own finish() {
        if (kind_ == ints) return make_int(int_);
        if (kind_ == floats) return make_float(float_);
        return std::move(total_);
    }

private:
    // An overflow has left int_ wrapped around: the true value is one step back.
    void leave_ints(Value item) {
        int64_t step = item.is_int() ? item.int_value() : item.is_bool() ? item.is_true() : 0;
        total_ = make_int(static_cast<int64_t>(static_cast<uint64_t>(int_) - static_cast<uint64_t>(step)));
        kind_ = others;
        if (is_exact_float(item) && total_.is_int()) {
            kind_ = floats;
            float_ = static_cast<double>(total_.get().int_value());
        }
    }

    enum { ints, floats, others } kind_ = others;
    int64_t int_ = 0;
    double float_ = 0;
    Own total_;
};

} // namespace

NATIVE(sum) {
    Value start = a[1].is_null() ? Value::small_int(0) : a[1];
    if (is_str(start)) return raise_type(t, "sum() can't sum strings [use ''.join(seq) instead]");
    if (is_bytes(start)) return raise_type(t, "sum() can't sum bytes [use b''.join(seq) instead]");
    if (type_of(start) == rt().types.bytearray) return raise_type(t, "sum() can't sum bytearray [use b''.join(seq) instead]");
    Sum total(start);
    if (is_exact_list(a[0])) {
        List* list = as<List>(a[0]);
        for (uint64_t i = 0; i < list->length; i++) {
            Own item = Own::share(list->items[i]); // + may change the list
            TRY(total.add(t, item));
        }
    } else {
        TRY(for_each(t, a[0], [&](Value item) -> Result<bool> {
            TRY(total.add(t, item));
            return true;
        }));
    }
    return total.finish();
}

// --- min, max

namespace {

Result<bool> better(Thread& t, Value a, Value b, CompareOp op) {
    if (a.is_int() && b.is_int()) return op == CompareOp::gt ? a.int_value() > b.int_value() : a.int_value() < b.int_value();
    return compare_bool(t, a, b, op);
}

Result<Own> extreme(Thread& t, const char* name, const Args& args, CompareOp op) {
    if (args.count == 0) return raise_type(t, "{} expected at least 1 argument, got 0", name);
    Keyword keywords[] = {{"key", Value::null()}, {"default", Value::null()}};
    TRY(take_keywords(t, name, args, keywords));
    Value key = keywords[0].value, fallback = keywords[1].value;
    bool keyed = !key.is_null() && !key.is_none();
    if (args.count > 1 && !fallback.is_null())
        return raise_type(t, "Cannot specify a default for {}() with multiple positional arguments", name);
    Own best, best_key;
    auto look = [&](Value item) -> Result<bool> {
        if (!keyed) {
            if (best.is_null() || TRY(better(t, item, best, op))) best = Own::share(item);
            return true;
        }
        Own item_key = TRY(call(t, key, item));
        if (best.is_null() || TRY(better(t, item_key, best_key, op))) {
            best = Own::share(item);
            best_key = std::move(item_key);
        }
        return true;
    };
    if (args.count == 1) {
        TRY(for_each(t, args[0], look));
    } else {
        for (uint32_t i = 0; i < args.count; i++) TRY(look(args[i]));
    }
    if (!best.is_null()) return best;
    if (fallback.is_null()) return raise_value_error(t, "{}() arg is an empty sequence", name);
    return Own::share(fallback);
}

} // namespace

RAW_NATIVE(min) {
    (void)self;
    return extreme(t, "min", args, CompareOp::lt);
}
RAW_NATIVE(max) {
    (void)self;
    return extreme(t, "max", args, CompareOp::gt);
}

RAW_NATIVE(sorted) {
    (void)self;
    if (args.count != 1) return raise_type(t, "sorted expected 1 argument, got {}", args.count);
    Ref<List> list = TRY(list_from_iterable(t, args[0]));
    Keyword keywords[] = {{"key", Value::null()}, {"reverse", Value::null()}};
    TRY(take_keywords(t, "sort", args, keywords));
    bool reverse = false;
    if (!keywords[1].value.is_null()) reverse = TRY(to_c_int(t, keywords[1].value)) != 0;
    TRY(list_sort(t, list, keywords[0].value.is_null() ? Value::none() : keywords[0].value, reverse));
    return list;
}

// --- iterators

NATIVE(iter) {
    if (a[1].is_null()) return get_iter(t, a[0]);
    if (!is_callable(a[0])) return raise_type(t, "iter(v, w): v must be callable");
    return make_callable_iterator(a[0], a[1]);
}

NATIVE(next) {
    auto step = type_of(a[0])->slots.next;
    if (!step) return raise_type(t, "'{}' object is not an iterator", type_name(a[0]));
    Changing changing(t, step == slot_next ? Value::null() : a[0]);
    Result<Own> item = step(t, a[0]);
    if (!item) {
        if (a[1].is_null() || !raised_matches(t, rt().types.StopIteration)) return Error{};
        clear_raised(t);
        return Own::share(a[1]);
    }
    if (!item.get().is_exhausted()) return item;
    if (a[1].is_null()) return raise_class(t, rt().types.StopIteration);
    return Own::share(a[1]);
}

NATIVE(aiter) {
    auto make = type_of(a[0])->slots.aiter;
    if (!make) return raise_type(t, "'{}' object is not an async iterable", type_name(a[0]));
    Own it = TRY(make(t, a[0]));
    if (!type_of(it)->slots.anext) return raise_type(t, "aiter() returned not an async iterator of type '{}'", type_name(it));
    return it;
}

// anext(it, default): an awaitable that answers StopAsyncIteration with the default.
namespace {

struct AnextAwaitable : Object {
    Value wrapped;  // owned; the awaitable of __anext__
    Value fallback; // owned
    Value iterator; // owned; of wrapped's __await__, null before the first step
};

AnextAwaitable* awaitable(Value v) { return as<AnextAwaitable>(v); }

void trace_awaitable(Object* o, Visitor& visitor) {
    auto w = static_cast<AnextAwaitable*>(o);
    trace_edge(visitor, w->wrapped, "wrapped");
    trace_edge(visitor, w->fallback, "default");
    trace_edge(visitor, w->iterator, "iterator");
}
void drop_awaitable(Object* o) {
    auto w = static_cast<AnextAwaitable*>(o);
    drop_field(w->wrapped);
    drop_field(w->fallback);
    drop_field(w->iterator);
}
const Lifecycle awaitable_life = {
    trace_awaitable, drop_awaitable, nullptr, fixed_size<AnextAwaitable>, nullptr, "anext_awaitable", Untracking::never,
};

Result<Own> awaited_iterator(Thread& t, Value self) {
    AnextAwaitable* w = awaitable(self);
    if (w->iterator.is_null()) {
        auto make = type_of(w->wrapped)->slots.await;
        if (!make) return raise_type(t, "object {} can't be used in 'await' expression", type_name(w->wrapped));
        Own it = TRY(make(t, w->wrapped));
        if (!type_of(it)->slots.next) return raise_type(t, "__await__() returned non-iterator of type '{}'", type_name(it));
        w->iterator = it.take();
    }
    return Own::share(w->iterator);
}

// The end of the asynchronous iterator becomes the end of this awaitable, with the default as its result.
Result<Own> or_fallback(Thread& t, Value self, Result<Own> result) {
    if (result || !raised_matches(t, rt().types.StopAsyncIteration)) return result;
    clear_raised(t);
    return raise_stop_iteration(t, awaitable(self)->fallback);
}

Result<Own> awaitable_self(Thread&, Value self) { return Own::share(self); }
Result<Own> awaitable_next(Thread& t, Value self) {
    Own it = TRY(awaited_iterator(t, self));
    Changing changing(t, it);
    return or_fallback(t, self, type_of(it)->slots.next(t, it));
}
Result<Own> awaitable_send(Thread& t, const Value* a) {
    Own it = TRY(awaited_iterator(t, a[0]));
    return or_fallback(t, a[0], call_method(t, it, rt().names.n_send, a[1]));
}
Result<Own> awaitable_throw(Thread& t, Value self, const Args& args) {
    Own it = TRY(awaited_iterator(t, self));
    Own method = TRY(get_attr(t, it, rt().names.n_throw));
    return or_fallback(t, self, call(t, method, args));
}
Result<Own> awaitable_close(Thread& t, const Value* a) {
    Own it = TRY(awaited_iterator(t, a[0]));
    return or_fallback(t, a[0], call_method(t, it, rt().names.n_close));
}

const NativeDef awaitable_methods[] = {
    {"send($self, value, /)", awaitable_send, nullptr},
    {"throw($self, *args)", nullptr, nullptr, native_raw, awaitable_throw},
    {"close($self, /)", awaitable_close, nullptr},
    {},
};
void fill_awaitable(Slots& s) {
    s.iter = awaitable_self;
    s.await = awaitable_self;
    s.next = awaitable_next;
}
const TypeSpec spec_awaitable = {
    "builtins", nullptr, sizeof(AnextAwaitable), type_container | type_no_instantiate, &awaitable_life, fill_awaitable, awaitable_methods, nullptr, nullptr,
};

Type* anext_type; // process state, like the specs: made once at start at the same address in every run of the world

} // namespace

void make_anext_type() { anext_type = make_builtin_type("anext_awaitable", rt().types.object, spec_awaitable); }

NATIVE(anext) {
    auto step = type_of(a[0])->slots.anext;
    if (!step) return raise_type(t, "'{}' object is not an async iterator", type_name(a[0]));
    Own wrapped = TRY(step(t, a[0]));
    if (a[1].is_null()) return wrapped;
    Ref<AnextAwaitable> w = new_object<AnextAwaitable>(anext_type->root_shape->id, true);
    w->wrapped = wrapped.take();
    w->fallback = shared(a[1]);
    w->iterator = Value::null();
    return w;
}

} // namespace terrarium::builtins
