// Draws a figure with characters: a panel a curve (one for all if they are the same) under one another, all to the same
// scale, so that they can be told apart without colour. Where to next: inspect/svg.h, the same as a picture.
#pragma once

#include "inspect/figure.h"
#include "inspect/print.h"

namespace terrarium::inspect {

// Lines, each ended by a newline; a panel is `height` rows high. A column shows the greatest value within it; what is not 0 shows.
std::string draw_chart(const Figure& figure, const PrintStyle& style, int height = 5);

} // namespace terrarium::inspect
