// The module binascii: hexadecimal, base64, checksums, quoted-printable left out. Source: RFC 4648; CRC-32 of ISO 3309.
#include "vm/core/dict.h"
#include "vm/core/integer.h"
#include "vm/core/native.h"
#include "vm/core/protocol.h"
#include "vm/modules/text_types.h"
#include "vm/objects/buffer.h"
#include "vm/objects/bytes_methods.h"

#include <array>

namespace terrarium {

namespace {

Error raise_error(Thread& t, std::string_view message) { return raise_text(t, text_types().binascii_error, message); }

// Bytes, a buffer, or an ASCII str: the content, held by *hold.
Result<std::string_view> ascii_argument(Thread& t, Value v, Buffer& hold) {
    if (is_str(v)) {
        if (!as<Str>(v)->ascii) return raise_value_error(t, "string argument should contain only ASCII characters");
        return as<Str>(v)->ascii_view();
    }
    if (!has_buffer(v)) return raise_type(t, "argument should be bytes, buffer or ASCII string, not '{}'", type_name(v));
    hold = TRY(get_buffer(t, v));
    return hold.view();
}

// --- hexadecimal

Result<Own> hexlify(Thread& t, const Value* a) {
    Buffer data = TRY(get_buffer(t, a[0]));
    return make_bytes(t, TRY(hex_text(t, data.view(), a[1], a[2])));
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

Result<Own> unhexlify(Thread& t, const Value* a) {
    Buffer hold;
    std::string_view text = TRY(ascii_argument(t, a[0], hold));
    if (text.size() % 2) return raise_error(t, "Odd-length string");
    Ref<Bytes> result = TRY(new_bytes(t, text.size() / 2));
    for (size_t i = 0; i < text.size(); i += 2) {
        int high = hex_digit(text[i]), low = hex_digit(text[i + 1]);
        if (high < 0 || low < 0) return raise_error(t, "Non-hexadecimal digit found");
        result->data()[i / 2] = static_cast<uint8_t>(high << 4 | low);
    }
    return result;
}

// --- base64

constexpr char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<int8_t, 256> make_base64_values() {
    std::array<int8_t, 256> values{};
    for (auto& v : values) v = -1;
    for (int i = 0; i < 64; i++) values[static_cast<uint8_t>(base64_digits[i])] = static_cast<int8_t>(i);
    return values;
}
constexpr std::array<int8_t, 256> base64_values = make_base64_values();

Result<Own> b2a_base64(Thread& t, const Value* a) {
    Buffer data = TRY(get_buffer(t, a[0]));
    bool newline = a[1].is_null() || TRY(is_truthy(t, a[1]));
    Ref<Bytes> result = TRY(new_bytes(t, (data.size + 2) / 3 * 4 + newline));
    uint8_t* to = result->data();
    for (size_t i = 0; i < data.size; i += 3) {
        size_t left = data.size - i;
        uint32_t bits = uint32_t{data.data[i]} << 16 | (left > 1 ? uint32_t{data.data[i + 1]} << 8 : 0) | (left > 2 ? data.data[i + 2] : 0u);
        *to++ = static_cast<uint8_t>(base64_digits[bits >> 18]);
        *to++ = static_cast<uint8_t>(base64_digits[bits >> 12 & 63]);
        *to++ = static_cast<uint8_t>(left > 1 ? base64_digits[bits >> 6 & 63] : '=');
        *to++ = static_cast<uint8_t>(left > 2 ? base64_digits[bits & 63] : '=');
    }
    if (newline) *to = '\n';
    return result;
}

Result<Own> a2b_base64(Thread& t, const Value* a) {
    Buffer hold;
    std::string_view text = TRY(ascii_argument(t, a[0], hold));
    bool strict = !a[1].is_null() && TRY(is_truthy(t, a[1]));
    BytesBuilder out(t);
    unsigned place = 0, pads = 0; // place: digits of the present group of four
    uint8_t rest = 0;
    bool padding = false;
    if (strict && !text.empty() && text[0] == '=') return raise_error(t, "Leading padding not allowed");
    for (size_t i = 0; i < text.size(); i++) {
        char c = text[i];
        if (c == '=') {
            padding = true;
            if (place >= 2 && place + ++pads >= 4) {
                if (strict && i + 1 < text.size()) return raise_error(t, "Excess data after padding");
                return out.finish();
            }
            if (strict && place == 0) return raise_error(t, "Excess data after padding");
            continue;
        }
        int value = base64_values[static_cast<uint8_t>(c)];
        if (value < 0) {
            if (strict) return raise_error(t, "Only base64 data is allowed");
            continue;
        }
        if (strict && padding) return raise_error(t, "Discontinuous padding not allowed");
        pads = 0;
        switch (place) {
            case 0: rest = static_cast<uint8_t>(value); break;
            case 1:
                TRY(out.add_byte(static_cast<uint8_t>(rest << 2 | value >> 4)));
                rest = value & 15;
                break;
            case 2:
                TRY(out.add_byte(static_cast<uint8_t>(rest << 4 | value >> 2)));
                rest = value & 3;
                break;
            case 3: TRY(out.add_byte(static_cast<uint8_t>(rest << 6 | value))); break;
        }
        place = (place + 1) & 3;
    }
    if (place == 1)
        return raise_fmt(t, text_types().binascii_error,
                         "Invalid base64-encoded string: number of data characters ({}) cannot be 1 more than a multiple of 4",
                         out.length() / 3 * 4 + 1);
    if (place != 0) return raise_error(t, "Incorrect padding");
    return out.finish();
}

// --- checksums

constexpr std::array<uint32_t, 256> make_crc_table() {
    std::array<uint32_t, 256> table{};
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t c = i;
        for (int k = 0; k < 8; k++) c = c & 1 ? 0xedb88320u ^ c >> 1 : c >> 1;
        table[i] = c;
    }
    return table;
}
constexpr std::array<uint32_t, 256> crc_table = make_crc_table();

Result<uint64_t> start_value(Thread& t, Value v) {
    if (v.is_null()) return uint64_t{0};
    Own index = TRY(to_index(t, v));
    int64_t n;
    if (int_fits_int64(index, &n)) return static_cast<uint64_t>(n);
    const BigInt* big = as<BigInt>(index);
    return big->size < 0 ? 0 - big->limbs()[0] : big->limbs()[0];
}

Result<Own> crc32(Thread& t, const Value* a) {
    Buffer data = TRY(get_buffer(t, a[0]));
    uint32_t crc = ~static_cast<uint32_t>(TRY(start_value(t, a[1])));
    for (size_t i = 0; i < data.size; i++) crc = crc_table[(crc ^ data.data[i]) & 255] ^ crc >> 8;
    return make_uint(~crc);
}

// CRC-CCITT with the polynomial 0x1021, most significant bit first.
Result<Own> crc_hqx(Thread& t, const Value* a) {
    Buffer data = TRY(get_buffer(t, a[0]));
    uint32_t crc = static_cast<uint32_t>(TRY(start_value(t, a[1]))) & 0xffff;
    for (size_t i = 0; i < data.size; i++) {
        crc ^= uint32_t{data.data[i]} << 8;
        for (int k = 0; k < 8; k++) crc = (crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1) & 0xffff;
    }
    return make_uint(crc);
}

const NativeDef functions[] = {
    {"hexlify(data, sep=<unset>, bytes_per_sep=1)", hexlify, "Hexadecimal representation of binary data."},
    {"b2a_hex(data, sep=<unset>, bytes_per_sep=1)", hexlify, "Hexadecimal representation of binary data."},
    {"unhexlify(hexstr, /)", unhexlify, "Binary data of hexadecimal representation."},
    {"a2b_hex(hexstr, /)", unhexlify, "Binary data of hexadecimal representation."},
    {"b2a_base64(data, /, *, newline=True)", b2a_base64, "Base64-code line of data."},
    {"a2b_base64(data, /, *, strict_mode=False)", a2b_base64, "Decode a line of base64 data."},
    {"crc32(data, crc=0, /)", crc32, "Compute CRC-32 incrementally."},
    {"crc_hqx(data, crc, /)", crc_hqx, "Compute CRC-CCITT incrementally."},
    {nullptr, nullptr, nullptr},
};

const TypeSpec spec_error = {"binascii", nullptr, 0, type_basetype, nullptr, nullptr, nullptr, nullptr, nullptr};

Status setup(Thread&, Dict* names) {
    TextTypes& types = text_types();
    if (!types.binascii_error) types.binascii_error = make_exception_type("Error", rt().types.ValueError, spec_error);
    dict_set(names, intern("Error"), Value::object(types.binascii_error));
    return {};
}

} // namespace

extern const NativeModuleDef module_binascii;
const NativeModuleDef module_binascii = {"binascii", "Conversion between binary data and ASCII.", functions, setup};

} // namespace terrarium
