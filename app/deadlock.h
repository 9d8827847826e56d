// Who waits for whom when no thread can go on, in the words of the program: names of threads, locks and lines.
#pragma once

#include <string>

namespace terrarium {

// Runs no Python code.
std::string deadlock_report();
// A line of a file, without its margins; empty if it is not there.
std::string source_line(const std::string& file, uint32_t line);

} // namespace terrarium
