// _json: the inner loops of json: one string, and whole documents of plain values. What is not plain (hooks, errors,
// subclasses, deep nesting) is declined and left to the Python of python/json, which finds the right words for errors.
#include "vm/core/dict.h"
#include "vm/core/float.h"
#include "vm/core/integer.h"
#include "vm/core/list.h"
#include "vm/core/native.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/modules/text_types.h"
#include "vm/objects/str_tools.h"

#include <charconv>
#include <cmath>
#include <cstring>

namespace terrarium {

namespace {

// JSONDecodeError(message, document, position).
Error raise_decode(Thread& t, std::string_view message, Str* document, int64_t position) {
    Ref<Str> name = make_short_str("json.decoder");
    Ref<Str> wanted = intern("JSONDecodeError");
    Own from(tuple_of(wanted.value()));
    Result<Own> module = rt().hooks.import_module(t, name, nullptr, from, 0);
    if (!module) return Error{};
    Own hold = module.take();
    Result<Own> cls = get_attr(t, hold, wanted);
    if (!cls) return Error{};
    Own made_of = cls.take();
    Own text(make_short_str(message));
    Result<Own> fault = call(t, made_of, text, Value::object(document), Value::small_int(position));
    return fault ? raise_object(t, fault.get()) : Error{};
}

int hex_digit(uint32_t c) {
    if (c - '0' < 10) return static_cast<int>(c - '0');
    c |= 32;
    return c - 'a' < 6 ? static_cast<int>(c - 'a') + 10 : -1;
}

// Four hex digits at `at`, or -1.
int32_t four_digits(const Str* s, size_t at) {
    if (at + 4 > s->length) return -1;
    int32_t value = 0;
    for (size_t i = 0; i < 4; i++) {
        int digit = hex_digit(s->at(at + i));
        if (digit < 0) return -1;
        value = value << 4 | digit;
    }
    return value;
}

Result<Own> scanstring(Thread& t, const Value* a) {
    if (!is_str(a[0])) return raise_type(t, "first argument must be a string, not {}", type_name(a[0]));
    Str* s = as<Str>(a[0]);
    int64_t end = TRY(to_int64(t, a[1]));
    bool strict = a[2].is_null() || TRY(is_truthy(t, a[2]));
    int64_t length = static_cast<int64_t>(s->length), begin = end - 1;
    if (end < 0 || end > length) return raise_value_error(t, "end is out of bounds");
    StrBuilder out(t);
    size_t at = static_cast<size_t>(end);
    while (true) {
        size_t start = at;
        uint32_t c = 0;
        for (; at < s->length; at++) {
            c = s->at(at);
            if (c == '"' || c == '\\') break;
            if (c <= 0x1f && strict) return raise_decode(t, "Invalid control character at", s, static_cast<int64_t>(at));
        }
        if (at >= s->length) return raise_decode(t, "Unterminated string starting at", s, begin);
        if (c == '"' && out.length() == 0) { // no escapes: a slice does
            Ref<Str> text = TRY(str_slice(t, s, start, at));
            return tuple_of(text.value(), Value::small_int(static_cast<int64_t>(at + 1)));
        }
        TRY(out.add_slice(s, start, at));
        if (c == '"') break;
        if (++at >= s->length) return raise_decode(t, "Unterminated string starting at", s, begin);
        c = s->at(at++);
        constexpr std::string_view letters = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
        size_t known = c < 128 ? letters.find(static_cast<char>(c)) : letters.npos;
        if (c != 'u') {
            if (known == letters.npos) return raise_decode(t, "Invalid \\escape", s, static_cast<int64_t>(at) - 2);
            TRY(out.add_char(static_cast<uint8_t>(meanings[known])));
            continue;
        }
        int32_t point = four_digits(s, at);
        if (point < 0) return raise_decode(t, "Invalid \\uXXXX escape", s, static_cast<int64_t>(at) - 1);
        at += 4;
        if (point >= 0xd800 && point < 0xdc00 && at + 6 <= s->length && s->at(at) == '\\' && s->at(at + 1) == 'u') {
            int32_t low = four_digits(s, at + 2);
            if (low >= 0xdc00 && low < 0xe000) {
                point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
                at += 6;
            }
        }
        TRY(out.add_char(static_cast<uint32_t>(point)));
    }
    Ref<Str> text = TRY(out.finish());
    return tuple_of(text.value(), Value::small_int(static_cast<int64_t>(at + 1)));
}

// The escape of c into out, or 0 when it stands for itself.
size_t escape(uint32_t c, bool ascii_only, char* out) {
    if (c >= ' ' && c != '"' && c != '\\' && (c < 127 || !ascii_only)) return 0;
    out[0] = '\\';
    constexpr std::string_view letters = "\"\\bfnrt", meanings = "\"\\\b\f\n\r\t";
    size_t known = c < 128 ? meanings.find(static_cast<char>(c)) : meanings.npos;
    if (known != meanings.npos) {
        out[1] = letters[known];
        return 2;
    }
    uint32_t units[2] = {c, 0};
    size_t count = 1;
    if (c >= 0x10000) {
        units[0] = 0xd800 + ((c - 0x10000) >> 10);
        units[1] = 0xdc00 + ((c - 0x10000) & 0x3ff);
        count = 2;
    }
    for (size_t u = 0; u < count; u++) {
        out[6 * u] = '\\';
        out[6 * u + 1] = 'u';
        for (size_t i = 0; i < 4; i++) out[6 * u + 2 + i] = "0123456789abcdef"[units[u] >> (4 * (3 - i)) & 15];
    }
    return 6 * count;
}

Status write_string(StrBuilder& out, const Str* s, bool ascii_only) {
    TRY(out.add_char('"'));
    size_t start = 0;
    char text[12];
    for (size_t i = 0; i < s->length; i++) {
        size_t length = escape(s->at(i), ascii_only, text);
        if (!length) continue;
        TRY(out.add_slice(s, start, i));
        TRY(out.add(std::string_view(text, length)));
        start = i + 1;
    }
    TRY(out.add_slice(s, start, s->length));
    return out.add_char('"');
}

Result<Own> encode(Thread& t, Value v, bool ascii_only) {
    if (!is_str(v)) return raise_type(t, "first argument must be a string, not {}", type_name(v));
    StrBuilder out(t);
    TRY(write_string(out, as<Str>(v), ascii_only));
    return out.finish();
}

Result<Own> encode_basestring(Thread& t, const Value* a) { return encode(t, a[0], false); }
Result<Own> encode_basestring_ascii(Thread& t, const Value* a) { return encode(t, a[0], true); }

constexpr int deepest_plain = 100;

// Reads a document. Every step returns null for an error, exhausted for "declined".
template <class Unit>
class Reader {
public:
    Reader(Thread& t, Str* text, const Unit* units) : thread_(t), text_(text), p_(units), length_(text->length) {}

