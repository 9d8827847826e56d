// --stats: a table to read, or one JSON object (docs/app.md gives the fields).
#include "app/run.h"

#include "inspect/capture.h"
#include "inspect/gil_sums.h"
#include "inspect/state_hash.h"
#include "memory/collector.h"
#include "memory/ledger.h"
#include "memory/stack.h"
#include "memory/world.h"
#include "support/json.h"
#include "support/text.h"
#include "vm/core/thread.h"

#include <fmt/core.h>

namespace terrarium {

RunStats take_stats(Thread& t, double seconds) {
    RunStats s;
    s.calls = t.calls + t.tail_calls_elided;
    s.tail_calls_elided = t.tail_calls_elided;
    s.max_depth = peak_frames(t);
    s.peak_stack_bytes = stack_peak_used(static_cast<StackArea*>(t.stack_area)) + stack_peak_used(static_cast<StackArea*>(t.frame_area));
    HeapStats heap = heap_stats();
    s.peak_heap_bytes = heap_peak_bytes();
    s.live_objects = heap.live_objects;
    for (int g = 0; g < 3; g++) s.collections[g] = gc_stats(g).collections;
    s.seconds = seconds;
    for (size_t i = 0; i < region_count; i++) {
        RegionInfo r = region_info(static_cast<RegionKind>(i));
        s.regions[i] = {r.name, r.reserved, r.mapped, r.used};
    }
    return s;
}

uint64_t hash_of_state() {
    uint64_t hash = 0;
    for (Thread* t = rt().threads; t; t = t->next) hash = hash * 31 + inspect::state_hash(inspect::capture(*t, inspect::Scope::program));
    return hash;
}

std::string stats_json(const RunStats& s, const inspect::GilSums* threads) {
    JsonWriter json;
    json.begin_object();
    json.field("calls", s.calls);
    json.field("tail_calls_elided", s.tail_calls_elided);
    json.field("max_depth", s.max_depth);
    json.field("peak_stack_bytes", s.peak_stack_bytes);
    json.field("peak_heap_bytes", s.peak_heap_bytes);
    json.field("live_objects", s.live_objects);
    json.begin_array("collections");
    for (uint64_t n : s.collections) json.value(n);
    json.end_array();
    if (s.state_hash) json.field("state_hash", fmt::format("{:016x}", s.state_hash));
    json.field("seconds", s.seconds, 6);
    json.begin_object("regions");
    for (const RunStats::Region& r : s.regions) {
        json.begin_object(r.name);
        json.field("reserved", r.reserved);
        json.field("mapped", r.mapped);
        json.field("used", r.used);
        json.end_object();
    }
    json.end_object();
    if (threads) {
        json.begin_object("gil");
        inspect::write_sums(json, *threads);
        json.end_object();
    }
    json.end_object();
    return json.text();
}

std::string stats_table(const RunStats& s, const inspect::GilSums* threads) {
    std::string text;
    auto row = [&](const char* name, uint64_t n, const char* unit) { text += fmt::format("{:<22}{:>20}{}{}\n", name, grouped(n), *unit ? " " : "", unit); };
    row("calls", s.calls, "");
    row("tail calls elided", s.tail_calls_elided, "");
    row("deepest stack", s.max_depth, s.max_depth == 1 ? "frame" : "frames");
    row("peak stack", s.peak_stack_bytes, "bytes");
    row("peak heap", s.peak_heap_bytes, "bytes");
    row("live objects", s.live_objects, "");
    text += fmt::format("{:<22}{:>20}\n", "collections", fmt::format("{} / {} / {}", s.collections[0], s.collections[1], s.collections[2]));
    text += fmt::format("{:<22}{:>20.3f} seconds\n", "time", s.seconds);
    text += fmt::format("{:<8}{:>24}{:>20}{:>20}\n", "region", "reserved", "mapped", "used");
    for (const RunStats::Region& r : s.regions) text += fmt::format("{:<8}{:>24}{:>20}{:>20}\n", r.name, grouped(r.reserved), grouped(r.mapped), grouped(r.used));
    if (!threads) return text;
    inspect::PrintStyle style = inspect::style_of(2);
    style.colour = false;
    style.unicode &= inspect::locale_is_utf8();
    inspect::Page page(style);
    inspect::draw_sums(page, *threads);
    return text + page.take();
}

} // namespace terrarium
