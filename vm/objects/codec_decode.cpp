// Bytes to strings. With `used` the content may end inside a character, which is then left for the next call.
#include "support/unicode_names.h"
#include "support/utf8.h"
#include "vm/objects/codecs.h"
#include "vm/objects/str_tools.h"

namespace terrarium {

uint32_t cp1252_point(uint8_t byte); // codec_encode.cpp; 0: no character

namespace {

bool is_surrogate(uint32_t c) { return c >= 0xd800 && c < 0xe000; }

// Valid UTF-8 to a string in two passes over the bytes: check and measure, then fill. Null: it is not valid.
struct Measured {
    size_t points = 0;
    uint32_t all = 0; // OR of them
    bool valid = false;
};

bool is_tail(uint8_t c) { return (c & 0xc0) == 0x80; }

Measured measure(const uint8_t* p, size_t count) {
    Measured m;
    const uint8_t* end = p + count;
    while (p < end) {
        if (end - p >= 8 && !(load_word(p) & 0x80 * every_byte)) { // eight ASCII characters
            p += 8;
            m.points += 8;
            continue;
        }
        uint32_t c = *p;
        if (c < 0x80) {
            p++;
        } else if (c < 0xe0) {
            if (c < 0xc2 || end - p < 2 || !is_tail(p[1])) return m;
            m.all |= (c & 31) << 6 | (p[1] & 63u);
            p += 2;
        } else if (c < 0xf0) {
            if (end - p < 3 || !is_tail(p[1]) || !is_tail(p[2])) return m;
            uint32_t point = (c & 15) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u);
            if (point < 0x800 || is_surrogate(point)) return m;
            m.all |= point;
            p += 3;
        } else {
            if (c > 0xf4 || end - p < 4 || !is_tail(p[1]) || !is_tail(p[2]) || !is_tail(p[3])) return m;
            uint32_t point = (c & 7) << 18 | (p[1] & 63u) << 12 | (p[2] & 63u) << 6 | (p[3] & 63u);
            if (point < 0x10000 || point > 0x10ffff) return m;
            m.all |= point;
            p += 4;
        }
        m.points++;
    }
    m.valid = true;
    return m;
}

template <class Unit>
void fill_valid(Unit* to, const uint8_t* p, size_t count) {
    const uint8_t* end = p + count;
    while (p < end) {
        uint32_t c = *p;
        if (c < 0x80) {
            *to++ = static_cast<Unit>(c);
            p++;
        } else if (c < 0xe0) {
            *to++ = static_cast<Unit>((c & 31) << 6 | (p[1] & 63u));
            p += 2;
        } else if (c < 0xf0) {
            *to++ = static_cast<Unit>((c & 15) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u));
            p += 3;
        } else {
            *to++ = static_cast<Unit>((c & 7) << 18 | (p[1] & 63u) << 12 | (p[2] & 63u) << 6 | (p[3] & 63u));
            p += 4;
        }
    }
}

Result<Ref<Str>> decode_valid(Thread& t, std::string_view text, const Measured& m) {
    const uint8_t* p = reinterpret_cast<const uint8_t*>(text.data());
    Ref<Str> s = TRY(new_str(t, m.points, m.all));
    if (s->unit == 1) fill_valid(s->data1(), p, text.size());
    else if (s->unit == 2) fill_valid(s->data2(), p, text.size());
    else fill_valid(s->data4(), p, text.size());
    return s;
}

Result<Ref<Str>> decode_utf8_bytes(Thread& t, Codec codec, std::string_view content, std::string_view errors, size_t* used) {
    size_t begin = codec == Codec::utf_8_sig && content.starts_with("\xef\xbb\xbf") ? 3 : 0;
    if (used && codec == Codec::utf_8_sig && content.size() < 3 && std::string_view("\xef\xbb\xbf").starts_with(content)) {
        *used = 0;
        return Ref<Str>::share(rt().empty_str);
    }
    if (used) *used = content.size();
    std::string_view rest = content.substr(begin);
    if (is_ascii(rest.data(), rest.size())) return make_ascii(t, rest);
    Measured m = measure(reinterpret_cast<const uint8_t*>(rest.data()), rest.size());
    if (m.valid) return decode_valid(t, rest, m);
    Utf8Error error;
    StrBuilder out(t);
    size_t at = begin;
    DecodeFault fault = {"utf-8", codec, content, 0, 0, nullptr};
    while (at < content.size()) {
        rest = content.substr(at);
        error = find_utf8_error(rest);
        if (error.at == kUtf8Valid) {
            TRY(out.add(rest));
            break;
        }
        TRY(out.add(rest.substr(0, error.at)));
        fault.start = at + error.at;
        fault.end = at + error.end;
        fault.reason = error.reason;
        if (used && fault.end == content.size() && std::string_view(error.reason) == "unexpected end of data") {
            *used = fault.start;
            break;
        }
        at = TRY(handle_decode_fault(t, fault, errors, out));
    }
    return out.finish();
}

