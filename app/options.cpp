// Where the interpreter's options end and the program's begin is Python's rule; the options themselves are
// Boost.Program_options' business.
#include "app/options.h"

#include <fmt/core.h>

#include <boost/program_options.hpp>
#include <cstring>
#include <sstream>

namespace terrarium {

namespace po = boost::program_options;

namespace {

constexpr const char* version_text = "Terrarium 0.1 (Python 3.11)";

constexpr const char* examples = R"(Examples:
  terrarium                                  explore in a REPL
  terrarium hello.py 1 2                     run a script; sys.argv is ['hello.py', '1', '2']
  terrarium -c 'print(6 * 7)'                run a line
  echo 'print(1)' | terrarium -              run standard input
  terrarium --tco=on countdown.py            run with tail calls eliminated
  terrarium compare countdown.py 100000      the same script without and with elimination, side by side
  terrarium dis fib.py                       its bytecode (also: tokens, ast)
  terrarium --stats fib.py                   what the run took: calls, depth, memory, time
)";

constexpr const char* verbs[] = {"tokens", "ast", "dis", "compare"};

po::options_description describe() {
    po::options_description all("Options", 100, 40);
    auto add = all.add_options();
    add("help,h", "print this help and exit");
    add("version,V", "print the version and exit");
    add("interactive,i", "after the program, explore its variables in the REPL");
    add("quiet,q", "no banner in the REPL");
    add("unbuffered,u", "write every line of output at once");
    add("optimize,O", "drop assert statements; -OO: docstrings too");
    add("tco", po::value<std::string>()->value_name("on|off")->implicit_value("on"), "tail-call elimination (off, as in Python)");
    add("recursion-limit", po::value<std::string>()->value_name("N"), "depth at which RecursionError is raised (1000)");
    add("heap-limit", po::value<std::string>()->value_name("SIZE"), "bytes of heap before MemoryError, e.g. 512M (half of the memory, at most 8G)");
    add("stack-limit", po::value<std::string>()->value_name("SIZE"), "bytes of stack before RecursionError (1G)");
    add("check-heap", "prove at exit that counts equal holders, the ledger adds up and nothing leaked");
    add("stats", po::value<std::string>()->value_name("json")->implicit_value("table", ""), "what the run took, on stderr at exit (--stats=json: one JSON line)");
    add("warning,W", po::value<std::vector<std::string>>()->value_name("ACTION")->composing(), "warning control, as python3 -W");
    add("ignored-B,B", "accepted as python3 accepts it (no bytecode files are ever written)");
    add("ignored-E,E", "accepted as python3 accepts it");
    add("ignored-s,s", "accepted as python3 accepts it");
    add("ignored-S,S", "accepted as python3 accepts it");
    add("ignored-I,I", "accepted as python3 accepts it");
    add("extra,X", po::value<std::vector<std::string>>()->value_name("OPTION")->composing(), "accepted as python3 accepts it");
    return all;
}

bool takes_value(const char* argument) { // a value that stands in the next argument
    for (const char* name : {"--recursion-limit", "--heap-limit", "--stack-limit", "-W", "-X", "--warning", "--extra"}) {
        if (std::strcmp(argument, name) == 0) return true;
    }
    return false;
}

int complain(const std::string& what) {
    fmt::print(stderr, "terrarium: {}\nTry 'terrarium --help'.\n", what);
    return 2;
}

void print_help() {
    std::ostringstream text;
    text << describe();
    fmt::print("usage: terrarium [options] [FILE | -c CODE | -m MODULE | -] [args...]\n"
               "       terrarium tokens|ast|dis FILE\n"
               "       terrarium compare FILE [args...]\n\n"
               "A Python 3.11 interpreter made to be watched.\n\n{}\n{}",
               text.str(), examples);
}

} // namespace

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

