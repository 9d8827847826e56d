// See timeline.h.
#include "inspect/timeline.h"

#include <algorithm>

namespace terrarium::inspect {

namespace {

constexpr size_t most_points = 1024; // then two become one

} // namespace

Timeline::Point Timeline::with_now(Point p) const {
    return {std::max<uint64_t>(p.depth, reader_.model().frames.size()), std::max(p.heap, reader_.heap_bytes())};
}

void Timeline::measure() {
    points_.push_back(now_);
    now_ = {};
    if (points_.size() < most_points) return;
    for (size_t i = 0; i + 1 < points_.size(); i += 2) points_[i / 2] = {std::max(points_[i].depth, points_[i + 1].depth), std::max(points_[i].heap, points_[i + 1].heap)};
    points_.resize(points_.size() / 2);
    width_ *= 2;
}

bool Timeline::advance(uint64_t steps) {
    if (reader_.step() >= reader_.steps() && !reader_.refresh()) return false;
    now_ = with_now(now_);
    bool moved = false;
    while (steps-- > 0 && reader_.next()) {
        moved = true;
        now_ = with_now(now_);
        if (reader_.step() % width_ == 0) measure();
    }
    return moved;
}

std::vector<Timeline::Point> Timeline::points(size_t columns) const {
    std::vector<Point> out(columns);
    uint64_t all = std::max<uint64_t>(1, reader_.steps());
    Point last = with_now(now_);
    for (size_t c = 0; c < columns; c++) {
        uint64_t from = all * c / columns, to = std::max(from + 1, all * (c + 1) / columns);
        if (from > reader_.step()) break;
        for (uint64_t i = from / width_; i <= (to - 1) / width_; i++) {
            const Point& p = i < points_.size() ? points_[i] : last;
            out[c].depth = std::max(out[c].depth, p.depth);
            out[c].heap = std::max(out[c].heap, p.heap);
            if (i >= points_.size()) break;
        }
    }
    return out;
}

} // namespace terrarium::inspect
