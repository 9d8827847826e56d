// See watch.h.
#include "app/watch.h"

#include "app/watch_session.h"
#include "app/watch_terminal.h"

#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

namespace terrarium {

namespace {

bool is_trace(const std::string& path) {
    struct stat info;
    if (stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return false; // what a pipe gives is gone then
    std::FILE* file = std::fopen(path.c_str(), "rb");
    char head[4] = {};
    size_t n = file ? std::fread(head, 1, sizeof head, file) : 0;
    if (file) std::fclose(file);
    return n == sizeof head && std::string_view(head, 4) == "TERR";
}

int complain(const std::string& what) {
    fmt::print(stderr, "terrarium: {}\n", what);
    return 1;
}

} // namespace

int run_watch(const Options& options) {
    bool plain = options.watch.plain;
    if (!plain && (!isatty(0) || !isatty(1))) return complain("'terrarium watch' needs a terminal; --plain goes line by line");
    std::string error;
    if (!plain && !terminal_has_places(&error)) return complain(error);
    bool trace = is_trace(options.target);
    WatchChild child;
    if (!trace && access(options.target.c_str(), R_OK) != 0) return complain("can't open file '" + options.target + "': no such file, or it cannot be read");
    if (!trace && !child.start(options, &error)) return complain(error);
    std::string path = trace ? options.target : child.path();
    WatchSession session(trace ? nullptr : &child, trace ? 0 : options.watch.most_steps);
    if (!trace) { // until it has begun to write
        while (child.running() && !is_trace(path)) usleep(2000);
        if (!is_trace(path)) {
            fmt::print(stderr, "{}", child.errors());
            return child.exit_code() ? child.exit_code() : 1;
        }
    }
    if (!session.open(path, &error)) return complain(error);
    if (!trace) {
        child.forget_file();
        while (session.recording() && session.navigator().steps() == 0) {
            session.tick();
            usleep(2000);
        }
        if (session.navigator().steps() == 0) { // a SyntaxError, a file that is gone
            fmt::print(stderr, "{}", child.errors());
            return child.exit_code();
        }
    }
    return plain ? watch_plain(session) : watch_screen(session);
}

} // namespace terrarium
