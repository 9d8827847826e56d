// Makes the index of a trace beside the one who records it, in a thread that reads what was written: recording itself has
// no work with it. Read next: inspect/trace_index.h.
#pragma once

#include "inspect/trace_blocks.h"
#include "inspect/trace_bytes.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace terrarium::inspect {

class IndexingThread {
public:
    ~IndexingThread();
    // A further chunk of steps is whole in the file.
    void chunk_written(const std::string& path);
    // The index of the next chunk, if it is ready by then. False: it is not, or there is none to come.
    bool take(ByteWriter* out, std::chrono::steady_clock::time_point until);
    // There is none to come: each chunk in the file has its own, or the file is not what was written.
    bool done() {
        std::lock_guard lock(mutex_);
        return made_.empty() && (failed_ || taken_ == written_);
    }
    // While the program's heap is large no index is made, so that there are not two models of it: the recorder has let go
    // of its own now. All chunks are in the file: a second thread helps.
    void go_on();
    // Chunks that the second thread has made already, beyond those that can be taken.
    size_t ahead();

private:
    void run();
    enum class End : uint8_t { stopped, broken, full, met };
    bool wait(bool full);
    std::optional<IndexBlock> meet();
    bool adopt(IndexBlock& block, CallPaths* paths);
    void made(const ChunkIndex& index);
    End make(CallPaths* paths);
    std::thread thread_;
    std::mutex mutex_;
    std::condition_variable more_, ready_;
    std::string path_;
    size_t written_ = 0, taken_ = 0; // chunks
    size_t begun_ = 0;               // up to there they are made; its own thread's to change
    std::atomic<bool> stop_ = false, has_room_ = false;
    bool failed_ = false;
    std::deque<ByteWriter> made_;
    std::unique_ptr<IndexHelper> helper_; // null: as long as the program runs
};

} // namespace terrarium::inspect
