// ThreadEvents: what an observer of threads is told, whatever schedules them: inspect/gil_log.h writes it down.
// Invariant: a thread tells of itself, so two of them may tell at the same time; what is told before the thread has its
// turn (ask, press, begin) may not look at the world. An observer never allocates in the world, changes a count or runs
// Python code.
#pragma once

#include <cstdint>

namespace terrarium {

struct Thread;
struct Object;

enum class ThreadEventKind : uint8_t {
    start,     // it is about to start the thread `other`
    begin,     // it is there, and asks for its first turn
    end,       // it is done; what is left needs no turn
    ask,       // `other` has its turn: it waits
    press,     // it has waited for the switch interval: `other` is asked to let go (a drop request)
    notice,    // it saw at a safepoint that it is asked; other: who waits longest, 0: nobody any more
    hand_over, // it was asked, and gives its turn to `other`; it waits for its next one
    release,   // it gives up its turn by itself
    acquire,   // it has its turn
    block,     // it goes into the system: `what`
    unblock,   // it is back, and has its turn
    wait,      // it waits in `object` (null: it sleeps) until `until`; other: who holds the lock, 0: nobody
    wait_over, // it has its turn again; how: a Waited
    wake,      // it wakes `other`, which waits in `object`
};
inline constexpr int thread_event_kinds = 14;

struct ThreadEvent {
    ThreadEventKind kind;
    uint8_t how = 0;
    uint32_t other = 0;              // Thread::id
    const Object* object = nullptr;  // borrowed for the call
    const char* what = nullptr;      // static: "read", "write", "input"
    int64_t until = 0;               // of wait; of ask: when it asked, if that is told afterwards (else 0)
    const Thread* started = nullptr; // of start: what it is to call stands there
};

class ThreadEvents {
public:
    virtual void on_event(Thread& t, const ThreadEvent& event) = 0;
    // At a safepoint that was asked for with safepoint_poll; it may lie in a native that takes long.
    virtual void on_poll(Thread&) {}
    // The process ends now, without the interpreter's own end (os._exit).
    virtual void on_exit(int) {}

protected:
    ~ThreadEvents() = default;
};
// Null: nobody listens. Set while there is one thread, and stays.
extern ThreadEvents* thread_events;

inline void tell(Thread& t, const ThreadEvent& event) {
    if (thread_events) [[unlikely]] thread_events->on_event(t, event);
}

} // namespace terrarium
