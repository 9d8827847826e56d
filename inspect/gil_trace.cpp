// See gil_trace.h.
#include "inspect/gil_trace.h"

#include <algorithm>
#include <iterator>

namespace terrarium::inspect {

const char* state_name(GilState state) {
    static const char* const names[] = {"absent", "holding", "waiting", "lock", "sleep", "system"};
    return names[static_cast<size_t>(state)];
}

const char* event_name(ThreadEventKind kind) {
    static const char* const names[] = {"thread_start", "thread_begin", "thread_end", "request", "drop_request", "poll", "release_forced",
                                        "release", "acquire", "block", "unblock", "wait", "wait_over", "wake"};
    static_assert(std::size(names) == thread_event_kinds);
    return names[static_cast<size_t>(kind)];
}

GilFollower::Now GilFollower::add(const GilEvent& e) {
    Now& now = threads_[e.thread];
    Now before = now;
    GilState next = now.state;
    switch (e.kind) {
        case ThreadEventKind::begin:
        case ThreadEventKind::ask:
        case ThreadEventKind::hand_over: next = GilState::waiting; break;
        case ThreadEventKind::acquire: next = GilState::holding; break;
        case ThreadEventKind::wait: now.reason = e.object ? GilState::lock : GilState::sleep; break;
        case ThreadEventKind::block: now.reason = GilState::system; break;
        case ThreadEventKind::release: next = now.reason; break;
        case ThreadEventKind::end: next = GilState::absent; break;
        default: break;
    }
    if (next != now.state) {
        now.state = next;
        now.since = e.time;
    }
    return before;
}

std::vector<GilSpan> spans_of(const GilTrace& trace) {
    std::vector<GilSpan> spans;
    GilFollower follower;
    struct Marks {
        size_t began = 0, cause = 0; // events
    };
    std::map<uint32_t, Marks> marks; // by thread
    for (size_t i = 0; i < trace.events.size(); i++) {
        const GilEvent& e = trace.events[i];
        Marks& m = marks[e.thread];
        if (e.kind == ThreadEventKind::wait || e.kind == ThreadEventKind::block) m.cause = i;
        GilFollower::Now before = follower.add(e);
        if (follower.threads().at(e.thread).state == before.state) continue;
        if (before.state != GilState::absent) spans.push_back({e.thread, before.state, before.since, e.time, m.began, m.cause});
        m.began = i;
    }
    for (const auto& [id, now] : follower.threads())
        if (now.state != GilState::absent) spans.push_back({id, now.state, now.since, std::max(trace.end, now.since), marks[id].began, marks[id].cause});
    std::stable_sort(spans.begin(), spans.end(), [](const GilSpan& a, const GilSpan& b) { return a.from < b.from; });
    return spans;
}

namespace {

void spend(GilThreadSums& s, const GilFollower::Now& in, int64_t until) {
    if (in.state == GilState::absent) return;
    int64_t time = until - in.since;
    s.times[static_cast<size_t>(in.state)] += time;
    if (in.state == GilState::waiting) s.longest_wait = std::max(s.longest_wait, time);
}

} // namespace

void GilCounter::add(const GilEvent& e) {
    GilThreadSums& s = sums_[e.thread];
    GilFollower::Now before = follower_.add(e);
    GilState now = follower_.threads().at(e.thread).state;
    if (now != before.state) spend(s, before, e.time);
    if ((now == GilState::holding) != (before.state == GilState::holding)) {
        (running_ ? together_ : idle_) += running_ == 1 ? 0 : std::max<int64_t>(0, e.time - since_);
        since_ = std::max(since_, e.time);
        running_ += now == GilState::holding ? 1 : -1u;
    }
    switch (e.kind) {
        case ThreadEventKind::begin:
        case ThreadEventKind::ask: s.asked++; break;
        case ThreadEventKind::press: s.pressed++; break;
        case ThreadEventKind::wait: (e.object ? s.lock_waits : s.stops)++; break;
        case ThreadEventKind::block: s.stops++; break;
        case ThreadEventKind::hand_over:
            s.asked++;
            was_forced_ = true;
            break;
        case ThreadEventKind::acquire:
            s.turns++;
            if (holder_ && holder_ != e.thread) (was_forced_ ? sums_[holder_].forced : sums_[holder_].voluntary)++;
            holder_ = e.thread;
            was_forced_ = false;
            break;
        default: break;
    }
}

GilSums GilCounter::sums(int64_t end, const std::vector<GilThread>& threads, bool gil) const {
    GilSums out;
    out.duration = end;
    out.gil = gil;
    for (const GilThread& t : threads) {
        auto found = sums_.find(t.id);
        GilThreadSums s = found == sums_.end() ? GilThreadSums{} : found->second;
        s.id = t.id;
        s.name = t.name;
        if (auto now = follower_.threads().find(t.id); now != follower_.threads().end()) spend(s, now->second, std::max(end, now->second.since));
        if (!gil) s.forced = s.voluntary = 0;
        for (int i = 0; i < gil_states; i++) out.all.times[i] += s.times[i];
        out.all.turns += s.turns;
        out.all.forced += s.forced;
        out.all.voluntary += s.voluntary;
        out.all.asked += s.asked;
        out.all.pressed += s.pressed;
        out.all.lock_waits += s.lock_waits;
        out.all.stops += s.stops;
        out.all.longest_wait = std::max(out.all.longest_wait, s.longest_wait);
        out.threads.push_back(std::move(s));
    }
    out.unheld = std::max<int64_t>(0, end - out.all.times[static_cast<size_t>(GilState::holding)]);
    if (gil) return out;
    int64_t rest = std::max<int64_t>(0, end - since_);
    out.unheld = idle_ + (running_ == 0 ? rest : 0);
    out.together = together_ + (running_ > 1 ? rest : 0);
    return out;
}

GilSums sums_of(const GilTrace& trace) {
    GilCounter counter;
    for (const GilEvent& e : trace.events) counter.add(e);
    return counter.sums(trace.end, trace.threads, trace.gil);
}

} // namespace terrarium::inspect
