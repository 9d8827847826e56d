// What `terrarium explore` prints.
#include "app/explore.h"
#include "app/deadlock.h"
#include "app/say.h"

#include "support/json.h"
#include "support/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/core.h>

namespace terrarium {

namespace {

const char* kind_name(Outcome::Kind kind) {
    switch (kind) {
        case Outcome::Kind::same: return "same";
        case Outcome::Kind::differs: return "differs";
        case Outcome::Kind::exception: return "exception";
        case Outcome::Kind::deadlock: return "deadlock";
        case Outcome::Kind::dangling: return "dangling";
        default: return "endless";
    }
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (size_t at = 0; at < text.size();) {
        size_t end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

std::string indented(const std::string& text, size_t most) {
    std::string out;
    std::vector<std::string> lines = lines_of(text);
    size_t skip = lines.size() > most ? lines.size() - most : 0;
    if (skip) out += fmt::format("    ... {} lines\n", skip);
    for (size_t i = skip; i < lines.size(); i++) out += "    " + lines[i] + "\n";
    return out;
}

// The text of a place in the program's own file.
std::string source_of(const Exploration& e, const ThreadPlace& place) {
    return place.file == e.file.substr(e.file.rfind('/') + 1) ? source_line(e.file, place.line) : "";
}

// "1 main, 2 Thread-1 (work)"
std::string names_of(const Exploration& e) {
    std::string text;
    for (const auto& [id, name] : e.threads) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", id, name.empty() ? "(no name)" : name);
    return text;
}

std::string why(const SwitchRecord& s) {
    std::string where = s.place.file.empty() ? "" : fmt::format(" at {}:{}", s.place.file, s.place.line);
    switch (s.kind) {
        case PointKind::ended: return fmt::format("thread {} has ended", s.from);
        case PointKind::blocked:
            if (s.from == s.to) return fmt::format("thread {} is to sleep{}, and its sleep is over at once", s.from, where);
            return fmt::format("thread {} waits{}", s.from, where);
        case PointKind::start: return fmt::format("thread {} has started another one{}", s.from, where);
        case PointKind::count: return fmt::format("thread {} is stopped{}, in {}: it has read the count (or length) and not yet written it", s.from, where, s.place.opcode);
        case PointKind::instruction: return fmt::format("thread {} is stopped{}, before {}", s.from, where, s.place.opcode);
        default: return fmt::format("thread {} is stopped{}", s.from, where);
    }
}

std::string command(const Exploration& e) {
    std::string text = "terrarium --replay " + e.saved_to + " " + e.file;
    for (const std::string& a : e.arguments) text += " " + a;
    return text;
}

double per_second(const Exploration& e) { return e.seconds > 0 ? static_cast<double>(e.schedules) / e.seconds : 0; }

void print_finding(const Exploration& e) {
    switch (e.finding.kind) {
        case Outcome::Kind::differs:
            say(stdout, "Found: what is printed depends on the schedule.\n  the first schedule:\n{}  another one:\n{}", indented(e.first_output, 8), indented(e.finding.output, 8));
            break;
        case Outcome::Kind::exception: say(stdout, "Found: {}\n{}", e.finding.title, indented(e.finding.output, 24)); break;
        case Outcome::Kind::dangling: say(stdout, "Found: an object freed while it is held.\n{}", indented(e.finding.report, 60)); break;
        case Outcome::Kind::deadlock: say(stdout, "Found: a deadlock.\n{}", indented(e.finding.report, 60)); break;
        default: say(stdout, "Found: {}.\n", e.finding.title); break;
    }
    size_t n = e.schedule.switches.size();
    say(stdout, "\nThe shortest schedule found for it ({}):\n", n == 0 ? "no switch but the usual ones" : n == 1 ? "one switch" : fmt::format("{} switches", n));
    say(stdout, "  threads: {}\n", names_of(e));
    size_t shown = 0;
    for (const SwitchRecord& s : e.schedule.switches) {
        if (++shown > 40) {
            say(stdout, "  ... {} more\n", n - 40);
            break;
        }
        say(stdout, "  {}. {}{}\n", shown, why(s), s.from == s.to ? std::string() : fmt::format("; thread {} goes on", s.to));
        if (std::string line = source_of(e, s.place); !line.empty()) say(stdout, "       {}\n", line);
    }
    if (!e.saved_to.empty()) say(stdout, "Saved. Run it again with: {}\n", command(e));
    say(stdout, "\n");
}

} // namespace

void print_exploration(const Exploration& e) {
    if (e.found) print_finding(e);
    say(stdout, "{} schedules in {:.2f} s ({} a second): {}.\n", grouped(e.schedules), e.seconds, grouped(static_cast<uint64_t>(per_second(e))), e.why_stopped);
    if (e.complete) say(stdout, "Every schedule with at most {} switches beyond the usual ones was tried.\n", e.turns);
    if (!e.found) say(stdout, "Nothing was found.\n");
    std::vector<std::pair<std::string, Exploration::Count>> sorted(e.outcomes.begin(), e.outcomes.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.second.times > b.second.times; });
    say(stdout, "Outcomes:\n");
    size_t shown = 0;
    for (const auto& [title, count] : sorted) {
        if (++shown > 12) {
            say(stdout, "  ... {} more\n", sorted.size() - 12);
            break;
        }
        say(stdout, "  {:>10}  {}\n", grouped(count.times), title);
    }
}

std::string exploration_json(const Exploration& e) {
    JsonWriter json;
    json.begin_object();
    json.field("schema", "terrarium explore 1");
    json.field("file", e.file);
    json.field("schedules", e.schedules);
    json.field("seconds", e.seconds, 6);
    json.field("schedules_a_second", std::round(per_second(e)));
    json.field("points", e.points);
    json.field("complete", e.complete);
    json.field("stopped", e.why_stopped);
    json.begin_array("outcomes");
    for (const auto& [title, count] : e.outcomes) {
        json.begin_object();
        json.field("title", title);
        json.field("kind", kind_name(count.kind));
        json.field("times", count.times);
        json.end_object();
    }
    json.end_array();
    if (!e.found) {
        json.null_field("finding");
    } else {
        json.begin_object("finding");
        json.field("kind", kind_name(e.finding.kind));
        json.field("title", e.finding.title);
        json.field("after", e.found_after);
        json.field("output", e.finding.output);
        json.field("first_output", e.first_output);
        json.field("report", e.finding.report);
        json.field("saved_to", e.saved_to);
        json.begin_array("threads");
        for (const auto& [id, name] : e.threads) {
            json.begin_object();
            json.field("id", id);
            json.field("name", name);
            json.end_object();
        }
        json.end_array();
        json.begin_array("switches");
        for (const SwitchRecord& s : e.schedule.switches) {
            json.begin_object();
            json.field("point", s.point);
            json.field("kind", point_kind_name(s.kind));
            json.field("from", s.from);
            json.field("to", s.to);
            json.field("file", s.place.file);
            json.field("line", s.place.line);
            json.end_object();
        }
        json.end_array();
        json.end_object();
    }
    json.end_object();
    return json.text();
}

} // namespace terrarium
