// The module builtins: makes it, puts it into sys.modules and its namespace into rt().builtins. Call it right after
// open_runtime(), before any code is loaded; the rooms above fill rt().hooks.
#pragma once

#include "vm/core/thread.h"

namespace terrarium {

void init_builtins(Thread& t);
Value builtins_module(); // borrowed

} // namespace terrarium
