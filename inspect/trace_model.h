// The state that a trace is about, and what an instruction does to it. The reader performs instructions here; the
// recorder keeps only the objects and what sites have learnt, and writes whatever perform() would not come to by itself.
// Invariant: everything here follows from the bytes of the trace; what is not foreseen costs space, never truth.
// Read next: inspect/trace_run.cpp (performs), inspect/recorder.h (writes steps), inspect/trace_reader.h (reads them).
#pragma once

#include "bytecode/opcodes.h"
#include "inspect/labels.h"
#include "inspect/slot_array.h"
#include "inspect/snapshot.h"
#include "inspect/trace_bytes.h"
#include "inspect/trace_ops.h"

#include <array>
#include <bit>
#include <memory>
#include <unordered_map>
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

// What one instruction did to stack and frames: frames popped, then as a rule at most one pushed, then the top frame's new
// place.
struct TraceStep {
    uint32_t popped = 0;
    bool pushed = false, tail = false; // tail: the pushed frame takes over the elided calls of the last one popped
    bool again = false;                // the lowest of those pushed is the last one popped, which goes on elsewhere
    TraceFrame frame;                  // the pushed one (code, base, locals, flags, mapping)
    std::vector<TraceFrame> between;   // pushed before it, with their places: natives run code in them in the same step
    int32_t at = 0;
    uint32_t sp = 0;
    std::vector<std::pair<uint32_t, Val>> writes; // slots of the value stack
    void clear() {
        popped = 0;
        pushed = tail = again = false;
        at = 0;
        sp = 0;
        between.clear();
        writes.clear();
    }
};

// How far an iterator has come that the model steps by itself. items: of the list or tuple in its first slot; frame: a
// generator or coroutine.
enum class Walk : uint8_t { unknown, items, range, frame };

// What calling an object does, where the model knows: callee_code + id: pushes a frame of that code unit.
// callee_makes: it is a class, Instances says of what.
enum Callee : uint32_t { callee_unknown, callee_append, callee_send, callee_makes, callee_code };

// What calling a class makes: NULL in every slot but the last, which holds the class. Then its __init__ runs, in a frame.
struct Instances {
    static constexpr uint32_t no_init = UINT32_MAX;
    uint32_t layout = 0, bytes = 0;
    uint32_t init = no_init; // its code unit
    bool container = true;
    friend bool operator==(const Instances&, const Instances&) = default;
};

// What is known of the native that resumed a generator: it goes on with it at once; it is the `send` that is called below.
enum Resumer : int64_t { resumer_unknown, resumer_again, resumer_sends };

// How far an iterator has come, where it steps by itself. Of a frame: the instruction it waits at, its code unit, Resumer.
struct WalkState {
    int64_t next = 0, stride = 0, remaining = 0;
    friend bool operator==(const WalkState&, const WalkState&) = default;
};

struct TraceObject {
    uint64_t address = 0;
    uint64_t born = 0; // step
    struct Rare {
        WalkState walking;
        uint32_t callee = callee_unknown;
        Instances makes;
        std::string text;
    };
    std::unique_ptr<Rare> rare; // null: nothing of that
    SlotArray slots;
    uint32_t bytes = 0, extra_bytes = 0;
    uint32_t layout = 0;
    uint32_t held_by_vm = 0; // references no slot lists, as of the last proof
    uint32_t listed = 0;     // references that slots list; kept by the reader
    uint32_t counted = 0, changes = 0; // of trace_index.h: the count it has seen, steps with changes in this chunk
    int8_t generation = -1;
    uint8_t flags = 0;       // ObjectFlag
    Walk walk = Walk::unknown;
    bool described = false;

    Rare& make_rare() {
        if (!rare) rare = std::make_unique<Rare>();
        return *rare;
    }
    uint32_t callee() const { return rare ? rare->callee : uint32_t{callee_unknown}; }
    std::string_view text() const { return rare ? std::string_view(rare->text) : std::string_view(); }
    void set_text(std::string_view text) {
        if (rare || !text.empty()) make_rare().text = text;
    }
    void* native() const { return reinterpret_cast<void*>(address); } // recorder only: where it is
};

