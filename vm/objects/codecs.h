// Text to bytes and back: the codecs that are built in, their error handlers, and the registries of `codecs`.
// Source: Python's library reference, "codecs"; RFC 3629, RFC 2781.
#pragma once

#include "vm/core/str.h"
#include "vm/objects/bytes.h"

#include <string>
#include <string_view>

namespace terrarium {

enum class Codec : uint8_t {
    unknown, utf_8, utf_8_sig, ascii, latin_1, utf_16, utf_16_le, utf_16_be, utf_32, utf_32_le, utf_32_be,
    unicode_escape, raw_unicode_escape, cp1252,
};
// The codec of an encoding's name in any usual spelling ("UTF8", "iso-8859-1").
Codec find_codec(std::string_view name);
const char* codec_name(Codec codec); // as it stands in CodecInfo.name and in errors: "utf-8"

// Any name and error handler. Unknown names go to codecs.register'ed search functions; LookupError "unknown encoding: x".
Result<Own> encode_str(Thread& t, Str* s, std::string_view encoding, std::string_view errors);
Result<Ref<Str>> decode_bytes(Thread& t, std::string_view content, std::string_view encoding, std::string_view errors);

// One built-in codec. `used`: null when the content is complete; else an incomplete end is left and *used is what was read.
Result<Ref<Bytes>> encode_with(Thread& t, Codec codec, Str* s, std::string_view errors);
Result<Ref<Str>> decode_with(Thread& t, Codec codec, std::string_view content, std::string_view errors, size_t* used);

// What a handler does with the fault at [start, end): encoding fault adds to out, decoding fault adds to text; returns
// where to go on. Raises the exception for "strict".
struct EncodeFault {
    const char* encoding;
    Codec codec;
    Str* text;
    size_t start, end;
    const char* reason;
};
struct DecodeFault {
    const char* encoding;
    Codec codec;
    std::string_view content;
    size_t start, end;
    const char* reason;
};
Result<size_t> handle_encode_fault(Thread& t, const EncodeFault& fault, std::string_view errors, BytesBuilder& out);
Result<size_t> handle_decode_fault(Thread& t, const DecodeFault& fault, std::string_view errors, StrBuilder& out);
Error raise_encode_error(Thread& t, const EncodeFault& fault);
Error raise_decode_error(Thread& t, const DecodeFault& fault);
bool is_known_error_handler(std::string_view name); // one of ours
// codecs.lookup_error / register_error for names that are not ours; null Own when missing.
Own registered_error_handler(std::string_view name);

} // namespace terrarium
