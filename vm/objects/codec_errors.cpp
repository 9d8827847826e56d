// Error handlers: what stands in for a character that cannot be encoded or bytes that cannot be decoded.
#include "support/unicode_names.h"
#include "vm/core/integer.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/objects/codecs.h"
#include "vm/objects/str_tools.h"

#include <fmt/format.h>

namespace terrarium {

namespace {

// The exception itself: class(encoding, object, start, end, reason).
Result<Own> fault_object(Thread& t, Type* cls, const char* encoding, Value object, size_t start, size_t end, const char* reason) {
    Own name(make_short_str(encoding)), why(make_short_str(reason));
    return call(t, Value::object(cls), name, object, Value::small_int(static_cast<int64_t>(start)),
                Value::small_int(static_cast<int64_t>(end)), why);
}

Result<Own> encode_fault_object(Thread& t, const EncodeFault& f) {
    return fault_object(t, rt().types.UnicodeEncodeError, f.encoding, Value::object(f.text), f.start, f.end, f.reason);
}

Result<Own> decode_fault_object(Thread& t, const DecodeFault& f) {
    Own content = TRY(Result<Own>(make_bytes(t, f.content)));
    return fault_object(t, rt().types.UnicodeDecodeError, f.encoding, content, f.start, f.end, f.reason);
}

bool is_surrogate(uint32_t c) { return c >= 0xd800 && c < 0xe000; }

// The unit of the codec in bytes, and its byte order.
struct Unit {
    size_t bytes;
    bool big;
};
Unit unit_of(Codec codec) {
    switch (codec) {
        case Codec::utf_16: case Codec::utf_16_le: return {2, false};
        case Codec::utf_16_be: return {2, true};
        case Codec::utf_32: case Codec::utf_32_le: return {4, false};
        case Codec::utf_32_be: return {4, true};
        default: return {1, false};
    }
}

Status add_unit(BytesBuilder& out, Unit unit, uint32_t c) {
    for (size_t i = 0; i < unit.bytes; i++) {
        size_t shift = 8 * (unit.big ? unit.bytes - 1 - i : i);
        TRY(out.add_byte(static_cast<uint8_t>(c >> shift)));
    }
    return {};
}

Status add_ascii(BytesBuilder& out, Codec codec, std::string_view text) {
    Unit unit = unit_of(codec);
    for (char c : text) TRY(add_unit(out, unit, static_cast<uint8_t>(c)));
    return {};
}

// Where a handler of codecs.register_error wants to go on.
Result<size_t> resume_position(Thread& t, Value v, size_t length) {
    int64_t at = TRY(to_int64(t, v));
    int64_t real = at < 0 ? at + static_cast<int64_t>(length) : at;
    if (real < 0 || real > static_cast<int64_t>(length))
        return raise_fmt(t, rt().types.IndexError, "position {} from error handler out of bounds", at);
    return static_cast<size_t>(real);
}

Result<Own> need_handler(Thread& t, std::string_view name) {
    Own handler = registered_error_handler(name);
    if (handler.is_null()) return raise_fmt(t, rt().types.LookupError, "unknown error handler name '{}'", name);
    return handler;
}

bool is_handled_pair(Value v) { return is_tuple(v) && as<Tuple>(v)->length == 2 && is_int((*as<Tuple>(v))[1]); }

Result<size_t> call_encode_handler(Thread& t, const EncodeFault& f, std::string_view name, BytesBuilder& out) {
    Own handler = TRY(need_handler(t, name));
    Own fault = TRY(encode_fault_object(t, f));
    Own result = TRY(call(t, handler, fault));
    if (!is_handled_pair(result) || (!is_str((*as<Tuple>(result))[0]) && !is_bytes((*as<Tuple>(result))[0])))
        return raise_type(t, "encoding error handler must return (str/bytes, int) tuple");
    Value with = (*as<Tuple>(result))[0];
    size_t next = TRY(resume_position(t, (*as<Tuple>(result))[1], f.text->length));
    if (is_bytes(with)) {
        TRY(out.add(bytes_content(with)));
        return next;
    }
    Str* text = as<Str>(with);
    if (text->ascii) {
        TRY(add_ascii(out, f.codec, text->ascii_view()));
        return next;
    }
    bool fits = f.codec != Codec::ascii && f.codec != Codec::utf_8 && (f.codec != Codec::latin_1 || text->unit == 1);
    if (!fits) return raise_encode_error(t, f);
    Codec codec = f.codec == Codec::utf_16 ? Codec::utf_16_le : f.codec == Codec::utf_32 ? Codec::utf_32_le : f.codec;
    Ref<Bytes> coded = TRY(encode_with(t, codec, text, "strict"));
    TRY(out.add(coded->view()));
    return next;
}

Result<size_t> call_decode_handler(Thread& t, const DecodeFault& f, std::string_view name, StrBuilder& out) {
    Own handler = TRY(need_handler(t, name));
    Own fault = TRY(decode_fault_object(t, f));
    Own result = TRY(call(t, handler, fault));
    if (!is_handled_pair(result) || !is_str((*as<Tuple>(result))[0]))
        return raise_type(t, "decoding error handler must return (str, int) tuple");
    size_t next = TRY(resume_position(t, (*as<Tuple>(result))[1], f.content.size()));
    TRY(out.add(as<Str>((*as<Tuple>(result))[0])));
    return next;
}

} // namespace

bool is_known_error_handler(std::string_view name) {
    for (std::string_view known : {"strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace", "surrogateescape", "surrogatepass"})
        if (name == known) return true;
    return false;
}

Error raise_encode_error(Thread& t, const EncodeFault& f) {
    Result<Own> fault = encode_fault_object(t, f);
    return fault ? raise_object(t, fault.get()) : Error{};
}

Error raise_decode_error(Thread& t, const DecodeFault& f) {
    Result<Own> fault = decode_fault_object(t, f);
    return fault ? raise_object(t, fault.get()) : Error{};
}

Result<size_t> handle_encode_fault(Thread& t, const EncodeFault& f, std::string_view errors, BytesBuilder& out) {
    if (errors == "strict") return raise_encode_error(t, f);
    if (errors == "ignore") return f.end;
    if (errors == "replace") {
        TRY(add_ascii(out, f.codec, std::string(f.end - f.start, '?')));
        return f.end;
    }
    if (errors == "backslashreplace" || errors == "namereplace" || errors == "xmlcharrefreplace") {
        for (size_t i = f.start; i < f.end; i++) {
            uint32_t c = f.text->at(i);
            if (errors[0] == 'n') {
                if (std::string name = unicode_name(c); !name.empty()) {
                    TRY(add_ascii(out, f.codec, "\\N{" + name + "}"));
                    continue;
                }
            }
            TRY(add_ascii(out, f.codec, errors[0] == 'x' ? fmt::format("&#{};", c)
                                        : c < 256        ? fmt::format("\\x{:02x}", c)
                                        : c < 0x10000    ? fmt::format("\\u{:04x}", c)
                                                         : fmt::format("\\U{:08x}", c)));
        }
        return f.end;
    }
    if (errors == "surrogateescape") {
        size_t i = f.start;
        for (; i < f.end; i++) {
            uint32_t c = f.text->at(i);
            if (c < 0xdc80 || c > 0xdcff || unit_of(f.codec).bytes != 1) break;
            TRY(out.add_byte(static_cast<uint8_t>(c - 0xdc00)));
        }
        if (i == f.end) return i;
        EncodeFault rest = f;
        rest.start = i;
        return raise_encode_error(t, rest);
    }
    if (errors == "surrogatepass") {
        bool able = f.codec == Codec::utf_8 || f.codec == Codec::utf_8_sig || unit_of(f.codec).bytes > 1;
        size_t i = f.start;
        for (; able && i < f.end; i++) {
            uint32_t c = f.text->at(i);
            if (!is_surrogate(c)) break;
            if (Unit unit = unit_of(f.codec); unit.bytes > 1) {
                TRY(add_unit(out, unit, c));
            } else {
                TRY(out.add_byte(0xed));
                TRY(out.add_byte(static_cast<uint8_t>(0x80 | (c >> 6 & 63))));
                TRY(out.add_byte(static_cast<uint8_t>(0x80 | (c & 63))));
            }
        }
        if (i == f.end) return i;
        return raise_encode_error(t, f);
    }
    return call_encode_handler(t, f, errors, out);
}

Result<size_t> handle_decode_fault(Thread& t, const DecodeFault& f, std::string_view errors, StrBuilder& out) {
    if (errors == "strict") return raise_decode_error(t, f);
    if (errors == "ignore") return f.end;
    if (errors == "replace") {
        TRY(out.add_char(0xfffd));
        return f.end;
    }
    auto byte = [&](size_t i) { return static_cast<uint8_t>(f.content[i]); };
    if (errors == "backslashreplace") {
        for (size_t i = f.start; i < f.end; i++) TRY(out.add(fmt::format("\\x{:02x}", byte(i))));
        return f.end;
    }
    if (errors == "surrogateescape") {
        size_t i = f.start;
        for (; i < f.end && byte(i) >= 128; i++) TRY(out.add_char(0xdc00u + byte(i)));
        return i > f.start ? Result<size_t>(i) : raise_decode_error(t, f);
    }
    if (errors == "surrogatepass") {
        Unit unit = unit_of(f.codec);
        uint32_t c = 0;
        size_t width = unit.bytes;
        if (unit.bytes > 1 && f.start + unit.bytes <= f.content.size()) {
            for (size_t i = 0; i < unit.bytes; i++) c |= uint32_t{byte(f.start + i)} << (8 * (unit.big ? unit.bytes - 1 - i : i));
        } else if ((f.codec == Codec::utf_8 || f.codec == Codec::utf_8_sig) && f.start + 3 <= f.content.size() && byte(f.start) == 0xed &&
                   byte(f.start + 1) >> 6 == 2 && byte(f.start + 2) >> 6 == 2) {
            c = 0xd000u | (byte(f.start + 1) & 63u) << 6 | (byte(f.start + 2) & 63u);
            width = 3;
        }
        if (!is_surrogate(c)) return raise_decode_error(t, f);
        TRY(out.add_char(c));
        return f.start + width;
    }
    if (errors == "xmlcharrefreplace" || errors == "namereplace")
        return raise_type(t, "don't know how to handle UnicodeDecodeError in error callback");
    return call_decode_handler(t, f, errors, out);
}

} // namespace terrarium
