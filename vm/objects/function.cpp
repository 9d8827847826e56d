// function: what def and lambda make. Calling it is the loop's business; here is what Python code sees of it.
// Invariant: code, globals, builtins, name and qualname are never null; closure has one cell a free variable of code.
#include "vm/objects/function.h"

#include "vm/core/attributes.h"
#include "vm/core/descriptor.h"
#include "vm/objects/containers.h"
#include "vm/objects/own_dict.h"

namespace terrarium {

namespace {

constexpr uint32_t head_offset = sizeof(Function) - sizeof(AttrHead); // attr_head is the last field

Function* fn(Value v) { return as<Function>(v); }

// --- lifecycle

void trace_function(Object* o, Visitor& visitor) {
    auto f = static_cast<Function*>(o);
    trace_edge(visitor, f->code, "code");
    trace_edge(visitor, f->globals, "globals");
    trace_edge(visitor, f->builtins, "builtins");
    trace_edge(visitor, f->defaults, "defaults");
    trace_edge(visitor, f->keyword_defaults, "keyword defaults");
    trace_edge(visitor, f->closure, "closure");
    trace_edge(visitor, f->name, "name");
    trace_edge(visitor, f->qualname, "qualname");
    trace_edge(visitor, f->doc, "doc");
    trace_edge(visitor, f->module, "module");
    trace_edge(visitor, f->annotations, "annotations");
    trace_attributes(o, visitor);
}

// What a cycle can go through without a container of its own that breaks it. The function stays callable.
void clear_function(Object* o) {
    auto f = static_cast<Function*>(o);
    drop_attributes(o);
    drop_field(f->defaults);
    drop_field(f->keyword_defaults);
    drop_field(f->doc);
    drop_field(f->module);
    drop_field(f->annotations);
}

void destroy_function(Object* o) {
    auto f = static_cast<Function*>(o);
    clear_function(o);
    drop_field(f->closure);
    drop_field(f->code);
    drop_field(f->globals);
    drop_field(f->builtins);
    drop_field(f->name);
    drop_field(f->qualname);
}

const Lifecycle function_life = {
    trace_function, destroy_function, clear_function, fixed_size<Function>, attributes_extra_size, "function", Untracking::never,
};

// --- slots

Result<Own> function_repr(Thread& t, Value self) {
    StrBuilder out(t);
    TRY(out.add("<function "));
    TRY(out.add(fn(self)->qualname));
    TRY(out.add(fmt::format(" at 0x{:x}>", reinterpret_cast<uintptr_t>(self.object_ptr()))));
    return out.finish();
}

Result<Own> function_call(Thread& t, Value self, const Args& args) { return rt().hooks.call_function(t, self, args); }

Result<Own> function_get(Thread&, Value self, Value obj, Value) {
    if (obj.is_null() || obj.is_none()) return Own::share(self);
    return Own(make_method(self, obj));
}

Error wrong_argument(Thread& t, const char* name, const char* wanted, Value got) {
    return raise_type(t, "function() argument '{}' must be {}, not {}", name, wanted, got.is_none() ? "None" : type_name(got));
}

Result<Own> function_construct(Thread& t, Type*, const Args& args) {
    BoundArgs a;
    TRY(bind_args(t, "function(code, globals, name=None, argdefs=None, closure=None)", Value::null(), args, a));
    Value code = a.values[0], globals = a.values[1], name = a.values[2], defaults = a.values[3], closure = a.values[4];
    if (!has_shape(code, shapes::code)) return wrong_argument(t, "code", "code", code);
    if (!is_dict(globals)) return wrong_argument(t, "globals", "dict", globals);
    if (!name.is_null() && !name.is_none() && !is_str(name)) return raise_type(t, "arg 3 (name) must be None or string");
    if (!defaults.is_null() && !defaults.is_none() && !is_tuple(defaults)) return raise_type(t, "arg 4 (defaults) must be None or tuple");
    Code* c = as<Code>(code);
    bool no_closure = closure.is_null() || closure.is_none();
    if (!no_closure && !is_tuple(closure)) return raise_type(t, "arg 5 (closure) must be None or tuple");
    if (no_closure && c->free_count) return raise_type(t, "arg 5 (closure) must be tuple");
    uint64_t cells = no_closure ? 0 : as<Tuple>(closure)->length;
    if (cells != c->free_count)
        return raise_value_error(t, "{} requires closure of length {}, not {}", to_utf8(c->name), c->free_count, cells);
    for (uint64_t i = 0; i < cells; i++) {
        Value cell = (*as<Tuple>(closure))[i];
        if (!has_shape(cell, shapes::cell)) return raise_type(t, "arg 5 (closure) expected cell, found {}", type_name(cell));
    }
    Ref<Function> f = make_function(c, as<Dict>(globals));
    if (is_str(name)) {
        drop_field(f->name);
        f->name = shared(as<Str>(name));
    }
    if (is_tuple(defaults)) f->defaults = shared(as<Tuple>(defaults));
    if (cells) f->closure = shared(as<Tuple>(closure));
    return f;
}

// --- attributes

Value or_none(Object* o) { return o ? Value::object(o) : Value::none(); }

Result<Own> get_code(Thread&, Value self) { return Own::share(fn(self)->code); }
Status set_code(Thread& t, Value self, Value v) {
    if (!has_shape(v, shapes::code)) return raise_type(t, "__code__ must be set to a code object");
    Function* f = fn(self);
    uint64_t cells = f->closure ? f->closure->length : 0;
    if (as<Code>(v)->free_count != cells)
        return raise_value_error(t, "{}() requires a code object with {} free vars, not {}", to_utf8(f->name), cells, as<Code>(v)->free_count);
    // Frames borrow the code of the function they run: the old one has to stay.
    make_immortal(f->code);
    f->code = shared(as<Code>(v));
    return {};
}
Result<Own> get_globals(Thread&, Value self) { return Own::share(fn(self)->globals); }
Result<Own> get_builtins(Thread&, Value self) { return Own::share(fn(self)->builtins); }
Result<Own> get_closure(Thread&, Value self) { return Own::share(or_none(fn(self)->closure)); }
Result<Own> get_defaults(Thread&, Value self) { return Own::share(or_none(fn(self)->defaults)); }
Status set_defaults(Thread& t, Value self, Value v) {
    bool none = v.is_null() || v.is_none();
    if (!none && !is_tuple(v)) return raise_type(t, "__defaults__ must be set to a tuple object");
    Ref<Tuple> old = Ref<Tuple>::adopt(fn(self)->defaults);
    fn(self)->defaults = none ? nullptr : shared(as<Tuple>(v));
    return {};
}
Result<Own> get_keyword_defaults(Thread&, Value self) { return Own::share(or_none(fn(self)->keyword_defaults)); }
Status set_keyword_defaults(Thread& t, Value self, Value v) {
    bool none = v.is_null() || v.is_none();
    if (!none && !is_dict(v)) return raise_type(t, "__kwdefaults__ must be set to a dict object");
    Ref<Dict> old = Ref<Dict>::adopt(fn(self)->keyword_defaults);
    fn(self)->keyword_defaults = none ? nullptr : shared(as<Dict>(v));
    return {};
}

Result<Own> get_annotations(Thread& t, Value self) {
    Function* f = fn(self);
    if (is_dict(f->annotations)) return Own::share(f->annotations);
    Ref<Dict> d = make_dict();
    if (is_tuple(f->annotations)) {
        Tuple* pairs = as<Tuple>(f->annotations);
        for (uint64_t i = 0; i + 1 < pairs->length; i += 2) TRY(dict_set(t, d, (*pairs)[i], (*pairs)[i + 1]));
    }
    Own old = Own::adopt(f->annotations);
    f->annotations = Own::share(d.value()).take();
    return d;
}
Status set_annotations(Thread& t, Value self, Value v) {
    bool none = v.is_null() || v.is_none();
    if (!none && !is_dict(v)) return raise_type(t, "__annotations__ must be set to a dict object");
    Own old = Own::adopt(fn(self)->annotations);
    fn(self)->annotations = none ? Value::null() : shared(v);
    return {};
}

Result<Own> get_name(Thread&, Value self) { return Own::share(fn(self)->name); }
Result<Own> get_qualname(Thread&, Value self) { return Own::share(fn(self)->qualname); }
Status set_text(Thread& t, Str*& field, Value v, const char* name) {
    if (!is_str(v)) return raise_type(t, "{} must be set to a string object", name);
    Ref<Str> old = Ref<Str>::adopt(field);
    field = shared(as<Str>(v));
    return {};
}
Status set_name(Thread& t, Value self, Value v) { return set_text(t, fn(self)->name, v, "__name__"); }
Status set_qualname(Thread& t, Value self, Value v) { return set_text(t, fn(self)->qualname, v, "__qualname__"); }

Result<Own> get_doc(Thread&, Value self) { return Own::share(fn(self)->doc.is_null() ? Value::none() : fn(self)->doc); }
Status set_doc(Thread&, Value self, Value v) {
    Own old = Own::adopt(fn(self)->doc);
    fn(self)->doc = shared(v);
    return {};
}
Result<Own> get_module(Thread&, Value self) { return Own::share(fn(self)->module.is_null() ? Value::none() : fn(self)->module); }
Status set_module(Thread&, Value self, Value v) {
    Own old = Own::adopt(fn(self)->module);
    fn(self)->module = shared(v);
    return {};
}
const GetSetDef function_getsets[] = {
    {"__code__", get_code, set_code, nullptr},
    {"__defaults__", get_defaults, set_defaults, nullptr},
    {"__kwdefaults__", get_keyword_defaults, set_keyword_defaults, nullptr},
    {"__annotations__", get_annotations, set_annotations, nullptr},
    {"__dict__", get_own_dict, set_own_dict, nullptr},
    {"__name__", get_name, set_name, nullptr},
    {"__qualname__", get_qualname, set_qualname, nullptr},
    {"__doc__", get_doc, set_doc, nullptr},
    {"__module__", get_module, set_module, nullptr},
    {"__globals__", get_globals, read_only_member, nullptr},
    {"__builtins__", get_builtins, read_only_member, nullptr},
    {"__closure__", get_closure, read_only_member, nullptr},
    {},
};

void fill_function(Slots& s) {
    s.repr = function_repr;
    s.call = function_call;
    s.descr_get = function_get;
    s.construct = function_construct;
}

// The namespace `__builtins__` of globals stands for.
Dict* builtins_of(Dict* globals) {
    Value v = dict_get(globals, rt().names.dunder_builtins);
    if (is_dict(v)) return as<Dict>(v);
    if (has_type_flag(v, type_has_dict) && is_subtype(type_of(v), rt().types.module)) return as<Module>(v)->dict;
    return rt().builtins;
}

} // namespace

Ref<Function> make_function(Code* code, Dict* globals) {
    Ref<Function> f = new_object<Function>(shapes::function, true);
    f->code = shared(code);
    f->globals = shared(globals);
    f->builtins = shared(builtins_of(globals));
    f->defaults = nullptr;
    f->keyword_defaults = nullptr;
    f->closure = nullptr;
    f->name = shared(code->name);
    f->qualname = shared(code->qualname);
    Tuple* constants = code->constants;
    f->doc = constants->length && is_str((*constants)[0]) ? shared((*constants)[0]) : Value::none();
    Value module = dict_get(globals, rt().names.dunder_name);
    f->module = module.is_null() ? Value::none() : shared(module);
    f->annotations = Value::null();
    f->attr_head = 0;
    return f;
}

extern const TypeSpec spec_function;
const TypeSpec spec_function = {
    "builtins", "A function made by def or lambda.", sizeof(Function), type_container | type_has_dict | type_has_weakrefs | type_method_descriptor,
    &function_life, fill_function, nullptr, function_getsets, nullptr, head_offset,
};

} // namespace terrarium
