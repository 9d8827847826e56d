// Bases of classes: the metaclass they call for, the layout they agree on, and the order they are searched in (C3).
// Source: Python's "The Python 2.3 Method Resolution Order"; language reference, "Customizing class creation".
#include "vm/core/attributes.h"
#include "vm/core/instances.h"
#include "vm/core/slots.h"
#include "vm/core/start.h"
#include "vm/objects/containers.h"
#include "vm/objects/type_object.h"

#include <vector>

namespace terrarium {

Result<Type*> metaclass_of(Thread& t, Type* meta, Tuple* bases) {
    Type* winner = meta;
    for (uint64_t i = 0; i < bases->length; i++) {
        Type* other = type_of((*bases)[i]);
        if (is_subtype(winner, other)) continue;
        if (!is_subtype(other, winner))
            return raise_type(t,
                              "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the "
                              "metaclasses of all its bases");
        winner = other;
    }
    return winner;
}

namespace {

bool adds_to_layout(const Type* type) {
    if (!type->base) return true;
    return type->builtin_size != type->base->builtin_size || type->member_count != type->base->member_count ||
           type->base_life != type->base->base_life;
}

// The nearest class in the chain of bases that adds to the layout.
Type* solid_base(Type* type) {
    while (!adds_to_layout(type)) type = type->base;
    return type;
}

} // namespace

Result<Type*> best_base(Thread& t, Tuple* bases) {
    Type *base = nullptr, *winner = nullptr;
    for (uint64_t i = 0; i < bases->length; i++) {
        if (!is_type((*bases)[i])) return raise_type(t, "bases must be types");
        Type* candidate_base = as<Type>((*bases)[i]);
        if (!(candidate_base->flags & type_basetype))
            return raise_type(t, "type '{}' is not an acceptable base type", type_name(candidate_base));
        Type* candidate = solid_base(candidate_base);
        if (!winner) {
            winner = candidate;
            base = candidate_base;
        } else if (is_subtype(winner, candidate)) {
            continue;
        } else if (is_subtype(candidate, winner)) {
            winner = candidate;
            base = candidate_base;
        } else {
            return raise_type(t, "multiple bases have instance lay-out conflict");
        }
    }
    return base;
}

// --- C3

namespace {

// One sequence being merged: classes from `at` on are still to be placed.
struct Sequence {
    Tuple* classes;
    uint64_t at;
    bool done() const { return at >= classes->length; }
    Value head() const { return (*classes)[at]; }
    bool has_later(Value v) const {
        for (uint64_t i = at + 1; i < classes->length; i++)
            if ((*classes)[i] == v) return true;
        return false;
    }
};

Error raise_no_order(Thread& t, const std::vector<Sequence>& rest) {
    std::string names;
    std::vector<Value> shown;
    for (const Sequence& s : rest) {
        if (s.done()) continue;
        bool known = false;
        for (Value v : shown) known = known || v == s.head();
        if (known) continue;
        shown.push_back(s.head());
        names += (names.empty() ? " " : ", ") + to_utf8(as<Type>(s.head())->name);
    }
    return raise_type(t, "Cannot create a consistent method resolution\norder (MRO) for bases{}", names);
}

} // namespace

Result<Ref<List>> default_mro(Thread& t, Type* type) {
    Tuple* bases = type->bases;
    for (uint64_t i = 0; i < bases->length; i++)
        for (uint64_t k = 0; k < i; k++)
            if ((*bases)[i] == (*bases)[k])
                return raise_type(t, "duplicate base class {}", to_utf8(as<Type>((*bases)[i])->name));
    Ref<List> order = make_list();
    TRY(list_append(t, order, Own::share(type)));
    std::vector<Sequence> rest; // for the time of the merge; holds no count: the bases hold their MROs
    for (uint64_t i = 0; i < bases->length; i++) {
        Tuple* mro = as<Type>((*bases)[i])->mro;
        if (!mro) return raise_type(t, "Cannot extend an incomplete type '{}'", type_name(as<Type>((*bases)[i])));
        rest.push_back({mro, 0});
    }
    rest.push_back({bases, 0});
    for (;;) {
        bool all_done = true;
        Value next = Value::null();
        for (const Sequence& s : rest) {
            if (s.done()) continue;
            all_done = false;
            bool blocked = false;
            for (const Sequence& other : rest) blocked = blocked || (!other.done() && other.has_later(s.head()));
            if (blocked) continue;
            next = s.head();
            break;
        }
        if (all_done) return order;
        if (next.is_null()) return raise_no_order(t, rest);
        TRY(list_append(t, order, Own::share(next)));
        for (Sequence& s : rest)
            if (!s.done() && s.head() == next) s.at++;
    }
}

Status set_mro(Thread& t, Type* type) {
    Type* meta = type_of(type);
    Own classes;
    Value method = meta == rt().types.type ? Value::null() : type_lookup(meta, rt().names.n_mro);
    bool custom = !method.is_null() && !(method == type_lookup(rt().types.type, rt().names.n_mro));
    if (custom) {
        Own f = TRY(lookup_special(t, Value::object(type), rt().names.n_mro));
        Own result = TRY(call(t, f));
        Ref<Tuple> tuple = TRY(tuple_from_iterable(t, result));
        for (uint64_t i = 0; i < tuple->length; i++)
            if (!is_type((*tuple)[i])) return raise_type(t, "mro() returned a non-class ('{}')", type_name((*tuple)[i]));
        classes = std::move(tuple);
    } else {
        Ref<List> list = TRY(default_mro(t, type));
        classes = TRY(list_to_tuple(t, list));
    }
    Tuple* old = type->mro;
    type->mro = as<Tuple>(classes.take());
    if (old) release(static_cast<Object*>(old));
    return {};
}

// --- __bases__ assignment

bool same_instance_layout(const Type* a, const Type* b) {
    return a->builtin_size == b->builtin_size && a->base_life == b->base_life && a->members_offset == b->members_offset &&
           a->member_count == b->member_count && a->attrs_offset == b->attrs_offset &&
           (a->flags & (type_has_dict | type_variable)) == (b->flags & (type_has_dict | type_variable));
}

namespace {

Status renew_mro(Thread& t, Type* type) {
    TRY(set_mro(t, type));
    Ref<List> subclasses = make_list();
    Status status;
    for_each_subclass(type, [&](Type* sub) {
        if (status) status = list_append(t, subclasses, Own::share(sub));
    });
    TRY(std::move(status));
    for (uint64_t i = 0; i < subclasses->length; i++) TRY(renew_mro(t, as<Type>(subclasses->items[i])));
    return {};
}

void renew_slots(Type* type) {
    fill_slots(type);
    set_finalizers(type);
    for_each_subclass(type, [](Type* sub) { renew_slots(sub); });
}

} // namespace

Status set_bases(Thread& t, Value cls, Value value) {
    Type* type = as<Type>(cls);
    std::string name = to_utf8(type->name);
    if (value.is_null()) return raise_type(t, "cannot delete '__bases__' attribute of immutable type '{}'", name);
    if (!is_tuple(value)) return raise_type(t, "can only assign tuple to {}.__bases__, not {}", name, type_name(value));
    Tuple* bases = as<Tuple>(value);
    if (bases->length == 0) return raise_type(t, "can only assign non-empty tuple to {}.__bases__, not ()", name);
    for (uint64_t i = 0; i < bases->length; i++) {
        Value base = (*bases)[i];
        if (!is_type(base)) return raise_type(t, "{}.__bases__ must be tuple of classes, not '{}'", name, type_name(base));
        if (is_subtype(as<Type>(base), type)) return raise_type(t, "a __bases__ item causes an inheritance cycle");
    }
    Type* base = TRY(best_base(t, bases));
    Type* old_base = type->base;
    if (!same_instance_layout(base, old_base) && !(base->builtin_size == old_base->builtin_size && base->base_life == old_base->base_life &&
                                                   base->member_count == old_base->member_count))
        return raise_type(t, "__bases__ assignment: '{}' object layout differs from '{}'", type_name(base), type_name(old_base));
    Ref<Tuple> old_bases = Ref<Tuple>::adopt(type->bases);
    Ref<Type> held_base = Ref<Type>::adopt(old_base);
    type->bases = shared(bases);
    type->base = shared(base);
    Status done = renew_mro(t, type);
    if (!done) {
        Own error = take_raised(t);
        release(static_cast<Object*>(type->bases));
        release(static_cast<Object*>(type->base));
        type->bases = old_bases.take();
        type->base = held_base.take();
        if (!renew_mro(t, type)) clear_raised(t);
        set_raised(t, std::move(error));
        return Error{};
    }
    for (uint64_t i = 0; i < old_bases->length; i++) unlink_subclass(as<Type>((*old_bases)[i]), type);
    for (uint64_t i = 0; i < bases->length; i++) link_subclass(as<Type>((*bases)[i]), type);
    type_changed(type);
    renew_slots(type);
    return {};
}

} // namespace terrarium
