// Subscription, length, membership and iteration.
#include "vm/core/attributes.h"
#include "vm/core/integer.h"
#include "vm/core/parallel.h"
#include "vm/core/protocol.h"
#include "vm/core/slots.h"
#include "vm/core/tuple.h"

namespace terrarium {

Result<Own> get_item(Thread& t, Value v, Value key) {
    auto slot = type_of(v)->slots.get_item;
    if (slot) [[likely]] {
        // Some read and add at once (defaultdict).
        if (parallel_world && is_shared(v) && (type_of(v)->flags & type_dict) != 0 && !is_exact_dict(v) && slot != slot_get_item) [[unlikely]] {
            Changing changing(t, v, key);
            return slot(t, v, key);
        }
        return slot(t, v, key);
    }
    if (is_type(v)) {
        // A class: type[...] means type.__class_getitem__ of its own, list[int] goes to __class_getitem__.
        if (as<Type>(v) == rt().types.type) {
            Own args = Own::share(key);
            return call(t, Value::object(rt().types.generic_alias), v, args.get());
        }
        Own getter = TRY(get_attr_or_missing(t, v, rt().names.dunder_class_getitem));
        if (!getter.is_exhausted() && !getter.is_none()) return call(t, getter, key);
        return raise_type(t, "type '{}' is not subscriptable", to_utf8(as<Type>(v)->name));
    }
    return raise_type(t, "'{}' object is not subscriptable", type_name(v));
}

Status set_item(Thread& t, Value v, Value key, Value value) {
    auto slot = type_of(v)->slots.set_item;
    if (!slot) return raise_type(t, "'{}' object does not support item assignment", type_name(v));
    Changing changing(t, slot == slot_set_item ? Value::null() : v, key, value);
    return slot(t, v, key, value);
}

Status del_item(Thread& t, Value v, Value key) {
    auto slot = type_of(v)->slots.set_item;
    if (!slot) {
        // Sequences and instances of classes are asked by position: they word it otherwise.
        const Type* type = type_of(v);
        bool by_position = (is_int(key) || type_of(key)->slots.index) && ((type->flags & type_heap) || type->slots.length || type->slots.contains);
        return raise_type(t, "'{}' object {} support item deletion", type_name(v), by_position ? "doesn't" : "does not");
    }
    Changing changing(t, slot == slot_set_item ? Value::null() : v, key);
    return slot(t, v, key, Value::null());
}

Result<int64_t> length(Thread& t, Value v) {
    auto slot = type_of(v)->slots.length;
    if (!slot) return raise_type(t, "object of type '{}' has no len()", type_name(v));
    return slot(t, v);
}

Result<int64_t> length_hint(Thread& t, Value v, int64_t fallback) {
    if (type_of(v)->slots.length) {
        Result<int64_t> n = length(t, v);
        if (n || !raised_matches(t, rt().types.TypeError)) return n;
        clear_raised(t);
    }
    Own hint = TRY(lookup_special(t, v, rt().names.dunder_length_hint));
    if (hint.is_exhausted()) return fallback;
    Result<Own> r = call(t, hint);
    if (!r) {
        if (!raised_matches(t, rt().types.TypeError)) return Error{};
        clear_raised(t);
        return fallback;
    }
    Value value = r.get();
    if (value.is_not_implemented()) return fallback;
    if (!is_int(value)) return raise_type(t, "__length_hint__ must be an integer, not {}", type_name(value));
    int64_t n = TRY(to_int64(t, value));
    if (n < 0) return raise_value_error(t, "__length_hint__() should return >= 0");
    return n;
}

Result<bool> contains(Thread& t, Value container, Value item) {
    if (auto slot = type_of(container)->slots.contains) return slot(t, container, item);
    const Slots& slots = type_of(container)->slots;
    if (!slots.iter && !slots.get_item) return raise_type(t, "argument of type '{}' is not iterable", type_name(container));
    Result<Own> iterator = get_iter(t, container);
    if (!iterator && raised_matches(t, rt().types.TypeError)) {
        clear_raised(t);
        return raise_type(t, "argument of type '{}' is not iterable", type_name(container));
    }
    Own it = TRY(std::move(iterator));
    for (;;) {
        Own next = TRY(iter_next(t, it));
        if (next.is_exhausted()) return false;
        if (TRY(equal(t, next, item))) return true;
    }
}

Result<Own> get_iter(Thread& t, Value v) {
    const Slots& slots = type_of(v)->slots;
    if (!slots.iter) {
        if (slots.get_item && !is_dict(v)) return make_sequence_iterator(v);
        return raise_type(t, "'{}' object is not iterable", type_name(v));
    }
    Own it = TRY(slots.iter(t, v));
    if (!type_of(it)->slots.next) return raise_type(t, "iter() returned non-iterator of type '{}'", type_name(it));
    return it;
}

namespace {

const Type* whole_walks; // of a module

// Whoever goes through a dict, a set or a deque in one operation, such as list(d), is not interrupted on the way, as it would
// find its container changed.
bool walks_as_a_whole(Value it) {
    ShapeId shape = it.object_ptr()->shape;
    return (shape >= shapes::dict_keyiterator && shape <= shapes::set_iterator) || type_of(it) == whole_walks;
}

} // namespace

void let_walks_be_whole(const Type* iterator) { whole_walks = iterator; }

Result<Own> iter_step(Thread& t, Value it) {
    if (safepoint_requests() && rt().hooks.safepoint) [[unlikely]] {
        if (!it.is_object() || !walks_as_a_whole(it)) TRY(rt().hooks.safepoint(t));
    }
    auto next = type_of(it)->slots.next;
    if (!next) return raise_type(t, "'{}' object is not an iterator", type_name(it));
    // Iterators over iterators nest on the machine stack alone: no Python call counts them.
    if (reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) < t.native_limit) [[unlikely]]
        return raise_text(t, rt().types.RecursionError, "maximum recursion depth exceeded");
    Changing changing(t, next == slot_next ? Value::null() : it);
    return next(t, it);
}

Result<Own> iter_next_slow(Thread& t, Value it) {
    Result<Own> r = iter_step(t, it);
    if (!r && raised_matches(t, rt().types.StopIteration)) {
        clear_raised(t);
        return Own::exhausted();
    }
    return r;
}

} // namespace terrarium
