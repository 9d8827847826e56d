// The recorder: sees to it that a trace says what every instruction did. Costs nothing when there is none.
// Invariant: reads the VM only, at instruction boundaries; never allocates in the world, changes a count or runs code.
// The loop is quiet as long as the reader's model comes to the same by itself (vm/probe.h, trace_run.cpp): then it
// tells nothing and nothing is written. The recorder keeps the objects as the reader has them, but no stack and no frames.
// Read next: inspect/recorder_prepare.cpp, inspect/trace_events.h.
#pragma once

#include "inspect/describe.h"
#include "inspect/labels.h"
#include "inspect/patience.h"
#include "inspect/trace_events.h"
#include "inspect/trace_file.h"
#include "inspect/trace_indexing.h"
#include "inspect/trace_model.h"
#include "inspect/trace_numbers.h"
#include "vm/core/list.h"
#include "vm/interp/frame.h"
#include "vm/probe.h"

#include <atomic>
#include <chrono>
#include <initializer_list>

namespace terrarium::inspect {

struct RecorderOptions {
    std::string path;
    std::vector<std::string> command; // the script and its arguments, for the head
    uint64_t proof_every = 0;         // steps between proofs; 0: as many as cost little
    uint64_t most_steps = 0;          // the record ends there, at the end of a chunk; 0: it has no bound
    void (*on_full)() = nullptr;      // called then, the file being whole; must not return
    bool for_reading_along = false;   // someone reads while it is written: a first chunk soon, keyframes often
    IndexWish index = IndexWish::whole;
    bool in_session = false;          // begins and ends while a program is there: its objects have numbers, and keep them
};

class Recorder final : public Probe, public HeapListener, private TraceWriter::Listener {
public:
    Recorder();
    ~Recorder();
    // Starts to number objects; steps are written from the next instruction on. False: *error says why.
    bool start(const RecorderOptions& options, std::string* error);
    // The program has ended, nothing of it has been let go yet: the moment that views call its exit.
    void program_ended();
    // What ran has ended for now, nothing runs: what there is so far goes to the disk.
    void pause();
    // The last step, the index. Who has patience is told how many steps are indexed, and may leave the rest. False: the file
    // is not whole (*error).
    bool finish(int exit_code, std::string* error, Patience* patience = nullptr);
    uint64_t steps() const { return steps_; }
    // The steps so far go to the disk at the next instruction. From any thread.
    void flush_soon() { flush_wanted_.store(true, std::memory_order_relaxed); }
    // In the midst of an instruction that waits or takes long: the steps before it go to the disk, if `wanted` or not too
    // many small pieces have gone there already. For those who read along.
    void write_now(Thread& t, bool wanted);
    // The process is about to end in the midst of an instruction: finish() is to write what was before it.
    void cut_off();
    bool is_flush_wanted() const { return flush_wanted_.load(std::memory_order_relaxed); }
    uint64_t bytes() const { return writer_.written(); }
    // The steps at the end that have no index in the file, although one was wanted: nobody waited for it.
    uint64_t unindexed() const { return indexing_ && indexed_ < notes_.size() ? steps_ - notes_[indexed_].first_step : 0; }

