// The strategies, and the text of a schedule. See schedule.h.
#include "vm/threads/schedule.h"

#include <algorithm>
#include <charconv>
#include <fmt/core.h>
#include <map>
#include <set>
#include <sstream>

namespace terrarium {

namespace {

constexpr const char* kind_names[] = {"poll", "instruction", "count", "start", "blocked", "ended"};

// The next in order of birth, around.
uint32_t next_after(const SwitchPoint& point, uint32_t id) {
    for (uint32_t other : point.ready)
        if (other > id) return other;
    return point.ready.front();
}

class RoundRobin : public Schedule {
public:
    explicit RoundRobin(uint32_t quantum) : quantum_(quantum) {}
    uint32_t choose(const SwitchPoint& point) override {
        if (point.can_go_on && ++used_ < quantum_) return point.current;
        used_ = 0;
        return next_after(point, point.current);
    }
    std::string name() const override { return fmt::format("roundrobin, {} points a turn", quantum_); }

private:
    uint32_t quantum_, used_ = 0;
};

class Random : public Schedule {
public:
    Random(uint64_t seed, uint32_t rarity) : seed_(seed), rarity_(rarity), numbers_{seed} {}
    uint32_t choose(const SwitchPoint& point) override {
        if (point.ready.size() == 1) return point.ready.front();
        if (point.can_go_on && numbers_.below(rarity_) != 0) return point.current;
        uint32_t id = point.ready[numbers_.below(point.ready.size())];
        return id == point.current ? next_after(point, id) : id;
    }
    std::string name() const override { return fmt::format("random, seed {}", seed_); }

private:
    uint64_t seed_;
    uint32_t rarity_;
    SplitMix numbers_;
};

class Pct : public Schedule {
public:
    Pct(uint64_t seed, uint32_t depth, uint64_t length, bool ends_sleeps) : seed_(seed), depth_(depth), numbers_{seed}, ends_sleeps_(ends_sleeps) {
        for (uint32_t i = 1; i < depth; i++) changes_.insert(1 + numbers_.below(length));
    }
    uint32_t choose(const SwitchPoint& point) override {
        if (changes_.count(point.number) || point.turn >= fair_turn) priorities_[point.current] = -static_cast<int64_t>(point.number);
        uint32_t best = point.ready.front();
        for (std::span<const uint32_t> threads : {point.ready, ends_sleeps_ ? point.asleep : std::span<const uint32_t>()})
            for (uint32_t id : threads)
                if (priority(id) > priority(best)) best = id;
        return best;
    }
    std::string name() const override { return fmt::format("pct, depth {}, seed {}", depth_, seed_); }

private:
    int64_t priority(uint32_t id) {
        auto [at, fresh] = priorities_.try_emplace(id, 0);
        if (fresh) at->second = static_cast<int64_t>(numbers_.next() >> 2);
        return at->second;
    }
    uint64_t seed_;
    uint32_t depth_;
    SplitMix numbers_;
    bool ends_sleeps_;
    std::set<uint64_t> changes_;
    std::map<uint32_t, int64_t> priorities_;
};

constexpr const char* header = "terrarium schedule 1";

template <class N>
bool read_number(const std::string& word, N* n) {
    auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), *n);
    return error == std::errc() && end == word.data() + word.size();
}

// "point 17: 1 -> 2 poll at bank.py:12 +34"
bool parse_switch(const std::string& line, SwitchRecord* record) {
    std::istringstream words(line);
    std::string point, number, from, arrow, to, kind, place;
    words >> point >> number >> from >> arrow >> to >> kind;
    if (point != "point" || arrow != "->" || number.empty() || number.back() != ':') return false;
    number.pop_back();
    if (!read_number(number, &record->point) || !read_number(from, &record->from) || !read_number(to, &record->to)) return false;
    auto found = std::find(std::begin(kind_names), std::end(kind_names), kind);
    if (found == std::end(kind_names)) return false;
    record->kind = static_cast<PointKind>(found - std::begin(kind_names));
    if (!std::getline(words, place) || place.empty()) return true; // " at FILE:LINE +INSTRUCTION"
    size_t colon = place.rfind(':'), plus = place.rfind(" +");
    if (place.rfind(" at ", 0) != 0 || colon == std::string::npos || plus == std::string::npos || plus < colon) return false;
    record->place.file = place.substr(4, colon - 4);
    return read_number(place.substr(colon + 1, plus - colon - 1), &record->place.line) && read_number(place.substr(plus + 2), &record->place.instruction);
}

} // namespace

