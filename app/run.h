// One life of the interpreter: start, run a program, finish, and what it took.
#pragma once

#include "app/options.h"
#include "inspect/gil_trace.h"
#include "vm/core/runtime.h"

#include <cstdint>
#include <string>

namespace terrarium {

// What --stats shows; taken at exit.
struct RunStats {
    uint64_t calls = 0, tail_calls_elided = 0, max_depth = 0;
    uint64_t peak_stack_bytes = 0, peak_heap_bytes = 0, live_objects = 0;
    uint64_t collections[3] = {};
    uint64_t state_hash = 0; // with --stats=json: when the threads had ended, or none could go on; else 0
    double seconds = 0;
    struct Region {
        const char* name;
        uint64_t reserved, mapped, used;
    } regions[4];
};
RunStats take_stats(Thread& t, double seconds);
// inspect/state_hash.h of the objects and of every thread's stack.
uint64_t hash_of_state();
// threads: null where there was one only.
std::string stats_json(const RunStats& s, const inspect::GilSums* threads = nullptr);
std::string stats_table(const RunStats& s, const inspect::GilSums* threads = nullptr);

// Runs `body` on a machine stack large enough for natives that call back into Python (sorted with a key, __eq__ ...) and
// for walks over deep syntax trees.
int on_interpreter_stack(int (*body)(void*), void* context);
// False, and said on stderr: the options name a file that cannot be read. For verbs that make something before they run it.
bool program_is_there(const Options& options);
// Starts the VM in this process. False: *error says why (once a process).
bool start_vm(const Options& options, std::string* error);
// What Ctrl-C does unless the program says otherwise: KeyboardInterrupt at the next safepoint. A signal's handler.
void raise_interrupt(int);
// Runs the program of the options to its end, finalisation included. Returns the exit code; *outcome (may be null)
// gets "result" or the name of the exception that ended it.
// `at_end` (may be null) is called when the program has ended and nothing of it has been let go yet.
int run_program(const Options& options, std::string* outcome, RunStats* stats, void (*at_end)(Thread&) = nullptr);

// The same on the stack the caller is on, and not in fibers.
int run_here(const Options& options, std::string* outcome, RunStats* stats, void (*at_end)(Thread&));
// Waits for the threads that are no daemons.
void join_threads(Thread& t);

// The REPL on standard input; returns the exit code. `banner`: greet.
int run_repl(Thread& t, Value main_module, bool banner);
// What comes when the exception has been shown: the end, the REPL after -i (SystemExit is then one like others), or the
// REPL's next line.
enum class After { end, inspect, repl };
// Handles the raised exception as the top level does: prints it; returns the exit code (SystemExit's own).
int report_exception(Thread& t, After after, bool* is_exit, bool colours = false);
// Flushes sys.stdout and sys.stderr. False: something written is lost. `tell`: of stdout, on stderr.
bool flush_output(Thread& t, bool tell);

} // namespace terrarium
