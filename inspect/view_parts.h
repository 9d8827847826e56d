// What several views share. Not for others: see inspect/views.h.
#pragma once

#include "inspect/views.h"
#include "support/json.h"

namespace terrarium::inspect {

Drawn view_stack_text(const ViewInput& in, const PrintStyle& style);
Drawn view_stack_json(const ViewInput& in);
Drawn view_heap_text(const ViewInput& in, const PrintStyle& style);
Drawn view_heap_json(const ViewInput& in);
Drawn view_object_text(const ViewInput& in, const PrintStyle& style);
Drawn view_object_json(const ViewInput& in);
Drawn view_regions_text(const ViewInput& in, const PrintStyle& style);
Drawn view_regions_json(const ViewInput& in);
Drawn view_pages_text(const ViewInput& in, const PrintStyle& style);
Drawn view_pages_json(const ViewInput& in);
Drawn view_gc_text(const ViewInput& in, const PrintStyle& style);
Drawn view_gc_json(const ViewInput& in);
Drawn view_dis_text(const ViewInput& in, const PrintStyle& style);
Drawn view_dis_json(const ViewInput& in);
Drawn view_calls_text(const ViewInput& in, const PrintStyle& style);
Drawn view_calls_json(const ViewInput& in);
Drawn view_threads_text(const ViewInput& in, const PrintStyle& style);
Drawn view_threads_json(const ViewInput& in);

// Further forms: a picture (svg) or a graph (dot) of the moment; the call tree as dot, folded or speedscope.
Drawn export_moment(const ViewInput& in, Form form);
Drawn export_calls(const ViewInput& in, Form form);
// Within quotes of Graphviz.
std::string dot_text(std::string_view text);

// Opens the object that every view's JSON is.
void begin_view(JsonWriter& json, const char* view, int version, const Snapshot& s);
void json_value(JsonWriter& json, std::string_view field, const Snapshot& s, Val v);
// "step 120, fact.py:3 in fact"; "the program has ended".
std::string moment_text(const Snapshot& s, uint32_t frame = 0);
// Memory is not counted at every step of a recording: when it was. Empty: at this moment.
std::string counted_note(const Snapshot& s);
// A path as people call the file.
std::string short_file(std::string_view path);
// The frame `up` callers above the running one; null: there is none.
const FrameState* frame_of(const Snapshot& s, uint32_t up);

} // namespace terrarium::inspect
