// Machine contexts: several machine stacks in one machine thread. The one file that sees Boost.Context is fiber_context.cpp;
// its lower layer is used, where a suspended context is a plain pointer into its stack: so a checkpoint of the world that
// holds the stack holds the context too.
#pragma once

#include <cstddef>

namespace terrarium {

// A suspended context; null: running, or none.
struct MachineContext {
    void* place = nullptr;
    const void* low = nullptr; // its stack: ASan is told where the program goes
    size_t size = 0;
};

// A context that begins in body(argument), which never returns, on the stack [low, high).
MachineContext make_context(std::byte* low, std::byte* high, void (*body)(void*));
// Suspends the caller into *from and goes on with `to`. The first time, `argument` goes to the body.
void switch_context(MachineContext* from, MachineContext to, void* argument);

} // namespace terrarium
