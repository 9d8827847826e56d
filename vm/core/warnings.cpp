// Warnings and exceptions nobody can take: the few things the core itself writes to stderr.
#include "vm/core/dict.h"
#include "vm/core/errors.h"
#include "vm/core/integer.h"
#include "vm/core/parallel.h"
#include "vm/core/protocol.h"
#include "vm/core/runtime_rooms.h"
#include "vm/core/tuple.h"

#include <cstdio>
#include <unistd.h>

namespace terrarium {

namespace {

// To sys.stderr as the program sees it; to the file when there is none or it fails.
void write_stderr(Thread& t, const std::string& text) {
    Value sys = rt().modules ? dict_get(rt().modules, rt().names.n_sys) : Value::null();
    if (!sys.is_null()) {
        Result<Own> stream = get_attr_or_missing(t, sys, rt().names.n_stderr);
        if (stream && !stream.get().is_exhausted()) {
            if (stream.get().is_none()) return;
            Result<Ref<Str>> line = make_str(t, text);
            if (line) {
                Result<Own> done = call_method(t, stream.get(), rt().names.n_write, line.take().value());
                if (done) return;
            }
        }
        clear_raised(t);
    }
    size_t at = 0;
    while (at < text.size()) {
        ssize_t n = write(2, text.data() + at, text.size() - at);
        if (n <= 0) return;
        at += static_cast<size_t>(n);
    }
}

std::string source_line(const std::string& filename, uint32_t line) {
    if (filename.empty() || filename[0] == '<') return "";
    FILE* file = fopen(filename.c_str(), "r");
    if (!file) return "";
    std::string text;
    for (int c; line && (c = fgetc(file)) != EOF;) {
        if (c == '\n') line--;
        else if (line == 1) text += static_cast<char>(c);
    }
    fclose(file);
    size_t start = text.find_first_not_of(" \t\f"), end = text.find_last_not_of(" \t\f\r");
    return start == std::string::npos ? "" : text.substr(start, end - start + 1);
}

// The filters Python starts with. False: the warning is not shown.
bool shown_by_default(Type* category, Dict* globals) {
    Types& types = rt().types;
    if (is_subtype(category, types.DeprecationWarning)) {
        Value name = globals ? dict_get(globals, rt().names.dunder_name) : Value::null();
        return is_str(name) && str_equal(as<Str>(name), "__main__");
    }
    return !is_subtype(category, types.PendingDeprecationWarning) && !is_subtype(category, types.ImportWarning) &&
           !is_subtype(category, types.ResourceWarning);
}

void show(Thread& t, Type* category, Str* text, const std::string& filename, int64_t line, bool about_object) {
    std::string out = filename + ":" + std::to_string(line) + ": " + to_utf8(category->name) + ": " + to_utf8(text) + "\n";
    if (std::string source = source_line(filename, static_cast<uint32_t>(line)); !source.empty()) out += "  " + source + "\n";
    if (about_object) out += to_utf8(category->name) + ": Enable tracemalloc to get the object allocation traceback\n";
    write_stderr(t, out);
}

// Shows a warning unless the same text and category was shown for the line before.
Status show_once(Thread& t, Type* category, Str* text, const std::string& filename, int64_t line, bool about_object = false) {
    Alone alone(t);
    BornShared born;
    publish(static_cast<Object*>(text));
    if (!rt().room[room_warnings_shown]) rt().room[room_warnings_shown] = make_dict().take();
    Dict* shown = static_cast<Dict*>(rt().room[room_warnings_shown]);
    Ref<Str> where = TRY(make_str(t, filename));
    Ref<Tuple> key = tuple_of(Value::object(text), Value::object(category), Value::small_int(line), where.value());
    Value known_already = TRY(dict_get_item(t, shown, key.value()));
    if (!known_already.is_null()) return {};
    TRY(dict_set(t, shown, key.value(), Value::boolean(true)));
    show(t, category, text, filename, line, about_object);
    return {};
}

} // namespace

Status warn(Thread& t, Type* category, std::string_view message, int stack_level, bool about_object) {
    Ref<Str> text = TRY(make_str(t, message));
    Value module = rt().modules ? dict_get(rt().modules, rt().names.n_warnings) : Value::null();
    if (!module.is_null()) {
        Own held = Own::share(module);
        Own f = TRY(get_attr_or_missing(t, module, intern("warn")));
        if (!f.is_exhausted()) {
            (void)TRY(call(t, f, text.value(), Value::object(category), Value::small_int(stack_level)));
            return {};
        }
    }
    CodePlace place{};
    bool known = rt().hooks.code_place && rt().hooks.code_place(t, stack_level, &place);
    if (!shown_by_default(category, known ? place.globals : nullptr)) return {};
    return show_once(t, category, text, known ? to_utf8(place.filename) : "sys", known ? place.line : 1, about_object);
}

Status warn_explicit(Thread& t, Type* category, std::string_view message, std::string_view filename, int64_t line) {
    Ref<Str> text = TRY(make_str(t, message));
    Value module = rt().modules ? dict_get(rt().modules, rt().names.n_warnings) : Value::null();
    if (!module.is_null()) {
        Own held = Own::share(module);
        Own f = TRY(get_attr_or_missing(t, module, intern("warn_explicit")));
        if (!f.is_exhausted()) {
            Ref<Str> where = TRY(make_str(t, filename));
            (void)TRY(call(t, f, text.value(), Value::object(category), where.value(), Value::small_int(line)));
            return {};
        }
    }
    if (!shown_by_default(category, nullptr)) return {};
    show(t, category, text, std::string(filename), line, false);
    return {};
}

void write_unraisable(Thread& t, std::string_view what, Value object) {
    if (!has_raised(t)) return;
    Own exception = take_raised(t);
    if (rt().hooks.unraisable) {
        rt().hooks.unraisable(t, std::move(exception), what, object);
        clear_raised(t);
        return;
    }
    std::string out = what.empty() ? "Exception ignored in" : std::string(what);
    if (!object.is_null()) {
        Result<std::string> text = repr_text(t, object);
        out += ": " + (text ? text.take() : std::string("<object repr() failed>"));
    }
    clear_raised(t);
    out += "\n" + type_name(exception);
    Result<Ref<Str>> text = to_str(t, exception);
    if (text && text.get()->length) out += ": " + to_utf8(text.get());
    clear_raised(t);
    write_stderr(t, out + "\n");
}

} // namespace terrarium
