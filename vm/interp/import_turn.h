// Whose turn it is to run a module's code for the first time: one thread does, others that import it wait until it is done.
// Two threads that would wait for each other do not: the one that finds out gets the module as it is, as in CPython.
#pragma once

#include "vm/core/scheduling.h"

namespace terrarium {

// Lives while its thread loads the module `name` (interned). Those that wait go on when it is destroyed.
class ImportTurn {
public:
    ImportTurn(Thread& t, Str* name);
    ~ImportTurn();
    ImportTurn(const ImportTurn&) = delete;

    static ImportTurn* of(const Str* name); // null: nobody loads it
    bool waits_for(const Thread& t) const;  // whether t loads it, or waits for a thread that waits for this one's and so on

    WaitQueue waiting;

private:
    Str* name_;
    Thread* thread_;
    ImportTurn* next_;
};

// If another thread loads the module: waits until it has ended, well or not. True: it waited, so look again.
Result<bool> await_import(Thread& t, const Str* name);

} // namespace terrarium
