// Threads of the observer's own, beside the program: signals are for the thread of the program.
#pragma once

#include <signal.h>

namespace terrarium::inspect {

template <class F>
void with_signals_blocked(F start_thread) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    start_thread();
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

} // namespace terrarium::inspect
