// See parallel_threads.h. A thread that begins to run and one that wants to be alone each write what they do and then read
// what the other does (runs, alone_), in one order that all agree on: one of the two sees the other. So do one that falls
// asleep and one that wakes (sleeping, the place that changes).
#include "vm/threads/parallel_threads.h"

#include "memory/sharing.h"
#include "vm/core/parallel.h"
#include "vm/interp/exposure.h"
#include "vm/core/start.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace terrarium {

namespace {

// Turns of a waiting loop before the system is asked to wait: most waits are shorter than a system call, if whom one waits for has a core.
constexpr int spins = 2000, spins_in_a_crowd = 50;

constexpr int64_t least_told = 1000; // nanoseconds: shorter waits are no events

constexpr uint32_t most_passes = 64; // how often a thread may be alone again before one that waits to run is let in

std::atomic<uint32_t> sleeping{0}; // threads in wait_while: where there are none, nobody need be woken

std::atomic<bool> crowded{false};      // more threads than cores

// Until the value is another one.
void wait_while(std::atomic<uint32_t>& place, uint32_t value) {
    int turns = crowded.load(std::memory_order_relaxed) ? spins_in_a_crowd : spins;
    for (int i = 0; i < turns; i++) {
        if (place.load(std::memory_order_seq_cst) != value) return;
        __builtin_ia32_pause();
    }
    sleeping.fetch_add(1, std::memory_order_seq_cst);
    while (place.load(std::memory_order_seq_cst) == value) place.wait(value, std::memory_order_seq_cst);
    sleeping.fetch_sub(1, std::memory_order_relaxed);
}

void change(std::atomic<uint32_t>& place, uint32_t value) {
    place.store(value, std::memory_order_seq_cst);
    if (sleeping.load(std::memory_order_seq_cst)) [[unlikely]] place.notify_all();
}

void prove_sharing() {
    std::vector<std::string> faults = check_sharing(20);
    for (const std::string& fault : faults) std::fprintf(stderr, "sharing: %s\n", fault.c_str());
    if (!faults.empty()) std::abort();
}

} // namespace

ParallelThreads::ParallelThreads(Thread& main) : MachineThreads(main, false) {
    if (const char* every = std::getenv("TERRARIUM_CHECK_SHARING")) check_every_ = std::strtoull(every, nullptr, 10);
    machines_.push_back(machine_of(main));
    machine_of(main)->runs = 1;
}

void ParallelThreads::stand(MachineThread* m) {
    change(m->runs, 0);
}

// Tells of a wait for others when it is over: one that turns out to be short is none, and there are many of those.
class ParallelThreads::Wait {
public:
    explicit Wait(Thread& t) : thread_(t), since_(thread_events ? scheduler->now() : 0) {}
    // other: whom it waited for, as far as that is known (0: several). `always`: it has not run before, so that now it does is told.
    void over(uint32_t other, bool always = false) const {
        if (!thread_events) [[likely]] return;
        bool seen = scheduler->now() - since_ >= least_told;
        if (seen) tell(thread_, {.kind = ThreadEventKind::ask, .other = other, .until = since_});
        if (seen || always) tell(thread_, {.kind = ThreadEventKind::acquire});
    }

private:
    Thread& thread_;
    int64_t since_;
};

// Who was alone meanwhile; 0: nobody.
uint32_t ParallelThreads::run(MachineThread* m) {
    uint32_t other = 0;
    for (;;) {
        m->runs.store(1, std::memory_order_seq_cst);
        uint32_t now = alone_.load(std::memory_order_seq_cst);
        if (now == 0) break;
        stand(m);
        if (!other) entering_.fetch_add(1, std::memory_order_relaxed);
        wait_while(alone_, other = now);
    }
    if (other) {
        entering_.fetch_sub(1, std::memory_order_relaxed);
        change(entered_, entered_.load(std::memory_order_relaxed) + 1); // two at once may count as one: it is another number
    }
    return other;
}

// The caller stands. Who was alone before; 0: nobody.
uint32_t ParallelThreads::take_world(Thread& t) {
    uint32_t before = 0;
    for (uint32_t other = 0; !alone_.compare_exchange_strong(other, t.id, std::memory_order_seq_cst); other = 0) wait_while(alone_, before = other);
    see_others_stand(t);
    return before;
}

void ParallelThreads::see_others_stand(Thread& t) {
    for (MachineThread* m : machines_) {
        if (m->thread == &t || !m->runs.load(std::memory_order_seq_cst)) continue;
        if (!std::exchange(asked_, true)) request_safepoint(safepoint_stop);
        wait_while(m->runs, 1);
    }
    t.alone = true;
}

void ParallelThreads::let_world_go() {
    if (check_every_ && ++stops_ % check_every_ == 0) prove_sharing();
    if (std::exchange(asked_, false)) __atomic_fetch_and(&rt().safepoint_requested, ~uint32_t{safepoint_stop}, __ATOMIC_RELAXED);
    change(alone_, 0);
}

