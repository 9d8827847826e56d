// Starts the VM, runs the program as python3 would (sys.argv, sys.path[0], __main__, exit codes), finishes in
// CPython's order: exit functions, flush, __main__'s names, the other modules, a last collection.
#include "app/run.h"

#include "app/check.h"
#include "app/debugger.h"
#include "app/fiber_run.h"
#include "app/frontend.h"
#include "app/repl.h"
#include "app/say.h"
#include "app/session_record.h"
#include "app/show.h"
#include "inspect/capture.h"
#include "memory/collector.h"
#include "memory/world.h"
#include "support/files.h"
#include "vm/builtins/builtins.h"
#include "vm/core/attributes.h"
#include "vm/core/errors.h"
#include "vm/core/integer.h"
#include "vm/core/list.h"
#include "vm/core/observer_hooks.h"
#include "vm/core/protocol.h"
#include "vm/core/scheduling.h"
#include "vm/core/start.h"
#include "vm/core/tuple.h"
#include "vm/interp/interp.h"
#include "vm/modules/modules.h"
#include "vm/modules/posix.h"
#include "vm/objects/function.h"
#include "vm/objects/print_traceback.h"
#include "vm/objects/suggestions.h"
#include "vm/threads/in_sequence.h"
#include "vm/threads/machine_threads.h"

#include <fmt/core.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cctype>
#include <cerrno>
#include <chrono>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace terrarium {

