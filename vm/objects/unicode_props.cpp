#include "vm/objects/unicode_props.h"

#include <algorithm>
#include <iterator>
#include <utf8proc.h>

namespace terrarium::unicode {

namespace {

struct Range {
    uint32_t first, last;
};
struct DigitRun {
    uint32_t first;
    uint16_t count, value;
};
struct NumberRun {
    uint32_t first;
    uint16_t count, denominator;
    int64_t numerator;
    int64_t step;
};
struct Expansion {
    uint32_t from;
    uint32_t to[3];
};

#include "vm/objects/unicode_tables.inc"

bool in_ranges(const Range* first, const Range* last, uint32_t c) {
    const Range* found = std::upper_bound(first, last, c, [](uint32_t x, const Range& r) { return x < r.first; });
    return found != first && c <= found[-1].last;
}

template <class Run>
const Run* run_of(const Run* first, const Run* last, uint32_t c) {
    const Run* found = std::upper_bound(first, last, c, [](uint32_t x, const Run& r) { return x < r.first; });
    if (found == first || c >= found[-1].first + found[-1].count) return nullptr;
    return found - 1;
}

utf8proc_category_t category(uint32_t c) { return utf8proc_category(static_cast<utf8proc_int32_t>(c)); }

bool is_letter(utf8proc_category_t k) { return k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO; }

Mapped one(utf8proc_int32_t c) { return {{static_cast<uint32_t>(c), 0, 0}, 1}; }

const Expansion* find_expansion(const Expansion* first, const Expansion* last, uint32_t c) {
    const Expansion* found = std::lower_bound(first, last, c, [](const Expansion& e, uint32_t x) { return e.from < x; });
    return found != last && found->from == c ? found : nullptr;
}

Mapped expanded(const Expansion& e) {
    return {{e.to[0], e.to[1], e.to[2]}, e.to[2] ? 3u : e.to[1] ? 2u : 1u};
}

} // namespace

bool is_space(uint32_t c) {
    if (c < 128) return (c >= 9 && c <= 13) || (c >= 28 && c <= 32);
    if (c == 0x85 || c == 0xa0) return true;
    if (c < 0x1680) return false;
    return c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

bool is_line_break(uint32_t c) {
    if (c < 128) return (c >= 10 && c <= 13) || (c >= 28 && c <= 30);
    return c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool is_alpha(uint32_t c) {
    if (c < 128) return (c | 32) - 'a' < 26;
    return is_letter(category(c));
}

int decimal_value(uint32_t c) {
    if (c < 128) return c - '0' < 10 ? static_cast<int>(c - '0') : -1;
    const uint32_t* found = std::upper_bound(std::begin(digit_zeros), std::end(digit_zeros), c);
    uint32_t value = c - found[-1];
    return value < 10 ? static_cast<int>(value) : -1;
}

int digit_value(uint32_t c) {
    if (int value = decimal_value(c); value >= 0) return value;
    const DigitRun* run = run_of(std::begin(digit_runs), std::end(digit_runs), c);
    return run ? static_cast<int>(run->value + (c - run->first)) : -1;
}

bool numeric_value(uint32_t c, double* value) {
    if (int digit = decimal_value(c); digit >= 0) {
        *value = digit;
        return true;
    }
    const NumberRun* run = run_of(std::begin(number_runs), std::end(number_runs), c);
    if (!run) return false;
    *value = static_cast<double>(run->numerator + static_cast<int64_t>(c - run->first) * run->step) / run->denominator;
    return true;
}

bool is_decimal(uint32_t c) { return decimal_value(c) >= 0; }
bool is_digit(uint32_t c) { return digit_value(c) >= 0; }
bool is_numeric(uint32_t c) {
    double ignored;
    return numeric_value(c, &ignored);
}
bool is_alnum(uint32_t c) { return is_alpha(c) || is_numeric(c); }

bool is_lower(uint32_t c) {
    if (c < 128) return c - 'a' < 26;
    return category(c) == UTF8PROC_CATEGORY_LL || in_ranges(std::begin(other_lowercase), std::end(other_lowercase), c);
}

bool is_upper(uint32_t c) {
    if (c < 128) return c - 'A' < 26;
    return category(c) == UTF8PROC_CATEGORY_LU || in_ranges(std::begin(other_uppercase), std::end(other_uppercase), c);
}

bool is_title(uint32_t c) { return c >= 128 && category(c) == UTF8PROC_CATEGORY_LT; }

bool is_cased(uint32_t c) { return is_lower(c) || is_upper(c) || is_title(c); }

bool is_case_ignorable(uint32_t c) {
    switch (category(c)) {
        case UTF8PROC_CATEGORY_MN:
        case UTF8PROC_CATEGORY_ME:
        case UTF8PROC_CATEGORY_CF:
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_SK:
            return true;
        default:
            return std::binary_search(std::begin(other_case_ignorable), std::end(other_case_ignorable), c);
    }
}

Mapped to_lower(uint32_t c) {
    if (c == 0x130) return {{'i', 0x307, 0}, 2}; // the only one that becomes two
    return one(utf8proc_tolower(static_cast<utf8proc_int32_t>(c)));
}

Mapped to_upper(uint32_t c) {
    if (c >= 0xdf)
        if (const Expansion* e = find_expansion(std::begin(upper_expansions), std::end(upper_expansions), c)) return expanded(*e);
    return one(utf8proc_toupper(static_cast<utf8proc_int32_t>(c)));
}

Mapped to_title(uint32_t c) {
    if (c >= 0xdf)
        if (const Expansion* e = find_expansion(std::begin(title_expansions), std::end(title_expansions), c)) return expanded(*e);
    return one(utf8proc_totitle(static_cast<utf8proc_int32_t>(c)));
}

Mapped to_folded(uint32_t c) {
    utf8proc_int32_t points[16];
    utf8proc_ssize_t count = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(c), points, 16, UTF8PROC_CASEFOLD, nullptr);
    if (count < 1 || count > 3) return one(static_cast<utf8proc_int32_t>(c));
    Mapped result = {{}, static_cast<unsigned>(count)};
    for (unsigned i = 0; i < result.count; i++) result.points[i] = static_cast<uint32_t>(points[i]);
    return result;
}

uint32_t simple_lower(uint32_t c) {
    if (c < 128) return c - 'A' < 26 ? c + 32 : c;
    return static_cast<uint32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c)));
}

uint32_t simple_upper(uint32_t c) {
    if (c < 128) return c - 'a' < 26 ? c - 32 : c;
    if (c == 0xdf) return c;
    return static_cast<uint32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(c)));
}

} // namespace terrarium::unicode
