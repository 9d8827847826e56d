// The log of threads for Perfetto and chrome://tracing: a lane a thread with what it held, waited for and was blocked in,
// every event, and arrows for who asked whom. Schema: docs/threads.md.
// Source: https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU (Trace Event Format)
#pragma once

#include "inspect/gil_trace.h"

#include <cstdio>

namespace terrarium::inspect {

// False: errno says why it could not be written.
bool write_chrome(const GilTrace& trace, std::FILE* file);

} // namespace terrarium::inspect
