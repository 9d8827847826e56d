// The index of a trace: of each chunk of steps, which lines begin in it, which objects change, what the call tree gains.
// It stands behind the chunk it is about ('X' in trace_file.h); what a file lacks, because it breaks off, is made anew.
// Invariant: it follows from the steps; TraceReader::verify makes it again and compares. Read next: inspect/trace_search.h.
#pragma once

#include "inspect/arrivals.h"
#include "inspect/code_flow.h"
#include "inspect/trace_reader.h"

namespace terrarium::inspect {

struct ChunkIndex {
    using Line = LineRun;
    struct Changed {
        Label label = 0;
        uint32_t steps = 0; // in how many its count or contents changed, or it was born or died
        bool gone = false;  // it died here
    };
    struct Node {
        uint32_t parent = 0, code = 0;
        CallPaths::Code key() const { return {uint64_t{code} + 1, 0}; }
    };
    struct Gain {
        uint32_t node = 0;
        uint64_t calls = 0, recursive = 0, tail = 0, resumed = 0, self = 0, levels = 0; // levels: as many more
        bool any() const { return calls || recursive || tail || resumed || self || levels; }
    };
    Label first_label = 0;        // of the first object born in it
    std::vector<Line> lines;      // in order
    std::vector<Changed> objects; // in order; those that were born and died in it are left out
    std::vector<Node> nodes;      // of the call tree, new here
    std::vector<Gain> gains;
    uint64_t kept = 0;             // frames at its end: the outermost of those at its beginning,
    std::vector<uint32_t> running; // and these

    Label last_label = 0;          // past the last object born in it
    // What is said of an object. Null: nothing.
    const Changed* changed(Label label) const;
    // The tree of calls and the frames that run, from its beginning to its end; the tree has its nodes already.
    void count(CallPaths* paths) const;
    void write(ByteWriter& out) const;
    bool read(ByteReader& in);
};

// The next thing a reader stands at, and whether a line is arrived at there.
class LineWalk {
public:
    int32_t arrives(const TraceModel& model);
    int32_t arrives(const LineArrivals::Standing& now) { return arrivals_.arrives(now); }

private:
    LineArrivals arrivals_;
};

// Makes the index while a reader goes on.
class Indexer {
public:
    // From a step on, at which a chunk begins; `paths`: what was called up to there. The reader goes there, as far as the
    // trace is whole. Without `paths` the frames that run then are numbered anew.
    Indexer(TraceReader& reader, uint64_t begin, CallPaths paths = {});
    ~Indexer() { reader_.log_changes(nullptr); }
    // After each reader.next() or advance().
    void step();
    // What has happened since the last time: at the end of a chunk.
    ChunkIndex take();
    const CallPaths& paths() { return flow_.paths(); }

private:
    using Gain = ChunkIndex::Gain;
    void follow_objects();
    void take_gone();
    void take_calls(ChunkIndex* out);
    static Gain counted(uint32_t number, const CallTree::Node& node) { return {number, node.calls, node.recursive, node.tail, node.resumed, node.self, node.levels}; }

    TraceReader& reader_;
    ChangeLog log_;
    CodeFlow flow_;
    std::vector<Label> of_step_;
    std::vector<ChunkIndex::Changed> gone_;
    Label first_label_ = 0;
    std::vector<Gain> tree_before_; // of each node, what it had
    std::vector<uint32_t> running_before_;
};

// Of a whole trace.
class TraceIndex {
public:
    // False: *error says why. The reader is borrowed, and moved when something has to be made that the file lacks. Again,
    // when the trace has grown: adds what is new.
    bool open(TraceReader& reader, std::string* error);
    size_t size() const { return chunks_.size(); }
    const ChunkIndex& operator[](size_t chunk) const { return chunks_[chunk]; }
    // The call tree and the frames that run at the beginning of a chunk.
    CallPaths paths_before(size_t chunk) const;
    // The chunk an object was born in; of those that were there at the beginning: 0.
    size_t chunk_of_birth(Label label) const;

private:
    std::vector<ChunkIndex> chunks_;
};

} // namespace terrarium::inspect
