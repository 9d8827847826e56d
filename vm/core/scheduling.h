// Scheduling: how Python threads wait for each other, take turns and sleep, whatever runs them: machine threads under the
// GIL (vm/threads/machine_threads.cpp) or fibers (vm/threads/fibers.cpp). Natives that block say so here.
// Invariant: only the thread whose turn it is touches the world; wait queues are part of it and need no lock of their own.
#pragma once

#include "vm/core/thread.h"

namespace terrarium {

enum class Waited : uint8_t { woken, timed_out, interrupted };

// The base class is the world of one thread, which never waits for another one.
class Scheduler {
public:
    virtual ~Scheduler() = default;
    // Nanoseconds of the clock that sleeping and time-outs go by: CLOCK_MONOTONIC, or a virtual one.
    virtual int64_t now();
    // Whether that clock is the real one.
    virtual bool real_time() { return true; }
    // Not before `until`, unless woken: t.queue says where (null: sleeps). interrupted: a signal came; call safepoint.
    virtual Waited park(Thread& t);
    virtual void unpark(Thread& t); // park() returns; t.woken is set
    // The thread is about to block in the system, and is back. errno stays.
    virtual void leave(Thread&) {}
    virtual void enter(Thread&) {}
    // Until a read (POLLIN) or write (POLLOUT) of the descriptor would not block. False: a signal came (errno is EINTR).
    virtual bool wait_ready(Thread& t, int descriptor, short events);
    // Random bytes, for seeds: what the system gives, or what can be repeated. False: there are none (errno).
    virtual bool entropy(void* to, size_t bytes);
    // At a safepoint where safepoint_switch was seen.
    virtual void yield(Thread&) {}
    // Runs body(t) with t, made by new_thread(), as its current thread, then ends t. Not null: why it cannot.
    virtual const char* start(Thread& t, void (*body)(Thread&));
    // How long a thread waits for its turn before it asks for it.
    virtual void set_interval(int64_t) {}
    // No thread but the caller runs Python code from now on.
    virtual void stop_others(Thread&) {}
};
extern Scheduler* scheduler; // never null; process state

// Hears of an exception that ended a thread and that nobody but the interpreter's own hook took. Null: nobody.
extern void (*on_thread_failure)(Thread& t, Value exception);

// Waits in the queue until wake_first() finds it there (woken), until `until` (timed_out) or a signal (interrupted).
// `object` is what stands behind the queue, for those who watch. in_front: ahead of those that wait already.
Waited wait_in(Thread& t, WaitQueue& queue, int64_t until, Object* object, bool in_front = false);
// True: a thread was waiting and will go on.
bool wake_first(WaitQueue& queue);
// Sleeps until a time of Scheduler::now(). Error: a signal raised.
Status sleep_until(Thread& t, int64_t until);

// The time at which something that may take so long ends; `never` when it is too far away.
int64_t time_after(int64_t nanoseconds);

// While one of these lives, other threads run and the calling one may not touch the world.
class Blocking {
public:
    explicit Blocking(Thread& t) : thread_(rt().thread_count > 1 ? &t : nullptr) {
        if (thread_) scheduler->leave(t);
    }
    ~Blocking() {
        if (thread_) scheduler->enter(*thread_);
    }
    Blocking(const Blocking&) = delete;

private:
    Thread* thread_;
};

// When there are other threads: lets them run until a read (events: POLLIN) or a write (POLLOUT) of the descriptor would
// not block. So buffers need not be safe from them while the system copies. False: a signal came (errno is EINTR).
bool wait_until_ready(Thread& t, int descriptor, short events);
// How much a write that must not block may offer at once.
size_t writable_at_once(int descriptor, size_t bytes);

} // namespace terrarium
