// See gil.h.
#include "app/gil.h"

#include "app/run.h"
#include "app/say.h"
#include "inspect/gil_lanes.h"

#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace terrarium {

using inspect::GilLog;

namespace {

int out; // the descriptor of what is shown

int complain(const std::string& what) {
    say(stderr, "terrarium: {}\n", what);
    return 1;
}

void show_lanes(const Options& options, GilLog& log) {
    inspect::GilTrace trace = log.trace();
    inspect::PrintStyle style = inspect::style_of(out);
    style.unicode &= inspect::locale_is_utf8() && !options.gil.ascii;
    std::string text = options.gil.json ? inspect::lanes_json(trace) : inspect::draw_lanes(trace, style);
    std::fflush(nullptr);
    for (size_t at = 0; at < text.size();) {
        ssize_t n = write(out, text.data() + at, text.size() - at);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && errno == EPIPE) return; // the reader has seen enough
        if (n < 0) return (void)complain(fmt::format("can't write: {}", std::strerror(errno)));
        at += static_cast<size_t>(n);
    }
}

} // namespace

int run_with_log(const Options& options, void (*shown)(const Options&, GilLog&)) {
    std::string error;
    if (!start_vm(options, &error)) return complain(error);
    bool sums = options.stats != Options::Stats::none;
    // With the GIL off waits are told when they are over, not in order: they can't be summed up as they come.
    bool events = shown || !options.gil_log.empty() || (sums && !options.with_gil);
    GilLog* log = nullptr;
    if (events || sums) log = &GilLog::start(*rt().main_thread, events ? GilLog::Keep::events : GilLog::Keep::sums, options.target);
    if (!options.gil_log.empty() && !(error = log->open(options.gil_log)).empty()) return complain(error);
    RunStats stats;
    int code = run_program(options, nullptr, &stats);
    if (!log) return code;
    log->finish();
    inspect::GilSums summed = log->sums();
    const inspect::GilSums* threads = log->had_threads() ? &summed : nullptr;
    if (shown) shown(options, *log);
    error = log->write();
    if (options.stats == Options::Stats::table) std::fputs(stats_table(stats, threads).c_str(), stderr);
    if (options.stats == Options::Stats::json) say(stderr, "{}\n", stats_json(stats, threads));
    if (!error.empty()) complain(error);
    return error.empty() || code ? code : 1;
}

int run_gil(const Options& options) {
    if (!program_is_there(options)) return 2;
    out = 1;
    if (options.gil.json) {
        out = dup(1);
        dup2(2, 1);
    }
    return run_with_log(options, show_lanes);
}

} // namespace terrarium
