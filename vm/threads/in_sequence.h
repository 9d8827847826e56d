// The work of all threads one after the other, for `compare --axis gil` to measure against: who has its turn keeps it, in sleep
// too, until it ends or needs another thread (a lock, a join, something to read). Who starts a thread goes on when that one has
// come so far. No switch interval, nothing to hand over, and otherwise the GIL (machine_threads.h).
#pragma once

#include "vm/threads/machine_threads.h"

namespace terrarium {

class InSequence final : public MachineThreads {
public:
    explicit InSequence(Thread& main);

    Waited park(Thread& t) override;
    void set_interval(int64_t) override {}
};

// Makes it the scheduler of the process, instead of use_machine_threads().
void use_threads_in_sequence();

} // namespace terrarium