static_assert(sizeof(TraceObject) == 80, "a recording keeps two of them for each live object");

// A slot of a described object; none: it is not what was asked for.
struct SlotPlace {
    TraceObject* object = nullptr;
    size_t index = 0;
    explicit operator bool() const { return object != nullptr; }
    Val value() const { return object->slots[index]; }
};

class CodeFlow;

// What happens to objects and where control goes; for who wants to know.
struct ChangeLog {
    struct Counted {
        TraceObject* object;
        Label label;
    };
    std::vector<Counted> counted;                 // in this step their counts moved, perhaps back
    std::vector<std::pair<Label, uint32_t>> gone; // in this step; with TraceObject::changes
    std::vector<Label> touched;                   // whose `changes` began to be counted
    CodeFlow* flow = nullptr;
    // Changed in this step, for certain.
    void change(TraceObject& o, Label label) {
        o.counted = o.listed + o.held_by_vm;
        if (o.changes++ == 0) touched.push_back(label);
    }
    // At the end of a step.
    void settle() {
        for (auto [o, label] : counted)
            if (o->listed + o->held_by_vm != o->counted) change(*o, label);
        counted.clear();
    }
};

// Objects by label. What leads to labels that are all dead is given back, and the room of a dead object used again: a
// long run makes many.
class ObjectTable {
public:
    TraceObject* find(Label label) const {
        size_t top = label / per_shelf;
        uint32_t place = top < shelves_.size() && shelves_[top] ? shelves_[top]->places[label % per_shelf] : 0;
        return place ? &at(place) : nullptr;
    }
    TraceObject& make(Label label);
    void erase(Label label);
    void clear();
    size_t size() const { return size_; }
    template <class F>
    void for_each(F f) const { // in order of labels; f may not make or erase
        for_each_from(0, [&](Label label, TraceObject& o) {
            f(label, o);
            return true;
        });
    }
    template <class F>
    void for_each_from(Label from, F f) const { // likewise, as long as f says true
        size_t first = from / per_shelf;
        for (size_t w = first / 64; w < full_.size(); w++) {
            bool on = each_bit(full_[w], w * 64, first, [&](size_t s) {
                const Shelf& shelf = *shelves_[s];
                for (size_t i = 0; i < shelf.used.size(); i++)
                    if (!each_bit(shelf.used[i], s * per_shelf + i * 64, from, [&](size_t label) { return f(static_cast<Label>(label), at(shelf.places[label % per_shelf])); })) return false;
                return true;
            });
            if (!on) return;
        }
    }

private:
    static constexpr size_t per_shelf = 256, per_slab = 64;
    struct Shelf {
        std::array<uint32_t, per_shelf> places{}; // 0: no such object
        std::array<uint64_t, per_shelf / 64> used{}; // a bit for each that is
        uint32_t count = 0;
    };
    using Slab = std::array<TraceObject, per_slab>;
    // Of the numbers that bits stand for, the first one being `base`, those from `from` on, as long as f says true.
    template <class F>
    static bool each_bit(uint64_t bits, size_t base, size_t from, F f) {
        if (from > base) bits = from - base < 64 ? bits & ~uint64_t{0} << (from - base) : 0;
        for (; bits; bits &= bits - 1)
            if (!f(base + static_cast<size_t>(std::countr_zero(bits)))) return false;
        return true;
    }
    static uint64_t bit(size_t n) { return uint64_t{1} << n % 64; }
    TraceObject& at(uint32_t place) const { return (*slabs_[place / per_slab])[place % per_slab]; }
    void let_go(size_t shelf);

    std::vector<std::unique_ptr<Shelf>> shelves_;
    std::vector<uint64_t> full_; // a bit for each shelf that is there
    std::vector<std::unique_ptr<Slab>> slabs_;
    uint32_t free_ = 0; // a room to be used again; its `layout` is the next one
    uint32_t rooms_ = 1;
    size_t size_ = 0, newest_ = 0; // newest_: the last shelf made; it stays while it is, for what is born next
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
    static constexpr size_t most_output = 128 * 1024; // bytes kept; then the last half of them
    void add_output(std::string_view text) {
        output += text;
        if (output.size() > most_output) output.erase(0, output.size() - most_output / 2);
    }

