// The loop's face to the app: start, safepoint requests.
#pragma once

#include "vm/interp/frame.h"

namespace terrarium {

enum SafepointRequest : uint32_t {
    safepoint_poll = 1,      // look at the memory room's requests
    safepoint_interrupt = 2, // Ctrl-C: raise KeyboardInterrupt
};

Result<Own> import_module(Thread& t, Str* name, Dict* globals, Value fromlist, int64_t level);

} // namespace terrarium
