// See trace_indexing.h.
#include "inspect/trace_indexing.h"

#include "inspect/own_threads.h"
#include "inspect/trace_index.h"

#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

namespace terrarium::inspect {

namespace {

constexpr uint64_t large_heap = 12 << 20; // bytes
constexpr size_t many_objects = 50000;
constexpr int niceness = 10; // where cores are few the program and what compresses its trace go first

} // namespace

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
        if (path_.empty()) path_ = path;
    }
    if (thread_.joinable()) {
        more_.notify_one();
        return;
    }
    with_signals_blocked([this] { thread_ = std::thread([this] { run(); }); });
}

bool IndexingThread::take(ByteWriter* out, std::chrono::steady_clock::time_point until) {
    std::unique_lock lock(mutex_);
    if (made_.empty()) ready_.wait_until(lock, until, [&] { return !made_.empty() || failed_ || taken_ == written_; });
    if (made_.empty()) return false;
    *out = std::move(made_.front());
    made_.pop_front();
    taken_++;
    return true;
}

void IndexingThread::go_on() {
    std::lock_guard lock(mutex_);
    has_room_ = true;
    more_.notify_one();
}

void IndexingThread::run() {
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), niceness); // of this thread; if it fails it is only slower
    size_t done = 0;
    CallPaths paths;
    End end = End::for_now;
    while (end == End::for_now) {
        end = make(&done, &paths);
        if (end != End::for_now) break;
        malloc_trim(0);
        std::unique_lock lock(mutex_);
        more_.wait(lock, [&] { return stop_ || has_room_; });
        if (stop_) return;
    }
    if (end == End::stopped) return;
    std::lock_guard lock(mutex_);
    failed_ = true;
    ready_.notify_one();
}

// From the chunk *done on, with the paths of calls up to there; for now ends where the heap is too large.
IndexingThread::End IndexingThread::make(size_t* done, CallPaths* paths) {
    TraceReader reader(TraceReader::For::index);
    std::string error;
    if (!reader.open(path_, &error) || (*done && !reader.seek(reader.chunk_begin(*done), &error))) return End::broken; // the file is not what was written
    Indexer indexer(reader, *paths);
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            more_.wait(lock, [&] { return stop_ || written_ > *done; });
            if (stop_) return End::stopped;
            if (!has_room_ && (reader.heap_bytes() > large_heap || reader.model().objects.size() > many_objects)) {
                *paths = indexer.paths();
                return End::for_now;
            }
        }
        if (*done == reader.chunk_count()) reader.refresh();
        if (*done == reader.chunk_count()) return End::broken;
        uint64_t end = reader.chunk_end(*done);
        while (reader.step() < end && !stop_ && reader.advance(end)) indexer.step();
        if (stop_) return End::stopped;
        if (reader.step() < end) return End::broken;
        ++*done;
        std::lock_guard lock(mutex_);
        made_.emplace_back();
        indexer.take().write(made_.back());
        ready_.notify_one();
    }
}

} // namespace terrarium::inspect
