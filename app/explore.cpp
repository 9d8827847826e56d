// See explore.h. The program runs in fibers up to its first thread; there the world's checkpoint is taken. Each schedule goes
// on from it and ends by leaving the fibers, when the program's code has ended and its threads are joined, at a deadlock, or
// when it takes too long; then the world is put back.
#include "app/explore.h"
#include "app/say.h"
#include "inspect/thread_names.h"

#include "app/deadlock.h"
#include "app/fiber_run.h"
#include "app/run.h"
#include "memory/checkpoint.h"
#include "support/scratch.h"
#include "vm/core/errors.h"
#include "vm/core/output.h"
#include "vm/core/protocol.h"
#include "vm/core/str.h"
#include "vm/threads/fibers.h"
#include "vm/threads/search.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <csignal>
#include <cstdlib>
#include <fmt/core.h>
#include <new>
#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace terrarium {

namespace {

// What the run under way leaves. Outside the world; written from within, under KeepMemory.
struct Run {
    bool ended = false;
    std::string output, failure, report;
    std::string how; // run_here's word for the main thread's end
    bool deadlock = false, dangling = false, endless = false;
};
Run run;
std::string* main_outcome;
volatile std::sig_atomic_t interrupted; // by Ctrl-C; the schedule under way is the last one
std::map<uint32_t, std::string>* names; // of threads that start, when asked for

// The program hears nothing of it: who presses Ctrl-C wants to see what was found. The second time ends it at once.
void on_interrupt(int) {
    if (interrupted) _exit(130);
    interrupted = 1;
}

void take_interrupts() {
    struct sigaction action {};
    sigaction(SIGINT, nullptr, &action);
    if (action.sa_handler == SIG_IGN) return;
    action = {};
    action.sa_handler = on_interrupt;
    action.sa_flags = SA_ONSTACK; // the stack under way is part of the world: its pages may be read-only
    sigaction(SIGINT, &action, nullptr);
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

void take_output(int, const char* text, size_t bytes) {
    KeepMemory keep;
    run.output.append(text, bytes);
}

void note_failure(Thread& t, Value exception) {
    std::string text = type_name(exception);
    Result<Ref<Str>> message = to_str(t, exception);
    if (message && message.get()->length) text += ": " + to_utf8(message.get());
    if (has_raised(t) && !(t.raised == exception)) clear_raised(t);
    KeepMemory keep;
    if (run.failure.empty()) run.failure = std::string(first_line(text));
}

void end_of_program(Thread& t) {
    std::string how = *main_outcome;
    join_threads(t);
    flush_output(t, false);
    {
        KeepMemory keep;
        run.ended = true;
        run.how = std::string(how.data(), how.size());
    }
    the_fibers().leave_run();
}

void on_deadlock(Fibers& f) {
    Thread& t = current_thread();
    f.stop_others(t);
    flush_output(t, false);
    std::string report = deadlock_report();
    KeepMemory keep;
    run.deadlock = true;
    run.report = std::string(report.data(), report.size());
    f.leave_run();
}

void on_dangling(Fibers& f) {
    std::string report = dangling_report(*f.racy);
    KeepMemory keep;
    run.dangling = true;
    run.report = std::string(report.data(), report.size());
    f.leave_run();
}

void on_too_long(Fibers& f) {
    run.endless = true;
    f.leave_run();
}

void note_name(Thread& fresh) {
    std::string name = inspect::name_of_start(fresh);
    KeepMemory keep;
    (*names)[fresh.id] = std::string(name.data(), name.size());
}

// The last line of a traceback names the exception.
std::string last_line(std::string text) {
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text.substr(text.rfind('\n') + 1);
}

// Standard input, from where the program has read at the checkpoint: the same for every schedule. What comes through a pipe
// is read to its end, if something is there; what is typed is not kept.
class Input {
public:
    Input() {
        struct stat status {};
        if (fstat(0, &status) != 0) return;
        pollfd ready{0, POLLIN, 0};
        if (S_ISFIFO(status.st_mode) && poll(&ready, 1, 0) == 1 && !keep()) return;
        start_ = lseek(0, 0, SEEK_CUR);
    }
    void rewind() const {
        if (start_ >= 0) lseek(0, start_, SEEK_SET);
    }

private:
    static bool keep() {
        int file = memfd_create("input", MFD_CLOEXEC);
        if (file < 0) return false;
        char text[4096];
        bool good = true;
        for (ssize_t n; good && (n = read(0, text, sizeof text)) > 0;) good = write(file, text, static_cast<size_t>(n)) == n;
        good = good && lseek(file, 0, SEEK_SET) == 0 && dup2(file, 0) == 0;
        close(file);
        return good;
    }
    off_t start_ = -1;
};

class Explorer {
public:
    Explorer(const Options& options, Exploration& e, const Input& input)
        : options_(options), e_(e), input_(input), fibers_(the_fibers()), systematic_(options.explore.turns), seed_(options.threads.seed) {}

    void search() {
        auto schedule = std::make_unique<Guided>(std::vector<Turn>{});
        start_ = now();
        Outcome first = execute(std::move(schedule));
        e_.points = made_.points;
        using Strategy = ExploreOptions::Strategy;
        Strategy s = options_.explore.strategy;
        bool over = (s == Strategy::random || s == Strategy::pct || first.is_finding()) && take(first);
        while (!over) over = try_one();
        if (e_.why_stopped.empty()) e_.why_stopped = e_.complete ? "all schedules within the bound were tried" : "the number of schedules was reached";
        e_.seconds = now() - start_;
        if (!e_.found) return;
        shorten();
        name_threads();
    }

private:
    static double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

    Outcome execute(std::unique_ptr<Schedule> schedule) {
        run = Run{};
        fibers_.resume(std::move(schedule));
        Outcome o = outcome();
        made_ = fibers_.made();
        made_.points = fibers_.points();
        new (main_outcome) std::string(); // what it held is scratch
        empty_scratch();
        restore_checkpoint();
        input_.rewind();
        return o;
    }

    Outcome outcome() {
        Outcome o;
        o.output = run.output;
        using Kind = Outcome::Kind;
        if (run.deadlock) {
            o.kind = Kind::deadlock;
            o.title = "deadlock";
            o.report = run.report;
        } else if (run.dangling) {
            o.kind = Kind::dangling;
            o.title = "an object freed while it is held";
            o.report = run.report;
        } else if (run.endless) {
            o.kind = Kind::endless;
            o.title = fmt::format("no end after {} switch points", options_.explore.points);
        } else if (!run.failure.empty()) {
            o.kind = Kind::exception;
            o.title = run.failure;
        } else if (run.how != "result" && run.how.rfind("exit code", 0) != 0) {
            o.kind = Kind::exception;
            o.title = last_line(run.output);
        } else {
            o.title = run.how == "result" ? "ends" : "ends with " + run.how;
            std::string last = last_line(run.output);
            if (!last.empty()) o.title += ", prints " + last;
            if (first_how_.empty()) { // what the others are compared with
                first_how_ = o.title;
                e_.first_output = run.output;
            }
            bool same = run.output == e_.first_output && o.title == first_how_;
            if (!same && last_line(e_.first_output) == last && o.title == first_how_) o.title += " (after other lines)";
            o.kind = same ? Kind::same : Kind::differs;
        }
        return o;
    }

    // Counts it. True: the search is over.
    bool take(const Outcome& o) {
        e_.schedules++;
        Exploration::Count& count = e_.outcomes[o.title];
        count.kind = o.kind;
        count.times++;
        if (o.is_finding() && (!e_.found || made_.switches.size() < e_.schedule.switches.size())) {
            if (!e_.found) e_.found_after = e_.schedules;
            if (!e_.found || e_.finding.title == o.title) {
                e_.finding = o;
                e_.schedule = made_;
            }
            e_.found = true;
        }
        if (e_.found && !options_.explore.all) {
            e_.why_stopped = "something was found";
            return true;
        }
        if (interrupted) {
            e_.why_stopped = "interrupted";
            return true;
        }
        if ((e_.schedules & 63) == 0 && now() - start_ > options_.explore.seconds) {
            e_.why_stopped = "the time was over";
            return true;
        }
        return e_.schedules >= options_.explore.schedules;
    }

    // With both strategies: systematic while that is short, then a few of each in turns, as what needs many switches is far
    // down in the one and what needs certain ones is rare in the other.
    bool try_one() {
        using Strategy = ExploreOptions::Strategy;
        bool both = options_.explore.strategy == Strategy::both;
        bool systematic = options_.explore.strategy == Strategy::systematic || (both && (e_.schedules < 1000 || e_.schedules / 100 % 2 == 0));
        if (systematic && !systematic_over_) {
            auto schedule = systematic_.next();
            if (schedule) return try_turns(std::move(schedule));
            systematic_over_ = true;
            e_.complete = systematic_.complete();
        }
        if (systematic_over_ && (e_.complete || !both)) return true;
        return try_drawn(options_.explore.strategy == Strategy::random);
    }

    bool try_turns(std::unique_ptr<Guided> schedule) {
        Guided* guided = schedule.get();
        e_.turns = systematic_.turns();
        Outcome o = execute(std::move(schedule));
        systematic_.done(*guided); // the fibers keep it until the next one
        return take(o);
    }

    bool try_drawn(bool random) {
        uint64_t seed = seed_++;
        return take(execute(random ? make_random(seed, 10) : make_pct(seed, 3 + static_cast<uint32_t>(seed % 3), std::max<uint64_t>(e_.points, 2), true)));
    }

    static std::vector<Turn> turns_of(const SavedSchedule& s) {
        std::vector<Turn> turns;
        for (const SwitchRecord& r : s.switches) turns.push_back({r.point, r.to});
        return turns;
    }

    // Leaves out switches as long as the finding stays.
    void shorten() {
        std::vector<Turn> turns = turns_of(e_.schedule);
        double limit = now() + 10;
        for (size_t size = std::max<size_t>(turns.size() / 2, 1); size >= 1 && now() < limit && !interrupted; size /= 2) {
            for (size_t i = 0; i + size <= turns.size() && now() < limit && !interrupted;) {
                std::vector<Turn> fewer(turns.begin(), turns.begin() + static_cast<std::ptrdiff_t>(i));
                fewer.insert(fewer.end(), turns.begin() + static_cast<std::ptrdiff_t>(i + size), turns.end());
                Outcome o = execute(std::make_unique<Guided>(fewer));
                if (o.kind != e_.finding.kind || (o.kind == Outcome::Kind::exception && o.title != e_.finding.title) || made_.switches.size() >= turns.size()) {
                    i += size;
                    continue;
                }
                e_.finding = o;
                e_.schedule = made_;
                turns = turns_of(made_);
            }
        }
        e_.schedule.origin = fmt::format("explore, {}", first_line(e_.finding.title));
    }

    // Runs what was found once more and listens.
    void name_threads() {
        e_.threads[1] = "main";
        names = &e_.threads;
        fibers_.on_start = note_name;
        execute(std::make_unique<Guided>(turns_of(e_.schedule)));
        fibers_.on_start = nullptr;
    }

    const Options& options_;
    Exploration& e_;
    const Input& input_;
    Fibers& fibers_;
    SystematicSearch systematic_;
    bool systematic_over_ = false;
    uint64_t seed_; // of the next that is drawn
    SavedSchedule made_; // of the last run
    std::string first_how_;
    double start_ = 0;
};

} // namespace

int run_explore(const Options& given) {
    Options options = given;
    options.threads.fibers = true;
    if (!options.threads.poll_only) options.threads.every_instruction = true;
    options.threads.save.clear();
    std::string error;
    if (!start_vm(options, &error)) {
        say(stderr, "terrarium: {}\n", error);
        return 2;
    }
    Fibers& fibers = the_fibers();
    fibers.pause_before_threads = true;
    fibers.on_deadlock = on_deadlock;
    fibers.on_too_long = on_too_long;
    fibers.on_dangling = on_dangling;
    main_outcome = new std::string;
    struct Job {
        const Options& options;
    } job{options};
    auto body = [](void* context) {
        auto at_end = [](Thread& t) {
            if (the_fibers().exploring) end_of_program(t);
        };
        return run_here(static_cast<Job*>(context)->options, main_outcome, nullptr, at_end);
    };
    int code = fibers.run(body, &job);
    if (!fibers.paused()) {
        if (code == 0) say(stderr, "terrarium: {} starts no threads: there is nothing to explore\n", options.target);
        return code == 0 ? 2 : code; // else it has told what was wrong
    }
    flush_output(current_thread(), false);
    fibers.exploring = true;
    fibers.most_points = options.explore.points;
    output_taker = take_output;
    on_thread_failure = note_failure;
    take_interrupts();
    Input input;
    if (!take_checkpoint(&error)) {
        say(stderr, "terrarium: {}\n", error);
        return 2;
    }
    Exploration e;
    e.file = options.target;
    e.arguments = options.arguments;
    {
        Explorer explorer(options, e, input);
        explorer.search();
    }
    output_taker = nullptr;
    drop_checkpoint();
    if (e.found) {
        std::string file = given.threads.save.empty() ? "run.schedule" : given.threads.save;
        if (write_schedule(e.schedule, file)) e.saved_to = file;
    }
    if (options.explore.json) say(stdout, "{}\n", exploration_json(e));
    else print_exploration(e);
    std::fflush(nullptr);
    std::_Exit(interrupted ? 130 : e.found ? 1 : 0); // the program is suspended in the middle
}

} // namespace terrarium
