#include "vm/modules/struct_format.h"

#include "vm/core/float.h"
#include "vm/core/integer.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/modules/text_types.h"

#include <cmath>
#include <cstring>

namespace terrarium {

namespace {

Error raise_struct(Thread& t, std::string_view message) { return raise_text(t, text_types().struct_error, message); }

// Size of a code; 0 when there is no such code in that mode.
uint8_t code_size(char code, bool native) {
    switch (code) {
        case 'x': case 'c': case 'b': case 'B': case '?': case 's': case 'p': return 1;
        case 'h': case 'H': case 'e': return 2;
        case 'i': case 'I': case 'f': return 4;
        case 'l': case 'L': return native ? 8 : 4;
        case 'q': case 'Q': case 'd': return 8;
        case 'n': case 'N': case 'P': return native ? 8 : 0;
        default: return 0;
    }
}

bool is_signed(char code) { return code == 'b' || code == 'h' || code == 'i' || code == 'l' || code == 'q' || code == 'n'; }

void store(uint8_t* to, uint64_t v, size_t size, bool big) {
    for (size_t i = 0; i < size; i++) to[i] = static_cast<uint8_t>(v >> (8 * (big ? size - 1 - i : i)));
}

uint64_t load(const uint8_t* from, size_t size, bool big) {
    uint64_t v = 0;
    for (size_t i = 0; i < size; i++) v |= uint64_t{from[i]} << (8 * (big ? size - 1 - i : i));
    return v;
}

// Half floats: 1 bit sign, 5 exponent, 10 fraction; ties go to even.
bool half_from_double(double d, uint16_t* out) {
    uint16_t sign = std::signbit(d) ? 0x8000 : 0;
    double a = std::fabs(d);
    if (std::isnan(d)) return *out = sign | 0x7e00, true;
    if (std::isinf(d) || a == 0) return *out = sign | (a == 0 ? 0 : 0x7c00), true;
    int exponent;
    double fraction = std::frexp(a, &exponent) * 2; // 1 <= fraction < 2
    exponent--;
    double scaled; // in units of the last place
    int biased = exponent + 15;
    if (biased >= 1) {
        scaled = (fraction - 1) * 1024;
    } else {
        scaled = std::ldexp(a, 24);
        biased = 0;
    }
    double whole = std::nearbyint(scaled); // the default rounding mode is to even
    uint32_t bits = (static_cast<uint32_t>(biased < 0 ? 0 : biased) << 10) + static_cast<uint32_t>(whole);
    if (biased > 30 || bits >= 0x7c00) return false;
    *out = static_cast<uint16_t>(sign | bits);
    return true;
}

double double_from_half(uint16_t h) {
    int exponent = h >> 10 & 31, fraction = h & 1023;
    double v = exponent == 0 ? std::ldexp(fraction, -24) : exponent == 31 ? (fraction ? NAN : INFINITY) : std::ldexp(1024 + fraction, exponent - 25);
    return h & 0x8000 ? -v : v;
}

Status pack_float(Thread& t, const StructItem& item, Value v, uint8_t* to) {
    if (!is_float(v) && !is_int(v) && !type_of(v)->slots.to_float && !type_of(v)->slots.index)
        return raise_struct(t, "required argument is not a float");
    double d = TRY(to_double(t, v));
    if (item.code == 'd') {
        store(to, std::bit_cast<uint64_t>(d), 8, item.big);
    } else if (item.code == 'f') {
        float f = static_cast<float>(d);
        if (std::isinf(f) && !std::isinf(d) && !item.native) return raise_text(t, rt().types.OverflowError, "float too large to pack with f format");
        store(to, std::bit_cast<uint32_t>(f), 4, item.big);
    } else {
        uint16_t half;
        if (!half_from_double(d, &half)) return raise_text(t, rt().types.OverflowError, "float too large to pack with e format");
        store(to, half, 2, item.big);
    }
    return {};
}

Status out_of_range(Thread& t, const StructItem& item) {
    switch (item.code) {
        case 'b': return raise_struct(t, "byte format requires -128 <= number <= 127");
        case 'B': return raise_struct(t, "ubyte format requires 0 <= number <= 255");
        case 'h': return raise_struct(t, "short format requires -32768 <= number <= 32767");
        case 'H': return raise_struct(t, "ushort format requires 0 <= number <= 65535");
        default: break;
    }
    if (item.size == 4 && is_signed(item.code))
        return raise_fmt(t, text_types().struct_error, "'{}' format requires -2147483648 <= number <= 2147483647", item.code);
    if (item.size == 4) return raise_fmt(t, text_types().struct_error, "'{}' format requires 0 <= number <= 4294967295", item.code);
    return raise_struct(t, "argument out of range");
}

Status pack_int(Thread& t, const StructItem& item, Value v, uint8_t* to) {
    if (!is_int(v) && !type_of(v)->slots.index) return raise_struct(t, "required argument is not an integer");
    Own index = TRY(to_index(t, v));
    size_t bits = item.size * 8;
    int64_t n;
    if (!int_fits_int64(index, &n)) {
        const BigInt* big = as<BigInt>(index);
        if (is_signed(item.code) || item.size < 8 || big->size != 1) return raise_struct(t, "argument out of range");
        store(to, big->limbs()[0], 8, item.big);
        return {};
    }
    if (is_signed(item.code)) {
        if (bits < 64 && (n < -(int64_t{1} << (bits - 1)) || n >= int64_t{1} << (bits - 1))) return out_of_range(t, item);
    } else if (n < 0 && item.code != 'P') {
        return item.size < 4 ? out_of_range(t, item) : raise_struct(t, "argument out of range");
    } else if (bits < 64 && n >= int64_t{1} << bits) {
        return out_of_range(t, item);
    }
    store(to, static_cast<uint64_t>(n), item.size, item.big);
    return {};
}

Status pack_text(Thread& t, const StructItem& item, Value v, uint8_t* to) {
    if (!is_bytes(v) && !(v.is_object() && is_bytearray(v)))
        return raise_fmt(t, text_types().struct_error, "argument for '{}' must be a bytes object", item.code);
    std::string_view content = bytes_content(v);
    if (item.code == 's') {
        memcpy(to, content.data(), std::min<size_t>(content.size(), item.count));
    } else if (item.count > 0) { // a length byte leads
        size_t room = item.count - 1, length = std::min(content.size(), room);
        to[0] = static_cast<uint8_t>(std::min<size_t>(length, 255));
        memcpy(to + 1, content.data(), length);
    }
    return {};
}

Status pack_one(Thread& t, const StructItem& item, Value v, uint8_t* to) {
    switch (item.code) {
        case 'c':
            if (!is_bytes(v) || bytes_content(v).size() != 1) return raise_struct(t, "char format requires a bytes object of length 1");
            *to = static_cast<uint8_t>(bytes_content(v)[0]);
            return {};
        case '?': *to = TRY(is_truthy(t, v)); return {};
        case 'e': case 'f': case 'd': return pack_float(t, item, v, to);
        default: return pack_int(t, item, v, to);
    }
}

Result<Own> unpack_one(const StructItem& item, const uint8_t* from) {
    uint64_t v = load(from, item.size, item.big);
    switch (item.code) {
        case 'c': return Own::share(rt().byte_bytes[*from]);
        case '?': return Own::boolean(v != 0);
        case 'e': return make_float(double_from_half(static_cast<uint16_t>(v)));
        case 'f': return make_float(std::bit_cast<float>(static_cast<uint32_t>(v)));
        case 'd': return make_float(std::bit_cast<double>(v));
        default: break;
    }
    if (!is_signed(item.code)) return make_uint(v);
    unsigned spare = 64 - item.size * 8u;
    return make_int(static_cast<int64_t>(v << spare) >> spare);
}

} // namespace

Result<StructLayout> parse_struct(Thread& t, std::string_view format) {
    StructLayout layout;
    size_t at = 0;
    bool native = true, big = false;
    if (!format.empty()) {
        switch (format[0]) {
            case '@': at = 1; break;
            case '=': case '<': at = 1; native = false; break;
            case '>': case '!': at = 1; native = false; big = true; break;
        }
    }
    constexpr size_t most = INT64_MAX / 2;
    while (at < format.size()) {
        char c = format[at++];
        if (c == ' ' || (c >= 9 && c <= 13)) continue;
        size_t count = 1;
        if (c >= '0' && c <= '9') {
            count = static_cast<size_t>(c - '0');
            while (at < format.size() && format[at] >= '0' && format[at] <= '9') {
                count = count * 10 + static_cast<size_t>(format[at++] - '0');
                if (count > most / 10) return raise_struct(t, "total struct size too long");
            }
            if (at == format.size()) return raise_struct(t, "repeat count given without format specifier");
            c = format[at++];
        }
        uint8_t size = code_size(c, native);
        if (!size) return raise_struct(t, "bad char in struct format");
        if (native) layout.size = (layout.size + size - 1) / size * size;
        if (count > most / size || count * size > most - layout.size || (c != 'x' && count > UINT32_MAX)) return raise_struct(t, "total struct size too long");
        bool text = c == 's' || c == 'p';
        if (c != 'x' && (count || text)) {
            layout.items.push_back({c, big, native, size, static_cast<uint32_t>(count), layout.size});
            layout.values += text ? 1 : count;
        }
        layout.size += count * size;
    }
    return layout;
}

Status pack_struct(Thread& t, const StructItem* items, size_t count, const Value* values, uint8_t* to) {
    for (size_t i = 0; i < count; i++) {
        const StructItem& item = items[i];
        if (item.code == 's' || item.code == 'p') {
            TRY(pack_text(t, item, *values++, to + item.offset));
            continue;
        }
        for (size_t k = 0; k < item.count; k++) TRY(pack_one(t, item, *values++, to + item.offset + k * item.size));
    }
    return {};
}

Result<Own> unpack_struct(Thread& t, const StructItem* items, size_t count, size_t values, const uint8_t* from) {
    Ref<Tuple> result = TRY(new_tuple(t, values));
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        const StructItem& item = items[i];
        const uint8_t* place = from + item.offset;
        if (item.code == 's' || item.code == 'p') {
            size_t length = item.count;
            if (item.code == 'p') {
                length = item.count ? std::min<size_t>(place[0], item.count - 1) : 0;
                place++;
            }
            result->items()[at++] = Own(TRY(make_bytes(t, {reinterpret_cast<const char*>(place), length}))).take();
            continue;
        }
        for (size_t k = 0; k < item.count; k++) result->items()[at++] = TRY(unpack_one(item, place + k * item.size)).take();
    }
    return result;
}

} // namespace terrarium
