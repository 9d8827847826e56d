// Builtins that compile and run code, or look into the running scope: compile, eval, exec, __import__, globals, locals,
// dir, vars. The compiler and the loop are reached through rt().hooks.
#include "vm/builtins/functions.h"
#include "vm/core/attributes.h"
#include "vm/core/dict.h"
#include "vm/objects/buffer.h"
#include "vm/objects/bytes.h"
#include "vm/objects/code.h"
#include "vm/objects/function.h"
#include "vm/objects/int_type.h"
#include "vm/objects/suggestions.h"

namespace terrarium::builtins {

namespace {

bool given(Value v) { return !v.is_null() && !v.is_none(); }

// Bits that compile() accepts, as in CPython's `code.h`: future statements; do not imply dedent, source is UTF-8, allow
// top-level await, allow incomplete input.
constexpr int64_t known_flags = code_future_mask | 0x200 | 0x100 | 0x2000 | 0x4000;

// Source text of compile, eval, exec; `what` says what would have been right.
Result<Own> compile_value(Thread& t, Value source, Str* filename, const char* mode, int flags, const char* what) {
    auto has_null = [](std::string_view s) { return s.find('\0') != std::string_view::npos; };
    constexpr const char* null_text = "source code string cannot contain null bytes";
    if (is_str(source)) {
        Str* s = as<Str>(source);
        for (uint64_t i = 0; i < s->length; i++)
            if (s->at(i) == 0) return raise_text(t, rt().types.ValueError, null_text);
        return rt().hooks.compile(t, s, {}, filename, mode, flags);
    }
    if (!has_buffer(source)) return raise_type(t, "{}", what);
    Buffer buffer = TRY(get_buffer(t, source));
    if (has_null(buffer.view())) return raise_text(t, rt().types.ValueError, null_text);
    std::string_view text = buffer.view();
    return rt().hooks.compile(t, nullptr, {text.data(), text.size()}, filename, mode, flags | compile_bytes_object);
}

Result<Ref<Str>> file_name(Thread& t, Value v) {
    Own path = Own::share(v);
    if (!is_str(path) && !is_bytes(path) && !has_buffer(path)) {
        Own method = TRY(lookup_special(t, path, rt().names.dunder_fspath));
        if (method.is_exhausted()) return raise_type(t, "expected str, bytes or os.PathLike object, not {}", type_name(v));
        path = TRY(call(t, method));
        if (!is_str(path) && !is_bytes(path))
            return raise_type(t, "expected {}.__fspath__() to return str or bytes, not {}", type_name(v), type_name(path));
    }
    if (is_str(path)) return Ref<Str>::share(as<Str>(path));
    Buffer buffer = TRY(get_buffer(t, path));
    return make_str(t, buffer.view());
}

// globals and locals of eval and exec: those given, else those of the caller.
struct Scope {
    Ref<Dict> globals;
    Own locals;
};
Status current_scope(Thread& t, const char* function, Scope& scope) {
    if (scope.globals) {
        if (scope.locals.is_null()) scope.locals = Own::share(scope.globals.get());
        return {};
    }
    Dict* globals = rt().hooks.current_globals(t);
    if (!globals)
        return raise_text(t, rt().types.TypeError, fmt::format("{} must be given globals and locals when called without a frame", function));
    scope.globals = Ref<Dict>::share(globals);
    if (scope.locals.is_null()) scope.locals = TRY(rt().hooks.current_locals(t));
    return {};
}
void need_builtins(Dict* globals) {
    Str* name = rt().names.dunder_builtins;
    if (dict_get(globals, name).is_null()) dict_set(globals, name, Value::object(rt().builtins));
}

} // namespace

NATIVE(compile_source) {
    Ref<Str> filename = TRY(file_name(t, a[1]));
    if (!is_str(a[2])) return raise_type(t, "compile() argument 'mode' must be str, not {}", a[2].is_none() ? "None" : type_name(a[2]));
    int64_t flags = a[3].is_null() ? 0 : TRY(to_int64(t, a[3]));
    int64_t optimize = a[5].is_null() ? -1 : TRY(to_int64(t, a[5]));
    if (flags & ~known_flags) return raise_value_error(t, "compile(): unrecognised flags");
    if (optimize < -1 || optimize > 2) return raise_value_error(t, "compile(): invalid optimize value");
    std::string mode = to_utf8(a[2]);
    if (mode != "exec" && mode != "eval" && mode != "single")
        return raise_value_error(t, "compile() mode must be 'exec', 'eval' or 'single'");
    if (has_shape(a[0], shapes::code)) return Own::share(a[0]);
    return compile_value(t, a[0], filename, mode.c_str(), static_cast<int>(flags), "compile() arg 1 must be a string, bytes or AST object");
}

NATIVE(eval) {
    if (given(a[2]) && !type_of(a[2])->slots.get_item) return raise_type(t, "locals must be a mapping");
    if (given(a[1]) && !is_dict(a[1]))
        return raise_type(t, "{}", type_of(a[1])->slots.get_item ? "globals must be a real dict; try eval(code, {}, mapping)" : "globals must be a dict");
    Scope scope;
    if (given(a[1])) scope.globals = Ref<Dict>::share(as<Dict>(a[1]));
    if (given(a[2])) scope.locals = Own::share(a[2]);
    TRY(current_scope(t, "eval", scope));
    need_builtins(scope.globals);
    Own code = Own::share(a[0]);
    if (!has_shape(code, shapes::code)) {
        if (is_str(code)) { // leading blanks would be an indentation
            Str* s = as<Str>(code);
            uint64_t start = 0;
            while (start < s->length && (s->at(start) == ' ' || s->at(start) == '\t')) start++;
            if (start) code = Own(TRY(str_slice(t, s, start, s->length)));
        } else if (is_bytes(code) || is_bytearray(code)) {
            std::string_view text = bytes_content(code);
            size_t start = text.find_first_not_of(" \t");
            if (start && start != std::string_view::npos) code = Own(TRY(make_bytes(t, text.substr(start))));
        }
        code = TRY(compile_value(t, code, rt().names.angle_string, "eval", 0, "eval() arg 1 must be a string, bytes or code object"));
    }
    if (as<Code>(code)->free_count) return raise_type(t, "code object passed to eval() may not contain free variables");
    return rt().hooks.run_code(t, code, scope.globals, scope.locals);
}

NATIVE(exec) {
    Scope scope;
    if (given(a[1])) {
        if (!is_dict(a[1])) return raise_type(t, "exec() globals must be a dict, not {}", type_name(a[1]));
        scope.globals = Ref<Dict>::share(as<Dict>(a[1]));
    }
    if (given(a[2])) {
        if (!type_of(a[2])->slots.get_item) return raise_type(t, "locals must be a mapping or None, not {}", type_name(a[2]));
        scope.locals = Own::share(a[2]);
    }
    TRY(current_scope(t, "exec", scope));
    need_builtins(scope.globals);
    Value closure = given(a[3]) ? a[3] : Value::null();
    if (!has_shape(a[0], shapes::code)) {
        if (!closure.is_null()) return raise_type(t, "closure can only be used when source is a code object");
        Own code = TRY(compile_value(t, a[0], rt().names.angle_string, "exec", 0, "exec() arg 1 must be a string, bytes or code object"));
        (void)TRY(rt().hooks.run_code(t, code, scope.globals, scope.locals));
        return Own::none();
    }
    Code* code = as<Code>(a[0]);
    if (code->free_count == 0) {
        if (!closure.is_null()) return raise_type(t, "cannot use a closure with this code object");
        (void)TRY(rt().hooks.run_code(t, a[0], scope.globals, scope.locals));
        return Own::none();
    }
    bool right = is_exact_tuple(closure) && as<Tuple>(closure)->length == code->free_count;
    for (uint64_t i = 0; right && i < code->free_count; i++) right = has_shape((*as<Tuple>(closure))[i], shapes::cell);
    if (!right) return raise_type(t, "code object requires a closure of exactly length {}", code->free_count);
    Ref<Function> f = make_function(code, scope.globals);
    f->closure = Ref<Tuple>::share(as<Tuple>(closure)).take();
    (void)TRY(rt().hooks.call_function(t, f.value(), Args{}));
    return Own::none();
}

NATIVE(import) {
    if (!is_str(a[0])) return raise_text(t, rt().types.TypeError, "module name must be a string");
    int level = a[4].is_null() ? 0 : TRY(to_c_int(t, a[4]));
    if (level < 0) return raise_value_error(t, "level must be >= 0");
    if (level == 0 && as<Str>(a[0])->length == 0) return raise_value_error(t, "Empty module name");
    if (level > 0 && !a[1].is_null() && !is_dict(a[1])) return raise_type(t, "globals must be a dict");
    Dict* globals = is_dict(a[1]) ? as<Dict>(a[1]) : nullptr;
    return rt().hooks.import_module(t, as<Str>(a[0]), globals, a[3].is_null() ? Value::none() : a[3], level);
}

RAW_NATIVE(build_class) {
    (void)self;
    return rt().hooks.build_class(t, args);
}

// --- the running scope

NATIVE(globals) {
    (void)a;
    Dict* globals = rt().hooks.current_globals(t);
    return globals ? Own::share(globals) : Own::none();
}
NATIVE(locals) {
    (void)a;
    return rt().hooks.current_locals(t);
}

NATIVE(dir) {
    if (!a[0].is_null()) return dir_of(t, a[0]);
    Own scope = TRY(rt().hooks.current_locals(t));
    Own keys = is_dict(scope) ? Own::share(scope) : TRY(call_method(t, scope, rt().names.n_keys));
    Ref<List> names = TRY(list_from_iterable(t, keys));
    TRY(list_sort(t, names, Value::none(), false));
    return names;
}

NATIVE(vars) {
    if (a[0].is_null()) return rt().hooks.current_locals(t);
    Own dict = TRY(get_attr_or_missing(t, a[0], rt().names.dunder_dict));
    if (dict.is_exhausted()) return raise_type(t, "vars() argument must have __dict__ attribute");
    return dict;
}

} // namespace terrarium::builtins