// An encoding of one byte a character; point_of gives -1 for a byte that stands for none.
template <class PointOf>
Result<Ref<Str>> decode_single_bytes(Thread& t, DecodeFault fault, std::string_view errors, PointOf point_of) {
    StrBuilder out(t);
    std::string_view content = fault.content;
    for (size_t i = 0; i < content.size();) {
        int32_t c = point_of(static_cast<uint8_t>(content[i]));
        if (c >= 0) {
            TRY(out.add_char(static_cast<uint32_t>(c)));
            i++;
            continue;
        }
        fault.start = i;
        fault.end = i + 1;
        i = TRY(handle_decode_fault(t, fault, errors, out));
    }
    return out.finish();
}

Result<Ref<Str>> decode_ascii(Thread& t, std::string_view content, std::string_view errors) {
    if (is_ascii(content.data(), content.size())) return make_ascii(t, content);
    DecodeFault fault = {"ascii", Codec::ascii, content, 0, 0, "ordinal not in range(128)"};
    return decode_single_bytes(t, fault, errors, [](uint8_t byte) { return byte < 128 ? int32_t{byte} : -1; });
}

Result<Ref<Str>> decode_cp1252(Thread& t, std::string_view content, std::string_view errors) {
    DecodeFault fault = {"charmap", Codec::cp1252, content, 0, 0, "character maps to <undefined>"};
    return decode_single_bytes(t, fault, errors, [](uint8_t byte) {
        uint32_t c = cp1252_point(byte);
        return c || !byte ? static_cast<int32_t>(c) : -1;
    });
}

uint32_t unit_at(std::string_view content, size_t at, size_t bytes, bool big) {
    uint32_t c = 0;
    for (size_t i = 0; i < bytes; i++) c |= uint32_t{static_cast<uint8_t>(content[at + i])} << (8 * (big ? bytes - 1 - i : i));
    return c;
}

Result<Ref<Str>> decode_wide(Thread& t, Codec codec, std::string_view content, std::string_view errors, size_t* used) {
    size_t bytes = codec == Codec::utf_16 || codec == Codec::utf_16_le || codec == Codec::utf_16_be ? 2 : 4;
    bool big = codec == Codec::utf_16_be || codec == Codec::utf_32_be;
    size_t i = 0;
    if ((codec == Codec::utf_16 || codec == Codec::utf_32) && content.size() >= bytes) { // a mark tells the order
        if (unit_at(content, 0, bytes, false) == 0xfeff) i = bytes;
        else if (unit_at(content, 0, bytes, true) == 0xfeff) i = bytes, big = true;
    }
    Codec real = bytes == 2 ? (big ? Codec::utf_16_be : Codec::utf_16_le) : (big ? Codec::utf_32_be : Codec::utf_32_le);
    StrBuilder out(t);
    DecodeFault fault = {codec_name(real), real, content, 0, 0, nullptr};
    while (i < content.size()) {
        fault.reason = nullptr;
        fault.start = i;
        bool cut = false; // the content ends inside a character
        if (content.size() - i < bytes) {
            fault.end = content.size();
            fault.reason = "truncated data";
            cut = true;
        } else if (uint32_t c = unit_at(content, i, bytes, big); bytes == 4) {
            fault.end = i + 4;
            if (is_surrogate(c)) fault.reason = "code point in surrogate code point range(0xd800, 0xe000)";
            else if (c > 0x10ffff) fault.reason = "code point not in range(0x110000)";
            else TRY(out.add_char(c));
        } else if (!is_surrogate(c)) {
            fault.end = i + 2;
            TRY(out.add_char(c));
        } else if (c >= 0xdc00) {
            fault.end = i + 2;
            fault.reason = "illegal encoding";
        } else if (content.size() - i < 4) {
            fault.end = content.size();
            fault.reason = "unexpected end of data";
            cut = true;
        } else if (uint32_t low = unit_at(content, i + 2, 2, big); low < 0xdc00 || low > 0xdfff) {
            fault.end = i + 2;
            fault.reason = "illegal UTF-16 surrogate";
        } else {
            fault.end = i + 4;
            TRY(out.add_char(0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00)));
        }
        if (!fault.reason) {
            i = fault.end;
        } else if (cut && used) {
            break;
        } else {
            i = TRY(handle_decode_fault(t, fault, errors, out));
        }
    }
    if (used) *used = i;
    return out.finish();
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

