// _re: compiling with a cache, and the functions of re that take a pattern first. The flags and re.error are Python
// (python/re.py).
#include "vm/core/integer.h"
#include "vm/core/parallel.h"
#include "vm/core/protocol.h"
#include "vm/modules/re_objects.h"
#include "vm/objects/bytes.h"
#include "vm/objects/int_type.h"

namespace terrarium::regex {

namespace {

constexpr size_t most_cached = 512;

template <class T>
void place(uint8_t*& to, const std::vector<T>& from, const T** field) {
    *field = reinterpret_cast<const T*>(to);
    if (!from.empty()) memcpy(to, from.data(), from.size() * sizeof(T));
    to += (from.size() * sizeof(T) + 7) & ~size_t{7};
}
template <class T>
size_t room(const std::vector<T>& v) {
    return (v.size() * sizeof(T) + 7) & ~size_t{7};
}

Status keep_program(Thread& t, PatternObject* p, const Compiled& c) {
    size_t bytes = room(c.sets) + room(c.code) + room(c.ranges) + room(c.prefix);
    uint8_t* to = static_cast<uint8_t*>(try_alloc_raw(bytes));
    if (!to) return raise_memory(t);
    p->block = to;
    p->block_bytes = bytes;
    place(to, c.sets, &p->program.sets);
    place(to, c.code, &p->program.code);
    place(to, c.ranges, &p->program.ranges);
    place(to, c.prefix, &p->program.prefix);
    p->program.code_length = static_cast<uint32_t>(c.code.size());
    p->program.set_count = static_cast<uint32_t>(c.sets.size());
    p->program.range_words = static_cast<uint32_t>(c.ranges.size());
    p->program.loops = c.loops;
    p->program.hints = c.hints;
    return {};
}

Result<Ref<PatternObject>> compile(Thread& t, Value pattern, uint32_t flags) {
    Own text = Own::share(pattern);
    if (!is_str(pattern) && !is_bytes(pattern)) {
        if (!has_buffer(pattern)) return raise_type(t, "first argument must be string or compiled pattern");
        Buffer buffer = TRY(get_buffer(t, pattern));
        text = TRY(Result<Own>(make_bytes(t, buffer.view())));
    }
    Tree tree = TRY(parse_pattern(t, text, flags));
    Compiled compiled = TRY(compile_tree(t, tree));
    Ref<Dict> names = make_dict();
    Ref<Tuple> group_names = TRY(new_tuple(t, tree.groups));
    for (uint32_t i = 0; i < tree.groups; i++) group_names->items()[i] = Value::none();
    for (const auto& [name, group] : tree.names) {
        Ref<Str> s = TRY(make_str_from_points(t, reinterpret_cast<const uint32_t*>(name.data()), name.size()));
        TRY(dict_set(t, names, s.value(), Value::small_int(group)));
        group_names->items()[group] = s.value();
        (void)s.take();
    }
    Ref<PatternObject> p = TRY(make_instance<PatternObject>(t, text_types().re_pattern));
    p->block = nullptr;
    p->block_bytes = 0;
    p->pattern = Own::share(pattern).take();
    p->names = Value::object(names.take());
    p->group_names = Value::object(group_names.take());
    p->flags = tree.flags;
    p->is_text = is_str(pattern);
    p->program.groups = tree.groups - 1;
    TRY(keep_program(t, p, compiled));
    return p;
}

Dict* cache(Thread& t) {
    Value& kept = text_types().re_cache;
    if (kept.is_null()) {
        Alone alone(t);
        if (!kept.is_null()) return as<Dict>(kept);
        Ref<Dict> made = make_dict();
        if (parallel_world) publish(made.value());
        make_immortal(made.get()); // lives as long as the process
        kept = Value::object(made.take());
    }
    return as<Dict>(kept);
}

Result<uint32_t> flags_of(Thread& t, Value v) {
    if (v.is_null()) return uint32_t{0};
    if (v.is_int() && v.int_value() >= 0 && v.int_value() <= INT32_MAX) return static_cast<uint32_t>(v.int_value());
    return static_cast<uint32_t>(TRY(to_c_int(t, v)));
}

} // namespace

Result<Ref<PatternObject>> compile_cached(Thread& t, Value pattern, Value flags_value) {
    uint32_t flags = TRY(flags_of(t, flags_value));
    if (type_of(pattern) == text_types().re_pattern) {
        if (flags) return raise_value_error(t, "cannot process flags argument with a compiled pattern");
        return Ref<PatternObject>::share(pattern_of(pattern));
    }
    bool exact = is_exact_str(pattern) || has_shape(pattern, shapes::bytes);
    if (!exact || (flags & flag_debug)) return compile(t, pattern, flags);
    Own key = flags ? Own(tuple_of(pattern, Value::small_int(flags))) : Own::share(pattern);
    Value known = TRY(dict_get_item(t, cache(t), key));
    if (!known.is_null()) return Ref<PatternObject>::share(pattern_of(known));
    Ref<PatternObject> made = TRY(compile(t, pattern, flags));
    Dict* all = cache(t);
    Changing changing(t, Value::object(all), key, made.value());
    if (all->used >= most_cached) { // the oldest goes
        size_t i = 0;
        if (DictEntry* oldest = dict_next(all, i)) {
            Own gone = Own::share(oldest->key);
            TRY(dict_delete(t, all, gone));
        }
    }
    TRY(dict_set(t, all, key, made.value()));
    return made;
}

namespace {

Result<Own> re_compile(Thread& t, const Value* a) { return compile_cached(t, a[0], a[1]); }

Result<Own> run(Thread& t, const Value* a, Mode mode) {
    Ref<PatternObject> p = TRY(compile_cached(t, a[0], a[2]));
    return pattern_run(t, p, a[1], Value::null(), Value::null(), mode);
}
Result<Own> re_match(Thread& t, const Value* a) { return run(t, a, Mode::match); }
Result<Own> re_fullmatch(Thread& t, const Value* a) { return run(t, a, Mode::fullmatch); }
Result<Own> re_search(Thread& t, const Value* a) { return run(t, a, Mode::search); }

Result<Own> re_findall(Thread& t, const Value* a) {
    Ref<PatternObject> p = TRY(compile_cached(t, a[0], a[2]));
    return pattern_findall(t, p, a[1], Value::null(), Value::null());
}

Result<Own> re_finditer(Thread& t, const Value* a) {
    Ref<PatternObject> p = TRY(compile_cached(t, a[0], a[2]));
    return pattern_finditer(t, p, a[1], Value::null(), Value::null());
}

Result<Own> re_split(Thread& t, const Value* a) {
    Ref<PatternObject> p = TRY(compile_cached(t, a[0], a[3]));
    return pattern_split(t, p, a[1], a[2]);
}

Result<Own> re_sub(Thread& t, const Value* a) {
    Ref<PatternObject> p = TRY(compile_cached(t, a[0], a[4]));
    return pattern_sub(t, p, a[1], a[2], a[3], false);
}

Result<Own> re_subn(Thread& t, const Value* a) {
    Ref<PatternObject> p = TRY(compile_cached(t, a[0], a[4]));
    return pattern_sub(t, p, a[1], a[2], a[3], true);
}

bool is_special(uint32_t c) { return c < 128 && c != 0 && std::string_view("()[]{}?*+-|^$\\.&~# \t\n\r\v\f").find(static_cast<char>(c)) != std::string_view::npos; }

Result<Own> escape(Thread& t, const Value* a) {
    if (is_str(a[0])) {
        const Str* s = as<Str>(a[0]);
        StrBuilder out(t);
        for (size_t i = 0; i < s->length; i++) {
            if (is_special(s->at(i))) TRY(out.add_char('\\'));
            TRY(out.add_char(s->at(i)));
        }
        return out.finish();
    }
    if (!has_buffer(a[0])) return raise_type(t, "decoding to str: need a bytes-like object, {} found", type_name(a[0]));
    Buffer buffer = TRY(get_buffer(t, a[0]));
    BytesBuilder out(t);
    for (char c : buffer.view()) {
        if (is_special(static_cast<uint8_t>(c))) TRY(out.add_byte('\\'));
        TRY(out.add_byte(static_cast<uint8_t>(c)));
    }
    return out.finish();
}

Result<Own> purge(Thread& t, const Value*) {
    Dict* all = cache(t);
    Changing changing(t, Value::object(all));
    dict_clear(all);
    return Own::none();
}

const NativeDef functions[] = {
    {"compile(pattern, flags=0)", re_compile, "Compile a regular expression pattern, returning a Pattern object."},
    {"match(pattern, string, flags=0)", re_match,
     "Try to apply the pattern at the start of the string, returning a Match object, or None if no match was found."},
    {"fullmatch(pattern, string, flags=0)", re_fullmatch,
     "Try to apply the pattern to all of the string, returning a Match object, or None if no match was found."},
    {"search(pattern, string, flags=0)", re_search,
     "Scan through string looking for a match to the pattern, returning a Match object, or None if no match was found."},
    {"sub(pattern, repl, string, count=0, flags=0)", re_sub,
     "Return the string obtained by replacing the leftmost non-overlapping occurrences of the pattern in string by repl."},
    {"subn(pattern, repl, string, count=0, flags=0)", re_subn, "Return a 2-tuple containing (new_string, number)."},
    {"split(pattern, string, maxsplit=0, flags=0)", re_split, "Split the source string by the occurrences of the pattern."},
    {"findall(pattern, string, flags=0)", re_findall, "Return a list of all non-overlapping matches in the string."},
    {"finditer(pattern, string, flags=0)", re_finditer, "Return an iterator over all non-overlapping matches in the string."},
    {"escape(pattern)", escape, "Escape special characters in a string."},
    {"purge()", purge, "Clear the regular expression caches"},
    {nullptr, nullptr, nullptr},
};

Status setup(Thread&, Dict* names) {
    TextTypes& types = text_types();
    if (!types.re_pattern) {
        types.re_pattern = make_builtin_type("re.Pattern", rt().types.object, spec_pattern);
        types.re_match = make_builtin_type("re.Match", rt().types.object, spec_match);
        types.re_scanner = make_builtin_type("_sre.SRE_Scanner", rt().types.object, spec_scanner);
    }
    dict_set(names, intern("Pattern"), Value::object(types.re_pattern));
    dict_set(names, intern("Match"), Value::object(types.re_match));
    return {};
}

} // namespace

} // namespace terrarium::regex

namespace terrarium {

extern const NativeModuleDef module__re;
const NativeModuleDef module__re = {"_re", "Regular expressions.", regex::functions, regex::setup};

} // namespace terrarium
