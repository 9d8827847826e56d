// What sys does with values at the prompt and with exceptions that nobody took: the hooks and their default texts.
#include "vm/core/observer_hooks.h"
#include "vm/modules/io.h"
#include "vm/modules/state.h"
#include "vm/modules/struct_sequence.h"
#include "vm/modules/sys.h"
#include "vm/objects/containers.h"
#include "vm/objects/exceptions.h"
#include "vm/objects/frame.h"
#include "vm/objects/function.h"
#include "vm/objects/print_traceback.h"

#include <cstdlib>

namespace terrarium {

namespace {

Own stream(Str* name) { return Own::share(dict_get(rt().sys->dict, name)); }

} // namespace

void write_error_text(Thread& t, std::string_view text) {
    Own file = stream(rt().names.n_stderr);
    if (file.is_none()) return;
    if (!file.is_null()) {
        Result<Ref<Str>> s = make_str(t, text);
        if (s && call_method(t, file, rt().names.n_write, s.take().value())) {
            if (!call_method(t, file, rt().names.n_flush)) clear_raised(t);
            return;
        }
        clear_raised(t);
    }
    write_descriptor(2, text);
}

namespace {

// --- displayhook

// repr() in an encoding that cannot show it is written with escapes.
Status write_value(Thread& t, Value file, Value v) {
    Ref<Str> text = TRY(repr(t, v));
    Result<Own> written = call_method(t, file, rt().names.n_write, text.value());
    if (written) return {};
    if (!raised_matches(t, rt().types.UnicodeEncodeError)) return Error{};
    clear_raised(t);
    Own encoding = TRY(get_attr(t, file, rt().names.n_encoding));
    Own bytes = TRY(call_method(t, text.value(), rt().names.n_encode, encoding, intern("backslashreplace").value()));
    Own escaped = TRY(call_method(t, bytes, rt().names.n_decode, encoding, rt().names.n_strict ? Value::object(rt().names.n_strict) : Value::none()));
    (void)TRY(call_method(t, file, rt().names.n_write, escaped));
    return {};
}

Result<Own> display_hook(Thread& t, const Value* a) {
    if (a[0].is_none()) return Own::none();
    dict_set(rt().builtins, rt().names.n_underscore, Value::none());
    Own file = stream(rt().names.n_stdout);
    if (file.is_null() || file.is_none()) return raise_text(t, rt().types.RuntimeError, "lost sys.stdout");
    TRY(write_value(t, file, a[0]));
    (void)TRY(call_method(t, file, rt().names.n_write, Value::object(rt().names.newline)));
    dict_set(rt().builtins, rt().names.n_underscore, a[0]);
    return Own::none();
}

// --- excepthook

Result<Own> except_hook(Thread& t, const Value* a) {
    write_error_text(t, TRY(hook_text(t, a[1], a[2])));
    return Own::none();
}

// --- unraisablehook

std::string class_title(Thread& t, Type* cls) {
    std::string name = to_utf8(cls->qualname);
    Result<Own> module = get_attr_or_missing(t, Value::object(cls), rt().names.dunder_module);
    if (!module) {
        clear_raised(t);
        return "<unknown>." + name;
    }
    if (!is_str(module.get())) return name;
    std::string prefix = to_utf8(module.get());
    return prefix == "builtins" || prefix == "__main__" ? name : prefix + "." + name;
}

// The text of one ignored exception, without what it was chained to.
std::string unraisable_text(Thread& t, Value exception, Value traceback, std::string_view what, Value object) {
    std::string text;
    if (!object.is_null() && !object.is_none()) {
        text = what.empty() ? "Exception ignored in" : std::string(what);
        Result<std::string> shown = repr_text(t, object);
        text += ": " + (shown ? shown.take() : std::string("<object repr() failed>")) + "\n";
    } else if (!what.empty()) {
        text = std::string(what) + ":\n";
    }
    clear_raised(t);
    if (has_shape(traceback, shapes::traceback)) {
        Result<std::string> entries = format_traceback(t, traceback);
        if (entries) text += "Traceback (most recent call last):\n" + entries.take();
        clear_raised(t);
    }
    text += class_title(t, type_of(exception));
    Result<Ref<Str>> message = to_str(t, exception);
    if (!message) text += ": <exception str() failed>";
    else text += ": " + to_utf8(message.get());
    clear_raised(t);
    return text + "\n";
}

Result<Own> unraisable_hook(Thread& t, const Value* a) {
    if (type_of(a[0]) != modules_state().unraisable_arguments)
        return raise_type(t, "sys.unraisablehook argument type must be UnraisableHookArgs");
    Tuple* args = as<Tuple>(a[0]);
    Value exception = args->items()[1], traceback = args->items()[2], message = args->items()[3], object = args->items()[4];
    if (!is_exception(exception)) return Own::none();
    std::string what = is_str(message) ? to_utf8(message) : std::string();
    write_error_text(t, unraisable_text(t, exception, traceback, what, object));
    return Own::none();
}

const GetSetDef unraisable_fields[] = {
    SEQUENCE_FIELD(0, "exc_type", "Class of the exception."),
    SEQUENCE_FIELD(1, "exc_value", "The exception."),
    SEQUENCE_FIELD(2, "exc_traceback", "Its traceback."),
    SEQUENCE_FIELD(3, "err_msg", "What went wrong, or None."),
    SEQUENCE_FIELD(4, "object", "The object concerned, or None."),
    {nullptr, nullptr, nullptr, nullptr},
};
const TypeSpec spec_unraisable = {
    "builtins", "Arguments of sys.unraisablehook.", 0, sequence_flags | type_no_instantiate, nullptr,
    [](Slots& s) { s.repr = sequence_repr; }, nullptr, unraisable_fields, nullptr,
};

// --- breakpointhook (PEP 553)

// PYTHONBREAKPOINT names what is called: nothing, 0 for none at all, or module.function.
Result<Own> breakpoint_hook(Thread& t, Value, const Args& args) {
    const char* set = std::getenv("PYTHONBREAKPOINT");
    std::string name = set ? set : "";
    if (name == "0") return Own::none();
    if (name.empty() || name == "pdb.set_trace") return observer_hooks.breakpoint ? observer_hooks.breakpoint(t) : Result<Own>(Own::none());
    size_t dot = name.rfind('.');
    std::string module = dot == std::string::npos ? "builtins" : name.substr(0, dot), function = name.substr(dot + 1);
    Ref<Str> module_name = intern(module), function_name = intern(function);
    auto find = [&]() -> Result<Own> {
        (void)TRY(rt().hooks.import_module(t, module_name, nullptr, Value::none(), 0));
        Value found = dict_get(rt().modules, module_name);
        if (found.is_null()) return raise_text(t, rt().types.ImportError, module);
        Own held = Own::share(found);
        return get_attr(t, held, function_name);
    };
    Result<Own> hook = find();
    if (hook) {
        Own held = hook.take();
        return call(t, held, args);
    }
    if (!raised_matches(t, rt().types.ImportError) && !raised_matches(t, rt().types.AttributeError) && !raised_matches(t, rt().types.ValueError)) return Error{};
    clear_raised(t);
    TRY(warn(t, rt().types.RuntimeWarning, fmt::format("Ignoring unimportable $PYTHONBREAKPOINT: \"{}\"", name), 1));
    return Own::none();
}

// What no Python code raised is shown at the place the program is at.
Own where_it_runs(Thread& t) {
    Ref<FrameObject> frame = running_frame(t, 0);
    if (!frame) return Own::none();
    Ref<Traceback> e = new_object<Traceback>(shapes::traceback, true);
    e->next = Value::none();
    e->index = frame_object_index(frame);
    e->line = line_of(frame->code, e->index);
    e->elided = 0;
    e->elided_names = Value::null();
    e->frame = frame.take();
    return e;
}

} // namespace

Result<std::string> hook_text(Thread& t, Value exception, Value traceback) {
    if (!is_exception(exception)) return fmt::format("TypeError: print_exception(): Exception expected for value, {} found\n", type_name(exception));
    if (has_shape(traceback, shapes::traceback) && !has_shape(as<BaseException>(exception)->traceback, shapes::traceback))
        TRY(set_exception_traceback(t, exception, traceback));
    return format_exception(t, exception);
}

void unraisable(Thread& t, Own exception, std::string_view what, Value object) {
    Own held = Own::share(object);
    Value traceback = as<BaseException>(exception)->traceback;
    Own trace = traceback.is_null() || traceback.is_none() ? where_it_runs(t) : Own::share(traceback);
    if (what == "Exception ignored in") what = "";
    Value hook = rt().sys ? dict_get(rt().sys->dict, rt().names.n_unraisablehook) : Value::null();
    bool own_hook = has_shape(hook, shapes::native_function) || hook.is_null() || hook.is_none();
    if (own_hook) {
        write_error_text(t, unraisable_text(t, exception, trace, what, object));
        return;
    }
    Own function = Own::share(hook);
    Own values[] = {Own::share(type_of(exception)), Own::share(exception.get()), std::move(trace),
                    what.empty() ? Own::none() : Own(make_short_str(what)), object.is_null() ? Own::none() : Own::share(object)};
    Ref<Tuple> args = make_sequence(modules_state().unraisable_arguments, values, 5);
    Result<Own> done = call(t, function, args.value());
    if (done) return;
    Own second = take_raised(t);
    Value second_trace = as<BaseException>(second)->traceback;
    write_error_text(t, unraisable_text(t, second, second_trace, "Exception ignored in sys.unraisablehook", function));
}

const NativeDef sys_hook_functions[] = {
    {"displayhook($module, object, /)", display_hook, "Shows a value at the prompt and keeps it as _."},
    {"breakpointhook($module, /, *args, **kws)", nullptr, "Called by breakpoint(): opens the debugger, or what PYTHONBREAKPOINT names.", native_raw, breakpoint_hook},
    {"excepthook($module, exctype, value, traceback, /)", except_hook, "Prints an exception with its traceback to sys.stderr."},
    {"unraisablehook($module, unraisable, /)", unraisable_hook, "Prints an exception that nobody could take."},
    {nullptr, nullptr, nullptr},
};

Status add_sys_hooks(Thread&, Dict* names) {
    Type*& type = modules_state().unraisable_arguments;
    if (!type) {
        type = make_builtin_type("UnraisableHookArgs", rt().types.tuple, spec_unraisable);
        add_sequence_counts(type, 5, 5);
    }
    dict_set(names, intern("UnraisableHookArgs"), Value::object(type));
    return {};
}

} // namespace terrarium
