// See search.h.
#include "vm/threads/search.h"

#include <algorithm>

namespace terrarium {

uint32_t Guided::choose(const SwitchPoint& point) {
    uint32_t usual = usual_choice(point);
    while (next_ < turns_.size() && turns_[next_].point < point.number) next_++;
    if (next_ < turns_.size()) {
        if (turns_[next_].point != point.number) return usual;
        uint32_t thread = turns_[next_++].thread;
        if (!may_go_on(point, thread)) return usual;
        made_++;
        return thread;
    }
    if (!point.quiet) {
        for (std::span<const uint32_t> threads : {point.ready, point.asleep})
            for (uint32_t thread : threads)
                if (thread != usual) further_.push_back({point.number, thread});
    }
    return usual;
}

std::vector<Turn> SystematicSearch::way_to(uint32_t node) const {
    std::vector<Turn> way;
    for (; node != 0; node = nodes_[node].parent) way.push_back({nodes_[node].point, nodes_[node].thread});
    std::reverse(way.begin(), way.end());
    return way;
}

std::unique_ptr<Guided> SystematicSearch::next() {
    if (nodes_.empty()) nodes_.push_back({0, 0, 0});
    if (at_ == nodes_.size()) return nullptr;
    current_ = static_cast<uint32_t>(at_++);
    std::vector<Turn> way = way_to(current_);
    current_turns_ = static_cast<uint32_t>(way.size());
    return std::make_unique<Guided>(std::move(way));
}

void SystematicSearch::done(const Guided& run) {
    if (current_turns_ == bound_ || !run.all_made()) return;
    for (const Turn& turn : run.further()) {
        if (nodes_.size() - at_ >= most_waiting) {
            dropped_ = true;
            return;
        }
        nodes_.push_back({current_, turn.thread, turn.point});
    }
}

} // namespace terrarium
