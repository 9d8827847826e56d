// Which runs are made and in what order. One of each value first; then those of each that are watched for its curves;
// then more for the times, interleaved, so that what else the machine does falls on all alike.
#include "app/compare.h"

#include "app/compare_report.h"
#include "app/compare_threads.h"
#include "app/say.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>

namespace terrarium {

namespace {

constexpr uint32_t usual_runs = 5;
constexpr double seconds_for_runs = 10; // more are not made once these are used up, unless --repeat says so
constexpr uint32_t most_watched = 3;
constexpr double seconds_for_watching = 0.3, seconds_for_the_endless = 3;

class Comparer {
public:
    Comparer(const Options& options, Comparison* comparison) : options_(options), c_(comparison) {}

    bool run() {
        if (!time_all(false)) return false;
        if ((options_.compare.curves || c_->axis->of_threads) && !watch_all()) return false;
        if (c_->axis->of_threads && !add_sequence()) return false;
        double round = 0;
        for (const Column& c : c_->columns)
            for (double s : c.seconds) round += s;
        uint32_t runs = options_.compare.repeat;
        if (runs == 0) runs = static_cast<uint32_t>(std::clamp(std::ceil(seconds_for_runs / std::max(round, 1e-6)), 1.0, double{usual_runs}));
        for (uint32_t i = 1; i < runs; i++)
            if (!time_all(i % 2 != 0)) return false;
        say_progress("");
        return true;
    }

private:
    Options options_for(const Column& c) const {
        Options options = options_;
        options.compare.in_sequence = c.in_sequence;
        if (c.in_sequence && (options.compare.timeout == 0 || options.compare.timeout > sequence_limit_)) options.compare.timeout = sequence_limit_;
        if (c.in_sequence) return options;
        (void)set_switch(&options, c_->axis->name, c.value); // was looked at when the command line was
        return options;
    }

    // Every other round goes backwards: no value is always first.
    bool time_all(bool backwards) {
        for (size_t i = 0; i < c_->columns.size(); i++)
            if (!time_one(c_->columns[backwards ? c_->columns.size() - 1 - i : i])) return false;
        return true;
    }

    bool time_one(Column& c) {
        bool first = c.first.outcome.empty();
        if (!first && !c.first.ended_itself()) return true; // once is enough
        RunResult result;
        if (!run_once(options_for(c), Watch::no, &input_, fmt::format("{}, run {}", c.label, c.seconds.size() + 1), &result)) return false;
        if (result.ended_itself()) {
            c.seconds.push_back(result.stats.seconds);
            c.processor.push_back(result.processor);
        }
        if (Lost lost = lost_updates(result.output); lost.known) c.lost.push_back(lost.updates);
        if (first) c.first = std::move(result);
        else note_result(c, result);
        return true;
    }

    // The column in front that the others are measured against. Threads that wait for each other in a loop never end in
    // sequence: how long the work takes at most is known from what the threads of the first column did.
    bool add_sequence() {
        const RunResult& seen = c_->columns[0].watched;
        if (!seen.threads.known) return true;
        sequence_limit_ = 1 + 4 * seen.threads.work();
        Column c;
        c.value = "sequence";
        c.label = "in sequence";
        c.in_sequence = true;
        if (!time_one(c)) return false;
        if (!c.first.ended_itself() && seen.ended_itself()) {
            c_->no_sequence = "There is no run in sequence to measure against: with one thread after the other the program did not end. One waits in a loop until another "
                              "has done something, or sleeps long as a daemon that nobody waits for.";
            return true;
        }
        if (!watch_one(c)) return false;
        c_->columns.insert(c_->columns.begin(), std::move(c));
        return true;
    }

    // Of short runs the fastest of a few is kept: then least else was going on.
    bool watch_all() {
        for (Column& c : c_->columns)
            if (!watch_one(c)) return false;
        return true;
    }

    bool watch_one(Column& c) {
        double spent = 0;
        for (uint32_t i = 0; i < most_watched && spent < seconds_for_watching; i++) {
            RunResult result;
            Options options = options_for(c);
            // Of what does not end the beginning is enough.
            if (c.first.end == RunResult::End::timeout) options.compare.timeout = std::min(options.compare.timeout, seconds_for_the_endless);
            if (!run_once(options, Watch::yes, &input_, fmt::format("{}, watched", c.label), &result)) return false;
            bool ended = result.ended_itself();
            spent += ended ? result.stats.seconds : seconds_for_watching;
            if (i == 0 || (ended && result.stats.seconds < c.watched.stats.seconds)) c.watched = std::move(result);
        }
        return true;
    }

    static void note_result(Column& c, const RunResult& other) {
        c.varies |= c.first.ended_itself() && (other.outcome != c.first.outcome || other.output != c.first.output);
    }

    const Options& options_;
    Comparison* c_;
    Input input_;
    double sequence_limit_ = 0; // seconds
};

bool write_file(const std::string& name, const std::string& text) {
    std::FILE* file = std::fopen(name.c_str(), "w");
    bool good = file && std::fwrite(text.data(), 1, text.size(), file) == text.size();
    if (file && std::fclose(file) != 0) good = false;
    if (!good) say(stderr, "terrarium compare: can't write '{}': [Errno {}] {}\n", name, errno, std::strerror(errno));
    return good;
}

} // namespace

int run_compare(const Options& options) {
    if (access(options.target.c_str(), R_OK) != 0) {
        say(stderr, "terrarium: can't open file '{}': [Errno {}] {}\n", options.target, errno, std::strerror(errno));
        return 2;
    }
    Comparison comparison{&options, find_axis(options.compare.axis), {}, {}};
    for (const std::string& value : options.compare.values) {
        Column column;
        column.value = value;
        column.label = axis_label(*comparison.axis, value);
        comparison.columns.push_back(std::move(column));
    }
    if (!Comparer(options, &comparison).run()) return 1;
    if (!options.compare.svg.empty() && !write_file(options.compare.svg, comparison_svg(comparison))) return 1;
    inspect::PrintStyle style = inspect::style_of(STDOUT_FILENO);
    style.unicode &= inspect::locale_is_utf8() && !options.compare.ascii;
    std::string text = options.compare.json ? comparison_json(comparison) : comparison_text(comparison, style);
    std::fwrite(text.data(), 1, text.size(), stdout);
    return said();
}

} // namespace terrarium
