// Wait queues, and what does not depend on who schedules. See scheduling.h.
#include "vm/core/scheduling.h"

#include "memory/checkpoint.h"
#include "vm/core/parallel.h"

#include <cerrno>
#include <climits>
#include <ctime>
#include <poll.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace terrarium {

namespace {

Scheduler& alone() {
    static Scheduler one;
    return one;
}

void enqueue(WaitQueue& queue, Thread& t, bool in_front) {
    if (!queue.first) {
        queue.first = queue.last = &t;
    } else if (in_front) {
        t.queue_next = std::exchange(queue.first, &t);
    } else {
        queue.last->queue_next = &t;
        queue.last = &t;
    }
}

void dequeue(WaitQueue& queue, Thread& t) {
    Thread* before = nullptr;
    for (Thread* at = queue.first; at != &t; at = at->queue_next) before = at;
    (before ? before->queue_next : queue.first) = t.queue_next;
    if (queue.last == &t) queue.last = before;
    t.queue_next = nullptr;
}

Waited park_until(Thread& t, int64_t until) {
    t.until = until;
    t.woken = false;
    t.state = ThreadState::waiting;
    tell(t, {.kind = ThreadEventKind::wait, .other = t.waits_for ? holder_of(t.waits_for) : 0, .object = t.waits_for, .until = until});
    Waited result = scheduler->park(t);
    if (t.woken) result = Waited::woken;
    t.state = ThreadState::ready;
    t.until = never;
    tell(t, {.kind = ThreadEventKind::wait_over, .how = static_cast<uint8_t>(result), .object = t.waits_for});
    return result;
}

Blocking* all_blocking; // changed by whose turn it is

} // namespace

Scheduler* scheduler = &alone();
void (*on_thread_failure)(Thread& t, Value exception);
ThreadEvents* thread_events = nullptr;
uint32_t (*holder_of)(const Object*) = [](const Object*) { return uint32_t{0}; };
Status (*handle_signals)(Thread& t);

int64_t Scheduler::now() {
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * int64_t{1000000000} + time.tv_nsec;
}

Waited Scheduler::park(Thread& t) {
    if (t.until == never) return ::pause(), Waited::interrupted;
    timespec until{t.until / 1000000000, t.until % 1000000000};
    return clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr) == EINTR ? Waited::interrupted : Waited::timed_out;
}

void Scheduler::unpark(Thread&) {}

bool Scheduler::wait_ready(Thread& t, int descriptor, short events) {
    pollfd one{descriptor, events, 0};
    if (poll(&one, 1, 0) != 0) return true;
    Blocking others_run(t, events & POLLIN ? "read" : "write");
    return poll(&one, 1, -1) >= 0 || errno != EINTR;
}

bool Scheduler::entropy(void* to, size_t bytes) {
    auto* at = static_cast<char*>(to);
    checkpoint_touch(to, bytes);
    while (bytes > 0) {
        ssize_t n = getrandom(at, bytes, 0);
        if (n < 0 && errno != EINTR) return false;
        if (n <= 0) continue;
        at += n;
        bytes -= static_cast<size_t>(n);
    }
    return true;
}

const char* Scheduler::start(Thread&, void (*)(Thread&)) { return "there is no scheduler"; }

Waited wait_in(Thread& t, WaitQueue& queue, int64_t until, Object* object, bool in_front) {
    t.queue = &queue;
    t.waits_for = object;
    enqueue(queue, t, in_front);
    Waited result = park_until(t, until);
    if (!t.woken) dequeue(queue, t);
    t.queue = nullptr;
    t.waits_for = nullptr;
    return result;
}

bool wake_first(WaitQueue& queue) {
    Thread* t = queue.first;
    if (!t) return false;
    dequeue(queue, *t);
    t->woken = true;
    if (running_thread) tell(*running_thread, {.kind = ThreadEventKind::wake, .other = t->id, .object = t->waits_for});
    scheduler->unpark(*t);
    return true;
}

Status sleep_until(Thread& t, int64_t until) {
    Alone alone(t); // until it sleeps
    while (park_until(t, until) == Waited::interrupted) {
        if (safepoint_requests()) TRY(rt().hooks.safepoint(t));
    }
    if (safepoint_requests() & safepoint_interrupt) TRY(rt().hooks.safepoint(t)); // another thread asked for it meanwhile
    return {};
}

int64_t time_after(int64_t nanoseconds) {
    int64_t until;
    return __builtin_add_overflow(scheduler->now(), nanoseconds, &until) ? never : until;
}

void Blocking::begin() {
    {
        Alone alone(*thread_);
        next_ = std::exchange(all_blocking, this);
    }
    tell(*thread_, {.kind = ThreadEventKind::block, .what = what_});
    scheduler->leave(*thread_);
}

void Blocking::end() {
    scheduler->enter(*thread_);
    tell(*thread_, {.kind = ThreadEventKind::unblock, .what = what_});
    Alone alone(*thread_);
    Blocking** link = &all_blocking;
    while (*link != this) link = &(*link)->next_;
    *link = next_;
}

const char* Blocking::what_blocks(const Thread& t) {
    for (const Blocking* b = all_blocking; b; b = b->next_)
        if (b->thread_ == &t) return b->what_;
    return nullptr;
}

bool wait_until_ready(Thread& t, int descriptor, short events) {
    if (rt().thread_count == 1) return true;
    return scheduler->wait_ready(t, descriptor, events);
}

size_t writable_at_once(int descriptor, size_t bytes) {
    if (rt().thread_count == 1 || bytes <= PIPE_BUF) return bytes;
    struct stat status;
    return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) ? bytes : PIPE_BUF;
}

} // namespace terrarium
