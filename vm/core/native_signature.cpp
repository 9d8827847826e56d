// Signature texts: parsing, and binding a call's arguments to the parameters with the texts CPython has for each form
// of function (no argument, one, positional-only, with keywords). See native.h.
#include "memory/sharing.h"
#include "vm/core/dict.h"
#include "vm/core/errors.h"
#include "vm/core/native.h"
#include "vm/core/runtime_rooms.h"
#include "vm/core/tuple.h"

#include <cstring>

namespace terrarium {

// --- parsing

namespace {

struct Piece { // one parameter as written
    std::string_view name;
    bool has_default;
};

// Splits at commas outside of quotes and brackets.
size_t split_pieces(std::string_view text, Piece* out, size_t most) {
    size_t count = 0, start = 0;
    int depth = 0;
    char quote = 0;
    auto finish = [&](size_t end) {
        std::string_view piece = text.substr(start, end - start);
        while (!piece.empty() && piece.front() == ' ') piece.remove_prefix(1);
        while (!piece.empty() && piece.back() == ' ') piece.remove_suffix(1);
        start = end + 1;
        if (piece.empty()) return;
        MEMORY_ASSERT(count < most);
        size_t equals = piece.find('=');
        out[count++] = {piece.substr(0, equals), equals != std::string_view::npos};
    };
    for (size_t i = 0; i < text.size(); i++) {
        char c = text[i];
        if (quote) {
            if (c == '\\') i++;
            else if (c == quote) quote = 0;
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else if (c == '(' || c == '[' || c == '{') {
            depth++;
        } else if (c == ')' || c == ']' || c == '}') {
            depth--;
        } else if (c == ',' && depth == 0) {
            finish(i);
        }
    }
    finish(text.size());
    return count;
}

} // namespace

const Signature* parse_signature(const char* text, uint16_t flags) {
    const char* open = strchr(text, '(');
    const char* close = strrchr(text, ')');
    MEMORY_ASSERT(open && close && close > open);
    Piece pieces[40];
    size_t count = split_pieces({open + 1, static_cast<size_t>(close - open - 1)}, pieces, 40);
    size_t bytes = sizeof(Signature) + count * sizeof(Signature::Parameter);
    Signature* s = static_cast<Signature*>(data_alloc(bytes));
    MEMORY_ASSERT(s != nullptr);
    memset(static_cast<void*>(s), 0, bytes);
    s->text = open;
    s->name = text;
    s->name_length = static_cast<uint32_t>(open - text);
    s->flags = flags;
    bool slash = false, star = false;
    for (size_t i = 0; i < count; i++) {
        const Piece& p = pieces[i];
        if (p.name.front() == '$') {
            if (p.name != "$module") s->has_self = true;
        } else if (p.name == "/") {
            slash = true;
            s->positional_only = s->positional;
            s->required_positional_only = s->required;
        } else if (p.name == "*") {
            star = true;
        } else if (p.name.starts_with("**")) {
            s->has_extra_keywords = true;
        } else if (p.name.front() == '*') {
            star = true;
            s->has_extra_args = true;
        } else {
            uint32_t at = s->positional + s->keyword_only;
            s->parameters[at] = {intern(p.name).take(), !p.has_default};
            if (star) {
                s->keyword_only++;
            } else {
                s->positional++;
                if (!p.has_default) s->required = s->positional;
            }
        }
    }
    (void)slash;
    s->value_count = s->has_self + s->positional + s->keyword_only + s->has_extra_args + s->has_extra_keywords;
    MEMORY_ASSERT(s->value_count <= 24);
    if (s->positional_only < s->positional || s->keyword_only || s->has_extra_keywords || s->has_extra_args)
        s->form = Signature::Form::keywords;
    else if (s->positional == 0) s->form = Signature::Form::none;
    else if (s->positional == 1 && s->required == 1) s->form = Signature::Form::one;
    else s->form = Signature::Form::positional;
    return s;
}

// --- binding

namespace {

std::string_view short_name(const Signature* s) { return {s->name, s->name_length}; }
const char* plural(uint32_t n) { return n == 1 ? "" : "s"; }

Error raise_count(Thread& t, const Signature* s, uint32_t given) {
    const char* which = s->required == s->positional ? "" : given < s->required ? "at least " : "at most ";
    uint32_t bound = given < s->required ? s->required : s->positional;
    if (s->flags & native_counted)
        return raise_type(t, "{}() takes {}{} argument{} ({} given)", short_name(s), *which ? which : "exactly ", bound,
                          plural(bound), given);
    return raise_type(t, "{} expected {}{} argument{}, got {}", short_name(s), which, bound, plural(bound), given);
}

Error raise_keyword_count(Thread& t, const Signature* s, uint32_t given, uint32_t named) {
    uint32_t all = s->positional + s->keyword_only;
    return raise_type(t, "{}() takes at most {} {}argument{} ({} given)", short_name(s), all, given == 0 ? "keyword " : "", plural(all), given + named);
}

Error raise_too_many_positional(Thread& t, const Signature* s, uint32_t given) {
    if (s->positional == 0) return raise_type(t, "{}() takes no positional arguments", short_name(s));
    return raise_type(t, "{}() takes {} {} positional argument{} ({} given)", short_name(s),
                      s->required == s->positional ? "exactly" : "at most", s->positional, plural(s->positional), given);
}

Status bind_keywords(Thread& t, const Signature* s, const Args& args, Value* out, BoundArgs& bound, uint32_t keyword_base) {
    uint32_t given = args.count, named = args.keyword_count();
    if (!s->has_extra_args) {
        if (!s->has_extra_keywords && given + named > s->positional + s->keyword_only)
            return raise_keyword_count(t, s, given, named);
        if (given > s->positional) return raise_too_many_positional(t, s, given);
    }
    if (given < s->required_positional_only)
        return raise_type(t, "{}() takes {} {} positional argument{} ({} given)", short_name(s),
                          s->required_positional_only < s->positional ? "at least" : "exactly",
                          s->required_positional_only, plural(s->required_positional_only), given);
    auto place = [&](uint32_t i) -> Value& { return out[i < s->positional ? i : keyword_base + i - s->positional]; };
    uint32_t all = s->positional + s->keyword_only;
    Str* bad = nullptr;
    uint32_t duplicate = all;
    for (uint32_t k = 0; k < named; k++) {
        Str* name = as<Str>((*args.keywords)[k]);
        Value value = args.values[given + k];
        uint32_t i = s->positional_only;
        while (i < all && s->parameters[i].name != name) i++;
        if (i == all && !is_interned(name))
            for (i = s->positional_only; i < all && !str_equal(s->parameters[i].name, name);) i++;
        if (i < all) {
            if (!place(i).is_null()) duplicate = duplicate == all ? i : duplicate;
            else place(i) = value;
        } else if (s->has_extra_keywords) {
            TRY(dict_set(t, as<Dict>(bound.extra_keywords.get()), Value::object(name), value));
        } else if (!bad) {
            bad = name;
        }
    }
    for (uint32_t i = 0; i < all; i++) {
        if (!s->parameters[i].required || !place(i).is_null()) continue;
        return raise_type(t, "{}() missing required argument '{}' (pos {})", short_name(s), to_utf8(s->parameters[i].name), i + 1);
    }
    if (duplicate < all)
        return raise_type(t, "argument for {}() given by name ('{}') and position ({})", short_name(s),
                          to_utf8(s->parameters[duplicate].name), duplicate + 1);
    if (bad) return raise_type(t, "'{}' is an invalid keyword argument for {}()", to_utf8(bad), short_name(s));
    return {};
}

// `qualified`: how the callable is named where CPython names it with its type or module.
Status bind(Thread& t, const Signature* s, const std::string* qualified, Value self, const Args& args, BoundArgs& bound) {
    Value* out = bound.values;
    if (s->has_self) *out++ = self;
    uint32_t given = args.count;
    if (s->form != Signature::Form::keywords) {
        if (args.keyword_count())
            return raise_type(t, "{}() takes no keyword arguments", qualified ? *qualified : std::string(short_name(s)));
        if (given < s->required || given > s->positional) {
            if (s->form == Signature::Form::none)
                return raise_type(t, "{}() takes no arguments ({} given)", qualified ? *qualified : std::string(short_name(s)),
                                  given);
            if (s->form == Signature::Form::one && qualified)
                return raise_type(t, "{}() takes exactly one argument ({} given)", *qualified, given);
            return raise_count(t, s, given);
        }
        for (uint32_t i = 0; i < given; i++) out[i] = args[i];
        for (uint32_t i = given; i < s->positional; i++) out[i] = Value::null();
        return {};
    }
    uint32_t direct = given < s->positional ? given : s->positional;
    for (uint32_t i = 0; i < direct; i++) out[i] = args[i];
    uint32_t at = s->positional;
    for (uint32_t i = direct; i < at; i++) out[i] = Value::null();
    if (s->has_extra_args) {
        bound.extra_args = TRY(make_tuple(t, args.values + direct, given - direct));
        out[at++] = bound.extra_args;
    }
    uint32_t keyword_base = at;
    for (uint32_t i = 0; i < s->keyword_only; i++) out[at++] = Value::null();
    if (s->has_extra_keywords) {
        bound.extra_keywords = make_dict();
        out[at++] = bound.extra_keywords;
    }
    return bind_keywords(t, s, args, out, bound, keyword_base);
}

// Signatures named by their text's address: constructors bind by text.
struct TextTable {
    uint32_t count, mask;
    struct Entry {
        const char* text;
        const Signature* signature;
    } entries[1];
};

TextTable* make_table(uint32_t mask) {
    size_t bytes = sizeof(TextTable) + mask * sizeof(TextTable::Entry);
    auto* table = static_cast<TextTable*>(data_alloc(bytes));
    MEMORY_ASSERT(table != nullptr);
    memset(static_cast<void*>(table), 0, bytes);
    table->mask = mask;
    return table;
}

TextTable::Entry& find_text(TextTable* table, const char* text) {
    uint32_t i = static_cast<uint32_t>(reinterpret_cast<uintptr_t>(text) * 0x9e3779b97f4a7c15ull >> 40) & table->mask;
    while (table->entries[i].text && table->entries[i].text != text) i = (i + 1) & table->mask;
    return table->entries[i];
}

} // namespace

const Signature* cached_signature(const char* text, uint16_t flags) {
    SharedTables lock;
    auto* table = static_cast<TextTable*>(rt().room[room_signatures]);
    if (!table) rt().room[room_signatures] = table = make_table(255);
    if (const Signature* s = find_text(table, text).signature) return s;
    if (table->count * 2 > table->mask) {
        TextTable* larger = make_table(table->mask * 2 + 1);
        for (uint32_t i = 0; i <= table->mask; i++)
            if (table->entries[i].text) find_text(larger, table->entries[i].text) = table->entries[i];
        larger->count = table->count;
        data_free(table, sizeof(TextTable) + table->mask * sizeof(TextTable::Entry));
        rt().room[room_signatures] = table = larger;
    }
    const Signature* s = parse_signature(text, flags);
    find_text(table, text) = {text, s};
    table->count++;
    return s;
}

Status bind_args(Thread& t, const Signature* s, Value self, const Args& args, BoundArgs& out) {
    return bind(t, s, nullptr, self, args, out);
}

Status bind_args(Thread& t, const char* text, Value self, const Args& args, BoundArgs& out) {
    return bind(t, cached_signature(text, native_plain), nullptr, self, args, out);
}

Status bind_native(Thread& t, NativeFunction* f, Value self, const Args& args, BoundArgs& out) {
    // The qualified name is only needed for a message: forms that use it check the count first.
    const Signature* s = f->signature;
    bool no_names = s->positional_only == s->positional && s->keyword_only == 0 && !s->has_extra_keywords;
    if (s->form == Signature::Form::keywords && no_names && args.keyword_count())
        return raise_type(t, "{}() takes no keyword arguments", native_qualified_name(f));
    if (s->form == Signature::Form::keywords || (args.keyword_count() == 0 && args.count >= s->required && args.count <= s->positional))
        return bind(t, s, nullptr, self, args, out);
    std::string qualified = native_qualified_name(f);
    return bind(t, s, &qualified, self, args, out);
}

} // namespace terrarium
