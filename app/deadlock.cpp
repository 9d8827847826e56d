// See deadlock.h. A lock has no name of its own: it is called by the way that leads to it from the variables of the function
// that waits for it (`forks[1]`, `savings.lock`). Who waits in a method of threading or queue waits for its object.
#include "app/deadlock.h"

#include "support/files.h"
#include "vm/core/attributes.h"
#include "vm/core/dict.h"
#include "vm/core/errors.h"
#include "vm/core/list.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/interp/frame.h"
#include "vm/modules/thread_native.h"
#include "vm/objects/function.h"

#include <algorithm>
#include <deque>
#include <fmt/core.h>
#include <optional>
#include <vector>

namespace terrarium {

namespace {

bool is_embedded(const Frame& frame) { return to_utf8(frame.code->filename).rfind("<terrarium ", 0) == 0; }

std::string text_attribute(Thread& t, Value object, const char* name) {
    Result<Own> found = get_attr_or_missing(t, object, intern(name));
    if (has_raised(t)) clear_raised(t);
    return found && is_str(found.get()) ? to_utf8(found.get()) : "";
}

std::string name_of(Thread& t, const Thread& of) {
    std::string number = fmt::format("thread {}", of.id), name;
    Value threading = dict_get(rt().modules, intern("threading"));
    if (!has_shape(threading, shapes::module)) return number;
    Own active = Own::share(dict_get(as<Module>(threading)->dict, intern("_active")));
    if (!is_exact_dict(active)) return number;
    Result<Value> found = dict_get_item(t, as<Dict>(active), Value::small_int(of.id));
    if (found && !found.get().is_null()) name = text_attribute(t, Own::share(found.get()), "_name");
    if (has_raised(t)) clear_raised(t);
    return name.empty() ? number : fmt::format("{} ({})", number, name);
}

// --- names of objects

struct Way {
    Own object;
    std::string text; // "forks[1]"
    int length;
};

// What is looked for among variables, then in what they hold, the nearest first.
class NameSearch {
public:
    NameSearch(Thread& t, Value wanted) : thread_(t), wanted_(wanted) {}

    // Globals first: their names say more than `self`. Null: those of __main__ only.
    std::string find(const Frame* frame) {
        if (frame && frame->function) add_names(frame->function->globals, "", "", 0);
        if (frame) add_variables(*frame);
        Value main = dict_get(rt().modules, intern("__main__"));
        if (has_shape(main, shapes::module)) add_names(as<Module>(main)->dict, "", "", 0);
        while (name_.empty() && !ways_.empty()) {
            Way way = std::move(ways_.front());
            ways_.pop_front();
            look_into(way);
        }
        return name_;
    }

private:
    static constexpr size_t most_ways = 5000;
    static constexpr int longest = 3;

    void add(Value object, std::string text, int length) {
        if (!name_.empty() || !object.is_object()) return;
        if (object == wanted_) name_ = text;
        else if (length < longest && ways_.size() < most_ways) ways_.push_back({Own::share(object), std::move(text), length});
    }

    void add_names(Dict* names, const std::string& before, const std::string& behind, int length) {
        size_t i = 0;
        while (DictEntry* e = dict_next(names, i)) {
            if (is_exact_str(e->key)) add(e->value, before + to_utf8(e->key) + behind, length);
        }
    }

    void add_variables(const Frame& frame) {
        if (frame.flags & frame_has_mapping) { // of a module or a class body
            if (is_exact_dict(frame.mapping)) add_names(as<Dict>(frame.mapping), "", "", 0);
            return;
        }
        for (size_t i = 0; i < frame.code->local_count && i < frame.code->local_names->length; i++) {
            Value v = frame.locals[i];
            if (has_shape(v, shapes::cell)) v = as<Cell>(v)->content;
            add(v, to_utf8((*frame.code->local_names)[i]), 0);
        }
    }

    void look_into(const Way& way) {
        Value v = way.object;
        if (is_exact_dict(v)) return add_names(as<Dict>(v), way.text + "['", "']", way.length + 1);
        if (is_exact_list(v)) {
            for (size_t i = 0; i < as<List>(v)->length; i++) add(as<List>(v)->items[i], fmt::format("{}[{}]", way.text, i), way.length + 1);
        } else if (has_shape(v, shapes::tuple)) {
            for (size_t i = 0; i < as<Tuple>(v)->length; i++) add((*as<Tuple>(v))[i], fmt::format("{}[{}]", way.text, i), way.length + 1);
        } else if (!has_shape(v, shapes::module) && !has_shape(v, shapes::function)) {
            Result<Own> attributes = get_attr_or_missing(thread_, v, intern("__dict__"));
            if (has_raised(thread_)) clear_raised(thread_);
            if (attributes && is_exact_dict(attributes.get())) add_names(as<Dict>(attributes.get()), way.text + ".", "", way.length + 1);
        }
    }

