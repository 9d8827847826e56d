// Frame objects and tracebacks: what Python code sees of frames. Made by vm/interp, their Python faces are in frame.cpp.
#pragma once

#include "vm/objects/function.h"

namespace terrarium {

struct Frame;

// While its frame runs it looks into the frame; when the frame ends it takes the values of the locals over.
struct FrameObject : Object {
    Frame* live;         // the running frame, or null once it has ended (or its generator is suspended)
    Function* function;  // owned
    Code* code;          // borrowed from function
    FrameObject* back;   // owned or null; only meaningful when live is null
    Object* generator;   // borrowed: the generator whose frame it is, or null
    Tuple* values;       // owned or null: the fast locals after the end (cells stay cells), null entries for unbound
    Value mapping;       // owned or null: locals of a module or class body; for functions the snapshot f_locals gave
    uint32_t index;      // instruction the frame was at when it ended
    uint32_t line;       // ... and its line
    uint8_t finished;
};

struct Traceback : Object {
    Value next;          // owned: Traceback or None
    FrameObject* frame;  // owned
    uint32_t index;      // instruction
    int32_t line;
    uint64_t elided;     // tail calls this frame had replaced by then; 0 for none
    Value elided_names;  // owned: tuple of str of the last few replaced functions' names, or null
};

// Line of an instruction; positions for carets: code->positions[index].
inline int32_t line_of(const Code* code, uint32_t index) { return index < code->count ? static_cast<int32_t>(code->positions[index].line) : 0; }
uint32_t frame_object_index(const FrameObject* f); // vm/interp: running instruction, live or not
Ref<FrameObject> frame_object_back(FrameObject* f); // vm/interp: the caller's, made when needed; null at the bottom
Result<Own> frame_locals(Thread& t, FrameObject* f); // vm/interp: f_locals / locals(): a dict snapshot, or the mapping itself

} // namespace terrarium
