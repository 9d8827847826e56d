#include "inspect/figure.h"

#include "support/text.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace terrarium::inspect {

namespace {

struct Named {
    double size;
    const char* name;
};
constexpr Named byte_units[] = {{1024.0 * 1024 * 1024, "GiB"}, {1024.0 * 1024, "MiB"}, {1024, "KiB"}, {1, "bytes"}};
constexpr Named second_units[] = {{1, "s"}, {1e-3, "ms"}, {1e-6, "µs"}};

// The largest unit that leaves at least one of it.
Named named_unit(double n, Unit unit) {
    if (unit == Unit::count) return {1, ""};
    if (unit == Unit::bytes) {
        for (const Named& u : byte_units)
            if (n >= u.size) return u;
        return {1, "bytes"};
    }
    for (const Named& u : second_units)
        if (n >= u.size) return u;
    return n == 0 ? second_units[0] : second_units[2];
}

// 2400 as "2,400", 1.5 as "1.5".
std::string number_text(double n, int decimals) {
    if (decimals > 0) return fmt::format("{:.{}f}", n, decimals);
    return grouped(static_cast<uint64_t>(std::llround(n)));
}

} // namespace

double greatest_y(const Curve& curve) {
    double most = 0;
    for (const Curve::Step& s : curve.steps) most = std::max(most, s.y);
    return most;
}

double greatest_y(const Figure& figure) {
    double most = 0;
    for (const Curve& c : figure.curves) most = std::max(most, greatest_y(c));
    return most;
}

double greatest_x(const Figure& figure) {
    double most = 0;
    for (const Curve& c : figure.curves)
        if (!c.steps.empty()) most = std::max(most, c.steps.back().x);
    return most;
}

std::string quantity(double n, Unit unit) {
    Named u = named_unit(n, unit);
    double scaled = n / u.size;
    bool whole = (unit == Unit::count && (n >= 10 || n == std::floor(n))) || (unit == Unit::bytes && u.size == 1) || scaled >= 100 || n == 0;
    std::string text = number_text(scaled, whole ? 0 : scaled >= 10 || unit == Unit::count ? 1 : 2);
    return *u.name ? text + " " + u.name : text;
}

std::string quantity(double n, Unit unit, const std::string& what) {
    std::string text = quantity(n, unit);
    if (what.empty()) return text;
    bool one = unit == Unit::count && n == 1 && what.back() == 's';
    return text + " " + (one ? what.substr(0, what.size() - 1) : what);
}

Ticks make_ticks(double greatest, Unit unit, int about) {
    Named u = named_unit(greatest, unit);
    double top = greatest / u.size;
    if (!(top > 0)) top = 1;
    double rough = top / std::max(about, 1);
    double power = std::pow(10.0, std::floor(std::log10(rough)));
    double step = 10 * power;
    for (double round : {1.0, 2.0, 5.0}) {
        if (round * power < rough) continue;
        step = round * power;
        break;
    }
    bool whole = unit == Unit::count || (unit == Unit::bytes && u.size == 1);
    if (whole) step = std::max(1.0, step);
    int decimals = step >= 1 ? 0 : static_cast<int>(std::ceil(-std::log10(step) - 1e-9));
    Ticks ticks;
    ticks.unit = u.name;
    for (int i = 0; i * step <= top * (1 + 1e-9); i++) {
        ticks.at.push_back(i * step * u.size);
        ticks.text.push_back(i == 0 ? "0" : number_text(i * step, decimals));
    }
    return ticks;
}

} // namespace terrarium::inspect
