// Finding modules, for import and -m. Source: the language reference, "The import system".
#include "vm/objects/module_finder.h"

#include "memory/checkpoint.h"
#include "support/files.h"
#include "vm/core/attributes.h"
#include "vm/core/dict.h"
#include "vm/core/list.h"
#include "vm/core/protocol.h"
#include "vm/core/type_spec.h"
#include "vm/objects/code.h"

#include <sys/stat.h>
#include <unistd.h>

#include <climits>

namespace terrarium {

namespace {

bool is_file(const std::string& path) {
    struct stat s;
    return ::stat(path.c_str(), &s) == 0 && S_ISREG(s.st_mode);
}
bool is_folder(const std::string& path) {
    struct stat s;
    return ::stat(path.c_str(), &s) == 0 && S_ISDIR(s.st_mode);
}

// The entry '' of a search path, and any relative one, counts from where the process stands now.
std::string stem_in(const std::string& folder, const std::string& leaf) {
    std::string stem = folder;
    if (stem.empty() || stem[0] != '/') {
        char here[PATH_MAX];
        checkpoint_touch(here, sizeof here);
        if (getcwd(here, sizeof here)) stem = stem.empty() ? std::string(here) : std::string(here) + "/" + stem;
    }
    if (!stem.empty() && stem.back() != '/') stem += '/';
    return stem + leaf;
}

std::string package_around(const std::string& name) {
    size_t dot = name.rfind('.');
    return dot == std::string::npos ? std::string() : name.substr(0, dot);
}

} // namespace

Result<FoundModule> find_module(Thread& t, const std::string& name, Value folders) {
    FoundModule found;
    const char* source;
    size_t size;
    if (rt().hooks.find_embedded && rt().hooks.find_embedded(name.c_str(), &source, &size, &found.package)) {
        found.kind = FoundModule::embedded;
        found.source = {source, size};
        found.filename = "<terrarium " + name + ">";
        return found;
    }
    std::string leaf = name.substr(name.rfind('.') + 1);
    TRY(for_each(t, folders, [&](Value entry) -> Result<bool> {
        if (!is_str(entry) || leaf.find('\0') != std::string::npos) return true;
        std::string stem = stem_in(to_utf8(entry), leaf);
        if (is_file(stem + "/__init__.py")) {
            found.kind = FoundModule::file;
            found.package = true;
            found.filename = stem + "/__init__.py";
            found.folders = {stem};
            return false;
        }
        if (is_file(stem + ".py")) {
            found.kind = FoundModule::file;
            found.filename = stem + ".py";
            return false;
        }
        if (is_folder(stem)) found.folders.push_back(stem);
        return true;
    }));
    if (found.kind == FoundModule::file) {
        if (!found.package) found.folders.clear();
    } else if (!found.folders.empty()) {
        found.kind = FoundModule::namespace_package;
        found.package = true;
    }
    return found;
}

namespace {

void show_as_native(Code* code) {
    code->flags |= code_shown_as_native;
    for (uint64_t i = 0; i < code->constants->length; i++)
        if (has_shape((*code->constants)[i], shapes::code)) show_as_native(as<Code>((*code->constants)[i]));
}

} // namespace

Result<Own> compile_module(Thread& t, const FoundModule& found) {
    std::string text;
    std::string_view source = found.source;
    if (found.kind == FoundModule::file) {
        if (int error = read_file(found.filename, &text)) return raise_os(t, error, found.filename);
        source = text;
    }
    Ref<Str> file = TRY(make_str(t, found.filename));
    Own code = TRY(rt().hooks.compile(t, nullptr, {source.data(), source.size()}, file, "exec", compile_bytes_object));
    if (found.kind == FoundModule::embedded && source.starts_with(native_mark)) show_as_native(as<Code>(code));
    return code;
}

Status describe_module(Thread& t, Dict* names, const std::string& name, const FoundModule& found) {
    Ref<Str> full = TRY(make_str(t, name));
    Ref<Str> parent = TRY(make_str(t, found.package ? name : package_around(name)));
    dict_set(names, rt().names.dunder_package, parent.value());
    Own folders = Own::none();
    if (found.package) {
        Ref<List> list = make_list();
        for (const std::string& folder : found.folders) TRY(list_append(t, list, make_short_str(folder)));
        dict_set(names, rt().names.dunder_path, list.value());
        folders = Own(std::move(list));
    }
    Ref<Object> spec = TRY(new_instance(t, rt().types.simple_namespace));
    bool is_path = found.kind == FoundModule::file;
    Own origin = is_path ? Own(make_short_str(found.filename)) : Own::none();
    struct {
        const char* field;
        Value value;
    } const fields[] = {
        {"name", full.value()},
        {"loader", Value::none()},
        {"origin", origin.get()},
        {"submodule_search_locations", folders.get()},
        {"parent", parent.value()},
        {"has_location", Value::boolean(is_path)},
        {"cached", Value::none()},
    };
    for (const auto& row : fields) TRY(attr_set(t, spec.get(), intern(row.field), row.value));
    dict_set(names, rt().names.dunder_spec, spec.value());
    if (found.kind == FoundModule::namespace_package) return {};
    Ref<Str> file = TRY(make_str(t, found.filename));
    dict_set(names, rt().names.dunder_file, file.value());
    return {};
}

} // namespace terrarium