namespace {


std::string absolute_folder_of(const std::string& file) {
    char resolved[PATH_MAX];
    std::string path = realpath(file.c_str(), resolved) ? resolved : file;
    size_t slash = path.rfind('/');
    return slash == std::string::npos ? std::string() : slash == 0 ? std::string("/") : path.substr(0, slash);
}

std::string absolute_path(const std::string& file) {
    if (!file.empty() && file[0] == '/') return file;
    char folder[PATH_MAX];
    if (!getcwd(folder, sizeof folder)) return file;
    return file.empty() ? std::string(folder) : std::string(folder) + "/" + file;
}

// Arguments and names of files are any bytes; those that are no UTF-8 become lone surrogates.
Result<Ref<List>> list_of_names(Thread& t, const std::vector<std::string>& names) {
    Ref<List> list = make_list();
    for (const std::string& name : names) TRY(list_append(t, list, TRY(decode_path(t, name))));
    return list;
}

Status set_arguments(Thread& t, const std::string& first, const Options& options) {
    std::vector<std::string> all = options.arguments;
    all.insert(all.begin(), first);
    dict_set(rt().sys->dict, rt().names.n_argv, TRY(list_of_names(t, all)).value());
    dict_set(rt().sys->dict, intern("orig_argv"), TRY(list_of_names(t, options.command_line)).value());
    return {};
}

// sys.path: first the script's folder (or ''), then PYTHONPATH.
Status set_path(Thread& t, const std::string& first, const Options& options) {
    std::vector<std::string> folders;
    if (!options.safe_path) folders.push_back(first);
    const char* more = options.ignore_environment ? nullptr : std::getenv("PYTHONPATH");
    if (std::string all = more ? more : ""; !all.empty()) {
        for (size_t at = 0; at <= all.size();) {
            size_t end = std::min(all.find(':', at), all.size());
            if (end > at) folders.push_back(absolute_path(all.substr(at, end - at)));
            at = end + 1;
        }
    }
    dict_set(rt().sys->dict, rt().names.n_path, TRY(list_of_names(t, folders)).value());
    return {};
}

// -W is the business of the module warnings, which is then there from the start.
Status apply_warning_options(Thread& t, const Options& options) {
    if (options.warnings.empty()) return {};
    dict_set(rt().sys->dict, intern("warnoptions"), TRY(list_of_names(t, options.warnings)).value());
    (void)TRY(rt().hooks.import_module(t, rt().names.n_warnings, nullptr, Value::none(), 0));
    return {};
}

Result<Own> run_text(Thread& t, Module* main, std::string_view text, bool decoded, const std::string& filename, const Options& options) {
    FrontendInput input;
    input.text = text;
    input.decoded = decoded;
    input.filename = filename;
    input.optimize = options.optimize;
    Own code = TRY(compile_source(t, input, nullptr));
    if (std::getenv("TERRARIUM_PARALLEL")) scheduler->go_parallel(t); // for tests of what holds then
    return run_code(t, as<Code>(code), main->dict, Value::object(main->dict), nullptr);
}

// The verb that a word with no such file resembles, or "".
std::string verb_meant(const std::string& word) {
    std::vector<Ref<Str>> names;
    std::vector<Value> values;
    for (const char* verb : verb_names()) values.push_back(Value::object(names.emplace_back(make_short_str(verb)).get()));
    std::string lower = word;
    for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    for (const char* verb : verb_names())
        if (lower == verb) return lower;
    return nearest_name(word, values.data(), values.size());
}

Result<Own> run_file(Thread& t, Module* main, const Options& options, int* exit_code) {
    struct stat status;
    std::string file = options.target;
    bool folder = file.empty() || (::stat(file.c_str(), &status) == 0 && S_ISDIR(status.st_mode)); // '' is the folder one is in
    if (folder) file += file.empty() || file.back() == '/' ? "__main__.py" : "/__main__.py";
    std::string text;
    if (int error = read_file(file, &text)) {
        std::string name = absolute_path(options.target);
        if (folder) {
            say(stderr, "terrarium: can't find '__main__' module in '{}'\n", name);
            *exit_code = 1;
        } else {
            say(stderr, "terrarium: can't open file '{}': [Errno {}] {}\n", name, error, std::strerror(error));
            if (std::string verb = verb_meant(options.target); !verb.empty()) say(stderr, "Did you mean 'terrarium {}'?\n", verb);
            *exit_code = 2;
        }
        return Own::none();
    }
    TRY(set_arguments(t, options.target, options));
    TRY(set_path(t, folder ? absolute_path(options.target) : absolute_folder_of(file), options));
    std::string name = absolute_path(file);
    dict_set(main->dict, rt().names.dunder_file, TRY(decode_path(t, name)));
    dict_set(main->dict, rt().names.dunder_cached, Value::none());
    return run_text(t, main, text, false, name, options);
}

Result<Own> run_command(Thread& t, Module* main, const Options& options, int* exit_code) {
    Own decoded = TRY(decode_path(t, options.target + "\n"));
    Result<Own> encoded = call_method(t, decoded, intern("encode"));
    if (!encoded) {
        Own error = take_raised(t);
        say(stderr, "Unable to decode the command from the command line:\n{}: {}\n", type_name(error),
                   to_utf8(TRY(to_str(t, error)).get()));
        *exit_code = 1;
        return Own::none();
    }
    TRY(set_arguments(t, "-c", options));
    TRY(set_path(t, "", options));
    // No source is remembered: CPython quotes no lines of -c.
    return run_text(t, main, options.target + "\n", true, "<string>", options);
}

// -m: the module's code runs as __main__ (a package's __main__ submodule).
Result<Own> run_module_as_main(Thread& t, Module* main, const Options& options) {
    TRY(set_arguments(t, "-m", options));
    char folder[PATH_MAX];
    TRY(set_path(t, getcwd(folder, sizeof folder) ? folder : "", options));
    return run_as_main(t, main, options.target);
}

Result<Own> run_standard_input(Thread& t, Module* main, const Options& options, int* exit_code) {
    TRY(set_arguments(t, options.program == Options::Program::standard_input ? "-" : "", options));
    TRY(set_path(t, "", options));
    if (isatty(0) || options.inspect) {
        *exit_code = run_repl(t, Value::object(main), !options.quiet);
        return Own::none();
    }
    std::string text;
    int error = read_stream(stdin, &text);
    if (error && error != EBADF) return raise_os(t, error, Value::null()); // a closed stdin is an empty program
    dict_set(main->dict, rt().names.dunder_file, make_short_str("<stdin>").value());
    return run_text(t, main, text, false, "<stdin>", options);
}

// Flushes sys.stdout or sys.stderr as it is now. False: what was written is lost.
bool flush_stream(Thread& t, const char* name, bool tell) {
    Value stream = dict_get(rt().sys->dict, intern(name));
    if (stream.is_null() || stream.is_none()) return true;
    Own held = Own::share(stream);
    Result<Own> closed = get_attr(t, held, intern("closed"));
    Result<bool> is_closed = closed ? is_truthy(t, closed.get()) : Result<bool>(false);
    if (has_raised(t)) clear_raised(t);
    if (is_closed && is_closed.get()) return true;
    if (call_method(t, held, rt().names.n_flush)) return true;
    if (tell) write_unraisable(t, "Exception ignored in", held);
    else clear_raised(t);
    return false;
}

} // namespace

