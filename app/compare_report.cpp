#include "app/compare_threads.h"

#include "inspect/chart.h"
#include "support/text.h"
#include "support/utf8.h"

#include <fmt/core.h>

#include <algorithm>

namespace terrarium {

using inspect::PrintStyle;
using inspect::Samples;
using inspect::Unit;

double median(std::vector<double> numbers) {
    if (numbers.empty()) return 0;
    std::sort(numbers.begin(), numbers.end());
    size_t half = numbers.size() / 2;
    return numbers.size() % 2 ? numbers[half] : (numbers[half - 1] + numbers[half]) / 2;
}

namespace {

// --- where texts differ

// One character of a program's output, safe on a terminal; *width: columns it takes.
std::string shown_character(std::string_view text, size_t at, size_t* width, size_t* length) {
    Utf8Char c = decode_utf8(text, at);
    *length = c.length;
    std::string shown;
    bool surrogate = c.code >= 0xD800 && c.code <= 0xDFFF;
    if (!c.valid || surrogate || c.code < 0x20 || c.code == 0x7F || (c.code >= 0x80 && c.code < 0xA0)) {
        for (uint32_t i = 0; i < c.length; i++) shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[at + i]));
        *width = shown.size();
    } else {
        shown = text.substr(at, c.length);
        *width = inspect::text_width(shown);
    }
    return shown;
}

// The part of a line around `at`, of so many characters or a few more; *mark gets the columns before it.
std::string excerpt(std::string_view text, size_t line_start, size_t at, size_t room, size_t* mark) {
    size_t start = at, shown_before = room * 3 / 7, shown_after = room - shown_before;
    for (size_t n = 0; n < shown_before && start > line_start; n++) {
        start--;
        while (start > line_start && (text[start] & 0xC0) == 0x80) start--;
    }
    std::string shown = start > line_start ? "..." : "";
    *mark = shown.size();
    size_t after = 0;
    for (size_t i = start; i < text.size() && text[i] != '\n' && after <= shown_after;) {
        size_t width = 0, length = 1;
        std::string c = shown_character(text, i, &width, &length);
        if (i >= at && ++after > shown_after) c = "...";
        if (i < at) *mark += width;
        shown += c;
        i += length;
    }
    if (at == text.size()) shown += shown.empty() ? "(ends here)" : " (ends here)";
    return shown;
}

} // namespace

bool find_difference(const std::string& a, const std::string& b, size_t room, Difference* d) {
    size_t at = 0, least = std::min(a.size(), b.size());
    while (at < least && a[at] == b[at]) at++;
    if (at == a.size() && at == b.size()) return false;
    size_t newline = at == 0 ? std::string::npos : a.rfind('\n', at - 1);
    size_t line_start = newline == std::string::npos ? 0 : newline + 1;
    // Back to where the character begins.
    while (at > line_start && ((at < a.size() && (a[at] & 0xC0) == 0x80) || (at < b.size() && (b[at] & 0xC0) == 0x80))) at--;
    d->line = 1 + static_cast<uint64_t>(std::count(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(line_start), '\n'));
    d->column = 1;
    for (size_t i = line_start; i < at; i += decode_utf8(a, i).length) d->column++;
    d->a = excerpt(a, line_start, at, room, &d->mark);
    d->b = excerpt(b, line_start, at, room, &d->mark);
    return true;
}

namespace {

std::string last_line(const std::string& text) {
    size_t end = text.find_last_not_of('\n');
    if (end == std::string::npos) return "";
    size_t newline = text.rfind('\n', end);
    size_t start = newline == std::string::npos ? 0 : newline + 1;
    return text.substr(start, end - start + 1);
}

// A line of a program's output.
std::string shown_line(const std::string& line) {
    std::string out;
    size_t columns = 0;
    for (size_t at = 0, length = 1, width = 0; at < line.size(); at += length) {
        if (line[at] == '\t') {
            length = 1;
            width = 8 - columns % 8;
            out.append(width, ' ');
        } else {
            out += shown_character(line, at, &width, &length);
        }
        columns += width;
    }
    return out;
}

std::string shown_quantity(double n, Unit unit, const PrintStyle& style) {
    std::string text = inspect::quantity(n, unit);
    if (size_t at = text.find("µ"); at != std::string::npos && !style.unicode) text.replace(at, 2, "u");
    return text;
}

class Report {
public:
    Report(const Comparison& c, const PrintStyle& style) : c_(c), style_(style) {}

