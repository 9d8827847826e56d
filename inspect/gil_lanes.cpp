// See gil_lanes.h.
#include "inspect/gil_lanes.h"

#include "inspect/gil_sums.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace terrarium::inspect {

namespace {

constexpr size_t widest_name = 18;
constexpr size_t most_two_row_lanes = 10; // more threads: a row each
constexpr size_t close_up_turns = 9;      // hand-overs in the close-up

struct Glyphs {
    std::array<const char*, 9> holding; // by eighths of the cell
    std::array<const char*, gil_states> others;
    const char *wall, *corner, *floor;
};
const Glyphs& glyphs(bool unicode) {
    static const Glyphs blocks{{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}, {" ", "█", "░", "×", "·", "·"}, "│", "└", "─"};
    static const Glyphs ascii{{" ", "+", "+", "+", "#", "#", "#", "#", "#"}, {" ", "#", "-", "x", ".", "."}, "|", "+", "-"};
    return unicode ? blocks : ascii;
}

Paint paint_of(GilState state) {
    switch (state) {
        case GilState::holding: return Paint::good;
        case GilState::waiting: return Paint::bad;
        case GilState::lock: return Paint::mark;
        default: return Paint::faint;
    }
}

using Shares = std::array<double, gil_states>; // of a column's time

class Lanes {
public:
    Lanes(const GilTrace& trace, const PrintStyle& style)
        : trace_(trace), page_(style), glyphs_(glyphs(style.unicode)), spans_(spans_of(trace)), sums_(sums_of(trace)) {
        for (const GilThread& t : trace.threads) margin_ = std::max(margin_, std::min(widest_name, text_width(label(t))));
        margin_++;
        columns_ = std::max<size_t>(style.width, margin_ + 12) - margin_ - 1;
        rows_ = trace.threads.size() <= most_two_row_lanes ? 2 : 1;
    }

    std::string draw() {
        std::string turns = trace_.virtual_time ? " of virtual time, fibers" : trace_.gil ? ", switch interval " + duration(trace_.interval, page_.style()) : "";
        page_.paragraph((trace_.gil ? "threads and the GIL: " : "threads with the GIL off: ") + trace_.program + ", " + duration(trace_.end, page_.style()) + turns, Paint::strong);
        window(0, trace_.end);
        close_up();
        legend();
        page_.blank();
        draw_sums(page_, sums_);
        page_.blank();
        page_.paragraph(in_style(what_is_seen(sums_, trace_)));
        return page_.take();
    }

private:
    static std::string label(const GilThread& t) { return std::to_string(t.id) + " " + t.name; }
    std::string in_style(std::string text) const {
        for (size_t at; !page_.style().unicode && (at = text.find("µ")) != std::string::npos;) text.replace(at, 2, "u");
        return text;
    }

    // What the thread did in each column between `from` and `to`.
    std::vector<Shares> shares_of(uint32_t thread, int64_t from, int64_t to) const {
        std::vector<Shares> out(columns_, Shares{});
        double each = static_cast<double>(std::max<int64_t>(to - from, 1)) / static_cast<double>(columns_);
        for (const GilSpan& s : spans_) {
            if (s.thread != thread || s.to <= from || s.from >= to) continue;
            double begin = static_cast<double>(std::max(s.from, from) - from) / each, end = static_cast<double>(std::min(s.to, to) - from) / each;
            for (size_t c = static_cast<size_t>(begin); c < columns_ && static_cast<double>(c) < end; c++) {
                double left = std::max(begin, static_cast<double>(c)), right = std::min(end, static_cast<double>(c + 1));
                out[c][static_cast<size_t>(s.state)] += std::max(0.0, right - left);
            }
        }
        return out;
    }

    // States stand on one another, holding at the bottom; a cell shows what is in the middle of it.
    GilState state_at(const Shares& shares, double height) const {
        double sum = 0;
        for (int i = 1; i < gil_states; i++) {
            sum += shares[static_cast<size_t>(i)];
            if (sum > height) return static_cast<GilState>(i);
        }
        return GilState::absent;
    }
    std::pair<const char*, Paint> cell(const Shares& shares, size_t row) const {
        double holding = shares[static_cast<size_t>(GilState::holding)];
        double filled = std::clamp(holding * static_cast<double>(rows_) - static_cast<double>(row), 0.0, 1.0);
        long eighths = std::lround(filled * 8);
        if (eighths == 0 && row == 0 && holding > 0) eighths = 1; // what is more than nothing shows
        if (eighths > 0) return {glyphs_.holding[static_cast<size_t>(eighths)], Paint::good};
        GilState state = state_at(shares, (static_cast<double>(row) + 0.5) / static_cast<double>(rows_));
        if (state == GilState::holding) state = state_at(shares, holding); // too little of it to show
        return {glyphs_.others[static_cast<size_t>(state)], paint_of(state)};
    }

