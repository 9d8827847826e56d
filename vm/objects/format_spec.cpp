#include "vm/objects/format_spec.h"

#include "vm/core/protocol.h"
#include "vm/objects/str_methods.h"
#include "vm/objects/str_tools.h"
#include "vm/objects/unicode_props.h"

#include <algorithm>

namespace terrarium {

namespace {

bool is_align(uint32_t c) { return c == '<' || c == '>' || c == '=' || c == '^'; }

// Digits at `at`: their value, or -1 when there are none; moves `at` past them.
Result<int64_t> read_number(Thread& t, const Str* spec, size_t& at) {
    int64_t value = 0;
    size_t start = at;
    for (; at < spec->length; at++) {
        uint32_t c = spec->at(at);
        int digit = c - '0' < 10 ? static_cast<int>(c - '0') : c < 128 ? -1 : unicode::decimal_value(c);
        if (digit < 0) break;
        if (value > (INT64_MAX - digit) / 10) return raise_value_error(t, "Too many decimal digits in format string");
        value = value * 10 + digit;
    }
    return at > start ? value : int64_t{-1};
}

Error raise_both(Thread& t) { return raise_value_error(t, "Cannot specify both ',' and '_'."); }

Status check_grouping(Thread& t, const FormatSpec& f) {
    switch (f.type) {
        case 'd': case 'e': case 'f': case 'g': case 'E': case 'G': case '%': case 'F': case 0: return {};
        case 'b': case 'o': case 'x': case 'X':
            if (f.grouping == '_') return {};
            break;
    }
    if (f.type > 32 && f.type < 128) return raise_value_error(t, "Cannot specify '{}' with '{}'.", f.grouping, static_cast<char>(f.type));
    return raise_value_error(t, "Cannot specify '{}' with '\\x{:x}'.", f.grouping, f.type);
}

} // namespace

Result<FormatSpec> parse_format_spec(Thread& t, Str* spec, char default_type, const char* type_name) {
    FormatSpec f;
    f.align = default_type == 's' ? '<' : '>';
    f.type = static_cast<uint8_t>(default_type);
    size_t at = 0, length = spec->length;
    auto next = [&](uint32_t c) { return at < length && spec->at(at) == c; };
    bool fill_given = false;
    if (length >= 2 && is_align(spec->at(1))) {
        f.fill = spec->at(0);
        f.align = static_cast<char>(spec->at(1));
        fill_given = f.align_given = true;
        at = 2;
    } else if (length >= 1 && is_align(spec->at(0))) {
        f.align = static_cast<char>(spec->at(0));
        f.align_given = true;
        at = 1;
    }
    if (next('+') || next('-') || next(' ')) f.sign = static_cast<char>(spec->at(at++));
    if (next('z')) f.z = true, at++;
    if (next('#')) f.alternate = true, at++;
    if (!fill_given && next('0')) {
        f.zero = true;
        f.fill = '0';
        if (!f.align_given && f.align == '>') f.align = '=';
        at++;
    }
    f.width = TRY(read_number(t, spec, at));
    if (next(',')) f.grouping = ',', at++;
    if (next('_')) {
        if (f.grouping) return raise_both(t);
        f.grouping = '_';
        at++;
    }
    if (next(',') && f.grouping == '_') return raise_both(t);
    if (next('.')) {
        at++;
        f.precision = TRY(read_number(t, spec, at));
        if (f.precision < 0) return raise_value_error(t, "Format specifier missing precision");
    }
    if (length - at > 1) return raise_value_error(t, "Invalid format specifier '{}' for object of type '{}'", to_utf8(spec), type_name);
    if (length - at == 1) f.type = spec->at(at);
    if (f.grouping) TRY(check_grouping(t, f));
    return f;
}

Error raise_unknown_format(Thread& t, uint32_t type, std::string_view type_name) {
    if (type > 32 && type < 128)
        return raise_value_error(t, "Unknown format code '{}' for object of type '{}'", static_cast<char>(type), type_name);
    return raise_value_error(t, "Unknown format code '\\x{:x}' for object of type '{}'", type, type_name);
}

Status check_precision(Thread& t, int64_t precision, Decimals shown) {
    if (precision > INT32_MAX) return raise_value_error(t, "precision too big");
    if (precision > 0 && shown == Decimals::all && !heap_has_room(static_cast<size_t>(precision) * 4)) return raise_memory(t);
    return {};
}

Result<Ref<Str>> pad_text(Thread& t, Str* text, const FormatSpec& spec, size_t prefix) {
    if (spec.width <= static_cast<int64_t>(text->length)) return exact_str(t, text);
    size_t missing = static_cast<size_t>(spec.width) - text->length;
    size_t before = spec.align == '>' ? missing : spec.align == '^' ? missing / 2 : 0;
    size_t middle = spec.align == '=' ? missing : 0;
    if (missing > longest_str) return raise_memory(t);
    Ref<Str> result = TRY(new_str(t, text->length + missing, width_point(text) | width_of_point(spec.fill)));
    if (!middle) prefix = 0;
    fill_units(result, 0, spec.fill, before);
    copy_units(result, before, text, 0, prefix);
    fill_units(result, before + prefix, spec.fill, middle);
    copy_units(result, before + prefix + middle, text, prefix, text->length - prefix);
    fill_units(result, before + middle + text->length, spec.fill, missing - before - middle);
    return result;
}

Result<Ref<Str>> pad_text(Thread& t, std::string_view utf8, const FormatSpec& spec, size_t prefix) {
    Ref<Str> text = TRY(make_str(t, utf8));
    return pad_text(t, text.get(), spec, prefix);
}

std::string group_digits(std::string_view digits, char separator, size_t group, int64_t min_width) {
    std::string reversed;
    int64_t left = static_cast<int64_t>(digits.size()), missing = min_width;
    while (true) {
        int64_t count = std::min<int64_t>(static_cast<int64_t>(group), std::max<int64_t>({left, missing, 1}));
        for (int64_t i = 0; i < count; i++) reversed += left > 0 ? digits[static_cast<size_t>(--left)] : '0';
        missing -= count;
        if (left <= 0 && missing <= 0) break;
        reversed += separator;
        missing--;
    }
    std::reverse(reversed.begin(), reversed.end());
    return reversed;
}

Result<Ref<Str>> build_number(Thread& t, const FormatSpec& spec, std::string_view sign_and_prefix, std::string_view digits, std::string_view rest) {
    std::string text(sign_and_prefix);
    if (spec.grouping && !digits.empty()) {
        bool wide = spec.type == 'b' || spec.type == 'o' || spec.type == 'x' || spec.type == 'X';
        int64_t min_width = 0;
        if (spec.fill == '0' && spec.align == '=') min_width = spec.width - static_cast<int64_t>(sign_and_prefix.size() + rest.size());
        if (min_width > static_cast<int64_t>(longest_str)) return raise_memory(t);
        text += group_digits(digits, spec.grouping, wide ? 4 : 3, min_width);
    } else {
        text += digits;
    }
    text += rest;
    // The usual case is written where it stays: ASCII, padded with ASCII.
    size_t width = spec.width > static_cast<int64_t>(text.size()) ? static_cast<size_t>(spec.width) : text.size();
    if (width > 1 && width <= 900 && spec.fill < 128) {
        Ref<Str> result = TRY(new_str(t, width, 127));
        size_t missing = width - text.size(), prefix = spec.align == '=' ? sign_and_prefix.size() : 0;
        size_t before = spec.align == '>' ? missing : spec.align == '^' ? missing / 2 : 0, middle = spec.align == '=' ? missing : 0;
        uint8_t* to = result->data1();
        const auto* from = reinterpret_cast<const uint8_t*>(text.data());
        if (missing) memset(to, static_cast<int>(spec.fill), width);
        copy_bytes(to + before, from, prefix);
        copy_bytes(to + before + prefix + middle, from + prefix, text.size() - prefix);
        return result;
    }
    return pad_text(t, text, spec, sign_and_prefix.size());
}

// str.__format__
Result<Own> str_dunder_format(Thread& t, const Value* a) {
    Str* s = as<Str>(a[0]);
    Str* text = TRY(need_str(t, a[1], "__format__() argument"));
    if (text->length == 0) return s->shape == shapes::str ? Result<Own>(Own::share(a[0])) : Result<Own>(to_str(t, a[0]));
    FormatSpec spec = TRY(parse_format_spec(t, text, 's', type_name(a[0]).c_str()));
    if (spec.type != 's') return raise_unknown_format(t, spec.type, type_name(a[0]));
    if (spec.sign == ' ') return raise_value_error(t, "Space not allowed in string format specifier");
    if (spec.sign) return raise_value_error(t, "Sign not allowed in string format specifier");
    if (spec.z) return raise_value_error(t, "Negative zero coercion (z) not allowed in string format specifier");
    if (spec.alternate) return raise_value_error(t, "Alternate form (#) not allowed in string format specifier");
    if (spec.align == '=') return raise_value_error(t, "'=' alignment not allowed in string format specifier");
    if (spec.precision < 0 || spec.precision >= static_cast<int64_t>(s->length)) return pad_text(t, s, spec);
    Ref<Str> cut = TRY(str_slice(t, s, 0, static_cast<size_t>(spec.precision)));
    return pad_text(t, cut.get(), spec);
}

} // namespace terrarium
