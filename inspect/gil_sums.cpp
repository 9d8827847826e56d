// See gil_sums.h.
#include "inspect/gil_sums.h"

#include "inspect/figure.h"

#include <algorithm>
#include <cmath>

namespace terrarium::inspect {

namespace {

int64_t time_in(const GilThreadSums& s, GilState state) { return s.times[static_cast<size_t>(state)]; }

int64_t life_of(const GilThreadSums& s) {
    int64_t life = 0;
    for (int64_t time : s.times) life += time;
    return life;
}

double share(int64_t part, int64_t whole) { return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0; }

std::string percent(double share) {
    double n = share * 100;
    if (n > 0 && n < 1) return "less than 1 %";
    return std::to_string(std::lround(n)) + " %";
}

std::string who(const GilThreadSums& s) { return "thread " + std::to_string(s.id) + (s.name.empty() ? "" : " (" + s.name + ")"); }
std::string times(uint64_t n) { return n == 1 ? "once" : number(n) + " times"; }

void write_times(JsonWriter& json, const GilThreadSums& s) {
    json.field("holding_ns", time_in(s, GilState::holding));
    json.field("waiting_ns", time_in(s, GilState::waiting));
    json.field("blocked_ns", s.blocked());
    json.begin_object("blocked");
    for (GilState state : {GilState::lock, GilState::sleep, GilState::system}) json.field(std::string(state_name(state)) + "_ns", time_in(s, state));
    json.end_object();
    json.field("turns", s.turns);
    json.field("hand_overs", s.forced + s.voluntary);
    json.field("forced", s.forced);
    json.field("voluntary", s.voluntary);
    json.field("waits", s.asked);
    json.field("longest_wait_ns", s.longest_wait);
    json.field("drop_requests", s.pressed);
    json.field("lock_waits", s.lock_waits);
}

// Who has to wait for whom is the schedule's decision, and says nothing about the program.
std::string seen_of_fibers(const GilSums& sums) {
    return "The schedule let another thread go on " + times(sums.hand_overs()) + ": " + times(sums.all.forced) + " at a point where the running one could have gone on, " +
           times(sums.all.voluntary) + " since it waited or had ended. Time is virtual: each point takes a microsecond, and when everybody sleeps it jumps.";
}

// Threads wait for each other only where one changes what others may see.
std::string seen_without_gil(const GilSums& sums) {
    std::string text = "The GIL is off: two or more threads ran at the same time for " + percent(share(sums.together, sums.duration)) + " of the run";
    int64_t waiting = time_in(sums.all, GilState::waiting);
    if (waiting * 100 < life_of(sums.all)) return text + ", and hardly ever waited for each other.";
    return text + "; " + percent(share(waiting, life_of(sums.all))) +
           " of all threads' time one stood still, until another had changed what both may see, or until all others stood still for its own change.";
}

} // namespace

std::string duration(int64_t nanoseconds, const PrintStyle& style) {
    std::string text = quantity(static_cast<double>(nanoseconds) / 1e9, Unit::seconds);
    if (size_t micro = text.find("µ"); !style.unicode && micro != std::string::npos) text.replace(micro, 2, "u");
    return text;
}

void write_sums(JsonWriter& json, const GilSums& sums) {
    json.field("duration_ns", sums.duration);
    json.field("unheld_ns", sums.unheld);
    json.field("together_ns", sums.together);
    json.field("with_gil", sums.gil);
    write_times(json, sums.all);
    json.begin_array("threads");
    for (const GilThreadSums& s : sums.threads) {
        json.begin_object();
        json.field("id", s.id);
        json.field("name", s.name);
        write_times(json, s);
        json.end_object();
    }
    json.end_array();
}

void draw_sums(Page& page, const GilSums& sums) {
    bool wide = page.style().width >= 78;
    std::vector<Column> columns = {{"thread"}};
    auto add = [&](std::initializer_list<const char*> titles) {
        for (const char* title : titles) columns.push_back({title, Align::right});
    };
    add({sums.gil ? "holding" : "running", "waiting", "blocked"});
    if (wide || !sums.gil) add({"longest wait", sums.gil ? "turns" : "waits"});
    if (sums.gil) add({"forced", "freely"});
    Table table(columns);
    auto cells = [&](const std::string& name, const GilThreadSums& s) {
        std::vector<std::string> row = {name};
        for (int64_t time : {time_in(s, GilState::holding), time_in(s, GilState::waiting), s.blocked()}) row.push_back(duration(time, page.style()));
        if (wide || !sums.gil) row.insert(row.end(), {duration(s.longest_wait, page.style()), number(sums.gil ? s.turns : s.asked)});
        if (sums.gil) row.insert(row.end(), {number(s.forced), number(s.voluntary)});
        return row;
    };
    for (size_t i = 0; i < std::min(sums.threads.size(), most_threads_drawn); i++)
        table.row(cells(std::to_string(sums.threads[i].id) + " " + sums.threads[i].name, sums.threads[i]));
    if (sums.threads.size() > most_threads_drawn) table.row({number(static_cast<uint64_t>(sums.threads.size() - most_threads_drawn)) + " more"});
    table.sum(cells("all", sums.all));
    table.draw(page);
}

std::string what_is_seen(const GilSums& sums, const GilTrace& trace) {
    if (sums.threads.size() < 2) return sums.gil ? "There was one thread: it never had to wait for the GIL." : "There was one thread: without the GIL it runs as with it.";
    if (trace.virtual_time) return seen_of_fibers(sums);
    if (!sums.gil) return seen_without_gil(sums);
    int64_t waiting = time_in(sums.all, GilState::waiting), lives = life_of(sums.all);
    std::vector<const GilThreadSums*> busy; // would compute nearly all the time if they could
    const GilThreadSums *late = nullptr, *locked = nullptr;
    for (const GilThreadSums& s : sums.threads) {
        int64_t life = life_of(s), waits = time_in(s, GilState::waiting), holds = time_in(s, GilState::holding);
        if (share(holds + waits, life) > 0.5 && share(holds, life) > 0.1) busy.push_back(&s);
        bool each_long = s.asked >= 5 && waits / static_cast<int64_t>(s.asked) > trace.interval / 2;
        if (s.stops >= 5 && each_long && holds * 5 < waits && (!late || waits > time_in(*late, GilState::waiting))) late = &s;
        if (s.lock_waits >= 5 && (!locked || s.lock_waits > locked->lock_waits)) locked = &s; // joins are few
    }
    PrintStyle plain;
    auto text = [&](int64_t time) { return duration(time, plain); };
    if (late && !busy.empty()) {
        const GilThreadSums& hog = *std::max_element(busy.begin(), busy.end(), [](auto* a, auto* b) { return time_in(*a, GilState::holding) < time_in(*b, GilState::holding); })[0];
        int64_t each = time_in(*late, GilState::waiting) / static_cast<int64_t>(late->asked);
        return "A convoy: " + who(*late) + " stops " + times(late->stops) + " for a moment and each time waits about " + text(each) + " to go on, because " + who(hog) +
               " computes and lets go only when it is asked to: waiting for the GIL is " + percent(share(time_in(*late, GilState::waiting), life_of(*late))) + " of its life.";
    }
    if (locked && time_in(*locked, GilState::lock) > time_in(*locked, GilState::waiting) && share(time_in(*locked, GilState::lock), life_of(*locked)) > 0.2)
        return "A lock of the program's own keeps threads waiting longer than the GIL does: " + who(*locked) + " waited " + times(locked->lock_waits) +
               " for a lock, " + text(time_in(*locked, GilState::lock)) + " in all, and " + text(time_in(*locked, GilState::waiting)) + " for the GIL.";
    if (busy.size() >= 2) {
        int64_t held = 0;
        uint64_t turns = 0;
        for (const GilThreadSums* s : busy) held += time_in(*s, GilState::holding), turns += s->turns;
        return number(static_cast<uint64_t>(busy.size())) + " threads have something to compute and take turns of about " + text(held / static_cast<int64_t>(std::max<uint64_t>(turns, 1))) +
               ": one runs while the others wait, so that together they take as long as one after the other; " + percent(share(waiting, lives)) +
               " of all threads' time went by waiting for the GIL.";
    }
    if (share(waiting, lives) < 0.05)
        return "The threads hardly get in each other's way: nobody holds the GIL for " + percent(share(sums.unheld, sums.duration)) +
               " of the run, and waiting for it is " + percent(share(waiting, lives)) + " of all threads' time.";
    return "The GIL went from thread to thread " + times(sums.hand_overs()) + ", " + number(sums.all.forced) + " of them forced; waiting for it is " +
           percent(share(waiting, lives)) + " of all threads' time.";
}

} // namespace terrarium::inspect
