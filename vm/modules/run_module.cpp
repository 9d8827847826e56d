// -m: finds a module as import would, without importing it, and runs its code as __main__.
#include "vm/core/dict.h"
#include "vm/core/errors.h"
#include "vm/core/list.h"
#include "vm/core/protocol.h"
#include "vm/modules/modules.h"

#include <cerrno>
#include <cstdio>
#include <sys/stat.h>

namespace terrarium {

namespace {

bool is_file(const std::string& path) {
    struct stat s;
    return stat(path.c_str(), &s) == 0 && S_ISREG(s.st_mode);
}
bool is_folder(const std::string& path) {
    struct stat s;
    return stat(path.c_str(), &s) == 0 && S_ISDIR(s.st_mode);
}

Result<std::string> read_file(Thread& t, const std::string& path) {
    FILE* file = std::fopen(path.c_str(), "rb");
    if (!file) return raise_os(t, errno, path);
    std::string text;
    char buffer[65536];
    size_t n;
    while ((n = std::fread(buffer, 1, sizeof buffer, file)) > 0) text.append(buffer, n);
    std::fclose(file);
    return text;
}

struct Found {
    bool here = false, package = false;
    std::string path;    // of the file; "<terrarium name>" of an embedded module
    std::string text;
};

// A module of a package that is imported already, or of sys.path.
Result<Found> find(Thread& t, const std::string& name, Value folders) {
    Found found;
    const char* source;
    size_t size;
    if (rt().hooks.find_embedded(name.c_str(), &source, &size, &found.package)) {
        found.here = true;
        found.path = "<terrarium " + name + ">";
        found.text.assign(source, size);
        return found;
    }
    std::string leaf = name.substr(name.rfind('.') + 1);
    TRY(for_each(t, folders, [&](Value folder) -> Result<bool> {
        if (!is_str(folder)) return true;
        std::string stem = to_utf8(folder);
        stem += stem.empty() || stem.back() == '/' ? leaf : "/" + leaf;
        if (is_file(stem + ".py") && !is_file(stem + "/__init__.py")) {
            found.here = true;
            found.path = stem + ".py";
        } else if (is_file(stem + "/__init__.py") || is_folder(stem)) {
            found.here = found.package = true;
        }
        return !found.here;
    }));
    if (found.here && !found.package) found.text = TRY(read_file(t, found.path));
    return found;
}

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
    Found found = TRY(find(t, name, folders));
    if (!found.here) return not_found(t, "No module named " + name);
    if (found.package) {
        if (name.size() > 9 && name.substr(name.size() - 9) == ".__main__") return not_found(t, "Cannot use package as __main__ module");
        std::string inner = name + ".__main__";
        Ref<Str> package_name = TRY(make_str(t, name));
        Ref<Tuple> from = tuple_of(Value::object(rt().names.dunder_path));
        Own package = TRY(rt().hooks.import_module(t, package_name, nullptr, from.value(), 0));
        Own path = TRY(get_attr(t, package, rt().names.dunder_path));
        Found main_part = TRY(find(t, inner, path));
        if (!main_part.here || main_part.package)
            return not_found(t, fmt::format("No module named {}; '{}' is a package and cannot be directly executed", inner, name));
        name = inner;
        found = std::move(main_part);
    }
    Ref<Str> file = TRY(make_str(t, found.path));
    size_t dot = name.rfind('.');
    Dict* names = main->dict;
    dict_set(names, rt().names.dunder_file, file.value());
    dict_set(names, rt().names.dunder_cached, Value::none());
    dict_set(names, rt().names.dunder_package, make_short_str(dot == std::string::npos ? "" : name.substr(0, dot)).value());
    Value argv = dict_get(rt().sys->dict, rt().names.n_argv);
    if (is_exact_list(argv) && as<List>(argv)->length) TRY(set_item(t, argv, Value::small_int(0), file.value()));
    Own code = TRY(rt().hooks.compile(t, nullptr, {found.text.data(), found.text.size()}, file, "exec", 0));
    return rt().hooks.run_code(t, code, names, Value::object(names));
}

} // namespace terrarium
