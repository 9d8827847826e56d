// The recorder: watches every instruction and writes what it did to a trace. Costs nothing when there is none.
// Invariant: reads the VM only, at instruction boundaries; never allocates in the world, changes a count or runs code.
// What it looks at after an instruction: the stack slots the opcode table says it wrote, and the objects that the
// instruction had in its hands. A native that changes an object further away is found at the next proof, when every
// object is compared, and marked late. Read next: inspect/trace_model.h, inspect/trace_events.h.
#pragma once

#include "inspect/describe.h"
#include "inspect/labels.h"
#include "inspect/trace_events.h"
#include "inspect/trace_file.h"
#include "inspect/trace_indexing.h"
#include "inspect/trace_model.h"
#include "inspect/trace_numbers.h"
#include "vm/interp/frame.h"
#include "vm/probe.h"

#include <atomic>

namespace terrarium::inspect {

struct RecorderOptions {
    std::string path;
    std::vector<std::string> command; // the script and its arguments, for the head
    uint64_t proof_every = 0;         // steps between proofs; 0: as many as cost little
    uint64_t most_steps = 0;          // the record ends there, at the end of a chunk; 0: it has no bound
    void (*on_full)() = nullptr;      // called then, the file being whole; must not return
    bool for_reading_along = false;   // someone reads while it is written: a first chunk soon, keyframes often
    bool in_session = false;          // begins and ends while a program is there: its objects have numbers, and keep them
};

class Recorder final : public Probe, public HeapListener {
public:
    Recorder();
    ~Recorder();
    // Starts to number objects; steps are written from the next instruction on. False: *error says why.
    bool start(const RecorderOptions& options, std::string* error);
    // The program has ended, nothing of it has been let go yet: the moment that views call its exit.
    void program_ended();
    // What ran has ended for now, nothing runs: what there is so far goes to the disk.
    void pause();
    // The last step, the index. False: the file is not whole (*error).
    bool finish(int exit_code, std::string* error);
    uint64_t steps() const { return steps_; }
    // The steps so far go to the disk at the next instruction. From any thread.
    void flush_soon() { chunk_limit_.store(1, std::memory_order_relaxed); }
    uint64_t bytes() const { return writer_.written(); }

    void on_instruction(Thread& t, const Frame* frame) override;
    void on_call(Thread& t, const Frame* frame) override;
    void on_tail_call(Thread& t, const Frame* frame) override;
    void on_leave(Thread& t, const Frame* frame) override;
    void on_raise(Thread& t, const Frame* frame) override;
    void on_allocate(Object* object, size_t bytes) override;
    void on_free(Object* object, size_t bytes) override;
    void on_count_change(Object*, uint32_t) override {}
    void on_collection_phase(CollectionPhase phase, int generation) override;
    void on_output(int fd, const char* text, size_t bytes);

private:
    struct Touched {
        Object* object;
        Label label;
        int64_t index; // the one slot that may change, or all_slots or last_slots
    };
    static constexpr int64_t all_slots = -1, last_slots = -2;
    struct Live { // beside each TraceFrame
        const Code* code = nullptr;
        std::vector<Touched> touched; // what its instruction under way has in its hands
        bool disturbed = false;       // code ran inside it that was not called by it: look at all its slots
    };
    struct ChunkNote {
        uint64_t offset, first_step, steps;
        Label first_label;
        uint32_t deepest;
        bool keyframe;
    };

    void attach(Thread& t);
    bool quick_step(Thread& t, const Frame* frame);
    bool quick_call(Thread& t, const Frame* frame);
    void finish_step(Thread& t, const Frame* frame);
    void look_at_exceptions(const Thread& t);
    bool matches(Thread& t, uint32_t low, uint32_t sp);
    void write_record(uint8_t parts);
    void prepare(Thread& t, const Frame* frame);
    void touch(Live& live, Value v, int64_t index = all_slots);
    uint8_t harm_of(Object* native);
    void settle(Live& live);
    void reread(Object* object, Label label, TraceObject& o, int64_t index);
    void replace_slots(Label label, TraceObject& o, uint32_t layout, uint32_t extra, std::vector<Val>& slots);
    void drain();
    void describe(Label label, Object* object);
    void prove(Thread& t);
    void generations();
    void numbers(ByteWriter* out, bool anew);
    Val val(Value v);
    uint32_t code_id(const Code* code);
    void flush_chunk();
    void write_keyframe();
    void write_definitions();
    void end_frames();
    void write_indexes(bool all);
    bool write_index(int exit_code);
    ByteWriter& event(TraceEvent e) {
        events_.byte(e);
        return events_;
    }
    TraceFrame frame_of(Thread& t, const Frame* frame);

    std::shared_ptr<Definitions> definitions_ = std::make_shared<Definitions>();
    TraceModel model_;
    LayoutTable layouts_;
    LabelTable& table_ = LabelTable::instance();
    TraceWriter writer_;
    std::unique_ptr<IndexingThread> indexing_; // null: who reads along makes no use of it
    RecorderOptions options_;
    ByteWriter steps_out_, events_;
    TraceStep predicted_, actual_;
    std::vector<Live> live_;
    std::unordered_map<const Code*, uint32_t> codes_;
    std::vector<const Code*> code_of_id_; // null once it has died
    uint64_t handled_bits_ = Value::null().bits; // of t.handled, as of the last step
    std::unordered_map<Object*, uint8_t> natives_; // what a native does to its arguments: see harm_of
    std::vector<std::pair<Label, Object*>> wanted_; // to be described
    Slots slots_;
    Thread* thread_ = nullptr; // whose steps these are
    TraceNumbers numbers_;     // as written last
    uint64_t collected_at_ = 0, exit_step_ = 0;
    std::vector<Val> fresh_;
    std::vector<ChunkNote> notes_;
    ChunkNote note_{};
    uint64_t steps_ = 0, run_ = 0, chunk_steps_ = 0, next_proof_ = 0, random_ = 0x9e3779b97f4a7c15u;
    uint64_t bytes_since_keyframe_ = 0, last_keyframe_bytes_ = 0;
    std::atomic<uint64_t> chunk_limit_{steps_per_chunk};
    size_t codes_written_ = 0, layouts_written_ = 0;
    uint64_t last_birth_ = 0;
    Label last_death_ = 0;
    uint32_t depth_ = 0, lowest_ = 0;
    bool attached_ = false, tail_ = false, raised_ = false, writing_ = false;
};

} // namespace terrarium::inspect
