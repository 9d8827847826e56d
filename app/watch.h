// `terrarium watch FILE.py | run.trace`: browse a run forwards and backwards, on the full screen or line by line.
// A script is run and recorded by a child (watch_child.h) while the parent browses what is there already.
// Read next: app/watch_session.h.
#pragma once

#include "app/options.h"

namespace terrarium {

int run_watch(const Options& options);

} // namespace terrarium
