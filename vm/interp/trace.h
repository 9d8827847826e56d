// What sys.settrace() and sys.setprofile() promise: the program's own functions are told of calls, lines, returns and
// exceptions of their thread. Told from the loop's traced instance (Probe has the observers, which run no Python code).
// Invariant: a frame that is told of has a frame object, which holds what of its story has been told; nothing is told of
// what stands for C code in CPython, nor while a function that is told runs. Read next: trace.cpp, vm/objects/frame.h.
#pragma once

#include "vm/interp/frame.h"

namespace terrarium {

// The instruction at frame->ip - 1 is about to run. False: a function raised.
bool trace_instruction(Thread& t, Frame* frame);
// t.raised has come up in the frame; and it leaves the frame. Another exception may stand there afterwards.
void trace_raise(Thread& t, Frame* frame);
void trace_abandon(Thread& t, Frame* frame);
// A generator that t.frame's instruction has resumed (FrameFlags) has returned a value, which CPython tells as its caller's
// StopIteration. False: a function raised.
bool trace_end_of_generator(Thread& t, Value result, uint32_t how);
// The running instruction has asked an iterator, which raised: told if that was its end.
void trace_stop(Thread& t);

} // namespace terrarium
