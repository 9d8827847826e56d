#include "app/compare_run.h"

#include "app/axes.h"
#include "app/say.h"
#include "inspect/figure.h"
#include "inspect/gil_log.h"
#include "inspect/gil_sums.h"
#include "support/files.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <new>
#include <utility>

namespace terrarium {

namespace {

constexpr off_t output_limit = off_t{256} << 20; // bytes a run may write

double processor_now() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

// Written by the child, read by the parent when the child is gone.
struct Shared {
    std::atomic<bool> started{false}, ended{false}, stopped{false};
    double start = 0;
    RunStats stats{};
    double processor = 0;
    uint64_t peak_resident = 0;
    ThreadsSeen threads;
    char outcome[64] = {};
    int exit_code = 0;
    inspect::Samples samples;
};

// --- the child

Shared* shared; // for the signal handler

// The parent's time limit: what the run has taken so far is the report. The interpreter's thread may be running on.
void on_stop(int) {
    if (shared->started && !shared->ended && !shared->stopped) {
        shared->stats = take_stats(*rt().main_thread, now() - shared->start);
        shared->stopped = true;
    }
    _exit(1);
}

void note_threads(const inspect::GilTrace& trace, const inspect::GilSums& sums, ThreadsSeen* seen) {
    seen->seconds = static_cast<double>(sums.duration) / 1e9;
    std::copy_n(sums.all.times, inspect::gil_states, seen->times);
    seen->together = sums.together;
    seen->forced = sums.all.forced;
    seen->voluntary = sums.all.voluntary;
    std::vector<inspect::GilMoment> moments = moments_of(trace, ThreadsSeen::parts);
    std::copy(moments.begin(), moments.end(), seen->moments);
    std::snprintf(seen->what, sizeof seen->what, "%s", what_is_seen(sums, trace).c_str());
    seen->known = true;
}

struct Child {
    const Options* options;
    Watch watch;
};

int run_child(void* context) {
    const Child& child = *static_cast<Child*>(context);
    std::string error, outcome;
    if (!start_vm(*child.options, &error)) {
        say(stderr, "terrarium: {}\n", error);
        return 1;
    }
    inspect::Sampler sampler(&shared->samples);
    bool logs = child.watch == Watch::yes && find_axis(child.options->compare.axis)->of_threads; // a sampler would follow one thread only
    inspect::GilLog* log = nullptr;
    if (logs) log = &inspect::GilLog::start(*rt().main_thread, inspect::GilLog::Keep::events, child.options->target);
    else if (child.watch == Watch::yes) active_probe = &sampler;
    double processor = processor_now();
    shared->start = now();
    shared->started = true;
    RunStats stats{};
    int code = run_program(*child.options, &outcome, &stats);
    active_probe = nullptr;
    sampler.finish();
    if (shared->stopped) return 1;
    shared->processor = processor_now() - processor;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    shared->peak_resident = static_cast<uint64_t>(usage.ru_maxrss) * 1024;
    if (log) {
        log->finish();
        note_threads(log->trace(), log->sums(), &shared->threads);
    }
    shared->stats = stats;
    shared->exit_code = code;
    std::snprintf(shared->outcome, sizeof shared->outcome, "%s", outcome.c_str());
    std::fflush(nullptr);
    shared->ended = true;
    return code;
}

[[noreturn]] void live_as_child(const Options& options, Watch watch, Input* input, FILE* output, FILE* errors) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(fileno(output), 1);
    dup2(fileno(errors), 2);
    input->attach();
    struct sigaction stop {};
    stop.sa_handler = on_stop;
    sigaction(SIGTERM, &stop, nullptr);
    Child child{&options, watch};
    int code = on_interpreter_stack(run_child, &child);
    std::fflush(nullptr);
    _exit(code);
}

// --- the parent

off_t size_of(FILE* file) {
    struct stat status;
    return fstat(fileno(file), &status) == 0 ? status.st_size : 0;
}

// Waits until the run is over or has to be ended. The pipe's other end closes with the process, or before it when the
// program closes all it has.
RunResult::End wait_for(pid_t child, int ended, double timeout, Input* input, const std::string& what, FILE* output, FILE* errors, int* status) {
    double start = now(), told_at = start;
    RunResult::End end = RunResult::End::result;
    bool told = false;
    for (;;) {
        double left = timeout > 0 ? start + timeout - now() : 1;
        int most = ended >= 0 ? 200 : 10;
        if (input->relay_until(ended, std::min(most, static_cast<int>(std::max(0.0, left) * 1000) + 1))) ended = -1;
        pid_t gone = waitpid(child, status, WNOHANG);
        if (gone == child || (gone < 0 && errno != EINTR)) return end;
        if (!told && now() - told_at >= 1) {
            told_at = now();
            say_progress(fmt::format("{}: {:.0f} s{}", what, told_at - start, timeout > 0 ? fmt::format(" of at most {:.0f}", timeout) : ""));
        }
        bool late = timeout > 0 && now() >= start + timeout;
        bool full = size_of(output) > output_limit || size_of(errors) > output_limit;
        if (!told && (late || full)) {
            end = late ? RunResult::End::timeout : RunResult::End::output_limit;
            kill(child, SIGTERM);
            told = true;
            start = now();
            timeout = 1; // then by force
        } else if (told && late) {
            kill(child, SIGKILL);
        }
    }
}

bool complain(const char* what) {
    say(stderr, "terrarium compare: cannot make a {}: {}\n", what, std::strerror(errno));
    return false;
}

void describe_end(const Shared& s, int status, double timeout, RunResult* r) {
    using End = RunResult::End;
    r->exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (s.ended) {
        r->outcome = s.outcome;
        r->exit_code = s.exit_code;
        if (r->outcome == "result" && r->exit_code != 0) r->outcome = fmt::format("exit code {}", r->exit_code); // a folder without __main__.py
        r->end = r->outcome == "result" ? End::result : r->outcome.rfind("exit code", 0) == 0 ? End::exit_code : End::exception;
    } else if (r->end == End::timeout) {
        r->outcome = "stopped after " + inspect::quantity(timeout, inspect::Unit::seconds);
    } else if (r->end == End::output_limit) {
        r->outcome = "stopped after " + inspect::quantity(output_limit, inspect::Unit::bytes) + " of output";
    } else if (WIFSIGNALED(status)) {
        r->end = End::signal;
        r->outcome = fmt::format("killed by signal {}", WTERMSIG(status));
    } else {
        r->end = End::gone;
        r->outcome = fmt::format("exit code {}", WEXITSTATUS(status));
    }
    r->has_stats = s.ended || s.stopped;
    if (r->has_stats) r->stats = s.stats;
    r->processor = s.processor;
    r->peak_resident = s.peak_resident;
    r->threads = s.threads;
}

} // namespace

