// Operators, truth, items and iteration out of line.
#include "vm/core/list.h"
#include "vm/core/protocol.h"
#include "vm/core/slots.h"
#include "vm/core/str.h"
#include "vm/core/tuple.h"
#include "vm/interp/slow.h"
#include "vm/interp/trace.h"

#include <cstring>
#include <utility>

namespace terrarium {

Value binary(Thread& t, BinaryOp op, Value a, Value b) { return raw(binary_op(t, op, a, b)); }
Value inplace(Thread& t, BinaryOp op, Value a, Value b) { return raw(inplace_op(t, op, a, b)); }

Value operator_declined(Thread& t, const Word* at, Value a, Value b) {
    // In the order of BinaryOp, as far as operators have instructions.
    constexpr Opcode plain = Opcode::BINARY_ADD, in_place = Opcode::INPLACE_ADD;
    static_assert(static_cast<int>(Opcode::BINARY_XOR) - static_cast<int>(plain) == static_cast<int>(BinaryOp::bit_xor));
    static_assert(static_cast<int>(Opcode::INPLACE_MATRIX_MULTIPLY) - static_cast<int>(in_place) == static_cast<int>(BinaryOp::matrix_multiply));
    Opcode op = opcode_info(word_op(present_word(at))).base;
    bool inplace = op >= in_place && op <= Opcode::INPLACE_XOR;
    return raw(binary_op_declined(t, static_cast<BinaryOp>(static_cast<int>(op) - static_cast<int>(inplace ? in_place : plain)), inplace, a, b));
}

// s = s + x with the old s held by the variable and the stack only: the variable lets go first, so that the sum can
// grow the string in place. The result takes the place of a, whose count is used up.
Value add_strings_in_place(Thread& t, Frame* frame, const Word* next, Value a, Value b) {
    Str* s = as<Str>(a);
    if ((s->gc & gc_shared) == 0 && s->count == 2 && opcode_info(word_op(*next)).base == Opcode::STORE_FAST && frame->locals[word_a24(*next)] == a) {
        frame->locals[word_a24(*next)] = Value::null();
        s->count--;
    }
    Result<Ref<Str>> r = str_append(t, Ref<Str>::adopt(s), as<Str>(b));
    if (!r) {
        t.stack_top[-2] = Value::none(); // a's count is gone with the failure
        return Value::null();
    }
    return Value::object(r.take().take());
}

Value compare_slow(Thread& t, CompareOp op, Value a, Value b) {
    if (is_exact_str(a) && is_exact_str(b)) {
        if (op == CompareOp::eq) return Value::boolean(a == b || str_equal(as<Str>(a), as<Str>(b)));
        if (op == CompareOp::ne) return Value::boolean(a != b && !str_equal(as<Str>(a), as<Str>(b)));
    }
    return raw(compare(t, a, b, op));
}

Value unary(Thread& t, Opcode op, Value a) {
    switch (op) {
        case Opcode::UNARY_NEGATIVE: return raw(negative(t, a));
        case Opcode::UNARY_POSITIVE: return raw(positive(t, a));
        default: return raw(invert(t, a));
    }
}

int truth(Thread& t, Value v) {
    if (is_exact_str(v)) return as<Str>(v)->length != 0;
    if (is_exact_list(v)) return as<List>(v)->length != 0;
    Result<bool> r = is_truthy(t, v);
    return r ? r.get() : -1;
}

int test_and_pop(Thread& t) {
    Value v = t.stack_top[-1];
    int result = truth(t, v);
    if (result >= 0) {
        t.stack_top--;
        release(v);
    }
    return result;
}

int contains_slow(Thread& t, Value item, Value container) {
    if (is_exact_dict(container) && is_exact_str(item) && as<Dict>(container)->only_str_keys) {
        return dict_find(as<Dict>(container), as<Str>(item)) != nullptr;
    }
    if (is_exact_str(container) && is_exact_str(item)) {
        Str *text = as<Str>(container), *part = as<Str>(item);
        if (part->length == 1 && part->unit == 1 && text->unit == 1) {
            if (text->length == 0) return 0;
            if (text->length > 16) return std::memchr(text->data1(), part->data1()[0], text->length) != nullptr;
            uint8_t wanted = part->data1()[0];
            for (size_t i = 0; i < text->length; i++)
                if (text->data1()[i] == wanted) return 1;
            return 0;
        }
    }
    Result<bool> r = contains(t, container, item);
    return r ? r.get() : -1;
}

Value subscript(Thread& t, Value container, Value key) {
    if (is_exact_dict(container)) {
        Dict* d = as<Dict>(container);
        Value v;
        if (is_exact_str(key) && d->only_str_keys) {
            v = dict_get(d, as<Str>(key));
        } else {
            Result<Value> r = dict_get_item(t, d, key);
            if (!r) return Value::null();
            v = r.get();
        }
        if (v.is_null()) {
            (void)raise_key(t, key);
            return v;
        }
        retain(v);
        return v;
    }
    if (has_shape(key, shapes::slice)) {
        const Slice* s = as<Slice>(key);
        if (Value v = plain_part(t, container, s->start, s->stop, s->step); !v.is_null() || has_raised(t)) return v;
    }
    return raw(get_item(t, container, key));
}

namespace {

bool plain_bound(Value v) { return v.is_int() || v.is_none(); }
// A bound of a slice as a position in lower..upper.
int64_t bound_position(Value v, int64_t missing, int64_t length, int64_t lower, int64_t upper) {
    if (v.is_none()) return missing;
    int64_t i = v.int_value();
    if (i < 0) i += length;
    return i < lower ? lower : i > upper ? upper : i;
}

} // namespace

bool exchange_part(Value container, Value start, Value stop, Value with) {
    if (!has_shape(container, shapes::list) || !has_shape(with, shapes::list) || !held_once(with.object_ptr()) || !plain_bound(start) || !plain_bound(stop))
        return false;
    int64_t length = static_cast<int64_t>(as<List>(container)->length);
    int64_t from = bound_position(start, 0, length, 0, length), to = bound_position(stop, length, length, 0, length);
    if (to - from != static_cast<int64_t>(as<List>(with)->length)) return false;
    Value *a = as<List>(container)->items + from, *b = as<List>(with)->items;
    for (int64_t i = 0; i < to - from; i++) std::swap(a[i], b[i]);
    return true;
}

bool exchange_slice(Value container, Value slice, Value with) {
    const Slice* s = as<Slice>(slice);
    return s->step.is_none() && exchange_part(container, s->start, s->stop, with);
}

Value plain_part(Thread& t, Value container, Value start, Value stop, Value step) {
    if (!container.is_object() || !plain_bound(start) || !plain_bound(stop) || !plain_bound(step)) return Value::null();
    ShapeId shape = container.object_ptr()->shape;
    int64_t length = shape == shapes::list    ? static_cast<int64_t>(as<List>(container)->length)
                     : shape == shapes::str   ? static_cast<int64_t>(as<Str>(container)->length)
                     : shape == shapes::tuple ? static_cast<int64_t>(as<Tuple>(container)->length)
                                              : -1;
    int64_t by = step.is_none() ? 1 : step.int_value();
    if (length < 0 || by == 0 || (by != 1 && shape != shapes::list)) return Value::null();
    int64_t lower = by < 0 ? -1 : 0, upper = by < 0 ? length - 1 : length;
    int64_t from = bound_position(start, by < 0 ? upper : lower, length, lower, upper);
    int64_t to = bound_position(stop, by < 0 ? lower : upper, length, lower, upper);
    int64_t count = by > 0 ? (to > from ? (to - from - 1) / by + 1 : 0) : (from > to ? (from - to - 1) / -by + 1 : 0);
    size_t n = static_cast<size_t>(count);
    if (n > 8'000) return Value::null(); // may fail, and the general way raises it
    if (shape == shapes::str) {
        if (count == 1 && as<Str>(container)->unit == 1) {
            Str* one = rt().latin1_str[as<Str>(container)->data1()[from]];
            retain(static_cast<Object*>(one));
            return Value::object(one);
        }
        return raw(str_slice(t, as<Str>(container), static_cast<size_t>(from), static_cast<size_t>(from + count)));
    }
    if (shape == shapes::tuple) {
        if (count == length) {
            retain(container);
            return container;
        }
        return raw(make_tuple(t, as<Tuple>(container)->items() + from, n));
    }
    Result<Ref<List>> r = make_list(t, n);
    if (!r) return Value::null();
    List* list = r.get();
    const Value* items = as<List>(container)->items;
    for (size_t i = 0; i < n; i++, from += by) {
        retain(items[from]);
        list->items[i] = items[from];
    }
    list->length = n;
    return Value::object(r.take().take());
}

bool store_subscript(Thread& t, Value container, Value key, Value v) {
    if (is_exact_dict(container)) {
        if (is_exact_str(key)) {
            dict_set(as<Dict>(container), as<Str>(key), v);
            return true;
        }
        return dict_set(t, as<Dict>(container), key, v).ok();
    }
    return set_item(t, container, key, v).ok();
}

bool delete_subscript(Thread& t, Value container, Value key) { return del_item(t, container, key).ok(); }

Value get_iterator(Thread& t, Value v) { return raw(get_iter(t, v)); }
Value next_failed(Thread& t) {
    if (!raised_matches(t, rt().types.StopIteration)) return Value::null();
    clear_raised(t);
    return Value::exhausted();
}
Value next_slow(Thread& t, Value iterator) {
    if (!t.traced) [[likely]] return raw(iter_next(t, iterator));
    Result<Own> r = iter_step(t, iterator);
    if (r) return r.take().take();
    trace_stop(t);
    return next_failed(t);
}
Value length_value(Thread& t, Value v) {
    Result<int64_t> n = length(t, v);
    return n ? Value::small_int(n.get()) : Value::null();
}

namespace {

Result<Ref<List>> collect_items(Thread& t, Value iterable, size_t expected, bool at_least) {
    Result<Own> iterator = get_iter(t, iterable);
    if (!iterator) {
        if (raised_matches(t, rt().types.TypeError) && !type_of(iterable)->slots.iter && !type_of(iterable)->slots.get_item) {
            clear_raised(t);
            return raise_type(t, "cannot unpack non-iterable {} object", type_name(iterable));
        }
        return Error{};
    }
    Ref<List> items = TRY(make_list(t, expected));
    for (;;) {
        Own item = TRY(iter_next(t, iterator.get()));
        if (item.is_exhausted()) break;
        if (!at_least && items->length == expected) return raise_value_error(t, "too many values to unpack (expected {})", expected);
        TRY(list_append(t, items, std::move(item)));
    }
    if (items->length < expected) {
        if (at_least) return raise_value_error(t, "not enough values to unpack (expected at least {}, got {})", expected, items->length);
        return raise_value_error(t, "not enough values to unpack (expected {}, got {})", expected, items->length);
    }
    return items;
}

} // namespace

bool unpack(Thread& t, Value iterable, uint32_t count, Value* out) {
    Result<Ref<List>> r = collect_items(t, iterable, count, false);
    if (!r) return false;
    List* items = r.get();
    for (uint32_t i = 0; i < count; i++) {
        out[count - 1 - i] = items->items[i];
        retain(items->items[i]);
    }
    return true;
}

bool unpack_ex(Thread& t, Value iterable, uint32_t before, uint32_t after, Value* out) {
    Result<Ref<List>> r = collect_items(t, iterable, before + after, true);
    if (!r) return false;
    List* items = r.get();
    size_t middle = items->length - before - after;
    Result<Ref<List>> rest = make_list(t, items->items + before, middle);
    if (!rest) return false;
    for (uint32_t i = 0; i < after; i++) out[i] = items->items[items->length - 1 - i];
    out[after] = Value::object(rest.get());
    for (uint32_t i = 0; i < before; i++) out[after + 1 + i] = items->items[before - 1 - i];
    for (uint32_t i = 0; i < before + 1 + after; i++) retain(out[i]);
    return true;
}

} // namespace terrarium