    void window(int64_t from, int64_t to) {
        size_t drawn = 0;
        for (const GilThread& t : trace_.threads) {
            if (drawn == most_threads_drawn) break;
            std::vector<Shares> shares = shares_of(t.id, from, to);
            bool lives = std::any_of(shares.begin(), shares.end(), [](const Shares& s) { return std::any_of(s.begin(), s.end(), [](double d) { return d > 0; }); });
            if (!lives && from > 0) continue; // of a close-up
            drawn++;
            for (size_t row = rows_; row-- > 0;) {
                if (row == 0) page_.add(cut_text(shown(label(t)), margin_ - 1, page_.style()));
                page_.to_column(margin_).add(glyphs_.wall, Paint::faint);
                std::string run;
                Paint paint = Paint::plain;
                for (const Shares& s : shares) {
                    auto [glyph, with] = cell(s, row);
                    if (with != paint) {
                        page_.add(run, paint);
                        run.clear();
                        paint = with;
                    }
                    run += glyph;
                }
                page_.add(run, paint).end();
            }
        }
        if (from == 0 && trace_.threads.size() > drawn) page_.line(counted(trace_.threads.size() - drawn, "further thread") + " not drawn", Paint::faint);
        std::string floor = glyphs_.corner;
        for (size_t i = 0; i < columns_; i++) floor += glyphs_.floor;
        page_.to_column(margin_).add(floor, Paint::faint).end();
        std::string right = duration(to, page_.style()), middle = duration(from + (to - from) / 2, page_.style());
        page_.to_column(margin_ + 1).add(from ? duration(from, page_.style()) : "0");
        if (columns_ > 40) page_.to_column(margin_ + 1 + columns_ / 2 - text_width(middle) / 2).add(middle);
        page_.to_column(margin_ + 1 + columns_ - text_width(right)).add(right).end();
    }

    // Some hand-overs from the middle of the run, where they are too dense for the lanes above.
    void close_up() {
        if (!trace_.gil) return;
        std::vector<int64_t> times; // when a turn began that was another thread's before
        uint32_t holder = 0;
        for (const GilEvent& e : trace_.events) {
            if (e.kind != ThreadEventKind::acquire) continue;
            if (holder && holder != e.thread) times.push_back(e.time);
            holder = e.thread;
        }
        if (times.size() <= close_up_turns * 2) return;
        size_t first = (times.size() - close_up_turns) / 2;
        int64_t from = times[first], to = times[first + close_up_turns];
        if ((to - from) / static_cast<int64_t>(close_up_turns) > 3 * trace_.end / static_cast<int64_t>(columns_)) return;
        page_.blank();
        page_.line("close-up: " + std::to_string(close_up_turns) + " hand-overs from the middle, " + duration(to - from, page_.style()), Paint::faint);
        window(from, to);
    }

    void legend() {
        bool unicode = page_.style().unicode;
        page_.blank();
        auto entry = [&](const char* glyph, Paint paint, const std::string& text) {
            if (page_.column() + 5 + text_width(text) > page_.style().width) page_.end();
            page_.add(page_.column() ? "   " : "").add(glyph, paint).add(" " + text);
        };
        std::string runs = trace_.gil ? "holds the GIL" : "runs";
        entry(glyphs_.holding[8], Paint::good, runs + (unicode ? " (lower: part of the time)" : " (+: part of the time)"));
        entry(glyphs_.others[2], Paint::bad, trace_.gil ? "waits for the GIL" : "waits for others to stand, or stands for one");
        entry(glyphs_.others[3], Paint::mark, "waits for a lock");
        entry(glyphs_.others[4], Paint::faint, "sleeps or is in the system");
        page_.end();
    }

    const GilTrace& trace_;
    Page page_;
    const Glyphs& glyphs_;
    std::vector<GilSpan> spans_;
    GilSums sums_;
    size_t margin_ = 0, columns_, rows_;
};

} // namespace

std::string draw_lanes(const GilTrace& trace, const PrintStyle& style) { return Lanes(trace, style).draw(); }

std::string lanes_json(const GilTrace& trace) {
    GilSums sums = sums_of(trace);
    JsonWriter json;
    json.begin_object();
    json.field("schema", "terrarium.gil.sums/1");
    json.field("program", trace.program);
    json.field("switch_interval_ns", trace.interval);
    json.field("clock", trace.virtual_time ? "virtual" : "real");
    write_sums(json, sums);
    json.field("seen", what_is_seen(sums, trace));
    json.end_object();
    return json.text() + "\n";
}

} // namespace terrarium::inspect
