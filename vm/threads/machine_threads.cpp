// See machine_threads.h.
#include "vm/threads/machine_threads.h"

#include "memory/state.h"
#include "vm/core/start.h"
#include "vm/probe.h"

#include <cerrno>
#include <csignal>
#include <ctime>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>

namespace terrarium {

namespace {

constexpr size_t machine_stack = size_t{16} << 20; // reserved; the system maps what is used

MachineThread* new_machine(Thread& t, MachineThreads* owner, void (*body)(Thread&)) {
    auto* m = new MachineThread;
    m->thread = &t;
    m->owner = owner;
    m->body = body;
    sem_init(&m->wake, 0, 0);
    t.machine = m;
    return m;
}

void delete_machine(MachineThread* m) {
    sem_destroy(&m->wake);
    delete m;
}

uint64_t system_id() { return static_cast<uint64_t>(syscall(SYS_gettid)); }

// What the heap keeps for the thread that runs: how deep it is in freeing.
void put_away(Thread& t) {
    Heap& heap = local_heap();
    t.free_depth = std::exchange(heap.free_depth, 0);
    t.pending = std::exchange(heap.pending, nullptr);
}

void take_up(Thread& t) {
    Heap& heap = local_heap();
    heap.free_depth = t.free_depth;
    heap.pending = t.pending;
    if (&t == rt().main_thread && std::exchange(rt().interrupt_waits, 0)) request_safepoint(safepoint_interrupt);
}

} // namespace

MachineThreads::MachineThreads(Thread& main, bool with_gil) {
    if (!main.machine) new_machine(main, this, nullptr); // or it was another scheduler's before
    main.native_id = system_id();
    if (with_gil) gil.acquire(main);
}

Waited MachineThreads::park(Thread& t) {
    MachineThread* m = machine_of(t);
    int64_t until = t.until;
    leave(t);
    timespec time{until / 1000000000, until % 1000000000};
    int failed = until == never ? sem_wait(&m->wake) : sem_clockwait(&m->wake, CLOCK_MONOTONIC, &time);
    int error = failed ? errno : 0;
    enter(t);
    if (!failed) return Waited::woken;
    if (t.woken) { // meanwhile
        while (sem_wait(&m->wake) != 0) {}
        return Waited::woken;
    }
    return error == EINTR ? Waited::interrupted : Waited::timed_out;
}

void MachineThreads::unpark(Thread& t) { sem_post(&machine_of(t)->wake); }

void MachineThreads::leave(Thread& t) {
    put_away(t);
    if (t.state == ThreadState::ready) t.state = ThreadState::blocked;
    tell(t, {.kind = ThreadEventKind::release});
    gil.release(t);
}

void MachineThreads::enter(Thread& t) {
    int error = errno;
    gil.acquire(t);
    if (t.state == ThreadState::blocked) t.state = ThreadState::ready;
    take_up(t);
    errno = error;
}

void MachineThreads::yield(Thread& t) {
    put_away(t);
    gil.yield(t);
    take_up(t);
}

void* MachineThreads::run(void* given) {
    auto* m = static_cast<MachineThread*>(given);
    Thread& t = *m->thread;
    running_thread = &t;
    tell(t, {.kind = ThreadEventKind::begin});
    m->owner->begin(t);
    use_own_stack(t);
    t.native_id = system_id();
    m->body(t);
    t.state = ThreadState::ended;
    tell(t, {.kind = ThreadEventKind::end});
    m->owner->end(t);
    delete_machine(m);
    return nullptr;
}

void MachineThreads::begin(Thread& t) {
    gil.acquire(t);
    take_up(t);
}

void MachineThreads::end(Thread& t) {
    end_thread(&t);
    gil.release(t); // its address only
}

const char* why_not_start() { return active_probe && !active_probe->follows_threads() ? "a run that is recorded, shown or stepped through has one thread" : nullptr; }

const char* MachineThreads::start(Thread& t, void (*body)(Thread&)) {
    if (const char* why = why_not_start()) return why;
    MachineThread* m = new_machine(t, this, body);
    made(m);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, machine_stack);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    sigset_t all, before; // signals are for the main thread
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    tell(*running_thread, {.kind = ThreadEventKind::start, .other = t.id, .started = &t});
    pthread_t id;
    int error = pthread_create(&id, &attributes, run, m);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    pthread_attr_destroy(&attributes);
    if (error) tell(t, {.kind = ThreadEventKind::end});
    if (error) delete_machine(m);
    return error ? "the system gives no more" : nullptr;
}

void MachineThreads::stop_others(Thread& t) { gil.keep_for(t); }

} // namespace terrarium
