// Functions of _signal that deal with several signals at once: which ones are held back, which ones wait, waiting for one.
// Sets are tuples of numbers here; the module signal makes sets of its enumeration of them.
#pragma once

#include "vm/core/native.h"

namespace terrarium {

Result<Own> signal_mask(Thread& t, const Value* a);         // (how, numbers) -> numbers held back before
Result<Own> signals_pending(Thread& t, const Value* a);     // () -> numbers
Result<Own> signal_wait(Thread& t, const Value* a);         // (numbers) -> number
Result<Own> signal_wait_info(Thread& t, const Value* a);    // (numbers) -> struct_siginfo
Result<Own> signal_wait_timed(Thread& t, const Value* a);   // (numbers, seconds) -> struct_siginfo or None
Result<Own> signal_thread(Thread& t, const Value* a);       // (thread, number)
void add_signal_info(Dict* names);

} // namespace terrarium
