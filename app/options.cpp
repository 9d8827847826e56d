// Where the interpreter's options end and the program's begin is Python's rule; the options themselves are
// Boost.Program_options' business.
#include "app/options.h"

#include "app/axes.h"
#include "app/help_text.h"
#include "app/say.h"
#include "app/show.h"

#include <fmt/core.h>

#include <sys/stat.h>

#include <algorithm>
#include <boost/program_options.hpp>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <set>
#include <sstream>
#include <utility>

namespace terrarium {

namespace po = boost::program_options;

namespace {

struct Verb {
    const char* name;
    const char* usage;
    const char* what;
    const char* examples;
};
constexpr Verb verbs[] = {
    {"tokens", "tokens FILE", "Prints the tokens that the lexer makes of FILE: place, kind, text.",
     "  terrarium tokens fib.py                    1,0-1,3: NAME 'def', and so on\n"
     "  echo 'x = 1' | terrarium tokens -          of standard input\n"},
    {"ast", "ast FILE", "Prints the tree that the parser makes of FILE, as ast.dump(tree, indent=2) shows it.",
     "  terrarium ast fib.py                       Module(body=[FunctionDef(name='fib', and so on\n"
     "  echo 'x = 1' | terrarium ast -             of standard input\n"},
    {"dis", "dis [-O] FILE", "Prints the bytecode that the compiler makes of FILE; docs/opcodes.md tells what each instruction does.",
     "  terrarium dis fib.py                       instructions of the module and of every function in it\n"
     "  terrarium dis -O fib.py                    the same without assert statements\n"
     "  echo 'x = 1' | terrarium dis -             of standard input\n"},
    {"compare", "compare [options] FILE [args...]",
     "Runs FILE with each value of a switch, in a process of its own every time, and prints the runs side by side: outcome,\n"
     "output, stack, calls, heap, time, where they differ first, and how stack and heap went as charts. Whatever the program\n"
     "comes to is an outcome; the exit code is 0 when the comparison itself worked.",
     "  terrarium compare countdown.py 100000      without and with tail-call elimination; sys.argv is [.., '100000'] in both\n"
     "  terrarium compare --axis gc cycles.py      without and with the cycle collector\n"
     "  terrarium compare --axis gil pool.py       its threads one by one, taking turns under the GIL, and at the same time\n"
     "  terrarium compare --axis recursion-limit=1000,5000,100000 countdown.py\n"
     "  terrarium compare --stack-limit 10M --recursion-limit 1000000 countdown.py\n"
     "  terrarium compare --svg picture.svg fib.py 20\n"
     "  terrarium compare --json fib.py 20 | python3 -m json.tool\n"},
    {"show", "show VIEW[,...] [--at PLACE] [options] FILE [args...] | TRACE",
     "Runs FILE and prints views of one moment: the stack, the heap, an object, memory, bytecode, calls.\n"
     "PLACE is FILE.py:12 or 12 (before line 12 runs), FILE.py:12:3 (the third time), step:1000 (after 1,000 instructions)\n"
     "or exit (the program has ended, its names are still there). Unless it is exit, the program ends there.\n"
     "What the program prints stays on stdout, the views follow it there; with --json, --dot, --folded or --speedscope the\n"
     "program's output goes to stderr, so that stdout holds nothing else. A TRACE is what 'terrarium record' wrote: nothing\n"
     "runs, and object tells what happened to it up to then. docs/inspect.md describes views and schemas.",
     "  terrarium show heap fib.py                 at the end\n"
     "  terrarium show stack,dis --at fib.py:4:10 fib.py\n"
     "  terrarium show 'object tree' --at 20 tree.py\n"
     "  terrarium show heap --mark 5 --at 9 lists.py   what changed between lines 5 and 9\n"
     "  terrarium show calls --speedscope fib.py > fib.speedscope.json\n"
     "  terrarium show heap --json fib.py | python3 -m json.tool\n"
     "  terrarium show 'object tree' --at 20 run.trace\n"},
    {"gil", "gil [options] FILE [args...]",
     "Runs FILE and draws what each of its threads did over time: held the GIL, waited for it, waited for a lock, slept or was\n"
     "in the system; then a table of sums, and what is seen. What the program prints comes first; with --json its output goes to\n"
     "stderr, so that stdout holds nothing else. The exit code is the program's. docs/threads.md tells more.",
     "  terrarium gil scripts/toys/cpu_bound.py 2  two threads that compute: they take turns\n"
     "  terrarium gil scripts/toys/convoy.py       a thread that waits now and then beside one that computes\n"
     "  terrarium gil --gil-log run.json server.py the same, and every event for ui.perfetto.dev\n"
     "  terrarium gil --json fetch.py | python3 -m json.tool\n"},
    {"tour", "tour [N] [--ko]",
     "Lists questions about how Python runs, or shows one: its scripts, the commands, what they print now, and the answer.\n"
     "docs/tour.md holds them all; --ko is for Korean.",
     "  terrarium tour                             the questions\n"
     "  terrarium tour 5                           why Python does not eliminate tail calls\n"
     "  terrarium tour 5 --ko                      the same in Korean\n"},
    {"record", "record [options] FILE [-o TRACE] [args...]",
     "Runs FILE and writes every instruction's effect to TRACE (run.trace): stack, frames, objects, counts, output.\n"
     "Where TRACE went and how long it is goes to stderr. One thread is followed: a program that starts another gets a\n"
     "RuntimeError there ('terrarium gil' watches threads).",
     "  terrarium record fib.py                    to run.trace\n"
     "  terrarium record fib.py -o fib.trace 20    sys.argv is ['fib.py', '20']\n"
     "  terrarium record --tco=on countdown.py\n"
     "  terrarium record --index quick fib.py      does not wait for all of the index\n"
     "  terrarium record --proofs 1 fib.py         every state proven by 'terrarium verify'\n"},
    {"explore", "explore [options] FILE [args...]",
     "Runs FILE's threads under many schedules, each from where the first thread starts, until one ends in an uncaught exception,\n"
     "a failed assert, a deadlock, or prints something else than the first: then prints the shortest such schedule found, with\n"
     "source lines, and saves it for --replay (run.schedule, or --save-schedule FILE). Switches are tried before every bytecode\n"
     "that another thread could notice; --switch-at=poll: at calls and back edges only. Exit code 1 when something was found,\n"
     "0 when not.",
     "  terrarium explore bank.py                  until something is found, or 50,000 schedules\n"
     "  terrarium explore --all counter.py         which outcomes there are, and how often\n"
     "  terrarium explore --strategy=pct --seed 7 --schedules 5000 queue.py\n"
     "  terrarium --replay run.schedule bank.py    run what was found once more\n"},
    {"verify", "verify TRACE",
     "Replays TRACE and proves that at every point where the interpreter wrote a hash of its state the replayed state is the\n"
     "same, that each object's count equals its listed holders, and that the ledger of the heap adds up. Exit code 1 if not.",
     "  terrarium verify run.trace                 steps, proofs, what does not agree\n"},
    {"watch", "watch [options] FILE.py [args...] | TRACE",
     "Shows a run on the full screen: source, bytecode, operand stack, frames, heap, regions, output, stack and heap over time.\n"
     "It goes forwards and backwards: s one instruction, n a line, i into a call, o out of it, c to a breakpoint, breakpoint()\n"
     "or a watched change; the capital letter does the same backwards; ? lists all keys. A script runs in a process of its own\n"
     "that records while one looks (its input() finds no input); a TRACE is what 'terrarium record' wrote. docs/watch.md tells\n"
     "more.",
     "  terrarium watch fib.py 20                  run, and browse\n"
     "  terrarium watch run.trace                  browse what was recorded\n"
     "  terrarium watch --tco=on countdown.py      see frames used again\n"
     "  terrarium watch --steps 1M loop.py         stop the program after about a million instructions\n"
     "  printf 'next 3\\nframes\\n' | terrarium watch --plain fib.py\n"},
};

constexpr const char* examples = R"(  terrarium                                  explore in a REPL
  terrarium hello.py 1 2                     run a script; sys.argv is ['hello.py', '1', '2']
  terrarium -c 'print(6 * 7)'                run a line
  terrarium -m package.module                run a module of sys.path
  echo 'print(1)' | terrarium -              run standard input
  terrarium --tco=on countdown.py            run with tail calls eliminated
  terrarium compare countdown.py 100000      the same script without and with elimination, side by side
  terrarium dis fib.py                       its bytecode (also: tokens, ast)
  terrarium --stats fib.py                   what the run took: calls, depth, memory, time
  terrarium gil pool.py                      which thread had the GIL when, and who waited for it
)";

// Short options without a value, and those with one; -c and -m end the options and are no options of this table.
constexpr const char* short_flags = "hViquOEPIbBdsSv";
constexpr const char* short_with_value = "WXo";

po::options_description described() {
    po::options_description all("Options", help_width(), 40);
    auto add = all.add_options();
    add("help,h", "print this help and exit");
    add("version,V", "print the version and exit");
    add("interactive,i", "after the program, explore its variables in the REPL");
    add("quiet,q", "no banner in the REPL");
    add("unbuffered,u", "write every line of output at once");
    add("optimize,O", "drop assert statements; -OO: docstrings too");
    add(",E", "ignore PYTHONPATH and the other variables of python3");
    add(",P", "leave the program's folder out of sys.path");
    add(",I", "both -E and -P");
    add(",W", po::value<std::vector<std::string>>()->value_name("ACTION")->composing(), "warning control, as python3 -W");
    add("tco", po::value<std::string>()->value_name("on|off")->implicit_value("on"), "tail-call elimination (off, as in Python)");
    add("gil", po::value<std::string>()->value_name("on|off"), "on: threads take turns, as in Python; off: they run at the same time");
    add("gc", po::value<std::string>()->value_name("on|off"), "the cycle collector runs by itself (on); off: as after gc.disable()");
    add("recursion-limit", po::value<std::string>()->value_name("N"), "depth at which RecursionError is raised (1000)");
    add("heap-limit", po::value<std::string>()->value_name("SIZE"),
        "bytes of heap before MemoryError, e.g. 512M (half of the memory, at most 8G)");
    add("stack-limit", po::value<std::string>()->value_name("SIZE"), "bytes of value stack, and of frame records, before RecursionError (1G each)");
    add("gil-log", po::value<std::string>()->value_name("FILE"),
        "write what threads did, and each hand-over of the GIL, as a trace for ui.perfetto.dev");
    add("check-heap", "prove at exit that counts equal holders, the ledger adds up and nothing leaked");
    add("output,o", po::value<std::string>()->value_name("TRACE"), "where 'terrarium record' writes (run.trace)");
    add("stats", po::value<std::string>()->value_name("table|json")->implicit_value("table"),
        "what the run took, on stderr at exit: a table to read, or one JSON line");
    all.add(described_for_threads());
    return all;
}

po::options_description described_for_record() {
    po::options_description all("Options of record (and those of terrarium)", help_width(), 40);
    auto add = all.add_options();
    add("proofs", po::value<std::string>()->value_name("N"),
        "prove the state after every N instructions; 1: each (each of the first, as long as that costs little; then at random)");
    add("index", po::value<std::string>()->value_name("HOW"),
        "how much of the index of lines, objects and calls is in the trace: 'whole'; 'quick', what is made in little more time than the program takes; "
        "'none'. show and watch make what they miss. While it is waited for, Ctrl-C leaves the rest (whole)");
    return all;
}

po::options_description described_for_compare() {
    po::options_description all("Options of compare (and those of terrarium, for every run)", help_width(), 40);
    auto add = all.add_options();
    add("axis", po::value<std::string>()->value_name("NAME[=A,B..]"),
        ("the switch that differs: " + axis_names() + "; tco, gc, gil and recursion-limit know values themselves (tco)").c_str());
    add("repeat", po::value<std::string>()->value_name("N"), "timed runs of each (5, fewer of long ones)");
    add("timeout", po::value<std::string>()->value_name("SECONDS"), "ends a run, which is an outcome too; 0: never (60)");
    add("svg", po::value<std::string>()->value_name("FILE"), "write the curves as a picture");
    add("json", "print one JSON object instead (docs/app.md)");
    add("ascii", "draw with ASCII (without it: when the locale is not UTF-8)");
    add("no-curves", "no charts: spares the run that is watched for them");
    return all;
}

po::options_description described_for_show() {
    po::options_description all("Options of show (and those of terrarium)", help_width(), 40);
    auto add = all.add_options();
    add("at", po::value<std::string>()->value_name("PLACE"), "the moment that is shown (exit)");
    add("mark", po::value<std::string>()->value_name("PLACE"), "an earlier moment: heap tells what changed since");
    add("json", "one JSON object a line for each view");
    add("dot", "a graph for Graphviz: heap, calls");
    add("folded", "collapsed stacks: calls");
    add("speedscope", "a profile for speedscope.app: calls");
    add("svg", po::value<std::string>()->value_name("FILE"), "write a picture of the moment too: frames, objects, references");
    add("go-on", "let the program run on afterwards");
    return all;
}

po::options_description described_for_gil() {
    po::options_description all("Options of gil (and those of terrarium)", help_width(), 40);
    auto add = all.add_options();
    add("json", "print one JSON object instead (docs/threads.md)");
    add("ascii", "draw with ASCII (without it: when the locale is not UTF-8)");
    return all;
}

po::options_description described_for_tour() {
    po::options_description all("Options of tour", help_width(), 40);
    all.add_options()("ko", "in Korean");
    return all;
}

po::options_description described_for_watch() {
    po::options_description all("Options of watch (and those of terrarium)", help_width(), 40);
    auto add = all.add_options();
    add("plain", "line by line: commands as words on stdin, 'help' lists them");
    add("steps", po::value<std::string>()->value_name("N"), "instructions that are recorded before the program is stopped (10000000)");
    return all;
}

// What python3 takes and what changes nothing here: no bytecode files are written, there is no site module, and so on.
po::options_description accepted() {
    po::options_description all;
    auto add = all.add_options();
    for (const char* name : {",b", ",B", ",d", ",s", ",S", ",v"}) add(name, "");
    add(",X", po::value<std::vector<std::string>>()->composing(), "");
    return all;
}

bool takes_next(const std::string& argument) { // a value that stands in the next argument
    static const std::set<std::string> names = [] {
        std::set<std::string> all;
        for (auto describe : {described, described_for_record, described_for_compare, described_for_explore, described_for_show, described_for_gil, described_for_tour, described_for_watch}) {
            po::options_description one = describe();
            for (const auto& option : one.options())
                if (option->semantic()->min_tokens() > 0 && !option->long_name().empty()) all.insert("--" + option->long_name());
        }
        return all;
    }();
    return names.contains(argument);
}

// Its value needs '=', since it may be left out; but who writes `--tco on` means that, if there is no file of that name.
bool means_next(const std::string& argument, const std::string& next) {
    static const std::set<std::pair<std::string, std::string>> meant = {{"--tco", "on"}, {"--tco", "off"}, {"--stats", "table"}, {"--stats", "json"}};
    struct stat file;
    return meant.contains({argument, next}) && ::stat(next.c_str(), &file) != 0;
}

bool whole_number(const std::string& text, uint32_t* n) {
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *n);
    return error == std::errc() && end == text.data() + text.size();
}

