// Snapshot: the state of a program at one step, as plain values. Every view draws from it and from nothing else.
// Invariant: no pointer into the VM; an object is a label (#42), an address is a number to show.
// Made live by inspect/capture.h, or from a trace by inspect/trace_reader.h. Read next: inspect/views.h.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace terrarium::inspect {

// An object's number, given when it is first seen, never used again for another one. 0: no object.
using Label = uint32_t;

// A value in a slot: an immediate int, float or constant, or an object by its label.
struct Val {
    uint64_t bits = null_bits;

    static constexpr uint64_t null_bits = 5; // as vm/core/value.h writes them, but for objects: label << 3 | 1
    static Val object(Label label) { return {static_cast<uint64_t>(label) << 3 | 1}; }
    bool is_object() const { return (bits & 7) == 1; }
    bool is_null() const { return bits == null_bits; }
    bool is_int() const { return (bits & 3) == 0; }
    bool is_float() const { return (bits & 2) != 0; }
    int64_t int_value() const { return static_cast<int64_t>(bits) >> 2; }
    double float_value() const;
    Label label() const { return static_cast<Label>(bits >> 3); }
    friend bool operator==(Val a, Val b) { return a.bits == b.bits; }
};
// "42", "1.5", "None", "NULL"; an object gives "#42".
std::string val_text(Val v);

// How the slots of an object are to be read.
enum class Arrangement : uint8_t {
    none,   // holds no values: text says it all
    array,  // items by position: list, tuple, set, deque
    pairs,  // key, value, key, value: dict
    fields, // one name a slot, in Layout::names: instances, functions, cells, ...
};

// What objects of one type and one set of fields have in common.
struct Layout {
    std::string type;      // "list", "Node"
    Arrangement arrangement = Arrangement::none;
    bool container = false; // the collector looks at it
    std::vector<std::string> names; // fields: one a slot
};

struct ObjectState {
    uint64_t address = 0;
    uint32_t bytes = 0;       // the block: header, fields and the block's rounding
    uint32_t extra_bytes = 0; // raw buffers it owns (a list's items, a dict's table)
    uint32_t count = 0;       // reference count; >= immortal: never freed
    uint32_t layout = 0;      // index into Definitions::layouts
    int8_t generation = -1;   // 0, 1, 2, 3 frozen; -1: not tracked by the collector
    uint8_t flags = 0;        // ObjectFlag
    uint64_t born = 0;        // step; 0: before the program's first instruction
    uint64_t header[2] = {};  // the 16 bytes of memory/object.h as they stood; 0: not recorded
    std::vector<Val> slots;
    std::string text;         // of str, big int, code, type, function ...: what repr shows, cut at 200 characters
};
enum ObjectFlag : uint8_t {
    object_before = 1,     // was there before the program started: its slots are not listed
    object_immortal = 2,
    object_weakly_referenced = 4,
    object_finalized = 8,  // its __del__ has run
    object_opaque = 16,    // has been allocated, nothing known refers to it yet: its slots are not listed
};

struct Instruction {
    uint32_t word = 0;        // bytecode/opcodes.h, as compiled (not specialised)
    int32_t line = -1;
};
// A code object, told once.
struct CodeInfo {
    std::string name, qualname, file;
    int32_t first_line = 0;
    uint32_t local_count = 0, argument_count = 0;
    std::vector<Instruction> instructions;
    std::vector<std::string> local_names;
    std::vector<std::string> meanings; // of each operand, for people: "n", "1", "to 12"; may be shorter than instructions
    Label object = 0; // the code object; 0: not known
};

// What is told once and never changes.
struct Definitions {
    std::vector<CodeInfo> codes;
    std::vector<Layout> layouts;
    std::map<std::string, std::string> sources; // file name -> text
};

enum FrameFlagBits : uint16_t { frame_from_native = 1, frame_of_generator = 2, frame_has_elided = 4, frame_of_module = 8 };
// One call that is running. Its slots are a window of Snapshot::stack.
struct FrameState {
    uint32_t code = 0;      // index into Definitions::codes
    uint32_t base = 0;      // slot of the callable
    uint32_t locals = 0;    // slot of the first local
    uint32_t operands = 0;  // slot where the operand stack begins
    uint32_t top = 0;       // one past its last slot: where the next frame's base stands, or the top of the stack
    int32_t at = 0;         // index of the instruction that is about to run (top frame) or under way
    uint16_t flags = 0;
    uint64_t elided = 0;    // tail calls that used this frame again
    Val mapping;            // namespace of a module or class body
};

struct RegionState {
    std::string name;
    uint64_t base = 0, reserved = 0, mapped = 0, used = 0; // bytes
};

struct GenerationState {
    int64_t count = 0, threshold = 0;
    uint64_t collections = 0, collected = 0, uncollectable = 0, objects = 0;
};
struct CollectionState { // the last collection
    int generation = -1; // -1: none yet
    uint64_t step = 0;
    uint64_t candidates = 0, subtracted = 0, reachable = 0, unreachable = 0, promoted = 0, freed = 0;
};

