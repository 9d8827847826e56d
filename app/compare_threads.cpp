#include "app/compare_threads.h"

#include "support/text.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

namespace terrarium {

using inspect::GilState;
using inspect::PrintStyle;
using inspect::Unit;

namespace {

int64_t time_in(const ThreadsSeen& seen, GilState state) { return seen.times[static_cast<size_t>(state)]; }
double seconds(int64_t nanoseconds) { return static_cast<double>(nanoseconds) / 1e9; }

// "12": the number at the start of the text, which is cut off.
bool take_number(std::string_view* text, uint64_t* number) {
    auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), *number);
    if (error != std::errc()) return false;
    text->remove_prefix(static_cast<size_t>(end - text->data()));
    return true;
}

// "none"; "3"; "about 3" where runs differ
std::string usual_of(const std::vector<uint64_t>& numbers) {
    auto [least, most] = std::minmax_element(numbers.begin(), numbers.end());
    if (*most == 0) return "none";
    if (*least == *most) return grouped(*most);
    std::vector<double> all(numbers.begin(), numbers.end());
    return "about " + grouped(static_cast<uint64_t>(median(std::move(all))));
}

// Of the processor time that its threads were there to use the watched run got so much.
double share_got(const RunResult& r) {
    double busy = seconds(time_in(r.threads, GilState::holding));
    return busy > 0.05 ? r.processor / busy : 1;
}

} // namespace

Lost lost_updates(const std::string& output) {
    constexpr std::string_view mark = "counted ", between = " of ";
    Lost lost;
    for (size_t at = output.find(mark); at != std::string::npos; at = output.find(mark, at + 1)) {
        std::string_view rest = std::string_view(output).substr(at + mark.size());
        uint64_t counted = 0, of = 0;
        if (!take_number(&rest, &counted) || !rest.starts_with(between)) continue;
        rest.remove_prefix(between.size());
        if (!take_number(&rest, &of) || counted > of) continue;
        lost.known = true;
        lost.updates += of - counted;
    }
    return lost;
}

std::vector<ReportRow> thread_rows(const Comparison& c, const PrintStyle& style, Quantity quantity) {
    std::vector<ReportRow> rows;
    auto row = [&](const char* label, auto cell) {
        rows.push_back({label, {}});
        for (const Column& column : c.columns) rows.back().cells.push_back(cell(column));
    };
    const Column& base = c.columns[0];
    row(base.in_sequence ? "speed-up" : "over the first", [&](const Column& column) {
        if (base.seconds.empty() || column.seconds.empty()) return std::string("-");
        return fmt::format("{:.2f}x", median(base.seconds) / std::max(median(column.seconds), 1e-9));
    });
    row("processor time", [&](const Column& column) { return column.processor.empty() ? "-" : quantity(median(column.processor), Unit::seconds, style); });
    row("peak memory", [&](const Column& column) {
        return column.first.peak_resident ? quantity(static_cast<double>(column.first.peak_resident), Unit::bytes, style) : "-";
    });
    auto time = [&](const char* label, auto nanoseconds) {
        row(label, [&](const Column& column) {
            const ThreadsSeen& seen = column.watched.threads;
            return seen.known ? quantity(seconds(nanoseconds(seen)), Unit::seconds, style) : std::string("-");
        });
    };
    time("threads ran", [](const ThreadsSeen& seen) { return time_in(seen, GilState::holding); });
    time("at the same time", [](const ThreadsSeen& seen) { return seen.together; });
    time("waited to run", [](const ThreadsSeen& seen) { return time_in(seen, GilState::waiting); });
    time("waited for locks", [](const ThreadsSeen& seen) { return time_in(seen, GilState::lock); });
    time("slept, or read", [](const ThreadsSeen& seen) { return time_in(seen, GilState::sleep) + time_in(seen, GilState::system); });
    row("hand-overs", [](const Column& column) { return column.watched.threads.known ? grouped(column.watched.threads.hand_overs()) : "-"; });
    row("of them forced", [](const Column& column) { return column.watched.threads.known ? grouped(column.watched.threads.forced) : "-"; });
    bool counted = false;
    for (const Column& column : c.columns) counted |= !column.lost.empty();
    if (counted) row("lost updates", [](const Column& column) { return column.lost.empty() ? "-" : usual_of(column.lost); });
    return rows;
}

std::vector<std::string> thread_notes(const Comparison& c) {
    std::vector<std::string> notes;
    for (const Column& column : c.columns)
        if (column.watched.threads.known && !column.in_sequence) notes.push_back(column.label + ": " + column.watched.threads.what);
    if (!c.no_sequence.empty()) notes.push_back(c.no_sequence);
    std::string starved;
    for (const Column& column : c.columns) {
        double got = share_got(column.watched);
        if (!column.watched.threads.known || got > 0.8) continue;
        starved += fmt::format("{}{:.0f} % with {}", starved.empty() ? "" : ", ", got * 100, column.label);
    }
    if (!starved.empty())
        notes.push_back("The times say little: of the processor time that the threads were ready to use the machine gave them " + starved +
                        ". It has too few cores, or other work.");
    return notes;
}

std::vector<inspect::Curve::Step> steps_of_threads(const ThreadsSeen& seen, CurveKind kind) {
    std::vector<inspect::Curve::Step> steps;
    if (!seen.known) return steps;
    for (size_t i = 0; i < ThreadsSeen::parts; i++) {
        const inspect::GilMoment& m = seen.moments[i];
        float y = kind == CurveKind::running ? m.running : kind == CurveKind::waiting ? m.waiting : m.blocked;
        steps.push_back({seen.seconds * static_cast<double>(i + 1) / ThreadsSeen::parts, static_cast<double>(y)});
    }
    return steps;
}

void write_threads(JsonWriter& json, const Comparison& c, const Column& column) {
    json.begin_object("threads");
    const Column& base = c.columns[0];
    if (base.seconds.empty() || column.seconds.empty()) json.null_field("speed_up");
    else json.field("speed_up", median(base.seconds) / std::max(median(column.seconds), 1e-9));
    json.field("median_processor_seconds", median(column.processor));
    json.field("peak_resident_bytes", column.first.peak_resident);
    json.begin_array("lost_updates");
    for (uint64_t n : column.lost) json.value(n);
    json.end_array();
    const ThreadsSeen& seen = column.watched.threads;
    if (seen.known) {
        json.field("running_ns", time_in(seen, GilState::holding));
        json.field("together_ns", seen.together);
        json.field("waiting_ns", time_in(seen, GilState::waiting));
        for (GilState state : {GilState::lock, GilState::sleep, GilState::system}) json.field(std::string(state_name(state)) + "_ns", time_in(seen, state));
        json.field("hand_overs", seen.hand_overs());
        json.field("forced", seen.forced);
        json.field("seen", std::string(seen.what));
        json.begin_object("over_time");
        json.field("seconds", seen.seconds);
        auto write = [&](const char* name, CurveKind kind) {
            json.begin_array(name);
            for (const inspect::Curve::Step& s : steps_of_threads(seen, kind)) json.value(s.y);
            json.end_array();
        };
        write("running", CurveKind::running);
        write("waiting", CurveKind::waiting);
        write("blocked", CurveKind::blocked);
        json.end_object();
    }
    json.end_object();
}

} // namespace terrarium
