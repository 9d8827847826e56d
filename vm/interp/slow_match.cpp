// Patterns. Source: PEP 634.
#include "vm/core/dict.h"
#include "vm/core/protocol.h"
#include "vm/core/str.h"
#include "vm/core/tuple.h"
#include "vm/interp/slow.h"

namespace terrarium {

namespace {

// Built-in types carry a flag; a class of the user counts when it is a (virtual) subclass of the abstract base class.
bool matches_abstract(Value v, uint32_t flag, const char* abstract) {
    if (!v.is_object()) return false;
    Type* type = type_of(v);
    if (type->flags & flag) return true;
    if (!(type->flags & type_heap) && !type->spec) return false;
    Value module = dict_get(rt().modules, intern("collections.abc"));
    if (!has_shape(module, shapes::module)) return false;
    Value cls = dict_get(as<Module>(module)->dict, intern(abstract));
    if (cls.is_null()) return false;
    Thread& t = current_thread();
    Result<bool> r = is_instance(t, v, cls);
    if (!r) clear_raised(t);
    return r && r.get();
}

} // namespace

bool is_sequence_pattern(Value v) {
    if (is_str(v) || is_bytes(v) || has_shape(v, shapes::bytearray)) return false;
    return matches_abstract(v, type_sequence_pattern, "Sequence");
}
bool is_mapping_pattern(Value v) { return matches_abstract(v, type_mapping_pattern, "Mapping"); }

namespace {

Result<Own> keys_of(Thread& t, Value subject, Tuple* keys) {
    if (keys->length == 0) return Own::share(rt().empty_tuple);
    Own self;
    Own get = TRY(get_method(t, subject, rt().names.n_get, &self));
    Ref<Set> seen = make_set();
    Ref<Tuple> values = TRY(new_tuple(t, keys->length));
    // A fresh object marks a missing key, whatever the mapping holds.
    Own missing = TRY(call(t, Value::object(rt().types.object)));
    for (size_t i = 0; i < keys->length; i++) {
        Value key = keys->items()[i];
        if (TRY(set_contains(t, seen, key))) return raise_value_error(t, "mapping pattern checks duplicate key ({})", TRY(repr_text(t, key)));
        TRY(set_add(t, seen, key));
        Own v = self.is_null() ? TRY(call(t, get, key, missing)) : TRY(call(t, get, self, key, missing));
        if (v.get() == missing.get()) return Own::none();
        values->items()[i] = v.take();
    }
    return values;
}

Result<Own> attribute(Thread& t, Value subject, Str* name, Value cls, Set* seen) {
    if (TRY(set_contains(t, seen, Value::object(name))))
        return raise_type(t, "{}() got multiple sub-patterns for attribute {}", type_name(as<Type>(cls)), TRY(repr_text(t, Value::object(name))));
    TRY(set_add(t, seen, Value::object(name)));
    return get_attr_or_missing(t, subject, name);
}

Result<Own> class_attributes(Thread& t, Value subject, Value cls, uint32_t positional, Tuple* names) {
    if (!is_type(cls)) return raise_type(t, "called match pattern must be a type");
    if (!TRY(is_instance(t, subject, cls))) return Own::none();
    Type* type = as<Type>(cls);
    Ref<Set> seen = make_set();
    Ref<Tuple> values = TRY(new_tuple(t, positional + names->length));
    size_t n = 0;
    if (positional) {
        bool match_self = false;
        Own match_args = TRY(get_attr_or_missing(t, cls, rt().names.dunder_match_args));
        if (!match_args.is_exhausted()) {
            if (!is_exact_tuple(match_args)) return raise_type(t, "{}.__match_args__ must be a tuple (got {})", type_name(type), type_name(match_args));
        } else {
            match_args = Own::share(rt().empty_tuple);
            match_self = (type->flags & type_match_self) != 0;
        }
        Tuple* allowed = as<Tuple>(match_args);
        size_t allowed_count = match_self ? 1 : allowed->length;
        if (allowed_count < positional)
            return raise_type(t, "{}() accepts {} positional sub-pattern{} ({} given)", type_name(type), allowed_count, allowed_count == 1 ? "" : "s", positional);
        if (match_self) {
            values->items()[n++] = Own::share(subject).take();
        } else {
            for (uint32_t i = 0; i < positional; i++) {
                Value name = allowed->items()[i];
                if (!is_exact_str(name)) return raise_type(t, "__match_args__ elements must be strings (got {})", type_name(name));
                Own v = TRY(attribute(t, subject, as<Str>(name), cls, seen));
                if (v.is_exhausted()) return Own::none();
                values->items()[n++] = v.take();
            }
        }
    }
    for (size_t i = 0; i < names->length; i++) {
        Own v = TRY(attribute(t, subject, as<Str>(names->items()[i]), cls, seen));
        if (v.is_exhausted()) return Own::none();
        values->items()[n++] = v.take();
    }
    return values;
}

} // namespace

Value match_keys(Thread& t, Value subject, Value keys) { return raw(keys_of(t, subject, as<Tuple>(keys))); }
Value match_class(Thread& t, Value subject, Value cls, uint32_t positional, Value names) {
    return raw(class_attributes(t, subject, cls, positional, as<Tuple>(names)));
}

} // namespace terrarium
