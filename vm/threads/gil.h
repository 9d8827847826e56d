// Gil: the one lock that a machine thread must hold to touch the world. The protocol is CPython's (Python/ceval_gil.c's
// description, https://docs.python.org/3/library/sys.html#sys.setswitchinterval): who waits longer than the interval asks
// the holder to let go; the holder sees that at its next safepoint and hands the lock to the one that waited longest.
// A lock let go freely (before blocking) is anybody's: the next to ask may be quicker than those that wait.
#pragma once

#include "vm/core/scheduling.h"

#include <condition_variable>
#include <mutex>

namespace terrarium {

class Gil {
public:
    void acquire(Thread& t);
    // The holder blocks or ends.
    void release(Thread& t);
    // The holder was asked: hands over and waits for its next turn. Nobody waits: nothing happens.
    void yield(Thread& t);
    // From now on only t gets the lock; everyone else waits for ever. t holds it.
    void keep_for(Thread& t);

    static constexpr int64_t usual_interval = 5000000; // nanoseconds
    void set_interval(int64_t nanoseconds);
    Turns turns();

private:
    struct Waiter {
        Thread* thread;
        std::condition_variable turn;
        bool granted = false;
        Waiter* next = nullptr;
    };
    void wait(Thread& t, std::unique_lock<std::mutex>& lock);
    Waiter* take_first();
    void took(Thread& t);

    std::mutex mutex_;
    bool held_ = false;
    Thread* holder_ = nullptr; // the last one, when nobody holds it; may have ended
    uint32_t holder_id_ = 0;
    uint64_t hand_overs_ = 0;  // changes of holder_
    Waiter *first_ = nullptr, *last_ = nullptr;
    Thread* only_ = nullptr; // keep_for
    int64_t interval_ = usual_interval;
};

} // namespace terrarium