    // Instructions do what the model knows of them. `alone`: nothing else happens in these steps, so the log is told at once
    // what each changed.
    struct Run {
        uint64_t steps = 0;
        size_t deepest = 0; // most frames at once
        Label changed = 0;  // by the last one: contents of an object
        Label born = 0, died[2] = {}; // in the last one
        bool good = true;   // false: the trace makes no sense
    };
    Run run(uint64_t most, bool alone, uint64_t step);
    // What it did otherwise. `step` as begin_step() made it, and changed since.
    void apply(const TraceStep& step);
    // The place after it, when it goes on to the next one; `jumps`: to its target.
    void begin_step(TraceStep* out) const;
    uint32_t sp_after(int32_t at) const;
    // What a place is expected to leave behind, from the last times; and what it has left now.
    struct Site {
        Val last, before;    // the value it left
        uint8_t kind = 0;    // LOAD_METHOD: what stood above it was NULL
        uint32_t layout = UINT32_MAX, slot = 0; // of an attribute, found last
        uint64_t made_at = 0; // address of the last object made there
        uint32_t binding = UINT32_MAX; // of a call with keywords: in bindings_
        Val expected() const;
        void note(Val v) {
            before = last;
            last = v;
        }
    };
    Site& site(uint32_t code, int32_t at) {
        if (code >= sites_.size() || sites_[code].empty()) make_sites(code);
        std::vector<Site>& of_code = sites_[code];
        return of_code[static_cast<size_t>(at) < of_code.size() ? static_cast<size_t>(at) : of_code.size() - 1];
    }
    void forget_sites() { // at keyframes, so that reading can begin there
        sites_.clear();
        bindings_.clear();
        operators_ = {};
        forget_units();
    }
    void forget_units() { // constants or sites have moved
        for (Unit& unit : units_) unit.sites = nullptr;
    }
    // What code units hold in constants, once told.
    std::vector<std::vector<Val>> constants;

