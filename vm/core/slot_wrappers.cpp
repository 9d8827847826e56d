// Adapters: they let Python call a slot of a built-in type as a method (int.__add__(1, 2)). Each checks the arguments,
// calls the slot and turns its result into a Python one. See slots.h.
#include "vm/core/slots.h"

#include "vm/core/attributes.h"
#include "vm/core/integer.h"
#include "vm/core/protocol.h"
#include "vm/core/str.h"
#include "vm/core/tuple.h"

namespace terrarium {

namespace {

template <auto Member>
auto typed(SlotFunction f) {
    return reinterpret_cast<std::remove_reference_t<decltype(std::declval<Slots&>().*Member)>>(f);
}

Status expect(Thread& t, const Args& args, uint32_t count) {
    if (args.count == count) return {};
    return raise_type(t, "expected {} argument{}, got {}", count, count == 1 ? "" : "s", args.count);
}

// The form CPython uses for a range of counts: with a blank where other functions have their name.
Status expect_between(Thread& t, const Args& args, uint32_t least, uint32_t most) {
    if (args.count >= least && args.count <= most) return {};
    const char* which = least == most ? "" : args.count < least ? "at least " : "at most ";
    uint32_t bound = args.count < least ? least : most;
    return raise_type(t, " expected {}{} argument{}, got {}", which, bound, bound == 1 ? "" : "s", args.count);
}

Result<Own> none_or_error(Status s) {
    if (!s) return Error{};
    return Own::none();
}

Result<Str*> attribute_name(Thread& t, Value v) {
    if (!is_str(v)) return raise_type(t, "attribute name must be string, not '{}'", type_name(v));
    return as<Str>(v);
}

// The nearest built-in class of the object: its slots are not overridden by Python code.
Type* builtin_type_of(Value v) {
    Type* type = type_of(v);
    while (type->flags & type_heap) type = type->base;
    return type;
}

// object.__setattr__ must not get around what a class between has to say about its attributes.
Status check_setattr(Thread& t, const SlotRow& row, SlotFunction slot, Value self) {
    Type* type = builtin_type_of(self);
    if (slot_function(type->slots.setattr) == slot) return {};
    return raise_type(t, "can't apply this {} to {} object", row.dunder, type_name(type));
}

} // namespace

#define ADAPTER(name)                                                                                  \
    Result<Own> name([[maybe_unused]] Thread& t, [[maybe_unused]] const SlotRow& row,                   \
                     [[maybe_unused]] SlotFunction slot, Value self, const Args& args)

namespace wrap {

ADAPTER(unary) {
    TRY(expect(t, args, 0));
    return typed<&Slots::repr>(slot)(t, self);
}

ADAPTER(next) {
    TRY(expect(t, args, 0));
    Own r = TRY(typed<&Slots::next>(slot)(t, self));
    if (r.is_exhausted()) return raise_class(t, rt().types.StopIteration);
    return r;
}

ADAPTER(binary) {
    TRY(expect(t, args, 1));
    return typed<&Slots::concat>(slot)(t, self, args[0]);
}

ADAPTER(reflected) {
    TRY(expect(t, args, 1));
    return typed<&Slots::concat>(slot)(t, args[0], self);
}

ADAPTER(power) {
    TRY(expect_between(t, args, 1, 2));
    if (args.count == 1 || args[1].is_none()) return typed<&Slots::concat>(slot)(t, self, args[0]);
    auto function = builtin_type_of(self)->slots.power_mod;
    if (!function) return Own::not_implemented();
    return function(t, self, args[0], args[1]);
}

ADAPTER(reflected_power) {
    TRY(expect_between(t, args, 1, 2));
    if (args.count == 1 || args[1].is_none()) return typed<&Slots::concat>(slot)(t, args[0], self);
    auto function = builtin_type_of(self)->slots.power_mod;
    if (!function) return Own::not_implemented();
    return function(t, args[0], self, args[1]);
}

ADAPTER(hash) {
    TRY(expect(t, args, 0));
    return make_int(TRY(typed<&Slots::hash>(slot)(t, self)));
}

ADAPTER(truth) {
    TRY(expect(t, args, 0));
    return Own::boolean(TRY(typed<&Slots::truth>(slot)(t, self)));
}

ADAPTER(length) {
    TRY(expect(t, args, 0));
    return make_int(TRY(typed<&Slots::length>(slot)(t, self)));
}

ADAPTER(contains) {
    TRY(expect(t, args, 1));
    return Own::boolean(TRY(typed<&Slots::contains>(slot)(t, self, args[0])));
}

ADAPTER(repeat) {
    TRY(expect(t, args, 1));
    int64_t count = TRY(to_int64(t, args[0]));
    return typed<&Slots::repeat>(slot)(t, self, count);
}

ADAPTER(call) { return typed<&Slots::call>(slot)(t, self, args); }

ADAPTER(init) { return none_or_error(typed<&Slots::init>(slot)(t, self, args)); }

ADAPTER(getattr) {
    TRY(expect(t, args, 1));
    Str* name = TRY(attribute_name(t, args[0]));
    return typed<&Slots::getattr>(slot)(t, self, name);
}

ADAPTER(setattr) {
    TRY(expect_between(t, args, 2, 2));
    Str* name = TRY(attribute_name(t, args[0]));
    TRY(check_setattr(t, row, slot, self));
    return none_or_error(typed<&Slots::setattr>(slot)(t, self, name, args[1]));
}

ADAPTER(delattr) {
    TRY(expect(t, args, 1));
    Str* name = TRY(attribute_name(t, args[0]));
    TRY(check_setattr(t, row, slot, self));
    return none_or_error(typed<&Slots::setattr>(slot)(t, self, name, Value::null()));
}

ADAPTER(get_item) {
    TRY(expect(t, args, 1));
    return typed<&Slots::get_item>(slot)(t, self, args[0]);
}

ADAPTER(set_item) {
    TRY(expect_between(t, args, 2, 2));
    return none_or_error(typed<&Slots::set_item>(slot)(t, self, args[0], args[1]));
}

ADAPTER(del_item) {
    TRY(expect(t, args, 1));
    return none_or_error(typed<&Slots::set_item>(slot)(t, self, args[0], Value::null()));
}

ADAPTER(descr_get) {
    TRY(expect_between(t, args, 1, 2));
    Value object = args[0].is_none() ? Value::null() : args[0];
    Value owner = args.count > 1 && !args[1].is_none() ? args[1] : Value::null();
    if (object.is_null() && owner.is_null()) return raise_type(t, "__get__(None, None) is invalid");
    return typed<&Slots::descr_get>(slot)(t, self, object, owner);
}

ADAPTER(descr_set) {
    TRY(expect_between(t, args, 2, 2));
    return none_or_error(typed<&Slots::descr_set>(slot)(t, self, args[0], args[1]));
}

ADAPTER(descr_delete) {
    TRY(expect(t, args, 1));
    return none_or_error(typed<&Slots::descr_set>(slot)(t, self, args[0], Value::null()));
}

#define COMPARISON(name)                                                     \
    ADAPTER(name) {                                                          \
        TRY(expect(t, args, 1));                                             \
        return typed<&Slots::compare>(slot)(t, self, args[0], CompareOp::name); \
    }
COMPARISON(lt)
COMPARISON(le)
COMPARISON(eq)
COMPARISON(ne)
COMPARISON(gt)
COMPARISON(ge)

} // namespace wrap

Result<Own> call_wrapper(Thread& t, const SlotRow& row, SlotFunction slot, Value self, const Args& args) {
    if (args.keyword_count() && row.adapter != wrap::call && row.adapter != wrap::init)
        return raise_type(t, "wrapper {}() takes no keyword arguments", row.dunder);
    return row.adapter(t, row, slot, self, args);
}

} // namespace terrarium