// --- input

Input::Input() {
    for (int fd = 0; fd < 3; fd++) { // what is closed would become one of our files
        if (fcntl(fd, F_GETFD) < 0) (void)!open("/dev/null", O_RDWR);
    }
    struct stat status;
    if (fstat(0, &status) != 0) return;
    if (S_ISREG(status.st_mode)) start_ = lseek(0, 0, SEEK_CUR);
    else relayed_ = true;
}

bool Input::begin() {
    given_ = 0;
    if (start_ >= 0) lseek(0, start_, SEEK_SET);
    return !relayed_ || pipe2(ends_, O_CLOEXEC) == 0;
}

void Input::attach() {
    if (!relayed_) return;
    dup2(ends_[0], 0);
    for (int end : ends_) close(end);
}

void Input::open_relay() {
    if (!relayed_) return;
    close(ends_[0]);
    fcntl(ends_[1], F_SETFL, O_NONBLOCK);
}

void Input::close_relay() {
    if (relayed_ && ends_[1] >= 0) close(ends_[1]);
    ends_[1] = -1;
}

bool Input::relay_until(int other, int milliseconds) {
    double end = now() + milliseconds / 1000.0;
    for (;;) {
        bool open = relayed_ && ends_[1] >= 0, all_given = given_ == seen_.size();
        if (open && all_given && ended_) {
            close_relay();
            continue;
        }
        pollfd waiting[2] = {{other, POLLIN, 0}, {all_given ? 0 : ends_[1], static_cast<short>(all_given ? POLLIN : POLLOUT), 0}};
        int left = std::max(0, static_cast<int>((end - now()) * 1000) + 1);
        int ready = poll(waiting, open ? 2 : 1, left);
        if (ready > 0 && waiting[0].revents) return true;
        if (ready > 0 && open && all_given) read_more();
        else if (ready > 0 && open) pass_on();
        if (now() >= end) return false;
    }
}

void Input::read_more() {
    char buffer[1 << 14];
    ssize_t n = read(0, buffer, sizeof buffer);
    if (n > 0) seen_.append(buffer, static_cast<size_t>(n));
    else if (n == 0 || errno != EINTR) ended_ = true;
}

void Input::pass_on() {
    ssize_t n = write(ends_[1], seen_.data() + given_, seen_.size() - given_);
    if (n > 0) given_ += static_cast<size_t>(n);
    else if (errno != EAGAIN && errno != EINTR) close_relay(); // the run has closed its end
}

// --- a run

double ThreadsSeen::work() const {
    using inspect::GilState;
    int64_t work = 0;
    for (GilState state : {GilState::holding, GilState::sleep, GilState::system}) work += times[static_cast<size_t>(state)];
    return static_cast<double>(work) / 1e9;
}

const char* end_name(RunResult::End end) {
    static constexpr const char* names[] = {"result", "exit_code", "exception", "timeout", "output_limit", "signal", "os_exit"};
    return names[static_cast<size_t>(end)];
}

bool run_once(const Options& options, Watch watch, Input* input, const std::string& what, RunResult* result) {
    say_progress(what);
    *result = RunResult{};
    void* memory = mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return complain("memory to share");
    shared = new (memory) Shared;
    FILE* output = std::tmpfile();
    FILE* errors = std::tmpfile();
    int ended[2];
    if (!output || !errors) return complain("temporary file");
    if (pipe2(ended, O_CLOEXEC) != 0 || !input->begin()) return complain("pipe");
    std::fflush(nullptr);
    pid_t child = fork();
    if (child < 0) return complain("process");
    if (child == 0) {
        close(ended[0]);
        live_as_child(options, watch, input, output, errors);
    }
    close(ended[1]);
    input->open_relay();
    double timeout = options.compare.timeout;
    int status = 0;
    result->end = wait_for(child, ended[0], timeout, input, what, output, errors, &status);
    close(ended[0]);
    input->close_relay();
    describe_end(*shared, status, timeout, result);
    for (auto [file, text] : {std::pair{output, &result->output}, {errors, &result->errors}}) {
        std::rewind(file);
        read_stream(file, text);
        std::fclose(file);
    }
    if (watch == Watch::yes && !result->threads.known) result->samples = std::make_unique<inspect::Samples>(shared->samples);
    munmap(memory, sizeof(Shared));
    return true;
}

} // namespace terrarium
