// See gil_curves.h.
#include "inspect/gil_curves.h"

#include <algorithm>

namespace terrarium::inspect {

namespace {

float& part_of(GilMoment& moment, GilState state) {
    if (state == GilState::holding) return moment.running;
    return state == GilState::waiting ? moment.waiting : moment.blocked;
}

} // namespace

std::vector<GilMoment> moments_of(const GilTrace& trace, size_t parts) {
    std::vector<GilMoment> moments(parts);
    double width = static_cast<double>(trace.end) / static_cast<double>(parts);
    if (!(width > 0)) return moments;
    for (const GilSpan& span : spans_of(trace)) {
        double from = static_cast<double>(span.from) / width, to = static_cast<double>(std::min(span.to, trace.end)) / width;
        for (size_t i = static_cast<size_t>(from); i < parts && static_cast<double>(i) < to; i++) {
            double begin = std::max(from, static_cast<double>(i)), end = std::min(to, static_cast<double>(i + 1));
            part_of(moments[i], span.state) += static_cast<float>(end - begin);
        }
    }
    return moments;
}

} // namespace terrarium::inspect