// "500000", "500k", "10M".
bool parse_count(std::string text, uint64_t* n) {
    uint64_t factor = 1;
    if (!text.empty() && (text.back() == 'k' || text.back() == 'K')) factor = 1000;
    if (!text.empty() && text.back() == 'M') factor = 1000000;
    if (factor > 1) text.pop_back();
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *n);
    if (error != std::errc() || end != text.data() + text.size() || *n == 0 || *n > 1000000000000u) return false;
    *n *= factor;
    return true;
}

int complain(const std::string& what, const std::string& verb) {
    say(stderr, "terrarium: {}\nTry 'terrarium {}{}--help'.\n", what, verb, verb.empty() ? "" : " ");
    return 2;
}

void print_help(const Options& options) {
    for (const Verb& verb : verbs) {
        if (options.verb != verb.name) continue;
        std::ostringstream own;
        if (options.verb == "compare") own << described_for_compare() << "\n";
        if (options.verb == "record") own << described_for_record() << "\n";
        if (options.verb == "explore") own << described_for_explore() << "\n";
        if (options.verb == "watch") own << described_for_watch() << "\n";
        if (options.verb == "gil") own << described_for_gil() << "\n";
        if (options.verb == "show") {
            std::string views;
            for (const inspect::View& v : inspect::all_views()) views += fmt::format("  {} {}  {}\n", v.name, v.argument, v.sentence);
            own << "Views:\n" << help_columns(views, 14) << "\n" << described_for_show() << "\n";
        }
        say("usage: terrarium {}\n\n{}\n{}Examples:\n{}", verb.usage, help_prose(verb.what), own.str(), help_columns(verb.examples, 45));
        return;
    }
    std::ostringstream text;
    text << described();
    say("usage: terrarium [options] [FILE | -c CODE | -m MODULE | -] [args...]\n");
    for (const Verb& verb : verbs) say("       terrarium {}\n", verb.usage);
    say("       terrarium help [VERB]\n");
    say("\n{}\n{}", help_prose("A Python 3.11 interpreter made to be watched. 'terrarium help VERB' (or VERB --help) tells more of a verb."), text.str());
    say("{}\nExamples:\n{}", help_columns("  -b -B -d -s -S -v -X  accepted as python3 accepts them; they change nothing\n", 36), help_columns(examples, 45));
}

