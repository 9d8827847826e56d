// What an object is called in the program: the way to it from a variable, such as `forks[2]`, `Account.lock`, `bank['x'].guard`.
// Found by looking into memory: no Python code runs, nothing in the world changes. Whoever asks has the turn.
#pragma once

#include "vm/core/thread.h"

#include <cstddef>
#include <string>

namespace terrarium::inspect {

// The shortest way from the globals that `from` sees and those of __main__, of at most three steps; else from the variables of
// `from` itself (null: none). Empty: there is none. `budget`: how many objects may be looked at; what was used is taken off.
std::string way_to(const Object* wanted, const Frame* from, size_t* budget);

// Where a thread waits: the innermost frame of the program's own code, and the method of an embedded module that it called;
// null: there is none.
struct WaitingCall {
    const Frame* from = nullptr;
    const Frame* method = nullptr;
    Value self() const; // of the method; null: it is none
};
WaitingCall waiting_call(const Thread& t);
// A module written in Python that comes with the interpreter.
bool is_embedded(const Frame& frame);
// The thread whose end the waiting thread waits for, or null.
const Thread* joined_by(const Thread& t);

// What t, which waits for a lock, waits for: "forks[2]", "queue.get()", "the end of thread 3 (worker)". Empty: it has no name.
std::string name_of_wait(const Thread& t, size_t* budget);

} // namespace terrarium::inspect
