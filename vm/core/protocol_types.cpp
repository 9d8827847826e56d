// isinstance and issubclass with their hooks (PEP 3119), and the plain walk along the MRO.
#include "vm/core/attributes.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"

namespace terrarium {

bool is_subtype(const Type* a, const Type* b) {
    if (a == b) return true;
    if (Tuple* mro = a->mro) {
        for (uint64_t i = 0; i < mro->length; i++)
            if ((*mro)[i].object_ptr() == static_cast<const Object*>(b)) return true;
        return false;
    }
    for (; a; a = a->base) // while the class is being made
        if (a == b) return true;
    return b == rt().types.object;
}

bool is_instance_of(Value v, const Type* type) { return is_subtype(type_of(v), type); }

namespace {

// __bases__ of something that is no class but acts as one; exhausted when it has none.
Result<Own> abstract_bases(Thread& t, Value cls) {
    Own bases = TRY(get_attr_or_missing(t, cls, rt().names.dunder_bases));
    if (!bases.is_exhausted() && !is_tuple(bases)) return Own::exhausted();
    return bases;
}

Status check_class(Thread& t, Value cls, const char* message) {
    Own bases = TRY(abstract_bases(t, cls));
    if (bases.is_exhausted()) return raise_text(t, rt().types.TypeError, message);
    return {};
}

Result<bool> abstract_is_subclass(Thread& t, Value derived, Value cls) {
    if (derived == cls) return true;
    RecursionGuard guard(t, " in __subclasscheck__");
    if (!guard) return Error{};
    Own bases = TRY(abstract_bases(t, derived));
    if (bases.is_exhausted()) return false;
    Tuple* tuple = as<Tuple>(bases);
    for (uint64_t i = 0; i < tuple->length; i++)
        if (TRY(abstract_is_subclass(t, (*tuple)[i], cls))) return true;
    return false;
}

constexpr const char* bad_instance_class = "isinstance() arg 2 must be a type, a tuple of types, or a union";
constexpr const char* bad_subclass_class = "issubclass() arg 2 must be a class, a tuple of classes, or a union";

// Calls a __xcheck__ hook of cls' type; exhausted when it has none.
Result<Own> call_hook(Thread& t, Value cls, Str* name, Value v) {
    Own hook = TRY(lookup_special(t, cls, name));
    if (hook.is_exhausted()) return hook;
    return call(t, hook, v);
}

} // namespace

Result<bool> is_instance_plain(Thread& t, Value v, Value cls) {
    if (is_type(cls)) {
        Type* type = type_of(v);
        if (is_subtype(type, as<Type>(cls))) return true;
        // An object may claim another class (a proxy, a mock).
        Value descr = type_lookup(type, rt().names.dunder_class);
        Value plain = type_lookup(rt().types.object, rt().names.dunder_class);
        if (descr == plain && !(type->flags & type_custom_getattribute)) return false;
        Own claimed = TRY(get_attr_or_missing(t, v, rt().names.dunder_class));
        if (claimed.is_exhausted() || !is_type(claimed) || as<Type>(claimed) == type) return false;
        return is_subtype(as<Type>(claimed), as<Type>(cls));
    }
    TRY(check_class(t, cls, bad_instance_class));
    Own claimed = TRY(get_attr_or_missing(t, v, rt().names.dunder_class));
    if (claimed.is_exhausted()) return false;
    return abstract_is_subclass(t, claimed, cls);
}

Result<bool> is_instance(Thread& t, Value v, Value cls) {
    if (is_type(cls)) {
        if (type_of(v) == as<Type>(cls)) return true;
        if (type_of(cls) == rt().types.type) return is_instance_plain(t, v, cls);
    }
    if (is_tuple(cls)) {
        RecursionGuard guard(t, " in __instancecheck__");
        if (!guard) return Error{};
        Tuple* tuple = as<Tuple>(cls);
        for (uint64_t i = 0; i < tuple->length; i++)
            if (TRY(is_instance(t, v, (*tuple)[i]))) return true;
        return false;
    }
    RecursionGuard guard(t, " in __instancecheck__");
    if (!guard) return Error{};
    Own r = TRY(call_hook(t, cls, rt().names.dunder_instancecheck, v));
    if (r.is_exhausted()) return is_instance_plain(t, v, cls);
    return is_truthy(t, r);
}

Result<bool> is_subclass_plain(Thread& t, Value cls, Value of) {
    if (is_type(cls) && is_type(of)) return is_subtype(as<Type>(cls), as<Type>(of));
    TRY(check_class(t, cls, "issubclass() arg 1 must be a class"));
    TRY(check_class(t, of, bad_subclass_class));
    return abstract_is_subclass(t, cls, of);
}

Result<bool> is_subclass(Thread& t, Value cls, Value of) {
    if (is_type(of) && type_of(of) == rt().types.type) {
        if (cls == of) return true;
        return is_subclass_plain(t, cls, of);
    }
    RecursionGuard guard(t, " in __subclasscheck__");
    if (!guard) return Error{};
    if (is_tuple(of)) {
        Tuple* tuple = as<Tuple>(of);
        for (uint64_t i = 0; i < tuple->length; i++)
            if (TRY(is_subclass(t, cls, (*tuple)[i]))) return true;
        return false;
    }
    Own r = TRY(call_hook(t, of, rt().names.dunder_subclasscheck, cls));
    if (r.is_exhausted()) return is_subclass_plain(t, cls, of);
    return is_truthy(t, r);
}

} // namespace terrarium
