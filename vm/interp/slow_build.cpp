// Containers, strings and functions built by the loop.
#include "vm/core/list.h"
#include "vm/core/protocol.h"
#include "vm/core/str.h"
#include "vm/core/tuple.h"
#include "vm/interp/slow.h"

#include <cstring>

namespace terrarium {

Value build_tuple(Thread& t, Value* items, uint32_t count) {
    Result<Ref<Tuple>> r = new_tuple(t, count);
    if (!r) return Value::null();
    Tuple* tuple = r.take().take();
    if (count) std::memcpy(static_cast<void*>(tuple->items()), items, count * sizeof(Value));
    return Value::object(tuple);
}

Value build_list(Thread& t, Value* items, uint32_t count) {
    if (count == 0) return Value::object(make_list().take());
    Result<Ref<List>> r = make_list(t, count);
    if (!r) return Value::null();
    List* list = r.take().take();
    std::memcpy(static_cast<void*>(list->items), items, count * sizeof(Value));
    list->length = count;
    return Value::object(list);
}

Value build_set(Thread& t, Value* items, uint32_t count) {
    Ref<Set> set = make_set();
    for (uint32_t i = 0; i < count; i++) {
        if (!set_add(t, set, items[i])) return Value::null();
    }
    return Value::object(set.take());
}

Value build_map(Thread& t, Value* items, uint32_t count) {
    Ref<Dict> dict = make_dict();
    for (uint32_t i = 0; i < count; i++) {
        if (!map_add(t, dict.value(), items[2 * i], items[2 * i + 1])) return Value::null();
    }
    return Value::object(dict.take());
}

Value build_const_key_map(Thread& t, Value* items, uint32_t count, Tuple* keys) {
    Ref<Dict> dict = make_dict();
    for (uint32_t i = 0; i < count; i++) {
        if (!map_add(t, dict.value(), keys->items()[i], items[i])) return Value::null();
    }
    return Value::object(dict.take());
}

Value build_string(Thread& t, Value* items, uint32_t count) {
    Result<Ref<Str>> r = str_join(t, rt().empty_str, items, count);
    return r ? Value::object(r.take().take()) : Value::null();
}

Value build_slice(Value start, Value stop, Value step) { return make_slice(start, stop, step).take(); }

bool list_append_value(Thread& t, Value list, Value item) {
    List* l = as<List>(list);
    if (l->length == l->capacity && !list_grow(t, l, l->length + 1)) return false;
    l->items[l->length++] = item;
    return true;
}
bool set_add_value(Thread& t, Value set, Value item) { return set_add(t, as<Set>(set), item).ok(); }
bool map_add(Thread& t, Value dict, Value key, Value v) {
    if (is_exact_str(key)) {
        dict_set(as<Dict>(dict), as<Str>(key), v);
        return true;
    }
    return dict_set(t, as<Dict>(dict), key, v).ok();
}

bool list_extend_value(Thread& t, Value list, Value iterable) {
    if (list_extend(t, as<List>(list), iterable)) return true;
    if (raised_matches(t, rt().types.TypeError) && !type_of(iterable)->slots.iter && !type_of(iterable)->slots.get_item) {
        clear_raised(t);
        (void)raise_type(t, "Value after * must be an iterable, not {}", type_name(iterable));
    }
    return false;
}
bool set_update_value(Thread& t, Value set, Value iterable) { return set_update(t, as<Set>(set), iterable).ok(); }
bool dict_update_value(Thread& t, Value dict, Value mapping) {
    if (is_exact_dict(mapping)) return dict_merge(t, as<Dict>(dict), as<Dict>(mapping), true).ok();
    Result<Own> keys = get_attr_or_missing(t, mapping, rt().names.n_keys);
    if (!keys) return false;
    if (keys.get().is_exhausted()) {
        (void)raise_type(t, "'{}' object is not a mapping", type_name(mapping));
        return false;
    }
    return dict_update(t, as<Dict>(dict), mapping).ok();
}
Value list_to_tuple_value(Thread& t, Value list) {
    Result<Ref<Tuple>> r = list_to_tuple(t, as<List>(list));
    return r ? Value::object(r.take().take()) : Value::null();
}

std::string callable_text(Thread& t, Value callable) {
    Result<Own> qualname = get_attr_or_missing(t, callable, rt().names.dunder_qualname);
    if (!qualname || !is_str(qualname.get())) {
        if (has_raised(t)) clear_raised(t);
        Result<Ref<Str>> s = to_str(t, callable);
        if (!s) {
            clear_raised(t);
            return type_name(callable) + " object";
        }
        return to_utf8(s.get());
    }
    std::string text = to_utf8(qualname.get()) + "()";
    Result<Own> module = get_attr_or_missing(t, callable, rt().names.dunder_module);
    if (module && is_str(module.get()) && !str_equal(as<Str>(module.get()), "builtins")) return to_utf8(module.get()) + "." + text;
    if (has_raised(t)) clear_raised(t);
    return text;
}

bool dict_merge_keywords(Thread& t, Value callable, Value dict, Value mapping) {
    Dict* into = as<Dict>(dict);
    Own copy;
    if (!is_exact_dict(mapping)) {
        Result<Own> keys = get_attr_or_missing(t, mapping, rt().names.n_keys);
        if (!keys) return false;
        if (keys.get().is_exhausted()) {
            (void)raise_type(t, "{} argument after ** must be a mapping, not {}", callable_text(t, callable), type_name(mapping));
            return false;
        }
        Ref<Dict> plain = make_dict();
        if (!dict_update(t, plain, mapping)) return false;
        copy = Own(std::move(plain));
        mapping = copy;
    }
    Dict* from = as<Dict>(mapping);
    size_t i = 0;
    while (DictEntry* e = dict_next(from, i)) {
        if (!is_str(e->key)) continue; // the call itself complains
        Result<Value> there = dict_get_item(t, into, e->key);
        if (!there) return false;
        if (!there.get().is_null()) {
            (void)raise_type(t, "{} got multiple values for keyword argument '{}'", callable_text(t, callable), to_utf8(e->key));
            return false;
        }
    }
    return dict_merge(t, into, from, true).ok();
}

Value format_value(Thread& t, Value v, Value spec, uint32_t conversion) {
    Own converted;
    if (conversion) {
        Result<Ref<Str>> r = conversion == 1 ? to_str(t, v) : conversion == 2 ? repr(t, v) : to_ascii(t, v);
        if (!r) return Value::null();
        converted = Own(r.take());
        v = converted;
    }
    if (spec.is_null()) {
        if (is_exact_str(v)) {
            retain(v);
            return v;
        }
        if (is_exact_int(v) || is_exact_float(v)) {
            Result<Ref<Str>> r = to_str(t, v);
            return r ? Value::object(r.take().take()) : Value::null();
        }
    }
    Result<Ref<Str>> r = format(t, v, spec.is_null() ? rt().empty_str : as<Str>(spec));
    return r ? Value::object(r.take().take()) : Value::null();
}

} // namespace terrarium
