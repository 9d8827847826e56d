// Two children, one after the other, under the same limits; their output goes to temporary files and is compared.
// A run that ends in an exception is an outcome to show, not a failure.
#include "app/compare.h"

#include "app/run.h"
#include "support/files.h"
#include "support/text.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

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

// Standard input for both runs. A file is read twice; of a pipe, what the first run is given is kept for the second.
class Input {
public:
    Input() {
        struct stat status;
        if (fstat(0, &status) != 0) return;
        if (S_ISREG(status.st_mode)) start_ = lseek(0, 0, SEEK_CUR);
        is_pipe_ = S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode);
    }
    bool begin() { // of a run
        given_ = 0;
        if (start_ >= 0) lseek(0, start_, SEEK_SET);
        return !is_pipe_ || pipe2(ends_, O_CLOEXEC) == 0;
    }
    void attach() { // in the child
        if (!is_pipe_) return;
        dup2(ends_[0], 0);
        for (int end : ends_) close(end);
    }
    void open_relay() { // in the parent
        if (!is_pipe_) return;
        close(ends_[0]);
        fcntl(ends_[1], F_SETFL, O_NONBLOCK);
    }
    void close_relay() {
        if (is_pipe_ && ends_[1] >= 0) close(ends_[1]);
        ends_[1] = -1;
    }
    // Passes input on until `other` can be read.
    void relay_until(int other) {
        while (is_pipe_ && ends_[1] >= 0) {
            bool all_given = given_ == seen_.size();
            if (all_given && ended_) return close_relay();
            pollfd waiting[2] = {{other, POLLIN, 0}, {all_given ? 0 : ends_[1], static_cast<short>(all_given ? POLLIN : POLLOUT), 0}};
            if (poll(waiting, 2, -1) < 0 && errno != EINTR) return;
            if (waiting[0].revents) return;
            if (!waiting[1].revents) continue;
            if (all_given) read_more();
            else if (ssize_t n = write(ends_[1], seen_.data() + given_, seen_.size() - given_); n > 0) given_ += static_cast<size_t>(n);
            else if (errno != EAGAIN && errno != EINTR) close_relay(); // the run has closed its end
        }
    }

private:
    void read_more() {
        char buffer[1 << 14];
        ssize_t n = read(0, buffer, sizeof buffer);
        if (n > 0) seen_.append(buffer, static_cast<size_t>(n));
        else if (n == 0 || errno != EINTR) ended_ = true;
    }

    off_t start_ = -1;
    bool is_pipe_ = false, ended_ = false;
    std::string seen_;
    size_t given_ = 0;
    int ends_[2] = {-1, -1};
};

struct Job {
    const Options* options;
    int report_end;
};

// The child's whole life.
int run_child(void* context) {
    const Job& job = *static_cast<Job*>(context);
    Report report{};
    std::string error, outcome;
    if (!start_vm(*job.options, &error)) {
        fmt::print(stderr, "terrarium: {}\n", error);
        return 1;
    }
    report.exit_code = run_program(*job.options, &outcome, &report.stats);
    std::snprintf(report.outcome, sizeof report.outcome, "%s", outcome.c_str());
    std::fflush(nullptr);
    return write(job.report_end, &report, sizeof report) == sizeof report ? report.exit_code : 1;
}

bool run_side(Options options, bool tco, Input* input, Side* side) {
    options.tco = tco;
    FILE* output = std::tmpfile();
    FILE* errors = std::tmpfile();
    int pipe_ends[2];
    if (!output || !errors || pipe(pipe_ends) != 0 || !input->begin()) {
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
        input->attach();
        Job job{&options, pipe_ends[1]};
        int code = on_interpreter_stack(run_child, &job);
        std::fflush(nullptr);
        _exit(code);
    }
    close(pipe_ends[1]);
    input->open_relay();
    size_t got = 0;
    while (got < sizeof side->report) {
        input->relay_until(pipe_ends[0]);
        ssize_t n = read(pipe_ends[0], reinterpret_cast<char*>(&side->report) + got, sizeof side->report - got);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        got += static_cast<size_t>(n);
    }
    close(pipe_ends[0]);
    input->close_relay();
    side->whole = got == sizeof side->report;
    while (waitpid(child, &side->status, 0) < 0 && errno == EINTR) {
    }
    for (auto [file, text] : {std::pair{output, &side->output}, {errors, &side->errors}}) {
        std::rewind(file);
        read_stream(file, text);
        std::fclose(file);
    }
    return true;
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
    fmt::print("{}{}\n", title, text.empty() ? " none" : "");
    size_t lines = 0, at = 0;
    while (at < text.size() && lines < 10) {
        size_t end = text.find('\n', at);
        if (end == std::string::npos) end = text.size();
        fmt::print("  {}\n", text.substr(at, end - at));
        at = end + 1;
        lines++;
    }
    if (at < text.size()) fmt::print("  ... and {}\n", grouped(text.size() - at, "byte"));
}

} // namespace

int run_compare(const Options& options) {
    if (access(options.target.c_str(), R_OK) != 0) {
        fmt::print(stderr, "terrarium: can't open file '{}': [Errno {}] {}\n", options.target, errno, std::strerror(errno));
        return 2;
    }
    Side off, on;
    Input input;
    if (!run_side(options, false, &input, &off) || !run_side(options, true, &input, &on)) return 1;
    std::string name = options.target;
    for (const std::string& a : options.arguments) name += " " + a;
    fmt::print("{}\n\n", name);
    fmt::print("{:<18}{:>28}{:>28}\n", "tail calls", "kept (--tco=off)", "eliminated (--tco=on)");
    auto row = [](const char* label, const std::string& a, const std::string& b) { fmt::print("{:<18}{:>28}{:>28}\n", label, a, b); };
    auto number = [&](const char* label, uint64_t RunStats::* field, const char* unit) {
        auto text = [&](const Side& s) { return s.whole ? grouped(s.report.stats.*field, unit) : std::string("-"); };
        row(label, text(off), text(on));
    };
    row("outcome", outcome_text(off), outcome_text(on));
    row("output", off.output.empty() ? "none" : grouped(off.output.size(), "byte"),
        off.output == on.output ? (on.output.empty() ? "none" : "the same") : grouped(on.output.size(), "byte") + ", different");
    number("deepest stack", &RunStats::max_depth, "frame");
    number("peak stack", &RunStats::peak_stack_bytes, "byte");
    auto pushed = [](const Side& s) { return s.whole ? grouped(s.report.stats.calls - s.report.stats.tail_calls_elided) : std::string("-"); };
    row("frames pushed", pushed(off), pushed(on));
    number("calls elided", &RunStats::tail_calls_elided, "");
    number("peak heap", &RunStats::peak_heap_bytes, "byte");
    auto seconds = [](const Side& s) { return s.whole ? fmt::format("{:.3f} s", s.report.stats.seconds) : std::string("-"); };
    row("time", seconds(off), seconds(on));
    fmt::print("\n");
    if (off.output == on.output) {
        if (!off.output.empty()) show_output("output of both:", off.output);
    } else {
        show_output("output with --tco=off:", off.output);
        show_output("output with --tco=on:", on.output);
    }
    for (const Side* side : {&off, &on}) {
        if (side->errors.empty()) continue;
        const char* how = outcome_text(*side) == "result" ? "wrote to stderr, at last" : "ended with";
        fmt::print("{} {}: {}\n", side == &off ? "--tco=off" : "--tco=on", how, last_line(side->errors));
    }
    return 0;
}

} // namespace terrarium