    Result<Own> document() {
        skip_blanks();
        Own v = TRY(value(0));
        skip_blanks();
        return v.is_exhausted() || at_ != length_ ? Own::exhausted() : std::move(v);
    }

private:
    uint32_t here() const { return at_ < length_ ? p_[at_] : 0; }
    void skip_blanks() {
        while (at_ < length_ && (p_[at_] == ' ' || p_[at_] == '\n' || p_[at_] == '\t' || p_[at_] == '\r')) at_++;
    }
    bool word(std::string_view expected) {
        if (length_ - at_ < expected.size()) return false;
        for (size_t i = 0; i < expected.size(); i++)
            if (p_[at_ + i] != static_cast<uint8_t>(expected[i])) return false;
        at_ += expected.size();
        return true;
    }

    Result<Own> value(int depth) {
        switch (here()) {
            case '"': return string(false);
            case '[': return array(depth);
            case '{': return object(depth);
            case 't': return word("true") ? Own::boolean(true) : Own::exhausted();
            case 'f': return word("false") ? Own::boolean(false) : Own::exhausted();
            case 'n': return word("null") ? Own::none() : Own::exhausted();
            default: return number();
        }
    }

    Result<Own> string(bool key) {
        size_t start = ++at_;
        while (at_ < length_ && p_[at_] != '"' && p_[at_] != '\\' && p_[at_] >= ' ') at_++;
        if (here() == '"') {
            size_t count = at_ - start;
            at_++;
            if (!key || count == 0) return str_slice(thread_, text_, start, start + count);
            // Equal keys of different objects become one string.
            Own& known = keys_[(count * 7 + p_[start] * 5 + p_[start + count - 1]) % known_keys];
            if (!known.is_null()) {
                const Str* s = as<Str>(known);
                if (s->length == count && s->unit == sizeof(Unit) && memcmp(s->data1(), p_ + start, count * sizeof(Unit)) == 0) return Own::share(known.get());
            }
            Own made = TRY(str_slice(thread_, text_, start, start + count));
            known = Own::share(made.get());
            return made;
        }
        if (here() != '\\') return Own::exhausted();
        Value arguments[3] = {Value::object(text_), Value::small_int(static_cast<int64_t>(start)), Value::null()};
        Result<Own> pair = scanstring(thread_, arguments);
        if (!pair) {
            clear_raised(thread_);
            return Own::exhausted();
        }
        at_ = static_cast<size_t>((*as<Tuple>(pair.get()))[1].int_value());
        return Own::share((*as<Tuple>(pair.get()))[0]);
    }

