// format(number, spec). Source: Python's library reference, "Format Specification Mini-Language".
#include "vm/core/errors.h"
#include "vm/core/float.h"
#include "vm/core/integer.h"
#include "vm/core/protocol.h"
#include "vm/objects/format_spec.h"
#include "vm/objects/int_type.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace terrarium {

namespace {

std::string sign_text(bool negative, char sign) { return negative ? "-" : sign == '+' ? "+" : sign == ' ' ? " " : ""; }

// Splits "123.45e+6%" behind its integer digits.
void split_digits(const std::string& text, std::string* digits, std::string* rest) {
    size_t i = 0;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9') i++;
    *digits = text.substr(0, i);
    *rest = text.substr(i);
}

bool is_float_code(uint32_t c) { return c == 'e' || c == 'E' || c == 'f' || c == 'F' || c == 'g' || c == 'G' || c == 'n' || c == '%'; }

// The text of a finite number >= 0 where the format names no code: repr's digits, or `precision` of them as with g.
// digit_after_point: in plain notation at least one (12.0, not 12).
std::string general_text(double m, int64_t precision, bool alternate, bool digit_after_point) {
    constexpr int64_t all_digits = 1100; // more than any double has
    std::string text = precision < 0 ? float_repr(m) : float_format(m, 'e', static_cast<int>(std::clamp<int64_t>(precision, 1, all_digits)) - 1, false, false);
    std::string digits; // significant ones, no zeros at either end
    int64_t point = 0;  // where the decimal point stands in them
    bool seen_point = false;
    size_t i = 0;
    for (; i < text.size() && text[i] != 'e'; i++) {
        if (text[i] == '.') {
            seen_point = true;
            continue;
        }
        if (digits.empty() && text[i] == '0') {
            if (seen_point) point--;
            continue;
        }
        digits += text[i];
        if (!seen_point) point++;
    }
    if (i < text.size()) point += std::atoi(text.c_str() + i + 1);
    while (!digits.empty() && digits.back() == '0') digits.pop_back();
    if (digits.empty()) {
        digits = "0";
        point = 1;
    }
    int64_t widest = precision < 0 ? 16 : std::max<int64_t>(precision, 1) - digit_after_point;
    bool scientific = point <= -4 || point > widest;
    if (precision >= 0 && alternate) digits.resize(std::max(digits.size(), static_cast<size_t>(std::max<int64_t>(precision, 1))), '0');
    int64_t exponent = point - 1;
    if (scientific) point = 1;
    std::string out;
    if (point <= 0) {
        out = "0." + std::string(static_cast<size_t>(-point), '0') + digits;
    } else {
        if (digits.size() < static_cast<size_t>(point)) digits.resize(static_cast<size_t>(point), '0');
        out = digits.substr(0, static_cast<size_t>(point)) + "." + digits.substr(static_cast<size_t>(point));
        if (out.back() == '.' && digit_after_point && !scientific) out += '0';
    }
    if (out.back() == '.' && !alternate) out.pop_back();
    if (scientific) out += fmt::format("e{}{:02}", exponent < 0 ? '-' : '+', std::abs(exponent));
    return out;
}

// The text of a double by code and precision, without its sign. No code: see general_text.
std::string magnitude_text(double d, const FormatSpec& spec, bool digit_after_point) {
    double m = std::fabs(d);
    if (spec.type == 0) return std::isfinite(m) ? general_text(m, spec.precision, spec.alternate, digit_after_point) : float_repr(m);
    int precision = spec.precision < 0 ? 6 : static_cast<int>(spec.precision);
    return float_format(m, static_cast<char>(spec.type), precision, spec.alternate, false);
}

bool negative_after_z(double d, const std::string& text, bool z) {
    if (!std::signbit(d) || std::isnan(d)) return false;
    if (!z) return true;
    for (char c : text) {
        if (c == 'e' || c == 'E') break;
        if ((c >= '1' && c <= '9') || c == 'i' || c == 'I') return true;
    }
    return false;
}

Result<Own> format_double(Thread& t, double d, const FormatSpec& spec) {
    bool short_form = !spec.alternate && (spec.type == 0 || spec.type == 'g' || spec.type == 'G' || spec.type == 'n');
    TRY(check_precision(t, spec.precision, short_form || !std::isfinite(d) ? Decimals::significant : Decimals::all));
    std::string text = magnitude_text(d, spec, true), digits, rest;
    std::string sign = sign_text(negative_after_z(d, text, spec.z), spec.sign);
    split_digits(text, &digits, &rest);
    if (digits.empty()) { // inf, nan: no grouping, zeros still pad
        FormatSpec plain = spec;
        plain.grouping = 0;
        return build_number(t, plain, sign, digits, rest);
    }
    return build_number(t, spec, sign, digits, rest);
}

} // namespace

