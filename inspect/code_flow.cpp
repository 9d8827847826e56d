// See code_flow.h.
#include "inspect/code_flow.h"

#include "vm/interp/frame.h"

#include <algorithm>

namespace terrarium::inspect {

void CodeFlow::learn(uint32_t code) {
    if (code >= units_.size()) units_.resize(code + 1);
    const CodeInfo& info = definitions_.codes[code];
    uint32_t file = 0;
    while (definitions_.codes[file].file != info.file) file++;
    for (size_t i = 0; i <= info.instructions.size(); i++) {
        Place& place = units_[code].places.emplace_back();
        if (i < info.instructions.size()) place.line = info.instructions[i].line;
        if (i > 0) place.line_before = info.instructions[i - 1].line;
        int32_t line = line_at(info, static_cast<int32_t>(i));
        auto [known, fresh] = known_lines_.emplace(uint64_t{file} << 32 | static_cast<uint32_t>(line), lines_.size());
        if (fresh) lines_.push_back({{file, line, 0}, false});
        place.entry = known->second;
    }
}

void CodeFlow::begin(const std::vector<TraceFrame>& frames, const LineArrivals::Standing& last) {
    for (size_t i = paths_.depth(); i < frames.size(); i++) // what runs when the record begins
        (void)paths_.enter(i, key_of(frames[i].code), CallPaths::How::call);
    if (!frames.empty()) stand_in(frames, last);
}

// The top frame, from another place than the one before.
void CodeFlow::stand_in(const std::vector<TraceFrame>& frames, const LineArrivals::Standing& last) {
    load(frames.size(), frames.back().code);
    uint32_t to = std::min(static_cast<uint32_t>(frames.back().at), count_);
    come_to(to, to < count_ && LineArrivals::arrives(last, standing(to)), 0);
}

void CodeFlow::follow(const TraceStep& step, const std::vector<TraceFrame>& frames) {
    steps_++;
    bool stands = !frames.empty(), stood = places_ != nullptr;
    uint32_t at = stands ? static_cast<uint32_t>(frames.back().at) : 0;
    bool same = stands && stood && frames.size() == depth_ && frames.back().code == code_;
    if (!same || step.popped || step.pushed) spend(0);
    follow_frames(step, frames.size());
    if (same && at == at_ + 1 && at <= count_) { // as a rule
        at_ = at;
        return;
    }
    if (stood) places_[at_].left++;
    if (stood && at_ < count_) last_ = {depth_, code_, at_};
    places_ = nullptr;
    if (!stands) return;
    LineArrivals::Standing last{last_.depth, last_.code, last_.at, 0, 0};
    if (last_.depth) last.line = units_[last_.code].places[last_.at].line;
    stand_in(frames, last);
}

void CodeFlow::follow_frames(const TraceStep& step, size_t depth) {
    if (!step.pushed) {
        if (step.popped) paths_.leave(depth);
        return;
    }
    size_t at = depth - 1 - step.between.size();
    if (step.again) paths_.leave(at + 1);
    for (size_t i = 0; i < step.between.size(); i++, at++) {
        const TraceFrame& f = step.between[i];
        if (i > 0 || !step.again) (void)paths_.enter(at, key_of(f.code), f.flags & frame_generator ? CallPaths::How::resume : CallPaths::How::call);
    }
    CallPaths::How how = step.tail ? CallPaths::How::tail_call : step.frame.flags & frame_generator ? CallPaths::How::resume : CallPaths::How::call;
    (void)paths_.enter(depth - 1, key_of(step.frame.code), how);
}

// An instruction ran as often as it was entered or the one before it went on to it.
void CodeFlow::add_up(Unit& unit) {
    uint32_t from_before = 0;
    for (Place& place : unit.places) {
        uint32_t times = from_before + place.entered;
        if (times) {
            Entry& e = lines_[place.entry];
            if (!e.seen) seen_.push_back(place.entry);
            e.seen = true;
            bool begins = place.line > 0 && place.line != place.line_before && &place != &unit.places.back();
            e.line.arrivals += place.arrived + (begins ? from_before : 0);
        }
        from_before = times - place.left;
        place.entered = place.arrived = place.left = 0;
    }
    unit.used = false;
}

std::vector<LineRun> CodeFlow::take_lines() {
    // The instruction about to run counts when it has: with the next lines.
    bool arrived = came_to_line_;
    if (places_ && fresh_ == steps_) {
        places_[at_].entered--;
        places_[at_].arrived -= arrived;
    } else if (places_) {
        places_[at_ - 1].left++;
        arrived = goes_on_to_line(at_);
    }
    for (uint32_t code : used_) add_up(units_[code]);
    used_.clear();
    if (places_) {
        load(depth_, code_);
        places_[at_].entered = 1;
        places_[at_].arrived = arrived;
        fresh_ = steps_;
        came_to_line_ = arrived;
    }
    std::vector<LineRun> out;
    for (uint32_t entry : seen_) {
        out.push_back(lines_[entry].line);
        lines_[entry].line.arrivals = 0;
        lines_[entry].seen = false;
    }
    seen_.clear();
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.file != b.file ? a.file < b.file : a.line < b.line; });
    return out;
}

} // namespace terrarium::inspect