    // Slots of described objects that instructions look at; none when they are not what is asked for.
    SlotPlace item(Val container, Val key) { // of a list or tuple
        TraceObject* all = key.is_int() ? sequence(container) : nullptr;
        if (!all) return {};
        int64_t i = key.int_value();
        if (i < 0) i += static_cast<int64_t>(all->slots.size());
        return static_cast<uint64_t>(i) < all->slots.size() ? SlotPlace{all, static_cast<size_t>(i)} : SlotPlace{};
    }
    TraceObject* sequence(Val list_or_tuple) {
        TraceObject* o = described(list_or_tuple);
        if (!o || o->flags & object_before) return nullptr;
        Kind kind = kind_of(o->layout).kind;
        return kind == Kind::list || kind == Kind::tuple ? o : nullptr;
    }
    SlotPlace field(Val object, uint32_t code, int32_t at) { // the attribute that the instruction there names
        TraceObject* o = described(object);
        if (!o) return {};
        Site& s = site(code, at);
        if (s.layout != o->layout && !find_field(s, o->layout, code, at)) return {};
        return s.slot < o->slots.size() ? SlotPlace{o, s.slot} : SlotPlace{};
    }
    // The layout of an object of that one once it has got the attribute that the instruction names; no_layout: none like
    // that has come up, or it has the attribute.
    uint32_t grown_layout(const TraceObject& o, uint32_t code, int32_t at);
    // The attribute comes last, but for the class.
    static void grow(TraceObject& o, uint32_t layout, Val v);
    SlotPlace content(Val cell) {
        TraceObject* o = described(cell);
        return o && kind_of(o->layout).kind == Kind::cell && o->slots.size() == 1 ? SlotPlace{o, 0} : SlotPlace{};
    }
    const SlotArray* closure(Val function);
    // What calling the object does: what was told of it, or a frame of the function's code unit.
    uint32_t callee_of(const TraceObject& o) {
        uint32_t told = o.callee();
        if (told != callee_unknown) return told;
        uint32_t slot = kind_of(o.layout).code;
        Val code = slot < o.slots.size() ? o.slots[slot] : Val{};
        return code.is_object() ? callee_of_code(code.label()) : uint32_t{callee_unknown};
    }
    // Where a call of a code unit finds its parameters: a position among the values given, self included; or a default of
    // the function's.
    enum Source : uint32_t { source_default = 1u << 30, source_keyword_default = 1u << 31 }; // with the place in the tuple, in the dict's table
    struct Binding {
        uint32_t callee = callee_unknown, given = 0; // values
        std::vector<uint32_t> sources;               // by parameter
    };
    const Binding* binding(const Site& s) const { return s.binding < bindings_.size() ? &bindings_[s.binding] : nullptr; }
    const Binding* bind(Site& s, Binding&& b) {
        if (s.binding >= bindings_.size()) {
            s.binding = static_cast<uint32_t>(bindings_.size());
            bindings_.emplace_back();
        }
        bindings_[s.binding] = std::move(b);
        return &bindings_[s.binding];
    }
    // The function that an operator calls for instances of a class on its left.
    struct Operator {
        Val cls, function;
        Opcode op = Opcode::NOP; // not in place
    };
    Operator& operator_of(Val cls, Opcode op) { return operators_[(cls.bits / 8 * 31 + static_cast<uint64_t>(op)) % operators_.size()]; }
    Val class_of(Val instance) { // as its last slot says
        const TraceObject* o = described(instance);
        return o && o->slots.size() > 0 && !(o->flags & object_before) && kind_of(o->layout).kind == Kind::fields ? o->slots[o->slots.size() - 1] : Val{};
    }
    Val default_of(const TraceObject& function, uint32_t source); // unlike any value: it is not known
    static constexpr uint64_t unknown_bits = ~uint64_t{0};
    // What the iterator gives next (null: it is at its end, or not known), and a step on.
    Val upcoming(const TraceObject& iterator);
    static void advance(TraceObject& iterator);
    // A generator or coroutine that waits has these slots, then the values of its frame; running it has only these.
    static constexpr size_t generator_slots = 6;
    // The layout of one that keeps so many values; no_layout: none has come up, or the object is something else.
    static constexpr uint32_t no_layout = UINT32_MAX;
    uint32_t generator_layout(const TraceObject& generator, size_t values);
    // Objects that instructions make of what they find: their contents follow, their place is expected to be the last one's.
    enum class Made : uint8_t { tuple, list, slice, list_iterator, tuple_iterator, range_iterator };
    static constexpr uint32_t most_made = 32; // values
    struct New {
        uint32_t layout, bytes, extra_bytes;
        bool container;
    };
    bool new_of(Made what, size_t values, New* out); // false: no layout for it has come up
    bool new_of(const Instances& makes, Val cls, New* out, Val* values, uint32_t* n);
    static void make(TraceObject& o, const New& what, const Val* values, size_t n, uint64_t address, uint64_t step);
    // The part of a list that a slice stands for, when its bounds are small ints or None; no more than most_made items.
    struct Part {
        int64_t from = 0, by = 1, count = 0;
    };
    bool part(Val slice, size_t length, Part* out);
    // The iterator that GET_ITER makes of a list, tuple or range; of a range, which then goes. False: of nothing like that.
    struct NewIterator {
        Made what = Made::list_iterator;
        Walk walk = Walk::items;
        WalkState state;
    };
    bool iterator_of(Val v, NewIterator* out);
    // Whether an iterator that steps by itself is at its end: then the loop ends, and it goes.
    bool at_end(const TraceObject& iterator);
    bool is_part(Val container, Val key) { // a slice of a list
        const TraceObject* slice = described(key);
        if (!slice || kind_of(slice->layout).kind != Kind::slice) return false;
        const TraceObject* all = sequence(container);
        return all && kind_of(all->layout).kind == Kind::list;
    }
    Label newborn = 0;      // born in the step under way as the trace tells
    uint64_t made_bytes_of_run = 0, gone_bytes_of_run = 0;

