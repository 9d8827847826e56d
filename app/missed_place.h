// Places of `terrarium show`: in which file a line is that names none, and why a program ended without coming to one.
#pragma once

#include <cstdint>
#include <string>

namespace terrarium {

// The file whose code runs, as tracebacks name it: of a folder its __main__.py, of standard input <stdin>.
std::string source_of_program(const std::string& target);

// `at`: the place as it was typed; `program`: the path of the program's source; `hits`: how often it came to the line.
// One line, and where more is known another one.
std::string missed_place(const std::string& at, const std::string& program, uint64_t hits, uint64_t instructions);
// The same of the place of --mark, when the moment that is shown came first: a line for stderr.
std::string missed_mark(const std::string& mark);

} // namespace terrarium
