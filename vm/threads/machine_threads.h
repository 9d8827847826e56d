// Python threads as threads of the operating system, one at a time under the GIL.
#pragma once

#include "vm/core/scheduling.h"
#include "vm/threads/gil.h"

#include <atomic>
#include <semaphore.h>

namespace terrarium {

struct Heap;

class MachineThreads;

// What runs one Python thread. Made by malloc: no part of the world.
struct MachineThread {
    sem_t wake; // posted once for each unpark
    Thread* thread;
    MachineThreads* owner;
    void (*body)(Thread&);
    // Of ParallelThreads.
    Heap* heap = nullptr;          // its own
    std::atomic<uint32_t> runs{0}; // it may touch the world
    bool alone_before = false;     // when it went into the system
    uint32_t passes = 0;           // how often it was alone while others waited to run
};
inline MachineThread* machine_of(const Thread& t) { return static_cast<MachineThread*>(t.machine); }

class MachineThreads : public Scheduler {
public:
    // The calling machine thread becomes that of `main`, and holds the GIL.
    explicit MachineThreads(Thread& main, bool with_gil = true);
    ~MachineThreads() override = default; // never called: other threads may still wait for the lock

    Waited park(Thread& t) override;
    void unpark(Thread& t) override;
    void leave(Thread& t) override;
    void enter(Thread& t) override;
    void yield(Thread& t) override;
    const char* start(Thread& t, void (*body)(Thread&)) override;
    void stop_others(Thread& t) override;
    void set_interval(int64_t nanoseconds) override { gil.set_interval(nanoseconds); }
    Turns turns() override { return gil.turns(); }

    Gil gil;

protected:
    // Around the life of a thread but the first: what it needs before it may touch the world, and after its end.
    virtual void begin(Thread& t);
    virtual void end(Thread& t);
    virtual void made(MachineThread*) {}

private:
    static void* run(void* given);
};

// Null, or why no further thread may start now.
const char* why_not_start();

// Makes them the scheduler of the process, with the GIL or without (parallel_threads.h). Call once, after open_runtime().
MachineThreads& use_machine_threads(bool gil = true);
// Switches the GIL while there is one thread. Null, or why it cannot be.
const char* switch_gil(bool on);

} // namespace terrarium
