// Draws figures as one SVG document: curves over each other, axes with units, the runs named. It needs nothing from
// outside and reads in light and dark; dashes tell the curves apart where colours do not.
#pragma once

#include "inspect/figure.h"

namespace terrarium::inspect {

// `subtitle` may be empty. All figures show the same runs, in the same order.
std::string draw_svg(const std::string& title, const std::string& subtitle, const std::vector<Figure>& figures);

} // namespace terrarium::inspect
