// breakpoint(): the REPL inside a frame that runs, with commands to step. Nothing of it costs anything before the first
// step; from there the program runs in the traced loop until %continue.
#pragma once

#include "vm/core/thread.h"

#include <string_view>

namespace terrarium {

void init_debugger(); // fills in observer_hooks.breakpoint
// What was stepped through has come to its end: the prompt at which it began is typed at again.
void end_stepping(Thread& t);
// Whether breakpoint()'s prompt has such a command, by its name or letter.
bool is_debugger_command(std::string_view name);

} // namespace terrarium
