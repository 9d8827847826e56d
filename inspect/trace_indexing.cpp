// See trace_indexing.h.
#include "inspect/trace_indexing.h"

#include "inspect/own_threads.h"
#include "inspect/trace_blocks.h"

#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

namespace terrarium::inspect {

namespace {

constexpr uint64_t large_heap = 12 << 20; // bytes
constexpr size_t many_objects = 50000;
constexpr size_t few_chunks = 8; // are soon made by one
constexpr int niceness = 10; // where cores are few the program and what compresses its trace go first

} // namespace

IndexingThread::~IndexingThread() {
    if (!thread_.joinable()) return;
    {
        std::lock_guard lock(mutex_);
        stop_ = true;
        if (helper_) helper_->stop();
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
    if (written_ > begun_ + few_chunks) helper_ = std::make_unique<IndexHelper>(path_, begun_);
    more_.notify_one();
}

size_t IndexingThread::ahead() {
    std::lock_guard lock(mutex_);
    return helper_ ? helper_->ahead() : 0;
}

void IndexingThread::run() {
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), niceness); // of this thread; if it fails it is only slower
    CallPaths paths;
    for (bool full = false;;) {
        if (!wait(full)) return;
        std::optional<IndexBlock> block = meet();
        if (block && adopt(*block, &paths)) continue;
        End end = make(&paths);
        if (end == End::broken) break;
        full = end == End::full;
        if (full) malloc_trim(0);
    }
    std::lock_guard lock(mutex_);
    failed_ = true;
    ready_.notify_one();
}

// Until there is a further chunk, and room for what the heap holds. False: it is to end.
bool IndexingThread::wait(bool full) {
    std::unique_lock lock(mutex_);
    more_.wait(lock, [&] { return stop_ || (written_ > begun_ && (has_room_ || !full)); });
    return !stop_;
}

// The block that begins at the next chunk, if the helper has one.
std::optional<IndexBlock> IndexingThread::meet() {
    std::unique_lock lock(mutex_);
    if (!helper_) return {};
    lock.unlock(); // once it is there it stays
    return helper_->meet(begun_);
}

bool IndexingThread::adopt(IndexBlock& block, CallPaths* paths) {
    if (!block.adopt(paths)) return false;
    for (const ChunkIndex& c : block.chunks) made(c);
    return true;
}

void IndexingThread::made(const ChunkIndex& index) {
    std::lock_guard lock(mutex_);
    begun_++;
    made_.emplace_back();
    index.write(made_.back());
    ready_.notify_one();
}

// From the next chunk on, with the paths of calls up to there, until one is missing or the helper's begin.
IndexingThread::End IndexingThread::make(CallPaths* paths) {
    TraceReader reader(TraceReader::For::index);
    std::string error;
    if (!reader.open(path_, &error) || begun_ >= reader.chunk_count()) return End::broken; // the file is not what was written
    uint64_t begin = reader.chunk_begin(begun_);
    Indexer indexer(reader, begin, *paths);
    if (reader.step() != begin) return End::broken;
    for (;;) {
        if (!has_room_ && (reader.heap_bytes() > large_heap || reader.model().objects.size() > many_objects)) {
            *paths = indexer.paths();
            return End::full;
        }
        if (begun_ == reader.chunk_count()) reader.refresh();
        if (begun_ == reader.chunk_count()) return End::broken;
        uint64_t end = reader.chunk_end(begun_);
        while (reader.step() < end && !stop_ && reader.advance(end)) indexer.step();
        if (stop_) return End::stopped;
        if (reader.step() < end) return End::broken;
        made(indexer.take());
        if (!wait(false)) return End::stopped;
        std::optional<IndexBlock> block = meet();
        if (!block) continue;
        *paths = indexer.paths();
        if (adopt(*block, paths)) return End::met;
    }
}

} // namespace terrarium::inspect
