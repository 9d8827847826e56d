// The state that a trace is about, and what it expects the next instruction to do. Recorder and reader each have one and
// feed them the same steps, so an instruction that does what is expected costs no byte in the file.
// Invariant: everything here follows from the bytes of the trace; a prediction that is wrong costs space, never truth.
// Read next: inspect/recorder.h (writes steps), inspect/trace_reader.h (reads them).
#pragma once

#include "inspect/snapshot.h"
#include "inspect/trace_bytes.h"

#include <array>
#include <memory>
#include <utility>
#include <vector>

namespace terrarium::inspect {

struct TraceFrame {
    uint32_t code = 0, base = 0, locals = 0;
    uint32_t sp = 0;     // before the instruction at `at`
    int32_t at = 0;      // about to run, or under way when frames stand above
    uint16_t flags = 0;  // FrameFlags of vm/interp/frame.h
    uint64_t elided = 0; // tail calls that used the frame again
    Val mapping;
};

// What one instruction did to stack and frames: frames popped, then at most one pushed, then the top frame's new place.
struct TraceStep {
    uint32_t popped = 0;
    bool pushed = false, tail = false; // tail: the pushed frame takes over the elided calls of the last one popped
    TraceFrame frame;                  // the pushed one (code, base, locals, flags, mapping)
    int32_t at = 0;
    uint32_t sp = 0;
    std::vector<std::pair<uint32_t, Val>> writes; // slots of the value stack
    void clear() {
        popped = 0;
        pushed = tail = false;
        at = 0;
        sp = 0;
        writes.clear();
    }
};

struct TraceObject {
    uint64_t address = 0;
    uint64_t born = 0;    // step
    uint32_t bytes = 0, extra_bytes = 0;
    uint32_t layout = 0;
    uint32_t held_by_vm = 0; // references no slot lists, as of the last proof
    uint32_t listed = 0;     // references that slots list; kept by the reader
    uint32_t counted = 0, changes = 0; // of trace_index.h: the count it has seen, steps with changes in this chunk
    int8_t generation = -1;
    uint8_t flags = 0;       // ObjectFlag
    bool live = false, described = false;
    void* native = nullptr;  // recorder only: where it is
    std::vector<Val> slots;
    std::string text;
};

// Which counts moved and which objects went; for who wants to know.
struct ChangeLog {
    std::vector<Label> counted;
    std::vector<std::pair<Label, uint32_t>> gone; // with TraceObject::changes
    bool empty() const { return counted.empty() && gone.empty(); }
    void clear() {
        counted.clear();
        gone.clear();
    }
};

// Objects by label; pages of dead ones are given back.
class ObjectTable {
public:
    TraceObject* find(Label label) const {
        uint32_t page = label >> 6;
        return page < pages_.size() && pages_[page] ? live_or_null(&pages_[page]->objects[label & 63]) : nullptr;
    }
    TraceObject& make(Label label);
    void erase(Label label);
    void clear() { pages_.clear(); size_ = 0; }
    size_t size() const { return size_; }
    template <class F>
    void for_each(F f) const { // in order of labels; f may not make or erase
        for (size_t p = 0; p < pages_.size(); p++) {
            if (!pages_[p]) continue;
            for (uint32_t i = 0; i < 64; i++)
                if (pages_[p]->objects[i].live) f(static_cast<Label>(p << 6 | i), pages_[p]->objects[i]);
        }
    }

private:
    static TraceObject* live_or_null(TraceObject* o) { return o->live ? o : nullptr; }
    struct Page {
        std::array<TraceObject, 64> objects;
        uint32_t live = 0;
    };
    std::vector<std::unique_ptr<Page>> pages_;
    size_t size_ = 0;
};

class TraceModel {
public:
    explicit TraceModel(std::shared_ptr<Definitions> definitions, bool counting) : definitions_(std::move(definitions)), counting_(counting) {}