bool flush_output(Thread& t, bool tell) {
    bool good = flush_stream(t, "stdout", tell);
    return flush_stream(t, "stderr", false) && good;
}

namespace {

// Sets a module's names to None, first those with one leading underscore, as CPython does at its end.
void clear_module(Dict* names) {
    for (int pass = 0; pass < 2; pass++) {
        size_t i = 0;
        while (DictEntry* e = dict_next(names, i)) {
            if (e->value.is_none() || !is_exact_str(e->key)) continue;
            Str* name = as<Str>(e->key);
            bool underscore = name->length > 0 && name->at(0) == '_' && !(name->length > 1 && name->at(1) == '_');
            if (pass == 0 ? !underscore : str_equal(name, "__builtins__")) continue;
            Value old = e->value;
            e->value = Value::none();
            release(old);
        }
    }
}

void run_exit_functions(Thread& t) {
    Value atexit = dict_get(rt().modules, intern("atexit"));
    if (atexit.is_null()) return;
    Own module = Own::share(atexit);
    Result<Own> r = call_method(t, module, intern("_run_exitfuncs"));
    if (!r) write_unraisable(t, "Exception ignored in atexit callback", Value::null());
}

} // namespace

void join_threads(Thread& t) {
    Own threading = Own::share(dict_get(rt().modules, intern("threading")));
    if (threading.is_null() || threading.is_none()) return;
    Result<Own> r = call_method(t, threading, intern("_shutdown"));
    if (!r) write_unraisable(t, "Exception ignored in", threading);
}

namespace {

bool finish(Thread& t, Ref<Module> main) {
    join_threads(t);
    run_exit_functions(t);
    bool good = flush_output(t, true);
    note_finalizing();
    scheduler->stop_others(t);
    main = nullptr; // in sys.modules still; count_exactly() knows of no holders but the world's
    count_exactly(t);
    // The REPL's and excepthook's leftovers would keep objects alive.
    for (const char* name : {"last_type", "last_value", "last_traceback"}) dict_delete(rt().sys->dict, intern(name));
    dict_delete(rt().builtins, intern("_"));
    // The program's modules lose their entry in sys.modules; what nobody holds then goes, cycles through the collector.
    std::vector<Own> names;
    size_t i = 0;
    while (DictEntry* e = dict_next(rt().modules, i)) {
        if (!has_shape(e->value, shapes::module)) continue;
        Module* m = as<Module>(e->value);
        if (m == rt().sys || m->dict == rt().builtins || module_is_native(m)) continue;
        names.push_back(Own::share(e->key));
    }
    for (Own& name : names) {
        if (!dict_delete(t, rt().modules, name)) clear_raised(t);
    }
    names.clear();
    collect(2);
    // Modules somebody still holds are emptied.
    std::vector<Ref<Module>> alive;
    for_each_object(Walk::containers, [&](Object* o) {
        if (o->shape != shapes::module) return;
        Module* m = static_cast<Module*>(o);
        if (m == rt().sys || !m->dict || m->dict == rt().builtins || module_is_native(m)) return;
        alive.push_back(Ref<Module>::share(m));
    });
    for (Ref<Module>& m : alive) clear_module(m->dict);
    alive.clear();
    collect(2);
    return flush_output(t, good) && good; // told once
}

} // namespace

int on_interpreter_stack(int (*body)(void*), void* context) {
    struct Job {
        int (*body)(void*);
        void* context;
        int result;
    } job{body, context, 1};
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, size_t{64} << 20);
    auto start = [](void* p) -> void* {
        Job* j = static_cast<Job*>(p);
        j->result = j->body(j->context);
        return nullptr;
    };
    pthread_t thread;
    if (pthread_create(&thread, &attributes, start, &job) != 0) return body(context);
    // Signals are for the interpreter's thread: its system calls end with EINTR.
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
    pthread_join(thread, nullptr);
    return job.result;
}

bool program_is_there(const Options& options) {
    if (options.program != Options::Program::file || access(options.target.c_str(), R_OK) == 0) return true;
    say(stderr, "terrarium: can't open file '{}': [Errno {}] {}\n", options.target, errno, std::strerror(errno));
    return false;
}

void raise_interrupt(int) { request_safepoint(safepoint_interrupt); }