    void on_instruction(Thread& t, const Frame* frame) override;
    void on_call(Thread& t, const Frame* frame) override;
    void on_tail_call(Thread& t, const Frame* frame) override;
    void on_operator(Thread& t, const Frame* frame, Value function) override;
    void on_leave(Thread& t, const Frame* frame) override;
    void on_raise(Thread& t, const Frame* frame) override;
    void on_change(Thread& t, const Frame* frame) override;
    void on_allocate(Object* object, size_t bytes) override;
    void on_free(Object* object, size_t bytes) override;
    void on_count_change(Object*, uint32_t) override {}
    void on_collection_phase(CollectionPhase phase, int generation) override;
    void on_output(int fd, const char* text, size_t bytes);

private:
    struct Touched {
        Object* object;
        Label label;
        uint32_t depth; // of the frame whose instruction under way has it in its hands
        int64_t index;  // the one slot that may change, or one of those below
        // key_slots: of the dict or set, before it changes: its table, the key's hash, where entries of that hash stand
        const void* table = nullptr;
        int64_t hash = 0;
        uint32_t places[2] = {}, place_count = 0;
    };
    static constexpr int64_t all_slots = -1, last_slots = -2, key_slots = -3;
    static constexpr int64_t value_slots = -4, any_slots = -5, grown_slots = -6; // only of Moved: of a generator; all; one more
    static constexpr uint32_t none = UINT32_MAX;
    static constexpr uint64_t early_steps = 10000; // looked at closely
    // What is known of an instruction before it runs.
    enum class Plan : uint8_t {
        foreseen, // the model does the same; its objects have moved already
        learnt,   // the model expects what the place left behind the last times: to be compared
        forced,   // the model would do something else: what it does is written in any case
    };
    struct KnownCode {
        const Code* code = nullptr;
        uint32_t id = 0;
    };
    struct ChunkNote {
        size_t chunk; // where it begins, with its definitions and keyframe
        uint64_t first_step, steps;
        Label first_label;
        uint32_t deepest;
        bool keyframe;
    };

    struct KnownCall { // a function that the model knows to run that code
        Label function = 0;
        const Code* code = nullptr;
    };
    struct KnownBirth { // how plain instances begin
        ShapeId shape = 0;
        uint32_t layout = 0, bytes = 0;
        bool container = true;
    };
    enum Harm : uint8_t { harm_none, harm_last, harm_key, harm_send, harm_any }; // see harm_of
    struct KnownNative {
        const Object* native = nullptr;
        uint8_t harm = 0;
    };

