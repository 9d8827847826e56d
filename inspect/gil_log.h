// GilLog: writes down what threads tell, each into a buffer of its own outside the world, so that they do not wait for
// each other (fibers, which take turns, write to one). Invariant: between start() and finish() no event is lost; a buffer grows and is never written over.
// Read next: inspect/gil_trace.h.
#pragma once

#include "inspect/gil_trace.h"
#include "vm/core/thread.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <tuple>

namespace terrarium {
struct Code;
}

namespace terrarium::inspect {

class GilLog final : public ThreadEvents {
public:
    enum class Keep : uint8_t {
        sums,   // only what --stats shows
        events, // everything
    };
    // Listens from now on. The main thread has its turn, and is the only one. Once a process; never freed: threads that
    // outlive the program may still look at it.
    static GilLog& start(Thread& main, Keep keep, const std::string& program);
    // Events after this are not the program's. Any thread that has its turn may call it; the first call counts.
    void finish();
    bool had_threads() const { return had_threads_; } // beside the first

    // After finish():
    GilTrace trace() const;
    GilSums sums() const;
    // Where write() writes. Empty, or why it cannot.
    std::string open(const std::string& path);
    // What has been kept, as a Chrome trace. Empty, or what went wrong. Does nothing when nothing is open.
    std::string write();

    void on_event(Thread& t, const ThreadEvent& event) override;
    void on_exit(int) override;

private:
    struct Chunk;
    struct Buffer;
    GilLog(Keep keep, const std::string& program);
    Buffer* buffer_of(uint32_t id);
    Buffer* buffer(const Thread& t);
    void keep(const Thread& t, GilEvent& e);
    const char* name_of_lock(const Thread& t);
    int64_t now() const;
    int64_t time_of(const ThreadEvent& event) const;
    std::vector<GilThread> threads() const;

    Keep keep_;
    bool virtual_;           // the clock is: one machine thread, whose events may have the same time
    std::string program_;
    int64_t start_, end_ = 0, interval_ = 0;
    bool gil_ = true;
    std::atomic<bool> closed_ = false;
    bool had_threads_ = false;
    std::FILE* file_ = nullptr;
    mutable std::mutex mutex_; // of what follows
    std::map<uint32_t, std::unique_ptr<Buffer>> buffers_;
    GilCounter counter_;
    std::map<std::tuple<const Object*, const Code*, uint32_t>, std::string> lock_names_; // by lock and where it is waited for
    size_t looks_ = 50000; // so many objects are looked at for names
};

} // namespace terrarium::inspect