bool start_vm(const Options& options, std::string* error) {
    WorldConfig config;
    config.heap_limit = options.heap_limit;
    config.stack_limit = options.stack_limit;
    if (!open_world(config, error)) return false;
    open_runtime();
    if (options.threads.fibers) {
        if (!start_fibers(options, error)) return false;
    } else if (options.compare.in_sequence) {
        use_threads_in_sequence();
    } else {
        use_machine_threads(options.with_gil);
    }
    Runtime& r = rt();
    r.switches.tco = options.tco;
    r.switches.optimize = options.optimize;
    r.switches.quiet = options.quiet;
    r.switches.inspect = options.inspect;
    r.switches.unbuffered = options.unbuffered;
    Thread& t = *r.main_thread;
    init_interp();
    init_frontend();
    init_builtins(t);
    init_modules(t);
    init_show();
    init_debugger();
    observer_hooks.switch_gil = switch_gil;
    t.recursion_limit = options.recursion_limit; // what came before is not the program's
    if (!options.gc) disable_collector();
    inspect::mark_program_start();
    struct sigaction action {};
    sigaction(SIGINT, nullptr, &action);
    if (action.sa_handler != SIG_IGN) { // a job in the background is not interrupted
        action = {};
        action.sa_handler = raise_interrupt;
        action.sa_flags = SA_ONSTACK; // a fiber's stack may be read-only just then (memory/checkpoint.h)
        sigaction(SIGINT, &action, nullptr);
    }
    return true;
}

// To sys.stderr. False: it does not take it.
static bool print_in_colour(Thread& t, Value exception) {
    Value stream = dict_get(rt().sys->dict, rt().names.n_stderr);
    if (stream.is_null() || stream.is_none()) return false;
    Own held = Own::share(stream);
    Result<std::string> text = format_exception(t, exception);
    Result<Ref<Str>> shown = text ? make_str(t, coloured_traceback(text.get())) : Result<Ref<Str>>(Error{});
    if (shown && call_method(t, held, rt().names.n_write, shown.get() ? Value::object(shown.get()) : Value::none())) return true;
    if (has_raised(t)) clear_raised(t);
    return false;
}

int report_exception(Thread& t, After after, bool* is_exit, bool colours) {
    bool in_repl = after != After::end;
    if (is_exit) *is_exit = false;
    Own exception = take_raised(t);
    if (after != After::inspect && exception_is(exception, rt().types.SystemExit)) {
        if (is_exit) *is_exit = true;
        Result<Own> code = get_attr(t, exception, rt().names.n_code);
        if (!code) {
            clear_raised(t);
            return 1;
        }
        Value v = code.get();
        if (v.is_none()) return 0;
        if (is_int(v)) {
            int64_t n = -1;
            int_fits_int64(v, &n);
            return static_cast<int>(n & 0xff);
        }
        flush_stream(t, "stdout", false);
        Result<Ref<Str>> text = to_str(t, v);
        Value stream = dict_get(rt().sys->dict, rt().names.n_stderr);
        if (text && !stream.is_null() && !stream.is_none()) {
            Own held = Own::share(stream);
            Result<Own> r = call_method(t, held, rt().names.n_write, text.get() ? Value::object(text.get()) : Value::none());
            if (r) r = call_method(t, held, rt().names.n_write, Value::object(rt().names.newline));
            if (!r) clear_raised(t);
        }
        if (has_raised(t)) clear_raised(t);
        return 1;
    }
    bool interrupted = exception_is(exception, rt().types.KeyboardInterrupt);
    flush_stream(t, "stdout", false);
    dict_set(rt().sys->dict, rt().names.n_last_type, Value::object(type_of(exception)));
    dict_set(rt().sys->dict, rt().names.n_last_value, exception);
    Value traceback = as<BaseException>(exception)->traceback;
    dict_set(rt().sys->dict, rt().names.n_last_traceback, traceback.is_null() ? Value::none() : traceback);
    Value hook = dict_get(rt().sys->dict, rt().names.n_excepthook);
    bool printed = false;
    if (hook.is_null()) say(stderr, "sys.excepthook is missing\n");
    if (!hook.is_null() && !has_shape(hook, shapes::native_function)) {
        Own held = Own::share(hook), trace = Own::share(traceback.is_null() ? Value::none() : traceback);
        Result<Own> r = call(t, held, Value::object(type_of(exception)), exception, trace);
        if (r) {
            printed = true;
        } else {
            Own second = take_raised(t);
            if (exception_is(second, rt().types.SystemExit)) {
                set_raised(t, std::move(second));
                return report_exception(t, after, is_exit, colours);
            }
            say(stderr, "Error in sys.excepthook:\n");
            print_exception(t, second);
            say(stderr, "\nOriginal exception was:\n");
        }
    }
    if (!printed && !(colours && print_in_colour(t, exception))) print_exception(t, exception);
    if (has_raised(t)) clear_raised(t);
    if (!in_repl) {
        for (Str* name : {rt().names.n_last_type, rt().names.n_last_value, rt().names.n_last_traceback}) dict_delete(rt().sys->dict, name);
    }
    return interrupted ? 130 : 1;
}

