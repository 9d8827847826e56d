// Strings to bytes. Each codec copies what it can in one go and asks the error handler about the rest.
#include "vm/objects/codecs.h"
#include "vm/objects/str_tools.h"

#include <fmt/format.h>

namespace terrarium {

namespace {

bool is_surrogate(uint32_t c) { return c >= 0xd800 && c < 0xe000; }

// The windows-1252 characters of bytes 0x80..0x9f; 0: none. Source: unicode.org, MAPPINGS/VENDORS/MICSFT.
constexpr uint16_t cp1252_high[32] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017d, 0,
    0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

int cp1252_byte(uint32_t c) {
    if (c < 0x80 || (c >= 0xa0 && c < 0x100)) return static_cast<int>(c);
    for (int i = 0; i < 32; i++)
        if (cp1252_high[i] == c && c) return 0x80 + i;
    return -1;
}

// Runs `fits` over the text; what does not fit goes to the handler in runs as long as they can be.
template <class Fits, class Put>
Result<Ref<Bytes>> encode_points(Thread& t, EncodeFault fault, std::string_view errors, BytesBuilder& out, Fits&& fits, Put&& put) {
    const Str* s = fault.text;
    for (size_t i = 0; i < s->length;) {
        uint32_t c = s->at(i);
        if (fits(c)) {
            TRY(put(c));
            i++;
            continue;
        }
        fault.start = i;
        fault.end = i + 1;
        while (fault.end < s->length && !fits(s->at(fault.end))) fault.end++;
        i = TRY(handle_encode_fault(t, fault, errors, out));
    }
    return out.finish();
}

// Text without surrogates, straight into a bytes of the right size; *clean says whether it is that.
template <class Unit>
Result<Ref<Bytes>> encode_clean(Thread& t, const Unit* p, size_t length, bool* clean) {
    size_t bytes = 0;
    for (size_t i = 0; i < length; i++) {
        uint32_t c = p[i];
        if (sizeof(Unit) > 1 && is_surrogate(c)) {
            *clean = false;
            return Ref<Bytes>::share(as<Bytes>(rt().empty_bytes));
        }
        bytes += 1 + (c >= 0x80) + (c >= 0x800) + (c >= 0x10000);
    }
    *clean = true;
    Ref<Bytes> result = TRY(new_bytes(t, bytes));
    uint8_t* to = result->data();
    for (size_t i = 0; i < length; i++) {
        uint32_t c = p[i];
        if (c < 0x80) {
            *to++ = static_cast<uint8_t>(c);
        } else if (c < 0x800) {
            *to++ = static_cast<uint8_t>(0xc0 | c >> 6);
            *to++ = static_cast<uint8_t>(0x80 | (c & 63));
        } else if (c < 0x10000) {
            *to++ = static_cast<uint8_t>(0xe0 | c >> 12);
            *to++ = static_cast<uint8_t>(0x80 | (c >> 6 & 63));
            *to++ = static_cast<uint8_t>(0x80 | (c & 63));
        } else {
            *to++ = static_cast<uint8_t>(0xf0 | c >> 18);
            *to++ = static_cast<uint8_t>(0x80 | (c >> 12 & 63));
            *to++ = static_cast<uint8_t>(0x80 | (c >> 6 & 63));
            *to++ = static_cast<uint8_t>(0x80 | (c & 63));
        }
    }
    return result;
}

Result<Ref<Bytes>> encode_utf8(Thread& t, Codec codec, Str* s, std::string_view errors) {
    if (codec == Codec::utf_8) {
        if (s->ascii) return make_bytes(t, s->ascii_view());
        bool clean = false;
        Ref<Bytes> result = TRY(with_units(s, [&](auto* p) { return encode_clean(t, p, s->length, &clean); }));
        if (clean) return result;
    }
    BytesBuilder out(t);
    if (codec == Codec::utf_8_sig) TRY(out.add("\xef\xbb\xbf"));
    if (s->ascii) {
        TRY(out.add(s->ascii_view()));
        return out.finish();
    }
    auto put = [&](uint32_t c) -> Status {
        uint8_t* p;
        if (c < 0x80) return out.add_byte(static_cast<uint8_t>(c));
        if (c < 0x800) {
            p = TRY(out.extend(2));
            p[0] = static_cast<uint8_t>(0xc0 | c >> 6);
            p[1] = static_cast<uint8_t>(0x80 | (c & 63));
        } else if (c < 0x10000) {
            p = TRY(out.extend(3));
            p[0] = static_cast<uint8_t>(0xe0 | c >> 12);
            p[1] = static_cast<uint8_t>(0x80 | (c >> 6 & 63));
            p[2] = static_cast<uint8_t>(0x80 | (c & 63));
        } else {
            p = TRY(out.extend(4));
            p[0] = static_cast<uint8_t>(0xf0 | c >> 18);
            p[1] = static_cast<uint8_t>(0x80 | (c >> 12 & 63));
            p[2] = static_cast<uint8_t>(0x80 | (c >> 6 & 63));
            p[3] = static_cast<uint8_t>(0x80 | (c & 63));
        }
        return {};
    };
    EncodeFault fault = {"utf-8", codec, s, 0, 0, "surrogates not allowed"};
    return encode_points(t, fault, errors, out, [](uint32_t c) { return !is_surrogate(c); }, put);
}

Result<Ref<Bytes>> encode_narrow(Thread& t, Codec codec, Str* s, std::string_view errors) {
    uint32_t limit = codec == Codec::ascii ? 128 : 256;
    if (s->ascii || (s->unit == 1 && codec == Codec::latin_1)) return make_bytes(t, s->ascii_view());
    BytesBuilder out(t);
    EncodeFault fault = {codec_name(codec), codec, s, 0, 0, codec == Codec::ascii ? "ordinal not in range(128)" : "ordinal not in range(256)"};
    return encode_points(t, fault, errors, out, [&](uint32_t c) { return c < limit; },
                         [&](uint32_t c) { return out.add_byte(static_cast<uint8_t>(c)); });
}

Result<Ref<Bytes>> encode_wide(Thread& t, Codec codec, Str* s, std::string_view errors) {
    bool big = codec == Codec::utf_16_be || codec == Codec::utf_32_be;
    size_t bytes = codec == Codec::utf_16 || codec == Codec::utf_16_le || codec == Codec::utf_16_be ? 2 : 4;
    BytesBuilder out(t);
    auto unit = [&](uint32_t c) -> Status {
        uint8_t* p = TRY(out.extend(bytes));
        for (size_t i = 0; i < bytes; i++) p[i] = static_cast<uint8_t>(c >> (8 * (big ? bytes - 1 - i : i)));
        return {};
    };
    auto put = [&](uint32_t c) -> Status {
        if (bytes == 4 || c < 0x10000) return unit(c);
        TRY(unit(0xd800 + ((c - 0x10000) >> 10)));
        return unit(0xdc00 + ((c - 0x10000) & 0x3ff));
    };
    if (codec == Codec::utf_16 || codec == Codec::utf_32) TRY(unit(0xfeff));
    EncodeFault fault = {codec_name(codec), codec, s, 0, 0, "surrogates not allowed"};
    return encode_points(t, fault, errors, out, [](uint32_t c) { return !is_surrogate(c); }, put);
}

Result<Ref<Bytes>> encode_escapes(Thread& t, Codec codec, Str* s) {
    BytesBuilder out(t);
    bool raw = codec == Codec::raw_unicode_escape;
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = s->at(i);
        if (c >= 0x10000) TRY(out.add(fmt::format("\\U{:08x}", c)));
        else if (c >= 256) TRY(out.add(fmt::format("\\u{:04x}", c)));
        else if (raw || (c >= ' ' && c < 127 && c != '\\')) TRY(out.add_byte(static_cast<uint8_t>(c)));
        else if (c == '\\') TRY(out.add("\\\\"));
        else if (c == '\t') TRY(out.add("\\t"));
        else if (c == '\n') TRY(out.add("\\n"));
        else if (c == '\r') TRY(out.add("\\r"));
        else TRY(out.add(fmt::format("\\x{:02x}", c)));
    }
    return out.finish();
}

} // namespace

