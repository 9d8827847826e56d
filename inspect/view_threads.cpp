// threads: all of them, what each does or waits for, and who holds the locks they wait for.
#include "inspect/figure.h"
#include "inspect/gil_sums.h"
#include "inspect/view_parts.h"

namespace terrarium::inspect {

namespace {

std::string named(const ThreadInfo& t) { return std::to_string(t.id) + (t.name.empty() ? "" : " " + t.name); }

std::string named(const Snapshot& s, uint32_t id) {
    for (const ThreadInfo& t : s.threads)
        if (t.id == id) return "thread " + named(t);
    return "thread " + std::to_string(id) + ", which has ended";
}

// Conditions, and what is built of them, give each waiter a lock of its own, which it holds until it is woken.
bool waits_to_be_woken(const ThreadInfo& t) { return t.holder == t.id && t.lock_name.ends_with("()"); }

std::string what_it_does(const ThreadInfo& t, bool gil, const PrintStyle& style) {
    std::string until = t.time_left < 0 ? "" : ", at most " + duration(t.time_left, style) + " more";
    switch (t.state) {
        case ThreadInfo::State::running: return "running";
        case ThreadInfo::State::ready: return gil ? "ready: waits for its turn" : "running; stands while this is looked at";
        case ThreadInfo::State::blocked: return "blocked in " + t.call;
        case ThreadInfo::State::sleeping: return t.time_left < 0 ? "sleeping for ever" : "sleeping, " + duration(t.time_left, style) + " more";
        case ThreadInfo::State::waiting: break;
    }
    if (!t.lock) return "waiting" + until;
    if (waits_to_be_woken(t)) return "waiting in " + t.lock_name + until;
    return "waiting for " + val_text(Val::object(t.lock)) + (t.holder ? " of " + std::to_string(t.holder) : ", held by nobody") + until;
}

const char* const state_words[] = {"running", "ready", "waiting", "sleeping", "blocked"};

// The locks that are waited for, in the order in which threads came to wait; all, or those that another thread gives back.
enum class Locks { all, of_others };
std::vector<Label> locks_of(const Snapshot& s, Locks which) {
    std::vector<Label> locks;
    for (const ThreadInfo& t : s.threads) {
        bool known = t.lock == 0 || (which == Locks::of_others && waits_to_be_woken(t));
        for (Label l : locks) known |= l == t.lock;
        if (!known) locks.push_back(t.lock);
    }
    return locks;
}

constexpr const char* not_recorded = "threads: a recording holds none";

} // namespace

Drawn view_threads_text(const ViewInput& in, const PrintStyle& style) {
    const Snapshot& s = *in.now;
    if (s.threads.empty()) return {"", not_recorded};
    Page page(style);
    page.paragraph("threads: " + moment_text(s), Paint::strong);
    std::string turns = counted(s.threads.size(), "thread") + (s.turns.one_at_a_time ? ", one at a time" : s.threads.size() > 1 ? ", at the same time: the GIL is off" : "; the GIL is off");
    std::string waiters = s.turns.waiting ? number(uint64_t{s.turns.waiting}) + (s.turns.waiting == 1 ? " waits" : " wait") : "nobody waits";
    if (s.turns.holder) turns += "; " + named(s, s.turns.holder) + " holds the GIL, " + waiters + " for it";
    if (s.turns.interval) turns += "; " + counted(s.turns.hand_overs, "hand-over") + " so far, switch interval " + duration(s.turns.interval, style);
    page.paragraph(turns);
    page.blank();
    Table table({{"thread"}, {"state"}, {"where"}, {"frames", Align::right, Narrow::out}, {"stack bytes", Align::right, Narrow::out}});
    for (const ThreadInfo& t : s.threads) {
        std::string where = t.function.empty() ? "" : short_file(t.file) + ":" + std::to_string(t.line) + " in " + t.function;
        table.row({named(t) + (t.daemon ? " (daemon)" : ""), what_it_does(t, s.turns.one_at_a_time, style), where, number(uint64_t{t.frames}), number(t.stack_bytes + t.frame_bytes)},
                  t.state == ThreadInfo::State::running ? Paint::mark : Paint::plain);
    }
    table.draw(page);
    if (std::vector<Label> locks = locks_of(s, Locks::of_others); !locks.empty()) {
        page.blank();
        page.line("Locks that are waited for", Paint::strong);
        for (Label lock : locks) {
            std::string text = object_label(s, lock), names, waiters;
            uint32_t holder = 0;
            for (const ThreadInfo& t : s.threads) {
                if (t.lock != lock) continue;
                holder = t.holder;
                if (names.find(t.lock_name) == std::string::npos) names += ", " + t.lock_name;
                waiters += (waiters.empty() ? "" : ", ") + std::to_string(t.id);
            }
            page.paragraph(text + names + ": held by " + (holder ? named(s, holder) : "nobody") + ", waited for by " + waiters, Paint::plain, 2);
        }
    }
    return {page.take(), ""};
}

Drawn view_threads_json(const ViewInput& in) {
    const Snapshot& s = *in.now;
    if (s.threads.empty()) return {"", not_recorded};
    JsonWriter json;
    begin_view(json, "threads", 1, s);
    json.begin_object("gil");
    json.field("on", s.turns.one_at_a_time);
    json.field("holder", s.turns.holder);
    json.field("waiting", s.turns.waiting);
    json.field("hand_overs", s.turns.hand_overs);
    json.field("switch_interval_ns", s.turns.interval);
    json.end_object();
    json.begin_array("threads");
    for (const ThreadInfo& t : s.threads) {
        json.begin_object();
        json.field("id", t.id);
        json.field("name", t.name);
        json.field("daemon", t.daemon);
        json.field("state", state_words[static_cast<size_t>(t.state)]);
        if (!t.call.empty()) json.field("call", t.call);
        if (t.lock) json.field("lock", val_text(Val::object(t.lock)));
        if (!t.lock_name.empty()) json.field("lock_name", t.lock_name);
        if (t.lock) json.field("holder", t.holder);
        if (t.time_left >= 0) json.field("time_left_ns", t.time_left);
        if (!t.function.empty()) {
            json.field("function", t.function);
            json.field("file", t.file);
            json.field("line", t.line);
        }
        json.field("frames", t.frames);
        json.field("stack_bytes", t.stack_bytes);
        json.field("frame_bytes", t.frame_bytes);
        json.end_object();
    }
    json.end_array();
    json.begin_array("locks");
    for (Label lock : locks_of(s, Locks::all)) {
        json.begin_object();
        json.field("lock", val_text(Val::object(lock)));
        json.field("label", object_label(s, lock));
        uint32_t holder = 0;
        json.begin_array("waiters");
        for (const ThreadInfo& t : s.threads) {
            if (t.lock != lock) continue;
            holder = t.holder;
            json.value(t.id);
        }
        json.end_array();
        json.field("holder", holder);
        json.end_object();
    }
    json.end_array();
    json.end_object();
    return {json.text(), ""};
}

} // namespace terrarium::inspect
