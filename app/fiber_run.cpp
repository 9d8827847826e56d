// See fiber_run.h.
#include "app/fiber_run.h"

#include "app/deadlock.h"
#include "app/run.h"
#include "app/say.h"
#include "memory/count.h"
#include "support/files.h"
#include "vm/core/errors.h"
#include "vm/core/thread_events.h"
#include "vm/threads/fibers.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fmt/core.h>

namespace terrarium {

namespace {

constexpr uint32_t turn_of_polls = 100, turn_of_instructions = 20; // of roundrobin
constexpr uint32_t random_rarity = 10;                              // random: one in so many points switches
constexpr uint32_t pct_depth = 3;
constexpr uint64_t pct_length = 2000;

// Of the process; not of the world.
Fibers* fibers;
Replay* replay;
std::string save_to;
bool deadlocked;

bool save_schedule() {
    if (save_to.empty()) return true;
    SavedSchedule saved = fibers->made();
    saved.points = fibers->points();
    return write_schedule(saved, save_to);
}

// The replay, if it was one, was not the same run.
bool tell_divergence() {
    if (!replay) return false;
    if (replay->problem().empty() && !replay->finished()) replay->diverge("the program ended before the last saved switch");
    if (replay->problem().empty()) return false;
    say(stderr, "terrarium: the run differs from the saved schedule {}\n", replay->problem());
    return true;
}

void on_dangling(Fibers& f) {
    Thread& t = current_thread();
    f.stop_others(t);
    std::string text = dangling_report(*f.racy);
    free_guard = nullptr; // what is freed now is told already
    flush_output(t, false);
    std::fputs(text.c_str(), stderr);
    save_schedule();
    tell_divergence();
    if (thread_events) thread_events->on_exit(1);
    std::fflush(nullptr);
    std::_Exit(1);
}

void on_deadlock(Fibers& f) {
    Thread& t = current_thread();
    f.stop_others(t);
    flush_output(t, false);
    std::fputs(deadlock_report().c_str(), stderr);
    deadlocked = true;
    f.end_run(1);
}

} // namespace

bool write_schedule(const SavedSchedule& saved, const std::string& name) {
    FILE* file = std::fopen(name.c_str(), "w");
    std::string text = schedule_text(saved);
    bool good = file && std::fwrite(text.data(), 1, text.size(), file) == text.size();
    good = (!file || std::fclose(file) == 0) && good;
    if (!good) say(stderr, "terrarium: the schedule could not be written to {}: {}\n", name, std::strerror(errno));
    return good;
}

Fibers& the_fibers() { return *fibers; }

std::string dangling_report(const RacyCounts& racy) {
    const Object* o = racy.object();
    std::string text = fmt::format("An object was freed while it was held: {} at {:#x}. Its count came to 0 in thread {}, but\n", type_name(type_of(o)),
                                   reinterpret_cast<uintptr_t>(o), current_thread().id);
    for (const Holder& h : racy.holders()) text += fmt::format("  {}\n", h.text);
    auto at = [](const ThreadPlace& p) { return p.file.empty() ? std::string("another place") : fmt::format("{}:{} ({})", p.file, p.line, p.opcode); };
    for (const LostChange& l : racy.lost()) {
        if (l.object != o) continue;
        text += fmt::format("The change that was lost: thread {} read the count {} at {};\n", l.thread, l.read, at(l.place));
        text += l.other ? fmt::format("  thread {} made it {} at {};\n", l.other, l.found, at(l.other_place)) : fmt::format("  meanwhile it became {};\n", l.found);
        text += fmt::format("  thread {} wrote {}, as if nothing had happened in between.\n", l.thread, l.up ? l.read + 1 : l.read - 1);
    }
    return text;
}

bool start_fibers(const Options& options, std::string* error) {
    const ThreadOptions& o = options.threads;
    FiberOptions made;
    made.seed = o.seed;
    made.every_instruction = o.every_instruction;
    made.counts = o.counts;
    made.racy_appends = o.racy_appends;
    if (!o.replay.empty()) {
        std::string text;
        SavedSchedule saved;
        if (int problem = read_file(o.replay, &text)) {
            *error = fmt::format("can't open schedule '{}': {}", o.replay, std::strerror(problem));
            return false;
        }
        if (std::string fault = parse_schedule(text, &saved); !fault.empty()) {
            *error = fmt::format("schedule '{}', {}", o.replay, fault);
            return false;
        }
        made.every_instruction = saved.every_instruction;
        made.counts = saved.counts;
        made.racy_appends = saved.racy_appends;
        auto owned = std::make_unique<Replay>(std::move(saved));
        replay = owned.get();
        made.schedule = std::move(owned);
    } else if (o.kind == ThreadOptions::Kind::random) {
        made.schedule = make_random(o.seed, random_rarity);
    } else if (o.kind == ThreadOptions::Kind::pct) {
        made.schedule = make_pct(o.seed, pct_depth, pct_length);
    } else {
        made.schedule = make_round_robin(o.every_instruction ? turn_of_instructions : turn_of_polls);
    }
    save_to = o.save;
    fibers = &use_fibers(std::move(made));
    fibers->on_deadlock = on_deadlock;
    fibers->on_dangling = on_dangling;
    return true;
}

bool ended_in_deadlock() { return deadlocked; }
bool fibers_run() { return fibers != nullptr; }

int run_in_fibers(int (*body)(void*), void* context) {
    int code = fibers->run(body, context);
    bool saved = save_schedule();
    bool diverged = tell_divergence();
    return code == 0 && (!saved || diverged) ? 1 : code;
}

} // namespace terrarium
