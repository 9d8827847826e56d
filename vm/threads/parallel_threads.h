// Python threads as threads of the operating system that run at the same time: --gil=off. Until the second thread starts
// there is nothing to it. A thread runs, or stands: at a safepoint, in the system, or waiting to be alone. Who is alone has
// asked all others to stand and has seen them do so.
#pragma once

#include "vm/threads/machine_threads.h"

#include <vector>

namespace terrarium {

class ParallelThreads final : public MachineThreads {
public:
    explicit ParallelThreads(Thread& main);

    void leave(Thread& t) override;
    void enter(Thread& t) override;
    void yield(Thread&) override {}
    const char* start(Thread& t, void (*body)(Thread&)) override;
    void stop_others(Thread& t) override;
    Turns turns() override;
    void stop_world(Thread& t) override;
    void start_world(Thread& t) override;
    void pause(Thread& t) override;
    void go_parallel(Thread& t) override;

protected:
    void begin(Thread& t) override;
    void end(Thread& t) override;
    void made(MachineThread* m) override;

private:
    uint32_t take_world(Thread& t);
    void see_others_stand(Thread& t);
    void let_world_go();
    void count_machines();
    uint32_t run(MachineThread* m);
    void stand(MachineThread* m);
    class Wait;

    std::atomic<uint32_t> alone_{0};       // Thread::id of who is alone, or about to be: others are to stand; 0: nobody
    std::atomic<uint32_t> entering_{0};    // how many threads wait to run
    std::atomic<uint32_t> entered_{0};     // another number as soon as one of them does
    bool asked_ = false;                   // safepoint_stop is requested; of who is alone
    std::vector<MachineThread*> machines_; // all that have not ended; changed by who is alone
    Heap* next_heap_ = nullptr;            // of the thread that is being made
    bool for_ever_ = false;                // stop_others
    uint64_t check_every_ = 0, stops_ = 0; // TERRARIUM_CHECK_SHARING: for tests
};

} // namespace terrarium