// Splits the command line where the program's own arguments begin: options go to *own, one each; program, verb and
// arguments to *o. False: something is missing, *wrong says what.
bool split(const std::vector<std::string>& words, Options* o, std::vector<std::string>* own, std::string* wrong) {
    auto flag = [&](const std::string& text) { // a repeated flag says no more than one, except -O
        if (text == "-O") o->optimize++;
        if (std::find(own->begin(), own->end(), text) == own->end()) own->push_back(text);
    };
    size_t i = 0;
    bool closed = false; // by --
    for (; i < words.size(); i++) {
        const std::string& word = words[i];
        if (closed || word[0] != '-' || word == "-") {
            bool is_verb = false;
            for (const Verb& verb : verbs) is_verb |= o->verb.empty() && !closed && word == verb.name;
            if (!is_verb && o->verb == "show" && o->show.views.empty() && !closed) {
                o->show.views = word;
                continue;
            }
            if (!is_verb) break;
            o->verb = word;
        } else if (word == "--") {
            closed = true;
        } else if (word[1] == '-') {
            if (takes_next(word) && i + 1 == words.size()) {
                *wrong = fmt::format("option '{}' needs a value", word);
                return false;
            }
            if (takes_next(word) || (i + 1 < words.size() && means_next(word, words[i + 1]))) {
                own->push_back(word + "=" + words[++i]);
            } else {
                flag(word);
            }
        } else {
            for (size_t k = 1; k < word.size(); k++) {
                bool program = word[k] == 'c' || word[k] == 'm';
                if (!program && !std::strchr(short_with_value, word[k])) {
                    if (!std::strchr(short_flags, word[k])) {
                        *wrong = fmt::format("there is no option -{}", word[k]);
                        return false;
                    }
                    flag(std::string("-") + word[k]);
                    continue;
                }
                std::string name = std::string("-") + word[k], value = word.substr(k + 1);
                if (value.empty()) {
                    if (++i == words.size()) {
                        *wrong = fmt::format("option '{}' needs a value", name);
                        return false;
                    }
                    value = words[i];
                }
                if (!program) {
                    if (!value.empty()) own->push_back(name + value);
                    break;
                }
                o->program = word[k] == 'c' ? Options::Program::code : Options::Program::module;
                o->target = value;
                o->arguments.assign(words.begin() + static_cast<std::ptrdiff_t>(i) + 1, words.end());
                return true;
            }
        }
    }
    if (i == words.size()) return true;
    o->program = words[i] == "-" ? Options::Program::standard_input : Options::Program::file;
    o->target = words[i++];
    if (o->verb == "record" && i < words.size() && words[i].starts_with("-o")) { // where people write it
        std::string path = words[i].substr(2);
        if (path.empty() && ++i < words.size()) path = words[i];
        if (path.empty()) {
            *wrong = "option '-o' needs a value";
            return false;
        }
        own->push_back("-o" + path);
        i++;
    }
    o->arguments.assign(words.begin() + static_cast<std::ptrdiff_t>(i), words.end());
    return true;
}

