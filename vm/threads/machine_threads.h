// Python threads as threads of the operating system, one at a time under the GIL.
#pragma once

#include "vm/core/scheduling.h"
#include "vm/threads/gil.h"

namespace terrarium {

// What runs one Python thread. Made by malloc: no part of the world.
struct MachineThread;

class MachineThreads : public Scheduler {
public:
    // The calling machine thread becomes that of `main`, and holds the GIL.
    explicit MachineThreads(Thread& main);
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

private:
    static void* run(void* given);
};

// Makes them the scheduler of the process. Call once, after open_runtime().
MachineThreads& use_machine_threads();

} // namespace terrarium
