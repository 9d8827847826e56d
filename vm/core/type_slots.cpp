// Slots of user classes: generic functions that look a dunder up and call it, and the rules that decide whether a
// class gets the generic function or a built-in base's own. See slots.h.
#include "vm/core/slots.h"

#include "vm/core/attributes.h"
#include "vm/core/integer.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"

#include <cstddef>

namespace terrarium {

Result<Own> call_dunder_values(Thread& t, Value self, Str* name, const Value* args, uint32_t count) {
    Type* type = type_of(self);
    Value f = type_lookup(type, name);
    if (f.is_null()) return Own::exhausted();
    const Type* kind = type_of(f);
    Own held = Own::share(f);
    if (kind->flags & type_method_descriptor) {
        Value values[8] = {self};
        for (uint32_t i = 0; i < count; i++) values[i + 1] = args[i];
        return call_values(t, held, values, count + 1);
    }
    if (kind->slots.descr_get) {
        Own bound = TRY(kind->slots.descr_get(t, f, self, Value::object(type)));
        return call_values(t, bound, args, count);
    }
    return call_values(t, held, args, count);
}

namespace {

// The dunder must be there: the slot is only set when it was found, but it may have gone since.
template <class... V>
Result<Own> call_required(Thread& t, Value self, Str* name, const V&... v) {
    Own r = TRY(call_dunder(t, self, name, v...));
    if (r.is_exhausted()) return raise_value(t, rt().types.AttributeError, Value::object(name));
    return r;
}

Status status(Result<Own> r) {
    if (!r) return Error{};
    return {};
}

Result<Own> slot_repr(Thread& t, Value self) { return call_required(t, self, rt().names.dunder_repr); }
Result<Own> slot_str(Thread& t, Value self) { return call_required(t, self, rt().names.dunder_str); }

} // namespace

Result<int64_t> slot_hash(Thread& t, Value self) {
    Value f = type_lookup(type_of(self), rt().names.dunder_hash);
    if (f.is_null() || f.is_none()) return hash_not_implemented(t, self);
    Own r = TRY(call_dunder(t, self, rt().names.dunder_hash));
    if (!is_int(r)) return raise_type(t, "__hash__ method should return an integer");
    int64_t h = 0;
    if (!int_fits_int64(r, &h)) h = int_hash(r);
    return h == -1 ? -2 : h;
}

namespace {

Result<Own> slot_compare(Thread& t, Value self, Value other, CompareOp op) {
    static Str* Names::* const names[] = {&Names::dunder_lt, &Names::dunder_le, &Names::dunder_eq,
                                          &Names::dunder_ne, &Names::dunder_gt, &Names::dunder_ge};
    Str* name = rt().names.*names[static_cast<size_t>(op)];
    Value f = type_lookup(type_of(self), name);
    if (f.is_null()) return Own::not_implemented();
    if (has_shape(f, shapes::wrapper_descriptor)) {
        auto* w = as<WrapperDescriptor>(f);
        if (w->row->name == names[static_cast<size_t>(op)]) {
            auto* function = reinterpret_cast<decltype(Slots::compare)>(w->function);
            return function(t, self, other, op);
        }
    }
    Own r = TRY(call_dunder(t, self, name, other));
    if (r.is_exhausted()) return Own::not_implemented();
    return r;
}

Result<Own> slot_iter(Thread& t, Value self) {
    if (type_lookup(type_of(self), rt().names.dunder_iter).is_none())
        return raise_type(t, "'{}' object is not iterable", type_name(self));
    return call_required(t, self, rt().names.dunder_iter);
}

} // namespace

// StopIteration stays raised with what it carries: next() shows it, iter_next takes it for the end.
Result<Own> slot_next(Thread& t, Value self) { return call_required(t, self, rt().names.dunder_next); }

namespace {

Result<Own> slot_descr_get(Thread& t, Value descr, Value obj, Value owner) {
    Own r = TRY(call_dunder(t, descr, rt().names.dunder_get, obj.is_null() ? Value::none() : obj,
                            owner.is_null() ? Value::none() : owner));
    if (r.is_exhausted()) return Own::share(descr);
    return r;
}

Status slot_descr_set(Thread& t, Value descr, Value obj, Value value) {
    if (value.is_null()) return status(call_required(t, descr, rt().names.dunder_delete, obj));
    return status(call_required(t, descr, rt().names.dunder_set, obj, value));
}

// Which dunders an operator has: self op other, other's reflected, in place.
struct OperatorNames {
    Str* Names::* forward;
    Str* Names::* reflected;
    Str* Names::* inplace;
};
constexpr OperatorNames operator_names[binary_op_count] = {
    {&Names::dunder_add, &Names::dunder_radd, &Names::dunder_iadd},
    {&Names::dunder_sub, &Names::dunder_rsub, &Names::dunder_isub},
    {&Names::dunder_mul, &Names::dunder_rmul, &Names::dunder_imul},
    {&Names::dunder_truediv, &Names::dunder_rtruediv, &Names::dunder_itruediv},
    {&Names::dunder_floordiv, &Names::dunder_rfloordiv, &Names::dunder_ifloordiv},
    {&Names::dunder_mod, &Names::dunder_rmod, &Names::dunder_imod},
    {&Names::dunder_pow, &Names::dunder_rpow, &Names::dunder_ipow},
    {&Names::dunder_matmul, &Names::dunder_rmatmul, &Names::dunder_imatmul},
    {&Names::dunder_lshift, &Names::dunder_rlshift, &Names::dunder_ilshift},
    {&Names::dunder_rshift, &Names::dunder_rrshift, &Names::dunder_irshift},
    {&Names::dunder_and, &Names::dunder_rand, &Names::dunder_iand},
    {&Names::dunder_or, &Names::dunder_ror, &Names::dunder_ior},
    {&Names::dunder_xor, &Names::dunder_rxor, &Names::dunder_ixor},
    {&Names::dunder_divmod, &Names::dunder_rdivmod, nullptr},
};

Result<Own> call_operator(Thread& t, Value self, Str* name, Value other) {
    Own r = TRY(call_dunder(t, self, name, other));
    if (r.is_exhausted()) return Own::not_implemented();
    return r;
}

// A right operand of a subclass goes first only if it brings a reflected method of its own.
Result<Own> binary_by_names(Thread& t, Value left, Value right, BinaryOp op, BinarySlot me) {
    Str* forward = rt().names.*operator_names[static_cast<size_t>(op)].forward;
    Str* reflected = rt().names.*operator_names[static_cast<size_t>(op)].reflected;
    Type *a = type_of(left), *b = type_of(right);
    bool do_other = a != b && b->slots.binary[static_cast<size_t>(op)] == me;
    if (a->slots.binary[static_cast<size_t>(op)] == me) {
        if (do_other && is_subtype(b, a)) {
            Value theirs = type_lookup(b, reflected), ours = type_lookup(a, reflected);
            if (!theirs.is_null() && !(theirs == ours)) {
                Own r = TRY(call_operator(t, right, reflected, left));
                if (!r.is_not_implemented()) return r;
                do_other = false;
            }
        }
        Own r = TRY(call_operator(t, left, forward, right));
        if (!r.is_not_implemented() || a == b) return r;
    }
    if (do_other) return call_operator(t, right, reflected, left);
    return Own::not_implemented();
}

template <BinaryOp op>
Result<Own> slot_binary(Thread& t, Value left, Value right) {
    return binary_by_names(t, left, right, op, slot_binary<op>);
}

constexpr BinarySlot slots_by_names[] = {
    slot_binary<BinaryOp::add>, slot_binary<BinaryOp::subtract>, slot_binary<BinaryOp::multiply>, slot_binary<BinaryOp::true_divide>, slot_binary<BinaryOp::floor_divide>,
    slot_binary<BinaryOp::modulo>, slot_binary<BinaryOp::power>, slot_binary<BinaryOp::matrix_multiply>, slot_binary<BinaryOp::lshift>, slot_binary<BinaryOp::rshift>,
    slot_binary<BinaryOp::bit_and>, slot_binary<BinaryOp::bit_or>, slot_binary<BinaryOp::bit_xor>, slot_binary<BinaryOp::divmod>,
};
static_assert(std::size(slots_by_names) == binary_op_count);

template <BinaryOp op>
Result<Own> slot_inplace(Thread& t, Value left, Value right) {
    return call_operator(t, left, rt().names.*operator_names[static_cast<size_t>(op)].inplace, right);
}

Result<Own> slot_power_mod(Thread& t, Value base, Value exponent, Value modulus) {
    // Only the base's __pow__ is asked for three arguments.
    if (type_of(base)->slots.power_mod != slot_power_mod) return Own::not_implemented();
    Own r = TRY(call_dunder(t, base, rt().names.dunder_pow, exponent, modulus));
    if (r.is_exhausted()) return Own::not_implemented();
    return r;
}

Result<Own> slot_negative(Thread& t, Value self) { return call_required(t, self, rt().names.dunder_neg); }
Result<Own> slot_positive(Thread& t, Value self) { return call_required(t, self, rt().names.dunder_pos); }
Result<Own> slot_absolute(Thread& t, Value self) { return call_required(t, self, rt().names.dunder_abs); }
Result<Own> slot_invert(Thread& t, Value self) { return call_required(t, self, rt().names.dunder_invert); }
Result<Own> slot_to_int(Thread& t, Value self) { return call_required(t, self, rt().names.dunder_int); }
Result<Own> slot_to_float(Thread& t, Value self) { return call_required(t, self, rt().names.dunder_float); }
Result<Own> slot_index(Thread& t, Value self) { return call_required(t, self, rt().names.dunder_index); }
Result<Own> slot_await(Thread& t, Value self) { return call_required(t, self, rt().names.dunder_await); }
Result<Own> slot_aiter(Thread& t, Value self) { return call_required(t, self, rt().names.dunder_aiter); }
Result<Own> slot_anext(Thread& t, Value self) { return call_required(t, self, rt().names.dunder_anext); }

Result<bool> slot_truth(Thread& t, Value self) {
    Own r = TRY(call_required(t, self, rt().names.dunder_bool));
    if (!r.get().is_bool()) return raise_type(t, "__bool__ should return bool, returned {}", type_name(r));
    return r.get().bool_value();
}

Result<int64_t> slot_length(Thread& t, Value self) {
    Own r = TRY(call_required(t, self, rt().names.dunder_len));
    Own n = TRY(to_index(t, r));
    if (int_sign(n) < 0) return raise_value_error(t, "__len__() should return >= 0");
    int64_t length = 0;
    if (!int_fits_int64(n, &length))
        return raise_fmt(t, rt().types.OverflowError, "cannot fit 'int' into an index-sized integer");
    return length;
}

} // namespace

Value operator_function(BinaryOp op, bool inplace, Value left, Value right) {
    size_t i = static_cast<size_t>(op);
    Type *a = type_of(left), *b = type_of(right);
    BinarySlot mine = slots_by_names[i];
    if (a->slots.binary[i] != mine || (inplace && (a->slots.inplace[i] || a->slots.inplace_concat))) return Value::null();
    if (a != b && (b->slots.binary[i] == mine || is_subtype(b, a))) return Value::null(); // both may be asked
    Value f = type_lookup(a, rt().names.*operator_names[i].forward);
    return has_shape(f, shapes::function) ? f : Value::null();
}

Result<Own> slot_get_item(Thread& t, Value self, Value key) {
    return call_required(t, self, rt().names.dunder_getitem, key);
}

Status slot_setattr(Thread& t, Value self, Str* name, Value value) {
    if (value.is_null()) return status(call_required(t, self, rt().names.dunder_delattr, Value::object(name)));
    return status(call_required(t, self, rt().names.dunder_setattr, Value::object(name), value));
}

namespace {

Result<bool> slot_contains(Thread& t, Value self, Value item) {
    if (type_lookup(type_of(self), rt().names.dunder_contains).is_none())
        return raise_type(t, "'{}' object is not a container", type_name(self));
    Own r = TRY(call_required(t, self, rt().names.dunder_contains, item));
    return is_truthy(t, r);
}

const SlotRow rows[] = {
#define X(dunder, member, generic, adapter, signature, doc) \
    {"__" #dunder "__", &Names::dunder_##dunder, offsetof(Slots, member) / sizeof(SlotFunction), \
     slot_function(generic), adapter, signature, doc},
#include "vm/core/slots.def"
#undef X
    {nullptr, nullptr, 0, nullptr, nullptr, nullptr, nullptr},
};

} // namespace

const SlotRow* slot_rows() { return rows; }

namespace {

// f found on the type of self, called as self.f(*args).
Result<Own> call_found(Thread& t, Value f, Value self, const Args& args) {
    Own held = Own::share(f);
    const Type* kind = type_of(f);
    if (kind->flags & type_method_descriptor) return call_with_first(t, held, self, args);
    if (!kind->slots.descr_get) return call(t, held, args);
    Own bound = TRY(kind->slots.descr_get(t, f, self, Value::object(type_of(self))));
    return call(t, bound, args);
}

} // namespace

Result<Own> slot_call(Thread& t, Value self, const Args& args) {
    Value f = type_lookup(type_of(self), rt().names.dunder_call);
    if (f.is_null()) return raise_type(t, "'{}' object is not callable", type_name(self));
    return call_found(t, f, self, args);
}

Status slot_set_item(Thread& t, Value self, Value key, Value value) {
    if (value.is_null()) return status(call_required(t, self, rt().names.dunder_delitem, key));
    return status(call_required(t, self, rt().names.dunder_setitem, key, value));
}

// With __getattribute__ of one's own, or __getattr__ for what is missing, or both.
Result<Own> slot_getattr(Thread& t, Value self, Str* name) {
    Type* type = type_of(self);
    Value fallback = type_lookup(type, rt().names.dunder_getattr);
    Value getter = type_lookup(type, rt().names.dunder_getattribute);
    bool generic = has_shape(getter, shapes::wrapper_descriptor);
    if (generic && fallback.is_null())
        return reinterpret_cast<decltype(Slots::getattr)>(as<WrapperDescriptor>(getter)->function)(t, self, name);
    if (generic && as<WrapperDescriptor>(getter)->function == slot_function(generic_getattr)) {
        Own r = TRY(generic_getattr_or_missing(t, self, name));
        if (!r.is_exhausted()) return r;
        return call_dunder(t, self, rt().names.dunder_getattr, Value::object(name));
    }
    Result<Own> r = call_dunder(t, self, rt().names.dunder_getattribute, Value::object(name));
    if (r || fallback.is_null() || !raised_matches(t, rt().types.AttributeError)) return r;
    Own missing = take_raised(t);
    return call_dunder(t, self, rt().names.dunder_getattr, Value::object(name));
}

Result<Own> slot_construct(Thread& t, Type* cls, const Args& args) {
    Own f = TRY(get_attr(t, Value::object(cls), rt().names.dunder_new));
    return call_with_first(t, f, Value::object(cls), args);
}

Status slot_init(Thread& t, Value self, const Args& args) {
    Value f = type_lookup(type_of(self), rt().names.dunder_init);
    if (f.is_null()) return raise_value(t, rt().types.AttributeError, Value::object(rt().names.dunder_init));
    Result<Own> r = call_found(t, f, self, args);
    if (!r) return Error{};
    if (!r.get().is_none()) return raise_type(t, "__init__() should return None, not '{}'", type_name(r.get()));
    return {};
}

// --- which function a slot gets

namespace {

// The C++ slot a found attribute stands for in this row, or null when it takes the generic way.
// *skip: it belongs to another slot of the same dunder and says nothing about this one.
SlotFunction specific_function(Type* type, const SlotRow& row, Value v, bool* skip) {
    *skip = false;
    if (has_shape(v, shapes::wrapper_descriptor)) {
        auto* w = as<WrapperDescriptor>(v);
        if (w->row == &row && is_subtype(type, w->owner)) return w->function;
        if (w->row->name == row.name && is_subtype(type, w->owner)) {
            // pow's wrapper stands for the three-argument slot of its owner too.
            if (row.slot == offsetof(Slots, power_mod) / sizeof(SlotFunction)) return slot_of(w->owner, row);
            *skip = true;
        }
        return nullptr;
    }
    if (row.name == &Names::dunder_new && is_new_wrapper(v)) {
        Type* owner = as<Type>(as<NativeFunction>(v)->self);
        return is_subtype(type, owner) ? slot_of(owner, row) : nullptr;
    }
    if (row.name == &Names::dunder_hash && v.is_none()) return slot_function(hash_not_implemented);
    return nullptr;
}

void set_slot(Type* type, uint16_t slot) {
    SlotFunction specific = nullptr, generic = nullptr;
    bool use_generic = false;
    for (const SlotRow* row = rows; row->dunder; row++) {
        if (row->slot != slot) continue;
        Value v = type_find(type, rt().names.*row->name);
        if (v.is_null()) continue;
        bool skip = false;
        SlotFunction f = specific_function(type, *row, v, &skip);
        if (skip) continue;
        if (row->generic) generic = row->generic;
        if (!f || (specific && specific != f)) use_generic = true;
        else specific = f;
    }
    slot_array(type->slots)[slot] = specific && !use_generic ? specific : generic;
}

} // namespace

void refresh_slot_flags(Type* type) {
    if (type->slots.getattr == generic_getattr) type->flags &= ~uint32_t{type_custom_getattribute};
    else type->flags |= type_custom_getattribute;
}

void update_slot(Type* type, Str* name) {
    bool any = false;
    for (const SlotRow* row = rows; row->dunder; row++) {
        if (rt().names.*row->name != name) continue;
        set_slot(type, row->slot);
        any = true;
    }
    if (!any) return;
    refresh_slot_flags(type);
    for_each_subclass(type, [name](Type* sub) { update_slot(sub, name); });
}

void fill_slots(Type* type) {
    if (type->bases->length == 1) {
        // One base: its slots, but for the dunders the class has itself.
        type->slots = type->base->slots;
        for (const SlotRow* row = rows; row->dunder; row++)
            if (dict_find(type->dict, rt().names.*row->name)) set_slot(type, row->slot);
    } else {
        type->slots = type->base->slots;
        for (const SlotRow* row = rows; row->dunder; row++) set_slot(type, row->slot);
    }
    refresh_slot_flags(type);
}

} // namespace terrarium
