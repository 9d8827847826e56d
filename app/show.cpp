// See show.h. The program's output comes first, on stdout, then the views; with a form for machines (--json, --dot ...)
// the program's output goes to stderr, so that stdout holds nothing else.
#include "app/show.h"

#include "app/missed_place.h"
#include "app/run.h"
#include "app/say.h"
#include "app/view_printer.h"
#include "inspect/call_counter.h"
#include "inspect/capture.h"
#include "inspect/labels.h"
#include "inspect/stepper.h"
#include "inspect/trace_file.h"
#include "vm/core/observer_hooks.h"
#include "vm/interp/frame.h"

#include <fmt/core.h>
#include <unistd.h>

#include <cstdio>
#include <optional>

namespace terrarium {

using namespace inspect;

namespace {

std::optional<Snapshot>& mark_place() {
    static std::optional<Snapshot> mark;
    return mark;
}

Snapshot take(Thread& t, uint64_t step) { return capture(t, Scope::program, step); }

// Watches one run for the verb.
class Show final : public PlaceWatch {
public:
    Show(const Options& options, std::vector<ViewRequest> requests, int out)
        : options_(options), printer_(options, std::move(requests), out), counts_calls_(printer_.needs_calls()) {}
    int exit_code() const { return printer_.exit_code() ? printer_.exit_code() : misses_mark() ? 3 : 0; }
    bool shown() const { return shown_; }

    void on_instruction(Thread& t, const Frame* frame) override {
        if (!busy_) PlaceWatch::on_instruction(t, frame); // stops before the instruction is counted
        if (!busy_ && counts_calls_) counter_.on_instruction(t, frame);
    }
    void on_call(Thread& t, const Frame* frame) override {
        if (counts_calls_) counter_.on_call(t, frame);
    }
    void on_tail_call(Thread& t, const Frame* frame) override {
        if (counts_calls_) counter_.on_tail_call(t, frame);
    }
    void on_return(Thread& t, const Frame* frame, Value v) override {
        if (counts_calls_) counter_.on_return(t, frame, v);
    }
    void on_raise(Thread& t, const Frame* frame) override {
        if (counts_calls_) counter_.on_raise(t, frame);
    }
    bool follows_threads() const override { return options_.with_gil; } // without it, who runs beside others is not told
    // Of a file that could not be read or compiled nothing has run, and there is nothing to show.
    bool has_run() const { return steps() > 0; }
    void at_exit(Thread& t) {
        if (options_.show.at == "exit" && has_run()) print(t, steps());
    }
    int mark_index = -1;

private:
    void reached(Thread& t, size_t place) override {
        uint64_t step = steps() - 1; // the instruction at hand has not run
        if (static_cast<int>(place) == mark_index) {
            mark_place() = take(t, step);
            return;
        }
        print(t, step);
        if (options_.show.go_on) return;
        std::fflush(nullptr);
        _exit(exit_code()); // the program ends here: none of it runs any more, finalisers included
    }

    void print(Thread& t, uint64_t step) {
        Snapshot s = take(t, step);
        shown_ = busy_ = true;
        flush_output(t, false);
        std::fflush(nullptr);
        busy_ = false;
        ViewInput in;
        in.now = &s;
        in.mark = mark_place() ? &*mark_place() : nullptr;
        in.calls = counts_calls_ ? &counter_.tree() : nullptr;
        printer_.print(in);
        if (misses_mark()) say(stderr, "{}", missed_mark(options_.show.mark));
    }
    bool misses_mark() const { return shown_ && mark_index >= 0 && !came_to(static_cast<size_t>(mark_index)); }