// What python3 lets the environment say for -u, -O, -W and -X gil. Empty: understood.
std::string read_environment(Options* o) {
    auto value = [](const char* name) {
        const char* text = std::getenv(name);
        return std::string(text ? text : "");
    };
    if (!value("PYTHONUNBUFFERED").empty()) o->unbuffered = true;
    if (std::string level = value("PYTHONOPTIMIZE"); !level.empty()) o->optimize = std::max({o->optimize, 1, std::atoi(level.c_str())});
    std::stringstream warnings(value("PYTHONWARNINGS"));
    for (std::string one; std::getline(warnings, one, ',');) o->warnings.push_back(one);
    std::string gil = value("PYTHON_GIL");
    if (gil.empty()) return "";
    if (gil != "0" && gil != "1") return fmt::format("the environment's PYTHON_GIL is 0 or 1, not '{}'", gil);
    o->with_gil = gil == "1";
    return "";
}

// -X gil=0; of the others python3 knows none that means something here.
std::string read_x_options(const std::vector<std::string>& given, Options* o) {
    for (const std::string& one : given) {
        if (one != "gil" && !one.starts_with("gil=")) continue;
        if (one != "gil=0" && one != "gil=1") return fmt::format("-X gil is followed by =0 or =1, not '{}'", one.substr(3));
        o->with_gil = one == "gil=1";
    }
    return "";
}