Result<Own> int_format(Thread& t, Value v, Str* spec_text) {
    if (spec_text->length == 0) {
        Own exact = v.is_bool() ? Own::adopt(v) : Own::share(v);
        return to_str(t, exact);
    }
    FormatSpec spec = TRY(parse_format_spec(t, spec_text, 'd', type_name(v).c_str()));
    if (spec.precision > INT32_MAX) return raise_value_error(t, "precision too big");
    if (is_float_code(spec.type) && spec.type != 'n') {
        double d = TRY(int_to_double(t, v));
        return format_double(t, d, spec);
    }
    if (spec.type != 'd' && spec.type != 'n' && spec.type != 'b' && spec.type != 'o' && spec.type != 'x' && spec.type != 'X' && spec.type != 'c')
        return raise_unknown_format(t, spec.type, type_name(v));
    if (spec.precision >= 0) return raise_value_error(t, "Precision not allowed in integer format specifier");
    if (spec.z) return raise_value_error(t, "Negative zero coercion (z) not allowed in integer format specifier");
    if (spec.type == 'c') {
        if (spec.sign) return raise_value_error(t, "Sign not allowed with integer format specifier 'c'");
        if (spec.alternate) return raise_value_error(t, "Alternate form (#) not allowed with integer format specifier 'c'");
        int64_t c;
        if (!int_fits_int64(v, &c)) return raise_text(t, rt().types.OverflowError, "Python int too large to convert to C long");
        if (c < 0 || c > 0x10ffff) return raise_text(t, rt().types.OverflowError, "%c arg not in range(0x110000)");
        Ref<Str> text = make_char(static_cast<uint32_t>(c));
        return pad_text(t, text.get(), spec);
    }
    bool negative = int_sign(v) < 0;
    std::string digits;
    std::string prefix = sign_text(negative, spec.sign);
    if (spec.type == 'd' || spec.type == 'n') {
        digits = TRY(int_to_decimal(t, v));
    } else {
        int base = spec.type == 'b' ? 2 : spec.type == 'o' ? 8 : 16;
        digits = int_to_base(v, base, false, spec.type == 'X');
        if (spec.alternate) prefix += spec.type == 'b' ? "0b" : spec.type == 'o' ? "0o" : spec.type == 'x' ? "0x" : "0X";
    }
    if (digits[0] == '-') digits.erase(0, 1);
    return build_number(t, spec, prefix, digits, "");
}

Result<Own> float_format_spec(Thread& t, double d, Value original, Str* spec_text) {
    if (spec_text->length == 0) return to_str(t, original);
    FormatSpec spec = TRY(parse_format_spec(t, spec_text, 0, type_name(original).c_str()));
    if (spec.type != 0 && !is_float_code(spec.type)) return raise_unknown_format(t, spec.type, type_name(original));
    return format_double(t, d, spec);
}

Result<Own> complex_format_spec(Thread& t, double real, double imag, Str* spec_text) {
    if (spec_text->length == 0) return to_str(t, make_complex(real, imag).value());
    FormatSpec spec = TRY(parse_format_spec(t, spec_text, 0, "complex"));
    if (spec.type == '%' || (spec.type != 0 && !is_float_code(spec.type))) return raise_unknown_format(t, spec.type, "complex");
    if (spec.fill == '0') return raise_value_error(t, "Zero padding is not allowed in complex format specifier");
    if (spec.align == '=') return raise_value_error(t, "'=' alignment flag is not allowed in complex format specifier");
    bool parentheses = spec.type == 0;
    bool skip_real = parentheses && real == 0 && !std::signbit(real);
    FormatSpec part = spec;
    part.width = -1;
    auto one = [&](double d, char sign) -> std::string {
        std::string text = magnitude_text(d, part, false), digits, rest;
        split_digits(text, &digits, &rest);
        if (part.grouping) digits = group_digits(digits, part.grouping, 3, 0);
        return sign_text(negative_after_z(d, text, spec.z), sign) + digits + rest;
    };
    TRY(check_precision(t, spec.precision, Decimals::all));
    std::string text = skip_real ? one(imag, spec.sign) + "j" : one(real, spec.sign) + one(imag, '+') + "j";
    if (parentheses && !skip_real) text = "(" + text + ")";
    FormatSpec padding = spec;
    if (!padding.align_given) padding.align = '>';
    return pad_text(t, text, padding);
}

} // namespace terrarium
