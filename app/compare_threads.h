// What `compare --axis gil` tells of threads besides: rows of the table, sentences below it, fields of the JSON object.
#pragma once

#include "app/compare_report.h"
#include "support/json.h"

#include <cstdint>
#include <string>
#include <vector>

namespace terrarium {

// A script that counts what its threads do, and knows how much it should be, prints "counted 5 of 8".
struct Lost {
    bool known = false;
    uint64_t updates = 0;
};
Lost lost_updates(const std::string& output);

// `quantity`: inspect::quantity with letters the terminal has.
using Quantity = std::string (*)(double n, inspect::Unit unit, const inspect::PrintStyle& style);
std::vector<ReportRow> thread_rows(const Comparison& c, const inspect::PrintStyle& style, Quantity quantity);
// Paragraphs: what kind of work it was, and what the figures cannot say.
std::vector<std::string> thread_notes(const Comparison& c);
void write_threads(JsonWriter& json, const Comparison& c, const Column& column);
std::vector<inspect::Curve::Step> steps_of_threads(const ThreadsSeen& seen, CurveKind kind);

} // namespace terrarium
