// The loop's face to the app: start, safepoint requests.
#pragma once

#include "vm/interp/frame.h"

namespace terrarium {

Result<Own> import_module(Thread& t, Str* name, Dict* globals, Value fromlist, int64_t level);

void go_parallel(Thread& t); // Hooks::go_parallel

} // namespace terrarium
