// What stands in the chunks of a trace, in the order of reading. Written by inspect/recorder.cpp, read by
// inspect/trace_reader.cpp; numbers as in trace_bytes.h, values as put_val() writes them.
//
// steps:    the step the chunk begins at | how many it has | record ... record, ended by a record with end_of_chunk
//   record: how many steps before it the model performs by itself | parts | events, if part_events | the rest, which says
//   what the step did; with no part but the events the model performs it too:
//   part_frames: popped << 3 | again << 2 | pushed << 1 | tail; again: the lowest of those pushed is the last one popped,
//   which goes on elsewhere; when pushed: how many below it, its code, base, locals, flags, mapping
//   if frame_of_module; the same, at and sp of each one below it, the lowest first
//   part_place:  at, as the difference to the next instruction (with part_frames: to 0)
//   part_top:    sp; without it: what the table of opcodes says of an instruction that goes on or, else, jumps
//   part_writes: count, then slot (difference to the one before) and value of each
//   part_results: the values that the instruction leaves on top, as many as the table says
// definitions: layouts, then code units, each followed by its source file's text when that is new
// slots of a dict: key and value of each entry of its table, NULL where one was removed; of a set: its table, likewise
// events:   a tag and its fields, ended by event_end; times are the step's, births come before what names them
#pragma once

#include <cstdint>

namespace terrarium::inspect {

inline constexpr uint64_t trace_version = 13;
inline constexpr uint64_t steps_per_chain = 64;    // at most
inline constexpr uint32_t steps_per_chunk = 65536; // as a rule; the last is shorter, and one that is wanted soon

enum RecordPart : uint8_t { part_frames = 1, part_place = 2, part_top = 4, part_writes = 8, part_events = 16, part_results = 32, end_of_chunk = 128 };

enum TraceEvent : uint8_t {
    event_end = 0,
    event_birth = 1,       // (address / 8 less that of the last birth) * 2 + container; of what the model makes by itself only where
                           // it lies elsewhere than the last one of its place, or the step has other events
    event_death = 2,       // label, difference to the last death's
    event_describe = 3,    // label, layout, address ^ that of its birth, bytes, extra bytes, flags << 3 | generation + 1, text, count, values
    event_splice = 4,      // object, layout, extra bytes, first slot, how many go, count, values that come in their place
    event_changes = 5,     // label, count, then index (difference) and value of each
    event_append = 6,      // label, extra bytes, count, values
    event_output = 7,      // file descriptor, text; of very much at once the end (TraceModel::most_output)
    event_collection = 8,  // phase, generation; at the stop: the report
    event_generations = 9, // count, then label (difference) and generation + 1 of each
    event_roots = 10,      // exception on its way up, exception being handled
    event_proof = 11,      // hash of the state as the VM has it, objects
    event_held = 12,       // count, then label (difference) and references held by the VM itself of each
    event_late = 13,       // the changes that follow happened some steps earlier, inside a native; they are found after this step
    event_raise = 14,      // the exception has started on its way up in the top frame
    event_numbers = 15,    // 1: the first since a keyframe, whole; 0: differences to the last; numbers as trace_numbers.h writes them: after collections, at some proofs
    event_constants = 16,  // code unit, count, values: what its LOAD_CONSTs push
    event_callee = 17,     // object, Callee: what calling it does from now on; of a class layout, bytes, code unit of __init__ + 1, container
    event_walk = 18,       // iterator, Walk, next or index, step, remaining: where it stands; of a generator WalkState says what
    event_extra = 19,      // object, extra bytes
    event_chain = 20,      // of the first steps: how many, how many steps ago the last of them was, whether the next ones are proven
                           // so too, and one hash made of theirs
    event_cut = 21,        // object, extra bytes, how many slots are left
    event_binding = 22,    // code unit, instruction, Callee, values given, count, TraceModel::Source of each parameter: a call with keywords
    event_operator = 23,   // class, opcode, function: what the operator calls for instances of that class on its left
    event_part = 24,       // a proof of a part, in a large world: the first label, past the last one (difference), where in large objects
                           // it looks (SlotRange), hash of the stack, hash of those objects' contents, how many they are
    event_uncaught = 25,   // the type's name: the exception that has ended the program
};

} // namespace terrarium::inspect
