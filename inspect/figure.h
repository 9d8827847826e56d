// Figures: the curves of several runs over one axis, as plain values. inspect/chart.h draws them in a terminal,
// inspect/svg.h as a picture. Here: numbers with units as readers like them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace terrarium::inspect {

enum class Unit { count, bytes, seconds };

struct Curve {
    // y holds from the x of the step before (0 for the first) up to x.
    struct Step {
        double x, y;
        bool operator==(const Step&) const = default;
    };
    std::string name; // of the run, "--tco=off"
    std::vector<Step> steps; // x rises
    std::string end; // how it ended ("RecursionError"); empty: nothing to say
};

struct Figure {
    std::string title;  // "depth of the stack"
    std::string x_what, y_what; // what is counted ("calls"), or what the bytes and seconds are of
    Unit x_unit, y_unit;
    std::vector<Curve> curves;
};

double greatest_x(const Figure& figure);
double greatest_y(const Figure& figure);
double greatest_y(const Curve& curve);

// "1,000", "94.5 KiB", "1.24 ms": at least three digits that count.
std::string quantity(double n, Unit unit);
// The same with what it is of: "1,000 frames", "1 frame", "1.24 ms of the run".
std::string quantity(double n, Unit unit, const std::string& what);

// Round numbers along an axis that reaches from 0 to the greatest value, all in one unit.
struct Ticks {
    std::string unit; // "", "KiB", "ms"
    std::vector<double> at;
    std::vector<std::string> text;
};
Ticks make_ticks(double greatest, Unit unit, int about);

} // namespace terrarium::inspect
