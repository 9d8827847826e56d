// The slot table: which dunder stands for which slot, both ways. A row's generic function is put into the slot of a
// user class that defines the dunder in Python; its adapter lets Python call a built-in's slot (wrapper descriptors).
// Next: type_slots.cpp (generic functions and updates), slot_wrappers.cpp (adapters).
#pragma once

#include "vm/core/descriptor.h"
#include "vm/core/dict.h"
#include "vm/core/type.h"

namespace terrarium {

using SlotFunction = void (*)();
template <class F>
SlotFunction slot_function(F f) {
    return reinterpret_cast<SlotFunction>(f);
}
inline SlotFunction slot_function(std::nullptr_t) { return nullptr; }
using SlotAdapter = Result<Own> (*)(Thread& t, const SlotRow& row, SlotFunction slot, Value self, const Args& args);

struct SlotRow {
    const char* dunder;
    Str* Names::* name;    // the interned dunder
    uint16_t slot;         // position in Slots, all of whose members are function pointers
    SlotFunction generic;  // null: a Python definition leaves this slot empty (another row of the dunder serves it)
    SlotAdapter adapter;
    const char* signature; // of the wrapper, for help(): "($self, value, /)"
    const char* doc;
};

const SlotRow* slot_rows(); // ends with a row whose dunder is null

// slot_wrappers.cpp
namespace wrap {
#define ADAPTER(name) Result<Own> name(Thread& t, const SlotRow& row, SlotFunction slot, Value self, const Args& args)
ADAPTER(unary); ADAPTER(next); ADAPTER(binary); ADAPTER(reflected); ADAPTER(power); ADAPTER(reflected_power);
ADAPTER(hash); ADAPTER(truth); ADAPTER(length); ADAPTER(contains); ADAPTER(repeat); ADAPTER(call); ADAPTER(init);
ADAPTER(getattr); ADAPTER(setattr); ADAPTER(delattr); ADAPTER(get_item); ADAPTER(set_item); ADAPTER(del_item);
ADAPTER(descr_get); ADAPTER(descr_set); ADAPTER(descr_delete);
ADAPTER(lt); ADAPTER(le); ADAPTER(eq); ADAPTER(ne); ADAPTER(gt); ADAPTER(ge);
#undef ADAPTER
} // namespace wrap
Result<Own> call_wrapper(Thread& t, const SlotRow& row, SlotFunction slot, Value self, const Args& args);
inline SlotFunction* slot_array(Slots& s) { return reinterpret_cast<SlotFunction*>(&s); }
inline SlotFunction slot_of(const Type* type, const SlotRow& row) {
    return reinterpret_cast<const SlotFunction*>(&type->slots)[row.slot];
}
inline constexpr size_t slot_count = sizeof(Slots) / sizeof(SlotFunction);

// Calls self.<dunder>(args...) looked up on the type; Value::exhausted() when there is none.
Result<Own> call_dunder_values(Thread& t, Value self, Str* name, const Value* args, uint32_t count);
template <class... V>
Result<Own> call_dunder(Thread& t, Value self, Str* name, const V&... v) {
    Value args[sizeof...(v) + 1] = {static_cast<Value>(v)...};
    return call_dunder_values(t, self, name, args, sizeof...(v));
}

// The function of a program's class that left <op> right asks first, where no other class has a say before it: __add__ and
// so on. Null: there is none, or it is not that simple. Borrowed.
Value operator_function(BinaryOp op, bool inplace, Value left, Value right);
// What comes after that function has returned NotImplemented (protocol_operators.cpp).
Result<Own> binary_op_declined(Thread& t, BinaryOp op, bool inplace, Value a, Value b);

// f(subclass) for each direct subclass that is alive.
template <class F>
void for_each_subclass(Type* type, F f) {
    if (!type->subclasses) return;
    for (size_t i = 0; DictEntry* e = dict_next(type->subclasses, i);)
        f(reinterpret_cast<Type*>(static_cast<uintptr_t>(e->value.int_value())));
}

// After `name` of the class' dict (or of a base's) changed: sets the slots it stands for, here and in subclasses.
void update_slot(Type* type, Str* name);
// All slots of a new user class from its MRO.
void fill_slots(Type* type);
// Sets type_custom_getattribute and the like from the slots.
void refresh_slot_flags(Type* type);

// Generic slot functions the loop and type.__call__ want to recognise.
Result<Own> slot_construct(Thread& t, Type* cls, const Args& args);
Status slot_init(Thread& t, Value self, const Args& args);
Result<Own> slot_getattr(Thread& t, Value self, Str* name);
Result<int64_t> slot_hash(Thread& t, Value self);
Status slot_set_item(Thread& t, Value self, Value key, Value value);
Result<Own> slot_call(Thread& t, Value self, const Args& args);
Status slot_setattr(Thread& t, Value self, Str* name, Value value);
Result<Own> slot_next(Thread& t, Value self);
Result<Own> slot_get_item(Thread& t, Value self, Value key);

} // namespace terrarium
