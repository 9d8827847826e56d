// terrarium record and verify: a run written down instruction by instruction, and the proof that it was.
#pragma once

#include "app/options.h"
#include "inspect/recorder.h"

namespace terrarium {

// Starts the VM for a program whose run is written to `path`; *how is what the recorder needs to know of it. False: told on
// stderr.
bool start_to_record(Options* options, const std::string& path, inspect::RecorderOptions* how);
// Sees to it that all that can be is written when the program waits, is in a native for long, or ends without an end (os._exit).
// Of one recording a process.
void write_at_waits(inspect::Recorder* recorder, const std::string& path);
int run_record(const Options& options);
int run_verify(const Options& options);

} // namespace terrarium
