// _json: the inner loops of json: reading one string, writing one string. The rest of json is Python (python/json).
#include "vm/core/dict.h"
#include "vm/core/integer.h"
#include "vm/core/native.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/modules/text_types.h"

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

Result<Own> encode(Thread& t, Value v, bool ascii_only) {
    if (!is_str(v)) return raise_type(t, "first argument must be a string, not {}", type_name(v));
    const Str* s = as<Str>(v);
    StrBuilder out(t);
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
    TRY(out.add_char('"'));
    return out.finish();
}

Result<Own> encode_basestring(Thread& t, const Value* a) { return encode(t, a[0], false); }
Result<Own> encode_basestring_ascii(Thread& t, const Value* a) { return encode(t, a[0], true); }

const NativeDef functions[] = {
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
