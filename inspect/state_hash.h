// One number for a moment: equal numbers, equal states.
#pragma once

#include "inspect/snapshot.h"

namespace terrarium::inspect {

// Of the program's objects: each one's number, place in the heap, size, type, count and what its slots hold; and of what the
// frames' slots hold. The same in every build; no time goes in.
uint64_t state_hash(const Snapshot& s);

} // namespace terrarium::inspect
