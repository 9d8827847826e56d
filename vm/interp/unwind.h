// Exceptions on their way up: tracebacks, handlers, leaving frames; the exception being handled.
#pragma once

#include "vm/core/errors.h"
#include "vm/interp/frame.h"

namespace terrarium {

// Looks instruction `fault` up in the exception table: cuts the stack, pushes the exception, sets frame->ip. (RERAISE
// is the fault, though the frame's place is already the instruction that raised first.)
bool find_handler(Thread& t, Frame* frame, uint32_t fault);
// Drops everything the frame holds and pops it; t.raised goes on.
void abandon_frame(Thread& t, Frame* frame);
// Raises an exception again as it is; takes it over.
void reraise(Thread& t, Value exception);

// What PUSH_EXC_INFO saves: the handled exception, or null in a generator when it is the caller's. Moves it out.
Value handled_for_frame(Thread& t, Frame* frame);
// What POP_EXCEPT puts back; takes `saved` over.
Value restore_handled(Thread& t, Frame* frame, Value saved);

} // namespace terrarium
