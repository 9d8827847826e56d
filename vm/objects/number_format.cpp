// format(number, spec). Source: Python's library reference, "Format Specification Mini-Language".
#include "vm/core/errors.h"
#include "vm/core/float.h"
#include "vm/core/integer.h"
#include "vm/core/protocol.h"
#include "vm/objects/format_spec.h"
#include "vm/objects/int_type.h"

#include <cmath>

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

// The text of a double by code and precision, without its sign. No code: repr, or g with at least one decimal.
std::string magnitude_text(double d, const FormatSpec& spec, bool plain_repr_ok) {
    double m = std::fabs(d);
    uint32_t code = spec.type;
    int precision = static_cast<int>(spec.precision);
    if (code == 0) {
        if (spec.precision < 0) {
            std::string text = float_repr(m);
            if (!plain_repr_ok && text.size() > 2 && text.compare(text.size() - 2, 2, ".0") == 0) text.resize(text.size() - 2);
            return text;
        }
        std::string text = float_format(m, 'g', precision == 0 ? 1 : precision, spec.alternate, false);
        if (!plain_repr_ok || !std::isfinite(m)) return text;
        // At least one digit after the point, and the exponent form already where the precision is reached.
        int shown = precision == 0 ? 1 : precision;
        if (text.find('e') == std::string::npos && text.find('.') == std::string::npos) {
            if (static_cast<int>(text.size()) >= shown) {
                std::string scientific = float_format(m, 'e', shown - 1, spec.alternate, false);
                size_t e = scientific.find('e');
                std::string head = scientific.substr(0, e);
                if (head.find('.') != std::string::npos && !spec.alternate) {
                    while (head.back() == '0') head.pop_back();
                    if (head.back() == '.') head.pop_back();
                }
                return head + scientific.substr(e);
            }
            return text + ".0";
        }
        return text;
    }
    if (spec.precision < 0) precision = 6;
    return float_format(m, static_cast<char>(code), precision, spec.alternate, false);
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
    TRY(check_precision(t, spec.precision));
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
    FormatSpec spec = TRY(parse_format_spec(t, spec_text, 'd', "int"));
    std::string name = type_name(v);
    if (spec.precision > INT32_MAX) return raise_value_error(t, "precision too big");
    if (is_float_code(spec.type) && spec.type != 'n') {
        double d = TRY(int_to_double(t, v));
        return format_double(t, d, spec);
    }
    if (spec.type != 'd' && spec.type != 'n' && spec.type != 'b' && spec.type != 'o' && spec.type != 'x' && spec.type != 'X' && spec.type != 'c')
        return raise_unknown_format(t, spec.type, name);
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
    FormatSpec spec = TRY(parse_format_spec(t, spec_text, 0, "float"));
    if (spec.type != 0 && !is_float_code(spec.type)) return raise_unknown_format(t, spec.type, type_name(original));
    return format_double(t, d, spec);
}

Result<Own> complex_format_spec(Thread& t, double real, double imag, Str* spec_text) {
    if (spec_text->length == 0) return to_str(t, make_complex(real, imag).value());
    FormatSpec spec = TRY(parse_format_spec(t, spec_text, 0, "complex"));
    if (spec.type == '%' || (spec.type != 0 && !is_float_code(spec.type))) return raise_unknown_format(t, spec.type, "complex");
    if (spec.zero || (spec.fill == '0' && spec.align == '=')) return raise_value_error(t, "Zero padding is not allowed in complex format specifier");
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
    std::string text = skip_real ? one(imag, spec.sign) + "j" : one(real, spec.sign) + one(imag, '+') + "j";
    if (parentheses && !skip_real) text = "(" + text + ")";
    FormatSpec padding = spec;
    if (!padding.align_given) padding.align = '>';
    return pad_text(t, text, padding);
}

} // namespace terrarium