    Result<Own> array(int depth) {
        if (depth == deepest_plain) return Own::exhausted();
        at_++;
        Ref<List> items = make_list();
        skip_blanks();
        if (here() == ']') {
            at_++;
            return items;
        }
        while (true) {
            skip_blanks();
            Own item = TRY(value(depth + 1));
            if (item.is_exhausted()) return item;
            TRY(list_append(thread_, items, std::move(item)));
            skip_blanks();
            uint32_t c = here();
            at_++;
            if (c == ']') return items;
            if (c != ',') return Own::exhausted();
        }
    }

    Result<Own> object(int depth) {
        if (depth == deepest_plain) return Own::exhausted();
        at_++;
        Ref<Dict> names = make_dict();
        skip_blanks();
        if (here() == '}') {
            at_++;
            return names;
        }
        while (true) {
            skip_blanks();
            if (here() != '"') return Own::exhausted();
            Own key = TRY(string(true));
            if (key.is_exhausted()) return key;
            skip_blanks();
            if (here() != ':') return Own::exhausted();
            at_++;
            skip_blanks();
            Own item = TRY(value(depth + 1));
            if (item.is_exhausted()) return item;
            TRY(dict_set(thread_, names, key, item));
            skip_blanks();
            uint32_t c = here();
            at_++;
            if (c == '}') return names;
            if (c != ',') return Own::exhausted();
        }
    }

    bool digit() const { return here() - '0' < 10; }

    Result<Own> number() {
        char text[64];
        size_t start = at_, digits = 0;
        bool whole = true;
        if (here() == '-') at_++;
        if (here() == '0') at_++, digits++;
        else
            while (digit()) at_++, digits++;
        if (digits == 0) return Own::exhausted();
        if (here() == '.' && at_ + 1 < length_ && p_[at_ + 1] - uint32_t{'0'} < 10) {
            at_++;
            while (digit()) at_++;
            whole = false;
        }
        if (here() == 'e' || here() == 'E') {
            size_t before = at_++;
            if (here() == '+' || here() == '-') at_++;
            if (digit()) {
                while (digit()) at_++;
                whole = false;
            } else {
                at_ = before;
            }
        }
        size_t count = at_ - start;
        if (count > sizeof text || (whole && digits > 18)) return Own::exhausted();
        for (size_t i = 0; i < count; i++) text[i] = static_cast<char>(p_[start + i]);
        if (whole) {
            int64_t n = 0;
            std::from_chars(text, text + count, n);
            return make_int(n);
        }
        double d = 0;
        if (std::from_chars(text, text + count, d).ec != std::errc()) return Own::exhausted();
        return make_float(d);
    }