// One size class of one kind of page, or (block_bytes 0) the large spans of a kind. Bytes; see memory/ledger.h.
struct PageRow {
    std::string kind;
    uint64_t block_bytes = 0, pages = 0, live_blocks = 0, live_bytes = 0, header_bytes = 0, free_blocks = 0, free_bytes = 0,
             untouched_bytes = 0, slack_bytes = 0;
};
struct LedgerState {
    std::vector<PageRow> rows;
    uint64_t live_objects = 0, live_bytes = 0, header_bytes = 0, free_bytes = 0, slack_bytes = 0, free_page_bytes = 0,
             unused_bytes = 0, meta_bytes = 0, mapped_bytes = 0;
};

// A thread, whether it runs or not. The stack and the frames of the snapshot are those of the one that runs.
struct ThreadInfo {
    enum class State : uint8_t { running, ready, waiting, sleeping, blocked };
    uint32_t id = 0;
    std::string name;
    bool daemon = false;
    State state = State::ready;
    std::string call;       // blocked: "read"
    Label lock = 0;         // waiting: the lock; 0: none
    std::string lock_name;  // what the program calls that; empty: nothing
    uint32_t holder = 0;    // id of the thread that holds it; 0: nobody
    int64_t time_left = -1; // nanoseconds until sleep or wait ends by itself; -1: it does not
    std::string function, file; // innermost function of the program's own, else of a built-in module; empty: none
    int32_t line = 0;
    uint32_t frames = 0;
    uint64_t stack_bytes = 0, frame_bytes = 0; // in use
};
struct TurnInfo {
    bool one_at_a_time = true; // the GIL is on
    uint32_t holder = 0, waiting = 0; // id of who holds it; how many threads wait for it
    uint64_t hand_overs = 0;
    int64_t interval = 0; // nanoseconds; 0: threads are not asked to let go
};

struct Snapshot {
    uint64_t step = 0;               // instructions run so far
    uint64_t counted_at = 0;         // the step at which regions, generations and ledger were counted
    std::shared_ptr<const Definitions> definitions;
    std::vector<Val> stack;          // the value stack, bottom first
    uint64_t stack_address = 0;      // of its slot 0
    uint64_t frames_address = 0;     // of the first frame record
    uint32_t frame_bytes = 0;        // of one frame record
    std::vector<FrameState> frames;  // outermost first
    std::map<Label, ObjectState> objects; // live ones
    Val raised, handled;             // exception on its way up, exception being handled; null: none
    std::map<Label, Label> weak;          // weak references by what they refer to, uncounted; 0: it is gone. Of recordings none
    std::map<Label, uint32_t> held_by_vm; // references held by no slot listed here: names, caches, natives under way
    std::vector<RegionState> regions;
    GenerationState generations[3];
    CollectionState last_collection;
    CollectionState last_of[3]; // by generation
    LedgerState ledger;
    std::string output;              // written to stdout and stderr so far (the last 64 KiB)
    uint64_t tail_calls_elided = 0, depth = 0, peak_depth = 0;
    bool tail_call_elimination = false;
    std::vector<ThreadInfo> threads; // in order of birth; empty: from a recording
    TurnInfo turns;
};

// Who holds an object, and by what: ("#7 list @0x1a40", "[3]"), ("frame fact", "n"), ("operand stack of fact", "2").
struct Holder {
    Label object = 0; // 0: a frame or the VM itself
    std::string where, edge;
};
std::vector<Holder> holders_of(const Snapshot& s, Label label);
// The references listed in the snapshot, object by object: one pass over everything.
std::map<Label, uint32_t> listed_references(const Snapshot& s);

// "#42 list @0x1a40 rc=3 g0", the one label used everywhere. Addresses are offsets in their region's hex, short.
std::string object_label(const Snapshot& s, Label label);
// What stands in a slot, for people: an immediate's text, or the object's short form ("#42 [1, 2, ...]").
std::string value_text(const Snapshot& s, Val v, size_t width = 60);
// The name of slot i of an object: "[3]", "key 2", "left".
std::string slot_name(const Snapshot& s, const ObjectState& o, size_t i);
const Layout& layout_of(const Snapshot& s, const ObjectState& o);
const CodeInfo& code_of(const Snapshot& s, const FrameState& f);
int32_t line_of(const Snapshot& s, const FrameState& f);
// Of an instruction that belongs to no line (a handler's first ones): the line of the next one that has one.
int32_t line_at(const CodeInfo& code, int32_t at);
// Locals by name with their slots; the operand stack is stack[f.operands .. f.top).
std::vector<std::pair<std::string, Val>> locals_of(const Snapshot& s, const FrameState& f);

} // namespace terrarium::inspect
