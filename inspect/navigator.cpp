// See navigator.h.
#include "inspect/navigator.h"

#include <algorithm>
#include <cstdlib>

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

// Snapshots are what takes time: of the two that are needed one is often there.
bool Navigator::go(uint64_t step, std::string* error) {
    step = std::min(step, steps());
    std::shared_ptr<const Snapshot> now = now_, previous = previous_;
    auto known = [&](uint64_t wanted) {
        for (const auto& s : {now, previous})
            if (s && s->step == wanted && s->step > 0) return s; // step 0 may have been taken before anything was recorded
        return std::shared_ptr<const Snapshot>();
    };
    auto take = [&](uint64_t wanted, std::shared_ptr<const Snapshot>* out) {
        *out = known(wanted);
        if (*out) return true;
        bool good = here_.seek(wanted, error);
        *out = std::make_shared<const Snapshot>(here_.snapshot());
        return good;
    };
    if (!take(step > 0 ? step - 1 : 0, &previous_) || !take(step, &now_)) {
        now_ = std::make_shared<const Snapshot>(here_.snapshot());
        return false;
    }
    return here_.seek(step, error);
}

// The scout stands at a new moment: what kind is it?
void Navigator::look(Moment* m, bool first) {
    const TraceModel& model = scout_.model();
    const Definitions& d = model.definitions();
    size_t depth = model.frames.size(), had = m->lines.size();
    m->line_start = m->entered = false;
    m->changed.clear();
    if (depth > 0) {
        const TraceFrame& f = model.frames.back();
        m->entered = f.at == 0 && (depth > had || f.code != m->code);
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

bool Navigator::asks_to_stop(uint32_t code, int32_t at) const {
    static const char* const hook = std::getenv("PYTHONBREAKPOINT");
    const TraceModel& model = scout_.model();
    const CodeInfo& c = model.definitions().codes[code];
    size_t i = static_cast<size_t>(at) - 1;
    if (at < 1 || i >= c.meanings.size() || i + 1 >= c.instructions.size() || c.meanings[i] != "breakpoint" || (hook && std::string_view(hook) == "0")) return false;
    uint32_t word = c.instructions[i].word, below = 0;
    if (word_op(word) == Opcode::LOAD_GLOBAL && (word_a24(word) & 1)) below = 2; // NULL lies above it
    if (word_op(word) == Opcode::LOAD_NAME && word_op(c.instructions[i + 1].word) == Opcode::PUSH_NULL) below = 1;
    uint32_t sp = model.frames.back().sp;
    if (below == 0 || sp < below || sp > model.stack.size()) return false;
    Val v = model.stack[sp - below];
    return v.is_object() && v.label() >= first_before_label; // not one that the program has made
}

void Navigator::read_sources() {
    const std::map<std::string, std::string>& sources = scout_.model().definitions().sources;
    if (sources.size() == sources_read_) return;
    sources_read_ = sources.size();
    for (const auto& [file, text] : sources) {
        int32_t line = 1;
        size_t counted = 0;
        for (size_t at = 0; (at = text.find("breakpoint", at)) != std::string::npos; at++) {
            line += static_cast<int32_t>(std::count(text.begin() + static_cast<ptrdiff_t>(counted), text.begin() + static_cast<ptrdiff_t>(at), '\n'));
            counted = at;
            written_.insert({file, line});
        }
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
    if (m.entered && !functions.empty()) {
        const CodeInfo& code = model.definitions().codes[model.frames.back().code];
        if (functions.count(code.name) || functions.count(code.qualname)) {
            *why = code.name + " begins";
            return true;
        }
    }
    if (now > 0 && asks_to_stop(m.code, m.at)) {
        *why = "breakpoint() at " + tail_of(model.definitions().codes[m.code].file) + ":" + std::to_string(m.lines.back());
        return true;
    }
    if (!m.line_start || breakpoints.empty()) return false;
    Breakpoint here{model.definitions().codes[model.frames.back().code].file, m.lines.back()};
    if (!breakpoints.count(here)) return false;
    *why = "breakpoint at " + tail_of(here.file) + ":" + std::to_string(here.line);
    return true;
}

constexpr uint64_t steps_between_looks = 4096; // at who waits

bool Navigator::cancelled(uint64_t step) {
    if (!cancelled_ && patience && !patience->go_on(step)) cancelled_ = true;
    if (cancelled_) reason_ = "stopped";
    return cancelled_;
}

bool Navigator::scout_to(uint64_t step) { return scout_.seek(step, &reason_); }

// A step on. What somebody waits for may be recorded only now.
bool Navigator::scout_on(Move move) {
    bool waits = move != Move::run || !written_.empty() || !breakpoints.empty() || !functions.empty() || !watches.empty();
    while (!scout_.next()) {
        if (!waits || !patience || cancelled(scout_.step()) || !patience->more_to_come()) return false;
        refresh();
    }
    return true;
}

bool Navigator::may_stop(size_t chunk) {
    read_sources();
    if (chunk >= indexes_.size()) indexes_.resize(chunk + 1);
    std::unique_ptr<ChunkIndex>& index = indexes_[chunk];
    std::string raw;
    if (!index && scout_.read_index(chunk, &raw)) {
        index = std::make_unique<ChunkIndex>();
        ByteReader in(raw);
        if (!index->read(in)) index.reset();
    }
    if (!index) return true;
    const std::vector<CodeInfo>& codes = scout_.model().definitions().codes;
    for (const ChunkIndex::Line& l : index->lines) {
        if (l.file >= codes.size()) return true; // a file that is told further on
        Breakpoint here{codes[l.file].file, l.line};
        if (breakpoints.count(here) || written_.count(here)) return true;
    }
    for (Label label : watches) // what is born here may die here, which the index leaves out
        if (index->changed(label) || (label >= index->first_label && label < index->last_label)) return true;
    return false;
}

// The scout stands at a step, and what kind of moment it is is known.
bool Navigator::look_from(uint64_t step, Moment* m) {
    if (!scout_to(step > 0 ? step - 1 : 0)) return false;
    look(m, true);
    if (step == 0) return true;
    if (!scout_.next()) return false;
    look(m, false);
    return true;
}

// From a step that has been looked at, past the chunks in which `run` cannot stop. True: the scout stands further on.
bool Navigator::skip_forward(uint64_t from, Moment* m) {
    size_t chunk = scout_.chunk_of_step(from + 1);
    uint64_t to = from;
    while (chunk < scout_.chunk_count() && !may_stop(chunk)) to = scout_.chunk_end(chunk++);
    return to > from && look_from(to, m);
}

// The same backwards: the moments before *end are to be looked at.
bool Navigator::skip_back(uint64_t* end) {
    uint64_t had = *end;
    for (;;) {
        size_t chunk = scout_.chunk_of_step(*end);
        uint64_t begin = scout_.chunk_begin(chunk);
        if (*end <= begin + 1 || may_stop(chunk)) return *end < had;
        if (begin == 0) *end = 0;
        // The moment at which a chunk begins has the count that the step before made.
        else *end = may_stop(chunk - 1) ? begin + 1 : begin;
        if (*end == 0) return true;
    }
}

bool Navigator::search_forward(Move move, uint64_t from, uint64_t* found) {
    if (!scout_to(from)) return false;
    Moment m;
    size_t depth = std::max<size_t>(1, scout_.model().frames.size()); // from the end: in the module's frame
    look(&m, true);
    uint64_t looked = from, boundary = from; // where a chunk ends, as far as known
    for (;;) {
        bool moved = false;
        if (move == Move::run && looked == boundary) {
            moved = skip_forward(looked, &m);
            boundary = scout_.chunk_end(scout_.chunk_of_step(scout_.step() + 1));
        }
        if (!moved && !scout_on(move)) break;
        looked = scout_.step();
        if (!moved) look(&m, false);
        *found = looked;
        if (stops_here(move, m, depth, &reason_)) return true;
        if (*found % steps_between_looks == 0 && cancelled(*found)) return true;
    }
    *found = scout_.step();
    if (!cancelled_) reason_ = "the record ends here";
    return *found > from;
}

// The last moment before this one: looked for in stretches that begin further and further back.
bool Navigator::search_back(Move move, uint64_t from, uint64_t* found) {
    if (!scout_to(from)) return false;
    size_t depth = std::max<size_t>(1, scout_.model().frames.size()); // from the end: in the module's frame
    uint64_t end = from, length = 1000;
    while (end > 0) {
        if (move == Move::run && skip_back(&end)) length = 1000;
        uint64_t begin = end > length ? end - length : 0;
        Moment m;
        if (!scout_to(begin > 0 ? begin - 1 : 0)) return false;
        look(&m, true);
        std::string why;
        bool any = begin == 0 && stops_here(move, m, depth, &why);
        if (any) *found = 0;
        if (any) reason_ = why;
        while (scout_.step() + 1 < end && scout_.next()) {
            if (scout_.step() % steps_between_looks == 0 && cancelled(scout_.step())) {
                *found = end; // so far nothing was found
                return end < from;
            }
            look(&m, false);
            if (!stops_here(move, m, depth, &why)) continue;
            any = true;
            *found = scout_.step();
            reason_ = why;
        }
        if (any) return true;
        end = begin;
        length = std::min<uint64_t>(length * 8, 1 << 20);
    }
    *found = 0;
    reason_ = "the beginning of the program";
    return true;
}

bool Navigator::move(Move move, Way way, uint64_t times) {
    reason_.clear();
    cancelled_ = false;
    uint64_t target = step();
    for (uint64_t done = 0; done < times && !cancelled_; done++) {
        if (way == Way::back && target == 0) reason_ = "the beginning of the program";
        else if (way == Way::forward && target == steps()) reason_ = "the record ends here";
        else if (move == Move::instruction) target = way == Way::forward ? target + 1 : target - 1;
        else if (way == Way::forward ? search_forward(move, target, &target) : search_back(move, target, &target)) continue;
        else break;
        if (!reason_.empty()) break;
    }
    if (target == step()) return false;
    return go(target, &reason_);
}

} // namespace terrarium::inspect
