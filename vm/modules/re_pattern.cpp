// The types re.Pattern and its scanner: searching, splitting, replacing.
#include "vm/core/integer.h"
#include "vm/core/protocol.h"
#include "vm/modules/re_objects.h"
#include "vm/objects/bytes.h"
#include "vm/objects/iterators.h"
#include "vm/objects/mappingproxy.h"

#include <algorithm>

namespace terrarium::regex {

Result<Subject> open_subject(Thread& t, Value string) {
    Subject s;
    s.string = string;
    if (is_str(string)) {
        const Str* text = as<Str>(string);
        s.text = {text->data1(), static_cast<uint8_t>(text->unit), static_cast<int64_t>(text->length)};
        s.is_text = true;
        s.same_kind = is_exact_str(string);
        return s;
    }
    if (!has_buffer(string)) return raise_type(t, "expected string or bytes-like object, got '{}'", type_name(string));
    s.buffer = TRY(get_buffer(t, string));
    s.text = {s.buffer.data, 1, static_cast<int64_t>(s.buffer.size)};
    s.same_kind = has_shape(string, shapes::bytes);
    return s;
}

Result<Subject> open_subject(Thread& t, const PatternObject* pattern, Value string) {
    Subject s = TRY(open_subject(t, string));
    if (pattern->is_text && !s.is_text) return raise_type(t, "cannot use a string pattern on a bytes-like object");
    if (!pattern->is_text && s.is_text) return raise_type(t, "cannot use a bytes pattern on a string-like object");
    return s;
}

Result<Own> subject_slice(Thread& t, const Subject& s, int64_t start, int64_t stop) {
    if (s.same_kind && start == 0 && stop == s.text.length) return Own::share(s.string);
    if (s.is_text) return str_slice(t, as<Str>(s.string), static_cast<size_t>(start), static_cast<size_t>(stop));
    return make_bytes(t, s.buffer.view().substr(static_cast<size_t>(start), static_cast<size_t>(stop - start)));
}

namespace {

// --- lifecycle

void trace(Object* o, Visitor& visitor) {
    PatternObject* p = static_cast<PatternObject*>(o);
    trace_edge(visitor, p->pattern, "pattern");
    trace_edge(visitor, p->names, "groupindex");
    trace_edge(visitor, p->group_names, "group names");
}
void destroy(Object* o) {
    PatternObject* p = static_cast<PatternObject*>(o);
    free_raw(p->block, p->block_bytes);
    p->block = nullptr;
    p->block_bytes = 0;
    drop_field(p->pattern);
    drop_field(p->names);
    drop_field(p->group_names);
}
size_t extra_size(const Object* o) { return static_cast<const PatternObject*>(o)->block_bytes; }
const Lifecycle life = {trace, destroy, nullptr, fixed_size<PatternObject>, extra_size, "Pattern"};

void trace_scanner(Object* o, Visitor& visitor) {
    trace_edge(visitor, static_cast<ScannerObject*>(o)->pattern, "pattern");
    trace_edge(visitor, static_cast<ScannerObject*>(o)->string, "string");
}
void destroy_scanner(Object* o) {
    drop_field(static_cast<ScannerObject*>(o)->pattern);
    drop_field(static_cast<ScannerObject*>(o)->string);
}
const Lifecycle scanner_life = {trace_scanner, destroy_scanner, nullptr, fixed_size<ScannerObject>, nullptr, "SRE_Scanner"};

// pos and endpos clamped to the text.
Status bounds(Thread& t, Value pos, Value endpos, int64_t length, int64_t* from, int64_t* to) {
    *from = pos.is_null() ? 0 : std::clamp<int64_t>(TRY(to_clamped(t, pos)), 0, length);
    *to = endpos.is_null() ? length : std::clamp<int64_t>(TRY(to_clamped(t, endpos)), 0, length);
    return {};
}

// Walks over all matches: after an empty one the next must not be empty at the same place.
struct Walk {
    PatternObject* p;
    const Subject& s;
    int64_t at, to;
    bool not_empty = false;
    Match match;