    static constexpr size_t known_keys = 64;
    Thread& thread_;
    Str* text_;
    const Unit* p_;
    size_t length_, at_ = 0;
    Own keys_[known_keys];
};

Result<Own> read_plain(Thread& t, const Value* a) {
    if (!is_exact_str(a[0])) return Own::adopt(Value::ellipsis());
    Str* text = as<Str>(a[0]);
    Own v = TRY(with_units(text, [&](auto* p) {
        using Unit = std::remove_const_t<std::remove_pointer_t<decltype(p)>>;
        return Reader<Unit>(t, text, p).document();
    }));
    return v.is_exhausted() ? Own::adopt(Value::ellipsis()) : std::move(v);
}

// Writes a value; false: declined. Only exact built-in types, so no Python code runs meanwhile.
Result<bool> write_value(Thread& t, StrBuilder& out, Value v, int depth) {
    auto add = [&](std::string_view text) -> Result<bool> {
        TRY(out.add(text));
        return true;
    };
    if (v.is_none()) return add("null");
    if (v.is_bool()) return add(v.is_true() ? "true" : "false");
    if (v.is_int()) {
        char text[24];
        return add({text, static_cast<size_t>(std::to_chars(text, text + sizeof text, v.int_value()).ptr - text)});
    }
    if (is_exact_float(v)) {
        double d = float_of(v);
        if (std::isnan(d)) return add("NaN");
        if (std::isinf(d)) return add(d < 0 ? "-Infinity" : "Infinity");
        return add(float_repr(d));
    }
    if (is_exact_int(v)) {
        Ref<Str> text = TRY(to_str(t, v));
        TRY(out.add(text.get()));
        return true;
    }
    if (is_exact_str(v)) {
        TRY(write_string(out, as<Str>(v), true));
        return true;
    }
    if (depth == deepest_plain) return false;
    bool list = is_exact_list(v);
    if (list || is_exact_tuple(v)) {
        size_t length = list ? as<List>(v)->length : as<Tuple>(v)->length;
        const Value* items = list ? as<List>(v)->items : as<Tuple>(v)->items();
        TRY(out.add_char('['));
        for (size_t i = 0; i < length; i++) {
            if (i) TRY(out.add(", "));
            if (!TRY(write_value(t, out, items[i], depth + 1))) return false;
        }
        TRY(out.add_char(']'));
        return true;
    }
    if (!is_exact_dict(v)) return false;
    TRY(out.add_char('{'));
    bool first = true;
    for (size_t i = 0; DictEntry* e = dict_next(as<Dict>(v), i);) {
        if (!is_exact_str(e->key)) return false;
        if (!first) TRY(out.add(", "));
        first = false;
        TRY(write_string(out, as<Str>(e->key), true));
        TRY(out.add(": "));
        if (!TRY(write_value(t, out, e->value, depth + 1))) return false;
    }
    TRY(out.add_char('}'));
    return true;
}

Result<Own> write_plain(Thread& t, const Value* a) {
    StrBuilder out(t);
    if (!TRY(write_value(t, out, a[0], 0))) return Own::none();
    return out.finish();
}

const NativeDef functions[] = {
    {"read_plain(document, /)", read_plain, "The value of a JSON document read with the default options; Ellipsis: look for yourself."},
    {"write_plain(value, /)", write_plain, "The JSON text of plain values with the default options; None: do it yourself."},
    {"scanstring(string, end, strict=True, /)", scanstring,
     "Scan the string s for a JSON string; end is the index after its opening quote. Returns the text and the index after it."},
    {"encode_basestring(string, /)", encode_basestring, "Return a JSON representation of a Python string."},
    {"encode_basestring_ascii(string, /)", encode_basestring_ascii, "Return an ASCII-only JSON representation of a Python string."},
    {nullptr, nullptr, nullptr},
};

} // namespace

extern const NativeModuleDef module__json;
const NativeModuleDef module__json = {"_json", "Speedups of json.", functions, nullptr};

} // namespace terrarium
