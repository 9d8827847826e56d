// The session of a REPL: evaluation of what was typed, whoever read it. Reading on a terminal is app/repl_input.h,
// the % commands are app/repl_commands.h.
#pragma once

#include "inspect/snapshot.h"
#include "vm/core/errors.h"
#include "vm/objects/function.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace terrarium {

struct ReplSession {
    Thread& thread;
    Module* main;          // borrowed: sys.modules and the caller hold it
    bool terminal = false; // what is typed has a name of its own (<stdin-3>) and is kept for tracebacks
    bool colours = false;
    size_t columns = 80;
    std::unique_ptr<inspect::Snapshot> mark; // of %mark
    double started = 0;    // seconds on the monotonic clock
};
double monotonic_seconds();

// Compiles and runs a statement; its value is echoed. Error: raised, nothing printed yet.
Status run_statement(ReplSession& s, std::string_view text);
// The value of an expression in __main__.
Result<Own> evaluate(ReplSession& s, std::string_view expression);
// To sys.stdout.
Status say(ReplSession& s, std::string_view text);
// The text of an exception with colours: places, marks, the kind of the error.
std::string coloured_traceback(std::string_view text);

} // namespace terrarium
