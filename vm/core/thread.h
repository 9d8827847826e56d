// Thread: one Python thread's state: value stack, frame array, the raised and the handled exception, limits.
// Invariant: an Error result means `raised` is set; a good result means it is not. How threads take turns: scheduling.h.
#pragma once

#include "vm/core/runtime.h"

namespace terrarium {

struct BaseException;
struct Frame;     // vm/interp/frame.h
struct FrameObject;

// Threads that wait for one thing, first come first; part of the world. All zero: nobody waits.
struct WaitQueue {
    Thread* first;
    Thread* last;
};

enum class ThreadState : uint8_t {
    ready,   // runs, or would if it were its turn
    waiting, // for another thread or for a time: in Thread::queue, until Thread::until
    blocked, // in the system, without the GIL
    ended,
};

inline constexpr int64_t never = INT64_MAX; // a time that does not come

struct Thread {
    Value* stack_base;   // value stack, grows up
    Value* stack_limit;  // past the last usable Value
    Frame* frames;       // frame records, grows up
    Frame* frame;        // the running frame, or one before frames when none
    Frame* frame_limit;
    Value* stack_top;    // where a native that calls back into Python may push; the loop keeps it before each call out
    uint32_t depth;      // Python frames and guarded native levels
    uint32_t peak_depth; // peak_frames(), and the guarded native levels of now
    uint32_t recursion_limit;
    uint32_t recursion_headroom; // > 0 while a RecursionError is being handled
    uintptr_t native_limit;      // lowest machine stack address a native may reach
    Value raised;        // owned; null or an exception instance on its way up
    Value handled;       // owned; the exception being handled (sys.exc_info), or null
    uint64_t calls, tail_calls_elided;
    void* stack_area;    // memory/world.h StackArea of the value stack
    void* frame_area;
    uint32_t id;         // 1 is the main thread; never used twice
    uint32_t repr_depth;
    List* repr_active;   // objects whose repr is running ('[...]'), owned, or null
    // Among other threads.
    Thread* next;        // Runtime::threads, in order of birth
    Thread* queue_next;  // in `queue`
    WaitQueue* queue;    // where it waits, or null
    Object* waits_for;   // borrowed: the lock behind `queue`, or null
    int64_t until;       // when waiting ends by itself (Scheduler::now), or `never`
    ThreadState state;
    bool woken;
    uint64_t native_id;  // of the operating system
    Value start_function, start_args, start_keywords; // owned: what a thread but the first is to call; null afterwards
    Value sentinel;      // owned: the lock that is released when the thread has ended, or null
    Value locals;        // owned: dict, address of a _thread._local -> the dict that it shows this thread; or null
    uint32_t free_depth; // Heap::free_depth and Heap::pending while another thread runs
    uint32_t native_depth; // guarded native levels
    Object* pending;
    bool alone;          // GIL off: all others stand still (vm/core/parallel.h)
    Frame* exposed;      // GIL off: natives that this frame and those above it called go on alone (vm/interp/exposure.h); or null
    void* machine;       // what runs it: of the Scheduler
    // sys.settrace() and sys.setprofile() (vm/interp/trace.h).
    Value trace_function, profile_function; // owned, or null
    bool traced;         // one of them is there
    bool in_trace;       // one of them runs: nothing is told
};

// The Python thread that the calling machine thread (or fiber) runs. Process state, no part of the world.
extern constinit thread_local Thread* running_thread;
inline Thread& current_thread() { return *running_thread; }

// Python frames of now, and most at one time. Pushing one compares depth and peak_depth: both have native_depth in them.
inline uint32_t frames_of(const Thread& t) { return t.depth - t.native_depth; }
inline uint32_t peak_frames(const Thread& t) { return t.peak_depth - t.native_depth; }

// Takes the raised exception (ownership moves to the caller); there must be one.
Own take_raised(Thread& t);
void set_raised(Thread& t, Own exception); // replaces
// What sys.settrace() or sys.setprofile() is given; None: nothing. True: t.traced has become true, and begin_tracing() is to
// follow.
bool set_trace_function(Thread& t, Value Thread::* which, Value function);
inline bool has_raised(const Thread& t) { return !t.raised.is_null(); }
void clear_raised(Thread& t);
bool raised_matches(const Thread& t, Type* exception_class);

// Guards native recursion: RecursionGuard g(t, " in comparison"); if (!g) return Error{};
// The message is "maximum recursion depth exceeded" + where.
class RecursionGuard {
public:
    RecursionGuard(Thread& t, const char* where) : thread_(t), ok_(true) {
        count(t, 1);
        if (t.depth > t.recursion_limit || reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) < t.native_limit) [[unlikely]] ok_ = fail(where);
    }
    ~RecursionGuard() { count(thread_, -1); }
    RecursionGuard(const RecursionGuard&) = delete;
    explicit operator bool() const { return ok_; }

private:
    static void count(Thread& t, int levels) {
        t.depth += static_cast<uint32_t>(levels);
        t.peak_depth += static_cast<uint32_t>(levels);
        t.native_depth += static_cast<uint32_t>(levels);
    }
    bool fail(const char* where); // raises RecursionError (false) unless inside the headroom (true)
    Thread& thread_;
    bool ok_;
};

// Marks `v` as having its repr taken; second() is true when it already is (print '[...]').
class ReprGuard {
public:
    ReprGuard(Thread& t, Value v);
    ~ReprGuard();
    ReprGuard(const ReprGuard&) = delete;
    bool second() const { return second_; }

private:
    Thread& thread_;
    Value value_;
    bool second_;
};

} // namespace terrarium
