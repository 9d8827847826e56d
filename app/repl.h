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
#include <utility>
#include <vector>

namespace terrarium {

struct ReplSession;

// What can be named at the prompt, beside the builtins. Borrowed: good until something runs.
struct NamesInSight {
    Dict* globals;
    std::vector<std::pair<std::string, Value>> locals; // the value is null where only the name is known
    std::vector<std::string_view> commands;            // of the host's
};

// Who opened the REPL within a running program: it lends the names of a frame and has commands of its own.
class ReplHost {
public:
    // The namespaces of the next evaluation; afterwards end() gets the locals back.
    virtual Status begin(Thread& t, Dict** globals, Own* locals) = 0;
    virtual void end(Thread& t, Value locals) = 0;
    virtual NamesInSight names(Thread& t) const = 0;
    // False: not a command of the host's.
    virtual bool command(ReplSession& s, std::string_view name, const std::string& arguments, Status* status) = 0;
    // The moment that is looked at, when it is an earlier one: nothing can run there. Null: the present.
    virtual const inspect::Snapshot* past() const { return nullptr; }
    bool done = false; // leave the REPL

protected:
    ~ReplHost() = default;
};

struct ReplSession {
    Thread& thread;
    Module* main;          // borrowed: sys.modules and the caller hold it
    bool terminal = false; // what is typed has a name of its own (<stdin-3>) and is kept for tracebacks
    bool colours = false;
    size_t columns = 80;
    std::unique_ptr<inspect::Snapshot> mark; // of %mark
    double started = 0;    // seconds on the monotonic clock
    ReplHost* host = nullptr; // null: the names are those of main
    uint32_t frame = 0;    // views: how many callers above the running frame is the one meant
};
// The REPL for a host, until it is done or the input ends. False: the session asked to leave the program.
bool run_hosted(Thread& t, ReplHost& host, int* exit_code);
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
