// See debugger.h. A stop is at an instruction boundary (a step) or within the call of breakpoint(). What is typed is
// evaluated with the frame's names: a dict of them is made for each statement, and what it changed is put back into the
// frame's slots, so that between statements the frame is as the program left it.
#include "app/debugger.h"

#include "app/repl.h"
#include "app/repl_commands.h"
#include "app/run.h"
#include "app/say.h"
#include "app/session_record.h"
#include "inspect/capture.h"
#include "inspect/print.h"
#include "inspect/stepper.h"
#include "support/files.h"
#include "vm/core/dict.h"
#include "vm/core/integer.h"
#include "vm/core/observer_hooks.h"
#include "vm/core/scheduling.h"
#include "vm/core/str.h"
#include "vm/interp/interp.h"
#include "vm/modules/posix.h"
#include "vm/objects/print_traceback.h"

#include <fmt/core.h>
#include <signal.h>
#include <unistd.h>

#include <cstdio>

namespace terrarium {

using inspect::Snapshot;

namespace {

struct DebuggerCommand {
    std::string_view name, letter, sentence;
};
constexpr DebuggerCommand commands[] = {
    {"next", "n", "To the next line of this function."},
    {"step", "s", "To the next line, into calls."},
    {"instruction", "i", "One instruction."},
    {"out", "o", "Until this function returns."},
    {"continue", "c", "Lets the program run; so does the end of the input (Ctrl-D)."},
    {"up", "u", "Looks at the caller."},
    {"down", "d", "Looks at the frame that it called."},
    {"where", "w", "The frames."},
    {"back", "b", "Looks at the moment before the last of these commands; %step and the like go forward again. Views, names and paths show that moment, "
                  "nothing runs there; %continue goes on from the present."},
};

const DebuggerCommand* find_command(std::string_view called) {
    for (const DebuggerCommand& c : commands)
        if (called == c.name || called == c.letter) return &c;
    return nullptr;
}

// While a command runs the program, Ctrl-C stops it at the next instruction; pressed again before there is one (in a long
// native), it raises KeyboardInterrupt as ever. Not where the program handles SIGINT itself.
volatile sig_atomic_t stop_wanted = 0;

void want_stop(int signal) {
    if (stop_wanted) raise_interrupt(signal);
    stop_wanted = 1;
}

void exchange_interrupt(void (*from)(int), void (*to)(int)) {
    struct sigaction action {};
    sigaction(SIGINT, nullptr, &action);
    if (action.sa_handler != from) return;
    action.sa_handler = to;
    sigaction(SIGINT, &action, nullptr);
}

constexpr int64_t turn_nanoseconds = 20'000'000; // between looks whether another thread's prompt is closed

// Of all kept moments together: what is older goes.
constexpr size_t most_objects = 200000;

class Debugger final : public inspect::Stepper, public ReplHost {
public:
    // From breakpoint(). Error: the session asked to leave the program.
    Status enter_from_call(Thread& t) {
        if (open_ && stepped_ == &t) return {}; // by what was typed at a prompt of its own
        if (active_probe && active_probe != this && active_probe != record()) {
            say(stderr, "breakpoint: the program is being watched already; it goes on\n");
            return {};
        }
        while (!take_prompt(t)) TRY(sleep_until(t, time_after(turn_nanoseconds)));
        converse(t, "breakpoint");
        if (!exits_) return {};
        exits_ = false;
        return raise_value(t, rt().types.SystemExit, make_int(exit_code_));
    }

    void end_stepping(Thread& t) {
        if (active_probe != this || open_ || stepped_ != &t) return;
        exchange_interrupt(want_stop, raise_interrupt);
        run_unwatched(t, record());
    }

    // --- What is recorded meanwhile (%record)