    std::vector<Val> stack; // slots above the top frame's sp are left over and mean nothing
    std::vector<TraceFrame> frames;
    ObjectTable objects;    // of the program
    ObjectTable before;     // those that were there before it, by label - first_before_label
    Val raised, handled;
    std::string output; // the last of it
    Label next_label = 1;
    void add_output(std::string_view text) {
        constexpr size_t kept = 64 * 1024;
        output += text;
        if (output.size() > 2 * kept) output.erase(0, output.size() - kept);
    }

    // What the instruction about to run should do. Valid when there is a frame.
    void predict(TraceStep* out) const;
    void apply(const TraceStep& step);
    // The same in one, for the commonest instructions: when the step that led to `at` and `sp` and left `top` on the stack
    // was the predicted one, applies it and says so; else nothing has changed. Only without counting.
    bool quick_step(Val top, int32_t at, uint32_t sp);
    bool quick_return(Val top, int32_t at, uint32_t sp);
    // The frame that the CALL under way is expected to push: its code unit, or none (UINT32_MAX).
    uint32_t expected_callee() const;
    void forget_sites() { sites_.clear(); } // at keyframes, so that reading can begin there

    TraceObject* object(Label label) const;
    TraceObject& make_object(Label label);
    void erase_object(Label label);
    void set_slots(TraceObject& o, std::vector<Val>&& slots);
    void set_slot(TraceObject& o, size_t i, Val v);
    void add_slot(TraceObject& o, Val v);
    void cut_slots(TraceObject& o, size_t count);
    void set_root(Val& root, Val v);
    uint32_t sp() const { return frames.empty() ? 0 : frames.back().sp; }
    const Definitions& definitions() const { return *definitions_; }
    // Counts of listed references anew (after a keyframe).
    void recount();
    void set_log(ChangeLog* log) { log_ = log; } // null: none
    void note_count(Label label) {
        if (log_) log_->counted.push_back(label);
    }

private:
    struct Site { // what an instruction did the last times
        Val last, before;   // the value it left on top
        Val callable;       // CALL: what was called when it pushed a frame
        uint32_t callee = 0;
        uint8_t outcome = 0; // 1: jumped; 2: pushed a frame
    };
    const Site* site(uint32_t code, int32_t at) const;
    Site& make_site(uint32_t code, int32_t at);
    void list(Val v, int by);
    void write(uint32_t slot, Val v);
    void set_sp(uint32_t from, uint32_t to);
    void complete(TraceStep* out, const TraceFrame& caller, Val result, uint32_t pops, uint32_t keep) const;

    std::shared_ptr<Definitions> definitions_;
    std::vector<std::vector<Site>> sites_;
    bool counting_;
    ChangeLog* log_ = nullptr;
};

// Instruction words of a code unit as the model reads them.
inline const Instruction* instruction_at(const Definitions& d, uint32_t code, int32_t at) {
    const std::vector<Instruction>& all = d.codes[code].instructions;
    return at >= 0 && static_cast<size_t>(at) < all.size() ? &all[static_cast<size_t>(at)] : nullptr;
}

// Order-free parts of a state's hash.
inline uint64_t mix(uint64_t a, uint64_t b) {
    uint64_t h = (a + 0x9e3779b97f4a7c15u) * 0xff51afd7ed558ccdu ^ (b + 0xc4ceb9fe1a85ec53u) * 0x9e3779b97f4a7c15u;
    h ^= h >> 32;
    h *= 0xd6e8feb86659fd93u;
    return h ^ h >> 29;
}
uint64_t hash_slot(uint32_t slot, Val v);
uint64_t hash_frame(uint32_t index, const TraceFrame& f);
uint64_t hash_object(Label label, uint64_t address, const std::vector<Val>& slots);
uint64_t hash_count(Label label, uint32_t count);

// The state in three numbers, so that a difference says where it is.
struct StateHash {
    uint64_t stack = 0, objects = 0, counts = 0;
    friend bool operator==(const StateHash&, const StateHash&) = default;
};

// Values in a trace: ints and labels short, the newest labels shortest.
void put_val(ByteWriter& out, Val v, Label next_label);
Val get_val(ByteReader& in, Label next_label);

} // namespace terrarium::inspect