    std::string write() {
        std::string command = c_.options->target;
        for (const std::string& a : c_.options->arguments) command += " " + a;
        paragraph(0, command);
        text_ += "\n";
        table();
        differences();
        outputs();
        endings();
        if (c_.axis->of_threads) notes();
        if (c_.options->compare.curves) charts();
        return std::move(text_);
    }

private:
    std::string quantity(double n, Unit unit) const { return shown_quantity(n, unit, style_); }

    void paragraph(size_t indentation, const std::string& words) {
        inspect::Page page(style_);
        page.paragraph(words, inspect::Paint::plain, indentation);
        text_ += page.take();
    }

    template <class Cell>
    void row(const std::string& label, Cell cell) {
        ReportRow r{label, {}};
        for (const Column& column : c_.columns) r.cells.push_back(cell(column));
        rows_.push_back(std::move(r));
    }
    void number(const char* label, uint64_t RunStats::*field, const char* unit) {
        row(label, [&](const Column& c) { return c.first.has_stats ? grouped(c.first.stats.*field, unit) : std::string("-"); });
    }

    void table() {
        const std::string& first = c_.columns[0].first.output;
        if (c_.axis->of_threads) row("", [](const Column& c) { return c.label; });
        row(c_.axis->title, [&](const Column& c) { return c.in_sequence ? "one by one" : axis_heading(*c_.axis, c.value); });
        row("outcome", [](const Column& c) { return c.first.outcome; });
        row("output", [&](const Column& c) {
            std::string size = c.first.output.empty() ? "none" : grouped(c.first.output.size(), "byte");
            if (&c == &c_.columns[0]) return size;
            if (c.first.output == first) return std::string(first.empty() ? "none" : "the same");
            return c_.axis->of_threads ? "different" : size + ", different";
        });
        if (!c_.axis->of_threads) stack_rows();
        bool elided = std::string(c_.axis->name) == "tco";
        for (const Column& c : c_.columns) elided |= c.first.stats.tail_calls_elided > 0;
        if (elided) number("calls elided", &RunStats::tail_calls_elided, "");
        number("peak heap", &RunStats::peak_heap_bytes, "byte");
        if (std::string(c_.axis->name) == "gc") {
            row("collections", [](const Column& c) {
                const uint64_t* n = c.first.stats.collections;
                return c.first.has_stats ? fmt::format("{} / {} / {}", n[0], n[1], n[2]) : std::string("-");
            });
        }
        if (c_.options->compare.curves && !c_.axis->of_threads) {
            row("instructions", [](const Column& c) {
                return c.watched.samples && c.watched.ended_itself() ? grouped(c.watched.samples->instructions) : std::string("-");
            });
        }
        times();
        if (c_.axis->of_threads)
            for (ReportRow& r : thread_rows(c_, style_, shown_quantity)) rows_.push_back(std::move(r));
        print_rows();
    }

    void stack_rows() {
        number("deepest stack", &RunStats::max_depth, "frame");
        number("peak stack", &RunStats::peak_stack_bytes, "byte");
        row("frames pushed", [](const Column& c) {
            return c.first.has_stats ? grouped(c.first.stats.calls - c.first.stats.tail_calls_elided) : std::string("-");
        });
    }

