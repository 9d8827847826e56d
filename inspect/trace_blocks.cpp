// See trace_blocks.h.
#include "inspect/trace_blocks.h"

#include "inspect/own_threads.h"

#include <algorithm>

namespace terrarium::inspect {

namespace {

constexpr size_t parts = 4;                  // of what is left, the helper takes one
constexpr uint64_t small_keyframe = 4 << 20; // bytes: of a larger state there is one model only
constexpr uint64_t large_heap = 24 << 20;    // likewise
constexpr size_t nothing = ~size_t{0};

} // namespace

// ---- numbers of the call tree

bool IndexBlock::adopt(CallPaths* paths) {
    std::vector<uint32_t> theirs(begun.tree.nodes.size()); // of its own nodes; the root is the root
    if (begun.depth() != paths->depth()) return false;
    for (size_t i = 0; i < begun.depth(); i++) {
        uint32_t own = begun.running(i), their = paths->running(i);
        if (begun.code_of(own) != paths->code_of(their) || theirs[begun.tree.nodes[own].parent] != paths->tree.nodes[their].parent) return false;
        theirs[own] = their;
    }
    std::vector<uint64_t> levels; // of its own nodes, up to now
    for (const CallTree::Node& n : begun.tree.nodes) levels.push_back(n.levels);
    for (ChunkIndex& c : chunks) {
        for (ChunkIndex::Node n : std::exchange(c.nodes, {})) {
            n.parent = theirs[n.parent];
            bool fresh = false;
            theirs.push_back(paths->child(n.parent, n.key(), &fresh));
            levels.push_back(0);
            if (fresh) c.nodes.push_back(n);
        }
        for (ChunkIndex::Gain& g : c.gains) {
            uint64_t now = levels[g.node] += g.levels;
            g.node = theirs[g.node];
            g.levels = now - std::min(now, paths->tree.nodes[g.node].levels);
        }
        std::erase_if(c.gains, [](const ChunkIndex::Gain& g) { return !g.any(); });
        std::sort(c.gains.begin(), c.gains.end(), [](const auto& a, const auto& b) { return a.node < b.node; });
        for (uint32_t& node : c.running) node = theirs[node];
        c.count(paths);
    }
    return true;
}

// ---- the thread

IndexHelper::IndexHelper(const std::string& path, size_t front) : front_(front) {
    with_signals_blocked([this, path] { thread_ = std::thread([this, path] { run(path); }); });
}

IndexHelper::~IndexHelper() {
    stop_ = true;
    thread_.join();
}

std::optional<IndexBlock> IndexHelper::meet(size_t front) {
    std::unique_lock lock(mutex_);
    front_ = front;
    made_.wait(lock, [&] { return !busy_ || front < back_; });
    if (blocks_.empty() || blocks_.back().from != front) return {};
    IndexBlock block = std::move(blocks_.back());
    blocks_.pop_back();
    return block;
}

size_t IndexHelper::ahead() {
    std::lock_guard lock(mutex_);
    size_t n = 0;
    for (const IndexBlock& b : blocks_) n += b.chunks.size();
    return n;
}

void IndexHelper::run(const std::string& path) {
    TraceReader reader(TraceReader::For::index);
    std::string error;
    bool good = reader.open(path, &error);
    size_t end = reader.chunk_count();
    while (good) {
        IndexBlock block;
        block.from = claim(reader);
        if (block.from == nothing) break;
        good = make(reader, end, &block);
        end = block.from;
        std::lock_guard lock(mutex_);
        if (good) blocks_.push_back(std::move(block));
        busy_ = false;
        made_.notify_one();
    }
    std::lock_guard lock(mutex_);
    busy_ = false;
    made_.notify_one();
}

// The first chunk of the next block, which begins at a keyframe; nothing: there is none.
size_t IndexHelper::claim(const TraceReader& reader) {
    std::lock_guard lock(mutex_);
    if (back_ == 0) back_ = reader.chunk_count();
    if (stop_ || front_ >= back_) return nothing;
    auto begins = [&](size_t chunk) { return reader.keyframe_bytes(chunk) > 0; };
    size_t from = back_ - std::max<size_t>(1, (back_ - front_) / parts);
    while (from > front_ && !begins(from)) from--;
    if (from <= front_)
        for (from = front_ + 1; from < back_ && !begins(from);) from++;
    if (from >= back_ || reader.keyframe_bytes(from) > small_keyframe) return nothing;
    back_ = from;
    busy_ = true;
    return from;
}

// False: it was to end, or the heap is too large for it, or the trace is damaged.
bool IndexHelper::make(TraceReader& reader, size_t end, IndexBlock* block) {
    uint64_t begin = reader.chunk_begin(block->from);
    Indexer indexer(reader, begin);
    if (reader.step() != begin) return false;
    block->begun = indexer.paths();
    for (size_t i = block->from; i < end; i++) {
        uint64_t last = reader.chunk_end(i);
        if (reader.heap_bytes() > large_heap) return false;
        while (reader.step() < last && !stop_ && reader.advance(last)) indexer.step();
        if (stop_ || reader.step() < last) return false;
        block->chunks.push_back(indexer.take());
    }
    return true;
}

} // namespace terrarium::inspect
