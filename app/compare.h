// terrarium compare FILE [args]: the same script without and with tail-call elimination, each in a process of its own.
#pragma once

#include "app/options.h"

namespace terrarium {

int run_compare(const Options& options);

} // namespace terrarium
