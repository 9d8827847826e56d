// What threads did, added up: for --stats, and under the lanes of `terrarium gil`.
#pragma once

#include "inspect/gil_trace.h"
#include "inspect/print.h"
#include "support/json.h"

namespace terrarium::inspect {

// The fields of docs/threads.md, in the object that is open.
void write_sums(JsonWriter& json, const GilSums& sums);
// Of more threads than this the first ones are drawn, and it is said how many more there were.
inline constexpr size_t most_threads_drawn = 40;
// A row a thread, and the sum.
void draw_sums(Page& page, const GilSums& sums);
// One sentence or two: what kind of work this was, as far as the GIL is concerned.
std::string what_is_seen(const GilSums& sums, const GilTrace& trace);
// "12.5 ms"
std::string duration(int64_t nanoseconds, const PrintStyle& style);

} // namespace terrarium::inspect