    void on_instruction(Thread& t, const Frame* f) override {
        if (&t != stepped_) return; // other threads run on
        bool interrupted = stop_wanted != 0, stops = arrives(f) || interrupted;
        if (stops) SessionRecord::instance().write_soon(); // where one stops, the record says all
        if (Probe* r = record()) r->on_instruction(t, f);
        if (interrupted) stop(t, "interrupted");
        else if (stops) stopped(t);
    }
    void on_call(Thread& t, const Frame* f) override {
        if (Probe* r = record()) r->on_call(t, f);
    }
    void on_leave(Thread& t, const Frame* f) override {
        if (Probe* r = record()) r->on_leave(t, f);
    }
    void on_tail_call(Thread& t, const Frame* f) override {
        if (Probe* r = record()) r->on_tail_call(t, f);
    }
    void on_raise(Thread& t, const Frame* f) override {
        if (Probe* r = record()) r->on_raise(t, f);
    }

    // --- ReplHost

    const Snapshot* past() const override { return at_ < stops_.size() ? &stops_[at_] : nullptr; }

    Status begin(Thread& t, Dict** globals, Own* locals) override {
        Frame* f = frame(t);
        *globals = f->function->globals;
        if (!f->mapping.is_null()) {
            *locals = Own::share(f->mapping);
            return {};
        }
        Ref<Dict> names = make_dict();
        if (!extra_.is_null()) {
            size_t i = 0;
            while (DictEntry* e = dict_next(as<Dict>(extra_), i)) dict_set(names, as<Str>(e->key), e->value);
        }
        for (uint32_t i = 0; i < f->code->local_count; i++)
            if (Value v = local(f, i); !v.is_null()) dict_set(names, name_of(f, i), v);
        *locals = Own::share(names.value());
        return {};
    }

    void end(Thread& t, Value locals) override {
        Frame* f = frame(t);
        if (!f->mapping.is_null()) return;
        Dict* names = as<Dict>(locals);
        for (uint32_t i = 0; i < f->code->local_count; i++) {
            Value now = dict_get(names, name_of(f, i));
            if (!now.is_null() && now.bits != local(f, i).bits) set_local(f, i, now); // a name cannot be unbound: the code may rely on it
            if (!now.is_null()) dict_delete(names, name_of(f, i));
        }
        if (Probe* r = record()) r->on_change(t, f);
        extra_ = Own::share(locals); // names that are no locals of the function
    }

    NamesInSight names(Thread& t) const override {
        Frame* f = frame(t);
        NamesInSight seen{t.frame->function->globals, {}, {}};
        for (const DebuggerCommand& c : commands) seen.commands.push_back(c.name);
        if (past()) {
            for (const std::string& name : code_of(*past(), past_frame()).local_names) seen.locals.emplace_back(name, Value::null());
            return seen;
        }
        seen.globals = f->function->globals;
        for (Value of : {f->mapping, extra_.get()}) {
            if (!has_shape(of, shapes::dict)) continue;
            for (size_t i = 0; DictEntry* e = dict_next(as<Dict>(of), i);)
                if (is_exact_str(e->key)) seen.locals.emplace_back(to_utf8(e->key), e->value);
        }
        for (uint32_t i = 0; i < f->code->local_count; i++)
            if (Value v = local(f, i); !v.is_null()) seen.locals.emplace_back(to_utf8(name_of(f, i)), v);
        return seen;
    }

