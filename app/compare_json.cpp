// The comparison as one JSON object; docs/app.md describes it. A change that readers could stumble over is a new
// number behind "terrarium.compare/".
#include "app/compare_threads.h"

#include "support/json.h"

#include <algorithm>

namespace terrarium {

using inspect::Samples;

namespace {

template <class Row, class Get>
void write_column(JsonWriter& json, const char* name, const Samples::Steps<Row>& steps, Get get) {
    json.begin_array(name);
    for (uint32_t i = 0; i < steps.used; i++) json.value(get(steps.rows[i]));
    json.end_array();
}

void write_time(JsonWriter& json, const Column& c) {
    json.begin_object("time");
    json.field("runs", c.seconds.size());
    if (c.seconds.empty()) {
        for (const char* name : {"median_seconds", "fastest_seconds", "slowest_seconds"}) json.null_field(name);
    } else {
        json.field("median_seconds", median(c.seconds));
        json.field("fastest_seconds", *std::min_element(c.seconds.begin(), c.seconds.end()));
        json.field("slowest_seconds", *std::max_element(c.seconds.begin(), c.seconds.end()));
    }
    json.begin_array("all_seconds");
    for (double s : c.seconds) json.value(s);
    json.end_array();
    json.end_object();
}

void write_stats(JsonWriter& json, const RunResult& r) {
    if (!r.has_stats) return json.null_field("stats");
    json.begin_object("stats");
    json.field("max_depth_frames", r.stats.max_depth);
    json.field("peak_stack_bytes", r.stats.peak_stack_bytes);
    json.field("peak_heap_bytes", r.stats.peak_heap_bytes);
    json.field("calls", r.stats.calls);
    json.field("frames_pushed", r.stats.calls - r.stats.tail_calls_elided);
    json.field("tail_calls_elided", r.stats.tail_calls_elided);
    json.begin_array("collections");
    for (uint64_t n : r.stats.collections) json.value(n);
    json.end_array();
    json.end_object();
}

void write_watched(JsonWriter& json, const RunResult& r) {
    if (!r.samples) return json.null_field("watched");
    const Samples& s = *r.samples;
    json.begin_object("watched");
    json.field("outcome", r.outcome);
    json.field("whole", r.ended_itself());
    json.field("instructions", s.instructions);
    json.begin_object("depth_over_calls");
    write_column(json, "calls", s.depth, [](const Samples::Depth& row) { return row.calls; });
    write_column(json, "deepest_frames", s.depth, [](const Samples::Depth& row) { return row.deepest; });
    json.end_object();
    json.begin_object("memory_over_time");
    write_column(json, "instructions", s.memory, [](const Samples::Memory& row) { return row.instructions; });
    write_column(json, "seconds", s.memory, [](const Samples::Memory& row) { return row.seconds; });
    write_column(json, "peak_stack_bytes", s.memory, [](const Samples::Memory& row) { return row.stack_bytes; });
    write_column(json, "peak_heap_bytes", s.memory, [](const Samples::Memory& row) { return row.heap_bytes; });
    json.end_object();
    json.end_object();
}

void write_raise(JsonWriter& json, const Column& c) {
    const Samples* s = c.watched.samples.get();
    if (!s || c.first.end != RunResult::End::exception || !s->has_escaped || c.first.outcome != s->escaped.type) return json.null_field("raised");
    json.begin_object("raised");
    json.field("type", s->escaped.type);
    json.field("depth_frames", s->escaped.depth);
    json.field("stack_bytes", s->escaped.stack_bytes);
    json.field("heap_bytes", s->escaped.heap_bytes);
    json.field("file", s->escaped.file);
    json.field("line", s->escaped.line);
    json.end_object();
}

void write_differences(JsonWriter& json, const Comparison& c) {
    struct Stream {
        const char* name;
        std::string RunResult::*text;
    };
    json.begin_array("differences");
    for (Stream stream : {Stream{"stdout", &RunResult::output}, Stream{"stderr", &RunResult::errors}}) {
        for (size_t i = 1; i < c.columns.size(); i++) {
            Difference d;
            if (!find_difference(c.columns[0].first.*stream.text, c.columns[i].first.*stream.text, 70, &d)) continue;
            json.begin_object();
            json.field("stream", stream.name);
            json.begin_array("values");
            json.value(c.columns[0].value);
            json.value(c.columns[i].value);
            json.end_array();
            json.field("line", d.line);
            json.field("column", d.column);
            json.begin_array("excerpts");
            json.value(d.a);
            json.value(d.b);
            json.end_array();
            json.end_object();
        }
    }
    json.end_array();
}

} // namespace

std::string comparison_json(const Comparison& c) {
    JsonWriter json;
    json.begin_object();
    json.field("schema", "terrarium.compare/2");
    json.field("file", c.options->target);
    json.begin_array("arguments");
    for (const std::string& a : c.options->arguments) json.value(a);
    json.end_array();
    json.field("axis", c.axis->name);
    json.field("timeout_seconds", c.options->compare.timeout);
    if (c.axis->of_threads && c.no_sequence.empty()) json.null_field("no_sequence");
    else if (c.axis->of_threads) json.field("no_sequence", c.no_sequence);
    json.begin_array("runs");
    for (const Column& column : c.columns) {
        json.begin_object();
        json.field("value", column.value);
        json.field("switch", column.label);
        json.field("end", end_name(column.first.end));
        json.field("outcome", column.first.outcome);
        json.field("exit_code", column.first.exit_code);
        json.field("varies", column.varies);
        json.field("stdout_bytes", column.first.output.size());
        json.field("stderr_bytes", column.first.errors.size());
        write_stats(json, column.first);
        write_time(json, column);
        if (c.axis->of_threads) write_threads(json, c, column);
        write_raise(json, column);
        write_watched(json, column.watched);
        json.end_object();
    }
    json.end_array();
    write_differences(json, c);
    json.end_object();
    return json.text() + "\n";
}

} // namespace terrarium
