// The index of a long trace made by two: one goes forwards, a thread beside makes blocks of chunks from the end backwards,
// until they meet. A block begins at a keyframe and knows nothing of the calls before it, so it numbers the nodes of the call
// tree by itself; who comes to it gives them the trace's numbers. Read next: inspect/trace_indexing.h, which goes forwards.
#pragma once

#include "inspect/trace_index.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace terrarium::inspect {

struct IndexBlock {
    size_t from = 0; // the number of its first chunk
    std::vector<ChunkIndex> chunks;
    CallPaths begun; // at its beginning, made of the frames that run there: the block's own numbers

    // Gives all chunks the numbers of `paths`, which stands at the block's beginning and goes to its end. False, and nothing
    // has changed: the frames have come to run by other calls than it seems (a tail call's caller is gone), so it is of no use.
    bool adopt(CallPaths* paths);
};

class IndexHelper {
public:
    // Of the chunks that are in the file now, from `front` on.
    IndexHelper(const std::string& path, size_t front);
    ~IndexHelper(); // ends it
    IndexHelper(const IndexHelper&) = delete;
    IndexHelper& operator=(const IndexHelper&) = delete;
    void stop() { stop_ = true; }
    // Told by who goes forwards before each chunk. The block that begins there, if it is made or about to be.
    std::optional<IndexBlock> meet(size_t front);
    // Chunks in blocks that nobody has come to yet.
    size_t ahead();

private:
    void run(const std::string& path);
    size_t claim(const TraceReader& reader);
    bool make(TraceReader& reader, size_t end, IndexBlock* block);
    std::thread thread_;
    std::mutex mutex_;
    std::condition_variable made_;
    std::atomic<bool> stop_ = false;
    size_t front_, back_ = 0; // chunks that nobody has begun are between them
    bool busy_ = true;        // from back_ on a block is being made
    std::vector<IndexBlock> blocks_; // the one that begins first is the last one
};

} // namespace terrarium::inspect
