// terrarium compare FILE [args]: the same script with each value of a switch, every run in a process of its own.
#pragma once

#include "app/options.h"

namespace terrarium {

int run_compare(const Options& options);

} // namespace terrarium