int run_here(const Options& options, std::string* outcome, RunStats* stats, void (*at_end)(Thread&)) {
    Thread& t = *rt().main_thread;
    auto start = std::chrono::steady_clock::now();
    int exit_code = 0;
    Ref<Module> main = make_module_object(intern("__main__"));
    dict_set(main->dict, rt().names.dunder_builtins, builtins_module());
    dict_set(main->dict, rt().names.dunder_annotations, make_dict().value());
    dict_set(rt().modules, intern("__main__"), main.value());

    auto program = [&]() -> Result<Own> {
        TRY(apply_warning_options(t, options));
        switch (options.program) {
            case Options::Program::file: return run_file(t, main, options, &exit_code);
            case Options::Program::code: return run_command(t, main, options, &exit_code);
            case Options::Program::module: return run_module_as_main(t, main, options);
            case Options::Program::standard_input:
            case Options::Program::repl_or_stdin: break;
        }
        return run_standard_input(t, main, options, &exit_code);
    };
    bool reads_input = options.program == Options::Program::repl_or_stdin || options.program == Options::Program::standard_input;
    bool inspect = options.inspect && !reads_input; // -i without a program is the REPL itself
    Result<Own> result = program();
    if (outcome) *outcome = result ? "result" : type_name(t.raised);
    if (!result) {
        bool is_exit = false;
        exit_code = report_exception(t, inspect ? After::inspect : After::end, &is_exit);
        if (outcome && is_exit) *outcome = exit_code == 0 ? "result" : fmt::format("exit code {}", exit_code);
    }
    { Result<Own> drop = std::move(result); }
    if (at_end) at_end(t);
    uint64_t hash = 0;
    if (stats && options.stats == Options::Stats::json && !inspect) {
        join_threads(t);
        hash = hash_of_state();
    }
    if (inspect) {
        flush_output(t, false);
        exit_code = run_repl(t, main.value(), false);
    }
    if (SessionRecord& record = SessionRecord::instance(); record.active()) {
        flush_output(t, false);
        say(stderr, "{}", record.stop(exit_code));
    }
    double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    bool flushed = finish(t, std::move(main));
    if (stats) {
        *stats = take_stats(t, seconds);
        stats->state_hash = hash;
    }
    if (!flushed) exit_code = 120;
    main = nullptr; // the checker knows the world's holders, not this function's
    if (options.check_heap && rt().thread_count > 1) {
        say(stderr, "heap not checked: {} daemon thread{} left, and what machine stacks hold is not seen\n", rt().thread_count - 1,
            rt().thread_count == 2 ? " is" : "s are");
    } else if (options.check_heap) {
        main = nullptr; // sys.modules holds it
        std::string faults = check_everything(t);
        if (!faults.empty()) {
            say(stderr, "{}", faults);
            if (exit_code == 0) exit_code = 3;
        } else {
            say(stderr, "heap checked: counts equal holders, the ledger adds up, nothing leaked\n");
        }
    }
    return exit_code;
}

int run_program(const Options& options, std::string* outcome, RunStats* stats, void (*at_end)(Thread&)) {
    if (!fibers_run()) return run_here(options, outcome, stats, at_end);
    struct Job {
        const Options& options;
        std::string* outcome;
        RunStats* stats;
        void (*at_end)(Thread&);
    } job{options, outcome, stats, at_end};
    auto body = [](void* given) {
        Job& j = *static_cast<Job*>(given);
        return run_here(j.options, j.outcome, j.stats, j.at_end);
    };
    auto start = std::chrono::steady_clock::now();
    int code = run_in_fibers(body, &job);
    if (stats && ended_in_deadlock()) {
        *stats = take_stats(*rt().main_thread, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
        if (options.stats == Options::Stats::json) stats->state_hash = hash_of_state();
    }
    return code;
}

} // namespace terrarium
