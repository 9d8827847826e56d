// What is counted now and then, not after every instruction: memory, generations, depth. Taken from the running VM, and
// written to a trace as differences to the last time.
#pragma once

#include "inspect/snapshot.h"
#include "inspect/trace_bytes.h"
#include "vm/core/thread.h"

namespace terrarium::inspect {

struct TraceNumbers {
    std::vector<RegionState> regions; // code, data, stack, heap
    GenerationState generations[3];
    LedgerState ledger;
    uint64_t tail_calls_elided = 0, peak_depth = 0, tail_call_elimination = 0;
};

TraceNumbers take_numbers(const Thread& t);
// `last`: what the reader knows from the last time; a new one: nothing.
void write_numbers(ByteWriter& out, const TraceNumbers& now, const TraceNumbers& last);
// Makes *numbers what they were. False: the bytes make no sense.
bool read_numbers(ByteReader& in, TraceNumbers* numbers);
// Everything but the collection's last report.
void put_numbers(const TraceNumbers& numbers, Snapshot* s);

} // namespace terrarium::inspect
