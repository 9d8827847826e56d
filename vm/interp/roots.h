// What running code holds: for the heap checker, and the frames that natives may ask for.
#pragma once

#include "memory/trace.h"
#include "vm/interp/frame.h"

namespace terrarium {

// Every reference held by value stack and frames of the thread, and by this room's own state.
void visit_interp_roots(Thread& t, Visitor& visitor);

// The frame object `level` frames above the innermost one (0); null when there is none.
Ref<FrameObject> running_frame(Thread& t, int64_t level);

} // namespace terrarium