bool parse_options(int argc, char** argv, Options* o, int* exit_code) {
    *exit_code = 0;
    std::vector<std::string> own;
    int i = 1;
    bool found = false;
    for (; i < argc && !found; i++) {
        const char* a = argv[i];
        if (a[0] != '-' || a[1] == 0) {
            found = true;
            break;
        }
        if (std::strcmp(a, "--") == 0) {
            i++;
            found = true;
            break;
        }
        if (a[1] != '-') {
            // A cluster of short options; c and m take the rest, or the next argument, and end the options.
            size_t n = std::strlen(a);
            for (size_t k = 1; k < n; k++) {
                if (a[k] == 'c' || a[k] == 'm') {
                    if (k > 1) own.push_back(std::string(a, k));
                    o->program = a[k] == 'c' ? Options::Program::code : Options::Program::module;
                    if (k + 1 < n) {
                        o->target = a + k + 1;
                    } else if (++i < argc) {
                        o->target = argv[i];
                    } else {
                        *exit_code = complain(fmt::format("argument expected for the -{} option", a[k]));
                        return false;
                    }
                    i++;
                    goto options_end;
                }
                if (a[k] == 'W' || a[k] == 'X') break;
            }
        }
        own.push_back(a);
        if (takes_value(a)) {
            if (++i >= argc) {
                *exit_code = complain(fmt::format("option '{}' needs a value", a));
                return false;
            }
            own.push_back(argv[i]);
        }
    }
options_end:
    if (o->program == Options::Program::repl_or_stdin && i < argc) {
        std::string first = argv[i++];
        for (const char* verb : verbs) {
            if (first == verb) o->verb = first;
        }
        if (!o->verb.empty()) {
            if (i >= argc) {
                *exit_code = complain(fmt::format("'terrarium {}' needs a FILE", o->verb));
                return false;
            }
            first = argv[i++];
        }
        o->program = first == "-" ? Options::Program::standard_input : Options::Program::file;
        o->target = first;
    }
    for (; i < argc; i++) o->arguments.push_back(argv[i]);

    po::variables_map map;
    try {
        int optimize = 0;
        std::vector<std::string> counted;
        for (std::string& a : own) { // -OO is twice -O, which Program_options does not count
            if (a.size() > 1 && a[0] == '-' && a[1] != '-') {
                size_t at;
                while ((at = a.find('O')) != std::string::npos && a[1] != 'W' && a[1] != 'X') {
                    a.erase(at, 1);
                    optimize++;
                }
                if (a == "-") continue;
            }
            counted.push_back(a);
        }
        o->optimize = optimize;
        namespace style = po::command_line_style;
        int how = style::allow_short | style::short_allow_adjacent | style::short_allow_next | style::allow_sticky | style::allow_dash_for_short |
                  style::allow_long | style::long_allow_adjacent | style::long_allow_next;
        po::store(po::command_line_parser(counted).options(describe()).style(how).run(), map);
        po::notify(map);
    } catch (const po::error& e) {
        *exit_code = complain(e.what());
        return false;
    }
    if (map.count("help")) {
        print_help();
        return false;
    }
    if (map.count("version")) {
        fmt::print("{}\n", version_text);
        return false;
    }
    o->inspect = map.count("interactive") != 0;
    o->quiet = map.count("quiet") != 0;
    o->unbuffered = map.count("unbuffered") != 0;
    o->check_heap = map.count("check-heap") != 0;
    if (map.count("warning")) o->warnings = map["warning"].as<std::vector<std::string>>();
    if (map.count("tco")) {
        std::string v = map["tco"].as<std::string>();
        if (v != "on" && v != "off") {
            *exit_code = complain(fmt::format("--tco is 'on' or 'off', not '{}'", v));
            return false;
        }
        o->tco = v == "on";
    }
    if (map.count("stats")) {
        std::string v = map["stats"].as<std::string>();
        if (v != "table" && v != "json") {
            *exit_code = complain(fmt::format("--stats is 'table' or 'json', not '{}'", v));
            return false;
        }
        o->stats = v == "json" ? Options::Stats::json : Options::Stats::table;
    }
    if (map.count("recursion-limit")) {
        std::string v = map["recursion-limit"].as<std::string>();
        char* end = nullptr;
        long long n = std::strtoll(v.c_str(), &end, 10);
        if (v.empty() || *end || n < 1 || n > 1000000000) {
            *exit_code = complain(fmt::format("--recursion-limit is a number from 1 to 1000000000, not '{}'", v));
            return false;
        }
        o->recursion_limit = static_cast<uint32_t>(n);
    }
    for (auto [name, field] : {std::pair<const char*, size_t*>{"heap-limit", &o->heap_limit}, {"stack-limit", &o->stack_limit}}) {
        if (!map.count(name)) continue;
        std::string v = map[name].as<std::string>();
        if (!parse_size(v, field) || *field < 65536) {
            *exit_code = complain(fmt::format("--{} is a size of at least 64K, such as 512M, not '{}'", name, v));
            return false;
        }
    }
    return true;
}

} // namespace terrarium
