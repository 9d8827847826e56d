// Floats to and from text, and the characters numbers are read from.
#include "vm/objects/number_text.h"

#include "vm/core/errors.h"
#include "vm/core/float.h"
#include "vm/core/protocol.h"
#include "vm/objects/unicode_props.h"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace terrarium {

std::string to_decimal_text(const Str* s) {
    if (s->ascii) return std::string(s->ascii_view());
    std::string text;
    text.reserve(s->length);
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = s->at(i);
        int digit = c < 128 ? -1 : unicode::decimal_value(c);
        if (c < 128) text.push_back(static_cast<char>(c));
        else if (digit >= 0) text.push_back(static_cast<char>('0' + digit));
        else text.push_back(unicode::is_space(c) ? ' ' : '?');
    }
    return text;
}

std::string float_repr(double d) {
    if (std::isnan(d)) return "nan";
    if (std::isinf(d)) return d < 0 ? "-inf" : "inf";
    char buffer[32];
    auto end = std::to_chars(buffer, buffer + sizeof buffer, d, std::chars_format::scientific).ptr;
    std::string_view text(buffer, static_cast<size_t>(end - buffer)); // -d.ddde+xx
    bool negative = text[0] == '-';
    if (negative) text.remove_prefix(1);
    size_t e = text.find('e');
    int exponent = std::atoi(std::string(text.substr(e + 1)).c_str());
    std::string digits;
    for (char c : text.substr(0, e)) {
        if (c != '.') digits.push_back(c);
    }
    std::string out = negative ? "-" : "";
    if (exponent < -4 || exponent >= 16) {
        out += digits[0];
        if (digits.size() > 1) out += "." + digits.substr(1);
        char tail[16];
        std::snprintf(tail, sizeof tail, "e%c%02d", exponent < 0 ? '-' : '+', std::abs(exponent));
        return out + tail;
    }
    if (exponent < 0) return out + "0." + std::string(static_cast<size_t>(-exponent - 1), '0') + digits;
    size_t whole = static_cast<size_t>(exponent) + 1;
    if (digits.size() <= whole) return out + digits + std::string(whole - digits.size(), '0') + ".0";
    return out + digits.substr(0, whole) + "." + digits.substr(whole);
}

namespace {

// d >= 0 in fixed notation with up to 9 decimals, by exact arithmetic: d is m * 2^-e, and m * 10^decimals fits 128 bits.
// Rounds half to even of the exact value, as printf does. False: too large.
bool write_fixed(double d, int decimals, std::string* out) {
    constexpr uint64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};
    if (!(d < 1e9) || decimals > 9) return false;
    int exponent;
    auto mantissa = static_cast<uint64_t>(std::ldexp(std::frexp(d, &exponent), 53)); // d = mantissa * 2^(exponent - 53)
    int shift = 53 - exponent; // above 20, since d < 2^30
    auto scaled = static_cast<unsigned __int128>(mantissa) * powers[decimals];
    uint64_t whole = 0;
    if (shift < 100) {
        unsigned __int128 quotient = scaled >> shift, rest = scaled - (quotient << shift), half = static_cast<unsigned __int128>(1) << (shift - 1);
        whole = static_cast<uint64_t>(quotient);
        if (rest > half || (rest == half && (whole & 1))) whole++;
    } // else less than half of the last decimal
    char buffer[32];
    char* end = buffer + sizeof buffer;
    char* at = end;
    for (int i = 0; i < decimals; i++, whole /= 10) *--at = static_cast<char>('0' + whole % 10);
    if (decimals) *--at = '.';
    do {
        *--at = static_cast<char>('0' + whole % 10);
        whole /= 10;
    } while (whole);
    out->assign(at, end);
    return true;
}

} // namespace

