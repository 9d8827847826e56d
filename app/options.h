// The command line: `terrarium [options] [FILE | -c CODE | -m MODULE | -] [args...]` and the verbs.
#pragma once

#include "app/thread_options.h"
#include "inspect/patience.h"
#include "inspect/views.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace terrarium {

inline constexpr const char* version_text = "Terrarium 0.1 (Python 3.11)";

// Of the verb `compare`.
struct CompareOptions {
    std::string axis = "tco"; // app/axes.h
    std::vector<std::string> values; // one a run; two at least
    uint32_t repeat = 0;    // timed runs of each; 0: as many as fit
    double timeout = 60;    // seconds a run; 0: none
    std::string svg;        // file to write, or empty
    bool json = false, ascii = false, curves = true;
    bool in_sequence = false; // of a run of --axis gil: its threads one after the other
};

struct Options {
    enum class Program { repl_or_stdin, file, code, module, standard_input };
    Program program = Program::repl_or_stdin;
    std::string target;              // file name, code text or module name
    std::vector<std::string> arguments; // sys.argv[1:]
    std::vector<std::string> command_line; // sys.orig_argv
    std::string verb;                // "tokens", "ast", "dis", "compare" or empty

    bool tco = false, gc = true, with_gil = true;
    uint32_t recursion_limit = 1000;
    size_t heap_limit = 0;  // bytes; 0: the default
    size_t stack_limit = 0; // bytes; 0: the default
    bool check_heap = false;
    enum class Stats { none, table, json } stats = Stats::none;
    bool korean = false; // of tour
    bool inspect = false, quiet = false, unbuffered = false;
    bool safe_path = false, ignore_environment = false;
    std::string output = "run.trace"; // of record
    uint64_t proof_every = 0;         // of record; 0: as the recorder likes
    inspect::IndexWish index = inspect::IndexWish::whole; // of record
    int optimize = 0;
    std::vector<std::string> warnings; // -W
    CompareOptions compare;
    ThreadOptions threads;
    ExploreOptions explore;

    struct Show { // of the verb show
        std::string views;       // "stack,object x"
        std::string at = "exit"; // inspect/stepper.h parse_place
        std::string mark;        // a place; empty: none
        inspect::Form form = inspect::Form::text;
        std::string svg;         // a file for a picture of the moment
        bool go_on = false;      // let the program run on afterwards
    } show;

    struct Watch { // of the verb watch
        bool plain = false;              // line by line
        uint64_t most_steps = 10000000;  // of the record
    } watch;

    std::string gil_log; // file to write, or empty
    struct Gil { // of the verb gil
        bool json = false, ascii = false;
    } gil;
};

// Parses argv. Returns true to go on; otherwise *exit_code says how to leave (help and version print and give 0,
// a wrong command line prints what is wrong and gives 2).
bool parse_options(int argc, char** argv, Options* options, int* exit_code);
// What can be done instead of running a program, as it is typed.
std::vector<const char*> verb_names();
// "512M", "4GiB", "100000": bytes; false when it is no size.
bool parse_size(const std::string& text, size_t* bytes);

// Sets a switch that has a value ("tco", "gc", "recursion-limit", "heap-limit", "stack-limit"), as --NAME=VALUE does.
// Empty, or what is wrong with the value.
std::string set_switch(Options* options, const std::string& name, const std::string& value);

} // namespace terrarium