    Result<bool> next(Thread& t) {
        if (at > to) return false;
        Attempt attempt = {s.text, at, to, Mode::search, not_empty};
        if (!TRY(run_pattern(t, p->program, attempt, match))) return false;
        at = match.marks[1];
        not_empty = match.marks[0] == match.marks[1];
        return true;
    }
};

Result<Own> empty_of(const Subject& s) { return s.is_text ? Own::share(rt().empty_str) : Own::share(rt().empty_bytes); }

Result<Own> group_or(Thread& t, const Subject& s, const Match& m, uint32_t group, Value if_missing) {
    int64_t start = m.marks[2 * group], stop = m.marks[2 * group + 1];
    if (start < 0 || stop < start) return Own::share(if_missing);
    return subject_slice(t, s, start, stop);
}

} // namespace

Result<Own> pattern_run(Thread& t, PatternObject* p, Value string, Value pos, Value endpos, Mode mode) {
    int64_t from, to;
    Subject s = TRY(open_subject(t, p, string));
    TRY(bounds(t, pos, endpos, s.text.length, &from, &to));
    Match match;
    Attempt attempt = {s.text, from, to, mode};
    if (!TRY(run_pattern(t, p->program, attempt, match))) return Own::none();
    return make_match(t, p, string, match, from, to);
}

Result<Own> pattern_findall(Thread& t, PatternObject* p, Value string, Value pos, Value endpos) {
    int64_t from, to;
    Subject s = TRY(open_subject(t, p, string));
    TRY(bounds(t, pos, endpos, s.text.length, &from, &to));
    Own empty = TRY(empty_of(s));
    Ref<List> found = make_list();
    Walk walk = {p, s, from, to, false, {}};
    uint32_t groups = p->program.groups;
    while (TRY(walk.next(t))) {
        if (groups <= 1) {
            TRY(list_append(t, found, TRY(group_or(t, s, walk.match, groups, empty))));
            continue;
        }
        Ref<Tuple> all = TRY(new_tuple(t, groups));
        for (uint32_t i = 0; i < groups; i++) all->items()[i] = TRY(group_or(t, s, walk.match, i + 1, empty)).take();
        TRY(list_append(t, found, Own(std::move(all))));
    }
    return found;
}

Result<Own> pattern_split(Thread& t, PatternObject* p, Value string, Value maxsplit) {
    int64_t most = maxsplit.is_null() ? 0 : TRY(to_clamped(t, maxsplit));
    Subject s = TRY(open_subject(t, p, string));
    Ref<List> parts = make_list();
    Walk walk = {p, s, 0, s.text.length, false, {}};
    int64_t last = 0;
    for (int64_t n = 0; !most || n < most; n++) {
        if (!TRY(walk.next(t))) break;
        TRY(list_append(t, parts, TRY(subject_slice(t, s, last, walk.match.marks[0]))));
        for (uint32_t i = 1; i <= p->program.groups; i++) TRY(list_append(t, parts, TRY(group_or(t, s, walk.match, i, Value::none()))));
        last = walk.match.marks[1];
    }
    TRY(list_append(t, parts, TRY(subject_slice(t, s, last, s.text.length))));
    return parts;
}

Result<Own> join_pieces(Thread& t, bool is_text, List* pieces) {
    if (is_text) return str_join(t, rt().empty_str, pieces->items, pieces->length);
    BytesBuilder out(t);
    for (size_t i = 0; i < pieces->length; i++) {
        if (!has_buffer(pieces->items[i]))
            return raise_type(t, "sequence item {}: expected a bytes-like object, {} found", i, type_name(pieces->items[i]));
        Buffer piece = TRY(get_buffer(t, pieces->items[i]));
        TRY(out.add(piece.view()));
    }
    return out.finish();
}

namespace {

// What sub puts in: a literal, a template, or what a function gives.
struct Replacement {
    Value value;
    bool is_function = false;
    bool is_literal = false;
    std::vector<TemplatePart> parts;
};

Result<Replacement> read_replacement(Thread& t, const PatternObject* p, Value v) {
    Replacement r;
    r.value = v;
    if (is_callable(v)) {
        r.is_function = true;
        return r;
    }
    Own text = Own::share(v);
    if (is_str(v)) {
        const Str* s = as<Str>(v);
        bool backslash = false;
        for (size_t i = 0; i < s->length && !backslash; i++) backslash = s->at(i) == '\\';
        r.is_literal = !backslash;
    } else if (has_buffer(v)) {
        Buffer buffer = TRY(get_buffer(t, v));
        r.is_literal = buffer.view().find('\\') == std::string_view::npos;
        if (!is_bytes(v)) text = TRY(Result<Own>(make_bytes(t, buffer.view())));
    } else {
        return raise_type(t, "decoding to str: need a bytes-like object, {} found", type_name(v));
    }
    if (!r.is_literal) r.parts = TRY(parse_template(t, p, text));
    return r;
}

} // namespace

Result<Own> pattern_sub(Thread& t, PatternObject* p, Value replacement, Value string, Value count, bool with_count) {
    int64_t most = count.is_null() ? 0 : TRY(to_clamped(t, count));
    Replacement r = TRY(read_replacement(t, p, replacement));
    Subject s = TRY(open_subject(t, p, string));
    Ref<List> pieces = make_list();
    Walk walk = {p, s, 0, s.text.length, false, {}};
    int64_t last = 0, done = 0;
    for (; !most || done < most; done++) {
        if (!TRY(walk.next(t))) break;
        int64_t start = walk.match.marks[0], stop = walk.match.marks[1];
        if (last < start) TRY(list_append(t, pieces, TRY(subject_slice(t, s, last, start))));
        last = stop;
        if (r.is_literal) {
            TRY(list_append(t, pieces, Own::share(r.value)));
        } else if (r.is_function) {
            Own match = TRY(make_match(t, p, string, walk.match, 0, s.text.length));
            Own text = TRY(call(t, r.value, match));
            if (!text.is_none()) TRY(list_append(t, pieces, std::move(text)));
        } else {
            for (const TemplatePart& part : r.parts) {
                if (!part.literal.is_null()) TRY(list_append(t, pieces, Own::share(part.literal.get())));
                if (part.group < 0) continue;
                Own text = TRY(group_or(t, s, walk.match, static_cast<uint32_t>(part.group), Value::none()));
                if (!text.is_none()) TRY(list_append(t, pieces, std::move(text)));
            }
        }
    }
    Own result;
    if (done == 0 && s.same_kind) {
        result = Own::share(string);
    } else {
        if (last < s.text.length) TRY(list_append(t, pieces, TRY(subject_slice(t, s, last, s.text.length))));
        result = TRY(join_pieces(t, s.is_text, pieces));
    }
    if (!with_count) return result;
    return tuple_of(result.get(), Value::small_int(done));
}

namespace {

// --- scanner

Result<Ref<ScannerObject>> make_scanner(Thread& t, PatternObject* p, Value string, Value pos, Value endpos) {
    int64_t from, to;
    Subject s = TRY(open_subject(t, p, string));
    TRY(bounds(t, pos, endpos, s.text.length, &from, &to));
    Ref<ScannerObject> scanner = TRY(make_instance<ScannerObject>(t, text_types().re_scanner));
    scanner->pattern = shared(Value::object(p));
    scanner->string = shared(string);
    scanner->at = from;
    scanner->endpos = to;
    scanner->not_empty = false;
    return scanner;
}

Result<Own> step(Thread& t, Value self, Mode mode) {
    ScannerObject* scanner = as<ScannerObject>(self);
    if (scanner->at < 0) return Own::none();
    PatternObject* p = pattern_of(scanner->pattern);
    Subject s = TRY(open_subject(t, p, scanner->string));
    int64_t from = scanner->at, to = std::min(scanner->endpos, s.text.length);
    Match match;
    Attempt attempt = {s.text, from, to, mode, scanner->not_empty};
    if (from > to || !TRY(run_pattern(t, p->program, attempt, match))) {
        scanner->at = -1;
        return Own::none();
    }
    scanner->at = match.marks[1];
    scanner->not_empty = match.marks[0] == match.marks[1];
    return make_match(t, p, scanner->string, match, from, to);
}

Result<Own> scanner_search(Thread& t, const Value* a) { return step(t, a[0], Mode::search); }
Result<Own> scanner_match(Thread& t, const Value* a) { return step(t, a[0], Mode::match); }

const NativeDef scanner_methods[] = {
    {"match($self, /)", scanner_match, nullptr},
    {"search($self, /)", scanner_search, nullptr},
    {nullptr, nullptr, nullptr},
};
const GetSetDef scanner_getsets[] = {
    {"pattern", [](Thread&, Value v) -> Result<Own> { return Own::share(as<ScannerObject>(v)->pattern); }, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr},
};

} // namespace

Result<Own> pattern_finditer(Thread& t, PatternObject* p, Value string, Value pos, Value endpos) {
    Own scanner = TRY(Result<Own>(make_scanner(t, p, string, pos, endpos)));
    Own search = TRY(get_attr(t, scanner, intern("search").get()));
    return make_callable_iterator(search, Value::none());
}

namespace {

// --- Python face

PatternObject* self_of(Value v) { return as<PatternObject>(v); }

Result<Own> match(Thread& t, const Value* a) { return pattern_run(t, self_of(a[0]), a[1], a[2], a[3], Mode::match); }
Result<Own> fullmatch(Thread& t, const Value* a) { return pattern_run(t, self_of(a[0]), a[1], a[2], a[3], Mode::fullmatch); }
Result<Own> search(Thread& t, const Value* a) { return pattern_run(t, self_of(a[0]), a[1], a[2], a[3], Mode::search); }
Result<Own> findall(Thread& t, const Value* a) { return pattern_findall(t, self_of(a[0]), a[1], a[2], a[3]); }
Result<Own> finditer(Thread& t, const Value* a) { return pattern_finditer(t, self_of(a[0]), a[1], a[2], a[3]); }
Result<Own> split(Thread& t, const Value* a) { return pattern_split(t, self_of(a[0]), a[1], a[2]); }
Result<Own> sub(Thread& t, const Value* a) { return pattern_sub(t, self_of(a[0]), a[1], a[2], a[3], false); }
Result<Own> subn(Thread& t, const Value* a) { return pattern_sub(t, self_of(a[0]), a[1], a[2], a[3], true); }
Result<Own> scanner(Thread& t, const Value* a) { return make_scanner(t, self_of(a[0]), a[1], a[2], a[3]); }
Result<Own> same(Thread&, const Value* a) { return Own::share(a[0]); }

Result<Own> repr_slot(Thread& t, Value self) {
    const PatternObject* p = self_of(self);
    static constexpr std::pair<uint32_t, const char*> names[] = {
        {flag_template, "re.TEMPLATE"}, {flag_ignorecase, "re.IGNORECASE"}, {flag_locale, "re.LOCALE"},
        {flag_multiline, "re.MULTILINE"}, {flag_dotall, "re.DOTALL"}, {flag_unicode, "re.UNICODE"},
        {flag_verbose, "re.VERBOSE"}, {flag_debug, "re.DEBUG"}, {flag_ascii, "re.ASCII"}};
    std::string shown = TRY(repr_text(t, p->pattern));
    Ref<Str> cut = TRY(make_str(t, shown));
    if (cut->length > 200) cut = TRY(str_slice(t, cut, 0, 200));
    std::string text = "re.compile(" + to_utf8(cut.get());
    uint32_t flags = p->flags;
    if (p->is_text && (flags & type_flags) == flag_unicode) flags &= ~uint32_t{flag_unicode};
    bool first = true;
    for (auto [flag, name] : names) {
        if (!(flags & flag)) continue;
        text += first ? ", " : "|";
        text += name;
        first = false;
        flags &= ~flag;
    }
    if (flags) text += fmt::format("{}{:#x}", first ? ", " : "|", flags);
    return make_str(t, text + ")");
}

Result<Own> compare_slot(Thread& t, Value self, Value other, CompareOp op) {
    if ((op != CompareOp::eq && op != CompareOp::ne) || type_of(other) != text_types().re_pattern) return Own::not_implemented();
    const PatternObject *a = self_of(self), *b = self_of(other);
    bool equals = a->flags == b->flags && a->is_text == b->is_text && TRY(equal(t, a->pattern, b->pattern));
    return Own::boolean(equals == (op == CompareOp::eq));
}

Result<int64_t> hash_slot(Thread& t, Value self) {
    int64_t hash = TRY(hash_of(t, self_of(self)->pattern)) ^ self_of(self)->flags;
    return hash == -1 ? int64_t{-2} : hash;
}

void fill(Slots& s) {
    s.repr = repr_slot;
    s.compare = compare_slot;
    s.hash = hash_slot;
}

const NativeDef methods[] = {
    {"match($self, /, string, pos=0, endpos=9223372036854775807)", match, "Matches zero or more characters at the beginning of the string."},
    {"fullmatch($self, /, string, pos=0, endpos=9223372036854775807)", fullmatch, "Matches against all of the string."},
    {"search($self, /, string, pos=0, endpos=9223372036854775807)", search, "Scan through string looking for a match."},
    {"sub($self, /, repl, string, count=0)", sub, "Return the string with the leftmost non-overlapping matches replaced by repl."},
    {"subn($self, /, repl, string, count=0)", subn, "Return the tuple (new_string, number_of_subs_made)."},
    {"findall($self, /, string, pos=0, endpos=9223372036854775807)", findall, "Return a list of all non-overlapping matches."},
    {"split($self, /, string, maxsplit=0)", split, "Split string by the occurrences of pattern."},
    {"finditer($self, /, string, pos=0, endpos=9223372036854775807)", finditer, "Return an iterator over all non-overlapping matches."},
    {"scanner($self, /, string, pos=0, endpos=9223372036854775807)", scanner, nullptr},
    {"__copy__($self, /)", same, nullptr},
    {"__deepcopy__($self, memo, /)", same, nullptr},
    {"__class_getitem__($cls, item, /)", native_class_getitem, "See PEP 585", native_class_method},
    {nullptr, nullptr, nullptr},
};

Result<Own> group_index(Thread&, Value v) {
    if (as<Dict>(self_of(v)->names)->used == 0) return make_dict();
    return make_mapping_proxy(self_of(v)->names);
}

const GetSetDef getsets[] = {
    {"pattern", [](Thread&, Value v) -> Result<Own> { return Own::share(self_of(v)->pattern); }, nullptr,
     "The pattern string from which the RE object was compiled."},
    {"flags", [](Thread&, Value v) -> Result<Own> { return Own::small_int(self_of(v)->flags); }, nullptr, "The regex matching flags."},
    {"groups", [](Thread&, Value v) -> Result<Own> { return Own::small_int(self_of(v)->program.groups); }, nullptr,
     "The number of capturing groups in the pattern."},
    {"groupindex", group_index, nullptr, "A dictionary mapping group names to group numbers."},
    {nullptr, nullptr, nullptr, nullptr},
};

} // namespace

const TypeSpec spec_pattern = {"re", "Compiled regular expression object.", sizeof(PatternObject),
                               type_container | type_no_instantiate | type_has_weakrefs, &life, fill, methods, getsets, nullptr};
const TypeSpec spec_scanner = {"_sre", nullptr, sizeof(ScannerObject), type_container | type_no_instantiate, &scanner_life, nullptr,
                               scanner_methods, scanner_getsets, nullptr};

} // namespace terrarium::regex
