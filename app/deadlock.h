// Who waits for whom when no thread can go on, in the words of the program: names of threads, locks and lines.
#pragma once

#include "vm/core/thread.h"

#include <string>

namespace terrarium {

// May run Python code; no other thread runs meanwhile (Scheduler::stop_others).
std::string deadlock_report();
// threading's name of a thread that is about to start; or its function's. Empty: it has none.
std::string name_of_new(Thread& t, const Thread& fresh);
// A line of a file, without its margins; empty if it is not there.
std::string source_line(const std::string& file, uint32_t line);

} // namespace terrarium
