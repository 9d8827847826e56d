#include "app/repl_complete.h"

#include "app/repl_commands.h"
#include "lexer/token.h"
#include "support/files.h"
#include "vm/core/attributes.h"
#include "vm/core/list.h"
#include "vm/modules/embedded.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <set>

namespace terrarium {

namespace {

bool is_name(char c) { return c == '_' || static_cast<unsigned char>(c) >= 128 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Gathers the words that begin with what is typed. Names with a leading underscore are shown to those who type one.
class Words {
public:
    explicit Words(std::string_view typed) : typed_(typed) {}
    void add(std::string_view word) {
        if (!word.starts_with(typed_) || (typed_.empty() && word.starts_with('_'))) return;
        found_.emplace(word);
    }
    void add(Value name) {
        if (is_exact_str(name)) add(to_utf8(name));
    }
    void add_keys(Dict* d) {
        for (size_t i = 0; DictEntry* e = d ? dict_next(d, i) : nullptr;) add(e->key);
    }
    Completion take(size_t start) const { return {start, {found_.begin(), found_.end()}}; }

private:
    std::string typed_;
    std::set<std::string> found_;
};

Value name_in(const NamesInSight& names, std::string_view name) {
    for (const auto& [local, value] : names.locals)
        if (local == name) return value;
    Ref<Str> key = make_short_str(name);
    Value v = dict_get(names.globals, key);
    return v.is_null() ? dict_get(rt().builtins, key) : v;
}

// The attribute as it is stored; null when there is none or when only running code would tell.
Value stored_attribute(Value of, std::string_view name) {
    Ref<Str> key = intern(name);
    if (has_shape(of, shapes::module)) return dict_get(as<Module>(of)->dict, key);
    if (is_type(of)) return type_find(as<Type>(of), key);
    if (of.is_object()) {
        Value own = attr_get(of.object_ptr(), key);
        if (!own.is_null()) return own;
    }
    Value v = type_find(type_of(of), key);
    // What a descriptor gives is known only when it is asked; a function stands for the method it would give.
    if (!v.is_null() && !has_shape(v, shapes::function) && type_of(v)->slots.descr_get) return Value::null();
    return v;
}

void add_attributes(Words& words, Value of) {
    if (has_shape(of, shapes::module)) {
        words.add_keys(as<Module>(of)->dict);
        return;
    }
    if (of.is_object() && !is_type(of)) {
        Str* name;
        Value value;
        for (size_t i = 0; attr_at(of.object_ptr(), i, &name, &value); i++) words.add(Value::object(name));
    }
    Type* type = is_type(of) ? as<Type>(of) : type_of(of);
    for (uint64_t i = 0; i < type->mro->length; i++) {
        if (is_type((*type->mro)[i])) words.add_keys(as<Type>((*type->mro)[i])->dict);
    }
}

// --- modules

bool is_folder(const std::string& path) {
    struct stat status;
    return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

bool is_identifier(std::string_view s) {
    if (s.empty() || (s[0] >= '0' && s[0] <= '9')) return false;
    return std::all_of(s.begin(), s.end(), is_name);
}

std::vector<std::string> search_path() {
    std::vector<std::string> folders;
    Value path = dict_get(rt().sys->dict, rt().names.n_path);
    if (!is_exact_list(path)) return folders;
    List* list = as<List>(path);
    for (size_t i = 0; i < list->length; i++) {
        if (!is_exact_str(list->items[i])) continue;
        std::string folder = to_utf8(list->items[i]);
        folders.push_back(folder.empty() ? "." : folder);
    }
    return folders;
}

// Modules right below `package` (empty: at the top) that an import could find.
void add_modules(Words& words, const std::string& package) {
    std::string prefix = package.empty() ? "" : package + ".", folder_part = package;
    std::replace(folder_part.begin(), folder_part.end(), '.', '/');
    auto add_below = [&](std::string_view full) {
        if (!full.starts_with(prefix)) return;
        full.remove_prefix(prefix.size());
        words.add(full.substr(0, full.find('.')));
    };
    for (size_t i = 0; i < embedded_module_count; i++) add_below(embedded_modules[i].name);
    for (size_t i = 0; DictEntry* e = dict_next(rt().modules, i);) {
        if (is_exact_str(e->key)) add_below(to_utf8(e->key));
    }
    if (package.empty()) {
        Value names = dict_get(rt().sys->dict, intern("builtin_module_names"));
        if (is_exact_tuple(names)) {
            for (uint64_t i = 0; i < as<Tuple>(names)->length; i++) words.add((*as<Tuple>(names))[i]);
        }
    }
    for (const std::string& root : search_path()) {
        std::string folder = package.empty() ? root : root + "/" + folder_part;
        DIR* directory = opendir(folder.c_str());
        if (!directory) continue;
        while (dirent* entry = readdir(directory)) {
            std::string name = entry->d_name;
            bool source = name.ends_with(".py");
            if (source) name.resize(name.size() - 3);
            if (name == "__pycache__" || name == "__init__" || !is_identifier(name)) continue;
            if (source || is_folder(folder + "/" + name)) words.add(name);
        }
        closedir(directory);
    }
}

// The names that a module's text defines at its left margin: what is not imported yet is read, not run.
void add_names_of_source(Words& words, std::string_view source) {
    for (size_t at = 0; at < source.size();) {
        size_t end = std::min(source.find('\n', at), source.size());
        std::string_view line = source.substr(at, end - at);
        at = end + 1;
        for (std::string_view lead : {"async def ", "def ", "class "}) {
            if (line.starts_with(lead)) line.remove_prefix(lead.size());
        }
        size_t n = 0;
        while (n < line.size() && is_name(line[n])) n++;
        if (!is_identifier(line.substr(0, n))) continue;
        size_t next = line.find_first_not_of(' ', n);
        bool defined = next != std::string_view::npos && (line[next] == '(' || line[next] == ':' || (line[next] == '=' && line.substr(next, 2) != "=="));
        if (defined) words.add(line.substr(0, n));
    }
}

void add_names_of_module(Words& words, const std::string& module) {
    Value loaded = dict_get(rt().modules, make_short_str(module));
    if (has_shape(loaded, shapes::module)) {
        words.add_keys(as<Module>(loaded)->dict);
    } else {
        std::string path = module, text;
        std::replace(path.begin(), path.end(), '.', '/');
        for (size_t i = 0; i < embedded_module_count; i++) {
            if (module == embedded_modules[i].name) text.assign(embedded_modules[i].source, embedded_modules[i].size);
        }
        for (const std::string& root : search_path()) {
            for (const char* end : {".py", "/__init__.py"}) {
                if (text.empty() && read_file(root + "/" + path + end, &text) != 0) text.clear();
            }
        }
        add_names_of_source(words, text);
    }
    add_modules(words, module);
}

// `import a.b, c.d` and `from a.b import c, d`: false when the line is neither.
bool complete_import(std::string_view line, size_t start, Completion* out) {
    size_t first = line.find_first_not_of(" \t");
    if (first == std::string_view::npos) return false;
    std::string_view rest = line.substr(first);
    bool from = rest.starts_with("from ");
    if (!from && !rest.starts_with("import ")) return false;
    size_t word = line.size();
    while (word > 0 && (is_name(line[word - 1]) || line[word - 1] == '.')) word--;
    std::string_view typed = line.substr(word);
    rest.remove_prefix(from ? 5 : 7);
    size_t import = rest.find(" import");
    if (from && import != std::string_view::npos) {
        if (rest.find(" import ") == std::string_view::npos) return false;
        size_t name = rest.find_first_not_of(' ');
        std::string module(rest.substr(name, import - name));
        Words words(typed);
        add_names_of_module(words, module);
        *out = words.take(start + word);
        return true;
    }
    bool first_word = rest.substr(0, rest.size() - typed.size()).find_first_not_of(' ') == std::string_view::npos;
    if (from && !first_word) { // the module is there already
        Words words(typed);
        words.add("import");
        *out = words.take(start + word);
        return true;
    }
    size_t dot = typed.rfind('.');
    Words words(dot == std::string_view::npos ? typed : typed.substr(dot + 1));
    add_modules(words, dot == std::string_view::npos ? std::string() : std::string(typed.substr(0, dot)));
    *out = words.take(start + word + (dot == std::string_view::npos ? 0 : dot + 1));
    return true;
}

// --- names and attributes

void add_names(Words& words, const NamesInSight& names, std::string_view text) {
    for (const auto& local : names.locals) words.add(local.first);
    words.add_keys(names.globals);
    words.add_keys(rt().builtins);
    static constexpr TokenType keywords[] = {
#define TOKEN(name, title)
#define OPERATOR(name, title, text)
#define KEYWORD(name, text) TokenType::name,
#include "lexer/tokens.def"
    };
    for (TokenType keyword : keywords) words.add(token_text(keyword));
    for (const char* soft : {"match", "case"}) words.add(soft);
    // Names in the block that is being typed.
    for (size_t at = 0; at < text.size();) {
        size_t end = at;
        while (end < text.size() && is_name(text[end])) end++;
        if (end < text.size() && end - at > 2 && is_identifier(text.substr(at, end - at))) words.add(text.substr(at, end - at));
        at = end == at ? at + 1 : end;
    }
}

// `%heap`, `%help heap`, `%tco on`. False: the line is not one of these.
bool complete_command(const NamesInSight& names, std::string_view line, Completion* out) {
    if (!line.starts_with('%')) return false;
    size_t space = line.find(' ');
    bool first = space == std::string_view::npos, help = line.starts_with("%help ");
    size_t start = first ? 0 : space + 1;
    Words words(line.substr(start));
    auto add = [&](std::string_view command) { words.add((first ? "%" : "") + std::string(command)); };
    if (first || help) {
        for (std::string_view c : names.commands) add(c);
        for (const ReplCommand& c : repl_commands()) add(c.name);
    } else if (line.starts_with("%tco ") || line.starts_with("%gil ") || line.starts_with("%record ")) {
        words.add("on");
        words.add("off");
    } else {
        return false;
    }
    *out = words.take(start);
    return true;
}

} // namespace

Completion complete_at(const NamesInSight& names, const std::string& before) {
    size_t start = before.rfind('\n');
    start = start == std::string::npos ? 0 : start + 1;
    std::string_view line = std::string_view(before).substr(start);
    Completion found;
    if (start == 0 && complete_command(names, line, &found)) return found;
    if (complete_import(line, start, &found)) return found;
    // The chain of names and dots at the cursor.
    size_t chain = before.size();
    while (chain > 0 && (is_name(before[chain - 1]) || before[chain - 1] == '.')) chain--;
    std::string_view typed = std::string_view(before).substr(chain);
    size_t dot = typed.rfind('.');
    if (dot == std::string_view::npos) {
        Words words(typed);
        if (typed.empty() && !line.starts_with('%')) return {};
        add_names(words, names, before);
        return words.take(chain);
    }
    Value of = Value::null();
    std::string_view path = typed.substr(0, dot);
    for (size_t at = 0, part = 0; at <= path.size(); part++) {
        size_t end = std::min(path.find('.', at), path.size());
        std::string_view name = path.substr(at, end - at);
        if (part == 0 && name.empty() && chain > 0 && (before[chain - 1] == '"' || before[chain - 1] == '\'')) of = Value::object(rt().types.str);
        else if (!is_identifier(name)) return {};
        else of = part == 0 ? name_in(names, name) : stored_attribute(of, name);
        if (of.is_null()) return {};
        at = end + 1;
    }
    Words words(typed.substr(dot + 1));
    add_attributes(words, of);
    return words.take(chain + dot + 1);
}

} // namespace terrarium