// Empty, or what is wrong.
std::string take_show_options(const po::variables_map& map, Options* o) {
    for (auto [name, field] : {std::pair{"at", &o->show.at}, {"mark", &o->show.mark}, {"svg", &o->show.svg}})
        if (map.count(name)) *field = map[name].as<std::string>();
    o->show.go_on = map.count("go-on") != 0;
    using inspect::Form;
    std::string first;
    for (auto [name, form] : {std::pair{"json", Form::json}, {"dot", Form::dot}, {"folded", Form::folded}, {"speedscope", Form::speedscope}}) {
        if (!map.count(name)) continue;
        if (!first.empty()) return fmt::format("--{} and --{}: one form at a time", first, name);
        first = name;
        o->show.form = form;
    }
    return "";
}

// Whether a verb has what it needs.
std::string fault_of_verb(const Options& o) {
    if (o.verb.empty()) return "";
    using Program = Options::Program;
    if (o.verb == "tour") return o.program == Program::file || o.program == Program::repl_or_stdin ? "" : "'terrarium tour' takes a number";
    if (o.verb == "show" && o.show.views.empty()) return "'terrarium show' needs a VIEW and a FILE";
    if (o.verb == "show" && o.program != Program::repl_or_stdin) return check_show(o);
    if (o.program == Program::repl_or_stdin) return fmt::format("'terrarium {}' needs a FILE", o.verb);
    if (o.program == Program::code || o.program == Program::module) return fmt::format("'terrarium {}' takes a FILE, not -c or -m", o.verb);
    if (o.verb == "explore") return o.program == Program::file ? "" : "'terrarium explore' needs a FILE";
    if (o.verb == "record") return o.program == Program::file ? "" : "'terrarium record' needs a FILE";
    if (o.verb == "verify" && o.program != Program::file) return "'terrarium verify' needs a TRACE, as 'terrarium record' writes it";
    if (o.verb == "watch") return o.program == Program::file ? "" : "'terrarium watch' needs a FILE.py or a TRACE";
    if (o.verb == "gil") return "";
    if (o.verb == "compare") return o.program == Program::file ? "" : "'terrarium compare' needs a FILE, because it runs it more than once";
    return o.arguments.empty() ? "" : fmt::format("'terrarium {}' takes one FILE; '{}' is one too many", o.verb, o.arguments[0]);
}