    Thread& thread_;
    Value wanted_;
    std::deque<Way> ways_;
    std::string name_;
};

std::string called(Thread& t, Value object, const Frame* from) {
    std::string name = NameSearch(t, object).find(from);
    if (!name.empty()) return name;
    Result<std::string> text = repr_text(t, object);
    if (has_raised(t)) clear_raised(t);
    return text ? text.take() : std::string("a lock");
}

// --- who waits for what

Thread* holder_of(const Thread& t) {
    uint32_t id = t.waits_for ? lock_holder(t.waits_for) : 0;
    for (Thread* other = rt().threads; other && id; other = other->next)
        if (other->id == id) return other;
    return nullptr;
}

// The thread whose end it waits for, or null.
Thread* joined_by(const Thread& t) {
    for (Thread* other = rt().threads; other && t.waits_for; other = other->next)
        if (other->sentinel == Value::object(t.waits_for)) return other;
    return nullptr;
}

// The longest cycle of threads each of which waits for the next, or nothing.
std::vector<Thread*> find_cycle() {
    std::vector<Thread*> longest;
    for (Thread* start = rt().threads; start; start = start->next) {
        std::vector<Thread*> path;
        for (Thread* t = start; t; t = holder_of(*t)) {
            auto seen = std::find(path.begin(), path.end(), t);
            if (seen != path.end()) {
                if (path.end() - seen > static_cast<std::ptrdiff_t>(longest.size())) longest.assign(seen, path.end());
                break;
            }
            path.push_back(t);
        }
    }
    return longest;
}

// The innermost frame of the program's own code, and the method of an embedded module that it called, or null.
struct Call {
    const Frame* from = nullptr;
    const Frame* method = nullptr;
};
Call waiting_call(const Thread& of) {
    Call call;
    for (const Frame* frame = of.frame; frame && frame->code; frame--) {
        if (!is_embedded(*frame)) {
            call.from = frame;
            return call;
        }
        call.method = frame;
    }
    // A thread whose target is such a method itself: it was called by run(), which _bootstrap_inner() called.
    const Frame* called = of.frames;
    while (called < of.frame && (!called->code || to_utf8(called->code->name) != "run")) called++;
    return {nullptr, called < of.frame ? called + 1 : nullptr};
}

std::string what_it_waits_for(Thread& t, Thread& of) {
    if (!of.waits_for) return "waits for ever";
    if (Thread* other = joined_by(of)) return fmt::format("waits for {} to end", name_of(t, *other));
    Call call = waiting_call(of);
    Thread* holder = holder_of(of);
    if (call.method && (!holder || holder == &of)) { // sleeps until it is woken, in a lock of threading's own
        Value self = call.method->code->argument_count ? call.method->locals[0] : Value::null();
        if (self.is_object()) return fmt::format("waits in {}() of {}", to_utf8(call.method->code->name), called(t, self, call.from));
    }
    std::string what = called(t, Value::object(of.waits_for), call.from);
    if (holder) return fmt::format("waits for {}, held by {}", what, holder == &of ? "itself" : name_of(t, *holder));
    uint32_t id = lock_holder(of.waits_for);
    return id ? fmt::format("waits for {}, held by thread {}, which has ended", what, id) : fmt::format("waits for {}, which nobody holds", what);
}

// Its lines, outermost first; those of embedded modules are left out.
std::string stack_of(const Thread& of) {
    std::string text;
    for (const Frame* frame = of.frame; frame && frame->code; frame--) {
        if (is_embedded(*frame)) continue;
        std::string file = to_utf8(frame->code->filename);
        int line = line_of(frame->code, frame->index());
        std::string place = fmt::format("    File \"{}\", line {}, in {}\n", file, line, to_utf8(frame->code->name));
        if (std::string source = source_line(file, static_cast<uint32_t>(line)); !source.empty()) place += "      " + source + "\n";
        text = place + text;
    }
    return text;
}

} // namespace

std::string source_line(const std::string& file, uint32_t line) {
    std::string text;
    if (line == 0 || read_file(file, &text) != 0) return "";
    size_t at = 0;
    for (; line > 1 && at != std::string::npos; line--) {
        at = text.find('\n', at);
        if (at != std::string::npos) at++;
    }
    size_t start = at == std::string::npos ? at : text.find_first_not_of(" \t", at);
    return start == std::string::npos ? "" : text.substr(start, text.find('\n', start) - start);
}

std::string name_of_new(Thread& t, const Thread& fresh) {
    Own function = Own::share(fresh.start_function);
    Result<Own> self = get_attr_or_missing(t, function, intern("__self__"));
    if (has_raised(t)) clear_raised(t);
    std::string name = self && self.get().is_object() ? text_attribute(t, self.get(), "_name") : "";
    return name.empty() ? text_attribute(t, function, "__name__") : name;
}

std::string deadlock_report() {
    Thread& t = current_thread();
    std::string text = "Deadlock: every thread waits for something that only another thread could do.\n";
    std::vector<Thread*> cycle = find_cycle();
    if (cycle.size() > 1) {
        text += "The cycle: ";
        for (Thread* one : cycle) text += fmt::format("{} waits for ", name_of(t, *one));
        text += name_of(t, *cycle.front()) + ".\n";
    }
    for (Thread* one = rt().threads; one; one = one->next) {
        if (one->state == ThreadState::ended) continue;
        text += fmt::format("  {} {}:\n{}", name_of(t, *one), what_it_waits_for(t, *one), stack_of(*one));
    }
    return text;
}

} // namespace terrarium
