// The format mini-language: [[fill]align][sign][z][#][0][width][grouping][.precision][type], shared by str and the
// numbers. Source: Python's library reference, "Format Specification Mini-Language".
#pragma once

#include "vm/core/str.h"

#include <string>
#include <string_view>

namespace terrarium {

struct FormatSpec {
    uint32_t fill = ' ';
    char align = '<';        // '<', '>', '=' or '^'; by default '<' for str and '>' for numbers ('=' after a plain 0)
    bool align_given = false;
    char sign = 0;           // '+', '-', ' '; 0: not given
    bool z = false;          // negative zero becomes positive
    bool alternate = false;  // '#'
    bool zero = false;       // a 0 stood before the width
    char grouping = 0;       // ',' or '_'; 0: none
    int64_t width = -1;      // -1: not given
    int64_t precision = -1;
    uint32_t type = 0;       // presentation type, or the default type given to the parser
};

// default_type: 's' for str, 'd' for int, 0 for float and complex. ValueError as CPython raises it.
Result<FormatSpec> parse_format_spec(Thread& t, Str* spec, char default_type, const char* type_name_for_errors);
// "Unknown format code 'x' for object of type 'int'".
Error raise_unknown_format(Thread& t, uint32_t type, std::string_view type_name);

// Before a float is written: ValueError beyond what an int holds, MemoryError for a text (as a rule as long as the
// precision) that the heap would not take; it is put together outside first, in a few copies.
enum class Decimals : uint8_t { all, significant };
Status check_precision(Thread& t, int64_t precision, Decimals shown);

// Text padded to spec.width. For align '=' the first `prefix` characters (sign, 0x) stay left of the padding.
Result<Ref<Str>> pad_text(Thread& t, Str* text, const FormatSpec& spec, size_t prefix = 0);
Result<Ref<Str>> pad_text(Thread& t, std::string_view utf8, const FormatSpec& spec, size_t prefix = 0);

// digits with a separator every `group` digits from the right and zeros in front until it is min_width long.
std::string group_digits(std::string_view digits, char separator, size_t group, int64_t min_width);
// A whole number field: sign and prefix ("-0x"), integer digits, what follows them (".5e+10%"); grouping by
// spec.grouping (every 3 digits, every 4 for b, o, x, X), zero padding inside the grouping, then padding.
Result<Ref<Str>> build_number(Thread& t, const FormatSpec& spec, std::string_view sign_and_prefix, std::string_view digits, std::string_view rest);

} // namespace terrarium
