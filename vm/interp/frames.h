// Frame objects over running frames: how long they look into the frame, and what they keep when it ends.
#pragma once

#include "vm/interp/frame.h"
#include "vm/objects/frame.h"

namespace terrarium {

// The frame is ending: its object takes the locals over (or drops them when nobody else holds it).
void finish_frame_object(Thread& t, Frame* frame);
// The generator's frame is being suspended: its object looks into the generator from now on.
void suspend_frame_object(Frame* frame);
void finish_generator(Thread& t, Generator* g);

// What a trace function has changed in f_locals goes back to the locals of the running frame. A name that is gone from it
// keeps its value.
void take_back_locals(Thread& t, FrameObject* f);

} // namespace terrarium
