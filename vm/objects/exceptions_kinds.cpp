// The small exceptions with data of their own: StopIteration, SystemExit, ImportError, NameError, AttributeError, and
// KeyError, whose text differs. Next: exceptions_os.cpp, exceptions_syntax.cpp.
#include "vm/core/attributes.h"
#include "vm/core/dict.h"
#include "vm/objects/exceptions_fields.h"

namespace terrarium {

template <>
struct ExceptionFields<StopIterationObject> {
    static constexpr const char* names[] = {"value"};
};
template <>
struct ExceptionFields<SystemExitObject> {
    static constexpr const char* names[] = {"code"};
};
template <>
struct ExceptionFields<ImportErrorObject> {
    static constexpr const char* names[] = {"msg", "name", "path"};
};
template <>
struct ExceptionFields<NameErrorObject> {
    static constexpr const char* names[] = {"name"};
};
template <>
struct ExceptionFields<AttributeErrorObject> {
    static constexpr const char* names[] = {"obj", "name"};
};

namespace {

// An exception's own __init__ that also accepts keywords: the positional part goes to BaseException.__init__.
Status init_positional(Thread& t, Value self, const Args& args) {
    return exception_init(t, self, Args{args.values, args.count, nullptr});
}

// --- StopIteration

Status stop_init(Thread& t, Value self, const Args& args) {
    TRY(exception_init(t, self, args));
    set_field(as<StopIterationObject>(self)->value, args.count ? args[0] : Value::none());
    return {};
}
void fill_stop(Slots& s) { s.init = stop_init; }
const GetSetDef stop_getsets[] = {
    {"value", field_get<&StopIterationObject::value>, field_set<&StopIterationObject::value>, "What the generator returned."},
    {},
};

// --- SystemExit

Status exit_init(Thread& t, Value self, const Args& args) {
    TRY(exception_init(t, self, args));
    Value& code = as<SystemExitObject>(self)->code;
    if (args.count == 1) set_field(code, args[0]);
    else if (args.count > 1) set_field(code, Value::object(exception_args(self)));
    return {};
}
void fill_exit(Slots& s) { s.init = exit_init; }
const GetSetDef exit_getsets[] = {
    {"code", field_get<&SystemExitObject::code>, field_set<&SystemExitObject::code>, "The exit status asked for."},
    {},
};

// --- ImportError

Status import_init(Thread& t, Value self, const Args& args) {
    TRY(init_positional(t, self, args));
    Value given[2];
    TRY(take_keywords(t, "ImportError", args, {"name", "path"}, given));
    auto e = as<ImportErrorObject>(self);
    set_field(e->name, given[0]);
    set_field(e->path, given[1]);
    set_field(e->msg, args.count == 1 ? args[0] : Value::null());
    return {};
}
Result<Own> import_str(Thread& t, Value self) {
    Value msg = as<ImportErrorObject>(self)->msg;
    if (is_exact_str(msg)) return Own::share(msg);
    return exception_str(t, self);
}
Result<Own> import_reduce(Thread& t, const Value* a) {
    auto e = as<ImportErrorObject>(a[0]);
    Value type = Value::object(type_of(a[0])), args = Value::object(exception_args(a[0]));
    bool has_name = !e->name.is_null(), has_path = !e->path.is_null();
    size_t attributes = attr_count(a[0].object_ptr());
    if (!has_name && !has_path && attributes == 0) return Own(tuple_of(type, args));
    Ref<Dict> state = make_dict();
    if (attributes) {
        Ref<Dict> own = TRY(attr_dict(t, a[0].object_ptr()));
        state = TRY(dict_copy(t, own));
    }
    if (has_name) dict_set(state, rt().names.n_name, e->name);
    if (has_path) dict_set(state, rt().names.n_path, e->path);
    return Own(tuple_of(type, args, state.value()));
}
void fill_import(Slots& s) {
    s.init = import_init;
    s.str = import_str;
}
const NativeDef import_methods[] = {
    {"__reduce__($self, /)", import_reduce, nullptr},
    {},
};
const GetSetDef import_getsets[] = {
    {"msg", field_get<&ImportErrorObject::msg>, field_set<&ImportErrorObject::msg>, "The message."},
    {"name", field_get<&ImportErrorObject::name>, field_set<&ImportErrorObject::name>, "The module's name."},
    {"path", field_get<&ImportErrorObject::path>, field_set<&ImportErrorObject::path>, "The module's file."},
    {},
};

// --- NameError, AttributeError

Status name_init(Thread& t, Value self, const Args& args) {
    TRY(init_positional(t, self, args));
    Value given[1];
    TRY(take_keywords(t, "NameError", args, {"name"}, given));
    set_field(as<NameErrorObject>(self)->name, given[0]);
    return {};
}
void fill_name(Slots& s) { s.init = name_init; }
const GetSetDef name_getsets[] = {
    {"name", field_get<&NameErrorObject::name>, field_set<&NameErrorObject::name>, "The name that was not found."},
    {},
};

Status attribute_init(Thread& t, Value self, const Args& args) {
    TRY(init_positional(t, self, args));
    Value given[2];
    TRY(take_keywords(t, "AttributeError", args, {"obj", "name"}, given));
    auto e = as<AttributeErrorObject>(self);
    set_field(e->obj, given[0]);
    set_field(e->name, given[1]);
    return {};
}
void fill_attribute(Slots& s) { s.init = attribute_init; }
const GetSetDef attribute_getsets[] = {
    {"name", field_get<&AttributeErrorObject::name>, field_set<&AttributeErrorObject::name>, "The attribute's name."},
    {"obj", field_get<&AttributeErrorObject::obj>, field_set<&AttributeErrorObject::obj>, "The object that lacks it."},
    {},
};

// --- KeyError: a key is shown as its repr, so that a missing '' is seen

Result<Own> key_str(Thread& t, Value self) {
    Tuple* args = exception_args(self);
    if (args->length == 1) return repr(t, (*args)[0]);
    return exception_str(t, self);
}
void fill_key(Slots& s) { s.str = key_str; }

} // namespace

const TypeSpec spec_StopIteration = {
    "builtins", "An iterator has no more items.", sizeof(StopIterationObject), exception_flags,
    &exception_life<StopIterationObject>, fill_stop, nullptr, stop_getsets, nullptr,
};
const TypeSpec spec_SystemExit = {
    "builtins", "The program asks to end.", sizeof(SystemExitObject), exception_flags,
    &exception_life<SystemExitObject>, fill_exit, nullptr, exit_getsets, nullptr,
};
const TypeSpec spec_ImportError = {
    "builtins", "A module, or a name in one, cannot be imported.", sizeof(ImportErrorObject), exception_flags,
    &exception_life<ImportErrorObject>, fill_import, import_methods, import_getsets, nullptr,
};
const TypeSpec spec_NameError = {
    "builtins", "A name is not bound.", sizeof(NameErrorObject), exception_flags,
    &exception_life<NameErrorObject>, fill_name, nullptr, name_getsets, nullptr,
};
const TypeSpec spec_AttributeError = {
    "builtins", "An object has no such attribute.", sizeof(AttributeErrorObject), exception_flags,
    &exception_life<AttributeErrorObject>, fill_attribute, nullptr, attribute_getsets, nullptr,
};
const TypeSpec spec_KeyError = {
    "builtins", "A mapping has no such key.", sizeof(BaseException), exception_flags,
    spec_BaseException.life, fill_key, nullptr, nullptr, nullptr,
};

} // namespace terrarium
