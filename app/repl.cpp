// The REPL with plain line input: statements are complete when the parser says so, expressions are echoed, every error
// is survived. Ctrl-C cancels the input or interrupts what runs; Ctrl-D leaves.
#include "app/frontend.h"
#include "app/run.h"
#include "vm/core/errors.h"
#include "vm/core/protocol.h"
#include "vm/interp/interp.h"
#include "vm/objects/function.h"
#include "vm/objects/print_traceback.h"

#include <fmt/core.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

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
        interrupted = (rt().safepoint_requested & safepoint_interrupt) != 0;
        if (interrupted) break;
        pollfd input{0, POLLIN, 0};
        ready = ppoll(&input, 1, nullptr, &before) >= 0 || errno != EINTR;
    }
    if (interrupted) __atomic_and_fetch(&rt().safepoint_requested, ~uint32_t{safepoint_interrupt}, __ATOMIC_RELAXED);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return !interrupted;
}

// One line with its newline. Reads byte by byte past stdio, so that input() in the session sees the rest.
Line read_line(std::string* line) {
    line->clear();
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

// Where CPython prompts: on stdout when it is a terminal as stdin is, else where no output of the program goes.
void prompt(Thread& t, Str* name, const char* fallback) {
    Value v = dict_get(rt().sys->dict, name);
    std::string text = fallback;
    if (!v.is_null()) {
        Own held = Own::share(v);
        Result<Ref<Str>> s = to_str(t, held);
        if (s) text = to_utf8(s.get());
        else clear_raised(t);
    }
    FILE* where = isatty(0) && isatty(1) ? stdout : stderr;
    std::fputs(text.c_str(), where);
    std::fflush(where);
}

} // namespace

int run_repl(Thread& t, Value main_module, bool banner) {
    Module* main = as<Module>(main_module);
    dict_set(rt().sys->dict, rt().names.n_ps1, make_short_str(">>> ").value());
    dict_set(rt().sys->dict, rt().names.n_ps2, make_short_str("... ").value());
    if (banner) fmt::print(stderr, "{}: a Python in a glass box. Ctrl-D leaves.\n", version_text);
    std::string block, line;
    for (;;) {
        prompt(t, block.empty() ? rt().names.n_ps1 : rt().names.n_ps2, block.empty() ? ">>> " : "... ");
        Line got = read_line(&line);
        if (got == Line::interrupted) {
            fmt::print(stderr, "\nKeyboardInterrupt\n");
            block.clear();
            continue;
        }
        if (got == Line::end) {
            fmt::print(stderr, "\n");
            if (block.empty()) return 0;
        }
        bool blank = line.find_first_not_of(" \t\r\n") == std::string::npos;
        if (block.empty() && blank) continue;
        block += line;
        FrontendInput input;
        input.text = block;
        input.filename = "<stdin>";
        input.mode = Mode::Single;
        bool incomplete = false;
        Result<Own> code = compile_source(t, input, got == Line::end ? nullptr : &incomplete);
        if (incomplete) continue;
        std::string whole = std::move(block);
        block.clear();
        bool ok = code.ok();
        if (ok) {
            Result<Own> r = run_code(t, as<Code>(code.get()), main->dict, main_module.is_null() ? Value::none() : Value::object(main->dict), nullptr);
            ok = r.ok();
        }
        bool is_exit = false;
        int exit_code = ok ? 0 : report_exception(t, After::repl, &is_exit);
        flush_output(t, false);
        if (is_exit) return exit_code;
    }
}

} // namespace terrarium
