// What `compare` tells of the runs it made: a table, where they differ first, charts; one JSON object; a picture.
#pragma once

#include "app/axes.h"
#include "app/compare_run.h"
#include "inspect/figure.h"
#include "inspect/print.h"

#include <string>
#include <vector>

namespace terrarium {

// All runs with one value of the axis.
struct Column {
    std::string value, label; // "off", "--tco=off"
    RunResult first;          // the first timed run: what is not a time comes from it
    std::vector<double> seconds; // of the timed runs that ended by themselves
    std::vector<double> processor; // and theirs of the processor
    bool varies = false;      // another run with the same value came to another result or wrote something else
    RunResult watched;        // its samples may be null
    bool in_sequence = false; // no value: what the others are measured against, see vm/threads/in_sequence.h
    std::vector<uint64_t> lost; // updates, of each run that tells (app/compare_threads.h)
};

struct Comparison {
    const Options* options;
    const Axis* axis;
    std::vector<Column> columns;
    std::string no_sequence; // why no column is in_sequence, if one should be
};

struct ReportRow {
    std::string label;
    std::vector<std::string> cells; // one a column
};

std::string comparison_text(const Comparison& comparison, const inspect::PrintStyle& style);
std::string comparison_json(const Comparison& comparison);
std::string comparison_svg(const Comparison& comparison);

// The first place where two texts differ. Lines and columns (of characters) count from 1.
struct Difference {
    uint64_t line, column;
    std::string a, b; // the line around it, shortened to about `room` characters; control characters are escaped
    size_t mark;      // columns before the difference, in both
};
bool find_difference(const std::string& a, const std::string& b, size_t room, Difference* difference);

double median(std::vector<double> numbers);
// The curves of one kind; a run that was not watched has none.
inspect::Figure make_figure(const Comparison& comparison, CurveKind kind);

} // namespace terrarium
