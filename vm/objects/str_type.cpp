// str: slots, constructor, the method table, the type. Layout: vm/core/str.h; how strings are made: vm/objects/str.cpp.
#include "memory/trace.h"
#include "vm/core/dict.h"
#include "vm/core/integer.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/core/type_spec.h"
#include "vm/objects/buffer.h"
#include "vm/objects/codecs.h"
#include "vm/objects/str_iter.h"
#include "vm/objects/str_methods.h"
#include "vm/objects/str_search.h"
#include "vm/objects/str_tools.h"

namespace terrarium {

namespace {

size_t size(const Object* o) {
    const Str* s = static_cast<const Str*>(o);
    return str_block_bytes(s->length, s->unit);
}

const Lifecycle life = {nullptr, nullptr, nullptr, size, nullptr, "str"};

// --- slots

Result<Own> repr_slot(Thread& t, Value self) { return str_repr_of(t, as<Str>(self)); }
Result<Own> str_slot(Thread& t, Value self) { return exact_str(t, as<Str>(self)); }
Result<int64_t> hash_slot(Thread&, Value self) { return str_hash(as<Str>(self)); }

Result<Own> compare_slot(Thread&, Value self, Value other, CompareOp op) {
    if (!is_str(self) || !is_str(other)) return Own::not_implemented();
    const Str* a = as<Str>(self);
    const Str* b = as<Str>(other);
    switch (op) {
        case CompareOp::eq: return Own::boolean(str_equal(a, b));
        case CompareOp::ne: return Own::boolean(!str_equal(a, b));
        case CompareOp::lt: return Own::boolean(str_compare(a, b) < 0);
        case CompareOp::le: return Own::boolean(str_compare(a, b) <= 0);
        case CompareOp::gt: return Own::boolean(str_compare(a, b) > 0);
        case CompareOp::ge: return Own::boolean(str_compare(a, b) >= 0);
    }
    return Own::not_implemented();
}

Result<Own> iter_slot(Thread&, Value self) { return make_str_iterator(as<Str>(self)); }
Result<int64_t> length_slot(Thread&, Value self) { return static_cast<int64_t>(as<Str>(self)->length); }

Result<Own> get_item_slot(Thread& t, Value self, Value key) {
    Str* s = as<Str>(self);
    int64_t length = static_cast<int64_t>(s->length);
    if (key.is_int()) {
        int64_t i = key.int_value();
        if (i < 0) i += length;
        if (i < 0 || i >= length) return raise_text(t, rt().types.IndexError, "string index out of range");
        return make_char(s->at(static_cast<size_t>(i)));
    }
    if (is_slice(key)) {
        SliceRange r = TRY(resolve_slice(t, key, length));
        if (r.count <= 0) return Ref<Str>::share(rt().empty_str);
        if (r.step == 1) return str_slice(t, s, static_cast<size_t>(r.start), static_cast<size_t>(r.start + r.count));
        uint32_t all = s->ascii ? 127 : 0;
        if (!s->ascii)
            for (int64_t i = 0; i < r.count; i++) all |= s->at(static_cast<size_t>(r.start + i * r.step));
        if (r.count == 1) return make_char(s->at(static_cast<size_t>(r.start)));
        Ref<Str> result = TRY(new_str(t, static_cast<size_t>(r.count), all));
        for (int64_t i = 0; i < r.count; i++) result->put(static_cast<size_t>(i), s->at(static_cast<size_t>(r.start + i * r.step)));
        return result;
    }
    if (!is_int(key) && !type_of(key)->slots.index) return raise_type(t, "string indices must be integers, not '{}'", type_name(key));
    int64_t i = TRY(resolve_index(t, key, length, "string"));
    return make_char(s->at(static_cast<size_t>(i)));
}

Result<bool> contains_slot(Thread& t, Value self, Value item) {
    if (!is_str(item)) return raise_type(t, "'in <string>' requires string as left operand, not {}", type_name(item));
    return str_find(as<Str>(self), as<Str>(item), 0, as<Str>(self)->length) >= 0;
}

Result<Own> concat_slot(Thread& t, Value left, Value right) {
    if (!is_str(right)) return raise_type(t, "can only concatenate str (not \"{}\") to str", type_name(right));
    return str_concat(t, as<Str>(left), as<Str>(right));
}

Result<Own> repeat_slot(Thread& t, Value self, int64_t count) { return str_repeat(t, as<Str>(self), count); }

Result<Own> modulo_slot(Thread& t, Value left, Value right) {
    if (!is_str(left)) return Own::not_implemented();
    return str_percent(t, left, right);
}

// --- construction

Result<Own> text_of(Thread& t, Value object, Value encoding, Value errors) {
    if (object.is_null()) return Ref<Str>::share(rt().empty_str);
    if (encoding.is_null() && errors.is_null()) return to_str(t, object);
    std::string_view names[2] = {"utf-8", "strict"};
    std::string kept[2];
    Value given[2] = {encoding, errors};
    for (int i = 0; i < 2; i++) {
        if (given[i].is_null()) continue;
        if (!is_str(given[i])) return raise_type(t, "str() argument '{}' must be str, not {}", i ? "errors" : "encoding", given[i].is_none() ? "None" : type_name(given[i]));
        names[i] = kept[i] = to_utf8(given[i]);
    }
    if (is_str(object)) return raise_type(t, "decoding str is not supported");
    if (!has_buffer(object)) return raise_type(t, "decoding to str: need a bytes-like object, {} found", type_name(object));
    Buffer buffer = TRY(get_buffer(t, object));
    return decode_bytes(t, buffer.view(), names[0], names[1]);
}

Result<Own> construct(Thread& t, Type* cls, const Args& args) {
    Own text;
    if (args.count == 1 && args.keyword_count() == 0) {
        text = TRY(Result<Own>(to_str(t, args[0])));
    } else {
        BoundArgs bound;
        TRY(bind_args(t, "str(object='', encoding='utf-8', errors='strict')", Value::null(), args, bound));
        text = TRY(text_of(t, bound.values[0], bound.values[1], bound.values[2]));
    }
    if (cls == rt().types.str) return text;
    const Str* from = as<Str>(text);
    Ref<Object> made = TRY(new_instance(t, cls, str_block_bytes(from->length, from->unit) - sizeof(Str)));
    Str* s = static_cast<Str*>(made.get());
    s->hash = -1;
    s->length = from->length;
    s->unit = from->unit;
    s->ascii = from->ascii;
    s->interned = 0;
    memcpy(s->data1(), from->data1(), (from->length + 1) * from->unit);
    return made;
}

void fill(Slots& s) {
    s.repr = repr_slot;
    s.str = str_slot;
    s.hash = hash_slot;
    s.compare = compare_slot;
    s.iter = iter_slot;
    s.length = length_slot;
    s.get_item = get_item_slot;
    s.contains = contains_slot;
    s.concat = concat_slot;
    s.repeat = repeat_slot;
    s.binary[static_cast<size_t>(BinaryOp::modulo)] = modulo_slot;
    s.construct = construct;
}

// --- methods that are only a few lines

Result<Own> getnewargs(Thread& t, const Value* a) {
    Ref<Str> s = TRY(exact_str(t, as<Str>(a[0])));
    return tuple_of(s.value());
}

Result<Own> encode(Thread& t, const Value* a) {
    std::string names[2] = {"utf-8", "strict"};
    for (int i = 0; i < 2; i++) {
        if (a[i + 1].is_null()) continue;
        if (!is_str(a[i + 1])) return raise_type(t, "encode() argument '{}' must be str, not {}", i ? "errors" : "encoding", a[i + 1].is_none() ? "None" : type_name(a[i + 1]));
        names[i] = to_utf8(a[i + 1]);
    }
    return encode_str(t, as<Str>(a[0]), names[0], names[1]);
}

const NativeDef methods[] = {
    {"encode($self, /, encoding='utf-8', errors='strict')", encode,
     "Encode the string using the codec registered for encoding."},
    {"replace($self, old, new, count=-1, /)", str_replace,
     "Return a copy with all occurrences of substring old replaced by new."},
    {"split($self, /, sep=None, maxsplit=-1)", str_split,
     "Return a list of the substrings in the string, using sep as the separator string."},
    {"rsplit($self, /, sep=None, maxsplit=-1)", str_rsplit,
     "Return a list of the substrings in the string, splitting from the end."},
    {"join($self, iterable, /)", str_join_method, "Concatenate any number of strings, with this one between them."},
    {"capitalize($self, /)", str_capitalize, "Return a capitalized version of the string."},
    {"casefold($self, /)", str_casefold, "Return a version of the string suitable for caseless comparisons."},
    {"title($self, /)", str_title, "Return a version of the string where each word is titlecased."},
    {"center($self, width, fillchar=' ', /)", str_center, "Return a centered string of length width."},
    {"count($self, sub, start=None, end=None, /)", str_count_method,
     "Return the number of non-overlapping occurrences of sub in S[start:end].", native_counted},
    {"expandtabs($self, /, tabsize=8)", str_expandtabs, "Return a copy where all tab characters are expanded using spaces."},
    {"find($self, sub, start=None, end=None, /)", str_find_method,
     "Return the lowest index in S[start:end] where sub is found, or -1.", native_counted},
    {"partition($self, sep, /)", str_partition, "Partition the string into three parts using the given separator."},
    {"index($self, sub, start=None, end=None, /)", str_index,
     "Return the lowest index in S[start:end] where sub is found; raise ValueError when it is not.", native_counted},
    {"ljust($self, width, fillchar=' ', /)", str_ljust, "Return a left-justified string of length width."},
    {"lower($self, /)", str_lower, "Return a copy of the string converted to lowercase."},
    {"lstrip($self, chars=None, /)", str_lstrip, "Return a copy of the string with leading whitespace removed."},
    {"rfind($self, sub, start=None, end=None, /)", str_rfind_method,
     "Return the highest index in S[start:end] where sub is found, or -1.", native_counted},
    {"rindex($self, sub, start=None, end=None, /)", str_rindex,
     "Return the highest index in S[start:end] where sub is found; raise ValueError when it is not.", native_counted},
    {"rjust($self, width, fillchar=' ', /)", str_rjust, "Return a right-justified string of length width."},
    {"rstrip($self, chars=None, /)", str_rstrip, "Return a copy of the string with trailing whitespace removed."},
    {"rpartition($self, sep, /)", str_rpartition, "Partition the string into three parts at the last separator."},
    {"splitlines($self, /, keepends=False)", str_splitlines,
     "Return a list of the lines in the string, breaking at line boundaries."},
    {"strip($self, chars=None, /)", str_strip, "Return a copy of the string with leading and trailing whitespace removed."},
    {"swapcase($self, /)", str_swapcase, "Convert uppercase characters to lowercase and lowercase characters to uppercase."},
    {"translate($self, table, /)", str_translate, "Replace each character in the string using the given translation table."},
    {"upper($self, /)", str_upper, "Return a copy of the string converted to uppercase."},
    {"startswith($self, prefix, start=None, end=None, /)", str_startswith,
     "Return True if S[start:end] starts with the prefix (a str or a tuple of them).", native_counted},
    {"endswith($self, suffix, start=None, end=None, /)", str_endswith,
     "Return True if S[start:end] ends with the suffix (a str or a tuple of them).", native_counted},
    {"removeprefix($self, prefix, /)", str_removeprefix, "Return a str with the given prefix string removed if present."},
    {"removesuffix($self, suffix, /)", str_removesuffix, "Return a str with the given suffix string removed if present."},
    {"isascii($self, /)", str_isascii, "Return True if all characters in the string are ASCII."},
    {"islower($self, /)", str_islower, "Return True if the string is a lowercase string."},
    {"isupper($self, /)", str_isupper, "Return True if the string is an uppercase string."},
    {"istitle($self, /)", str_istitle, "Return True if the string is a title-cased string."},
    {"isspace($self, /)", str_isspace, "Return True if the string is a whitespace string."},
    {"isdecimal($self, /)", str_isdecimal, "Return True if the string is a decimal string."},
    {"isdigit($self, /)", str_isdigit, "Return True if the string is a digit string."},
    {"isnumeric($self, /)", str_isnumeric, "Return True if the string is a numeric string."},
    {"isalpha($self, /)", str_isalpha, "Return True if the string is an alphabetic string."},
    {"isalnum($self, /)", str_isalnum, "Return True if the string is an alpha-numeric string."},
    {"isidentifier($self, /)", str_isidentifier, "Return True if the string is a valid Python identifier."},
    {"isprintable($self, /)", str_isprintable, "Return True if the string is printable."},
    {"zfill($self, width, /)", str_zfill, "Pad a numeric string with zeros on the left, to fill a field of the given width."},
    {"format($self, /, *args, **kwargs)", nullptr, "Return a formatted version of S, using substitutions from args and kwargs.",
     native_raw, str_format},
    {"format_map($self, mapping, /)", str_format_map, "Return a formatted version of S, using substitutions from mapping."},
    {"__format__($self, format_spec, /)", str_dunder_format, "Return a formatted version of the string as described by format_spec."},
    {"maketrans(x, y=<unset>, z=<unset>, /)", str_maketrans, "Return a translation table usable for str.translate().",
     native_static_method},
    {"__getnewargs__($self, /)", getnewargs, nullptr},
    {nullptr, nullptr, nullptr},
};

// --- iterators

void trace_iterator(Object* o, Visitor& visitor) {
    if (Str* s = static_cast<StrIterator*>(o)->str) visitor.visit(s, {"str"});
}
void destroy_iterator(Object* o) { release_if(std::exchange(static_cast<StrIterator*>(o)->str, nullptr)); }
size_t iterator_size(const Object*) { return sizeof(StrIterator); }
const Lifecycle iterator_life = {trace_iterator, destroy_iterator, destroy_iterator, iterator_size, nullptr, "str_iterator"};

Result<Own> self_slot(Thread&, Value self) { return Own::share(self); }

Result<Own> next_slot(Thread&, Value self) {
    StrIterator* it = as<StrIterator>(self);
    if (!it->str) return Own::exhausted();
    if (it->index < it->str->length) return make_char(it->str->at(it->index++));
    release(static_cast<Object*>(std::exchange(it->str, nullptr)));
    return Own::exhausted();
}

Result<Own> iterator_hint(Thread&, const Value* a) {
    StrIterator* it = as<StrIterator>(a[0]);
    return Own::small_int(it->str ? static_cast<int64_t>(it->str->length - it->index) : 0);
}

Result<Own> iterator_reduce(Thread&, const Value* a) {
    StrIterator* it = as<StrIterator>(a[0]);
    Value iter = dict_get(rt().builtins, rt().names.n_iter);
    if (!it->str) return tuple_of(iter, tuple_of(Value::object(rt().empty_str)).value());
    return tuple_of(iter, tuple_of(Value::object(it->str)).value(), Value::small_int(static_cast<int64_t>(it->index)));
}

Result<Own> iterator_setstate(Thread& t, const Value* a) {
    StrIterator* it = as<StrIterator>(a[0]);
    int64_t at = TRY(to_int64(t, a[1]));
    if (it->str) it->index = at < 0 ? 0 : at > static_cast<int64_t>(it->str->length) ? size_t{it->str->length} : static_cast<size_t>(at);
    return Own::none();
}

void fill_iterator(Slots& s) {
    s.iter = self_slot;
    s.next = next_slot;
}

const NativeDef iterator_methods[] = {
    {"__length_hint__($self, /)", iterator_hint, "Private method returning an estimate of len(list(it))."},
    {"__reduce__($self, /)", iterator_reduce, "Return state information for pickling."},
    {"__setstate__($self, state, /)", iterator_setstate, "Set state information for unpickling."},
    {nullptr, nullptr, nullptr},
};

} // namespace

Ref<StrIterator> make_str_iterator(Str* s) {
    Ref<StrIterator> it = new_object<StrIterator>(s->ascii ? shapes::str_ascii_iterator : shapes::str_iterator, true);
    retain(static_cast<Object*>(s));
    it->str = s;
    it->index = 0;
    return it;
}

extern const TypeSpec spec_str;
const TypeSpec spec_str = {"builtins",
                           "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\n"
                           "Create a new string object from the given object.",
                           sizeof(Str), type_basetype | type_variable | type_immutable | type_str | type_match_self, &life, fill, methods,
                           nullptr, nullptr};
extern const TypeSpec spec_str_iterator;
const TypeSpec spec_str_iterator = {"builtins", nullptr, sizeof(StrIterator), type_container | type_immutable | type_no_instantiate,
                                    &iterator_life, fill_iterator, iterator_methods, nullptr, nullptr};
extern const TypeSpec spec_str_ascii_iterator;
const TypeSpec spec_str_ascii_iterator = {"builtins", nullptr, sizeof(StrIterator), type_container | type_immutable | type_no_instantiate,
                                          &iterator_life, fill_iterator, iterator_methods, nullptr, nullptr};

} // namespace terrarium
