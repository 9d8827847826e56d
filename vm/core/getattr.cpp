// object.__getattribute__ and object.__setattr__, the same for classes, and the attribute protocol on top of them.
// Order of a lookup: data descriptor of the class, own attribute, other class attribute. See attributes.h.
#include "vm/core/attributes.h"

#include "vm/core/dict.h"
#include "vm/core/errors.h"
#include "vm/core/instances.h"
#include "vm/core/parallel.h"
#include "vm/core/protocol.h"
#include "vm/core/slots.h"
#include "vm/core/tuple.h"

namespace terrarium {

namespace {

Result<Own> missing_or_error(Thread& t, Value self, Str* name, bool may_be_missing) {
    if (may_be_missing) return Own::exhausted();
    return raise_attribute(t, self, name);
}

// A descriptor's AttributeError means "missing" to who asked for an attribute that may be.
Result<Own> forgive(Thread& t, Result<Own> r, bool may_be_missing) {
    if (r || !may_be_missing || !raised_matches(t, rt().types.AttributeError)) return r;
    clear_raised(t);
    return Own::exhausted();
}

Result<Own> find_attribute(Thread& t, Value self, Str* name, bool may_be_missing) {
    Type* type = type_of(self);
    Value found = type_lookup(type, name);
    decltype(Slots::descr_get) get = nullptr;
    if (!found.is_null()) {
        const Slots& slots = type_of(found)->slots;
        get = slots.descr_get;
        if (get && slots.descr_set) {
            Own held = Own::share(found);
            return forgive(t, get(t, found, self, Value::object(type)), may_be_missing);
        }
    }
    if (type->flags & type_has_dict) {
        Value own = attr_get(self.object_ptr(), name);
        if (!own.is_null()) return Own::share(own);
    }
    if (get) {
        Own held = Own::share(found);
        return forgive(t, get(t, found, self, Value::object(type)), may_be_missing);
    }
    if (!found.is_null()) return Own::share(found);
    return missing_or_error(t, self, name, may_be_missing);
}

Result<Own> find_type_attribute(Thread& t, Value cls, Str* name, bool may_be_missing) {
    Type* meta = type_of(cls);
    Type* type = as<Type>(cls);
    Value from_meta = type_lookup(meta, name);
    decltype(Slots::descr_get) meta_get = nullptr;
    if (!from_meta.is_null()) {
        const Slots& slots = type_of(from_meta)->slots;
        meta_get = slots.descr_get;
        if (meta_get && slots.descr_set) {
            Own held = Own::share(from_meta);
            return forgive(t, meta_get(t, from_meta, cls, Value::object(meta)), may_be_missing);
        }
    }
    Value found = type_lookup(type, name);
    if (!found.is_null()) {
        auto get = type_of(found)->slots.descr_get;
        if (!get) return Own::share(found);
        Own held = Own::share(found);
        return forgive(t, get(t, found, Value::null(), cls), may_be_missing);
    }
    if (meta_get) {
        Own held = Own::share(from_meta);
        return forgive(t, meta_get(t, from_meta, cls, Value::object(meta)), may_be_missing);
    }
    if (!from_meta.is_null()) return Own::share(from_meta);
    return missing_or_error(t, cls, name, may_be_missing);
}

} // namespace

Result<Own> generic_getattr(Thread& t, Value self, Str* name) { return find_attribute(t, self, name, false); }
Result<Own> generic_getattr_or_missing(Thread& t, Value self, Str* name) { return find_attribute(t, self, name, true); }
Result<Own> type_getattr(Thread& t, Value cls, Str* name) { return find_type_attribute(t, cls, name, false); }

Status generic_setattr(Thread& t, Value self, Str* name, Value value) {
    Type* type = type_of(self);
    Value found = type_lookup(type, name);
    if (!found.is_null()) {
        if (auto set = type_of(found)->slots.descr_set) {
            Own held = Own::share(found);
            return set(t, found, self, value);
        }
    }
    if (type->flags & type_has_dict) {
        if (!value.is_null()) return attr_set(t, self.object_ptr(), name, value);
        if (TRY(attr_delete(t, self.object_ptr(), name))) return {};
        return raise_text(t, rt().types.AttributeError, missing_attribute_text(self, name));
    }
    if (found.is_null()) return raise_text(t, rt().types.AttributeError, missing_attribute_text(self, name));
    return raise_fmt(t, rt().types.AttributeError, "'{}' object attribute '{}' is read-only", type_name(type), to_utf8(name));
}

Status type_setattr(Thread& t, Value cls, Str* name, Value value) {
    Type* type = as<Type>(cls);
    if (type->flags & type_immutable)
        return raise_type(t, "cannot set {} attribute of immutable type '{}'", repr_utf8(name), type_name(type));
    Value found = type_lookup(type_of(cls), name);
    if (!found.is_null()) {
        if (auto set = type_of(found)->slots.descr_set) {
            Own held = Own::share(found);
            return set(t, found, cls, value);
        }
    }
    return type_set(t, type, name, value);
}

// --- the protocol

namespace {

Result<Ref<Str>> exact_name(Thread& t, Value name) {
    if (is_exact_str(name)) [[likely]] return Ref<Str>::share(as<Str>(name));
    if (!is_str(name)) return raise_type(t, "attribute name must be string, not '{}'", type_name(name));
    return make_str(t, to_utf8(name));
}

// An AttributeError that says neither which attribute nor of what (raised by a __getattr__, a property) is told here.
void complete_error(Thread& t, Value object, Str* name) {
    if (t.raised.is_null() || type_of(t.raised) != rt().types.AttributeError) return;
    Own error = take_raised(t);
    bool complete = false;
    for (Str* field : {rt().names.n_name, rt().names.n_obj}) {
        Result<Own> value = get_attr_or_missing(t, error, field);
        complete |= !value || !value.get().is_none();
    }
    if (!complete) complete = !set_attr(t, error, rt().names.n_name, Value::object(name)) || !set_attr(t, error, rt().names.n_obj, object);
    set_raised(t, std::move(error));
}

Result<Own> completed(Thread& t, Result<Own> r, Value object, Str* name) {
    if (!r) [[unlikely]] complete_error(t, object, name);
    return r;
}

} // namespace

Result<Own> get_attr(Thread& t, Value v, Str* name) {
    auto getattr = type_of(v)->slots.getattr;
    return completed(t, getattr == generic_getattr ? find_attribute(t, v, name, false) : getattr(t, v, name), v, name);
}

Result<Own> get_attr(Thread& t, Value v, Value name) {
    Ref<Str> exact = TRY(exact_name(t, name));
    return get_attr(t, v, exact.get());
}

Result<Own> get_attr_or_missing(Thread& t, Value v, Str* name) {
    auto getattr = type_of(v)->slots.getattr;
    if (getattr == generic_getattr) return find_attribute(t, v, name, true);
    if (getattr == type_getattr) return find_type_attribute(t, v, name, true);
    return forgive(t, getattr(t, v, name), true);
}

namespace {

// Not to be waited for: a __setattr__ in Python, and what each thread has for itself.
Value changed_by_setattr(Value v) {
    const Type* type = type_of(v);
    return type->slots.setattr == slot_setattr || (type->flags & type_per_thread) ? Value::null() : v;
}

} // namespace

Status set_attr(Thread& t, Value v, Str* name, Value value) {
    Changing changing(t, changed_by_setattr(v), Value::object(name), value);
    return type_of(v)->slots.setattr(t, v, name, value);
}
Status del_attr(Thread& t, Value v, Str* name) {
    Changing changing(t, changed_by_setattr(v));
    return type_of(v)->slots.setattr(t, v, name, Value::null());
}

Result<Own> get_method(Thread& t, Value v, Str* name, Own* self_out) {
    Type* type = type_of(v);
    if (type->slots.getattr != generic_getattr) {
        if (type->slots.getattr) return get_attr(t, v, name);
        return raise_attribute(t, v, name);
    }
    Value found = type_lookup(type, name);
    decltype(Slots::descr_get) get = nullptr;
    bool method = false;
    if (!found.is_null()) {
        const Type* kind = type_of(found);
        method = (kind->flags & type_method_descriptor) != 0;
        get = kind->slots.descr_get;
        if (!method && get && kind->slots.descr_set) {
            Own held = Own::share(found);
            return completed(t, get(t, found, v, Value::object(type)), v, name);
        }
    }
    if (type->flags & type_has_dict) {
        Value own = attr_get(v.object_ptr(), name);
        if (!own.is_null()) return Own::share(own);
    }
    if (method) {
        *self_out = Own::share(v);
        return Own::share(found);
    }
    if (get) {
        Own held = Own::share(found);
        return completed(t, get(t, found, v, Value::object(type)), v, name);
    }
    if (!found.is_null()) return Own::share(found);
    return raise_attribute(t, v, name);
}

Result<Own> lookup_special(Thread& t, Value v, Str* name) {
    Type* type = type_of(v);
    Value found = type_lookup(type, name);
    if (found.is_null()) return Own::exhausted();
    auto get = type_of(found)->slots.descr_get;
    if (!get) return Own::share(found);
    Own held = Own::share(found);
    return get(t, found, v, Value::object(type));
}

} // namespace terrarium
