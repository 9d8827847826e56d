// See navigator.h.
#include "inspect/navigator.h"

#include <algorithm>

namespace terrarium::inspect {

namespace {

int32_t line_of_frame(const Definitions& d, const TraceFrame& f) { return line_at(d.codes[f.code], f.at); }

uint32_t count_of(const TraceModel& model, Label label) {
    const TraceObject* o = model.object(label);
    return o ? o->listed + o->held_by_vm : 0;
}

std::string tail_of(const std::string& path) { return path.substr(path.find_last_of('/') + 1); }

} // namespace

bool Navigator::open(const std::string& path, std::string* error) { return here_.open(path, error) && scout_.open(path, error) && go(0, error); }

bool Navigator::refresh() {
    bool more = here_.refresh();
    scout_.refresh();
    return more;
}

bool Navigator::go(uint64_t step, std::string* error) {
    step = std::min(step, steps());
    if (step == here_.step() && step > 0 && previous_.step + 1 == step) return true;
    if (!here_.seek(step > 0 ? step - 1 : 0, error)) return false;
    previous_ = here_.snapshot();
    return here_.seek(step, error);
}

// The scout stands at a new moment: what kind is it?
void Navigator::look(Moment* m, bool first) {
    const TraceModel& model = scout_.model();
    const Definitions& d = model.definitions();
    size_t depth = model.frames.size(), had = m->lines.size();
    m->line_start = false;
    m->changed.clear();
    if (depth > 0) {
        const TraceFrame& f = model.frames.back();
        int32_t line = line_of_frame(d, f);
        if (first) m->line_start = scout_.step() == 0;
        else if (depth > had) m->line_start = true;
        else if (line != m->lines[depth - 1]) m->line_start = true;
        else if (depth == had) m->line_start = f.code != m->code || f.at < m->at;
        if (first || depth > had + 1) {
            m->lines.clear();
            for (const TraceFrame& frame : model.frames) m->lines.push_back(line_of_frame(d, frame));
        } else {
            m->lines.resize(depth);
            m->lines.back() = line;
        }
        m->code = f.code;
        m->at = f.at;
    } else {
        m->lines.clear();
    }
    size_t i = 0;
    if (first) m->counts.clear();
    for (Label label : watches) {
        uint32_t count = count_of(model, label);
        if (first) {
            m->counts.push_back(count);
        } else if (m->counts[i] != count) {
            m->changed = "the count of #" + std::to_string(label) + " went from " + std::to_string(m->counts[i]) + " to " + std::to_string(count);
            m->counts[i] = count;
        }
        i++;
    }
}

bool Navigator::stops_here(Move move, const Moment& m, size_t depth, std::string* why) const {
    const TraceModel& model = scout_.model();
    size_t now = model.frames.size();
    switch (move) {
        case Move::instruction: return true;
        case Move::into: return m.line_start;
        case Move::over: return now < depth || (now == depth && m.line_start);
        case Move::out: return now < depth;
        case Move::run: break;
    }
    if (!m.changed.empty()) {
        *why = m.changed;
        return true;
    }
    if (!m.line_start || breakpoints.empty()) return false;
    Breakpoint here{model.definitions().codes[model.frames.back().code].file, m.lines.back()};
    if (!breakpoints.count(here)) return false;
    *why = "breakpoint at " + tail_of(here.file) + ":" + std::to_string(here.line);
    return true;
}

bool Navigator::search_forward(Move move, uint64_t* found) {
    std::string error;
    Moment m;
    size_t depth = std::max<size_t>(1, here_.model().frames.size()); // from the end: in the module's frame
    if (!scout_.seek(step(), &error)) {
        reason_ = error;
        return false;
    }
    look(&m, true);
    uint64_t from = step();
    while (scout_.next()) {
        look(&m, false);
        *found = scout_.step();
        if (stops_here(move, m, depth, &reason_)) return true;
        if ((*found & 1023) == 0 && cancelled()) break;
        if (patience && *found - from >= patience) {
            reason_ = "looked through " + std::to_string(patience) + " steps; again to go on";
            return true;
        }
    }
    *found = scout_.step();
    reason_ = cancelled() ? "cancelled" : "the record ends here";
    return *found > from;
}

// The last moment before this one: looked for in stretches that begin further and further back.
bool Navigator::search_back(Move move, uint64_t* found) {
    size_t depth = std::max<size_t>(1, here_.model().frames.size()); // from the end: in the module's frame
    uint64_t end = step(), length = 1000, from = step();
    while (end > 0 && !cancelled()) {
        uint64_t begin = end > length ? end - length : 0;
        std::string error, why;
        Moment m;
        if (!scout_.seek(begin > 0 ? begin - 1 : 0, &error)) {
            reason_ = error;
            return false;
        }
        look(&m, true);
        bool any = false;
        if (begin == 0 && stops_here(move, m, depth, &why)) {
            any = true;
            *found = 0;
            reason_ = why;
        }
        while (scout_.step() + 1 < end && scout_.next()) {
            look(&m, false);
            if (!stops_here(move, m, depth, &why)) continue;
            any = true;
            *found = scout_.step();
            reason_ = why;
        }
        if (any) return true;
        end = begin;
        length = std::min<uint64_t>(length * 8, 1 << 20);
        *found = begin;
        if (patience && begin > 0 && from - begin >= patience) {
            reason_ = "looked through " + std::to_string(from - begin) + " steps; again to go on";
            return true;
        }
    }
    *found = cancelled() ? end : 0;
    reason_ = cancelled() ? "cancelled" : "the beginning of the program";
    return *found < step();
}

bool Navigator::move(Move move, Way way) {
    reason_.clear();
    if (way == Way::back && step() == 0) {
        reason_ = "the beginning of the program";
        return false;
    }
    if (way == Way::forward && step() == steps()) {
        reason_ = "the record ends here";
        return false;
    }
    uint64_t target = 0;
    bool found = true;
    if (move == Move::instruction) target = way == Way::forward ? step() + 1 : step() - 1;
    else found = way == Way::forward ? search_forward(move, &target) : search_back(move, &target);
    if (!found) return false;
    std::string error;
    if (go(target, &error)) return true;
    reason_ = error;
    return false;
}

} // namespace terrarium::inspect