uint32_t cp1252_point(uint8_t byte) { return byte < 0x80 || byte >= 0xa0 ? byte : cp1252_high[byte - 0x80]; }

Result<Ref<Bytes>> encode_with(Thread& t, Codec codec, Str* s, std::string_view errors) {
    switch (codec) {
        case Codec::unknown: break;
        case Codec::utf_8: case Codec::utf_8_sig: return encode_utf8(t, codec, s, errors);
        case Codec::ascii: case Codec::latin_1: return encode_narrow(t, codec, s, errors);
        case Codec::utf_16: case Codec::utf_16_le: case Codec::utf_16_be:
        case Codec::utf_32: case Codec::utf_32_le: case Codec::utf_32_be: return encode_wide(t, codec, s, errors);
        case Codec::unicode_escape: case Codec::raw_unicode_escape: return encode_escapes(t, codec, s);
        case Codec::cp1252: {
            BytesBuilder out(t);
            EncodeFault fault = {"charmap", codec, s, 0, 0, "character maps to <undefined>"};
            return encode_points(t, fault, errors, out, [](uint32_t c) { return cp1252_byte(c) >= 0; },
                                 [&](uint32_t c) { return out.add_byte(static_cast<uint8_t>(cp1252_byte(c))); });
        }
    }
    return raise_text(t, rt().types.LookupError, "unknown encoding");
}

} // namespace terrarium
