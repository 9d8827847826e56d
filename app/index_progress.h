// The end of a recording, at which the index of the trace is waited for: says on a terminal how far it is, once that takes
// long; Ctrl-C leaves the rest of it to who looks at the trace. Read next: inspect/trace_indexing.h.
#pragma once

#include "inspect/recorder.h"

#include <string>

namespace terrarium {

// As Recorder::finish().
bool finish_record(inspect::Recorder* recorder, int exit_code, std::string* error);
// What there is to say of a recording that is whole: its size, and what its index lacks.
std::string recorded_text(const inspect::Recorder& recorder, const std::string& path);

} // namespace terrarium