    TraceObject* object(Label label) const {
        return label >= first_before_label ? before.find(label - first_before_label) : objects.find(label);
    }
    TraceObject& make_object(Label label);
    void erase_object(Label label);
    void set_slots(TraceObject& o, SlotArray&& slots);
    void set_slot(TraceObject& o, size_t i, Val v);
    void add_slot(TraceObject& o, Val v);
    void cut_slots(TraceObject& o, size_t count);
    void splice_slots(TraceObject& o, size_t start, size_t removed, const SlotArray& values);
    void set_root(Val& root, Val v);
    uint32_t sp() const { return frames.empty() ? 0 : frames.back().sp; }
    const Definitions& definitions() const { return *definitions_; }
    // Counts of listed references anew (after a keyframe).
    void recount();
    void note_counts() const { // they are what an index has seen
        objects.for_each([](Label, TraceObject& o) { o.counted = o.listed + o.held_by_vm; });
    }
    void set_log(ChangeLog* log) { log_ = log; } // null: none
    void note_count(TraceObject* o, Label label) {
        if (log_) log_->counted.push_back({o, label});
    }

private:
    class Runner;
    struct Unit { // a code unit with what its places have learnt and its constants, as the runner reads it
        std::vector<TraceOp> ops;
        const Val* constants = nullptr;
        Site* sites = nullptr; // null: to be looked up
        uint32_t op_count = 0, constant_count = 0, local_count = 0, argument_count = 0;
    };
    const Unit& unit(uint32_t code) {
        if (code >= units_.size() || !units_[code].sites) make_unit(code);
        return units_[code];
    }
    void make_unit(uint32_t code);
    enum class Kind : uint8_t { other, list, tuple, slice, range, cell, function, generator, coroutine, fields };
    struct LayoutKind {
        Kind kind = Kind::other;
        uint32_t closure = UINT32_MAX, code = UINT32_MAX, defaults = UINT32_MAX, keyword_defaults = UINT32_MAX; // function: its slots
    };
    LayoutKind kind_of(uint32_t layout) { return layout < kinds_.size() ? kinds_[layout] : learn_kind(layout); }
    LayoutKind learn_kind(uint32_t layout);
    Kind learn_generator(const Layout& l, uint32_t id);
    void learn_made(const Layout& l, uint32_t id);
    uint32_t made_layout(Made what); // no_layout: none has come up
    TraceObject* described(Val v) {
        TraceObject* o = v.is_object() ? object(v.label()) : nullptr;
        return o && o->described ? o : nullptr;
    }
    uint32_t callee_of_code(Label object);
    std::unordered_map<Label, uint32_t> code_ids_; // of code objects, as far as units were known when one was asked for
    size_t code_ids_known_ = 0;
    struct KnownCallee {
        Label code = 0;
        uint32_t callee = callee_unknown;
    };
    std::array<KnownCallee, 64> known_callees_; // asked for last
    void make_sites(uint32_t code);
    bool find_field(Site& s, uint32_t layout, uint32_t code, int32_t at);
    struct FoundField { // where the attribute that an instruction names is in objects of a layout
        uint32_t layout = UINT32_MAX, code = 0, slot = 0;
        int32_t at = 0;
    };
    std::array<FoundField, 512> found_fields_; // for places that see several layouts in turns
    struct GrownLayout { // likewise what becomes of a layout there
        uint32_t layout = UINT32_MAX, code = 0, to = UINT32_MAX;
        int32_t at = 0;
        size_t known = 0; // layouts when it was looked for
    };
    std::array<GrownLayout, 256> grown_layouts_;
    void list(Val v, int by);
    void write(uint32_t slot, Val v);
    void set_sp(uint32_t from, uint32_t to);
    // Of the running frame, whose place and top are stored. False: the trace makes no sense.
    bool resume(Val generator, Val sent, uint32_t base, uint16_t how);
    bool yield(bool* goes_on);
    // Lays out the parameters that were not given in order, or not at all; how many there are then. False: the trace makes no sense.
    bool lay_out(uint32_t function, uint32_t arguments, uint32_t given, const Binding& b);
    bool lay_out_defaults(uint32_t function, uint32_t arguments, uint32_t given, uint32_t parameters);

