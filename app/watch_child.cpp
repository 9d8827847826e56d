// See watch_child.h.
#include "app/watch_child.h"

#include "app/run.h"
#include "app/say.h"
#include "app/traces.h"
#include "inspect/recorder.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <thread>

namespace terrarium {

namespace {

struct Job {
    Options options;
    std::string path;
};

int record(void* given) {
    Job* job = static_cast<Job*>(given);
    Options& options = job->options;
    inspect::RecorderOptions how;
    if (!start_to_record(&options, job->path, &how)) return 1;
    std::string error;
    how.most_steps = options.watch.most_steps;
    how.on_full = [] { _exit(0); };
    how.for_reading_along = true;
    static inspect::Recorder* recorder = new inspect::Recorder; // lives as long as the thread below
    if (!recorder->start(how, &error)) {
        say(stderr, "terrarium: {}\n", error);
        return 1;
    }
    // A program that mostly waits fills no chunk: what it did is written now and then, and when it waits.
    write_at_waits(recorder, job->path);
    std::thread([] {
        for (;;) {
            std::this_thread::sleep_for(std::chrono::milliseconds(250));
            recorder->flush_soon();
            request_safepoint(safepoint_poll);
        }
    }).detach();
    RunStats stats;
    int code = run_program(options, nullptr, &stats, [](Thread&) { recorder->program_ended(); });
    if (!recorder->finish(code, &error)) say(stderr, "terrarium: {}\n", error);
    std::fflush(nullptr);
    _exit(code);
}

} // namespace

bool WatchChild::start(const Options& options, std::string* error) {
    const char* folder = std::getenv("TMPDIR");
    std::string base = folder && *folder ? folder : "/tmp";
    path_ = base + "/terrarium-watch-XXXXXX";
    int file = mkstemp(path_.data());
    std::string log = base + "/terrarium-watch-XXXXXX";
    errors_ = mkstemp(log.data());
    if (errors_ >= 0) unlink(log.c_str());
    if (file < 0 || errors_ < 0) {
        *error = fmt::format("can't write in '{}': {}", base, std::strerror(errno));
        return false;
    }
    close(file);
    std::fflush(nullptr);
    pid_t parent = getpid();
    pid_ = fork();
    if (pid_ < 0) {
        *error = fmt::format("can't start a process: {}", std::strerror(errno));
        return false;
    }
    if (pid_ > 0) return true;
    setsid(); // the terminal, Ctrl-C and all, is for the one who browses
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, 0);
    dup2(nothing, 1);
    dup2(errors_, 2);
    Job job{options, path_};
    _exit(on_interpreter_stack(record, &job));
}

void WatchChild::forget_file() {
    if (path_.empty()) return;
    unlink(path_.c_str());
    path_.clear();
}

bool WatchChild::running() {
    if (pid_ < 0) return false;
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == 0) return true;
    pid_ = -1;
    signal_ = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    exit_code_ = signal_ ? 128 + signal_ : WEXITSTATUS(status);
    return false;
}

std::string WatchChild::ending() const {
    if (signal_) return fmt::format("ended by signal {} ({})", signal_, strsignal(signal_));
    return exit_code_ ? fmt::format("exit code {}", exit_code_) : "";
}

std::string WatchChild::errors() const {
    std::string text;
    char buffer[4096];
    off_t at = 0;
    for (ssize_t n; (n = pread(errors_, buffer, sizeof buffer, at)) > 0; at += n) text.append(buffer, static_cast<size_t>(n));
    return text;
}

WatchChild::~WatchChild() {
    if (pid_ > 0) {
        kill(-pid_, SIGKILL); // with all that it started
        kill(pid_, SIGKILL);  // before it was a group of its own
        waitpid(pid_, nullptr, 0);
    }
    if (errors_ >= 0) close(errors_);
    forget_file();
}

} // namespace terrarium