    void times() {
        size_t most = 0, least = SIZE_MAX;
        for (const Column& c : c_.columns) {
            most = std::max(most, c.seconds.size());
            least = std::min(least, c.seconds.size());
        }
        std::string label = most <= 1 ? "time" : most == least ? fmt::format("time, median of {}", most) : "time, median";
        row(label, [&](const Column& c) {
            if (c.seconds.empty()) return c.first.has_stats ? "over " + quantity(c.first.stats.seconds, Unit::seconds) : std::string("-");
            return quantity(median(c.seconds), Unit::seconds);
        });
        if (most <= 1) return;
        row("fastest to slowest", [&](const Column& c) {
            if (c.seconds.size() < 2) return std::string("-");
            auto [fastest, slowest] = std::minmax_element(c.seconds.begin(), c.seconds.end());
            std::string from = quantity(*fastest, Unit::seconds), to = quantity(*slowest, Unit::seconds);
            size_t unit = from.find(' '), other = to.find(' ');
            if (from.substr(unit) == to.substr(other)) from.resize(unit);
            return from + " to " + to;
        });
    }

    // As many columns side by side as fit.
    void print_rows() {
        size_t label = style_.width < 60 ? 0 : 18, cell = 0;
        for (const ReportRow& r : rows_) {
            label = std::max(label, count_utf8(r.label));
            for (const std::string& t : r.cells) cell = std::max(cell, count_utf8(t) + 2);
        }
        size_t room = style_.width > label + cell ? style_.width - label : cell;
        size_t fitting = std::max<size_t>(1, room / cell);
        if (fitting == 1) cell = std::clamp(room, cell - 1, cell); // one space before the longest will do
        for (size_t from = 0; from < c_.columns.size(); from += fitting) {
            if (from > 0) text_ += "\n";
            for (const ReportRow& r : rows_) {
                text_ += fmt::format("{:<{}}", r.label, label);
                for (size_t i = from; i < std::min(from + fitting, c_.columns.size()); i++) text_ += fmt::format("{:>{}}", r.cells[i], cell);
                text_ += "\n";
            }
        }
    }

    // The first place at which each run's output is another than that of the first one. Where one has none, the table
    // has said so.
    void differences() {
        struct Stream {
            const char* name;
            std::string RunResult::*text;
        };
        for (Stream stream : {Stream{"output", &RunResult::output}, Stream{"stderr", &RunResult::errors}}) {
            for (size_t i = 1; i < c_.columns.size(); i++) {
                const Column &a = c_.columns[0], &b = c_.columns[i];
                Difference d;
                if ((a.first.*stream.text).empty() || (b.first.*stream.text).empty()) continue;
                size_t width = std::max(a.label.size(), b.label.size());
                bool beside = style_.width >= width + 36; // the texts beside the labels, else below them
                size_t before = beside ? width + 4 : 4, taken = before + 8; // with dots
                size_t room = std::clamp<size_t>(style_.width > taken ? style_.width - taken : 0, 14, 70);
                if (!find_difference(a.first.*stream.text, b.first.*stream.text, room, &d)) continue;
                text_ += "\n";
                paragraph(0, fmt::format("{} differs first at line {}, column {}:", stream.name, grouped(d.line), grouped(d.column)));
                for (auto [column, excerpt] : {std::pair{&a, &d.a}, {&b, &d.b}})
                    text_ += fmt::format("  {:<{}}{}{}\n", column->label, beside ? width : 0, beside ? "  " : "\n    ", *excerpt);
                text_ += std::string(before + d.mark, ' ') + "^\n";
            }
        }
        for (const Column& c : c_.columns)
            if (c.varies) text_ += "\n", paragraph(0, fmt::format("{}: not every run came to the same; the output depends on more than --{}", c.label, c_.axis->name));
    }

    void outputs() {
        bool same = true, any = false;
        for (const Column& c : c_.columns) {
            same &= c.first.output == c_.columns[0].first.output;
            any |= !c.first.output.empty();
        }
        if (any) text_ += "\n";
        if (same && any) show_output(c_.columns.size() == 2 ? "output of both:" : "output of all:", c_.columns[0].first.output);
        if (same) return;
        for (const Column& c : c_.columns) show_output("output with " + c.label + ":", c.first.output);
    }

