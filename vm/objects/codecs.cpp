// Which codec a name means, and the way out to codecs registered at run time. Next: codec_encode.cpp, codec_decode.cpp.
#include "vm/objects/codecs.h"

#include "vm/core/dict.h"
#include "vm/core/list.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/objects/buffer.h"
#include "vm/objects/str_tools.h"

namespace terrarium {

namespace {

struct Alias {
    std::string_view name; // lower case, every run of other characters than letters and digits one '_'
    Codec codec;
};
constexpr Alias aliases[] = {
    {"utf_8", Codec::utf_8},           {"utf8", Codec::utf_8},           {"u8", Codec::utf_8},
    {"utf", Codec::utf_8},             {"utf8_ucs2", Codec::utf_8},      {"utf8_ucs4", Codec::utf_8},
    {"cp65001", Codec::utf_8},         {"utf_8_sig", Codec::utf_8_sig},  {"utf8_sig", Codec::utf_8_sig},
    {"ascii", Codec::ascii},           {"us_ascii", Codec::ascii},       {"646", Codec::ascii},
    {"us", Codec::ascii},              {"iso646_us", Codec::ascii},      {"ansi_x3_4_1968", Codec::ascii},
    {"latin_1", Codec::latin_1},       {"latin1", Codec::latin_1},       {"latin", Codec::latin_1},
    {"l1", Codec::latin_1},            {"iso_8859_1", Codec::latin_1},   {"iso8859_1", Codec::latin_1},
    {"8859", Codec::latin_1},          {"cp819", Codec::latin_1},        {"iso8859", Codec::latin_1},
    {"utf_16", Codec::utf_16},         {"utf16", Codec::utf_16},         {"u16", Codec::utf_16},
    {"utf_16_le", Codec::utf_16_le},   {"utf_16le", Codec::utf_16_le},   {"utf16le", Codec::utf_16_le},
    {"unicodelittleunmarked", Codec::utf_16_le},
    {"utf_16_be", Codec::utf_16_be},   {"utf_16be", Codec::utf_16_be},   {"utf16be", Codec::utf_16_be},
    {"unicodebigunmarked", Codec::utf_16_be},
    {"utf_32", Codec::utf_32},         {"utf32", Codec::utf_32},         {"u32", Codec::utf_32},
    {"utf_32_le", Codec::utf_32_le},   {"utf_32le", Codec::utf_32_le},   {"utf32le", Codec::utf_32_le},
    {"utf_32_be", Codec::utf_32_be},   {"utf_32be", Codec::utf_32_be},   {"utf32be", Codec::utf_32_be},
    {"unicode_escape", Codec::unicode_escape},
    {"unicodeescape", Codec::unicode_escape},
    {"raw_unicode_escape", Codec::raw_unicode_escape},
    {"rawunicodeescape", Codec::raw_unicode_escape},
    {"cp1252", Codec::cp1252},         {"windows_1252", Codec::cp1252},  {"1252", Codec::cp1252},
};

// Codecs of the standard library that do not turn text into bytes.
constexpr std::string_view not_text[] = {"hex", "hex_codec", "base64", "base64_codec", "rot13", "rot_13", "bz2", "bz2_codec",
                                         "zlib", "zlib_codec", "uu", "uu_codec", "quopri", "quopri_codec"};

std::string normalised(std::string_view name) {
    std::string result;
    for (char c : name) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.';
        if (plain) result.push_back(c);
        else if (!result.empty() && result.back() != '_') result.push_back('_');
    }
    while (!result.empty() && result.back() == '_') result.pop_back();
    return result;
}

// encode or decode (at: 0 or 1) of the codec that a registered search function gives; exhausted when none does.
Result<Own> registered_codec(Thread& t, std::string_view encoding, size_t at) {
    Value functions = strings().search_functions;
    if (functions.is_null()) return Own::exhausted();
    Own name = Own(make_short_str(normalised(encoding)));
    List* all = as<List>(functions);
    for (size_t i = 0; i < all->length; i++) {
        Own function = Own::share(all->items[i]);
        Own info = TRY(call(t, function, name));
        if (info.is_none()) continue;
        if (!is_tuple(info) || as<Tuple>(info)->length != 4) return raise_type(t, "codec search functions must return 4-tuples");
        return Own::share((*as<Tuple>(info))[at]);
    }
    return Own::exhausted();
}

Error raise_unknown(Thread& t, std::string_view encoding, const char* direction) {
    std::string name = normalised(encoding);
    for (std::string_view other : not_text)
        if (name == other)
            return raise_fmt(t, rt().types.LookupError, "'{}' is not a text encoding; use codecs.{}() to handle arbitrary codecs", encoding, direction);
    return raise_fmt(t, rt().types.LookupError, "unknown encoding: {}", encoding);
}

Status check_name(Thread& t, std::string_view name) {
    if (name.find('\0') != name.npos) return raise_value_error(t, "embedded null character");
    return {};
}

// First item of the pair (result, consumed) that the codec of a registered search function gives.
Result<Own> call_codec(Thread& t, Value codec, Value input, std::string_view errors, const char* what) {
    Own pair = TRY(call(t, codec, input, Own(make_short_str(errors)).get()));
    if (!is_tuple(pair) || as<Tuple>(pair)->length != 2) return raise_type(t, "{} must return a tuple (object, integer)", what);
    return Own::share((*as<Tuple>(pair))[0]);
}

} // namespace

