// Character names for the escape "\N{...}". Read next: lexer/unicode_names.cpp for how the table is packed.
#pragma once

#include <string>
#include <string_view>

namespace terrarium {

// Puts the UTF-8 of the character with that name (any case; usual aliases too) into `to`.
bool find_unicode_name(std::string_view name, std::string& to);

}  // namespace terrarium
