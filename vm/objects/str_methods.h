// The methods of str, one declaration each; their table is in str_type.cpp. Every one is a NativeFn (vm/core/native.h).
#pragma once

#include "vm/core/native.h"
#include "vm/core/str.h"

namespace terrarium {

// str_case.cpp
Result<Own> str_lower(Thread& t, const Value* a);
Result<Own> str_upper(Thread& t, const Value* a);
Result<Own> str_casefold(Thread& t, const Value* a);
Result<Own> str_swapcase(Thread& t, const Value* a);
Result<Own> str_capitalize(Thread& t, const Value* a);
Result<Own> str_title(Thread& t, const Value* a);
Result<Own> str_islower(Thread& t, const Value* a);
Result<Own> str_isupper(Thread& t, const Value* a);
Result<Own> str_istitle(Thread& t, const Value* a);
Result<Own> str_isalpha(Thread& t, const Value* a);
Result<Own> str_isalnum(Thread& t, const Value* a);
Result<Own> str_isdecimal(Thread& t, const Value* a);
Result<Own> str_isdigit(Thread& t, const Value* a);
Result<Own> str_isnumeric(Thread& t, const Value* a);
Result<Own> str_isspace(Thread& t, const Value* a);
Result<Own> str_isprintable(Thread& t, const Value* a);
Result<Own> str_isidentifier(Thread& t, const Value* a);
Result<Own> str_isascii(Thread& t, const Value* a);

// str_methods_find.cpp
Result<Own> str_find_method(Thread& t, const Value* a);
Result<Own> str_rfind_method(Thread& t, const Value* a);
Result<Own> str_index(Thread& t, const Value* a);
Result<Own> str_rindex(Thread& t, const Value* a);
Result<Own> str_count_method(Thread& t, const Value* a);
Result<Own> str_startswith(Thread& t, const Value* a);
Result<Own> str_endswith(Thread& t, const Value* a);
Result<Own> str_removeprefix(Thread& t, const Value* a);
Result<Own> str_removesuffix(Thread& t, const Value* a);
Result<Own> str_partition(Thread& t, const Value* a);
Result<Own> str_rpartition(Thread& t, const Value* a);
Result<Own> str_replace(Thread& t, const Value* a);

// str_methods_split.cpp
Result<Own> str_split(Thread& t, const Value* a);
Result<Own> str_rsplit(Thread& t, const Value* a);
Result<Own> str_splitlines(Thread& t, const Value* a);
Result<Own> str_strip(Thread& t, const Value* a);
Result<Own> str_lstrip(Thread& t, const Value* a);
Result<Own> str_rstrip(Thread& t, const Value* a);

// str_methods_layout.cpp
Result<Own> str_center(Thread& t, const Value* a);
Result<Own> str_ljust(Thread& t, const Value* a);
Result<Own> str_rjust(Thread& t, const Value* a);
Result<Own> str_zfill(Thread& t, const Value* a);
Result<Own> str_expandtabs(Thread& t, const Value* a);
Result<Own> str_join_method(Thread& t, const Value* a);
Result<Own> str_translate(Thread& t, const Value* a);
Result<Own> str_maketrans(Thread& t, const Value* a);

// str_format.cpp
Result<Own> str_format(Thread& t, Value self, const Args& args);
Result<Own> str_format_map(Thread& t, const Value* a);
Result<Own> str_format_parser(Thread& t, const Value* a);
Result<Own> str_field_name_split(Thread& t, const Value* a);

// format_spec.cpp
Result<Own> str_dunder_format(Thread& t, const Value* a);

// percent_format.cpp
Result<Own> str_percent(Thread& t, Value format, Value arguments);
Result<Own> bytes_percent(Thread& t, std::string_view format, Value arguments, bool to_bytearray);

} // namespace terrarium
