// Scheduling: how Python threads wait for each other, take turns and sleep, whatever runs them: machine threads under the
// GIL (vm/threads/machine_threads.cpp) or fibers (vm/threads/fibers.cpp). Natives that block say so here.
// Invariant: only the thread whose turn it is touches the world; wait queues are part of it and need no lock of their own.
#pragma once

#include "vm/core/thread.h"
#include "vm/core/thread_events.h"

namespace terrarium {

enum class Waited : uint8_t { woken, timed_out, interrupted };

// How turns go, for those who watch.
struct Turns {
    bool one_at_a_time = true; // the GIL is on
    uint32_t holder = 0;       // Thread::id of who has its turn; 0: nobody
    uint32_t waiting = 0;      // threads that wait for theirs
    uint64_t hand_overs = 0;   // how often the turn went to another thread
    int64_t interval = 0;      // nanoseconds a thread waits before it asks; 0: there is no such time
};

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
    virtual Turns turns() { return {}; }
    // GIL off: all others stand at a safepoint, or are blocked in the system, until start_world(). See Alone.
    virtual void stop_world(Thread&) {}
    virtual void start_world(Thread&) {}
    // GIL off: from now on as if there were a second thread, for tests of what holds then. Nobody but t runs.
    virtual void go_parallel(Thread&) {}
    // At a safepoint where safepoint_stop was seen: stands still as long as another thread is alone.
    virtual void pause(Thread&) {}
    // No thread but the caller runs Python code from now on.
    virtual void stop_others(Thread&) {}
};
extern Scheduler* scheduler; // never null; process state

// Hears of an exception that ended a thread and that nobody but the interpreter's own hook took. Null: nobody.
extern void (*on_thread_failure)(Thread& t, Value exception);

// What the main thread does at a safepoint where safepoint_interrupt was seen. Null: raises KeyboardInterrupt.
extern Status (*handle_signals)(Thread& t);

// Waits in the queue until wake_first() finds it there (woken), until `until` (timed_out) or a signal (interrupted).
// `object` is what stands behind the queue, for those who watch. in_front: ahead of those that wait already.
Waited wait_in(Thread& t, WaitQueue& queue, int64_t until, Object* object, bool in_front = false);
// True: a thread was waiting and will go on.
bool wake_first(WaitQueue& queue);
// Thread::id of who holds the lock that threads wait for; 0: nobody, or it is no lock. Set by the module _thread.
extern uint32_t (*holder_of)(const Object* object);
// Sleeps until a time of Scheduler::now(). Error: a signal raised.
Status sleep_until(Thread& t, int64_t until);

// The time at which something that may take so long ends; `never` when it is too far away.
int64_t time_after(int64_t nanoseconds);

// While one of these lives, other threads run and the calling one may not touch the world.
class Blocking {
public:
    // what: static text for those who watch, as in "blocked in read".
    Blocking(Thread& t, const char* what) : thread_(rt().thread_count > 1 ? &t : nullptr), what_(what) {
        if (thread_) begin();
    }
    ~Blocking() {
        if (thread_) end();
    }
    Blocking(const Blocking&) = delete;

    // What the thread is in, or null.
    static const char* what_blocks(const Thread& t);

private:
    void begin();
    void end();

    Thread* thread_;
    const char* what_;
    Blocking* next_ = nullptr; // all that live, for what_blocks()
};

// When there are other threads: lets them run until a read (events: POLLIN) or a write (POLLOUT) of the descriptor would
// not block. So buffers need not be safe from them while the system copies. False: a signal came (errno is EINTR).
bool wait_until_ready(Thread& t, int descriptor, short events);
// How much a write that must not block may offer at once.
size_t writable_at_once(int descriptor, size_t bytes);

} // namespace terrarium