const char* point_kind_name(PointKind kind) { return kind_names[static_cast<size_t>(kind)]; }

bool may_go_on(const SwitchPoint& point, uint32_t id) {
    auto among = [id](std::span<const uint32_t> ids) { return std::find(ids.begin(), ids.end(), id) != ids.end(); };
    return among(point.ready) || among(point.asleep);
}

uint32_t usual_choice(const SwitchPoint& point) { return point.can_go_on && point.turn < fair_turn ? point.current : next_after(point, point.current); }

std::unique_ptr<Schedule> make_round_robin(uint32_t quantum) { return std::make_unique<RoundRobin>(quantum); }
std::unique_ptr<Schedule> make_random(uint64_t seed, uint32_t rarity) { return std::make_unique<Random>(seed, rarity); }
std::unique_ptr<Schedule> make_pct(uint64_t seed, uint32_t depth, uint64_t length, bool ends_sleeps) { return std::make_unique<Pct>(seed, depth, length, ends_sleeps); }

std::string schedule_text(const SavedSchedule& saved) {
    std::string text = fmt::format("{}\nswitch-at {}\nmade by {}\n", header, saved.every_instruction ? "instruction" : "poll", saved.origin);
    if (saved.counts != Counts::safe) text += saved.counts == Counts::racy ? "refcounts racy\n" : "refcounts atomic\n";
    if (saved.racy_appends) text += "list-append racy\n";
    for (const SwitchRecord& s : saved.switches) {
        text += fmt::format("point {}: {} -> {} {}", s.point, s.from, s.to, point_kind_name(s.kind));
        if (!s.place.file.empty()) text += fmt::format(" at {}:{} +{}", s.place.file, s.place.line, s.place.instruction);
        text += "\n";
    }
    return text + fmt::format("end {}\n", saved.points);
}

std::string parse_schedule(const std::string& text, SavedSchedule* saved) {
    std::istringstream lines(text);
    std::string line;
    *saved = {};
    bool ended = false;
    for (int number = 1; std::getline(lines, line); number++) {
        auto wrong = [&](const char* what) { return fmt::format("line {}: {}: {}", number, what, line); };
        if (number == 1) {
            if (line != header) return wrong("not a schedule that 'terrarium --save-schedule' wrote");
        } else if (line.empty() || line[0] == '#') {
            continue;
        } else if (ended) {
            return wrong("something stands behind the end");
        } else if (line.rfind("switch-at ", 0) == 0) {
            saved->every_instruction = line == "switch-at instruction";
            if (!saved->every_instruction && line != "switch-at poll") return wrong("poll or instruction is expected");
        } else if (line == "refcounts racy" || line == "refcounts atomic") {
            saved->counts = line == "refcounts racy" ? Counts::racy : Counts::atomic;
        } else if (line == "list-append racy") {
            saved->racy_appends = true;
        } else if (line.rfind("made by ", 0) == 0) {
            saved->origin = line.substr(8);
        } else if (line.rfind("end ", 0) == 0) {
            if (!read_number(line.substr(4), &saved->points)) return wrong("a number is expected");
            ended = true;
        } else {
            SwitchRecord record{};
            if (!parse_switch(line, &record)) return wrong("not a switch ('point 17: 1 -> 2 poll at bank.py:12 +34')");
            if (!saved->switches.empty() && record.point <= saved->switches.back().point) return wrong("points must rise");
            saved->switches.push_back(std::move(record));
        }
    }
    return ended && text.back() == '\n' ? "" : "it does not end with 'end NUMBER': it is cut off";
}

const SwitchRecord* Replay::expected(uint64_t point) const {
    return next_ < saved_.switches.size() && saved_.switches[next_].point == point ? &saved_.switches[next_] : nullptr;
}

uint32_t Replay::choose(const SwitchPoint& point) {
    const SwitchRecord* record = expected(point.number);
    if (!record) return usual_choice(point);
    next_++;
    if (record->from != point.current || record->kind != point.kind) {
        diverge(fmt::format("at point {} thread {} was to lose its turn ({}), but thread {} is there ({})", point.number, record->from,
                            point_kind_name(record->kind), point.current, point_kind_name(point.kind)));
        return usual_choice(point);
    }
    if (!may_go_on(point, record->to)) {
        diverge(fmt::format("at point {} thread {} was to go on, but it is not ready", point.number, record->to));
        return usual_choice(point);
    }
    return record->to;
}

} // namespace terrarium
