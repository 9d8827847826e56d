// Bytes to strings. With `used` the content may end inside a character, which is then left for the next call.
#include "support/utf8.h"
#include "vm/objects/codecs.h"
#include "vm/objects/str_tools.h"

namespace terrarium {

uint32_t cp1252_point(uint8_t byte); // codec_encode.cpp; 0: no character

namespace {

bool is_surrogate(uint32_t c) { return c >= 0xd800 && c < 0xe000; }

Result<Ref<Str>> decode_utf8_bytes(Thread& t, Codec codec, std::string_view content, std::string_view errors, size_t* used) {
    size_t begin = codec == Codec::utf_8_sig && content.starts_with("\xef\xbb\xbf") ? 3 : 0;
    if (used && codec == Codec::utf_8_sig && content.size() < 3 && std::string_view("\xef\xbb\xbf").starts_with(content)) {
        *used = 0;
        return Ref<Str>::share(rt().empty_str);
    }
    if (used) *used = content.size();
    std::string_view rest = content.substr(begin);
    if (is_ascii(rest.data(), rest.size())) return make_ascii(t, rest);
    Utf8Error error = find_utf8_error(rest);
    if (error.at == kUtf8Valid) return make_str(t, rest);
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

Result<Ref<Str>> decode_ascii(Thread& t, std::string_view content, std::string_view errors) {
    if (is_ascii(content.data(), content.size())) return make_ascii(t, content);
    StrBuilder out(t);
    DecodeFault fault = {"ascii", Codec::ascii, content, 0, 0, "ordinal not in range(128)"};
    for (size_t i = 0; i < content.size();) {
        uint8_t c = static_cast<uint8_t>(content[i]);
        if (c < 128) {
            TRY(out.add_char(c));
            i++;
            continue;
        }
        fault.start = i;
        fault.end = i + 1;
        i = TRY(handle_decode_fault(t, fault, errors, out));
    }
    return out.finish();
}

Result<Ref<Str>> decode_cp1252(Thread& t, std::string_view content, std::string_view errors) {
    StrBuilder out(t);
    DecodeFault fault = {"charmap", Codec::cp1252, content, 0, 0, "character maps to <undefined>"};
    for (size_t i = 0; i < content.size();) {
        uint8_t byte = static_cast<uint8_t>(content[i]);
        uint32_t c = cp1252_point(byte);
        if (c || !byte) {
            TRY(out.add_char(c));
            i++;
            continue;
        }
        fault.start = i;
        fault.end = i + 1;
        i = TRY(handle_decode_fault(t, fault, errors, out));
    }
    return out.finish();
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
            fault.end = i + 1;
            fault.reason = "\\N escapes not supported (can't load unicodedata module)";
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