// No file that is written is the program.
std::string fault_of_files(const Options& o) {
    if (o.program != Options::Program::file) return "";
    for (const std::string& file : {o.verb == "record" ? o.output : std::string(), o.show.svg, o.compare.svg, o.gil_log, o.threads.save}) {
        std::error_code error;
        if (!file.empty() && std::filesystem::equivalent(file, o.target, error)) return fmt::format("'{}' is the program itself: it would be overwritten", file);
    }
    return "";
}

// Empty, or what is wrong.
std::string take_compare_options(const po::variables_map& map, Options* o) {
    CompareOptions& c = o->compare;
    c.json = map.count("json") != 0;
    c.ascii = map.count("ascii") != 0;
    c.curves = map.count("no-curves") == 0;
    auto text = [&](const char* name) { return map[name].as<std::string>(); };
    if (map.count("svg")) c.svg = text("svg");
    if (!c.svg.empty() && !c.curves) return "--svg draws the curves that --no-curves leaves out";
    if (map.count("repeat") && (!whole_number(text("repeat"), &c.repeat) || c.repeat < 1 || c.repeat > 1000))
        return fmt::format("--repeat is a number from 1 to 1000, not '{}'", text("repeat"));
    if (map.count("timeout")) {
        std::string v = text("timeout");
        auto [end, error] = std::from_chars(v.data(), v.data() + v.size(), c.timeout);
        if (error != std::errc() || end != v.data() + v.size() || !(c.timeout >= 0 && c.timeout <= 1e6))
            return fmt::format("--timeout is a number of seconds, not '{}'", v);
    }
    std::string fault = parse_axis(map.count("axis") ? text("axis") : c.axis, *o, &c);
    if (fault.empty() && map.count(c.axis)) fault = fmt::format("--{} is what --axis {} varies", c.axis, c.axis);
    return fault;
}

