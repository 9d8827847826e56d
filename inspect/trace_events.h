// What stands in the chunks of a trace, in the order of reading. Written by inspect/recorder.cpp, read by
// inspect/trace_reader.cpp; numbers as in trace_bytes.h, values as put_val() writes them.
//
// steps:    the step the chunk begins at | how many it has | record ... record, ended by a record with end_of_chunk
//   record: how many steps before it did as predicted (TraceModel::predict) | parts | events, if part_events | the rest:
//   part_frames: popped << 2 | pushed << 1 | tail; when pushed: code, base, locals, flags, mapping if frame_of_module
//   part_place:  at, as the difference to the prediction
//   part_top:    sp, likewise
//   part_writes: count, then slot (difference to the one before) and value of each; without it: the predicted writes
// definitions: layouts, then code units, each followed by its source file's text when that is new
// events:   a tag and its fields, ended by event_end; times are the step's, births come before what names them
#pragma once

#include <cstdint>

namespace terrarium::inspect {

inline constexpr uint64_t trace_version = 3;
inline constexpr uint32_t steps_per_chunk = 65536; // as a rule; the last is shorter, and one that is wanted soon

enum RecordPart : uint8_t { part_frames = 1, part_place = 2, part_top = 4, part_writes = 8, part_events = 16, end_of_chunk = 128 };

enum TraceEvent : uint8_t {
    event_end = 0,
    event_birth = 1,       // (address / 8 less that of the last birth) * 2 + container
    event_death = 2,       // label, difference to the last death's
    event_describe = 3,    // label, layout, address, bytes, extra bytes, flags << 3 | generation + 1, text, count, values
    event_slots = 4,       // label, layout, extra bytes, count, values: all of them anew
    event_changes = 5,     // label, count, then index (difference) and value of each
    event_append = 6,      // label, extra bytes, count, values
    event_output = 7,      // file descriptor, text
    event_collection = 8,  // phase, generation; at the stop: the report
    event_generations = 9, // count, then label (difference) and generation + 1 of each
    event_roots = 10,      // exception on its way up, exception being handled
    event_proof = 11,      // hash of the state as the VM has it, objects, then numbers as trace_numbers.h writes them
    event_held = 12,       // count, then label (difference) and references held by the VM itself of each
    event_late = 13,       // the changes that follow in this step happened some steps earlier, inside a native
    event_raise = 14,      // the exception has started on its way up in the top frame
    event_numbers = 15,    // numbers as trace_numbers.h writes them, after a collection
};

} // namespace terrarium::inspect
