// terrarium record and verify: a run written down instruction by instruction, and the proof that it was.
#pragma once

#include "app/options.h"

namespace terrarium {

int run_record(const Options& options);
int run_verify(const Options& options);

} // namespace terrarium
