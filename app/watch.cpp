// See watch.h.
#include "app/watch.h"

#include "app/run.h"
#include "app/say.h"
#include "app/watch_session.h"
#include "app/watch_terminal.h"

#include <unistd.h>

#include <cstdio>

namespace terrarium {

namespace {

int complain(const std::string& what) {
    say(stderr, "terrarium: {}\n", what);
    return 1;
}

} // namespace

int run_watch(const Options& options) {
    bool plain = options.watch.plain;
    if (!plain && (!isatty(0) || !isatty(1))) return complain("'terrarium watch' needs a terminal; --plain goes line by line");
    if (!program_is_there(options)) return 2;
    std::string error;
    if (!plain && !terminal_has_places(&error)) return complain(error);
    bool trace = inspect::is_trace(options.target);
    WatchChild child;
    if (!trace && !child.start(options, &error)) return complain(error);
    std::string path = trace ? options.target : child.path();
    WatchSession session(trace ? nullptr : &child, trace ? 0 : options.watch.most_steps);
    if (!trace) { // until it has begun to write
        while (child.running() && !inspect::is_trace(path)) usleep(2000);
        if (!inspect::is_trace(path)) {
            say(stderr, "{}", child.errors());
            return child.exit_code() ? child.exit_code() : 1;
        }
    }
    if (!session.open(path, &error)) return complain(error);
    if (!trace) {
        child.forget_file();
        // A short program is shown as a whole, one that goes on as soon as there is something to see.
        for (int waited = 0; session.recording() && (waited < 100 || session.navigator().steps() == 0); waited += 2) {
            session.tick();
            usleep(2000);
        }
        if (session.navigator().steps() == 0) { // a SyntaxError, a file that is gone
            say(stderr, "{}", child.errors());
            return child.exit_code();
        }
    }
    return plain ? watch_plain(session) : watch_screen(session);
}

} // namespace terrarium
