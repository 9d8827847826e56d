// What str asks of Unicode: classes of characters, values of digits, case mapping. One code point at a time; ASCII is
// answered inline by callers where it matters. Tables: utf8proc's, and unicode_tables.inc for what it lacks.
// Source: Python's documentation of the str methods; Unicode 14.0, chapter 3.13.
#pragma once

#include <cstdint>

namespace terrarium::unicode {

bool is_space(uint32_t c);      // str.isspace, str.split
bool is_line_break(uint32_t c); // str.splitlines
bool is_alpha(uint32_t c);
bool is_decimal(uint32_t c);
bool is_digit(uint32_t c);
bool is_numeric(uint32_t c);
bool is_alnum(uint32_t c);
bool is_lower(uint32_t c);
bool is_upper(uint32_t c);
bool is_title(uint32_t c);
bool is_cased(uint32_t c);
bool is_case_ignorable(uint32_t c);

int decimal_value(uint32_t c); // 0..9, or -1
int digit_value(uint32_t c);   // 0..9, or -1
bool numeric_value(uint32_t c, double* value);

// A mapped character: one to three points.
struct Mapped {
    uint32_t points[3];
    unsigned count;
};
Mapped to_lower(uint32_t c); // without the rule of the final sigma
Mapped to_upper(uint32_t c);
Mapped to_title(uint32_t c);
Mapped to_folded(uint32_t c);

// The one-to-one mappings, for regular expressions that ignore case.
uint32_t simple_lower(uint32_t c);
uint32_t simple_upper(uint32_t c);

} // namespace terrarium::unicode
