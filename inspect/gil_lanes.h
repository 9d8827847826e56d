// The log of threads in a terminal: a lane a thread, over time.
#pragma once

#include "inspect/gil_trace.h"
#include "inspect/print.h"

namespace terrarium::inspect {

// Lanes of the whole run, a close-up where turns are shorter than a column, a legend, a table, what is seen.
std::string draw_lanes(const GilTrace& trace, const PrintStyle& style);
// One JSON object: "schema": "terrarium.gil.sums/1".
std::string lanes_json(const GilTrace& trace);

} // namespace terrarium::inspect