    const Options& options_;
    ViewPrinter printer_;
    bool counts_calls_, busy_ = false, shown_ = false;
    CallCounter counter_;
};

// "--at=5", when it went to the program: what stands behind FILE is the program's. Empty: nothing of ours did.
std::string misplaced_option(const Options& options) {
    for (const std::string& argument : options.arguments)
        for (const char* ours : {"--at", "--mark", "--json", "--dot", "--folded", "--speedscope", "--svg", "--go-on"})
            if (argument.substr(0, argument.find('=')) == ours) return ours;
    return "";
}

} // namespace

std::string parse_views(const std::string& text, std::vector<ViewRequest>* out) {
    for (size_t at = 0; at <= text.size();) {
        size_t comma = std::min(text.find(',', at), text.size());
        std::string word = text.substr(at, comma - at);
        word.erase(0, word.find_first_not_of(' ')); // "stack, heap"
        at = comma + 1;
        size_t end = word.find_first_of(" :");
        ViewRequest request;
        request.view = find_view(word.substr(0, end));
        if (end != std::string::npos) request.argument = word.substr(word.find_first_not_of(' ', end + 1) == std::string::npos ? word.size() : word.find_first_not_of(' ', end + 1));
        if (!request.view) {
            std::string names;
            for (const View& v : all_views()) names += (names.empty() ? "" : ", ") + std::string(v.name);
            return fmt::format("there is no view '{}'; there are {}", word.substr(0, end), names);
        }
        bool takes = *request.view->argument != 0;
        if (!takes && !request.argument.empty()) return fmt::format("{} takes no argument", request.view->name);
        if (takes && *request.view->argument != '[' && request.argument.empty())
            return fmt::format("{} needs to be told which: '{} {}'", request.view->name, request.view->name, request.view->argument);
        out->push_back(request);
    }
    return "";
}

void set_mark(Thread& t) { mark_place() = take(t, 0); }

bool draw_views(Thread& t, const std::string& views, uint32_t frame, Form form, const PrintStyle& style, std::string* text) {
    std::vector<ViewRequest> requests;
    *text = parse_views(views, &requests);
    if (!text->empty()) return false;
    Snapshot s = take(t, 0);
    ViewInput in;
    in.now = &s;
    in.mark = mark_place() ? &*mark_place() : nullptr;
    in.frame = frame;
    in.within = true;
    return draw_all(requests, in, form, style, text);
}

void init_show() {
    observer_hooks.show = [](Thread& t, const std::string& views, Value object, bool json, std::string* text) {
        std::string all = views;
        if (!object.is_null()) {
            if (!object.is_object()) {
                *text = "an int, float or constant stands in its slot itself: there is no object to show";
                return false;
            }
            all += " " + val_text(Val::object(label_of(object.object_ptr())));
        }
        return draw_views(t, all, 0, json ? Form::json : Form::text, style_of(1), text);
    };
    observer_hooks.mark = set_mark;
}

std::string check_show(const Options& options) {
    std::vector<ViewRequest> requests;
    if (std::string wrong = parse_views(options.show.views, &requests); !wrong.empty()) return wrong;
    Place place;
    for (const std::string& text : {options.show.at, options.show.mark})
        if (!text.empty() && !parse_place(text, &place)) return fmt::format("'{}' is no place: FILE.py:12, FILE.py:12:3 (third time), step:1000 or exit", text);
    for (const ViewRequest& r : requests)
        if (std::string fault = fault_of_form(*r.view, options.show.form); !fault.empty()) return fault; // before the program runs
    if (options.show.mark == "exit") return "--mark needs a place before the one that is shown";
    return "";
}

int run_show(const Options& options) {
    if (options.program == Options::Program::file && is_trace(options.target)) return run_show_trace(options);
    if (std::string ours = misplaced_option(options); !ours.empty())
        say(stderr, "terrarium: {} is behind '{}' and goes to the program; options of show stand before it\n", ours, options.target);
    std::vector<ViewRequest> requests;
    (void)parse_views(options.show.views, &requests);
    int out = 1;
    if (options.show.form != Form::text) {
        out = dup(1);
        dup2(2, 1);
    }
    std::string error;
    if (!start_vm(options, &error)) {
        say(stderr, "terrarium: {}\n", error);
        return 1;
    }
    static Show* show; // for the hook below; of one run a process
    Show watch(options, std::move(requests), out);
    show = &watch;
    auto add = [&](const std::string& text) {
        Place place;
        (void)parse_place(text, &place);
        if (place.file.empty()) place.file = source_of_program(options.target);
        watch.watch(place);
    };
    add(options.show.at);
    if (!options.show.mark.empty()) {
        watch.mark_index = 1;
        add(options.show.mark);
    }
    (void)label_of(rt().sys); // starts to number objects
    mark_program_start();
    active_probe = &watch;
    RunStats stats;
    int code = run_program(options, nullptr, &stats, [](Thread& t) { show->at_exit(t); });
    active_probe = nullptr;
    if (watch.exit_code()) return watch.exit_code();
    if (watch.shown() || !watch.has_run()) return code;
    say(stderr, "terrarium: {}\n", missed_place(options.show.at, source_of_program(options.target), watch.hits(0), watch.steps()));
    return code ? code : 3;
}

} // namespace terrarium
