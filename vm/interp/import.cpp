// import: a module that is there already, a native one, or one whose text vm/objects/module_finder.h finds; runs it and
// binds it. Source: the language reference, "The import system"; messages are CPython's.
#include "vm/core/attributes.h"
#include "vm/core/errors.h"
#include "vm/core/list.h"
#include "vm/core/protocol.h"
#include "vm/core/str.h"
#include "vm/core/tuple.h"
#include "vm/interp/import_turn.h"
#include "vm/interp/slow.h"
#include "vm/objects/function.h"
#include "vm/objects/module_finder.h"

#include <string>

namespace terrarium {

namespace {

// Whether a module's code is running for the first time: its __spec__ says so.
bool is_initialising(Thread& t, Value module) {
    Result<Own> spec = get_attr_or_missing(t, module, rt().names.dunder_spec);
    Result<Own> flag = spec && !spec.get().is_exhausted() ? get_attr_or_missing(t, spec.get(), intern("_initializing")) : Result<Own>(Own::exhausted());
    if (has_raised(t)) clear_raised(t);
    return flag && flag.get().is_true();
}

Error raise_not_found(Thread& t, const std::string& name, const std::string& message) {
    Own exception = TRY(make_exception(t, rt().types.ModuleNotFoundError, message));
    TRY(set_attr(t, exception, rt().names.n_name, make_short_str(name).value()));
    return raise_object(t, exception);
}

Result<Own> search_path() {
    Value path = dict_get(rt().sys->dict, rt().names.n_path);
    if (path.is_null()) return Own(make_list());
    return Own::share(path);
}

// Imports one module by its full name; `parent` is the package it lies in, or null.
Result<Own> load_module(Thread& t, Str* name, const std::string& leaf, Value parent) {
    ImportTurn turn(t, name);
    std::string full = to_utf8(name);
    if (rt().hooks.make_native_module) {
        Own native = TRY(rt().hooks.make_native_module(t, name));
        if (!native.is_none()) {
            dict_set(rt().modules, name, native);
            return native;
        }
    }
    Own path;
    if (parent.is_null()) {
        path = TRY(search_path());
    } else {
        path = TRY(get_attr_or_missing(t, parent, rt().names.dunder_path));
        if (path.is_exhausted()) {
            std::string package = full.substr(0, full.size() - leaf.size() - 1);
            return raise_not_found(t, full, fmt::format("No module named {}; '{}' is not a package", TRY(repr_text(t, Value::object(name))), package));
        }
    }
    FoundModule found = TRY(find_module(t, full, path));
    if (found.kind == FoundModule::nothing) return raise_not_found(t, full, fmt::format("No module named {}", TRY(repr_text(t, Value::object(name)))));

    Ref<Module> module = make_module_object(name);
    TRY(describe_module(t, module->dict, full, found));
    dict_set(rt().modules, name, module.value());
    if (found.kind == FoundModule::namespace_package) return module;
    Own spec = Own::share(dict_get(module->dict, rt().names.dunder_spec));
    TRY(set_attr(t, spec, intern("_initializing"), Value::boolean(true)));
    dict_set(module->dict, rt().names.dunder_builtins, Value::object(rt().builtins));
    Result<Own> code = compile_module(t, found);
    Result<Own> r = code ? rt().hooks.run_code(t, code.get(), module->dict, Value::object(module->dict)) : Result<Own>(Error{});
    if (r) {
        TRY(set_attr(t, spec, intern("_initializing"), Value::boolean(false)));
    } else {
        Own exception = take_raised(t);
        dict_delete(rt().modules, name);
        set_raised(t, std::move(exception));
        return Error{};
    }
    Value now = dict_get(rt().modules, name); // the module may have replaced itself
    if (now.is_null()) return raise_fmt(t, rt().types.KeyError, "'{}'", full);
    return Own::share(now);
}

// Imports a.b.c step by step; *top is a.
Result<Own> import_absolute(Thread& t, Str* name, Own* top) {
    std::string full = to_utf8(name);
    if (full.empty()) return raise_value_error(t, "Empty module name");
    Own parent;
    size_t start = 0;
    for (;;) {
        size_t dot = full.find('.', start);
        std::string prefix = full.substr(0, dot);
        std::string leaf = prefix.substr(start);
        Ref<Str> key = intern(prefix);
        while (TRY(await_import(t, key.get()))) {}
        Value there = dict_get(rt().modules, key);
        Own module;
        if (there.is_none()) {
            return raise_not_found(t, prefix, fmt::format("import of {} halted; None in sys.modules", prefix));
        }
        if (!there.is_null()) {
            module = Own::share(there);
        } else {
            module = TRY(load_module(t, key, leaf, parent));
            if (!parent.is_null()) TRY(set_attr(t, parent, intern(leaf), module));
        }
        if (start == 0 && top) *top = Own::share(module);
        if (dot == std::string::npos) return module;
        parent = std::move(module);
        start = dot + 1;
    }
}

// The package that a relative import starts from.
Value dict_or_none(Dict* d, Str* name) {
    Value v = dict_get(d, name);
    return v.is_null() ? Value::none() : v;
}

Result<std::string> package_of(Thread& t, Dict* globals) {
    if (!globals) return raise_fmt(t, rt().types.KeyError, "'__name__' not in globals");
    Own package = Own::share(dict_or_none(globals, rt().names.dunder_package));
    Own spec = Own::share(dict_or_none(globals, rt().names.dunder_spec));
    if (!package.is_none()) {
        if (!is_str(package)) return raise_type(t, "package must be a string");
        return to_utf8(package);
    }
    if (!spec.is_none()) {
        Own parent = TRY(get_attr(t, spec, intern("parent")));
        if (!is_str(parent)) return raise_type(t, "__spec__.parent must be a string");
        return to_utf8(parent);
    }
    Own name = Own::share(dict_or_none(globals, rt().names.dunder_name));
    TRY(warn(t, rt().types.ImportWarning, "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__", 1));
    if (dict_get(globals, rt().names.dunder_name).is_null()) return raise_fmt(t, rt().types.KeyError, "'__name__' not in globals");
    if (!is_str(name)) return raise_type(t, "__name__ must be a string");
    std::string text = to_utf8(name);
    if (dict_find(globals, rt().names.dunder_path)) return text;
    size_t dot = text.rfind('.');
    return dot == std::string::npos ? std::string() : text.substr(0, dot);
}

Result<Own> import_by_name(Thread& t, Str* name, Dict* globals, Value fromlist, int64_t level) {
    Ref<Str> absolute = Ref<Str>::share(name);
    if (level < 0) return raise_value_error(t, "level must be >= 0");
    std::string base;
    if (level > 0) {
        base = TRY(package_of(t, globals));
        if (base.empty()) return raise_text(t, rt().types.ImportError, "attempted relative import with no known parent package");
        for (int64_t i = 1; i < level; i++) {
            size_t dot = base.rfind('.');
            if (dot == std::string::npos) return raise_text(t, rt().types.ImportError, "attempted relative import beyond top-level package");
            base.resize(dot);
        }
        absolute = intern(name->length ? base + "." + to_utf8(name) : base);
    }
    Own top;
    Own module = TRY(import_absolute(t, absolute, &top));
    bool has_list = !fromlist.is_null() && !fromlist.is_none() && TRY(is_truthy(t, fromlist));
    if (!has_list) {
        if (level == 0) return top;
        if (name->length == 0) return module;
        // import .a.b binds base.a
        std::string text = to_utf8(name);
        std::string first = base + "." + text.substr(0, text.find('.'));
        return import_absolute(t, intern(first), nullptr);
    }
    // Submodules named in the list are imported when the package does not have them.
    Own path = TRY(get_attr_or_missing(t, module, rt().names.dunder_path));
    if (path.is_exhausted()) return module;
    std::string package = to_utf8(absolute);
    auto import_part = [&](Value part) -> Result<bool> {
        if (!is_str(part)) return raise_type(t, "Item in ``from list'' must be str, not {}", type_name(part));
        std::string leaf = to_utf8(part);
        if (leaf == "*") return true;
        Own there = TRY(get_attr_or_missing(t, module, intern(leaf)));
        if (!there.is_exhausted()) return true;
        Result<Own> r = import_absolute(t, intern(package + "." + leaf), nullptr);
        if (r) return true;
        // No such submodule: `from` reports the missing name.
        if (raised_matches(t, rt().types.ModuleNotFoundError)) {
            Own exception = take_raised(t);
            Own missing = TRY(get_attr(t, exception, rt().names.n_name));
            if (is_str(missing) && to_utf8(missing) == package + "." + leaf) return true;
            set_raised(t, std::move(exception));
        }
        return Error{};
    };
    TRY(for_each(t, fromlist, import_part));
    bool star = false;
    TRY(for_each(t, fromlist, [&](Value part) -> Result<bool> {
        if (is_str(part) && str_equal(as<Str>(part), "*")) star = true;
        return true;
    }));
    if (star) {
        Own all = TRY(get_attr_or_missing(t, module, rt().names.dunder_all));
        if (!all.is_exhausted()) TRY(for_each(t, all, import_part));
    }
    return module;
}

} // namespace

Result<Own> import_module(Thread& t, Str* name, Dict* globals, Value fromlist, int64_t level) {
    return import_by_name(t, name, globals, fromlist, level);
}

Value import_name(Thread& t, Frame* frame, Str* name, Value fromlist, Value level) {
    Value function = dict_get(frame->function->builtins, rt().names.dunder_import);
    if (function.is_null()) {
        (void)raise_text(t, rt().types.ImportError, "__import__ not found");
        return function;
    }
    if (has_shape(function, shapes::native_function)) return raw(import_module(t, name, frame->function->globals, fromlist, level.is_int() ? level.int_value() : 0));
    Value globals = Value::object(frame->function->globals);
    Value locals = frame->mapping.is_null() ? Value::none() : frame->mapping;
    return raw(call(t, function, Value::object(name), globals, locals, fromlist, level));
}

Value import_from(Thread& t, Value module, Str* name) {
    Result<Own> r = get_attr_or_missing(t, module, name);
    if (!r) return Value::null();
    if (!r.get().is_exhausted()) return r.take().take();
    Result<Own> package = get_attr_or_missing(t, module, rt().names.dunder_name);
    if (!package) return Value::null();
    std::string package_name = is_str(package.get()) ? to_utf8(package.get()) : "<unknown module name>";
    Value there = dict_get(rt().modules, intern(package_name + "." + to_utf8(name)));
    if (!there.is_null()) {
        retain(there);
        return there;
    }
    Result<Own> file = get_attr_or_missing(t, module, rt().names.dunder_file);
    if (!file) return Value::null();
    std::string where = is_str(file.get()) ? to_utf8(file.get()) : "unknown location";
    std::string message = is_initialising(t, module)
                              ? fmt::format("cannot import name '{}' from partially initialized module '{}' (most likely due to a circular import) ({})",
                                            to_utf8(name), package_name, where)
                              : fmt::format("cannot import name '{}' from '{}' ({})", to_utf8(name), package_name, where);
    Result<Own> exception = make_exception(t, rt().types.ImportError, message);
    if (!exception) return Value::null();
    Ref<Str> module_name = make_short_str(package_name);
    if (!set_attr(t, exception.get(), rt().names.n_name, module_name.value())) return Value::null();
    if (is_str(file.get()) && !set_attr(t, exception.get(), rt().names.n_path, file.get())) return Value::null();
    // The name that was wanted, for "Did you mean".
    if (!set_attr(t, exception.get(), intern("name_from"), Value::object(name))) clear_raised(t);
    (void)raise_object(t, exception.get());
    return Value::null();
}

bool import_star(Thread& t, Frame* frame, Value module) {
    Result<Own> all = get_attr_or_missing(t, module, rt().names.dunder_all);
    if (!all) return false;
    bool skip_private = all.get().is_exhausted();
    Own names = all.take();
    if (skip_private) {
        Result<Own> dict = get_attr_or_missing(t, module, rt().names.dunder_dict);
        if (!dict) return false;
        if (dict.get().is_exhausted()) {
            (void)raise_text(t, rt().types.ImportError, "from-import-* object has no __dict__ and no __all__");
            return false;
        }
        Result<Ref<List>> keys = list_from_iterable(t, dict.get());
        if (!keys) return false;
        names = Own(keys.take());
    }
    return for_each(t, names, [&](Value name) -> Result<bool> {
               if (!is_str(name)) {
                   Own module_name = TRY(get_attr(t, module, rt().names.dunder_name));
                   return raise_type(t, "{} in {}.{} must be str, not {}", skip_private ? "Key" : "Item", to_utf8(module_name),
                                     skip_private ? "__dict__" : "__all__", type_name(name));
               }
               Str* text = as<Str>(name);
               if (skip_private && text->length && text->at(0) == '_') return true;
               Own v = TRY(get_attr(t, module, text));
               if (!store_name(t, frame, nullptr, intern(text), v)) return Error{};
               return true;
           }).ok();
}

bool setup_annotations(Thread& t, Frame* frame) {
    Str* name = rt().names.dunder_annotations;
    if (is_exact_dict(frame->mapping)) {
        if (!dict_find(as<Dict>(frame->mapping), name)) dict_set(as<Dict>(frame->mapping), name, make_dict().value());
        return true;
    }
    Result<bool> there = contains(t, frame->mapping, Value::object(name));
    if (!there) return false;
    if (there.get()) return true;
    return set_item(t, frame->mapping, Value::object(name), make_dict().value()).ok();
}

bool print_expression(Thread& t, Value v) {
    Value hook = dict_get(rt().sys->dict, rt().names.n_displayhook);
    if (hook.is_null()) {
        (void)raise_text(t, rt().types.RuntimeError, "lost sys.displayhook");
        return false;
    }
    return call(t, hook, v).ok();
}

} // namespace terrarium
