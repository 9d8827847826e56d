// Help, broken into lines that fit the terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace terrarium {

// Columns for tables of options: those of the terminal, 60 to 100.
size_t help_width();
// Words; where the text breaks its lines does not matter.
std::string help_prose(std::string_view text);
// Lines of two columns, parted by two blanks or more: "  terrarium dis fib.py      its bytecode". The second one begins at
// `column` and is broken there.
std::string help_columns(std::string_view lines, size_t column);

} // namespace terrarium
