// The command line's entry: options, then a verb or a program, on a machine stack large enough for deep natives.
#include "app/compare.h"
#include "app/options.h"
#include "app/run.h"
#include "app/verbs.h"

#include <fmt/core.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>

#include <cstdio>

namespace {

struct Job {
    const terrarium::Options* options;
    int exit_code;
};

int run(const terrarium::Options& options) {
    using namespace terrarium;
    if (!options.verb.empty()) return run_verb(options);
    std::string error;
    if (!start_vm(options, &error)) {
        fmt::print(stderr, "terrarium: {}\n", error);
        return 1;
    }
    RunStats stats;
    int code = run_program(options, nullptr, &stats);
    if (options.stats == Options::Stats::table) std::fputs(stats_table(stats).c_str(), stderr);
    if (options.stats == Options::Stats::json) fmt::print(stderr, "{}\n", stats_json(stats));
    return code;
}

} // namespace

int main(int argc, char** argv) {
    using namespace terrarium;
    Options options;
    int exit_code;
    if (!parse_options(argc, argv, &options, &exit_code)) return exit_code;
    if (options.verb == "compare") return run_compare(options, argv[0]);
    // The interpreter's machine stack: natives that call back into Python nest on it (sorted with
    // a key, __eq__ ...), and so do walks over deep syntax trees.
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, size_t{64} << 20);
    Job job{&options, 1};
    pthread_t thread;
    auto body = [](void* p) -> void* {
        Job* j = static_cast<Job*>(p);
        j->exit_code = run(*j->options);
        return nullptr;
    };
    if (pthread_create(&thread, &attributes, body, &job) != 0) return run(options);
    // Ctrl-C is for the interpreter's thread: its system calls end with EINTR.
    sigset_t interrupt;
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    pthread_sigmask(SIG_BLOCK, &interrupt, nullptr);
    pthread_join(thread, nullptr);
    std::fflush(nullptr);
    return job.exit_code;
}
