// Questions to a trace that its index answers: when a place is come to, who called whom up to a step, what happened to an
// object. Each replays a chunk of steps or a few, never the whole run.
#pragma once

#include "inspect/stepper.h"
#include "inspect/trace_index.h"
#include "inspect/views.h"

#include <map>

namespace terrarium::inspect {

// The step of a place, as on the running program (PlaceWatch); `program`: the file of a line that names none. False: the
// trace never comes to it, or only *hits times. The reader is moved.
bool find_place(TraceReader& reader, const TraceIndex& index, const Place& place, const std::string& program, uint64_t* step, uint64_t* hits = nullptr);
// The tree of calls up to a step. The reader is moved.
CallTree calls_at(TraceReader& reader, const TraceIndex& index, uint64_t step);

class TraceHistory final : public ObjectHistory {
public:
    // Both are borrowed; the reader is moved.
    TraceHistory(TraceReader& reader, const TraceIndex& index) : reader_(reader), index_(index) {}
    ObjectPast past_of(Label label, uint64_t step) const override;

private:
    const std::vector<ObjectEvent>& events_in(size_t chunk, Label label) const;
    std::vector<ObjectEvent> replay(size_t chunk, Label label) const;
    TraceReader& reader_;
    const TraceIndex& index_;
    mutable std::map<std::pair<Label, size_t>, std::vector<ObjectEvent>> known_; // by chunk; the last ones that were asked for
};

// The same of a trace that may still be written.
class GrowingHistory final : public ObjectHistory {
public:
    // False: *error says why.
    bool open(const std::string& path, std::string* error) { return reader_.open(path, error); }
    // Up to where it knows, with what was written last.
    uint64_t steps();
    ObjectPast past_of(Label label, uint64_t step) const override;

private:
    bool follow() const;
    mutable TraceReader reader_;
    mutable TraceIndex index_;
    TraceHistory history_{reader_, index_};
};

} // namespace terrarium::inspect
