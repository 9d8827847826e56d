// The module sys: its functions and its making. Constants: sys_info.cpp; hooks and their default texts: sys_hooks.cpp.
#include "vm/modules/sys.h"

#include "memory/ledger.h"
#include "vm/core/parallel.h"
#include "vm/core/scheduling.h"
#include "vm/core/float.h"
#include "vm/modules/io.h"
#include "vm/modules/state.h"
#include "vm/modules/struct_sequence.h"
#include "vm/objects/containers.h"
#include "vm/objects/frame.h"
#include "vm/objects/int_type.h"

#include <climits>

namespace terrarium {

namespace {

void remember(Value& slot, Value v) {
    Value old = slot;
    slot = shared(v);
    release(old);
}
Own recall(Value v) { return v.is_object() ? Own::share(v) : Own::none(); }

// --- leaving

Result<Own> sys_exit(Thread& t, const Value* a) {
    Value status = a[0].is_null() ? Value::none() : a[0];
    if (status.is_none()) return raise_class(t, rt().types.SystemExit);
    if (is_tuple(status)) {
        Own exception = TRY(call_ex(t, Value::object(rt().types.SystemExit), as<Tuple>(status), nullptr));
        return raise_object(t, exception);
    }
    return raise_value(t, rt().types.SystemExit, status);
}

// --- the exception being handled

Result<Own> sys_exception(Thread& t, const Value*) { return t.handled.is_null() ? Own::none() : Own::share(t.handled); }

Result<Own> sys_exc_info(Thread& t, const Value*) {
    Value e = t.handled;
    if (!is_exception(e)) return tuple_of(Value::none(), Value::none(), Value::none());
    Value traceback = as<BaseException>(e)->traceback;
    return tuple_of(Value::object(type_of(e)), e, traceback.is_null() ? Value::none() : traceback);
}

// --- counts and sizes

Result<Own> sys_getrefcount(Thread&, const Value* a) {
    if (!a[0].is_object()) return make_int(immortal_count); // in no block: never freed
    return make_int(a[0].object_ptr()->count);
}

Result<Own> sys_getsizeof(Thread& t, const Value* a) {
    Result<Own> size = [&]() -> Result<Own> {
        Own method = TRY(lookup_special(t, a[0], rt().names.dunder_sizeof));
        if (method.is_exhausted()) return raise_type(t, "Type {} doesn't define __sizeof__", type_name(a[0]));
        Own n = TRY(call(t, method));
        if (!is_int(n)) return raise_type(t, "an integer is required");
        return to_index(t, n);
    }();
    if (!size) {
        if (a[1].is_null() || !raised_matches(t, rt().types.TypeError)) return Error{};
        clear_raised(t);
        return Own::share(a[1]);
    }
    int64_t n = 0;
    if (!int_fits_int64(size.get(), &n))
        return raise_text(t, rt().types.OverflowError, "Python int too large to convert to C ssize_t");
    if (n < 0) return raise_value_error(t, "__sizeof__() should return >= 0");
    return make_int(n);
}

Result<Own> sys_getallocatedblocks(Thread&, const Value*) { return make_int(static_cast<int64_t>(heap_stats().live_objects)); }

// --- recursion

Result<Own> sys_getrecursionlimit(Thread& t, const Value*) { return make_int(t.recursion_limit); }

Result<Own> sys_setrecursionlimit(Thread& t, const Value* a) {
    int limit = TRY(to_c_int(t, a[0]));
    if (limit < 1) return raise_value_error(t, "recursion limit must be greater or equal than 1");
    if (t.depth >= static_cast<uint32_t>(limit))
        return raise_fmt(t, rt().types.RecursionError,
                         "cannot set the recursion limit to {} at the recursion depth {}: the limit is too low", limit, t.depth);
    for (Thread* other = rt().threads; other; other = other->next) other->recursion_limit = static_cast<uint32_t>(limit);
    return Own::none();
}

Result<Own> sys_getframe(Thread& t, const Value* a) {
    int depth = a[0].is_null() ? 0 : TRY(to_c_int(t, a[0]));
    Ref<FrameObject> frame = running_frame(t, depth < 0 ? 0 : depth);
    if (!frame) return raise_value_error(t, "call stack is not deep enough");
    return frame;
}

// --- text

Result<Own> sys_intern(Thread& t, const Value* a) {
    if (!is_str(a[0])) return raise_type(t, "intern() argument must be str, not {}", a[0].is_none() ? "None" : type_name(a[0]));
    if (!is_exact_str(a[0])) return raise_type(t, "can't intern {}", type_name(a[0]));
    return Own(intern(as<Str>(a[0])));
}

Result<Own> sys_getdefaultencoding(Thread&, const Value*) { return Own(Ref<Str>::share(rt().names.utf_8)); }
Result<Own> sys_getfilesystemencodeerrors(Thread&, const Value*) { return Own(intern("surrogateescape")); }

Result<Own> sys_get_int_max_str_digits(Thread&, const Value*) { return make_int(int_max_text_digits()); }
Result<Own> sys_set_int_max_str_digits(Thread& t, const Value* a) {
    int n = TRY(to_c_int(t, a[0]));
    if (n != 0 && n < 640) return raise_value_error(t, "maxdigits must be 0 or larger than 640");
    set_int_max_text_digits(static_cast<uint32_t>(n));
    return Own::none();
}

// --- what the loop tells the program itself (vm/interp/trace.h)

Result<Own> set_observer(Thread& t, Value Thread::* which, Value function) {
    if (set_trace_function(t, which, function)) begin_tracing(t);
    return Own::none();
}
Own or_none(Value v) { return v.is_null() ? Own::none() : Own::share(v); }

Result<Own> sys_settrace(Thread& t, const Value* a) { return set_observer(t, &Thread::trace_function, a[0]); }
Result<Own> sys_gettrace(Thread& t, const Value*) { return or_none(t.trace_function); }
Result<Own> sys_setprofile(Thread& t, const Value* a) { return set_observer(t, &Thread::profile_function, a[0]); }
Result<Own> sys_getprofile(Thread& t, const Value*) { return or_none(t.profile_function); }
Result<Own> sys_call_tracing(Thread& t, const Value* a) {
    if (!is_tuple(a[1])) return raise_type(t, "call_tracing() argument 2 must be tuple, not {}", a[1].is_none() ? "None" : type_name(a[1]));
    Tuple* arguments = as<Tuple>(a[1]);
    bool before = std::exchange(t.in_trace, false);
    Result<Own> r = call(t, a[0], Args{arguments->items(), static_cast<uint32_t>(arguments->length), nullptr});
    t.in_trace = before;
    return r;
}
Result<Own> accepted(Thread&, Value, const Args&) { return Own::none(); }

Result<Own> sys_getswitchinterval(Thread&, const Value*) { return make_float(modules_state().switch_interval); }
Result<Own> sys_setswitchinterval(Thread& t, const Value* a) {
    double seconds = TRY(to_double(t, a[0]));
    if (!(seconds > 0)) return raise_value_error(t, "switch interval must be strictly positive");
    modules_state().switch_interval = seconds;
    scheduler->set_interval(seconds < 1e9 ? static_cast<int64_t>(seconds * 1e9) : never / 2);
    return Own::none();
}
Result<Own> sys_is_finalizing(Thread&, const Value*) { return Own::boolean(modules_state().finalizing); }
Result<Own> sys_is_gil_enabled(Thread&, const Value*) { return Own::boolean(rt().switches.gil); }

// --- hooks of asynchronous generators

Result<Own> sys_set_asyncgen_hooks(Thread& t, const Value* a) {
    for (int i : {1, 0}) {
        if (a[i].is_null() || a[i].is_none() || is_callable(a[i])) continue;
        return raise_type(t, "callable {} expected, got {}", i ? "finalizer" : "firstiter", type_name(a[i]));
    }
    if (!a[0].is_null()) remember(modules_state().asyncgen_first, a[0]);
    if (!a[1].is_null()) remember(modules_state().asyncgen_finalizer, a[1]);
    return Own::none();
}

Result<Own> sys_get_coroutine_depth(Thread&, const Value*) { return Own::small_int(0); }

Result<Own> sys_current_frames(Thread& t, const Value*) {
    Ref<Dict> frames = make_dict();
    for (Thread* other = rt().threads; other; other = other->next) {
        Ref<FrameObject> frame = running_frame(*other, 0);
        if (frame && parallel_world) publish(frame.value()); // the other thread may have made it for itself
        if (frame) TRY(dict_set(t, frames, Value::small_int(other->id), frame.value()));
    }
    return frames;
}

const NativeDef functions[] = {
    {"exit($module, status=None, /)", sys_exit, "Ends the program by raising SystemExit(status)."},
    {"exception($module, /)", sys_exception, "The exception being handled, or None."},
    {"exc_info($module, /)", sys_exc_info, "(type, value, traceback) of the exception being handled, or three times None."},
    {"getrefcount($module, object, /)", sys_getrefcount, "The reference count of the object, the argument's own reference included."},
    {"getsizeof($module, /, object, default=<unset>)", sys_getsizeof, "Bytes the object and its own buffers take."},
    {"getallocatedblocks($module, /)", sys_getallocatedblocks, "How many objects live on the heap."},
    {"getrecursionlimit($module, /)", sys_getrecursionlimit, "How deep calls may nest."},
    {"setrecursionlimit($module, limit, /)", sys_setrecursionlimit, "Sets how deep calls may nest."},
    {"_getframe($module, depth=0, /)", sys_getframe, "The frame of the caller, or one further out."},
    {"_current_frames($module, /)", sys_current_frames, "The innermost frame of each thread."},
    {"intern($module, string, /)", sys_intern, "The one string that stands for all equal to it."},
    {"getdefaultencoding($module, /)", sys_getdefaultencoding, "The encoding of str.encode() without an argument."},
    {"getfilesystemencoding($module, /)", sys_getdefaultencoding, "The encoding of file names."},
    {"getfilesystemencodeerrors($module, /)", sys_getfilesystemencodeerrors, "The error handler for file names."},
    {"get_int_max_str_digits($module, /)", sys_get_int_max_str_digits, "Most digits of an int's decimal text; 0 for no limit."},
    {"set_int_max_str_digits($module, /, maxdigits)", sys_set_int_max_str_digits, "Sets the most digits of an int's decimal text."},
    {"settrace($module, function, /)", sys_settrace, "Has function(frame, event, arg) called at calls, lines, returns and exceptions of this thread."},
    {"gettrace($module, /)", sys_gettrace, "The function given to settrace()."},
    {"call_tracing($module, func, args, /)", sys_call_tracing, "func(*args), told to the trace function from within a trace function."},
    {"setprofile($module, function, /)", sys_setprofile, "Has function(frame, event, arg) called at calls and returns of this thread, those of natives too."},
    {"getprofile($module, /)", sys_getprofile, "The function given to setprofile()."},
    {"getswitchinterval($module, /)", sys_getswitchinterval, "Seconds after which a thread is asked to let others run."},
    {"setswitchinterval($module, interval, /)", sys_setswitchinterval, "Sets the seconds of getswitchinterval()."},
    {"is_finalizing($module, /)", sys_is_finalizing, "Whether the interpreter is ending."},
    {"_is_gil_enabled($module, /)", sys_is_gil_enabled, "Whether one thread runs Python code at a time."},
    {"set_asyncgen_hooks($module, /, firstiter=<unset>, finalizer=<unset>)", sys_set_asyncgen_hooks,
     "Sets what is called for asynchronous generators."},
    {"get_coroutine_origin_tracking_depth($module, /)", sys_get_coroutine_depth, "Always 0: origins are not tracked."},
    {"set_coroutine_origin_tracking_depth($module, /, depth)", nullptr, "Accepted; origins are not tracked.", native_raw, accepted},
    {"addaudithook($module, /, hook)", nullptr, "Accepted; no events are raised.", native_raw, accepted},
    {"audit($module, event, /, *args)", nullptr, "Passes an event to the audit hooks, of which there are none.", native_raw, accepted},
    {"_clear_type_cache($module, /)", nullptr, "Accepted; caches look after themselves.", native_raw, accepted},
    {},
};

Result<Own> get_asyncgen_hooks(Thread&, const Value*) {
    Own hooks[] = {recall(modules_state().asyncgen_first), recall(modules_state().asyncgen_finalizer)};
    return make_sequence(modules_state().asyncgen_hooks, hooks, 2);
}

const NativeDef late_functions[] = {
    {"get_asyncgen_hooks($module, /)", get_asyncgen_hooks, "What set_asyncgen_hooks() has set."},
    {},
};

void add_functions(Module* sys, Str* name, const NativeDef* rows) {
    for (; rows->signature; rows++) {
        Own f = make_native(rows, Value::object(sys), name);
        dict_set(sys->dict, as<NativeFunction>(f)->name, f);
    }
}

Status setup(Thread& t, Dict* names) {
    modules_state().switch_interval = 0.005;
    TRY(add_sys_constants(t, names));
    auto put = [&](const char* name, Own v) { dict_set(names, intern(name), v); };
    put("modules", Own::share(static_cast<Object*>(rt().modules)));
    put("path", make_list());
    put("meta_path", make_list());
    put("path_hooks", make_list());
    put("path_importer_cache", make_dict());
    put("warnoptions", make_list());
    put("_xoptions", make_dict());
    Ref<List> argv = make_list();
    TRY(list_append(t, argv, Own(Ref<Str>::share(rt().empty_str))));
    put("argv", std::move(argv));
    put("orig_argv", make_list());
    TRY(add_sys_hooks(t, names));
    return add_standard_streams(t, names);
}

const NativeModuleDef module = {
    "sys", "What a program sees of its interpreter: arguments, path, modules, streams, limits.", functions, setup,
};

} // namespace

void init_sys(Thread& t) {
    Result<Own> made = make_module(t, &module);
    MEMORY_ASSERT(made.ok());
    Module* sys = as<Module>(made.get());
    Ref<Str> name = Ref<Str>::share(rt().names.n_sys);
    add_functions(sys, name, sys_hook_functions);
    add_functions(sys, name, late_functions);
    // The default hooks under the names that cannot be lost.
    for (const char* hook : {"displayhook", "excepthook", "unraisablehook", "breakpointhook"})
        dict_set(sys->dict, intern(std::string("__") + hook + "__"), dict_get(sys->dict, intern(hook)));
    dict_set(rt().modules, name, made.get());
    make_immortal(sys); // rt().sys is not counted
    rt().sys = sys;
    rt().hooks.unraisable = unraisable;
}

} // namespace terrarium
