// Probe: what an observer of the loop is told. Belongs to the observed room; the recorder implements it (inspect/).
// An observer never allocates in the world, changes a count or runs Python code. With no probe the loop runs an
// instance of itself in which none of these calls exists.
#pragma once

#include "bytecode/opcodes.h"
#include "vm/core/runtime.h"

namespace terrarium {

struct Thread;
struct Frame;

class Probe {
public:
    virtual void on_instruction(Thread&, const Frame*) {} // frame->ip - 1 is about to run; t.stack_top is current
    virtual void on_call(Thread&, const Frame*) {}        // the frame has just been pushed (a generator: is resumed)
    virtual void on_operator(Thread&, const Frame*, Value) {} // the instruction is about to call the function with both operands
    virtual void on_leave(Thread&, const Frame*) {}       // the frame is about to be popped: return, yield or exception
    virtual void on_tail_call(Thread&, const Frame*) {}   // the frame has just been reused
    virtual void on_return(Thread&, const Frame*, Value) {}
    virtual void on_raise(Thread&, const Frame*) {}       // t.raised is about to look for a handler in the frame
    virtual bool follows_threads() const { return false; } // false: while it watches no further thread starts
    virtual void on_change(Thread&, const Frame*) {}      // another observer has changed the frame's locals

protected:
    ~Probe() = default;
};

// How much of an instruction the probe wants to be shown while the loop is quiet.
enum class Look : uint8_t {
    begin, // on_instruction before it runs
    end,   // on_instruction before the next one
    none,  // nothing, as long as it takes its inline path in the loop and nobody goes loud meanwhile
};

// What the traced loop and the probe share. Loud, the loop calls on_instruction before each instruction. Quiet (only a
// probe that wants that goes quiet), it runs what Look says by itself, takes two instructions in one where it can, and
// goes loud where an instruction leaves its inline path, where the probe's listeners ask for it, and at back edges from
// step `limit` on. Instructions are counted by where they stand: nothing is added up while they run.
struct Watching {
    const void* const* table = loud; // what the loop dispatches by
    const void* plain[256];          // an instruction's handler; of a fused one, its first word's
    const void* loud[256];
    const void* quiet[256];
    Look looks[256] = {};            // by opcode of the table (not the specialised ones)
    bool ready = false;              // the tables above go with `looks`
    bool tell = false;               // the instruction under way does what the loop does not do by itself:
    const Frame* began_frame = nullptr; // then where it stands,
    const Word* began_at = nullptr;     // past its word
    const Frame* frame = nullptr;    // where the loop last stored its place
    const Word* place = nullptr;
    int64_t bias = 0;                // instructions begun so far, less the number of the word the loop stands at
    int64_t limit = INT64_MAX;

    static int64_t number(const Word* at) { return static_cast<int64_t>(reinterpret_cast<uintptr_t>(at) / sizeof(Word)); }
    int64_t begun(const Word* at) const { return bias + number(at); }
    bool is_loud() const { return table == loud; }
    void go_loud() { table = loud; }
    void go_quiet() { table = program_traces() ? loud : quiet; } // the program wants to see each instruction
    void tell_end(const Frame* f, const Word* at) {
        if (tell) return;
        tell = true;
        began_frame = f;
        began_at = at;
        table = loud;
    }
    void saw(const Frame* f, const Word* at) {
        frame = f;
        place = at;
    }
    void moved(const Word* from, const Word* to) { bias += number(from) - number(to); }
    void pass(const Word* at) {
        if (begun(at) >= limit) go_loud();
    }
};
extern Watching watch;

// Null: nobody watches. Set it when nothing runs, or call watch_running() then. Set to null, the program goes on at full
// speed from the next instruction.
extern Probe* active_probe;
// The frames that run already are told to the active probe from their next instruction on.
void watch_running(Thread& t);

} // namespace terrarium