    static Look look_at(Opcode op);
    static uint32_t depth_of(const Thread& t, const Frame* f) { return static_cast<uint32_t>(f - t.frames); }
    KnownCode& known_code(const void* code) { return known_codes_[reinterpret_cast<uintptr_t>(code) / 16 % 256]; }
    void attach(Thread& t, const Frame* frame);
    void sync(Thread& t);
    void begin(Thread& t, const Frame* frame);
    void begin_quietly(Thread& t, const Frame* frame);
    void count_quietly(const Frame* frame);
    void stay_quiet_if_foreseen(const Frame* frame);
    Plan foretell(TraceModel::Site& site, bool expected, std::initializer_list<Val> results);
    Plan prepare_attribute(const Frame* frame, int32_t at, Value owner);
    Plan prepare_method(const Frame* frame, int32_t at, Value self);
    Plan prepare(Thread& t, const Frame* frame, Opcode op);
    Plan prepare_call(Thread& t, const Frame* frame, Word word);
    Plan prepare_defaults(Value callable, uint32_t given);
    Plan prepare_keywords(const Frame* frame, Word word, const Value* sp);
    Plan prepare_operator(const Frame* frame, Value function, const Value* sp);
    bool prepare_instance(const Frame* frame, Word word, Value callable, bool with_self);
    Plan touch_operands(Word word, const Value* sp);
    uint32_t know_function(Value callable, const Code* code);
    bool same_default(const TraceObject& o, const Function* f, uint32_t parameter, uint32_t source);
    void expect_birth(const Frame* frame, ShapeId shape);
    Plan prepare_for(Value iterator);
    void tell_walk(Value iterator, TraceObject& known, Walk walk, const WalkState& now);
    Plan move_slot(Value owner, SlotPlace slot, Value to);
    Plan move_growth(Value owner, TraceObject& o, uint32_t layout, Value to);
    void tell_moved();
    bool prepare_append(Value target, Value item);
    TraceObject* resumable(Value generator);
    Plan prepare_resume(Value generator);
    Plan prepare_send(const Value* low);
    Plan prepare_yield(const Frame* frame);
    bool resumed_as_foreseen(Thread& t, const Frame* frame);
    void resumed_otherwise(const Frame* frame);
    void tell_moved_values(Generator* g, TraceObject& o);
    Plan prepare_making(const Frame* frame, TraceModel::Made what, const Value* values, size_t n);
    Plan prepare_part(const Frame* frame, const Value* sp);
    Plan prepare_exchange(const Value* sp);
    Plan prepare_iterator(const Frame* frame, Value v);
    bool make_as_foreseen(Object* object, Label label, size_t bytes);
    void tell_birth(const TraceObject& o);
    void tell_made();
    void tell_untold();
    void expect_end(std::initializer_list<Value> these);
    void tell_gone();
    void tell_callee(Value callable, uint32_t callee);
    void tell_constants(uint32_t code);
    void note_begun(const Thread& t);
    void look_at_exceptions(const Thread& t);
    void finish_step(Thread& t, const Frame* frame, bool told);
    uint8_t tell_frames(Thread& t, const Frame* frame, uint32_t depth);
    uint8_t tell_results(Thread& t, const Frame* frame);
    bool appended(Thread& t, const Frame* frame);
    void write_slots(Thread& t, uint32_t from, uint32_t to);
    void write_frame(const TraceFrame& f);
    void write_record(uint8_t parts);
    Label touchable(Value v); // 0: its contents do not change, or are not listed
    void touch(Value v, int64_t index = all_slots);
    void touch_key(Value container, Value key);
    void touch_attribute(Value owner, Value name);
    void touch_through(Value v, int depth = 0);
    void touch_given(const Value* values, size_t n, int64_t index = all_slots);
    KnownNative& known_native(const void* native) { return known_natives_[reinterpret_cast<uintptr_t>(native) / 16 % std::size(known_natives_)]; }
    uint8_t harm_of(Object* native);
    void settle(uint32_t from_depth);
    void write_slot(Label label, TraceObject& o, size_t index, Val v);
    void reread(Object* object, Label label, TraceObject& o, int64_t index);
    bool reread_entry(const Touched& touched, TraceObject& o);
    void write_append(Label label, TraceObject& o, uint32_t extra, std::initializer_list<Val> values);
    void write_cut(Label label, TraceObject& o, size_t left);
    // Values: Room<Val>, or of very many SlotArray, which takes less room.
    template <class Values>
    uint32_t read_values(Object* object, Values* out);
    template <class Values>
    void describe_slots(Label label, TraceObject& o, Object* object, Values& values);
    template <class Values>
    void reread_whole(Object* object, Label label, TraceObject& o, Values& values);
    template <class Values>
    void replace_slots(Label label, TraceObject& o, uint32_t layout, uint32_t extra, Values& slots);
    // What the model's side of it is; null objects and those not described give nothing.
    TraceObject* known(Value v) {
        Label label = v.is_object() ? table_.known_label(v.object_ptr()) : 0;
        TraceObject* o = label ? model_.object(label) : nullptr;
        return o && o->described ? o : nullptr;
    }
    // Likewise of an object that was born in the program.
    TraceObject* of_program(Value v) {
        Label label = v.is_object() ? table_.described_label(v.object_ptr()) : 0;
        return label - 1 < first_before_label - 1 ? model_.objects.find(label) : nullptr;
    }
    static constexpr uint64_t unknown_bits = TraceModel::unknown_bits;
    Val seen(Value v) { // as val(), and describes nothing
        if (!v.is_object()) return {v.bits};
        Label label = table_.known_label(v.object_ptr());
        return label ? Val::object(label) : Val{unknown_bits};
    }
    // Where the model has the item of a list that is as long as the model's; none: it is something else.
    SlotPlace list_item(Value container, Value key) {
        if (!key.is_int() || !has_shape(container, shapes::list)) return {};
        auto list = static_cast<const List*>(container.object_ptr());
        TraceObject* o = model_.objects.find(table_.known_label(list));
        int64_t i = key.int_value();
        if (i < 0) i += static_cast<int64_t>(list->length);
        bool same = o && o->described && o->slots.size() == list->length && static_cast<uint64_t>(i) < list->length;
        return same ? SlotPlace{o, static_cast<size_t>(i)} : SlotPlace{};
    }
    void drain();
    void describe(Label label, Object* object);
    void note_birth(const Object* object, const TraceObject& o);
    void prove(Thread& t, bool whole);
    struct Looked {
        StateHash hash;
        uint64_t objects = 0, work = 0; // work: slots, and as many as an object costs
        Label end = 0;                  // past the last one
        std::vector<std::pair<Label, uint32_t>> moved; // to generations, each + 1
    };
    struct Part { // of the objects: those from a label on, till that is enough work; of large ones some slots, from a place on
        Label from = 0;
        uint64_t most_work = 0, place = 0;
    };
    void look_at_objects(const Part* part, bool moves, Looked* out);
    void recount();
    void tell_held();
    void list(Val v) { // in a slot
        TraceObject* o = v.is_object() && v.label() < first_before_label ? model_.objects.find(v.label()) : nullptr;
        if (o) o->listed++;
    }
    // What is there is what the trace has; then it is listed.
    bool list_as(Value v, Val known) {
        if (!v.is_object() || !known.is_object() || known.label() >= first_before_label) return seen(v) == known;
        TraceObject* o = model_.objects.find(known.label());
        if (!o || o->native() != v.object_ptr()) return false;
        o->listed++;
        return true;
    }
    void plan_next_proof(uint64_t work);
    void write_chain();
    static bool is_looked_at_in_parts(const Object* object); // of others all is compared in any case
    bool unchanged(Object* object, const TraceObject& o, SlotRange range);
    void generations(int collected);
    void tell_each(TraceEvent e, const std::vector<std::pair<Label, uint32_t>>& numbers);
    void note_young(Label label);
    void numbers(ByteWriter* out, bool anew);
    void write_event_numbers();
    // As the trace has it; an object that it does not know will be described.
    Val val(Value v) {
        if (!v.is_object()) return {v.bits};
        Label label = table_.described_label(v.object_ptr());
        return Val::object(label ? label : want_described(v.object_ptr()));
    }
    Label want_described(Object* o);
    uint32_t code_id(const Code* code) {
        KnownCode& known = known_code(code);
        return known.code == code ? known.id : find_code(code);
    }
    uint32_t find_code(const Code* code);
    void flush_chunk(Thread* t);
    void chunk_written(ChunkKind kind) override; // by the writer's thread
    void write_keyframe();
    void write_definitions();
    void end_frames();
    void write_indexes(std::chrono::steady_clock::time_point until);
    void wait_for_indexes(Patience* patience);
    bool write_index(int exit_code);
    ByteWriter& event(TraceEvent e) {
        if (untold_) [[unlikely]] tell_untold();
        events_.byte(e);
        return events_;
    }
    TraceFrame frame_of(Thread& t, const Frame* frame);

