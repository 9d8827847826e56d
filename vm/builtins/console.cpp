// print, input, open, breakpoint, and the objects that the interactive prompt offers: exit, quit, help, copyright, credits, license.
#include "vm/builtins/functions.h"
#include "vm/core/attributes.h"
#include "vm/core/dict.h"
#include "vm/objects/containers.h"
#include "vm/objects/function.h"

#include <cstdio>
#include <unistd.h>

namespace terrarium::builtins {

namespace {

// sys.stdout and the like; null when sys has none.
Own sys_file(Str* name) {
    Module* sys = rt().sys;
    return sys ? Own::share(dict_get(sys->dict, name)) : Own();
}

// An item whose str() runs no Python code: what was written before it need not be out first.
bool is_simple(Value v) { return !v.is_object() || is_exact_str(v) || is_exact_int(v) || is_exact_float(v); }

// Writes pieces to a file. To the native text file they go in one go, but never later than Python code that runs in
// between could notice; to any other file by a call of write() each.
class Printer {
public:
    Printer(Thread& t, Value file, bool native) : thread_(t), file_(file), native_(native), line_(t) {}

    Status add(Str* s) {
        if (native_) return line_.add(s);
        (void)TRY(call_method(thread_, file_, rt().names.n_write, Value::object(s)));
        return {};
    }
    Status add_item(Value v) {
        if (is_exact_str(v)) return add(as<Str>(v));
        if (native_ && !is_simple(v)) TRY(flush());
        Ref<Str> s = TRY(to_str(thread_, v));
        return add(s);
    }
    Status flush() {
        if (!native_ || line_.length() == 0) return {};
        Ref<Str> text = TRY(line_.finish());
        TRY(rt().hooks.write_text(thread_, file_, text));
        return {};
    }

private:
    Thread& thread_;
    Value file_;
    bool native_;
    StrBuilder line_;
};

Result<Str*> separator(Thread& t, const char* name, Value v, Str* usual) {
    if (v.is_null() || v.is_none()) return usual;
    if (!is_str(v)) return raise_type(t, "{} must be None or a string, not {}", name, type_name(v));
    return as<Str>(v);
}

} // namespace

RAW_NATIVE(print) {
    (void)self;
    Keyword keywords[] = {{"sep", Value::null()}, {"end", Value::null()}, {"file", Value::null()}, {"flush", Value::null()}};
    if (args.keyword_count()) TRY(take_keywords(t, "print", args, keywords));
    bool flush = !keywords[3].value.is_null() && TRY(is_truthy(t, keywords[3].value));
    Own file = keywords[2].value.is_null() ? Own::none() : Own::share(keywords[2].value);
    if (file.is_none()) {
        file = sys_file(rt().names.n_stdout);
        if (file.is_null()) return raise_text(t, rt().types.RuntimeError, "lost sys.stdout");
        if (file.is_none()) return Own::none(); // a program without a console
    }
    Str* sep = TRY(separator(t, "sep", keywords[0].value, rt().names.space));
    Str* end = TRY(separator(t, "end", keywords[1].value, rt().names.newline));
    bool native = rt().hooks.write_text && TRY(rt().hooks.write_text(t, file, nullptr));
    Printer out(t, file, native);
    for (uint32_t i = 0; i < args.count; i++) {
        if (i) TRY(out.add(sep));
        TRY(out.add_item(args[i]));
    }
    TRY(out.add(end));
    TRY(out.flush());
    if (flush) (void)TRY(call_method(t, file, rt().names.n_flush));
    return Own::none();
}

NATIVE(input) {
    Names& n = rt().names;
    Own in = sys_file(n.n_stdin), out = sys_file(n.n_stdout), error = sys_file(n.n_stderr);
    auto lost = [&](const char* name) { return raise_text(t, rt().types.RuntimeError, fmt::format("input(): lost sys.{}", name)); };
    if (in.is_null() || in.is_none()) return lost("stdin");
    if (out.is_null() || out.is_none()) return lost("stdout");
    if (error.is_null() || error.is_none()) return lost("stderr");
    Result<Own> flushed = call_method(t, error, n.n_flush);
    if (!flushed) clear_raised(t);
    if (!a[0].is_null()) {
        Ref<Str> prompt = TRY(to_str(t, a[0]));
        (void)TRY(call_method(t, out, n.n_write, prompt.value()));
    }
    flushed = call_method(t, out, n.n_flush);
    if (!flushed) clear_raised(t);
    Own line = TRY(call_method(t, in, n.n_readline));
    if (!is_str(line)) return raise_type(t, "object.readline() returned non-string");
    Str* s = as<Str>(line);
    if (s->length == 0) {
        bool console = isatty(0) && isatty(1); // of a terminal CPython says no more
        return console ? raise_class(t, rt().types.EOFError) : raise_text(t, rt().types.EOFError, "EOF when reading a line");
    }
    if (s->at(s->length - 1) == '\n') return Own(TRY(str_slice(t, s, 0, s->length - 1)));
    return line;
}

RAW_NATIVE(open) {
    (void)self;
    Ref<Str> io = intern("io"), name = intern("open");
    Own module = TRY(rt().hooks.import_module(t, io, nullptr, Value::none(), 0));
    Own function = TRY(get_attr(t, module, name));
    return call(t, function, args);
}

RAW_NATIVE(breakpoint) {
    (void)self;
    Value hook = dict_get(rt().sys->dict, intern("breakpointhook"));
    if (hook.is_null()) return raise_text(t, rt().types.RuntimeError, "lost sys.breakpointhook");
    Own held = Own::share(hook);
    return call(t, held, args);
}

// --- exit, quit, help, copyright, credits, license

namespace {

struct SiteObject : Object {
    Str* name; // owned
    Str* text; // owned: what repr() shows
};

SiteObject* site(Value v) { return as<SiteObject>(v); }
void drop_site(Object* o) {
    drop_field(static_cast<SiteObject*>(o)->name);
    drop_field(static_cast<SiteObject*>(o)->text);
}
void trace_site(Object* o, Visitor& visitor) {
    trace_edge(visitor, static_cast<SiteObject*>(o)->name, "name");
    trace_edge(visitor, static_cast<SiteObject*>(o)->text, "text");
}
const Lifecycle site_life = {trace_site, drop_site, nullptr, fixed_size<SiteObject>, nullptr, "site object", Untracking::any_collection};

Result<Own> site_repr(Thread&, Value self) { return Own::share(site(self)->text); }

// exit() closes standard input, so that the prompt does not ask on when SystemExit is caught.
Result<Own> quitter_call(Thread& t, Value, const Args& args) {
    BoundArgs bound;
    TRY(bind_args(t, "__call__(code=None)", Value::null(), args, bound));
    Own code = bound.values[0].is_null() ? Own::none() : Own::share(bound.values[0]);
    Own in = sys_file(rt().names.n_stdin);
    if (!in.is_null() && !in.is_none()) {
        Result<Own> closed = call_method(t, in, rt().names.n_close);
        if (!closed) clear_raised(t);
    }
    return raise_value(t, rt().types.SystemExit, code);
}

Status print_line(Thread& t, std::string_view text) {
    Own file = sys_file(rt().names.n_stdout);
    if (file.is_null() || file.is_none()) return {};
    Ref<Str> line = TRY(make_str(t, std::string(text) + "\n"));
    (void)TRY(call_method(t, file, rt().names.n_write, line.value()));
    return {};
}

constexpr const char* license_text =
    "Terrarium is free software under the MIT license: you may use, copy, change and\n"
    "pass it on, as long as the copyright notice and the license stay with it. It comes\n"
    "without any warranty. The full text is in the file LICENSE.";

Result<Own> printer_call(Thread& t, Value self, const Args& args) {
    if (args.count || args.keyword_count())
        return raise_type(t, "_Printer.__call__() takes 1 positional argument but {} were given", args.count + args.keyword_count() + 1);
    bool license = str_equal(site(self)->name, "license");
    TRY(print_line(t, license ? license_text : to_utf8(site(self)->text)));
    return Own::none();
}

// help(object): the page is made by the module _help, which is written in Python.
Result<Own> helper_call(Thread& t, Value, const Args& args) {
    if (args.keyword_count() || args.count > 1) return raise_type(t, "help() takes at most one object");
    Own module = TRY(rt().hooks.import_module(t, intern("_help"), nullptr, Value::none(), 0));
    Own show = TRY(get_attr(t, module, intern("show")));
    return call_values(t, show, args.values, args.count);
}

void fill_quitter(Slots& s) {
    s.repr = site_repr;
    s.call = quitter_call;
}
void fill_printer(Slots& s) {
    s.repr = site_repr;
    s.call = printer_call;
}
void fill_helper(Slots& s) {
    s.repr = site_repr;
    s.call = helper_call;
}
constexpr uint32_t site_flags = type_container | type_no_instantiate;
const TypeSpec spec_quitter = {"_sitebuiltins", nullptr, sizeof(SiteObject), site_flags, &site_life, fill_quitter, nullptr, nullptr, nullptr};
const TypeSpec spec_printer = {"_sitebuiltins", nullptr, sizeof(SiteObject), site_flags, &site_life, fill_printer, nullptr, nullptr, nullptr};
const TypeSpec spec_helper = {"_sitebuiltins", nullptr, sizeof(SiteObject), site_flags, &site_life, fill_helper, nullptr, nullptr, nullptr};

} // namespace

void add_site_objects(Dict* names) {
    Type* object = rt().types.object;
    Type* quitter = make_builtin_type("_sitebuiltins.Quitter", object, spec_quitter);
    Type* printer = make_builtin_type("_sitebuiltins._Printer", object, spec_printer);
    Type* helper = make_builtin_type("_sitebuiltins._Helper", object, spec_helper);
    auto add = [&](Type* type, const char* name, const char* text) {
        Ref<SiteObject> o = new_object<SiteObject>(type->root_shape->id, true);
        o->name = intern(name).take();
        o->text = make_short_str(text).take();
        dict_set(names, o->name, o.value());
    };
    add(quitter, "exit", "Use exit() or Ctrl-D (i.e. EOF) to exit");
    add(quitter, "quit", "Use quit() or Ctrl-D (i.e. EOF) to exit");
    add(helper, "help", "Type help() for help, or help(object) for help about object.");
    add(printer, "copyright", "Copyright (c) the authors of Terrarium. MIT license.");
    add(printer, "credits", "    Thanks to everyone who made Python, and to the authors of the libraries Terrarium stands on.");
    add(printer, "license", "Type license() to see the full license text");
}

} // namespace terrarium::builtins
