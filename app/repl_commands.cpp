#include "app/repl_commands.h"

#include "app/debugger.h"
#include "app/repl_text.h"
#include "app/run.h"
#include "app/session_record.h"
#include "inspect/call_counter.h"
#include "inspect/capture.h"
#include "inspect/labels.h"
#include "inspect/views.h"
#include "support/files.h"
#include "support/text.h"
#include "vm/core/attributes.h"
#include "vm/core/protocol.h"
#include "vm/objects/print_traceback.h"
#include "vm/threads/machine_threads.h"

namespace terrarium {

namespace {

std::string_view trimmed(std::string_view s) {
    while (!s.empty() && (s.front() == ' ' || s.front() == '\t' || s.front() == '\n' || s.front() == '\r')) s.remove_prefix(1);
    while (!s.empty() && (s.back() == ' ' || s.back() == '\t' || s.back() == '\n' || s.back() == '\r')) s.remove_suffix(1);
    return s;
}

// How a command is called, when it was called wrongly.
Error wrong_use(ReplSession& s, const char* name) {
    for (const ReplCommand& c : repl_commands()) {
        if (std::string_view(c.name) != name) continue;
        const char* form = inspect::find_view(name) ? " [--json]" : "";
        return raise_type(s.thread, "use: %{}{}{}{}", c.name, *c.arguments ? " " : "", c.arguments, form);
    }
    return raise_type(s.thread, "use: %{}", name);
}

Error no_such_command(ReplSession& s, std::string_view name) {
    if (is_debugger_command(name)) return raise_type(s.thread, "%{} is for a program that breakpoint() has stopped: call breakpoint() in it", name);
    return raise_type(s.thread, "there is no command %{}; %help lists them", name);
}

Status tco(ReplSession& s, const ReplCommand& command, const std::string& arguments) {
    bool& on = rt().switches.tco;
    if (arguments == "on") on = true;
    else if (arguments == "off") on = false;
    else if (!arguments.empty()) return wrong_use(s, command.name);
    return say(s, on ? "tail calls are eliminated (--tco=on)\n" : "tail calls keep their frames (--tco=off)\n");
}

Status gil(ReplSession& s, const ReplCommand& command, const std::string& arguments) {
    if (!arguments.empty() && arguments != "on" && arguments != "off") return wrong_use(s, command.name);
    if (const char* why = arguments.empty() ? nullptr : switch_gil(arguments == "on")) return raise_text(s.thread, rt().types.RuntimeError, why);
    inspect::Snapshot now = inspect::capture(s.thread, inspect::Scope::program);
    if (!now.turns.one_at_a_time) return say(s, "the GIL is off: threads run at the same time\n");
    std::string holder;
    for (const inspect::ThreadInfo& t : now.threads)
        if (t.id == now.turns.holder) holder = fmt::format("thread {}{}{} holds it, ", t.id, t.name.empty() ? "" : " ", t.name);
    std::string waiters = now.turns.waiting ? grouped(now.turns.waiting, "thread") + (now.turns.waiting == 1 ? " waits" : " wait") : "nobody waits";
    std::string text = fmt::format("the GIL is on: {}{} for it\n", holder, waiters);
    if (now.turns.interval)
        text += fmt::format("switch interval {:g} ms, {} so far\n", static_cast<double>(now.turns.interval) / 1e6, grouped(now.turns.hand_overs, "hand-over"));
    return say(s, text);
}

Status stats(ReplSession& s, const ReplCommand& command, const std::string& arguments) {
    if (!arguments.empty()) return wrong_use(s, command.name);
    return say(s, stats_table(take_stats(s.thread, monotonic_seconds() - s.started)));
}

// --- views

inspect::PrintStyle style_for(const ReplSession& s) {
    inspect::PrintStyle style = inspect::style_of(1);
    if (s.terminal) style.width = s.columns;
    return style;
}

// What a view is drawn from: the moment as it is, or the earlier one that is looked at.
inspect::Snapshot moment(ReplSession& s, inspect::Scope scope) {
    if (s.host && s.host->past()) return *s.host->past();
    return inspect::capture(s.thread, scope);
}

Status show_view(ReplSession& s, const inspect::View& view, const inspect::Snapshot& now, const std::string& argument, inspect::Form form,
                 const inspect::CallTree* calls = nullptr) {
    inspect::ViewInput in;
    in.now = &now;
    in.calls = calls;
    in.mark = s.mark.get();
    in.argument = argument;
    in.frame = s.frame;
    inspect::Snapshot recorded; // the moment that the record knows
    if (uint64_t step = 0; std::string_view(view.name) == "object" && !(s.host && s.host->past()))
        if ((in.history = SessionRecord::instance().history(&step)) && step) {
            recorded = now;
            recorded.step = recorded.counted_at = step;
            in.now = &recorded;
        }
    inspect::Drawn drawn = inspect::draw(view, in, form, style_for(s));
    if (!drawn.error.empty()) return raise_text(s.thread, rt().types.ValueError, drawn.error);
    if (drawn.text.empty() || drawn.text.back() != '\n') drawn.text += '\n';
    return say(s, drawn.text);
}

Status show_label(ReplSession& s, const char* view, inspect::Label label, inspect::Form form = inspect::Form::text) {
    inspect::Snapshot now = inspect::capture(s.thread, inspect::Scope::everything);
    std::string word = label >= inspect::first_before_label ? fmt::format("#i{}", label - inspect::first_before_label) : fmt::format("#{}", label);
    return show_view(s, *inspect::find_view(view), now, word, form);
}

// "--json" at the end asks for that form.
inspect::Form take_form(std::string* arguments) {
    constexpr std::string_view json = "--json";
    if (!arguments->ends_with(json)) return inspect::Form::text;
    arguments->resize(arguments->size() - json.size());
    while (!arguments->empty() && arguments->back() == ' ') arguments->pop_back();
    return inspect::Form::json;
}

// x? and %object x. What a name or label leads to is found in memory, so that no count of ours is in the picture; what
// has to be evaluated is held by the REPL meanwhile.
Status object_view(ReplSession& s, std::string arguments) {
    if (arguments.empty()) return wrong_use(s, "object");
    inspect::Form form = take_form(&arguments);
    inspect::Snapshot now = moment(s, inspect::Scope::everything);
    std::string error;
    bool past = s.host && s.host->past();
    if (past || inspect::find_object(now, arguments, s.frame, &error) || arguments.starts_with('#') || arguments.starts_with("0x"))
        return show_view(s, *inspect::find_view("object"), now, arguments, form);
    Own v = TRY(evaluate(s, arguments));
    if (v.is_object()) return show_label(s, "object", inspect::label_of(v.get().object_ptr()), form);
    return say(s, fmt::format("{} is {} itself: {} of 64 bits, {:#018x}, in the slot that holds it; there is no object, no header and no count\n", arguments,
                              TRY(repr_text(s.thread, v)), v.get().is_int() || v.get().is_float() ? "a value" : "a constant", v.get().bits));
}

Status view_command(ReplSession& s, const ReplCommand& command, const std::string& given) {
    const inspect::View& view = *inspect::find_view(command.name);
    std::string arguments = given;
    if (*command.arguments) return object_view(s, arguments);
    inspect::Form form = take_form(&arguments);
    if (!arguments.empty()) return wrong_use(s, command.name);
    return show_view(s, view, moment(s, inspect::Scope::program), "", form);
}

Status mark(ReplSession& s, const ReplCommand&, const std::string& arguments) {
    if (!arguments.empty()) return wrong_use(s, "mark");
    s.mark = std::make_unique<inspect::Snapshot>(moment(s, inspect::Scope::program));
    return say(s, "marked: %diff and %heap tell what has changed since\n");
}

Status diff(ReplSession& s, const ReplCommand& command, const std::string& arguments) {
    if (!arguments.empty()) return wrong_use(s, command.name);
    if (!s.mark) return raise_text(s.thread, rt().types.ValueError, "there is no mark to compare with: %mark sets one");
    inspect::Snapshot now = moment(s, inspect::Scope::program);
    inspect::ViewInput in;
    in.now = &now;
    in.mark = s.mark.get();
    std::string text = inspect::changes_text(in, style_for(s));
    return say(s, text.substr(text.find_first_not_of('\n')));
}

// --- code

// The code objects that an object runs: itself, a function's, a method's, a generator's, those of a class' methods.
Status codes_of(Thread& t, Value v, std::vector<Ref<Code>>* out) {
    if (has_shape(v, shapes::method)) v = as<Method>(v)->function;
    if (has_shape(v, shapes::code)) {
        out->push_back(Ref<Code>::share(as<Code>(v)));
    } else if (is_function(v)) {
        out->push_back(Ref<Code>::share(as<Function>(v)->code));
    } else if (is_type(v)) {
        Dict* names = as<Type>(v)->dict;
        for (size_t i = 0; DictEntry* e = dict_next(names, i);) {
            if (is_function(e->value)) out->push_back(Ref<Code>::share(as<Function>(e->value)->code));
        }
    }
    const std::pair<ShapeId, const char*> runs[] = {{shapes::generator, "gi_code"}, {shapes::coroutine, "cr_code"}, {shapes::async_generator, "ag_code"}};
    for (auto [shape, name] : runs) {
        if (!has_shape(v, shape)) continue;
        Own code = TRY(get_attr(t, v, intern(name)));
        if (has_shape(code, shapes::code)) out->push_back(Ref<Code>::share(as<Code>(code)));
    }
    return {};
}

Status dis(ReplSession& s, const ReplCommand& command, const std::string& given) {
    std::string arguments = given;
    inspect::Form form = take_form(&arguments);
    if (arguments.empty()) return wrong_use(s, command.name);
    Own v = TRY(evaluate(s, arguments));
    std::vector<Ref<Code>> codes;
    TRY(codes_of(s.thread, v, &codes));
    if (codes.empty()) return raise_type(s.thread, "no bytecode belongs to '{}' objects", type_name(v));
    for (Ref<Code>& code : codes) TRY(show_label(s, "dis", inspect::label_of(code.get()), form));
    return {};
}

// The text of the file, the input or the built-in module that a code object was compiled from.
std::string text_behind(const Code* code) {
    std::string name = to_utf8(code->filename), text;
    constexpr std::string_view built_in = "<terrarium ";
    if (name.starts_with(built_in)) {
        const char* source = nullptr;
        size_t size = 0;
        bool package = false;
        std::string module = name.substr(built_in.size(), name.size() - built_in.size() - 1);
        if (rt().hooks.find_embedded(module.c_str(), &source, &size, &package)) text.assign(source, size);
    } else if (!find_kept_source(name, &text)) {
        (void)read_file(name, &text);
    }
    return text;
}

// The line `class NAME` begins on in the text its methods come from; 0: it is not there.
size_t line_of_class(std::string_view text, const std::string& name) {
    size_t line = 0;
    for (size_t at = 0; at < text.size(); at = std::min(text.find('\n', at), text.size() - 1) + 1) {
        line++;
        std::string_view rest = trimmed(text.substr(at, std::min(text.find('\n', at), text.size()) - at));
        if (rest.starts_with("class " + name) && rest.find_first_of(":( ", 6) == 6 + name.size()) return line;
    }
    return 0;
}

// f??: source, then bytecode.
Status source(ReplSession& s, const std::string& expression) {
    Thread& t = s.thread;
    Own v = TRY(evaluate(s, expression));
    std::vector<Ref<Code>> codes;
    TRY(codes_of(t, v, &codes));
    std::string text, whole = codes.empty() ? std::string() : text_behind(codes[0].get());
    size_t first = codes.empty() ? 0 : is_type(v) ? line_of_class(whole, type_name(as<Type>(v.get()))) : codes[0]->first_line;
    if (first) text = block_at(whole, first);
    if (text.empty()) text = fmt::format("(no source text is known of {})", TRY(repr_text(t, v)));
    TRY(say(s, text.ends_with('\n') ? text : text + '\n'));
    if (codes.empty()) return say(s, "(no bytecode: it is not written in Python)\n");
    for (Ref<Code>& code : codes) {
        TRY(say(s, "\n"));
        TRY(show_label(s, "dis", inspect::label_of(code.get())));
    }
    return {};
}

// --- recording

Status record(ReplSession& s, const ReplCommand& command, const std::string& arguments) {
    SessionRecord& session = SessionRecord::instance();
    if (arguments.empty()) return say(s, session.active() ? fmt::format("recording to {}; %record off ends it\n", session.path()) : std::string("nothing is recorded\n"));
    if (arguments == "off") {
        if (!session.active()) return raise_text(s.thread, rt().types.ValueError, "nothing is recorded");
        return say(s, session.stop(0));
    }
    if (arguments != "on" && !arguments.starts_with("on ")) return wrong_use(s, command.name);
    if (session.active()) return raise_text(s.thread, rt().types.ValueError, fmt::format("recording to {} already", session.path()));
    std::string path(trimmed(std::string_view(arguments).substr(2))), error;
    if (path.empty()) path = "session.trace";
    if (!session.start(path, &error)) return raise_text(s.thread, rt().types.ValueError, error);
    return say(s, fmt::format("recording to {}: what is typed from here on; %record off ends it\n", path));
}

// --- time

Status time_statement(ReplSession& s, const ReplCommand& command, const std::string& arguments) {
    if (arguments.empty()) return wrong_use(s, command.name);
    Thread& t = s.thread;
    RunStats before = take_stats(t, 0);
    double start = monotonic_seconds();
    TRY(run_statement(s, arguments));
    double seconds = monotonic_seconds() - start;
    RunStats after = take_stats(t, seconds);
    uint64_t elided = after.tail_calls_elided - before.tail_calls_elided, collections = 0;
    for (int g = 0; g < 3; g++) collections += after.collections[g] - before.collections[g];
    int64_t objects = static_cast<int64_t>(after.live_objects) - static_cast<int64_t>(before.live_objects);
    auto number = [](uint64_t n, const char* what) { return fmt::format("{} {}{}", grouped(n), what, n == 1 ? "" : "s"); };
    return say(s, fmt::format("{:.6f} s, {} ({} elided), {}, {}{} alive\n", seconds, number(after.calls - before.calls, "call"), grouped(elided),
                              number(collections, "collection"), objects < 0 ? "-" : "+", number(static_cast<uint64_t>(objects < 0 ? -objects : objects), "object")));
}

// The view `calls` of one statement: counting them all the time would make everything slower.
Status calls_of_statement(ReplSession& s, const ReplCommand& command, const std::string& given) {
    std::string arguments = given;
    inspect::Form form = take_form(&arguments);
    if (arguments.empty()) return wrong_use(s, command.name);
    if (active_probe) return raise_text(s.thread, rt().types.ValueError, "%calls can't count while a record is written; %record off ends it");
    inspect::CallCounter counter;
    active_probe = &counter;
    Status ran = run_statement(s, arguments);
    active_probe = nullptr;
    TRY(std::move(ran));
    return show_view(s, *inspect::find_view("calls"), inspect::capture(s.thread, inspect::Scope::program), "", form, &counter.tree());
}

// --- help

Status help(ReplSession& s, const ReplCommand&, const std::string& arguments) {
    std::string name = arguments.starts_with('%') ? arguments.substr(1) : arguments, text;
    auto row = [&](std::string_view what, std::string_view sentence) { text += help_row(s, what, sentence); };
    for (const ReplCommand& c : repl_commands()) {
        if (name.empty() || name == c.name) row(fmt::format("%{}{}{}", c.name, *c.arguments ? " " : "", c.arguments), c.sentence);
    }
    if (!name.empty()) return text.empty() ? Status(no_such_command(s, name)) : say(s, text);
    row("x?", "The same as %object x.");
    row("x??", "The source and the bytecode of x.");
    row("help(x)", "What x is and does, from its docstrings.");
    row("_", "The last value.");
    if (s.terminal) {
        text += "\nKeys\n";
        row("Enter", "Runs what is complete; an empty line ends a block.");
        row("Alt-Enter", "Begins a line wherever the cursor is.");
        row("Up, Down", "Move in a block, then from block to block in the history.");
        row("PageUp, PageDown", "Move from block to block.");
        row("Ctrl-R", "Searches the history.");
        row("Tab", "Completes names, attributes, modules, commands; indents.");
        row("Ctrl-C", "Drops what is typed, interrupts what runs.");
        row("Ctrl-D", s.host ? "Lets the program run." : "Leaves.");
    }
    return say(s, "Commands\n" + text);
}

const ReplCommand own_commands[] = {
    {"help", "[command]", "This list.", help},
    {"tco", "[on|off]", "Whether tail calls are eliminated, from now on.", tco},
    {"gil", "[on|off]", "Who holds the GIL, who waits, and the switch interval; or switches it while one thread runs.", gil},
    {"stats", "", "Calls, depth, memory and collections so far.", stats},
    {"dis", "f", "The bytecode of a function, class, generator or code object.", dis},
    {"record", "[on [TRACE]|off]", "Writes what is typed, and runs, to a trace (session.trace) to look at with watch and show.", record},
    {"time", "statement", "Runs a statement and says what it took.", time_statement},
    {"calls", "statement", "Runs a statement and shows its tree of calls, with instructions.", calls_of_statement},
    {"mark", "", "Remembers the heap as it is now.", mark},
    {"diff", "", "What has changed in the heap since the mark.", diff},
};

} // namespace

// Ours, then the views that need no more than a look.
std::span<const ReplCommand> repl_commands() {
    static const std::vector<ReplCommand> all = [] {
        std::vector<ReplCommand> list(std::begin(own_commands), std::end(own_commands));
        for (const inspect::View& view : inspect::all_views()) {
            bool own = false;
            for (const ReplCommand& c : own_commands) own = own || std::string_view(c.name) == view.name;
            if (!own) list.push_back({view.name, view.argument, view.sentence, view_command});
        }
        return list;
    }();
    return all;
}

std::string help_row(const ReplSession& s, std::string_view what, std::string_view sentence) {
    inspect::Page page(style_for(s));
    page.to_column(2).add(what);
    if (page.column() > 20) page.end();
    page.to_column(22);
    for (size_t at = 0; at < sentence.size();) { // words, in lines
        size_t end = std::min(sentence.find(' ', at), sentence.size());
        if (page.column() + end - at >= page.style().width && page.column() > 22) { // a blank follows
            page.end();
            page.to_column(22);
        }
        page.add(sentence.substr(at, end + 1 - at));
        at = end + 1;
    }
    page.end();
    return page.take();
}

Status run_repl_command(ReplSession& s, std::string_view statement) {
    std::string_view line = trimmed(statement);
    if (line[0] != '%') {
        bool full = line.ends_with("??");
        std::string expression(trimmed(line.substr(0, line.find_last_not_of('?') + 1)));
        if (expression.empty()) return help(s, own_commands[0], "");
        if (full && s.host && s.host->past()) return raise_text(s.thread, rt().types.ValueError, "?? is about the present; %step goes forward to it");
        return full ? source(s, expression) : object_view(s, expression);
    }
    size_t end = line.find_first_of(" \t");
    std::string_view name = line.substr(1, (end == std::string_view::npos ? line.size() : end) - 1);
    std::string arguments(trimmed(end == std::string_view::npos ? std::string_view() : line.substr(end)));
    Status status;
    if (s.host && s.host->command(s, name, arguments, &status)) return status;
    for (const ReplCommand& c : repl_commands()) {
        if (name != c.name) continue;
        bool runs = name == "time" || name == "calls" || name == "dis";
        if (runs && s.host && s.host->past()) return raise_text(s.thread, rt().types.ValueError, fmt::format("%{} is about the present; %step goes forward to it", name));
        return c.run(s, c, arguments);
    }
    return no_such_command(s, name);
}

} // namespace terrarium
