// The module unicodedata: properties of characters and normal forms, by utf8proc's tables and those of unicode_props.
// Source: Unicode Standard Annexes 11 (East Asian width) and 15 (normalisation).
#include "support/unicode_names.h"
#include "vm/core/dict.h"
#include "vm/core/errors.h"
#include "vm/core/float.h"
#include "vm/core/native.h"
#include "vm/objects/buffer.h"
#include "vm/objects/str_tools.h"
#include "vm/objects/unicode_props.h"

#include <algorithm>
#include <iterator>
#include <utf8proc.h>
#include <vector>

namespace terrarium {

namespace {

struct Range {
    uint32_t first, last;
};

#include "vm/modules/width_tables.inc"

template <size_t n>
bool in_ranges(const Range (&ranges)[n], uint32_t c) {
    const Range* found = std::upper_bound(std::begin(ranges), std::end(ranges), c, [](uint32_t x, const Range& r) { return x < r.first; });
    return found != std::begin(ranges) && c <= found[-1].last;
}

Result<uint32_t> character(Thread& t, Value v, const char* function, const char* what = "argument") {
    if (!is_str(v) || as<Str>(v)->length != 1)
        return raise_type(t, "{}() {} must be a unicode character, not {}", function, what, type_name(v));
    return as<Str>(v)->at(0);
}

const utf8proc_property_t* property(uint32_t c) { return utf8proc_get_property(static_cast<utf8proc_int32_t>(c)); }

Result<Own> category(Thread& t, const Value* a) {
    uint32_t c = TRY(character(t, a[0], "category"));
    return make_short_str(utf8proc_category_string(static_cast<utf8proc_int32_t>(c)));
}

Result<Own> bidirectional(Thread& t, const Value* a) {
    static constexpr const char* names[] = {"",   "L",  "LRE", "LRO", "R", "AL", "RLE", "RLO", "PDF", "EN",  "ES",  "ET",
                                            "AN", "CS", "NSM", "BN",  "B", "S",  "WS",  "ON",  "LRI", "RLI", "FSI", "PDI"};
    const utf8proc_property_t* p = property(TRY(character(t, a[0], "bidirectional")));
    return make_short_str(p->category == UTF8PROC_CATEGORY_CN ? "" : names[p->bidi_class]);
}

Result<Own> combining(Thread& t, const Value* a) {
    return Own::small_int(property(TRY(character(t, a[0], "combining")))->combining_class);
}

Result<Own> mirrored(Thread& t, const Value* a) { return Own::small_int(property(TRY(character(t, a[0], "mirrored")))->bidi_mirrored); }

Result<Own> east_asian_width(Thread& t, const Value* a) {
    uint32_t c = TRY(character(t, a[0], "east_asian_width"));
    const char* width = "N";
    if (in_ranges(width_full, c)) width = "F";
    else if (in_ranges(width_half, c)) width = "H";
    else if (in_ranges(width_narrow, c)) width = "Na";
    else if (in_ranges(width_ambiguous, c)) width = "A";
    else if (utf8proc_charwidth(static_cast<utf8proc_int32_t>(c)) == 2) width = "W";
    else if ((c >= 0x302a && c <= 0x302d) || c == 0x3099 || c == 0x309a || c == 0x16fe4) width = "W"; // marks: no width of their own
    else if (property(c)->category == UTF8PROC_CATEGORY_CN) width = "F"; // as CPython 3.11 has it for what is not assigned
    return make_short_str(width);
}

Result<Own> value_or_default(Thread& t, Value fallback, const char* message) {
    if (fallback.is_null()) return raise_value_error(t, "{}", message);
    return Own::share(fallback);
}

Result<Own> decimal(Thread& t, const Value* a) {
    int value = unicode::decimal_value(TRY(character(t, a[0], "decimal", "argument 1")));
    if (value < 0) return value_or_default(t, a[1], "not a decimal");
    return Own::small_int(value);
}

Result<Own> digit(Thread& t, const Value* a) {
    int value = unicode::digit_value(TRY(character(t, a[0], "digit", "argument 1")));
    if (value < 0) return value_or_default(t, a[1], "not a digit");
    return Own::small_int(value);
}

Result<Own> numeric(Thread& t, const Value* a) {
    double value;
    if (!unicode::numeric_value(TRY(character(t, a[0], "numeric", "argument 1")), &value)) return value_or_default(t, a[1], "not a numeric character");
    return make_float(value);
}

// --- normal forms

// Marks between two starters go in the order of their combining classes, equal ones as they were.
void order_marks(std::vector<utf8proc_int32_t>& points) {
    auto class_of = [](utf8proc_int32_t c) { return utf8proc_get_property(c)->combining_class; };
    for (size_t i = 0; i < points.size();) {
        if (class_of(points[i]) == 0) {
            i++;
            continue;
        }
        size_t end = i;
        while (end < points.size() && class_of(points[end]) != 0) end++;
        std::stable_sort(points.begin() + static_cast<ptrdiff_t>(i), points.begin() + static_cast<ptrdiff_t>(end),
                         [&](utf8proc_int32_t x, utf8proc_int32_t y) { return class_of(x) < class_of(y); });
        i = end;
    }
}

Result<Own> normal_form(Thread& t, Value form, Value text, const char* function) {
    Str* name = TRY(need_str(t, form, function[0] == 'n' ? "normalize() argument 1" : "is_normalized() argument 1"));
    Str* s = TRY(need_str(t, text, function[0] == 'n' ? "normalize() argument 2" : "is_normalized() argument 2"));
    bool compose = str_equal(name, "NFC") || str_equal(name, "NFKC");
    bool compatible = str_equal(name, "NFKC") || str_equal(name, "NFKD");
    if (!compose && !compatible && !str_equal(name, "NFD")) return raise_value_error(t, "invalid normalization form");
    if (s->ascii) return exact_str(t, s);
    int options = UTF8PROC_DECOMPOSE | (compatible ? UTF8PROC_COMPAT : 0);
    std::vector<utf8proc_int32_t> points;
    points.reserve(s->length);
    for (size_t i = 0; i < s->length; i++) {
        utf8proc_int32_t parts[32];
        utf8proc_int32_t c = static_cast<utf8proc_int32_t>(s->at(i));
        utf8proc_ssize_t count = utf8proc_decompose_char(c, parts, 32, static_cast<utf8proc_option_t>(options), nullptr);
        if (count < 1 || count > 32) points.push_back(c);
        else points.insert(points.end(), parts, parts + count);
    }
    order_marks(points);
    size_t length = points.size();
    if (compose) {
        points.push_back(0);
        auto stable = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
        utf8proc_ssize_t composed = utf8proc_normalize_utf32(points.data(), static_cast<utf8proc_ssize_t>(length), stable);
        if (composed >= 0) length = static_cast<size_t>(composed);
    }
    return make_str_from_points(t, reinterpret_cast<const uint32_t*>(points.data()), length);
}

Result<Own> normalize(Thread& t, const Value* a) { return normal_form(t, a[0], a[1], "normalize"); }

Result<Own> is_normalized(Thread& t, const Value* a) {
    Own normal = TRY(normal_form(t, a[0], a[1], "is_normalized"));
    return Own::boolean(str_equal(as<Str>(normal), as<Str>(a[1])));
}

Result<Own> name(Thread& t, const Value* a) {
    std::string text = unicode_name(TRY(character(t, a[0], "name", "argument 1")));
    if (text.empty()) return value_or_default(t, a[1], "no such name");
    return make_short_str(text);
}

Result<Own> lookup(Thread& t, const Value* a) {
    std::string text;
    if (is_str(a[0])) {
        text = to_utf8(a[0]);
    } else {
        Buffer buffer = TRY(get_buffer(t, a[0]));
        text = buffer.view();
    }
    if (text.size() > 256) return raise_text(t, rt().types.KeyError, "name too long");
    uint32_t code = find_unicode_name(text);
    if (code != kNoCharacter) return make_char(code);
    Ref<Str> message = TRY(make_str(t, "undefined character name '" + text + "'"));
    return raise_key(t, message.value());
}

const NativeDef functions[] = {
    {"name(chr, default=<unset>, /)", name, "Returns the name assigned to the character chr as a string."},
    {"lookup(name, /)", lookup, "Looks a character up by its name."},
    {"category(chr, /)", category, "Returns the general category assigned to the character chr as string."},
    {"bidirectional(chr, /)", bidirectional, "Returns the bidirectional class assigned to the character chr as string."},
    {"combining(chr, /)", combining, "Returns the canonical combining class assigned to the character chr as integer."},
    {"mirrored(chr, /)", mirrored, "Returns the mirrored property assigned to the character chr as integer."},
    {"east_asian_width(chr, /)", east_asian_width, "Returns the east asian width assigned to the character chr as string."},
    {"decimal(chr, default=<unset>, /)", decimal, "Converts a Unicode character into its equivalent decimal value."},
    {"digit(chr, default=<unset>, /)", digit, "Converts a Unicode character into its equivalent digit value."},
    {"numeric(chr, default=<unset>, /)", numeric, "Converts a Unicode character into its equivalent numeric value."},
    {"normalize(form, unistr, /)", normalize, "Return the normal form 'form' for the Unicode string unistr."},
    {"is_normalized(form, unistr, /)", is_normalized, "Return whether the Unicode string unistr is in the normal form 'form'."},
    {nullptr, nullptr, nullptr},
};

Status setup(Thread&, Dict* names) {
    dict_set(names, intern("unidata_version"), make_short_str("14.0.0").value());
    return {};
}

} // namespace

extern const NativeModuleDef module_unicodedata;
const NativeModuleDef module_unicodedata = {"unicodedata", "Properties of Unicode characters.", functions, setup};

} // namespace terrarium