bool take_index_wish(const std::string& word, inspect::IndexWish* wish) {
    using inspect::IndexWish;
    for (auto [name, value] : {std::pair{"whole", IndexWish::whole}, std::pair{"quick", IndexWish::quick}, std::pair{"none", IndexWish::none}}) {
        if (word != name) continue;
        *wish = value;
        return true;
    }
    return false;
}

} // namespace

std::string set_switch(Options* o, const std::string& name, const std::string& v) {
    if (name == "tco" || name == "gc" || name == "gil") {
        if (v != "on" && v != "off") return fmt::format("--{} is 'on' or 'off', not '{}'", name, v);
        (name == "tco" ? o->tco : name == "gc" ? o->gc : o->with_gil) = v == "on";
        return "";
    }
    if (name == "recursion-limit") {
        uint32_t n = 0;
        if (!whole_number(v, &n) || n < 1 || n > 1000000000)
            return fmt::format("--recursion-limit is a number from 1 to 1000000000, not '{}'", v);
        o->recursion_limit = n;
        return "";
    }
    struct Limit {
        const char* name;
        size_t* field;
        size_t least; // what the interpreter itself needs
        const char* least_text;
    } const limits[] = {{"heap-limit", &o->heap_limit, 1 << 20, "1M"}, {"stack-limit", &o->stack_limit, 1 << 16, "64K"}};
    for (const Limit& limit : limits) {
        if (name == limit.name && (!parse_size(v, limit.field) || *limit.field < limit.least))
            return fmt::format("--{} is a size of at least {}, such as 512M, not '{}'", limit.name, limit.least_text, v);
    }
    return "";
}

bool parse_size(const std::string& text, size_t* bytes) {
    size_t end = 0;
    double number;
    try {
        number = std::stod(text, &end);
    } catch (const std::exception&) {
        return false;
    }
    std::string unit = text.substr(end);
    if (!unit.empty() && (unit.back() == 'B' || unit.back() == 'b')) unit.pop_back();
    if (!unit.empty() && (unit.back() == 'i' || unit.back() == 'I')) unit.pop_back();
    double factor = 1;
    if (unit == "K" || unit == "k") factor = 1024.0;
    else if (unit == "M" || unit == "m") factor = 1024.0 * 1024;
    else if (unit == "G" || unit == "g") factor = 1024.0 * 1024 * 1024;
    else if (unit == "T" || unit == "t") factor = 1024.0 * 1024 * 1024 * 1024;
    else if (!unit.empty()) return false;
    if (!(number > 0) || number * factor > 1e15) return false;
    *bytes = static_cast<size_t>(number * factor);
    return true;
}

std::vector<const char*> verb_names() {
    std::vector<const char*> names;
    for (const Verb& v : verbs) names.push_back(v.name);
    return names;
}

