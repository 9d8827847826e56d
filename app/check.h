// --check-heap: the whole heap against its holders.
#pragma once

#include "vm/core/thread.h"

#include <string>

namespace terrarium {

// One line a fault; empty when counts equal holders, the ledger adds up and every object can be reached. No Python code
// may be running.
std::string check_everything(Thread& t);

// GIL off, and t is the only thread left: counts are exact again, and nothing is shared.
void count_exactly(Thread& t);

} // namespace terrarium
