// See watch_session.h.
#include "app/watch_session.h"

#include "inspect/labels.h"
#include "inspect/narrate.h"
#include "inspect/views.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <chrono>

namespace terrarium {

using namespace inspect;

namespace {

constexpr WatchKey keys[] = {
    {"s", "step [N]", "one instruction"},
    {"n", "next [N]", "to the next line of this frame, over calls"},
    {"i", "into [N]", "to the next line, into calls"},
    {"o", "out", "until this frame has ended"},
    {"c", "continue", "to a breakpoint, breakpoint() or a watched change"},
    {"S N I O C", "back step|next|into|out|continue", "the same backwards"},
    {"g", "go STEP", "to a step: a number, +N, -N, $ for the last one, 0 for the first"},
    {"b", "break [LINE|FILE:LINE|FUNCTION]", "breakpoint on or off (this line when none is named)"},
    {"w", "watch #42|NAME", "stop when the object's count changes, on or off"},
    {"/", "find #42|NAME|TYPE|0xADDRESS", "select an object; again: the next of that type"},
    {"1 to 7", "source code stack frames heap regions output", "a pane"},
    {"Tab", "", "the next pane; arrows, PgUp, PgDn and < > scroll it"},
    {"z", "", "this pane alone, or all of them again"},
    {"mouse", "", "line: breakpoint; object: select; timeline: go there; title: next"},
    {"", "where, timeline, hash", "the place again; depth and heap over time; the state's hash"},
    {"?", "help", "this"},
    {"q", "quit", "leave (so does Ctrl-C)"},
};

bool number_of(std::string_view text, uint64_t* n) {
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *n);
    return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

} // namespace

std::span<const WatchKey> watch_keys() { return keys; }

bool WatchSession::open(const std::string& path, std::string* error) {
    if (!navigator_.open(path, error) || !timeline_.open(path, error) || !history_.open(path, error)) return false;
    recording_ = child_ != nullptr;
    now_ = navigator_.now();
    sentence_ = next_instruction(*now_).empty() ? "nothing was recorded" : "before the first instruction: " + next_instruction(*now_);
    if (!child_ && !navigator_.reader().damage().empty()) sentence_ = "damaged: " + navigator_.reader().damage();
    return true;
}

bool WatchSession::tick() {
    // A little of it, so that keys are answered.
    auto begun = std::chrono::steady_clock::now();
    bool changed = timeline_.advance(2000);
    while (std::chrono::steady_clock::now() - begun < std::chrono::milliseconds(25) && timeline_.advance(2000)) {}
    if (!recording_) return changed;
    bool running = child_->running();
    bool empty = navigator_.steps() == 0;
    if (navigator_.refresh()) changed = true;
    if (empty && navigator_.steps() > 0) {
        std::string error;
        navigator_.go(0, &error);
        now_ = navigator_.now();
        sentence_ = "before the first instruction: " + next_instruction(*now_);
        version_++;
    }
    if (!running) {
        recording_ = false;
        changed = true;
    }
    return changed;
}

bool WatchSession::more_to_come() {
    if (!recording_) return false;
    recording_ = child_->running(); // what it wrote last is looked at once more
    if (recording_) usleep(5000);
    return true;
}

// After a move from a step: what to show and say.
void WatchSession::arrive(uint64_t from, std::string said) {
    uint64_t to = navigator_.step();
    std::string undone = happened_;
    version_++;
    before_ = std::move(now_);
    now_ = navigator_.now();
    happened_ = to > 0 ? narrate(*navigator_.previous(), *now_, navigator_.reader().events()) : "";
    if (to == from + 1) sentence_ = happened_;
    else if (to + 1 == from) sentence_ = "taken back: " + (undone.empty() ? counted(uint64_t{1}, "step") : undone);
    else if (to > from) sentence_ = fmt::format("{} on; the last: {}", counted(to - from, "step"), happened_);
    else if (to < from) sentence_ = fmt::format("{} back{}", counted(from - to, "step"), happened_.empty() ? std::string() : "; before that: " + happened_);
    if (!said.empty()) sentence_ = said + ": " + sentence_;
}

void WatchSession::move(Move how, Way way, uint64_t times) {
    uint64_t from = navigator_.step();
    if (how == Move::instruction && times > 1) {
        go((way == Way::forward ? "+" : "-") + std::to_string(times));
        return;
    }
    if (!navigator_.move(how, way, times)) {
        sentence_ = navigator_.reason() + (recording_ && way == Way::forward ? " so far: the program still runs" : "");
        return;
    }
    arrive(from, navigator_.reason());
}

void WatchSession::go(const std::string& where) {
    uint64_t n = 0, from = navigator_.step(), target;
    if (where == "$" || where == "end") {
        target = navigator_.steps();
    } else if (where.size() > 1 && (where[0] == '+' || where[0] == '-') && number_of(std::string_view(where).substr(1), &n)) {
        target = where[0] == '+' ? from + std::min(n, navigator_.steps() - from) : from - std::min(n, from);
    } else {
        std::string digits = where;
        std::erase(digits, ',');
        if (!number_of(digits, &target)) {
            sentence_ = "'" + where + "' is no step: a number, +10, -10 or $";
            return;
        }
    }
    std::string said = target > navigator_.steps() ? fmt::format("there are {} steps{}", number(navigator_.steps()), recording_ ? " so far" : "") : "";
    std::string error;
    target = std::min(target, navigator_.steps());
    if (target == from) {
        sentence_ = said.empty() ? "here it stands" : said;
        return;
    }
    bool good = navigator_.go(target, &error);
    arrive(from, good ? said : error);
}

void WatchSession::select(Label label) {
    version_++;
    selected_ = label;
    sentence_ = "selected " + object_label(*now_, label);
}

void WatchSession::find(const std::string& what) {
    std::string error;
    Label found = what.empty() ? 0 : find_object(*now_, what, 0, &error);
    if (found && now_->objects.count(found)) return select(found);
    // By type, the next after the one that is selected.
    uint64_t all = 0;
    Label first = 0, next = 0;
    for (const auto& [label, o] : now_->objects) {
        if (label >= first_before_label || layout_of(*now_, o).type != what) continue;
        all++;
        if (!first) first = label;
        if (!next && label > selected_) next = label;
    }
    if (all == 0) {
        sentence_ = what.empty() ? "find what? #42, a name, a type or an address" : (error.empty() ? "nothing is called '" + what + "' at this step" : error) + "; and no object is of that type";
        return;
    }
    select(next ? next : first);
    sentence_ += fmt::format(" ({} of type {})", counted(all, "object"), what);
}

// Whether something may run there: the line is neither empty nor a comment, nor beyond the end.
bool WatchSession::may_run(const Breakpoint& b) const {
    auto source = now_->definitions->sources.find(b.file);
    if (source == now_->definitions->sources.end()) return true;
    std::string_view text = source->second;
    for (int32_t line = 1; line < b.line && !text.empty(); line++) text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    text = text.substr(0, text.find('\n'));
    size_t first = text.find_first_not_of(" \t\r\f");
    return first != std::string_view::npos && text[first] != '#';
}

void WatchSession::toggle_breakpoint(int32_t line) {
    version_++;
    if (now_->frames.empty()) {
        sentence_ = "no file is shown";
        return;
    }
    Breakpoint b{code_of(*now_, now_->frames.back()).file, line};
    std::string place = b.file.substr(b.file.find_last_of('/') + 1) + ":" + std::to_string(line);
    if (navigator_.breakpoints.erase(b)) {
        sentence_ = "no breakpoint at " + place + " any more";
        return;
    }
    navigator_.breakpoints.insert(b);
    sentence_ = "breakpoint at " + place + (may_run(b) ? ": c and C stop there" : ", where nothing can run");
}

void WatchSession::toggle_breakpoint(const std::string& where) {
    version_++;
    uint64_t n = 0;
    if (where.empty()) {
        return toggle_breakpoint(now_->frames.empty() ? 0 : line_of(*now_, now_->frames.back()));
    }
    if (number_of(where, &n)) return toggle_breakpoint(static_cast<int32_t>(n));
    size_t colon = where.find_last_of(':');
    bool place = colon != std::string::npos && number_of(std::string_view(where).substr(colon + 1), &n);
    for (const CodeInfo& code : now_->definitions->codes) {
        Breakpoint b{code.file, place ? static_cast<int32_t>(n) : code.first_line};
        if (place ? !code.file.ends_with(where.substr(0, colon)) : code.name != where && code.qualname != where) continue;
        if (!place) // the first line that runs
            for (const Instruction& i : code.instructions)
                if (i.line > code.first_line) {
                    b.line = i.line;
                    break;
                }
        bool gone = navigator_.breakpoints.erase(b) > 0;
        if (!gone) navigator_.breakpoints.insert(b);
        sentence_ = fmt::format("{} at {}:{}", gone ? "no breakpoint any more" : "breakpoint", b.file.substr(b.file.find_last_of('/') + 1), b.line);
        return;
    }
    bool name = !place && where.find_first_of(" /\\<>()") == std::string::npos && !std::isdigit(static_cast<unsigned char>(where[0]));
    if (navigator_.functions.erase(where)) {
        sentence_ = "no breakpoint at " + where + " any more";
    } else if (name) { // one that has not run yet
        navigator_.functions.insert(where);
        sentence_ = "no function " + where + " has run so far; c and C stop where one begins";
    } else {
        sentence_ = "'" + where + "' is no line, no FILE:LINE of what has run so far, and no function";
    }
}

void WatchSession::toggle_watch(const std::string& what) {
    version_++;
    std::string error;
    Label label = what.empty() ? selected_ : find_object(*now_, what, 0, &error);
    if (!label) {
        sentence_ = error.empty() ? "which object? #42, or a name" : error;
        return;
    }
    bool gone = navigator_.watches.erase(label) > 0;
    if (!gone) navigator_.watches.insert(label);
    sentence_ = (gone ? "no longer watched: " : "c and C stop when the count changes of ") + object_label(*now_, label);
}

PaneInput WatchSession::input(const PrintStyle& style) const {
    PaneInput in;
    in.now = now_.get();
    in.before = before_.get();
    in.breakpoints = &navigator_.breakpoints;
    in.watches = &navigator_.watches;
    in.history = &history_;
    in.selected = selected_;
    in.between = between();
    in.style = style;
    return in;
}

Pane WatchSession::pane(size_t kind, const PrintStyle& style) const { return all_panes()[kind].draw(input(style)); }

std::string WatchSession::status() const {
    std::string out = fmt::format("step {} of {}", number(navigator_.step()), number(navigator_.steps()));
    if (recording_) out += " and counting";
    else if (child_ && navigator_.reader().damage().empty() && full()) out += " (recorded no further: --steps)";
    else if (child_ && !child_->ending().empty()) out += " (" + child_->ending() + ")";
    return out + ", " + (navigator_.steps() == 0 ? "nothing is recorded" : place_line(*now_, between()));
}

TimelineRows draw_timeline(const Timeline& timeline, size_t columns, bool unicode) {
    TimelineRows rows;
    std::vector<Timeline::Point> points = timeline.points(columns);
    for (const Timeline::Point& p : points) {
        rows.most_depth = std::max(rows.most_depth, p.depth);
        rows.most_heap = std::max(rows.most_heap, p.heap);
    }
    static const char* const blocks[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    static const char* const plain[] = {" ", ".", ".", ":", ":", "-", "=", "+", "#"};
    auto mark = [&](uint64_t n, uint64_t most) {
        uint64_t height = n == 0 || most == 0 ? 0 : std::max<uint64_t>(1, (n * 8 + most / 2) / most);
        return (unicode ? blocks : plain)[height];
    };
    for (const Timeline::Point& p : points) {
        rows.depth += mark(p.depth, rows.most_depth);
        rows.heap += mark(p.heap, rows.most_heap);
    }
    return rows;
}

} // namespace terrarium