bool parse_options(int argc, char** argv, Options* o, int* exit_code) {
    *exit_code = 0;
    for (int i = 0; i < argc; i++) o->command_line.push_back(argv[i]);
    std::vector<std::string> own;
    auto wrong = [&](const std::string& what) {
        *exit_code = complain(what, o->verb);
        return false;
    };
    if (argc > 1 && std::strcmp(argv[1], "help") == 0) { // people ask so; a script of that name is ./help
        o->verb = argc > 2 ? argv[2] : "";
        bool known = o->verb.empty() || std::any_of(std::begin(verbs), std::end(verbs), [&](const Verb& v) { return o->verb == v.name; });
        std::string verb = std::exchange(o->verb, known ? o->verb : "");
        if (!known) return wrong(fmt::format("there is no verb '{}'", verb));
        print_help(*o);
        return false;
    }
    std::string fault;
    if (!split({argv + 1, argv + argc}, o, &own, &fault)) return wrong(fault);

    po::variables_map map;
    try {
        namespace style = po::command_line_style;
        int how = style::allow_short | style::short_allow_adjacent | style::allow_dash_for_short | style::allow_long |
                  style::long_allow_adjacent;
        po::options_description all;
        all.add(described()).add(accepted());
        if (o->verb == "compare") all.add(described_for_compare());
        if (o->verb == "show") all.add(described_for_show());
        if (o->verb == "tour") all.add(described_for_tour());
        if (o->verb == "record") all.add(described_for_record());
        if (o->verb == "explore") all.add(described_for_explore());
        if (o->verb == "watch") all.add(described_for_watch());
        if (o->verb == "gil") all.add(described_for_gil());
        po::store(po::command_line_parser(own).options(all).style(how).run(), map);
        po::notify(map);
    } catch (const po::error& e) {
        return wrong(e.what());
    }
    if (map.count("help")) {
        print_help(*o);
        return false;
    }
    if (map.count("version")) {
        say("{}\n", version_text);
        return false;
    }
    if (o->verb == "show")
        if (std::string fault = take_show_options(map, o); !fault.empty()) return wrong(fault);
    if (o->verb == "gil") o->gil = {map.count("json") != 0, map.count("ascii") != 0};
    if (map.count("gil-log")) o->gil_log = map["gil-log"].as<std::string>();
    if (!o->gil_log.empty() && !o->verb.empty() && o->verb != "gil") return wrong(fmt::format("--gil-log is for running a program, not for 'terrarium {}'", o->verb));
    o->watch.plain = map.count("plain") != 0;
    if (map.count("steps") && !parse_count(map["steps"].as<std::string>(), &o->watch.most_steps))
        return wrong(fmt::format("--steps is a number such as 500000 or 10M, not '{}'", map["steps"].as<std::string>()));
    if (fault = fault_of_verb(*o); !fault.empty()) return wrong(fault);
    o->korean = map.count("ko") != 0;
    o->inspect = map.count("interactive") != 0;
    o->quiet = map.count("quiet") != 0;
    o->unbuffered = map.count("unbuffered") != 0;
    o->check_heap = map.count("check-heap") != 0;
    o->ignore_environment = map.count("-E") || map.count("-I");
    o->safe_path = map.count("-P") || map.count("-I");
    if (!o->ignore_environment && !(fault = read_environment(o)).empty()) return wrong(fault);
    if (map.count("-X") && !(fault = read_x_options(map["-X"].as<std::vector<std::string>>(), o)).empty()) return wrong(fault);
    if (map.count("-W")) {
        std::vector<std::string> given = map["-W"].as<std::vector<std::string>>();
        o->warnings.insert(o->warnings.end(), given.begin(), given.end());
    }
    auto text = [&](const char* name) { return map.count(name) ? map[name].as<std::string>() : std::string(); };
    if (map.count("output") && o->verb != "record") return wrong("-o is for 'terrarium record'");
    if (map.count("output")) o->output = text("output");
    if (map.count("proofs") && !parse_count(text("proofs"), &o->proof_every)) return wrong(fmt::format("--proofs is a number such as 1 or 10k, not '{}'", text("proofs")));
    if (map.count("index") && !take_index_wish(text("index"), &o->index)) return wrong(fmt::format("--index is 'whole', 'quick' or 'none', not '{}'", text("index")));
    if (map.count("stats")) {
        std::string v = text("stats");
        if (v != "table" && v != "json") return wrong(fmt::format("--stats is 'table' or 'json', not '{}'", v));
        o->stats = v == "json" ? Options::Stats::json : Options::Stats::table;
    }
    for (const char* name : {"tco", "gc", "gil", "recursion-limit", "heap-limit", "stack-limit"})
        if (map.count(name) && !(fault = set_switch(o, name, text(name))).empty()) return wrong(fault);
    if (!(fault = take_thread_options(map, &o->threads)).empty()) return wrong(fault);
    if (!o->with_gil && (o->threads.fibers || o->verb == "explore")) return wrong("fibers take turns: --gil=off is for the system's threads (--threads=os)");
    if (o->verb == "explore" && !(fault = take_explore_options(map, &o->explore)).empty()) return wrong(fault);
    if (o->verb == "compare" && !(fault = take_compare_options(map, o)).empty()) return wrong(fault);
    if (!(fault = fault_of_files(*o)).empty()) return wrong(fault);
    return true;
}

} // namespace terrarium
