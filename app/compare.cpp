// Two children, one after the other, under the same limits; their output goes to temporary files and is compared.
// A run that ends in an exception is an outcome to show, not a failure.
#include "app/compare.h"

#include "app/run.h"

#include <fmt/core.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace terrarium {

namespace {

struct Report { // what a child sends through its pipe
    RunStats stats;
    char outcome[64];
    int exit_code;
};

struct Side {
    Report report{};
    bool whole = false; // the report arrived
    std::string output, errors;
    int status = 0;
};

std::string read_all(FILE* file) {
    std::string text;
    std::rewind(file);
    char buffer[65536];
    size_t n;
    while ((n = std::fread(buffer, 1, sizeof buffer, file)) > 0) text.append(buffer, n);
    return text;
}

bool run_side(Options options, bool tco, Side* side) {
    options.tco = tco;
    FILE* output = std::tmpfile();
    FILE* errors = std::tmpfile();
    int pipe_ends[2];
    if (!output || !errors || pipe(pipe_ends) != 0) {
        fmt::print(stderr, "terrarium compare: cannot make a temporary file: {}\n", std::strerror(errno));
        return false;
    }
    std::fflush(nullptr);
    pid_t child = fork();
    if (child < 0) {
        fmt::print(stderr, "terrarium compare: cannot start a process: {}\n", std::strerror(errno));
        return false;
    }
    if (child == 0) {
        close(pipe_ends[0]);
        dup2(fileno(output), 1);
        dup2(fileno(errors), 2);
        Report report{};
        std::string error, outcome;
        if (!start_vm(options, &error)) {
            fmt::print(stderr, "terrarium: {}\n", error);
            std::fflush(nullptr);
            _exit(1);
        }
        report.exit_code = run_program(options, &outcome, &report.stats);
        std::snprintf(report.outcome, sizeof report.outcome, "%s", outcome.c_str());
        std::fflush(nullptr);
        ssize_t n = write(pipe_ends[1], &report, sizeof report);
        _exit(n == sizeof report ? report.exit_code : 1);
    }
    close(pipe_ends[1]);
    size_t got = 0;
    while (got < sizeof side->report) {
        ssize_t n = read(pipe_ends[0], reinterpret_cast<char*>(&side->report) + got, sizeof side->report - got);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        got += static_cast<size_t>(n);
    }
    close(pipe_ends[0]);
    side->whole = got == sizeof side->report;
    while (waitpid(child, &side->status, 0) < 0 && errno == EINTR) {
    }
    side->output = read_all(output);
    side->errors = read_all(errors);
    std::fclose(output);
    std::fclose(errors);
    return true;
}

std::string grouped(uint64_t n) {
    std::string digits = std::to_string(n), text;
    for (size_t i = 0; i < digits.size(); i++) {
        if (i && (digits.size() - i) % 3 == 0) text += ',';
        text += digits[i];
    }
    return text;
}

std::string outcome_text(const Side& s) {
    if (s.whole) return s.report.outcome;
    if (WIFSIGNALED(s.status)) return fmt::format("killed by signal {}", WTERMSIG(s.status));
    return fmt::format("exit code {}", WEXITSTATUS(s.status));
}

std::string last_line(const std::string& text) {
    size_t end = text.find_last_not_of('\n');
    if (end == std::string::npos) return "";
    size_t start = text.rfind('\n', end);
    return text.substr(start == std::string::npos ? 0 : start + 1, end - (start == std::string::npos ? 0 : start + 1) + 1);
}

void show_output(const char* title, const std::string& text) {
    fmt::print("{}\n", title);
    size_t lines = 0, at = 0;
    while (at < text.size() && lines < 10) {
        size_t end = text.find('\n', at);
        if (end == std::string::npos) end = text.size();
        fmt::print("  {}\n", text.substr(at, end - at));
        at = end + 1;
        lines++;
    }
    if (at < text.size()) fmt::print("  ... {} more bytes\n", grouped(text.size() - at));
}

} // namespace

int run_compare(const Options& options, const char*) {
    if (options.program != Options::Program::file) {
        fmt::print(stderr, "terrarium: compare needs a FILE, because it runs it twice\nTry 'terrarium --help'.\n");
        return 2;
    }
    if (access(options.target.c_str(), R_OK) != 0) {
        fmt::print(stderr, "terrarium: can't open file '{}': [Errno {}] {}\n", options.target, errno, std::strerror(errno));
        return 2;
    }
    Side off, on;
    if (!run_side(options, false, &off) || !run_side(options, true, &on)) return 1;
    std::string name = options.target;
    for (const std::string& a : options.arguments) name += " " + a;
    fmt::print("{}\n\n", name);
    fmt::print("{:<18}{:>28}{:>28}\n", "tail calls", "kept (--tco=off)", "eliminated (--tco=on)");
    auto row = [](const char* label, const std::string& a, const std::string& b) { fmt::print("{:<18}{:>28}{:>28}\n", label, a, b); };
    auto number = [&](const char* label, uint64_t RunStats::* field, const char* unit) {
        auto text = [&](const Side& s) { return s.whole ? grouped(s.report.stats.*field) + unit : std::string("-"); };
        row(label, text(off), text(on));
    };
    row("outcome", outcome_text(off), outcome_text(on));
    row("output", off.output.empty() ? "none" : grouped(off.output.size()) + " bytes",
        off.output == on.output ? (on.output.empty() ? "none" : "the same") : grouped(on.output.size()) + " bytes, different");
    number("deepest stack", &RunStats::max_depth, " frames");
    number("peak stack", &RunStats::peak_stack_bytes, " bytes");
    auto pushed = [](const Side& s) { return s.whole ? grouped(s.report.stats.calls - s.report.stats.tail_calls_elided) : std::string("-"); };
    row("frames pushed", pushed(off), pushed(on));
    number("calls elided", &RunStats::tail_calls_elided, "");
    number("peak heap", &RunStats::peak_heap_bytes, " bytes");
    auto seconds = [](const Side& s) { return s.whole ? fmt::format("{:.3f} s", s.report.stats.seconds) : std::string("-"); };
    row("time", seconds(off), seconds(on));
    fmt::print("\n");
    if (off.output == on.output) {
        if (!off.output.empty()) show_output("output of both:", off.output);
    } else {
        show_output("output with --tco=off:", off.output);
        show_output("output with --tco=on:", on.output);
    }
    if (!off.errors.empty()) fmt::print("--tco=off ended with: {}\n", last_line(off.errors));
    if (!on.errors.empty()) fmt::print("--tco=on ended with: {}\n", last_line(on.errors));
    return 0;
}

} // namespace terrarium
