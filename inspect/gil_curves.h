// How many threads ran, waited for their turn and were blocked, over the time of a run: for charts.
#pragma once

#include "inspect/gil_trace.h"

#include <vector>

namespace terrarium::inspect {

// So many threads were in each state on the average, during one of the equal parts a run is cut into.
struct GilMoment {
    float running = 0, waiting = 0, blocked = 0;
};
std::vector<GilMoment> moments_of(const GilTrace& trace, size_t parts);

} // namespace terrarium::inspect