Codec find_codec(std::string_view name) {
    if (name == "utf-8") return Codec::utf_8;
    std::string wanted = normalised(name);
    for (const Alias& alias : aliases)
        if (alias.name == wanted) return alias.codec;
    return Codec::unknown;
}

const char* codec_name(Codec codec) {
    switch (codec) {
        case Codec::unknown: return "unknown";
        case Codec::utf_8: return "utf-8";
        case Codec::utf_8_sig: return "utf-8-sig";
        case Codec::ascii: return "ascii";
        case Codec::latin_1: return "latin-1";
        case Codec::utf_16: return "utf-16";
        case Codec::utf_16_le: return "utf-16-le";
        case Codec::utf_16_be: return "utf-16-be";
        case Codec::utf_32: return "utf-32";
        case Codec::utf_32_le: return "utf-32-le";
        case Codec::utf_32_be: return "utf-32-be";
        case Codec::unicode_escape: return "unicodeescape";
        case Codec::raw_unicode_escape: return "rawunicodeescape";
        case Codec::cp1252: return "charmap";
    }
    return "";
}

Result<Own> encode_str(Thread& t, Str* s, std::string_view encoding, std::string_view errors) {
    TRY(check_name(t, encoding));
    if (Codec codec = find_codec(encoding); codec != Codec::unknown) return encode_with(t, codec, s, errors);
    Own codec = TRY(registered_codec(t, encoding, 0));
    if (codec.is_exhausted()) return raise_unknown(t, encoding, "encode");
    Own result = TRY(call_codec(t, codec, Value::object(s), errors, "encoder"));
    if (!is_bytes(result) && !is_bytearray(result))
        return raise_type(t, "'{}' encoder returned '{}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types", encoding, type_name(result));
    return result;
}

Result<Ref<Str>> decode_bytes(Thread& t, std::string_view content, std::string_view encoding, std::string_view errors) {
    TRY(check_name(t, encoding));
    if (Codec codec = find_codec(encoding); codec != Codec::unknown) return decode_with(t, codec, content, errors, nullptr);
    Own codec = TRY(registered_codec(t, encoding, 1));
    if (codec.is_exhausted()) return raise_unknown(t, encoding, "decode");
    Own input = TRY(Result<Own>(make_bytes(t, content)));
    Own result = TRY(call_codec(t, codec, input, errors, "decoder"));
    if (!is_str(result))
        return raise_type(t, "'{}' decoder returned '{}' instead of 'str'; use codecs.decode() to decode to arbitrary types", encoding, type_name(result));
    return Ref<Str>::adopt(as<Str>(result.take()));
}

Own registered_error_handler(std::string_view name) {
    Value handlers = strings().error_handlers;
    if (handlers.is_null()) return Own();
    Ref<Str> key = make_short_str(name);
    return Own::share(dict_get(as<Dict>(handlers), key));
}

} // namespace terrarium
