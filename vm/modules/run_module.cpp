// -m: finds a module as import would, without importing it, and runs its code as __main__.
#include "vm/core/dict.h"
#include "vm/core/errors.h"
#include "vm/core/list.h"
#include "vm/core/protocol.h"
#include "vm/modules/modules.h"
#include "vm/objects/module_finder.h"

#include <cstdio>

namespace terrarium {

namespace {

Error not_found(Thread& t, const std::string& text) {
    Value program = dict_get(rt().sys->dict, intern("executable"));
    std::string line = (is_str(program) ? to_utf8(program) : std::string("terrarium")) + ": " + text + "\n";
    std::fputs(line.c_str(), stderr);
    return raise_value(t, rt().types.SystemExit, Value::small_int(1));
}

} // namespace

Result<Own> run_as_main(Thread& t, Module* main, const std::string& module_name) {
    std::string name = module_name;
    Own folders = Own::share(dict_get(rt().sys->dict, rt().names.n_path));
    if (size_t dot = name.rfind('.'); dot != std::string::npos) { // the package around it is imported
        std::string package = name.substr(0, dot);
        Ref<Str> package_name = TRY(make_str(t, package));
        Ref<Tuple> from = tuple_of(Value::object(rt().names.dunder_path));
        Result<Own> imported = rt().hooks.import_module(t, package_name, nullptr, from.value(), 0);
        if (!imported) {
            if (!raised_matches(t, rt().types.ImportError)) return Error{};
            Own error = take_raised(t);
            return not_found(t, fmt::format("Error while finding module specification for '{}' ({}: {})", name, type_name(error),
                                            to_utf8(TRY(to_str(t, error)).get())));
        }
        Own path = TRY(get_attr_or_missing(t, imported.get(), rt().names.dunder_path));
        if (path.is_exhausted())
            return not_found(t, fmt::format("Error while finding module specification for '{}' (ModuleNotFoundError: __path__ attribute "
                                            "not found on '{}' while trying to find '{}')", name, package, name));
        folders = std::move(path);
    }
    FoundModule found;
    if (!name.empty()) found = TRY(find_module(t, name, folders.get()));
    if (found.kind == FoundModule::nothing) return not_found(t, "No module named " + name);
    if (found.package) {
        if (name.size() > 9 && name.substr(name.size() - 9) == ".__main__") return not_found(t, "Cannot use package as __main__ module");
        std::string inner = name + ".__main__";
        Ref<Str> package_name = TRY(make_str(t, name));
        Ref<Tuple> from = tuple_of(Value::object(rt().names.dunder_path));
        Own package = TRY(rt().hooks.import_module(t, package_name, nullptr, from.value(), 0));
        Own path = TRY(get_attr(t, package, rt().names.dunder_path));
        FoundModule main_part = TRY(find_module(t, inner, path.get()));
        if (main_part.kind == FoundModule::nothing || main_part.package)
            return not_found(t, fmt::format("No module named {}; '{}' is a package and cannot be directly executed", inner, name));
        name = inner;
        found = std::move(main_part);
    }
    Dict* names = main->dict;
    TRY(describe_module(t, names, name, found));
    dict_set(names, rt().names.dunder_cached, Value::none());
    Value file = dict_get(names, rt().names.dunder_file);
    Value argv = dict_get(rt().sys->dict, rt().names.n_argv);
    if (is_exact_list(argv) && as<List>(argv)->length) TRY(set_item(t, argv, Value::small_int(0), file));
    Own code = TRY(compile_module(t, found));
    return rt().hooks.run_code(t, code, names, Value::object(names));
}

} // namespace terrarium