Result<Ref<Str>> decode_escapes(Thread& t, Codec codec, std::string_view content, std::string_view errors) {
    bool raw = codec == Codec::raw_unicode_escape;
    StrBuilder out(t);
    DecodeFault fault = {codec_name(codec), codec, content, 0, 0, nullptr};
    for (size_t i = 0; i < content.size();) {
        uint8_t c = static_cast<uint8_t>(content[i]);
        if (c != '\\') {
            TRY(out.add_char(c));
            i++;
            continue;
        }
        fault.start = i++;
        fault.end = i;
        fault.reason = nullptr;
        char kind = i < content.size() ? content[i] : 0;
        size_t digits = kind == 'u' ? 4 : kind == 'U' ? 8 : kind == 'x' && !raw ? 2 : 0;
        if (digits) {
            uint32_t point = 0;
            size_t at = i + 1, stop = at + digits;
            for (; at < stop && at < content.size() && hex_value(content[at]) >= 0; at++)
                point = point << 4 | static_cast<uint32_t>(hex_value(content[at]));
            fault.end = at;
            if (at < stop) fault.reason = digits == 2 ? "truncated \\xXX escape" : digits == 4 ? "truncated \\uXXXX escape" : "truncated \\UXXXXXXXX escape";
            else if (point > 0x10ffff) fault.reason = raw ? "\\Uxxxxxxxx out of range" : "illegal Unicode character";
            else TRY(out.add_char(point));
        } else if (raw) {
            TRY(out.add_char('\\'));
            fault.end = i;
        } else if (i == content.size()) {
            fault.reason = "\\ at end of string";
        } else if (kind >= '0' && kind <= '7') {
            uint32_t point = 0;
            size_t at = i;
            for (; at < i + 3 && at < content.size() && content[at] >= '0' && content[at] <= '7'; at++)
                point = point * 8 + static_cast<uint32_t>(content[at] - '0');
            TRY(out.add_char(point));
            fault.end = at;
        } else if (kind == 'N') {
            size_t open = i + 1, close = open < content.size() && content[open] == '{' ? content.find('}', open) : open;
            fault.reason = "malformed \\N character escape";
            fault.end = std::min(close, content.size());
            if (close > open + 1 && close < content.size()) {
                fault.end++;
                uint32_t point = find_unicode_name(content.substr(open + 1, close - open - 1));
                fault.reason = point == kNoCharacter ? "unknown Unicode character name" : nullptr;
                if (!fault.reason) TRY(out.add_char(point));
            }
        } else {
            fault.end = i + 1;
            constexpr std::string_view letters = "\\'\"abfnrtv", meanings = "\\'\"\a\b\f\n\r\t\v";
            size_t at = letters.find(kind);
            if (at != letters.npos) {
                TRY(out.add_char(static_cast<uint8_t>(meanings[at])));
            } else if (kind != '\n') {
                TRY(out.add_char('\\'));
                TRY(out.add_char(static_cast<uint8_t>(kind)));
            }
        }
        i = fault.reason ? TRY(handle_decode_fault(t, fault, errors, out)) : fault.end;
    }
    return out.finish();
}

} // namespace

Result<Ref<Str>> decode_with(Thread& t, Codec codec, std::string_view content, std::string_view errors, size_t* used) {
    if (used) *used = content.size();
    switch (codec) {
        case Codec::unknown: break;
        case Codec::utf_8: case Codec::utf_8_sig: return decode_utf8_bytes(t, codec, content, errors, used);
        case Codec::ascii: return decode_ascii(t, content, errors);
        case Codec::latin_1: return make_latin1(t, reinterpret_cast<const uint8_t*>(content.data()), content.size());
        case Codec::utf_16: case Codec::utf_16_le: case Codec::utf_16_be:
        case Codec::utf_32: case Codec::utf_32_le: case Codec::utf_32_be: return decode_wide(t, codec, content, errors, used);
        case Codec::unicode_escape: case Codec::raw_unicode_escape: return decode_escapes(t, codec, content, errors);
        case Codec::cp1252: return decode_cp1252(t, content, errors);
    }
    return raise_text(t, rt().types.LookupError, "unknown encoding");
}

} // namespace terrarium
