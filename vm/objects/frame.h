// Frame objects and tracebacks: what Python code sees of frames. Made by vm/interp, their Python faces are in frame.cpp.
#pragma once

#include "vm/core/parallel.h"
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
    // Of sys.settrace() and sys.setprofile() (vm/interp/trace.h).
    uint8_t trace_lines, trace_opcodes; // as the attributes say
    uint8_t entered;     // its beginning is told, or was before anybody listened; a generator's anew each time
    uint8_t sends;       // a generator below is sent a value that is not None
    int32_t shown_line;  // what f_lineno says while a beginning is told; else no_line
    uint32_t previous;   // index of the instruction that ran last; no_instruction
    Value trace;         // owned or null: f_trace
    Value native;        // owned or null: the native called now, if its end is to be told

    static constexpr uint32_t no_instruction = UINT32_MAX;
    static constexpr int32_t no_line = INT32_MIN;
};

struct Traceback : Object {
    Value next;          // owned: Traceback or None
    FrameObject* frame;  // owned
    uint32_t index;      // instruction
    int32_t line;
    uint64_t elided;     // tail calls this frame had replaced by then; 0 for none
    Value elided_names;  // owned: tuple of str of the last few replaced functions' names, or null
};

// Of a frame that does not run, or not yet; `live` and `generator` are the caller's to set.
Ref<FrameObject> make_frame_object(Function* function);

// While one lives a frame that may be another thread's stands still, and what is made is shared.
class LookAt {
public:
    LookAt(Thread& t, const FrameObject* f) : alone_(t, is_shared(f)), born_(is_shared(f)) {}

private:
    Alone alone_;
    BornShared born_;
};

// Line of an instruction; positions for carets: code->positions[index].
inline int32_t line_of(const Code* code, uint32_t index) { return index < code->count ? static_cast<int32_t>(code->positions[index].line) : 0; }
uint32_t frame_object_index(const FrameObject* f); // vm/interp: running instruction, live or not
Ref<FrameObject> frame_object_back(FrameObject* f); // vm/interp: the caller's, made when needed; null at the bottom
void begin_tracing(Thread& t); // vm/interp: t.traced has become true
Result<Own> frame_locals(Thread& t, FrameObject* f); // vm/interp: f_locals / locals(): a dict snapshot, or the mapping itself

} // namespace terrarium
