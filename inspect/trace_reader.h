// A recorded trace, read: the state at any step, forwards and backwards.
// Step n is the moment after n instructions; step 0 is before the first. Read next: inspect/trace_events.h.
#pragma once

#include "inspect/snapshot.h"
#include "inspect/trace_events.h"
#include "inspect/trace_file.h"
#include "inspect/trace_model.h"
#include "inspect/trace_numbers.h"

namespace terrarium::inspect {

// What happened in one step, besides stack and frames.
struct StepEvents {
    std::vector<Label> born, died, changed;
    std::string output, uncaught; // uncaught: the type's name of the exception that has ended the program
    bool raised = false, collected = false, late = false;
    void clear() {
        born.clear();
        died.clear();
        changed.clear();
        output.clear();
        uncaught.clear();
        raised = collected = late = false;
    }
};

// What verify() found.
struct Verification {
    uint64_t steps = 0, chunks = 0, proofs = 0, parts = 0, parts_wrong = 0, ledgers = 0, proofs_wrong = 0, objects_proven = 0, late_changes = 0, seeks = 0, seeks_wrong = 0, indexes = 0, indexes_wrong = 0, ledgers_wrong = 0, counts_wrong = 0;
    std::vector<std::string> faults; // sentences, the first twenty
    bool good() const { return faults.empty(); }
};

class TraceReader {
public:
    enum class For : uint8_t { views, index }; // index: snapshots lack texts and what was counted at keyframes
    explicit TraceReader(For what = For::views) : for_views_(what == For::views) {}
    // False: *error says why. A trace that is broken off or damaged is open as far as it is whole; see damage().
    bool open(const std::string& path, std::string* error);
    const std::string& damage() const { return damage_.empty() ? file_.damage() : damage_; }
    // The trace may have been written on since. True: there are more steps now. It stands where it stood.
    bool refresh();
    uint64_t steps() const { return steps_; }       // the last step
    uint64_t step() const { return step_; }         // where it stands
    const std::vector<std::string>& command() const { return command_; }
    uint64_t bytes() const { return file_.size(); }

    // Goes to a step (at most steps()). False: the trace is damaged there (*error), and it stands at the last whole step.
    bool seek(uint64_t step, std::string* error);
    // One step on. False at the end or where the trace is damaged.
    bool next() { return advance(step_ + 1); }
    // The same, by one step at least, and on up to a step for as long as nothing is told but that the model goes on.
    bool advance(uint64_t to);
    // Chunks of steps, and what the file says of one (inspect/trace_index.h). False: nothing, or nothing whole.
    size_t chunk_count() const { return chunks_.size(); }
    uint64_t chunk_begin(size_t i) const { return i < chunks_.size() ? chunks_[i].first_step : steps_; }
    uint64_t chunk_end(size_t i) const { return i < chunks_.size() ? chunks_[i].first_step + chunks_[i].steps : steps_; }
    uint64_t keyframe_bytes(size_t i) const { return i < chunks_.size() && chunks_[i].keyframe != none ? file_.chunks()[chunks_[i].keyframe].raw_length : 0; } // that it begins with
    size_t chunk_of_step(uint64_t step) const; // whose records lead to it; chunk_count(): none yet
    bool has_index(size_t i) const { return i < indexes_.size(); }
    bool read_index(size_t i, std::string* raw) { return i < indexes_.size() && file_.read(file_.chunks()[indexes_[i]], raw); }
    // The program's last step, before anything of it was let go, and its exit code; of a trace that breaks off: the last
    // step there is.
    uint64_t exit_step() const { return ended_ ? exit_step_ : steps_; }
    int exit_code() const { return exit_code_; }
    bool ended() const { return ended_; } // the trace goes to the end of the program

    // The model went here by itself, and nothing else happened.
    bool ran() const { return ran_; }
    // What the step that led here did, where the trace says it; null: the model performed it.
    const TraceStep* told_step() const { return told_ ? &scratch_ : nullptr; }
    void log_changes(ChangeLog* log) { model_.set_log(log); }
    const StepEvents& events() const { return events_; }
    const TraceModel& model() const { return model_; }
    Snapshot snapshot() const;
    // Of the program's objects, as far as they are known.
    uint64_t heap_bytes() const { return heap_bytes_; }

    // Replays everything: every proof the VM wrote, the ledger's sums, and jumps to random steps.
    Verification verify(uint64_t random_seeks);
    // What a proof of a part is about: the objects whose labels are from one up to another; of large ones some slots.
    struct Part {
        Label from = 0, end = 0;
        uint64_t place = 0; // see SlotRange
    };
    // Of the stack, the frames and all objects or those; *objects: how many these are.
    StateHash state_hash(const Part* part = nullptr, uint64_t* objects = nullptr) const;

private:
    struct Chunk {
        size_t place;      // index into file_.chunks()
        size_t keyframe;   // likewise, or none
        uint64_t first_step, steps;
    };
    static constexpr size_t none = ~size_t{0};

    void take_chunks();
    bool read_definitions(const std::string& raw);
    bool load_keyframe(size_t place);
    bool enter_chunk(size_t number);
    bool read_record(uint8_t parts);
    bool read_binding();
    bool read_events(bool* performs);
    SlotArray read_slots();
    bool count_now(ByteReader& in, uint64_t step);
    void resize(Label label, TraceObject& o, uint32_t bytes, uint32_t extra_bytes);
    bool read_frame(TraceFrame* f);
    bool read_layout(TraceObject* o);
    bool read_results(TraceStep& step);
    bool perform(uint64_t most, bool alone);
    bool broken(const std::string& what);

    bool for_views_;
    TraceFile file_;
    std::shared_ptr<Definitions> definitions_ = std::make_shared<Definitions>();
    TraceModel model_{definitions_, true};
    std::vector<Chunk> chunks_;
    std::vector<size_t> indexes_; // index into file_.chunks(), of each chunk of steps in turn
    bool ended_ = false;
    uint64_t exit_step_ = 0;
    int exit_code_ = 0;
    std::vector<std::string> command_;
    std::string damage_, wrong_version_;
    size_t taken_ = 0, keyframe_ = none; // of file_.chunks(); the keyframe that no chunk of steps has followed yet
    bool at_chunk_end_ = false;          // of chunk_: the next one may come with refresh()
    uint64_t steps_ = 0, step_ = 0;

    size_t chunk_ = none;
    std::string raw_;
    ByteReader in_;
    uint64_t run_ = 0;
    TraceStep scratch_;
    StepEvents events_;
    std::vector<Val> slots_read_; // by read_slots()
    uint64_t last_birth_ = 0;
    Label last_death_ = 0;
    uint64_t heap_bytes_ = 0;
    uint64_t stack_address_ = 0, frames_address_ = 0, frame_bytes_ = 0;
    TraceNumbers numbers_;     // as of step numbers_at_
    uint64_t numbers_at_ = 0, deepest_ = 0, elided_ = 0; // deepest_: most frames since; elided_: tail calls up to now
    CollectionState last_of_[3]; // by generation
    int collected_ = -1;         // the generation that was collected last; -1: none
    Part part_; // of the proof in the last step
    bool has_proof_ = false, has_part_ = false, has_chain_ = false, counted_ = false, told_ = false, ran_ = false; // in the last step
    struct Chain {
        uint64_t steps = 0, ago = 0, hash = 0;
        bool more = false;
    } chain_;
    StateHash proof_hash_;
    uint64_t proof_objects_ = 0;
};

} // namespace terrarium::inspect
