// The curves of a comparison: from samples to figures, and those as a picture.
#include "app/compare_threads.h"

#include "inspect/svg.h"
#include "support/text.h"

#include <fmt/core.h>

#include <algorithm>

namespace terrarium {

using inspect::Curve;
using inspect::Figure;
using inspect::Samples;
using inspect::Unit;

namespace {

std::vector<Curve::Step> steps_of(const Samples& samples, CurveKind kind) {
    std::vector<Curve::Step> steps;
    auto add = [&](double x, uint64_t y) {
        // A run that was killed may have been joining steps: what is not in order is not used.
        if (steps.empty() || x > steps.back().x) steps.push_back({x, static_cast<double>(y)});
    };
    if (kind == CurveKind::depth) {
        for (uint32_t i = 0; i < samples.depth.used; i++) add(static_cast<double>(samples.depth.rows[i].calls), samples.depth.rows[i].deepest);
        return steps;
    }
    for (uint32_t i = 0; i < samples.memory.used; i++) {
        const Samples::Memory& row = samples.memory.rows[i];
        add(row.seconds, kind == CurveKind::stack ? row.stack_bytes : row.heap_bytes);
    }
    return steps;
}

} // namespace

Figure make_figure(const Comparison& c, CurveKind kind) {
    Figure figure;
    switch (kind) {
        case CurveKind::depth: figure = {"depth of the stack over calls", "calls", "frames", Unit::count, Unit::count, {}}; break;
        case CurveKind::stack: figure = {"stack over time", "of the watched run", "", Unit::seconds, Unit::bytes, {}}; break;
        case CurveKind::heap: figure = {"heap over time", "of the watched run", "", Unit::seconds, Unit::bytes, {}}; break;
        case CurveKind::running: figure = {"threads that run", "of the watched run", "threads", Unit::seconds, Unit::count, {}}; break;
        case CurveKind::waiting: figure = {"threads that wait for their turn to run", "of the watched run", "threads", Unit::seconds, Unit::count, {}}; break;
        case CurveKind::blocked: figure = {"threads that sleep, or wait for a lock or the system", "of the watched run", "threads", Unit::seconds, Unit::count, {}};
    }
    for (const Column& column : c.columns) {
        Curve curve;
        curve.name = column.label;
        if (c.axis->of_threads) curve.steps = steps_of_threads(column.watched.threads, kind);
        else if (column.watched.samples) curve.steps = steps_of(*column.watched.samples, kind);
        if (column.watched.end != RunResult::End::result) curve.end = column.watched.outcome;
        figure.curves.push_back(std::move(curve));
    }
    return figure;
}

std::string comparison_svg(const Comparison& c) {
    std::string title = "terrarium compare " + c.options->target;
    for (const std::string& a : c.options->arguments) title += " " + a;
    std::string subtitle;
    for (const Column& column : c.columns) {
        subtitle += (subtitle.empty() ? "" : "; ") + column.label + ": " + column.first.outcome;
        if (!column.seconds.empty()) subtitle += " after " + inspect::quantity(median(column.seconds), Unit::seconds);
    }
    std::vector<Figure> figures;
    for (CurveKind kind : c.axis->pictured) figures.push_back(make_figure(c, kind));
    return inspect::draw_svg(title, subtitle, figures);
}

} // namespace terrarium
