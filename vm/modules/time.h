// Lengths of time as Python programs give them: to time.sleep(), to locks.
#pragma once

#include "vm/core/thread.h"

namespace terrarium {

inline constexpr int64_t longest_wait = 9223372036; // seconds: what nanoseconds in 64 bits can say

// An int or float of seconds, rounded away from zero. ValueError, OverflowError and TypeError are CPython's.
Result<int64_t> nanoseconds_of(Thread& t, Value seconds);

} // namespace terrarium
