// Why a program ended without coming to a place: what `terrarium show` says then, of a program and of a trace.
#pragma once

#include <cstdint>
#include <string>

namespace terrarium {

// `at`: the place as it was typed; `program`: the path of the program's source; `hits`: how often it came to the line.
// One line, and where more is known another one.
std::string missed_place(const std::string& at, const std::string& program, uint64_t hits, uint64_t instructions);
// The same of the place of --mark, when the moment that is shown came first: a line for stderr.
std::string missed_mark(const std::string& mark);

} // namespace terrarium
