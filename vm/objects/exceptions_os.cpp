// OSError: its arguments name an error number, a text and up to two files; constructing plain OSError gives the
// subclass that stands for the number (PEP 3151).
#include "vm/core/attributes.h"
#include "vm/core/dict.h"
#include "vm/core/integer.h"
#include "vm/objects/exceptions_fields.h"

#include <cerrno>

namespace terrarium {

template <>
struct ExceptionFields<OSErrorObject> {
    static constexpr const char* names[] = {"errno", "strerror", "filename", "filename2"};
};

namespace {

Type* class_for(int64_t number) {
    Types& types = rt().types;
    switch (number) {
        case EAGAIN:
        case EALREADY:
        case EINPROGRESS: return types.BlockingIOError;
        case EPIPE:
        case ESHUTDOWN: return types.BrokenPipeError;
        case ECHILD: return types.ChildProcessError;
        case ECONNABORTED: return types.ConnectionAbortedError;
        case ECONNREFUSED: return types.ConnectionRefusedError;
        case ECONNRESET: return types.ConnectionResetError;
        case EEXIST: return types.FileExistsError;
        case ENOENT: return types.FileNotFoundError;
        case EISDIR: return types.IsADirectoryError;
        case ENOTDIR: return types.NotADirectoryError;
        case EINTR: return types.InterruptedError;
        case EACCES:
        case EPERM: return types.PermissionError;
        case ESRCH: return types.ProcessLookupError;
        case ETIMEDOUT: return types.TimeoutError;
        default: return nullptr;
    }
}

Status os_init(Thread& t, Value self, const Args& args);

// A class that defines __init__ but not __new__ gets its fields in __init__ (when that calls ours).
bool fields_come_from_init(const Type* cls) {
    return cls->slots.init != os_init && cls->slots.construct == rt().types.OSError->slots.construct;
}

Status set_fields(Thread& t, Value self, const Args& args) {
    auto e = as<OSErrorObject>(self);
    uint32_t n = args.count;
    if (n < 2 || n > 5) {
        set_exception_args(self, TRY(make_tuple(t, args.values, n)));
        return {};
    }
    set_field(e->error_number, args[0]);
    set_field(e->strerror, args[1]);
    bool named = n >= 3 && !args[2].is_none();
    if (named && is_subtype(type_of(self), rt().types.BlockingIOError) && (is_int(args[2]) || type_of(args[2])->slots.index)) {
        e->written = TRY(to_int64(t, args[2]));
        named = false;
        set_exception_args(self, TRY(make_tuple(t, args.values, n)));
        return {};
    }
    if (named) {
        set_field(e->filename, args[2]);
        if (n == 5 && !args[4].is_none()) set_field(e->filename2, args[4]);
    }
    set_exception_args(self, TRY(make_tuple(t, args.values, named ? 2 : n)));
    return {};
}

Result<Own> os_construct(Thread& t, Type* cls, const Args& args) {
    if (fields_come_from_init(cls)) return new_exception(t, cls, {});
    if (args.keyword_count() && cls->slots.init == os_init)
        return raise_type(t, "{}() takes no keyword arguments", type_name(cls));
    if (cls == rt().types.OSError && args.count >= 2 && args.count <= 5 && is_int(args[0])) {
        int64_t number;
        Type* better = int_fits_int64(args[0], &number) ? class_for(number) : nullptr;
        if (better) cls = better;
    }
    Own e = TRY(new_exception(t, cls, {}));
    TRY(set_fields(t, e, args));
    return e;
}

Status os_init(Thread& t, Value self, const Args& args) {
    if (!fields_come_from_init(type_of(self))) return {};
    if (args.keyword_count()) return raise_type(t, "{}() takes no keyword arguments", type_name(self));
    return set_fields(t, self, args);
}

Result<Own> os_str(Thread& t, Value self) {
    auto e = as<OSErrorObject>(self);
    if (e->filename.is_null() && (e->error_number.is_null() || e->strerror.is_null())) return exception_str(t, self);
    Own number = Own::share(none_if_null(e->error_number)), text = Own::share(none_if_null(e->strerror));
    Own file = Own::share(e->filename), file2 = Own::share(e->filename2);
    StrBuilder out(t);
    TRY(out.add("[Errno "));
    Ref<Str> part = TRY(to_str(t, number));
    TRY(out.add(part));
    TRY(out.add("] "));
    part = TRY(to_str(t, text));
    TRY(out.add(part));
    if (!file.is_null()) {
        TRY(out.add(": "));
        part = TRY(repr(t, file));
        TRY(out.add(part));
        if (!file2.is_null()) {
            TRY(out.add(" -> "));
            part = TRY(repr(t, file2));
            TRY(out.add(part));
        }
    }
    return out.finish();
}

Result<Own> os_reduce(Thread& t, const Value* a) {
    auto e = as<OSErrorObject>(a[0]);
    Tuple* old = exception_args(a[0]);
    Ref<Tuple> args = Ref<Tuple>::share(old);
    if (old->length == 2 && !e->filename.is_null()) {
        if (e->filename2.is_null()) args = tuple_of((*old)[0], (*old)[1], e->filename);
        else args = tuple_of((*old)[0], (*old)[1], e->filename, Value::none(), e->filename2);
    }
    Value type = Value::object(type_of(a[0]));
    if (attr_count(a[0].object_ptr()) == 0) return Own(tuple_of(type, args.value()));
    Ref<Dict> dict = TRY(attr_dict(t, a[0].object_ptr()));
    return Own(tuple_of(type, args.value(), dict.value()));
}

Result<Own> get_written(Thread& t, Value self) {
    int64_t n = as<OSErrorObject>(self)->written;
    if (n == -1) return raise_text(t, rt().types.AttributeError, "characters_written");
    return make_int(n);
}
Status set_written(Thread& t, Value self, Value v) {
    int64_t& n = as<OSErrorObject>(self)->written;
    if (v.is_null()) {
        if (n == -1) return raise_text(t, rt().types.AttributeError, "characters_written");
        n = -1;
        return {};
    }
    n = TRY(to_int64(t, v));
    return {};
}

void fill_os(Slots& s) {
    s.construct = os_construct;
    s.init = os_init;
    s.str = os_str;
}
const NativeDef os_methods[] = {
    {"__reduce__($self, /)", os_reduce, nullptr},
    {},
};
const GetSetDef os_getsets[] = {
    {"errno", field_get<&OSErrorObject::error_number>, field_set<&OSErrorObject::error_number>, "The system's error number."},
    {"strerror", field_get<&OSErrorObject::strerror>, field_set<&OSErrorObject::strerror>, "The system's text for it."},
    {"filename", field_get<&OSErrorObject::filename>, field_set<&OSErrorObject::filename>, "The file concerned."},
    {"filename2", field_get<&OSErrorObject::filename2>, field_set<&OSErrorObject::filename2>, "The second file concerned."},
    {"characters_written", get_written, set_written, "How much was written before writing would block."},
    {},
};

} // namespace

const TypeSpec spec_OSError = {
    "builtins", "The operating system refused something.", sizeof(OSErrorObject), exception_flags,
    &exception_life<OSErrorObject>, fill_os, os_methods, os_getsets, nullptr,
};

} // namespace terrarium
