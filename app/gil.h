// Programs run under the log of threads: --gil-log, --stats, and the verb `gil`, which draws lanes.
#pragma once

#include "app/options.h"
#include "inspect/gil_log.h"

namespace terrarium {

// Starts the VM, runs the program of the options, and writes the log and the numbers they ask for. Returns the exit code.
// `shown` (may be null) is called with the log when the program has ended; it must keep events then.
int run_with_log(const Options& options, void (*shown)(const Options& options, inspect::GilLog& log));

// The verb. Returns the exit code.
int run_gil(const Options& options);

} // namespace terrarium
