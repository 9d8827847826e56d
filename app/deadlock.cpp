// See deadlock.h. A lock has no name of its own: it is called by the way that leads to it (inspect/object_names.h). Who waits
// in a method of threading or queue waits for its object.
#include "app/deadlock.h"

#include "inspect/object_names.h"
#include "inspect/thread_names.h"
#include "support/files.h"
#include "vm/core/errors.h"
#include "vm/core/str.h"
#include "vm/interp/frame.h"
#include "vm/modules/thread_native.h"

#include <algorithm>
#include <fmt/core.h>
#include <vector>

namespace terrarium {

namespace {

constexpr size_t most_looks = 10000; // objects, in search of a name

std::string title(const Thread& t) {
    std::string name = inspect::name_of(t);
    return name.empty() ? fmt::format("thread {}", t.id) : fmt::format("thread {} ({})", t.id, name);
}

// By the way to it, or by what it is.
std::string called(Value object, const Frame* from) {
    size_t budget = most_looks;
    std::string name = inspect::way_to(object.object_ptr(), from, &budget);
    if (!name.empty()) return name;
    std::string kind = type_name(object);
    return fmt::format("a {} without a name ({:#x})", kind.substr(kind.rfind('.') + 1), reinterpret_cast<uintptr_t>(object.object_ptr()));
}

// --- who waits for what

Thread* holder_of(const Thread& t) {
    uint32_t id = t.waits_for ? lock_holder(t.waits_for) : 0;
    for (Thread* other = rt().threads; other && id; other = other->next)
        if (other->id == id) return other;
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

std::string what_it_waits_for(const Thread& of) {
    if (!of.waits_for) return "waits for ever";
    if (const Thread* other = inspect::joined_by(of)) return fmt::format("waits for {} to end", title(*other));
    inspect::WaitingCall call = inspect::waiting_call(of);
    Thread* holder = holder_of(of);
    Value self = call.self();
    if (self.is_object() && (!holder || holder == &of)) // sleeps until it is woken, in a lock of threading's own
        return fmt::format("waits in {}() of {}", to_utf8(call.method->code->name), called(self, call.from));
    std::string what = called(Value::object(of.waits_for), call.from);
    if (holder) return fmt::format("waits for {}, held by {}", what, holder == &of ? "itself" : title(*holder));
    uint32_t id = lock_holder(of.waits_for);
    return id ? fmt::format("waits for {}, held by thread {}, which has ended", what, id) : fmt::format("waits for {}, which nobody holds", what);
}

// Its lines, outermost first; those of embedded modules are left out.
std::string stack_of(const Thread& of) {
    std::string text;
    for (const Frame* frame = of.frame; frame && frame->code; frame--) {
        if (inspect::is_embedded(*frame)) continue;
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

std::string deadlock_report() {
    std::string text = "Deadlock: every thread waits for something that only another thread could do.\n";
    std::vector<Thread*> cycle = find_cycle();
    if (cycle.size() > 1) {
        text += "The cycle: ";
        for (Thread* one : cycle) text += fmt::format("{} waits for ", title(*one));
        text += title(*cycle.front()) + ".\n";
    }
    for (Thread* one = rt().threads; one; one = one->next) {
        if (one->state == ThreadState::ended) continue;
        text += fmt::format("  {} {}:\n{}", title(*one), what_it_waits_for(*one), stack_of(*one));
    }
    return text;
}

} // namespace terrarium
