// Probe: what an observer of the loop is told. Belongs to the observed room; the recorder implements it (inspect/).
// An observer never allocates in the world, changes a count or runs Python code. With no probe the loop runs an
// instance of itself in which none of these calls exists.
#pragma once

#include "vm/core/value.h"

namespace terrarium {

struct Thread;
struct Frame;

class Probe {
public:
    virtual void on_instruction(Thread&, const Frame*) {} // frame->ip - 1 is about to run; t.stack_top is current
    virtual void on_call(Thread&, const Frame*) {}        // the frame has just been pushed (a generator: is resumed)
    virtual void on_leave(Thread&, const Frame*) {}       // the frame is about to be popped: return, yield or exception
    virtual void on_tail_call(Thread&, const Frame*) {}   // the frame has just been reused
    virtual void on_return(Thread&, const Frame*, Value) {}
    virtual void on_raise(Thread&, const Frame*) {}       // t.raised is about to look for a handler in the frame
    virtual bool follows_threads() const { return false; } // false: while it watches no further thread starts

protected:
    ~Probe() = default;
};

// Null: nobody watches. Set it when nothing runs, or call watch_running() then. Set to null, the program goes on at full
// speed from the next instruction.
extern Probe* active_probe;
// The frames that run already are told to the active probe from their next instruction on.
void watch_running(Thread& t);

} // namespace terrarium
