// Draws figures as one SVG document: curves over each other, axes with units, the runs named. It needs nothing from
// outside and reads in light and dark; dashes tell the curves apart where colours do not.
#pragma once

#include "inspect/figure.h"

#include <string_view>

namespace terrarium::inspect {

// `subtitle` may be empty. All figures show the same runs, in the same order.
std::string draw_svg(const std::string& title, const std::string& subtitle, const std::vector<Figure>& figures);
// What may stand between tags and in attributes.
std::string xml_text(std::string_view text);

} // namespace terrarium::inspect