    std::shared_ptr<Definitions> definitions_;
    std::vector<std::vector<Site>> sites_;
    std::vector<Binding> bindings_; // since the last keyframe
    std::array<Operator, 64> operators_; // likewise
    std::vector<Unit> units_; // by code unit, as far as it ran
    std::vector<LayoutKind> kinds_; // by layout, as far as asked
    uint32_t made_layouts_[6] = {no_layout, no_layout, no_layout, no_layout, no_layout, no_layout}; // by Made
    std::vector<uint32_t> generator_layouts_[2]; // of those, by how many values one keeps: generators, coroutines
    bool counting_;
    ChangeLog* log_ = nullptr;
};

// Instruction words of a code unit as the model reads them.
inline const Instruction* instruction_at(const Definitions& d, uint32_t code, int32_t at) {
    const std::vector<Instruction>& all = d.codes[code].instructions;
    return at >= 0 && static_cast<size_t>(at) < all.size() ? &all[static_cast<size_t>(at)] : nullptr;
}

// Whether a trace lists the object's whole table, NULL where nothing is (trace_events.h).
inline bool has_gaps(const Layout& layout) {
    return layout.arrangement == Arrangement::pairs || (layout.arrangement == Arrangement::array && (layout.type == "set" || layout.type == "frozenset"));
}

// To the model an operation in place is the other one.
Opcode plain_operator(Opcode op);
// What the loop does by itself while it is quiet: nothing is learnt at the places of these.
bool runs_silently(Opcode op);
// How many of the items that stand on the stack afterwards are new; the rest lay there before.
int64_t fresh_results(uint32_t word, bool jumps);

// Order-free parts of a state's hash.
inline uint64_t mix(uint64_t a, uint64_t b) {
    uint64_t h = (a + 0x9e3779b97f4a7c15u) * 0xff51afd7ed558ccdu ^ (b + 0xc4ceb9fe1a85ec53u) * 0x9e3779b97f4a7c15u;
    h ^= h >> 32;
    h *= 0xd6e8feb86659fd93u;
    return h ^ h >> 29;
}
uint64_t hash_slot(uint32_t slot, Val v);
uint64_t hash_frame(uint32_t index, const TraceFrame& f);
// Some of an object's slots: all, or of a large object's as many as a proof of a part looks at.
struct SlotRange {
    static constexpr size_t most = 128;
    size_t from = 0, end = 0;
    static SlotRange all(const SlotArray& slots) { return {0, slots.size()}; }
    static SlotRange part(const SlotArray& slots, uint64_t place) { // begins at some place
        size_t n = slots.size();
        if (n <= most) return {0, n};
        size_t from = static_cast<size_t>(place % n);
        return {from, std::min(n, from + most)};
    }
    size_t size() const { return end - from; }
};
uint64_t hash_object(Label label, uint64_t address, const SlotArray& slots, SlotRange range);
uint64_t hash_count(Label label, uint32_t count);

// The state in three numbers, so that a difference says where it is.
struct StateHash {
    uint64_t stack = 0, objects = 0, counts = 0;
    uint64_t all() const { return mix(mix(stack, objects), counts); }
    friend bool operator==(const StateHash&, const StateHash&) = default;
};

// Values in a trace: ints and labels short, the newest labels shortest.
void put_other_val(ByteWriter& out, Val v);
inline void put_val(ByteWriter& out, Val v, Label next_label) {
    if (v.is_object() && v.label() < first_before_label) out.number(uint64_t{next_label - v.label()} << 2 | 1);
    else if (v.is_int() && static_cast<uint64_t>(v.int_value()) < uint64_t{1} << 60) out.number(static_cast<uint64_t>(v.int_value()) << 3);
    else put_other_val(out, v);
}
Val get_val(ByteReader& in, Label next_label);
void put_callee(ByteWriter& out, const TraceObject& o);
void get_callee(ByteReader& in, TraceObject& o);

} // namespace terrarium::inspect