std::string float_format(double d, char code, int precision, bool alternate, bool always_sign) {
    std::string out;
    bool upper = code >= 'A' && code <= 'Z';
    if (std::isnan(d) || std::isinf(d)) {
        out = std::isnan(d) ? "nan" : d < 0 ? "-inf" : "inf";
        if (upper) {
            for (char& c : out) c = static_cast<char>(std::toupper(c));
        }
        if (code == '%') out += '%';
    } else if (code == 'r') {
        out = float_repr(d);
    } else {
        bool percent = code == '%';
        char conversion = percent ? 'f' : code == 'n' ? 'g' : code;
        if (percent) {
            d *= 100;
            if (std::isinf(d)) return (always_sign && d > 0 ? "+" : "") + std::string(d < 0 ? "-inf%" : "inf%");
        }
        if (conversion == 'F') conversion = 'f';
        char lower = static_cast<char>(conversion | 32);
        // No double has more decimals than this: the rest are zeros, and need no arithmetic.
        constexpr int all_decimals = 1100;
        size_t zeros = 0;
        if (precision > all_decimals) {
            if (lower != 'g' || alternate) zeros = static_cast<size_t>(precision - all_decimals);
            precision = all_decimals;
        }
        if (!alternate && precision <= 60) { // the usual case: no pattern to read, and no locale
            if (lower == 'f' && precision >= 0 && !std::signbit(d) && write_fixed(d, precision, &out)) {
                if (percent) out += '%';
                if (always_sign) out.insert(out.begin(), '+');
                return out;
            }
            char plain[400];
            auto format = lower == 'f' ? std::chars_format::fixed : lower == 'e' ? std::chars_format::scientific : std::chars_format::general;
            auto written = std::to_chars(plain, plain + sizeof plain, d, format, precision);
            if (written.ec == std::errc()) {
                out.assign(plain, static_cast<size_t>(written.ptr - plain));
                if (upper && lower != 'f') {
                    for (char& c : out) c = c == 'e' ? 'E' : c;
                }
                if (percent) out += '%';
                if (always_sign && out[0] != '-') out.insert(out.begin(), '+');
                return out;
            }
        }
        char pattern[8] = "%";
        size_t at = 1;
        if (alternate) pattern[at++] = '#';
        pattern[at++] = '.';
        pattern[at++] = '*';
        pattern[at++] = conversion;
        pattern[at] = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        char buffer[128]; // enough for all but very long results
        int n = std::snprintf(buffer, sizeof buffer, pattern, precision, d);
        if (n < static_cast<int>(sizeof buffer)) {
            out.assign(buffer, static_cast<size_t>(n));
        } else {
            out.resize(static_cast<size_t>(n) + 1);
            std::snprintf(out.data(), out.size(), pattern, precision, d);
            out.pop_back();
        }
#pragma GCC diagnostic pop
        if (zeros) {
            size_t e = lower == 'f' ? std::string::npos : out.find(upper ? 'E' : 'e');
            out.insert(e == std::string::npos ? out.size() : e, zeros, '0');
        }
        if (percent) out += '%';
    }
    if (always_sign && out[0] != '-') out.insert(out.begin(), '+');
    return out;
}

Result<Own> float_parse(Thread& t, std::string_view text, Value original) {
    auto invalid = [&]() -> Error {
        Result<std::string> shown = repr_text(t, original);
        if (!shown) return Error{};
        return raise_value_error(t, "could not convert string to float: {}", shown.get());
    };
    double d;
    if (!read_double(text, &d)) return invalid();
    return make_float(d);
}

bool read_double(std::string_view text, double* out) {
    auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f); };
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    // Underscores stand between digits only.
    std::string plain;
    for (size_t i = 0; i < text.size(); i++) {
        if (text[i] != '_') {
            plain.push_back(text[i]);
            continue;
        }
        bool between = i > 0 && i + 1 < text.size() && text[i - 1] >= '0' && text[i - 1] <= '9' && text[i + 1] >= '0' && text[i + 1] <= '9';
        if (!between) return false;
    }
    size_t i = 0;
    bool negative = false;
    if (i < plain.size() && (plain[i] == '+' || plain[i] == '-')) negative = plain[i++] == '-';
    std::string body = plain.substr(i);
    std::string lower = body;
    for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    if (lower == "inf" || lower == "infinity") {
        *out = negative ? -HUGE_VAL : HUGE_VAL;
        return true;
    }
    if (lower == "nan") {
        *out = negative ? -std::nan("") : std::nan("");
        return true;
    }
    bool digits = false, point = false, exponent = false;
    for (size_t k = 0; k < lower.size(); k++) {
        char c = lower[k];
        if (c >= '0' && c <= '9') {
            digits = true;
        } else if (c == '.' && !point && !exponent) {
            point = true;
        } else if (c == 'e' && digits && !exponent) {
            exponent = true;
            digits = false; // some must follow
            if (k + 1 < lower.size() && (lower[k + 1] == '+' || lower[k + 1] == '-')) k++;
        } else {
            return false;
        }
    }
    if (!digits) return false;
    double d = 0;
    auto r = std::from_chars(body.data(), body.data() + body.size(), d);
    if (r.ec == std::errc::result_out_of_range) d = std::strtod(body.c_str(), nullptr);
    *out = negative ? -d : d;
    return true;
}

} // namespace terrarium
