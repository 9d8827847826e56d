// The REPL: statements are complete when the parser says so, expressions are echoed, every error is survived. A terminal
// has an editor (app/repl_input.h); elsewhere, and on a terminal that is no more than a printer, lines are read plainly.
#include "app/repl.h"

#include "app/debugger.h"
#include "app/frontend.h"
#include "app/repl_commands.h"
#include "app/repl_complete.h"
#include "app/repl_input.h"
#include "app/run.h"
#include "app/say.h"
#include "app/session_record.h"
#include "inspect/views.h"
#include "vm/core/errors.h"
#include "vm/core/protocol.h"
#include "vm/core/scheduling.h"
#include "vm/interp/interp.h"
#include "vm/modules/io.h"
#include "vm/objects/function.h"
#include "vm/objects/print_traceback.h"

#include <fmt/core.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <utility>
#include <vector>

namespace terrarium {

namespace {

enum class Line { text, end, interrupted };

// Waits until there is input. False: Ctrl-C came first. It is taken only while waiting, so that none is lost between a
// look at the request and the wait.
bool wait_for_input() {
    sigset_t interrupt, before;
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    pthread_sigmask(SIG_BLOCK, &interrupt, &before);
    bool ready = false, interrupted = false;
    while (!ready && !interrupted) {
        interrupted = (safepoint_requests() & safepoint_interrupt) != 0;
        if (interrupted) break;
        pollfd input{0, POLLIN, 0};
        Blocking others_run(current_thread(), "input");
        ready = ppoll(&input, 1, nullptr, &before) >= 0 || errno != EINTR;
    }
    if (interrupted) __atomic_and_fetch(&rt().safepoint_requested, ~uint32_t{safepoint_interrupt}, __ATOMIC_RELAXED);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return !interrupted;
}

// One line with its newline. Reads byte by byte past stdio, so that input() in the session sees the rest; what sys.stdin
// has read ahead for an input() is taken from there.
Line read_line(Thread& t, std::string* line) {
    line->clear();
    while (TextIO* in = stdin_ahead()) {
        Own held = Own::share(Value::object(in));
        Result<Ref<Str>> rest = text_read_line(t, in, -1);
        if (rest) *line = to_utf8(rest.get());
        else if (raised_matches(t, rt().types.KeyboardInterrupt)) return clear_raised(t), Line::interrupted;
        if (!line->empty()) return Line::text;
        if (rest) continue;
        clear_raised(t); // bytes that are no text: the descriptor's own come next
        break;
    }
    for (;;) {
        if (!wait_for_input()) return Line::interrupted;
        char c;
        ssize_t n = read(0, &c, 1);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return line->empty() ? Line::end : Line::text;
        line->push_back(c);
        if (c == '\n') return Line::text;
    }
}

// sys.ps1 or sys.ps2; its __str__ may be the program's.
std::string prompt_text(Thread& t, Str* name, const char* fallback) {
    Value v = dict_get(rt().sys->dict, name);
    if (v.is_null()) return fallback;
    Own held = Own::share(v);
    Result<Ref<Str>> s = to_str(t, held);
    if (s) return to_utf8(s.get());
    clear_raised(t);
    return fallback;
}
std::string primary_prompt(Thread& t) { return prompt_text(t, rt().names.n_ps1, ">>> "); }
std::string secondary_prompt(Thread& t) { return prompt_text(t, rt().names.n_ps2, "... "); }

bool wants_colours() {
    const char* no = std::getenv("NO_COLOR");
    return ReplInput::is_possible() && isatty(2) && !(no && *no);
}

// What was typed, by its name: tracebacks and linecache ask. It lies outside the world, so that watching it sees none of it.
std::vector<std::string>& inputs() {
    static std::vector<std::string> all;
    return all;
}
std::string name_of_input(size_t number) { return fmt::format("<stdin-{}>", number); }
bool find_input(std::string_view name, std::string* text) {
    size_t number = 0;
    if (!name.starts_with("<stdin-")) return false;
    for (char c : name.substr(7)) number = c >= '0' && c <= '9' && number < inputs().size() ? number * 10 + static_cast<size_t>(c - '0') : number;
    if (number == 0 || number > inputs().size() || name != name_of_input(number)) return false;
    *text = inputs()[number - 1];
    return true;
}

bool is_only_comment(std::string_view text) {
    for (size_t at = 0; at < text.size();) {
        size_t end = std::min(text.find('\n', at), text.size());
        size_t first = text.find_first_not_of(" \t\f\r", at);
        if (first < end && text[first] != '#') return false;
        at = end + 1;
    }
    return true;
}

// What a statement or command came to.
struct Outcome {
    bool leave = false, interrupted = false;
    int exit_code = 0;
};

constexpr int hosted_is_done = -1; // exit code of a session that has come to its end without leaving the program

Outcome settle(ReplSession& s, bool good) {
    Outcome outcome;
    if (!good) {
        outcome.interrupted = raised_matches(s.thread, rt().types.KeyboardInterrupt);
        outcome.exit_code = report_exception(s.thread, After::repl, &outcome.leave, s.colours);
    }
    flush_output(s.thread, false);
    return outcome;
}

// What is typed while an earlier moment is looked at: the value of a name or path is told, nothing runs.
Status say_past_value(ReplSession& s, const inspect::Snapshot& past, std::string_view text) {
    size_t last = text.find_last_not_of(" \t\r\n");
    std::string error;
    inspect::Val v = inspect::find_value(past, text.substr(0, last + 1), s.frame, &error);
    if (!v.is_null()) return say(s, inspect::value_text(past, v, 400) + "\n");
    return raise_text(s.thread, rt().types.ValueError, error + ". This is an earlier moment: nothing runs here but names, paths and views; %step goes forward");
}

Status run_typed(ReplSession& s, std::string_view text) {
    if (is_repl_command(text)) return run_repl_command(s, text);
    if (s.host && s.host->past()) return say_past_value(s, *s.host->past(), text);
    return run_statement(s, text);
}

Outcome run_one(ReplSession& s, std::string_view text) {
    if (is_only_comment(text)) return {};
    if (!s.host) end_stepping(s.thread);
    Outcome outcome = settle(s, run_typed(s, text).ok());
    if (!s.host || !is_repl_command(text) || text.starts_with("%time") || text.starts_with("%calls")) SessionRecord::instance().pause(s.thread);
    if (s.host && !outcome.leave && s.host->done) outcome = {true, false, hosted_is_done};
    return outcome;
}

// --- with an editor

std::string without_end(std::string_view text) {
    size_t last = text.find_last_not_of(" \t\r\n");
    return std::string(text.substr(0, last == std::string_view::npos ? 0 : last + 1));
}

// Shows a statement as if it had been typed.
void show_typed(ReplSession& s, std::string_view text) {
    std::string first = primary_prompt(s.thread), further = secondary_prompt(s.thread), shown;
    for (size_t at = 0; at <= text.size();) {
        size_t end = std::min(text.find('\n', at), text.size());
        shown += at == 0 ? first : further;
        shown += text.substr(at, end - at);
        shown += '\n';
        at = end + 1;
    }
    std::fwrite(shown.data(), 1, shown.size(), stdout);
    std::fflush(stdout);
}

constexpr size_t most_pasted_entries = 100; // in the history, of one paste

// At breakpoint(): the statements behind one that lets the program go on. The next prompt begins with them.
std::string left_to_run;

void leave_the_rest(const ReplSession& s, const std::string& text, std::string_view ran) {
    std::string rest = text.substr(static_cast<size_t>(ran.data() + ran.size() - text.data()));
    if (s.host && !without_end(rest).empty()) left_to_run = std::move(rest);
}

Outcome run_pasted(ReplSession& s, ReplInput& input, ReplHistory& history, const std::string& text) {
    std::vector<std::string_view> statements = split_statements(text);
    // What is not finished is left to be edited.
    if (!statements.empty() && (text.back() != '\n' || readiness_of(statements.back()) == Readiness::incomplete)) {
        input.prefill(std::string(statements.back()));
        statements.pop_back();
    }
    for (size_t i = 0; i < statements.size(); i++) {
        std::string statement = without_end(statements[i]);
        if (statement.empty()) continue;
        show_typed(s, statement);
        if (i + most_pasted_entries >= statements.size()) history.add(statement);
        Outcome outcome = run_one(s, statement);
        if (outcome.leave) {
            leave_the_rest(s, text, statements[i]);
            return outcome;
        }
        if (outcome.interrupted) {
            input.prefill("");
            return {};
        }
    }
    std::fflush(stdout);
    return {};
}

int run_with_editor(ReplSession& s) {
    ReplHistory history;
    history.open(ReplHistory::usual_file());
    auto completer = [](void* session, const std::string& before) {
        auto& s = *static_cast<ReplSession*>(session);
        return complete_at(s.host ? s.host->names(s.thread) : NamesInSight{s.main->dict, {}, {}}, before);
    };
    ReplInput input(history, s.colours, completer, &s);
    if (std::string rest = std::exchange(left_to_run, {}); !rest.empty()) {
        Outcome outcome = run_pasted(s, input, history, rest);
        if (outcome.leave) return outcome.exit_code;
    }
    for (;;) {
        std::string text;
        ReplInput::Got got = input.read(primary_prompt(s.thread), secondary_prompt(s.thread), &text);
        s.columns = input.columns();
        Outcome outcome;
        switch (got) {
            case ReplInput::Got::end: std::fputs("\n", stdout); return s.host ? hosted_is_done : 0;
            case ReplInput::Got::interrupted: say(stderr, "KeyboardInterrupt\n"); break;
            case ReplInput::Got::pasted:
                std::fputs("\x1b[A\r\x1b[J", stdout); // the empty prompt
                outcome = run_pasted(s, input, history, text);
                break;
            case ReplInput::Got::text:
                history.add(without_end(text));
                for (std::string_view statement : split_statements(text)) {
                    outcome = run_one(s, statement);
                    if (outcome.leave) leave_the_rest(s, text, statement);
                    if (outcome.leave || outcome.interrupted) break;
                }
        }
        if (outcome.leave) return outcome.exit_code;
    }
}

// --- line by line

int run_plainly(ReplSession& s) {
    std::string block, line;
    for (;;) {
        // Where CPython prompts: on stdout when it is a terminal as stdin is, else where no output of the program goes.
        FILE* where = isatty(0) && isatty(1) ? stdout : stderr;
        std::fputs((block.empty() ? primary_prompt(s.thread) : secondary_prompt(s.thread)).c_str(), where);
        std::fflush(where);
        Line got = read_line(s.thread, &line);
        if (got == Line::interrupted) {
            say(stderr, "\nKeyboardInterrupt\n");
            block.clear();
            continue;
        }
        if (got == Line::end) {
            say(stderr, "\n");
            if (block.empty()) return s.host ? hosted_is_done : 0;
        }
        bool blank = line.find_first_not_of(" \t\r\n") == std::string::npos;
        if (block.empty() && blank) continue;
        block += line;
        if (got != Line::end && readiness_of(block) != Readiness::complete) continue;
        std::string whole = std::move(block);
        block.clear();
        Outcome outcome = run_one(s, whole);
        if (outcome.leave) return outcome.exit_code;
    }
}

} // namespace

double monotonic_seconds() {
    timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

namespace {

Result<Own> run_with_names(ReplSession& s, Code* code) {
    if (!s.host) return run_code(s.thread, code, s.main->dict, Value::object(s.main->dict), nullptr);
    Dict* globals = nullptr;
    Own locals;
    TRY(s.host->begin(s.thread, &globals, &locals));
    Result<Own> result = run_code(s.thread, code, globals, locals, nullptr);
    s.host->end(s.thread, locals);
    return result;
}

void prepare(ReplSession& s) {
    dict_set(rt().sys->dict, rt().names.n_ps1, make_short_str(">>> ").value());
    dict_set(rt().sys->dict, rt().names.n_ps2, make_short_str("... ").value());
    set_source_finder(find_input);
    s.started = monotonic_seconds();
    s.terminal = ReplInput::is_possible();
    s.colours = wants_colours();
}

} // namespace

Status run_statement(ReplSession& s, std::string_view text) {
    Thread& t = s.thread;
    std::string whole(text);
    if (whole.empty() || whole.back() != '\n') whole += '\n';
    std::string filename = "<stdin>";
    if (s.terminal || SessionRecord::instance().active()) { // who looks at the record wants to see it
        inputs().push_back(whole);
        filename = name_of_input(inputs().size());
    }
    FrontendInput input;
    input.text = whole;
    input.filename = filename;
    input.mode = Mode::Single;
    input.quote_text = s.terminal;
    Own code = TRY(compile_source(t, input, nullptr));
    (void)TRY(run_with_names(s, as<Code>(code)));
    return {};
}

Result<Own> evaluate(ReplSession& s, std::string_view expression) {
    FrontendInput input;
    input.text = expression;
    input.filename = "<command>";
    input.mode = Mode::Eval;
    input.quote_text = true;
    Own code = TRY(compile_source(s.thread, input, nullptr));
    return run_with_names(s, as<Code>(code));
}

Status say(ReplSession& s, std::string_view text) {
    Value out = dict_get(rt().sys->dict, rt().names.n_stdout);
    if (out.is_null() || out.is_none()) return {};
    Own held = Own::share(out);
    Ref<Str> line = TRY(make_str(s.thread, text));
    (void)TRY(call_method(s.thread, held, rt().names.n_write, line.value()));
    return {};
}

std::string coloured_traceback(std::string_view text) {
    std::string out;
    for (size_t at = 0; at < text.size();) {
        size_t end = std::min(text.find('\n', at), text.size());
        std::string_view line = text.substr(at, end - at);
        at = end + 1;
        auto coloured = [&](const char* colour, std::string_view part) { out += fmt::format("\x1b[{}m{}\x1b[0m", colour, part); };
        bool marks = line.starts_with("    ") && line.find_first_not_of(" ~^") == std::string_view::npos && line.find_first_of("~^") != std::string_view::npos;
        size_t colon = line.find(": ");
        size_t name_end = colon == std::string_view::npos ? line.size() : colon;
        bool kind = !line.empty() && line[0] != ' ' && line.substr(0, name_end).find(' ') == std::string_view::npos;
        if (line.starts_with("  File \"")) {
            coloured("36", line);
        } else if (marks) {
            coloured("1;31", line);
        } else if (kind) {
            coloured("1;31", line.substr(0, name_end));
            out += line.substr(name_end);
        } else {
            out += line;
        }
        out += '\n';
    }
    return out;
}

int run_repl(Thread& t, Value main_module, bool banner) {
    if (banner) say(stderr, "{}: a Python in a glass box. Try %help; Ctrl-D leaves.\n", version_text);
    ReplSession s{t, as<Module>(main_module), false, false, 80, nullptr, 0};
    prepare(s);
    return s.terminal ? run_with_editor(s) : run_plainly(s);
}

bool run_hosted(Thread& t, ReplHost& host, int* exit_code) {
    Value main = dict_get(rt().modules, rt().names.dunder_main);
    if (!has_shape(main, shapes::module)) return true;
    Own held = Own::share(main);
    ReplSession s{t, as<Module>(held), false, false, 80, nullptr, 0};
    s.host = &host;
    prepare(s);
    *exit_code = s.terminal ? run_with_editor(s) : run_plainly(s);
    return *exit_code == hosted_is_done;
}

} // namespace terrarium