    void show_output(const std::string& title, const std::string& text) {
        text_ += title + (text.empty() ? " none\n" : "\n");
        size_t lines = 0, at = 0;
        while (at < text.size() && lines < 10) {
            size_t end = std::min(text.find('\n', at), text.size());
            text_ += "  " + cut_text(shown_line(text.substr(at, end - at)), style_.width - 2, style_) + "\n";
            at = end + 1;
            lines++;
        }
        if (at < text.size()) text_ += fmt::format("  ... and {}\n", grouped(text.size() - at, "byte"));
    }

    void endings() {
        size_t before = text_.size();
        for (const Column& column : c_.columns) ending(column);
        if (text_.size() > before) text_.insert(before, "\n");
    }

    void ending(const Column& c) {
        if (!c.first.errors.empty()) {
            const char* how = c.first.end == RunResult::End::result ? "wrote to stderr, at last" : "ended with";
            paragraph(0, fmt::format("{} {}: {}", c.label, how, shown_line(last_line(c.first.errors))));
        }
        const Samples* s = c.watched.samples.get();
        if (!s || c.first.end != RunResult::End::exception || !s->has_escaped || c.first.outcome != s->escaped.type) return;
        const Samples::Raise& r = s->escaped;
        std::string stack = quantity(static_cast<double>(r.stack_bytes), Unit::bytes), heap = quantity(static_cast<double>(r.heap_bytes), Unit::bytes);
        paragraph(2, fmt::format("raised {} deep ({}, line {}), with {} of stack and {} of heap in use", grouped(r.depth, "frame"),
                                 short_name(r.file), r.line, stack, heap));
    }

    static std::string short_name(const std::string& file) {
        size_t slash = file.rfind('/');
        return slash == std::string::npos ? file : file.substr(slash + 1);
    }

    void notes() {
        for (const std::string& note : thread_notes(c_)) text_ += "\n", paragraph(0, note);
    }

    void charts() {
        bool any = c_.axis->of_threads;
        for (const Column& c : c_.columns) any |= c.watched.samples && c.watched.samples->instructions > 0;
        if (!any) return; // a script that does not compile has no curves
        PrintStyle style = style_;
        style.width = std::min<size_t>(style.width, 100);
        for (CurveKind kind : c_.axis->drawn) text_ += "\n" + draw_chart(make_figure(c_, kind), style, c_.columns.size() > 3 ? 3 : 5);
        std::vector<std::string> slower;
        for (const Column& c : c_.columns) {
            if (!c.watched.ended_itself() || !c.watched.has_stats || c.seconds.empty()) continue;
            slower.push_back(fmt::format("{:.1f}x", c.watched.stats.seconds / std::max(median(c.seconds), 1e-9)));
        }
        text_ += "\n";
        std::string took;
        for (size_t i = 0; i < slower.size(); i++) took += (i == 0 ? ", which took " : i + 1 < slower.size() ? ", " : " and ") + slower[i];
        if (!took.empty()) took += " as long";
        const char* how = c_.axis->of_threads ? "under the log of threads" : "watched at every instruction";
        paragraph(0, fmt::format("The curves are of a run of its own for each, {}{}.", how, took));
        for (const Column& c : c_.columns) { // a time limit reached or a thread refused, because it was watched
            const RunResult &w = c.watched, &f = c.first;
            if (c.varies || !w.ended_itself() || !f.ended_itself() || (w.outcome == f.outcome && w.output == f.output)) continue;
            std::string how = w.end == RunResult::End::exception && !w.errors.empty() ? last_line(w.errors) : w.outcome;
            paragraph(0, fmt::format("{}: the watched run came to another result than the others ({}): its curves are not theirs.", c.label, shown_line(how)));
        }
    }

    const Comparison& c_;
    const PrintStyle& style_;
    std::vector<ReportRow> rows_;
    std::string text_;
};

} // namespace

std::string comparison_text(const Comparison& c, const PrintStyle& style) { return Report(c, style).write(); }

} // namespace terrarium