    std::shared_ptr<Definitions> definitions_ = std::make_shared<Definitions>();
    TraceModel model_;
    LayoutTable layouts_;
    LabelTable& table_ = LabelTable::instance();
    std::unique_ptr<IndexingThread> indexing_; // null: no index is wanted, or who reads along makes no use of it
    TraceWriter writer_;
    RecorderOptions options_;
    std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
    ByteWriter steps_out_, events_;
    TraceStep actual_;
    int32_t base_at_ = 0;  // what its place is written as the difference to
    std::vector<Touched> touched_; // deepest last
    uint32_t touch_depth_ = 0;
    KnownCode known_codes_[256];
    std::vector<bool> constants_told_;
    std::unordered_map<const Code*, uint32_t> codes_;
    std::vector<const Code*> code_of_id_; // null once it has died
    uint64_t handled_bits_ = Value::null().bits; // of t.handled, as of the last step
    KnownCall known_calls_[256];
    KnownBirth known_births_[256]; // by shape
    KnownNative known_natives_[256]; // what they do to their arguments: see harm_of
    std::vector<Object*> wanted_; // to be described
    Slots slots_;
    const Slots no_slots_; // of what lists items
    Thread* thread_ = nullptr; // whose steps these are
    TraceNumbers numbers_;     // as written last
    uint64_t collected_at_[3] = {}, exit_step_ = 0; // by generation
    Room<Val> fresh_, had_;
    std::vector<Label> young_[2]; // containers that were born since the last collection of their generation: 0 or 1
    size_t most_young_ = 4096;    // before the dead ones among them are left out
    std::vector<ChunkNote> notes_;
    ChunkNote note_{};
    size_t indexed_ = 0; // of notes_
    uint64_t steps_ = 0, run_ = 0, next_proof_ = 0, next_count_ = 0, early_work_ = 0, eager_work_ = 0, random_ = 0x9e3779b97f4a7c15u; // steps that have ended, of them since the last record
    uint64_t chain_ = 0, chain_steps_ = 0, chain_end_ = 0; // proofs of the first steps that are not written yet
    bool numbers_anew_ = true;                             // none were written since the keyframe
    bool early_ = true;                                    // every step is proven
    uint64_t proofs_ = 0, whole_work_ = 0, next_whole_ = 0; // proofs of single steps; of the last proof of all objects; when the next one is due
    Label part_from_ = 0;                                  // where the next part of a large world begins
    uint64_t bytes_since_keyframe_ = 0, last_keyframe_bytes_ = 0, last_keyframe_slots_ = 0, last_keyframe_step_ = 0;
    uint64_t chunk_limit_ = steps_per_chunk;
    std::atomic<bool> flush_wanted_ = false;
    Opcode base_of_[256]; // opcodes as the table has them, by those the loop runs
    size_t codes_written_ = 0, layouts_written_ = 0;
    uint64_t last_birth_ = 0;
    Label last_death_ = 0, first_unborn_ = 1; // from that one on, they were born in the step under way
    // The step under way.
    uint32_t begun_ = none, lowest_ = 0; // frame it began in, and the lowest that was on top since; none: nothing came or went
    const Word* begun_at_ = nullptr;     // past its word
    const Word* under_way_ = nullptr;    // likewise in the frame below those that left
    uint64_t begun_steps_ = 0;
    std::vector<std::pair<uint32_t, uint32_t>> changed_; // slots that another observer has written: from, to
    Plan plan_ = Plan::foreseen;
    Val method_self_;                    // what LOAD_METHOD looks at
    struct Moved {
        Object* object;
        Label label;
        int64_t index; // as in Touched
    } moved_{};                          // what the model has changed already, in step moved_step_
    uint64_t moved_step_ = 0, plan_step_ = 0;
    std::pair<Object*, Label> grows_{}, append_{}; // a list that gets more room; one whose append is called
    // Generators: the one whose `send` is called; the one that yields to a native, which is to go on with it at once.
    const Object *sent_to_ = nullptr, *yielded_ = nullptr;
    const Value* resumed_at_ = nullptr; // where its frame is to stand
    size_t moved_values_ = 0;           // that it had before moved_
    bool goes_on_ = false, went_on_ = false; // yielded_: it is expected to; it has, as the model does
    bool quiet_ = false;                // the loop was, when the step began
    // The object that the instruction makes; once born, the one it has made. Those that go with it.
    struct Making {
        bool wanted = false;
        ShapeId shape = 0;
        TraceModel::New kind{};
        uint32_t count = 0;
        TraceModel::Site* site = nullptr;
        Walk walk = Walk::unknown; // of an iterator
        WalkState state;
        Val values[TraceModel::most_made];
    } making_;
    Object* made_ = nullptr;
    const Object* goes_[2] = {};
    Label gone_[2] = {};      // as foreseen, in step gone_step_
    Label untold_ = 0;        // made in step made_step_: the reader comes to it by itself, as long as that step has no events
    uint64_t made_step_ = 0, gone_step_ = 0;
    std::string raised_type_; // name of the type of what was raised last
    bool cut_off_ = false;
    bool finishing_ = false;  // the step under way is steps_, not the next one
    bool attached_ = false, tail_ = false, raised_ = false, writing_ = false;
};

} // namespace terrarium::inspect