    bool command(ReplSession& s, std::string_view name, const std::string& arguments, Status* status) override {
        Thread& t = s.thread;
        *status = {};
        if (name == "help") {
            std::string_view about = arguments;
            if (about.starts_with('%')) about.remove_prefix(1);
            const DebuggerCommand* one = find_command(about);
            if (!about.empty() && !one) return false;
            std::string text = one ? "" : "Commands of the debugger\n";
            for (const DebuggerCommand& c : commands)
                if (!one || one == &c) text += help_row(s, fmt::format("%{}, %{}", c.name, c.letter), c.sentence);
            *status = say(s, text);
            return one || !status->ok(); // else the REPL's own follow
        }
        const DebuggerCommand* own = find_command(name);
        if (!own) return false;
        name = own->name;
        if (!arguments.empty()) {
            *status = raise_type(t, "use: %{}", name);
        } else if (name == "up" || name == "down") {
            uint32_t to = name == "up" ? up_ + 1 : up_ - 1;
            bool there = past() ? to < past()->frames.size() : frame_at(t, to) != nullptr;
            if ((name == "down" && up_ == 0) || !there) {
                *status = say(s, name == "up" ? "this is the outermost frame\n" : "this is the running frame\n");
            } else {
                up_ = s.frame = to;
                extra_ = Own();
                *status = say(s, place_text(t));
            }
        } else if (name == "where") {
            std::string text;
            if (past())
                for (size_t i = past()->frames.size(); i-- > 0;) text += (i + 1 + up_ == past()->frames.size() ? "> " : "  ") + place_of(past()->frames[i]) + "\n";
            else
                for (Frame* f = t.frame; f->code; f--) text += (f == frame(t) ? "> " : "  ") + place_of(f) + "\n";
            *status = say(s, text);
        } else if (name == "back" && at_ == 0) {
            *status = say(s, stops_.empty() ? "nothing earlier: %back goes back over what %step, %next, %instruction and %out have run\n" : "this is the earliest moment that is kept\n");
        } else if (name == "back" || (past() && name != "continue")) {
            at_ += name == "back" ? -1 : 1;
            up_ = s.frame = 0;
            *status = say(s, (past() ? fmt::format("{} back: ", inspect::counted(stops_.size() - at_, "stop")) : std::string("the present: ")) + place_text(t));
        } else if (name != "continue" && rt().thread_count > 1 && !scheduler->turns().one_at_a_time) {
            *status = raise_type(t, "%{} needs threads that take turns: run the program with --gil=on", name);
        } else {
            step_ = name == "next" ? Mode::over : name == "step" ? Mode::into : name == "instruction" ? Mode::instruction : name == "out" ? Mode::out : Mode::none;
            done = true;
        }
        return true;
    }

private:
    // There is one, whichever threads run.
    bool take_prompt(Thread& t) {
        Alone alone(t);
        if (open_) return false;
        stepped_ = &t;
        return open_ = true;
    }

    void stopped(Thread& t) override { stop(t, "stopped"); }

    void stop(Thread& t, const char* why) {
        if (!take_prompt(t)) return; // another thread's came first
        converse(t, why);
        if (!exits_) return;
        std::fflush(nullptr);
        _exit(exit_code_); // in the midst of an instruction nothing can be raised: the program ends here
    }

    void converse(Thread& t, const char* why) {
        exchange_interrupt(want_stop, raise_interrupt);
        stop_wanted = 0;
        Probe* watching = active_probe;
        Probe* recorded = active_probe = record(); // what is typed is not stepped through
        at_ = stops_.size();
        up_ = 0;
        step_ = Mode::none;
        done = false;
        flush_output(t, false);
        say(stderr, "{}: {}", why, place_text(t));
        exits_ = !run_hosted(t, *this, &exit_code_);
        extra_ = Own();
        open_ = false;
        if (step_ == Mode::none || exits_) { // at full speed from here
            run_unwatched(t, recorded);
            return;
        }
        keep_stop(t);
        exchange_interrupt(raise_interrupt, want_stop);
        active_probe = this;
        if (watching != this) watch_running(t);
        go(t, step_);
    }

    // At full speed; recorded: who has watched so far, null: nobody.
    void run_unwatched(Thread& t, const Probe* recorded) {
        step_ = Mode::none;
        stops_.clear();
        at_ = 0;
        active_probe = record();
        if (active_probe && !recorded) watch_running(t);
    }

