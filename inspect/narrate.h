// What one instruction did, as a sentence: "LOAD_FAST n pushed 3". From two snapshots and nothing else.
#pragma once

#include "inspect/snapshot.h"
#include "inspect/trace_reader.h"

namespace terrarium::inspect {

// `before` and `after` are one step apart; `events` is what the trace tells of the step between them.
std::string narrate(const Snapshot& before, const Snapshot& after, const StepEvents& events);
// The instruction that is about to run: "LOAD_FAST n"; empty when the program has ended.
std::string next_instruction(const Snapshot& s);

} // namespace terrarium::inspect
