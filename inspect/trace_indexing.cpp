// See trace_indexing.h.
#include "inspect/trace_indexing.h"

#include "inspect/own_threads.h"
#include "inspect/trace_index.h"

namespace terrarium::inspect {

IndexingThread::~IndexingThread() {
    if (!thread_.joinable()) return;
    {
        std::lock_guard lock(mutex_);
        stop_ = true;
    }
    more_.notify_one();
    thread_.join();
}

void IndexingThread::chunk_written(const std::string& path) {
    {
        std::lock_guard lock(mutex_);
        written_++;
        path_ = path;
    }
    if (thread_.joinable()) {
        more_.notify_one();
        return;
    }
    with_signals_blocked([this] { thread_ = std::thread([this] { run(); }); });
}

bool IndexingThread::take(ByteWriter* out, std::chrono::steady_clock::time_point until) {
    std::unique_lock lock(mutex_);
    ready_.wait_until(lock, until, [&] { return !made_.empty() || failed_ || taken_ == written_; });
    if (made_.empty()) return false;
    *out = std::move(made_.front());
    made_.pop_front();
    taken_++;
    return true;
}

void IndexingThread::run() {
    TraceReader reader(TraceReader::For::index);
    std::string error;
    bool good = reader.open(path_, &error);
    if (good) {
        Indexer indexer(reader);
        size_t done = 0;
        for (;;) {
            {
                std::unique_lock lock(mutex_);
                more_.wait(lock, [&] { return stop_ || written_ > done; });
                if (stop_) return;
            }
            if (done == reader.chunk_count()) reader.refresh();
            if (done == reader.chunk_count()) break; // the file is not what was written
            uint64_t end = reader.chunk_end(done);
            while (reader.step() < end && !stop_ && reader.next()) indexer.step();
            if (stop_) return;
            if (reader.step() < end) break;
            done++;
            std::lock_guard lock(mutex_);
            made_.emplace_back();
            indexer.take().write(made_.back());
            ready_.notify_one();
        }
    }
    std::lock_guard lock(mutex_);
    failed_ = true;
    ready_.notify_one();
}

} // namespace terrarium::inspect
