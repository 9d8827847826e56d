// breakpoint(): the REPL inside a frame that runs, with commands to step. Nothing of it costs anything before the first
// step; from there the program runs in the traced loop until %continue.
#pragma once

#include "vm/core/thread.h"

namespace terrarium {

void init_debugger(); // fills in observer_hooks.breakpoint

} // namespace terrarium
