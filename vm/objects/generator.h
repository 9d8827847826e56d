// Generators, coroutines, async generators: objects that own the values of a suspended frame. How they move onto the
// value stack and back is vm/interp's (frame.h, generator.cpp); their Python methods are in generator.cpp here.
#pragma once

#include "vm/objects/frame.h"

namespace terrarium {

enum class GeneratorState : uint8_t { created, suspended, running, finished };
enum class ResumeMode : uint8_t { send, raise };

struct Generator : Object {
    Function* function; // owned
    Code* code;         // borrowed from function
    const uint32_t* ip; // where it goes on
    Value handled;      // owned: the exception its own handlers are busy with, or null
    Value caller_handled; // while running: owned, what was being handled outside
    Str* name;          // owned
    Str* qualname;      // owned
    FrameObject* object; // owned or null: the frame object, when somebody asked
    Value origin_or_finalizer; // owned: coroutine origin, async generator finalizer hook, or null
    uint32_t value_count;  // values stored (locals and operand stack); 0 while running and once finished
    uint32_t value_limit;
    GeneratorState state;
    uint8_t handling;      // inside a handler of its own: t.handled (running) or `handled` is its own
    uint8_t hooks_inited, closed, running_async; // async generators
    Value* values() { return reinterpret_cast<Value*>(this + 1); } // locals, then the operand stack
};

// A value that an async generator yields, to tell it from what an await inside it passes on.
struct AsyncGeneratorValue : Object {
    Value value; // owned
};

inline bool is_any_generator(Value v) {
    return has_shape(v, shapes::generator) || has_shape(v, shapes::coroutine) || has_shape(v, shapes::async_generator);
}
// g.send(value); *finished: it has returned, the result is what it returned.
Result<Own> generator_send(Thread& t, Generator* g, Value value, bool* finished);
// The arguments of throw(), borrowed; value and traceback may be null. An exception object alone may be the type.
struct Thrown {
    Value type;
    Value value = Value::null();
    Value traceback = Value::null();
};
Result<Own> generator_throw(Thread& t, Generator* g, Thrown thrown, bool* finished);
Status generator_close(Thread& t, Generator* g);
// The exception that throw(type, value, traceback) stands for; value and traceback may be null.
Result<Own> make_thrown(Thread& t, Value type, Value value, Value traceback);

} // namespace terrarium
