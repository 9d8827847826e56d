// See fiber_run.h.
#include "app/fiber_run.h"

#include "app/run.h"
#include "app/say.h"
#include "support/files.h"
#include "vm/core/attributes.h"
#include "vm/core/dict.h"
#include "vm/core/errors.h"
#include "vm/core/protocol.h"
#include "vm/interp/roots.h"
#include "vm/modules/thread_native.h"
#include "vm/objects/print_traceback.h"
#include "vm/threads/fibers.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fmt/core.h>
#include <vector>

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

// threading's name of a thread, if it has one.
std::string name_of(Thread& t, Thread& of) {
    std::string number = fmt::format("thread {}", of.id);
    Value threading = dict_get(rt().modules, intern("threading"));
    if (!has_shape(threading, shapes::module)) return number;
    Own active = Own::share(dict_get(as<Module>(threading)->dict, intern("_active")));
    if (!is_exact_dict(active)) return number;
    Result<Value> found = dict_get_item(t, as<Dict>(active), Value::small_int(of.id));
    if (!found || found.get().is_null()) return number;
    Own thread = Own::share(found.get());
    Result<Own> name = get_attr_or_missing(t, thread, intern("_name"));
    if (has_raised(t)) clear_raised(t);
    return name && is_str(name.get()) ? fmt::format("{} ({})", number, to_utf8(name.get())) : number;
}

// Its lines, outermost first; those of embedded modules are left out.
std::string stack_of(Thread& of) {
    std::vector<std::string> lines;
    for (int64_t level = 0;; level++) {
        Ref<FrameObject> frame = running_frame(of, level);
        if (!frame) break;
        std::string file = to_utf8(frame->code->filename);
        if (file.rfind("<terrarium ", 0) == 0) continue;
        lines.push_back(fmt::format("    File \"{}\", line {}, in {}\n", file, line_of(frame->code, frame_object_index(frame)), to_utf8(frame->code->name)));
    }
    std::string text;
    for (size_t i = lines.size(); i-- > 0;) text += lines[i];
    return text;
}

Thread* holder_of(const Thread& t) {
    uint32_t id = t.waits_for ? lock_holder(t.waits_for) : 0;
    for (Thread* other = rt().threads; other && id; other = other->next)
        if (other->id == id) return other;
    return nullptr;
}

// The longest cycle of threads each of which waits for the next, or nothing.
std::vector<Thread*> find_cycle() {
    std::vector<Thread*> longest;
    for (Thread* start = rt().threads; start; start = start->next) {
        std::vector<Thread*> path;
        for (Thread* t = start; t; t = holder_of(*t)) {
            auto seen = std::find(path.begin(), path.end(), t);
            if (seen != path.end()) {
                if (path.end() - seen > static_cast<std::ptrdiff_t>(longest.size())) longest.assign(seen, path.end());
                break;
            }
            path.push_back(t);
        }
    }
    return longest;
}

std::string what_it_waits_for(Thread& t, Thread& of) {
    if (!of.waits_for) return "waits for ever";
    Result<std::string> text = repr_text(t, Value::object(of.waits_for));
    std::string what = text ? text.take() : std::string("a lock");
    if (has_raised(t)) clear_raised(t);
    if (Thread* holder = holder_of(of)) return fmt::format("waits for {}, held by {}", what, holder == &of ? "itself" : name_of(t, *holder));
    uint32_t id = lock_holder(of.waits_for);
    return id ? fmt::format("waits for {}, held by thread {}, which has ended", what, id) : fmt::format("waits for {}, which nobody holds", what);
}

void on_deadlock(Fibers& f) {
    Thread& t = current_thread();
    f.stop_others(t);
    flush_output(t, false);
    std::fputs(deadlock_report().c_str(), stderr);
    save_schedule();
    tell_divergence();
    std::fflush(nullptr);
    std::_Exit(1);
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

std::string deadlock_report() {
    Thread& t = current_thread();
    std::string text = "Deadlock: every thread waits for something that only another thread could do.\n";
    std::vector<Thread*> cycle = find_cycle();
    if (cycle.size() > 1) {
        text += "The cycle: ";
        for (Thread* one : cycle) text += fmt::format("{} waits for ", name_of(t, *one));
        text += name_of(t, *cycle.front()) + ".\n";
    }
    for (Thread* one = rt().threads; one; one = one->next) {
        if (one->state == ThreadState::ended) continue;
        text += fmt::format("  {} {}:\n{}", name_of(t, *one), what_it_waits_for(t, *one), stack_of(*one));
    }
    return text;
}

bool start_fibers(const Options& options, std::string* error) {
    const ThreadOptions& o = options.threads;
    FiberOptions made;
    made.seed = o.seed;
    made.every_instruction = o.every_instruction;
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
    return true;
}

bool fibers_run() { return fibers != nullptr; }

int run_in_fibers(int (*body)(void*), void* context) {
    int code = fibers->run(body, context);
    bool saved = save_schedule();
    bool diverged = tell_divergence();
    return code == 0 && (!saved || diverged) ? 1 : code;
}

} // namespace terrarium
