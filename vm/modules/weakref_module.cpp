// The module _weakref: what weakref.py builds on. The types are in vm/objects/weakref.cpp.
#include "vm/objects/weakref.h"

#include "vm/objects/containers.h"

namespace terrarium {

namespace {

Result<Own> proxy(Thread& t, const Value* a) { return make_weak_proxy(t, a[0], a[1]); }
Result<Own> count(Thread&, const Value* a) { return make_int(static_cast<int64_t>(weak_reference_count(a[0]))); }
Result<Own> references(Thread& t, const Value* a) { return Result<Own>(weak_references(t, a[0])); }

// Atomically: the entry goes only if its reference is dead.
Result<Own> remove_dead(Thread& t, const Value* a) {
    if (!is_dict(a[0])) return raise_type(t, "_remove_dead_weakref() argument 1 must be dict, not {}", type_name(a[0]));
    Dict* d = as<Dict>(a[0]);
    Value found = TRY(dict_get_item(t, d, a[1]));
    if (found.is_null()) return Own::none();
    if (!found.is_object() || !is_instance_of(found, rt().types.weakref)) return raise_type(t, "not a weakref");
    if (weak_target(as<WeakRef>(found)).is_none()) (void)TRY(dict_delete(t, d, a[1]));
    return Own::none();
}

const NativeDef functions[] = {
    {"proxy($module, object, callback=None, /)", proxy, "A weak reference that behaves like its object."},
    {"getweakrefcount($module, object, /)", count, "How many weak references the object has."},
    {"getweakrefs($module, object, /)", references, "A list of the object's weak references."},
    {"_remove_dead_weakref($module, dct, key, /)", remove_dead, "Removes an entry whose value is a dead weak reference."},
    {nullptr, nullptr, nullptr},
};

Status setup(Thread&, Dict* names) {
    const Types& types = rt().types;
    dict_set(names, intern("ref"), Value::object(types.weakref));
    dict_set(names, intern("ReferenceType"), Value::object(types.weakref));
    dict_set(names, intern("ProxyType"), Value::object(types.weakproxy));
    dict_set(names, intern("CallableProxyType"), Value::object(types.weakcallableproxy));
    return {};
}

} // namespace

extern const NativeModuleDef module__weakref;
const NativeModuleDef module__weakref = {"_weakref", "Weak references.", functions, setup};

} // namespace terrarium