    static Frame* frame_at(Thread& t, uint32_t up) {
        Frame* f = t.frame;
        for (; f->code && up; up--) f--;
        return f->code ? f : nullptr;
    }
    Frame* frame(Thread& t) const { return frame_at(t, up_); }

    const inspect::FrameState& past_frame() const { return past()->frames[past()->frames.size() - 1 - up_]; }

    static Str* name_of(Frame* f, uint32_t i) { return as<Str>(f->code->local_names->items()[i]); }
    static bool is_cell(Frame* f, uint32_t i) { return has_shape(f->locals[i], shapes::cell) && (f->code->local_kinds[i] & (local_cell | local_free)) != 0; }
    static Value local(Frame* f, uint32_t i) { return is_cell(f, i) ? as<Cell>(f->locals[i])->content : f->locals[i]; }
    static void set_local(Frame* f, uint32_t i, Value v) {
        Value* slot = is_cell(f, i) ? &as<Cell>(f->locals[i])->content : &f->locals[i];
        Own old = Own::adopt(*slot);
        *slot = Own::share(v).take();
    }

    static Probe* record() { return SessionRecord::instance().probe(); }

    // The moment that is left, for %back.
    void keep_stop(Thread& t) {
        stops_.push_back(inspect::capture(t, inspect::Scope::program));
        size_t objects = 0, first = stops_.size();
        while (first > 0 && (first == stops_.size() || objects + stops_[first - 1].objects.size() <= most_objects)) objects += stops_[--first].objects.size();
        stops_.erase(stops_.begin(), stops_.begin() + static_cast<std::ptrdiff_t>(first));
    }

    static int32_t line_at(Frame* f) { return f->code->positions[f->index()].line; }
    static std::string place_of(Frame* f) {
        std::string file = to_utf8(f->code->filename);
        return fmt::format("{}:{} in {}", file.substr(file.rfind('/') + 1), line_at(f), to_utf8(f->code->qualname));
    }
    std::string place_of(const inspect::FrameState& f) const {
        const inspect::CodeInfo& code = code_of(*past(), f);
        return fmt::format("{}:{} in {}", code.file.substr(code.file.rfind('/') + 1), line_of(*past(), f), code.qualname);
    }
    static std::string with_source(const std::string& place, const std::string& file, int32_t line) {
        std::string text = place + "\n", source;
        if (!find_kept_source(file, &source) && read_file(file, &source) != 0) return text;
        size_t at = 0;
        for (int32_t i = 1; i < line && at < source.size(); i++) at = std::min(source.find('\n', at), source.size() - 1) + 1;
        if (at >= source.size()) return text;
        return text + fmt::format("{:>5}  {}\n", line, source.substr(at, source.find('\n', at) - at));
    }
    std::string place_text(Thread& t) const {
        if (past()) {
            const inspect::FrameState& f = past_frame();
            return with_source(place_of(f), code_of(*past(), f).file, line_of(*past(), f));
        }
        Frame* f = frame(t);
        return with_source(place_of(f), to_utf8(f->code->filename), line_at(f));
    }

    bool open_ = false, exits_ = false;
    Thread* stepped_ = nullptr; // whose prompt is open, or was the last time
    int exit_code_ = 0;
    uint32_t up_ = 0;
    Mode step_ = Mode::none;
    Own extra_;
    std::vector<Snapshot> stops_; // those that were left by a step, the oldest first
    size_t at_ = 0;               // which is looked at; as many as there are: the present
};

} // namespace

bool is_debugger_command(std::string_view name) { return find_command(name) != nullptr; }

namespace {

Debugger& debugger() {
    static Debugger all;
    return all;
}

} // namespace

void end_stepping(Thread& t) { debugger().end_stepping(t); }

void init_debugger() {
    observer_hooks.breakpoint = [](Thread& t) -> Result<Own> {
        if (!t.frame->code) return Own::none();
        TRY(debugger().enter_from_call(t));
        return Own::none();
    };
}

} // namespace terrarium
