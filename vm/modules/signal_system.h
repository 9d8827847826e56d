// What _signal asks of the system beside handlers: a descriptor to write the numbers of signals to, and whether system
// calls go on after a handler. Process state, no part of the world.
// Source: https://docs.python.org/3/library/signal.html
#pragma once

#include "vm/core/native.h"

namespace terrarium {

inline constexpr int signal_count = 65;
Result<int> signal_number(Thread& t, Value v);

void write_wakeup(int number);       // from a handler of the system
void tell_wakeup_error(Thread& t);   // on stderr, if a write has failed since
Result<Own> signal_set_wakeup(Thread& t, const Value* a);  // (descriptor, warn_on_full_buffer) -> the one before
Result<Own> signal_interrupts(Thread& t, const Value* a);  // (number, flag)

} // namespace terrarium
