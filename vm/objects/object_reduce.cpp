// object.__reduce_ex__: (function, arguments, state, list items, dict items), from which copy and pickle make an equal
// object. Source: PEP 307, Python library reference, "Pickling class instances".
#include "vm/objects/object_reduce.h"

#include "vm/core/attributes.h"
#include "vm/objects/containers.h"

namespace terrarium {

namespace {

// copyreg.__newobj__(cls, *args): cls.__new__(cls, *args)
Result<Own> new_object_of(Thread& t, Value, const Args& args) {
    if (args.count == 0) return raise_type(t, "__newobj__() missing 1 required positional argument: 'cls'");
    Own f = TRY(get_attr(t, args[0], rt().names.dunder_new));
    return call(t, f, args);
}

// copyreg.__newobj_ex__(cls, args, kwargs)
Result<Own> new_object_with_keywords(Thread& t, const Value* a) {
    Own f = TRY(get_attr(t, a[0], rt().names.dunder_new));
    if (!is_tuple(a[1]) || !is_dict(a[2])) return raise_type(t, "__newobj_ex__() needs a tuple and a dict");
    Ref<Tuple> args = TRY(new_tuple(t, as<Tuple>(a[1])->length + 1));
    args->items()[0] = shared(a[0]);
    for (uint64_t i = 0; i + 1 < args->length; i++) args->items()[i + 1] = shared((*as<Tuple>(a[1]))[i]);
    return call_ex(t, f, args, as<Dict>(a[2]));
}

// copyreg._reconstructor(cls, base, state)
Result<Own> reconstruct(Thread& t, const Value* a) {
    Own f = TRY(get_attr(t, a[1], rt().names.dunder_new));
    if (a[1] == Value::object(rt().types.object)) return call(t, f, a[0]);
    return call(t, f, a[0], a[2]);
}

const NativeDef helpers[] = {
    {"__newobj__(cls, *args)", nullptr, nullptr, native_raw, new_object_of},
    {"__newobj_ex__(cls, args, kwargs, /)", new_object_with_keywords, nullptr},
    {"_reconstructor(cls, base, state, /)", reconstruct, nullptr},
    {nullptr, nullptr, nullptr},
};

// The function of the module copyreg when the program has it, else our own.
Result<Own> helper(Thread& t, int which) {
    Value copyreg = dict_get(rt().modules, intern("copyreg"));
    std::string_view text = helpers[which].signature;
    Ref<Str> name = intern(text.substr(0, text.find('(')));
    if (!copyreg.is_null()) {
        Own f = TRY(get_attr_or_missing(t, copyreg, name));
        if (!f.is_exhausted()) return f;
    }
    return make_native(&helpers[which], Value::null(), intern("copyreg"));
}

Type* builtin_base(Type* type) {
    while (type->flags & type_heap) type = type->base;
    return type;
}

// Built-ins whose content is an argument of their constructor.
bool is_value_type(const Type* base) {
    const Types& types = rt().types;
    return base == types.int_ || base == types.float_ || base == types.complex_ || base == types.str || base == types.bytes ||
           base == types.tuple || base == types.frozenset;
}

// The plain value inside an instance of a class derived from such a built-in.
Result<Own> plain_value(Thread& t, Type* base, Value self) {
    const Types& types = rt().types;
    if (base == types.int_) return int_exact(self);
    if (base == types.str) return make_str(t, to_utf8(self));
    if (base == types.tuple) return make_tuple(t, as<Tuple>(self)->items(), as<Tuple>(self)->length);
    if (base == types.float_) {
        Own r = TRY(binary_op(t, BinaryOp::multiply, self, Value::small_int(1)));
        return r;
    }
    return call(t, Value::object(base), self);
}

Result<Own> slots_state(Thread& t, Value self, Value dict_state) {
    Type* type = type_of(self);
    Ref<Dict> values;
    for (uint64_t i = 0; type->mro && i < type->mro->length; i++) {
        Type* cls = as<Type>((*type->mro)[i]);
        if (!(cls->flags & type_heap)) continue;
        for (size_t at = 0; DictEntry* e = dict_next(cls->dict, at);) {
            if (!has_shape(e->value, shapes::member_descriptor)) continue;
            Own name = Own::share(e->key);
            Own v = TRY(get_attr_or_missing(t, self, as<Str>(name)));
            if (v.is_exhausted()) continue;
            if (!values) values = make_dict();
            TRY(dict_set(t, values, name, v));
        }
    }
    if (!values) return Own::share(dict_state);
    return tuple_of(dict_state, values.value());
}

// `complete`: the constructor gets no arguments that would carry what a built-in base holds.
Result<Own> default_state(Thread& t, Value self, bool complete) {
    Type* type = type_of(self);
    Type* base = builtin_base(type);
    if (complete && base != rt().types.object && base->builtin_size > sizeof(Object) && !is_value_type(base))
        return raise_type(t, "cannot pickle '{}' object", type_name(type));
    Own state = Own::none();
    if (self.is_object() && (type->flags & type_has_dict) && attr_count(self.object_ptr())) {
        Ref<Dict> own = TRY(attr_dict(t, self.object_ptr()));
        state = TRY(dict_copy(t, own));
    }
    if (self.is_object() && type->member_count) return slots_state(t, self, state);
    return state;
}

Result<Own> get_state(Thread& t, Value self, bool complete) {
    Value method = type_lookup(type_of(self), rt().names.dunder_getstate);
    Value plain = type_lookup(rt().types.object, rt().names.dunder_getstate);
    if (method == plain) return default_state(t, self, complete);
    return call_method(t, self, rt().names.dunder_getstate);
}

Result<Own> reduce_new(Thread& t, Value self) {
    Type* type = type_of(self);
    Value cls = Value::object(type);
    Own function;
    Ref<Tuple> args;
    bool has_args = false;
    Own getter = TRY(get_attr_or_missing(t, self, rt().names.dunder_getnewargs_ex));
    if (!getter.is_exhausted()) {
        Own pair = TRY(call(t, getter));
        if (!is_tuple(pair)) return raise_type(t, "__getnewargs_ex__ should return a tuple, not '{}'", type_name(pair));
        if (as<Tuple>(pair)->length != 2)
            return raise_value_error(t, "__getnewargs_ex__ should return a tuple of length 2, not {}", as<Tuple>(pair)->length);
        function = TRY(helper(t, 1));
        args = tuple_of(cls, (*as<Tuple>(pair))[0], (*as<Tuple>(pair))[1]);
        has_args = true;
    } else {
        function = TRY(helper(t, 0));
        getter = TRY(get_attr_or_missing(t, self, rt().names.dunder_getnewargs));
        Ref<Tuple> given = Ref<Tuple>::share(rt().empty_tuple);
        if (!getter.is_exhausted()) {
            Own result = TRY(call(t, getter));
            if (!is_tuple(result)) return raise_type(t, "__getnewargs__ should return a tuple, not '{}'", type_name(result));
            given = Ref<Tuple>::share(as<Tuple>(result));
            has_args = true;
        } else if (is_value_type(builtin_base(type))) {
            Own value = TRY(plain_value(t, builtin_base(type), self));
            given = tuple_of(value.get());
            has_args = true;
        }
        args = TRY(new_tuple(t, given->length + 1));
        args->items()[0] = shared(cls);
        for (uint64_t i = 0; i < given->length; i++) args->items()[i + 1] = shared((*given)[i]);
    }
    Own state = TRY(get_state(t, self, !has_args && !is_list(self) && !is_dict(self)));
    Own list_items = Own::none(), dict_items = Own::none();
    if (is_list(self)) list_items = TRY(get_iter(t, self));
    if (is_dict(self)) {
        Own items = TRY(call_method(t, self, rt().names.n_items));
        dict_items = TRY(get_iter(t, items));
    }
    return tuple_of(function.get(), args.value(), state.get(), list_items.get(), dict_items.get());
}

Result<Own> reduce_old(Thread& t, Value self) {
    Type* type = type_of(self);
    Type* base = builtin_base(type);
    Own value = Own::none();
    if (base != rt().types.object) {
        if (base == type || (!is_value_type(base) && base != rt().types.list && base != rt().types.dict && base != rt().types.set))
            return raise_type(t, "cannot pickle '{}' object", type_name(type));
        value = TRY(is_value_type(base) ? plain_value(t, base, self) : call(t, Value::object(base), self));
    }
    Own function = TRY(helper(t, 2));
    Ref<Tuple> args = tuple_of(Value::object(type), Value::object(base), value.get());
    Own state = TRY(get_state(t, self, false));
    if (state.is_none()) return tuple_of(function.get(), args.value());
    return tuple_of(function.get(), args.value(), state.get());
}

} // namespace

Result<Own> object_getstate(Thread& t, const Value* a) { return default_state(t, a[0], false); }

Result<Own> object_reduce(Thread& t, const Value* a) { return reduce_old(t, a[0]); }

Result<Own> object_reduce_ex(Thread& t, const Value* a) {
    int64_t protocol = TRY(to_int64(t, a[1]));
    // A class with its own __reduce__ means that one.
    Value own = type_lookup(type_of(a[0]), rt().names.dunder_reduce);
    Value plain = type_lookup(rt().types.object, rt().names.dunder_reduce);
    if (!(own == plain)) return call_method(t, a[0], rt().names.dunder_reduce);
    return protocol >= 2 ? reduce_new(t, a[0]) : reduce_old(t, a[0]);
}

} // namespace terrarium
