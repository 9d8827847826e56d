// The verifier's second part: walks all paths through one code unit with an abstract stack (what kind of item stands
// where) and the set of locals that are surely bound. Read next: bytecode/verifier.cpp.
#pragma once

#include <vector>

#include "bytecode/verifier.h"

namespace terrarium {

// `unit` has passed the checks of single words. Appends to `faults`.
void verify_flow(const CodeUnit& unit, std::vector<Fault>& faults);

// How many words at the start set up the frame (free variables, cells, generator).
uint32_t prefix_length(const CodeUnit& unit);

}  // namespace terrarium
