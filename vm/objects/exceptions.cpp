// BaseException: construction, attributes, text; and the start of every exception of exceptions.def.
// Invariant: args is a tuple, traceback, cause and context are None or of their kind, from construction on.
// Next: exceptions_kinds.cpp, exceptions_os.cpp, exceptions_group.cpp.
#include "vm/objects/exceptions.h"

#include "memory/heap.h"
#include "vm/core/attributes.h"
#include "vm/core/dict.h"
#include "vm/core/list.h"
#include "vm/core/start.h"
#include "vm/objects/exceptions_fields.h"
#include "vm/objects/own_dict.h"

namespace terrarium {

// --- lifecycle

template <>
struct ExceptionFields<BaseException> {
    static constexpr const char* names[1] = {nullptr};
};

void trace_exception(Object* o, Visitor& visitor, uint32_t count, const char* const* names) {
    auto e = static_cast<BaseException*>(o);
    auto edge = [&](Value v, const char* name) {
        if (v.is_object()) visitor.visit(v.object_ptr(), {name, -1});
    };
    edge(e->args, "args");
    edge(e->traceback, "__traceback__");
    edge(e->cause, "__cause__");
    edge(e->context, "__context__");
    auto fields = reinterpret_cast<Value*>(e + 1);
    for (uint32_t i = 0; i < count; i++) edge(fields[i], names[i]);
}

void drop_exception(Object* o, uint32_t count) {
    auto e = static_cast<BaseException*>(o);
    auto drop = [](Value& field) {
        Value old = field;
        field = Value::null();
        release(old);
    };
    drop(e->args);
    drop(e->traceback);
    drop(e->cause);
    drop(e->context);
    auto fields = reinterpret_cast<Value*>(e + 1);
    for (uint32_t i = 0; i < count; i++) drop(fields[i]);
}

namespace {

void trace_base(Object* o, Visitor& visitor) { trace_exception(o, visitor, 0, nullptr); }
void drop_base(Object* o) { drop_exception(o, 0); }
const Lifecycle base_exception_life = {
    trace_base, drop_base, drop_base, exception_size<BaseException>, nullptr, "exception", Untracking::never,
};

} // namespace

// --- construction

Result<Own> new_exception(Thread& t, Type* cls, Ref<Tuple> args) {
    Ref<Object> o = TRY(new_instance(t, cls));
    auto e = static_cast<BaseException*>(o.get());
    auto words = reinterpret_cast<Value*>(e);
    for (size_t i = sizeof(Object) / sizeof(Value); i < cls->builtin_size / sizeof(Value); i++) words[i] = Value::null();
    e->args = args ? Value::object(args.take()) : Own::share(rt().empty_tuple).take();
    e->traceback = e->cause = e->context = Value::none();
    e->suppress_context = 0;
    if (cls->builtin_size < sizeof(OSErrorObject)) [[likely]] return o;
    // The two that have plain words behind their Values.
    if (is_subtype(cls, rt().types.OSError)) static_cast<OSErrorObject*>(e)->written = -1;
    static_assert(sizeof(UnicodeErrorObject) >= sizeof(OSErrorObject));
    if (is_subtype(cls, rt().types.UnicodeError)) {
        static_cast<UnicodeErrorObject*>(e)->start = 0;
        static_cast<UnicodeErrorObject*>(e)->end = 0;
    }
    return o;
}

Result<Own> exception_construct(Thread& t, Type* cls, const Args& args) {
    return new_exception(t, cls, TRY(make_tuple(t, args.values, args.count)));
}

void set_exception_args(Value self, Ref<Tuple> args) {
    Value& field = as<BaseException>(self)->args;
    Value old = field;
    field = Value::object(args.take());
    release(old);
}

Status exception_init(Thread& t, Value self, const Args& args) {
    if (args.keyword_count()) return raise_type(t, "{}() takes no keyword arguments", type_name(self));
    Tuple* have = exception_args(self);
    bool same = have->length == args.count;
    for (uint32_t i = 0; same && i < args.count; i++) same = (*have)[i] == args[i];
    if (!same) set_exception_args(self, TRY(make_tuple(t, args.values, args.count)));
    return {};
}

Status take_keywords(Thread& t, const char* function, const Args& args, std::initializer_list<const char*> names, Value* out) {
    for (size_t i = 0; i < names.size(); i++) out[i] = Value::null();
    for (uint32_t k = 0; k < args.keyword_count(); k++) {
        Str* given = as<Str>((*args.keywords)[k]);
        size_t i = 0;
        for (const char* name : names) {
            if (str_equal(given, name)) break;
            i++;
        }
        if (i == names.size()) return raise_type(t, "'{}' is an invalid keyword argument for {}()", to_utf8(given), function);
        out[i] = args.values[args.count + k];
    }
    return {};
}

Status set_readonly(Thread& t, Value, Value) { return raise_text(t, rt().types.AttributeError, "readonly attribute"); }

// --- text

Result<Own> exception_str(Thread& t, Value self) {
    Tuple* args = exception_args(self);
    if (args->length == 0) return Own::share(rt().empty_str);
    if (args->length == 1) return to_str(t, (*args)[0]);
    return to_str(t, Value::object(args));
}

namespace {

Result<Own> exception_repr(Thread& t, Value self) {
    Ref<Tuple> args = Ref<Tuple>::share(exception_args(self));
    StrBuilder out(t);
    std::string name = type_name(self);
    TRY(out.add(name.substr(name.rfind('.') + 1))); // without a module; npos + 1: all of it
    if (args->length == 1) {
        Ref<Str> one = TRY(repr(t, (*args)[0]));
        TRY(out.add_char('('));
        TRY(out.add(one));
        TRY(out.add_char(')'));
    } else {
        Ref<Str> all = TRY(repr(t, args.value()));
        TRY(out.add(all));
    }
    return out.finish();
}

// --- attributes

Result<Own> get_args(Thread&, Value self) { return Own::share(exception_args(self)); }
Status set_args(Thread& t, Value self, Value v) {
    if (v.is_null()) return raise_type(t, "args may not be deleted");
    set_exception_args(self, TRY(tuple_from_iterable(t, v)));
    return {};
}
Status set_traceback(Thread& t, Value self, Value v) { return set_exception_traceback(t, self, v); }

Status set_linked(Thread& t, Value& field, Value v, const char* what, const char* name) {
    if (v.is_null()) return raise_type(t, "{} may not be deleted", name);
    if (!v.is_none() && !is_exception(v)) return raise_type(t, "exception {} must be None or derive from BaseException", what);
    set_field(field, v);
    return {};
}
Status set_context(Thread& t, Value self, Value v) {
    return set_linked(t, as<BaseException>(self)->context, v, "context", "__context__");
}
Status set_cause(Thread& t, Value self, Value v) {
    Status s = set_linked(t, as<BaseException>(self)->cause, v, "cause", "__cause__");
    if (s) as<BaseException>(self)->suppress_context = 1;
    return s;
}
Result<Own> get_suppress(Thread&, Value self) { return Own::boolean(as<BaseException>(self)->suppress_context != 0); }
Status set_suppress(Thread& t, Value self, Value v) {
    if (v.is_null()) return raise_type(t, "can't delete numeric/char attribute");
    if (!v.is_bool()) return raise_type(t, "attribute value type must be bool");
    as<BaseException>(self)->suppress_context = v.is_true();
    return {};
}

const GetSetDef base_getsets[] = {
    {"args", get_args, set_args, nullptr},
    {"__traceback__", field_get<&BaseException::traceback>, set_traceback, nullptr},
    {"__context__", field_get<&BaseException::context>, set_context, "What was being handled when this was raised."},
    {"__cause__", field_get<&BaseException::cause>, set_cause, "The exception of `raise ... from`."},
    {"__suppress_context__", get_suppress, set_suppress, nullptr},
    {"__dict__", get_own_dict, set_own_dict, nullptr},
    {},
};

// --- methods

Result<Own> with_traceback(Thread& t, const Value* a) {
    TRY(set_exception_traceback(t, a[0], a[1]));
    return Own::share(a[0]);
}

Result<Own> add_note_method(Thread& t, const Value* a) {
    if (!is_str(a[1])) return raise_type(t, "note must be a str, not '{}'", type_name(a[1]));
    TRY(add_note(t, a[0], as<Str>(a[1])));
    return Own::none();
}

Result<Own> set_state(Thread& t, const Value* a) {
    if (a[1].is_none()) return Own::none();
    if (!is_dict(a[1])) return raise_type(t, "state is not a dictionary");
    Ref<Dict> state = TRY(dict_copy(t, as<Dict>(a[1])));
    for (size_t i = 0; DictEntry* e = dict_next(state, i);) {
        if (!is_str(e->key)) return raise_type(t, "attribute name must be string, not '{}'", type_name(e->key));
        TRY(set_attr(t, a[0], as<Str>(e->key), e->value));
    }
    return Own::none();
}

Result<Own> reduce(Thread& t, const Value* a) {
    Value type = Value::object(type_of(a[0]));
    Value args = Value::object(exception_args(a[0]));
    if (attr_count(a[0].object_ptr()) == 0) return Own(tuple_of(type, args));
    Ref<Dict> dict = TRY(attr_dict(t, a[0].object_ptr()));
    return Own(tuple_of(type, args, dict.value()));
}

const NativeDef base_methods[] = {
    {"with_traceback($self, tb, /)", with_traceback, "Sets self.__traceback__ to tb and gives self back."},
    {"add_note($self, note, /)", add_note_method, "Adds a note to the exception, shown below its message in a traceback."},
    {"__setstate__($self, state, /)", set_state, nullptr},
    {"__reduce__($self, /)", reduce, nullptr},
    {},
};

void fill_base(Slots& s) {
    s.repr = exception_repr;
    s.str = exception_str;
    s.construct = exception_construct;
    s.init = exception_init;
}

} // namespace

Status set_exception_traceback(Thread& t, Value self, Value v) {
    if (v.is_null()) return raise_type(t, "__traceback__ may not be deleted");
    if (!v.is_none() && !has_shape(v, shapes::traceback)) return raise_type(t, "__traceback__ must be a traceback or None");
    set_field(as<BaseException>(self)->traceback, v);
    return {};
}

Status add_note(Thread& t, Value exception, Str* note) {
    Own notes = TRY(get_attr_or_missing(t, exception, rt().names.dunder_notes));
    if (notes.is_exhausted()) {
        notes = Own(make_list());
        TRY(set_attr(t, exception, rt().names.dunder_notes, notes));
    }
    if (!is_list(notes)) return raise_type(t, "Cannot add note: __notes__ is not a list");
    return list_append(t, as<List>(notes), Own::share(note));
}

const TypeSpec spec_BaseException = {
    "builtins", "The root of all exceptions.", sizeof(BaseException), exception_flags, &base_exception_life, fill_base, base_methods, base_getsets, nullptr,
};

// --- start

namespace {

// What an exception without a row of its own takes over from its base: the layout. Process state, like all specs.
TypeSpec derived_specs[shapes::builtin_count];

const TypeSpec* own_spec(ShapeId id) {
    switch (id) {
        case shapes::BaseException: return &spec_BaseException;
        case shapes::StopIteration: return &spec_StopIteration;
        case shapes::SystemExit: return &spec_SystemExit;
        case shapes::ImportError: return &spec_ImportError;
        case shapes::NameError: return &spec_NameError;
        case shapes::AttributeError: return &spec_AttributeError;
        case shapes::KeyError: return &spec_KeyError;
        case shapes::OSError: return &spec_OSError;
        case shapes::SyntaxError: return &spec_SyntaxError;
        case shapes::UnicodeEncodeError: return &spec_UnicodeEncodeError;
        case shapes::UnicodeDecodeError: return &spec_UnicodeDecodeError;
        case shapes::UnicodeTranslateError: return &spec_UnicodeTranslateError;
        case shapes::BaseExceptionGroup: return &spec_BaseExceptionGroup;
        default: return nullptr;
    }
}

void ready(ShapeId id, Type* type, ShapeId base, const char* doc) {
    const TypeSpec* spec = own_spec(id);
    if (!spec) {
        const TypeSpec& parent = derived_specs[base];
        derived_specs[id] = {parent.module, doc, parent.basic_size, parent.flags, parent.life, nullptr, nullptr, nullptr, nullptr};
        spec = &derived_specs[id];
    } else {
        derived_specs[id] = *spec;
    }
    ready_type(type, *spec);
}

} // namespace

void ready_exceptions() {
    Types& types = rt().types;
#define X(name, base) ready(shapes::name, types.name, shapes::base, "A kind of " #base ".");
#include "vm/core/exceptions.def"
#undef X
    make_exception_group_type();
}

} // namespace terrarium