// Mostly nobody else wants to be alone: then the caller need not stand, as nobody waits for that.
void ParallelThreads::stop_world(Thread& t) {
    MachineThread* m = machine_of(t);
    Wait wait(t);
    uint32_t nobody = 0;
    bool passes = entering_.load(std::memory_order_relaxed) == 0 || ++m->passes < most_passes;
    if (passes && alone_.compare_exchange_strong(nobody, t.id, std::memory_order_seq_cst)) {
        see_others_stand(t);
        wait.over(0);
    } else {
        uint32_t entered = entered_.load(std::memory_order_seq_cst);
        stand(m);
        if (std::exchange(m->passes, 0) >= most_passes && entering_.load(std::memory_order_seq_cst)) wait_while(entered_, entered);
        wait.over(take_world(t));
    }
    if (retired_wait()) free_retired();
}

void ParallelThreads::start_world(Thread& t) {
    if (for_ever_) return;
    if (t.exposed && !starts_for_python) return request_safepoint(safepoint_poll); // until the loop is back
    t.alone = false;
    Wait wait(t);
    let_world_go();
    MachineThread* m = machine_of(t);
    wait.over(m->runs.load(std::memory_order_relaxed) ? 0 : run(m));
    if (t.exposed && !starts_for_python) stop_world(t); // meanwhile
}

void ParallelThreads::pause(Thread& t) {
    Wait wait(t);
    stand(machine_of(t));
    wait.over(run(machine_of(t)));
}

void ParallelThreads::leave(Thread& t) {
    if (!parallel_world || for_ever_) return;
    if (t.state == ThreadState::ready) t.state = ThreadState::blocked;
    leave_retired();
    if (t.exposed && t.alone) publish_exposed(t);
    MachineThread* m = machine_of(t);
    m->alone_before = std::exchange(t.alone, false);
    tell(t, {.kind = ThreadEventKind::release});
    stand(m);
    if (m->alone_before) let_world_go();
}

void ParallelThreads::enter(Thread& t) {
    if (!parallel_world || (for_ever_ && t.alone)) return;
    int error = errno;
    MachineThread* m = machine_of(t);
    Wait wait(t);
    uint32_t other = m->alone_before ? take_world(t) : run(m);
    if (t.state == ThreadState::blocked) t.state = ThreadState::ready;
    wait.over(other, true);
    if (t.exposed && !t.alone) stop_world(t);
    errno = error;
}

void ParallelThreads::begin(Thread& t) {
    take_world(t);
    enter_heap(machine_of(t)->heap);
    tell(t, {.kind = ThreadEventKind::acquire});
}

void ParallelThreads::end(Thread& t) {
    MachineThread* m = machine_of(t);
    free_retired(); // finalisers run in this thread
    end_thread(&t);
    leave_retired();
    give_heap_back(m->heap);
    machines_.erase(std::find(machines_.begin(), machines_.end(), m));
    count_machines();
    let_world_go();
}

void ParallelThreads::made(MachineThread* m) {
    m->heap = next_heap_;
    machines_.push_back(m);
    count_machines();
}

// Most programs leave one thread waiting for the others.
void ParallelThreads::count_machines() {
    crowded.store(machines_.size() > std::thread::hardware_concurrency() + 1, std::memory_order_relaxed);
}

void ParallelThreads::go_parallel(Thread& t) {
    rt().hooks.go_parallel(t);
    stand(machine_of(t));
    alone_.store(t.id);
    request_safepoint(safepoint_poll); // the loop that runs now makes room for the other one
}

const char* ParallelThreads::start(Thread& t, void (*body)(Thread&)) {
    if (const char* why = why_not_start()) return why; // before anything is shared
    Thread& starter = *running_thread;
    if (!parallel_world) go_parallel(starter);
    else if (starter.alone) rt().hooks.go_parallel(starter);
    for (Value v : {t.start_function, t.start_args, t.start_keywords}) publish(v);
    next_heap_ = take_heap();
    if (!next_heap_) return "there are too many";
    const char* why = MachineThreads::start(t, body);
    if (why) {
        give_heap_back(next_heap_);
        std::erase_if(machines_, [&](MachineThread* m) { return m->heap == next_heap_; });
        count_machines();
    }
    return why;
}

void ParallelThreads::stop_others(Thread& t) {
    if (!parallel_world) return;
    if (!t.alone) stop_world(t);
    for_ever_ = true;
}

Turns ParallelThreads::turns() {
    Turns now;
    now.one_at_a_time = false;
    return now;
}

// One of each kind at most: an ending thread may still look at the one it ran under.
MachineThreads& use_machine_threads(bool gil) {
    static MachineThreads *turns, *parallel;
    MachineThreads*& threads = gil ? turns : parallel;
    if (!threads) threads = gil ? new MachineThreads(*rt().main_thread) : new ParallelThreads(*rt().main_thread);
    scheduler = threads;
    rt().switches.gil = gil;
    return *threads;
}

const char* switch_gil(bool on) {
    if (!scheduler->real_time()) return "fibers take turns: there is no GIL to switch";
    if (on == scheduler->turns().one_at_a_time) return nullptr;
    if (rt().thread_count > 1) return "other threads are running: the GIL can be switched while there is one thread only";
    if (on && parallel_world) return "threads have run at the same time: there is no way back to the GIL in this process";
    int64_t interval = static_cast<MachineThreads*>(scheduler)->gil.turns().interval;
    use_machine_threads(on).set_interval(interval);
    return nullptr;
}

} // namespace terrarium
