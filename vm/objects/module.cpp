// module: a namespace with a name. Its attributes are its dict, always: the attribute head points to the same dict.
// Invariant: dict is never null once __new__ has run, and never replaced.
#include "vm/core/attributes.h"
#include "vm/core/shapes.h"
#include "vm/core/start.h"
#include "vm/objects/containers.h"
#include "vm/objects/function.h"

namespace terrarium {

namespace {

Module* module_of(Value v) { return as<Module>(v); }

void trace_module(Object* o, Visitor& v) { trace_edge(v, static_cast<Module*>(o)->dict, "__dict__"); }
void destroy_module(Object* o) {
    auto* m = static_cast<Module*>(o);
    m->attr_head = 0;
    drop_field(m->dict);
}
void clear_module(Object* o) {
    auto* m = static_cast<Module*>(o);
    if (m->dict) dict_clear(m->dict);
}
const Lifecycle module_life = {trace_module, destroy_module, clear_module, fixed_size<Module>, nullptr, "module"};

void set_dict(Module* m, Ref<Dict> dict) {
    m->attr_head = reinterpret_cast<uint64_t>(dict.get());
    m->dict = dict.take();
}

void fill_names(Dict* d, Value name, Value doc) {
    Names& n = rt().names;
    dict_set(d, n.dunder_name, name);
    dict_set(d, n.dunder_doc, doc);
    dict_set(d, n.dunder_package, Value::none());
    dict_set(d, n.dunder_loader, Value::none());
    dict_set(d, n.dunder_spec, Value::none());
}

Result<Own> module_construct(Thread& t, Type* cls, const Args&) {
    Ref<Module> m = TRY(make_instance<Module>(t, cls));
    m->built_in = 0;
    set_dict(m, make_namespace());
    return m;
}

Status module_init(Thread& t, Value self, const Args& args) {
    BoundArgs a;
    TRY(bind_args(t, "module(name, doc=None)", Value::null(), args, a));
    if (!is_str(a.values[0])) return raise_type(t, "module() argument 'name' must be str, not {}", a.values[0].is_none() ? "None" : type_name(a.values[0]));
    fill_names(module_of(self)->dict, a.values[0], a.values[1].is_null() ? Value::none() : a.values[1]);
    return {};
}

// True while the module's own import is running: a missing attribute then hints at a cycle.
bool is_initializing(Thread& t, Dict* d) {
    Value spec = dict_get(d, rt().names.dunder_spec);
    if (spec.is_null() || spec.is_none()) return false;
    Result<Own> flag = get_attr_or_missing(t, spec, intern("_initializing"));
    if (flag) return flag.get().is_true();
    clear_raised(t);
    return false;
}

Result<Own> module_getattr(Thread& t, Value self, Str* name) {
    Own found = TRY(generic_getattr_or_missing(t, self, name));
    if (!found.is_exhausted()) return found;
    Dict* d = module_of(self)->dict;
    Value getter = dict_get(d, rt().names.dunder_getattr); // PEP 562
    if (!getter.is_null()) {
        Own held = Own::share(getter);
        return call(t, held, Value::object(name));
    }
    Value own_name = dict_get(d, rt().names.dunder_name);
    if (!is_str(own_name))
        return raise_attribute_text(t, self, name, fmt::format("module has no attribute '{}'", to_utf8(name)));
    std::string module = to_utf8(own_name);
    if (is_initializing(t, d))
        return raise_attribute_text(t, self, name,
                                    fmt::format("partially initialized module '{}' has no attribute '{}' (most likely due to a "
                                                "circular import)",
                                                module, to_utf8(name)));
    return raise_attribute_text(t, self, name, fmt::format("module '{}' has no attribute '{}'", module, to_utf8(name)));
}

Result<Own> module_repr(Thread& t, Value self) {
    Dict* d = module_of(self)->dict;
    Value name = dict_get(d, rt().names.dunder_name);
    std::string text = "<module " + (name.is_null() ? std::string("'?'") : TRY(repr_text(t, name)));
    Value file = dict_get(d, rt().names.dunder_file);
    if (module_of(self)->built_in) text += " (built-in)";
    else if (!file.is_null() && !file.is_none()) text += " from " + TRY(repr_text(t, file));
    return make_str(t, text + ">");
}

Result<Own> module_dir(Thread& t, const Value* a) {
    Dict* d = module_of(a[0])->dict;
    Value own = dict_get(d, rt().names.dunder_dir);
    if (!own.is_null()) {
        Own held = Own::share(own);
        return call(t, held);
    }
    Ref<List> names = make_list();
    for (size_t i = 0; DictEntry* e = dict_next(d, i);) TRY(list_append(t, names, Own::share(e->key)));
    return names;
}

void fill(Slots& s) {
    s.repr = module_repr;
    s.getattr = module_getattr;
    s.construct = module_construct;
    s.init = module_init;
}

const NativeDef methods[] = {
    {"__dir__($self, /)", module_dir, "The names in the module."},
    {nullptr, nullptr, nullptr},
};

Result<Own> get_annotations(Thread&, Value self) {
    Dict* d = module_of(self)->dict;
    Value found = dict_get(d, rt().names.dunder_annotations);
    if (!found.is_null()) return Own::share(found);
    Ref<Dict> fresh = make_dict();
    dict_set(d, rt().names.dunder_annotations, fresh.value());
    return fresh;
}
Status set_annotations(Thread& t, Value self, Value value) {
    Dict* d = module_of(self)->dict;
    if (!value.is_null()) dict_set(d, rt().names.dunder_annotations, value);
    else if (!dict_delete(d, rt().names.dunder_annotations))
        return raise_value(t, rt().types.AttributeError, Value::object(rt().names.dunder_annotations));
    return {};
}

const GetSetDef getsets[] = {
    {"__dict__", [](Thread&, Value v) -> Result<Own> { return Own::share(module_of(v)->dict); }, nullptr, nullptr},
    {"__annotations__", get_annotations, set_annotations, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

// Instances are in dict mode from the start.
void setup(Type* type) {
    type->root_shape->flags |= shape_dict_mode;
    type->dict_shape = type->root_shape;
}

} // namespace

Ref<Module> make_module_object(Str* name) {
    Ref<Module> m = new_object<Module>(shapes::module, true);
    m->built_in = 0;
    set_dict(m, make_namespace());
    fill_names(m->dict, Value::object(name), Value::none());
    return m;
}

Result<Own> make_module(Thread& t, const NativeModuleDef* def) {
    Ref<Str> name = intern(def->name);
    Ref<Module> m = make_module_object(name);
    m->built_in = 1;
    if (def->doc) dict_set(m->dict, rt().names.dunder_doc, make_short_str(def->doc).value());
    for (const NativeDef* row = def->functions; row && row->signature; row++) {
        Own f = make_native(row, m.value(), name);
        dict_set(m->dict, as<NativeFunction>(f)->name, f);
    }
    if (def->setup) TRY(def->setup(t, m->dict));
    return m;
}

extern const TypeSpec spec_module;
const TypeSpec spec_module = {
    "builtins", "A module: a namespace with a name.", sizeof(Module),
    type_basetype | type_container | type_has_dict | type_has_weakrefs, &module_life, fill, methods, getsets, setup,
    sizeof(Object) + sizeof(Dict*)}; // attr_head comes right after dict

} // namespace terrarium
