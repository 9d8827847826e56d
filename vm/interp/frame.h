// Frames and generators: where a running Python function keeps its locals, its operand stack and its place.
// Invariant: a Python-to-Python call pushes a Frame here and never recurses in C++. Read next: vm/interp/loop.cpp.
#pragma once

#include "bytecode/opcodes.h"
#include "vm/core/thread.h"
#include "vm/objects/generator.h"

namespace terrarium {

// The value stack of a thread, one call (locals of the callee start where the caller pushed the arguments):
//
//   ... | callable | NULL | arg 1 .. arg n | further locals | cells | free | operand stack ->
//         base              locals                                          sp
//   ... | callable | self | arg 1 .. arg n | ...       a method call: locals begin at self
//
// Call: arguments stand there already; missing locals are set to null, a Frame record is pushed, the loop goes on at
// the callee's first word. Return: locals and callable are released, the result takes base, the caller's sp is base+1.
enum FrameFlags : uint16_t {
    frame_entry = 1,      // returning leaves this activation of the loop (a native called in)
    frame_with_self = 2,  // base is locals - 1, else locals - 2
    frame_generator = 4,  // the frame of a resumed generator: base is locals - 1 and holds the generator
    frame_for_iter = 8,   // resumed by FOR_ITER of the frame below
    frame_send = 16,      // resumed by SEND of the frame below
    frame_init = 32,      // __init__ called by CALL on a class: the instance stands at base and is the result
    frame_has_mapping = 64, // `mapping` is set
    frame_has_object = 128, // `object` is set
    frame_operator = 512, // __add__ and its like of the left operand: both stand below base, and the result takes their place
    frame_elided = 256,   // has replaced at least one frame by tail-call elimination
};

// What a tail call replaced, newest last; a raw block of the heap, made at the first elision of a frame.
struct ElidedCalls {
    static constexpr uint32_t kept = 4;
    uint64_t count;
    struct Entry {
        Code* code;   // owned
        uint32_t at;  // instruction index of the call
    } last[kept];
    uint32_t used;
};

struct Frame { // 64 bytes
    Code* code;          // borrowed from the function
    Function* function;  // borrowed from the callable's slot
    const Word* ip;      // next instruction; the running one is ip - 1
    Value* locals;
    Value mapping;       // owned: namespace of a module or class body, or null
    FrameObject* object; // owned: made when a traceback or sys._getframe asked for it
    ElidedCalls* elided; // owned, or null
    uint16_t flags;      // FrameFlags
    uint16_t unused_;
    uint32_t line_hint;

    uint32_t index() const {
        int64_t i = ip - code->instructions - 1;
        return i < 0 ? 0 : static_cast<uint32_t>(i);
    }
    Value* base() const { return locals - 2 + ((flags & (frame_with_self | frame_generator)) != 0); }
};
static_assert(sizeof(Frame) == 64);

// Runs the generator until it yields or ends. send: `value` is what yield returns (None at the start).
// raise: t.raised is set and is raised inside at the point where it is suspended.
// Returns the yielded value with *finished false, or the returned value with *finished true, or an Error
// (StopIteration escaping the body has become RuntimeError already, PEP 479).
Result<Own> resume_generator(Thread& t, Generator* g, Value value, ResumeMode mode, bool* finished);
// What a suspended generator waits for in `yield from` or `await`: borrowed, or null.
Value generator_delegate(Generator* g);

// Runs a Python function to its end (or makes its generator).
Result<Own> call_function(Thread& t, Value function, const Args& args);
// Runs code in namespaces; used by exec, import and class bodies (mapping: locals).
Result<Own> run_code(Thread& t, Code* code, Dict* globals, Value mapping, Tuple* closure_or_null);
// __build_class__(function, name, *bases, metaclass=..., **keywords)
Result<Own> build_class(Thread& t, const Args& args);
// Fills locals[0..local_count) from a call's arguments; every local is null or owned afterwards, also on error.
Status bind_function_arguments(Thread& t, Function* f, const Value* values, uint32_t positional, Tuple* keywords, Value* locals);

Result<Ref<Code>> load_code(Thread& t, const CodeUnit& unit);

// The frame object of a running frame, made if needed (owned by the caller too).
Ref<FrameObject> frame_object(Thread& t, Frame* frame);
// Puts an entry for the running instruction of `frame` onto the traceback of t.raised.
void add_traceback(Thread& t, Frame* frame);

// The loop. Runs from t.frame (an entry frame) until that frame returns. Raise first: t.raised is set already.
Value run_frame(Thread& t, bool raise_first);
Status safepoint(Thread& t); // collection, signals, memory pressure

void init_interp();          // fills rt().hooks
void flush_inline_caches();  // after a class changed

} // namespace terrarium
