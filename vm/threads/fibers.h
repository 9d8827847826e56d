// Python threads as fibers of one machine thread, with a virtual clock: every switch is a decision of a Schedule, so that a
// run can be repeated exactly, saved, replayed and searched.
#pragma once

#include "vm/core/scheduling.h"
#include "vm/probe.h"
#include "vm/threads/fiber_context.h"
#include "vm/threads/racy.h"
#include "vm/threads/schedule.h"

#include <memory>

namespace terrarium {

struct Code;

struct FiberOptions {
    std::unique_ptr<Schedule> schedule;
    Counts counts = Counts::safe; // racy.h
    bool racy_appends = false;
    bool every_instruction = false; // a point at each bytecode of the program's own files, not only at polls
    uint64_t seed = 0;              // of entropy()
};

class Fibers : public Scheduler, public Probe {
public:
    explicit Fibers(FiberOptions options);

    // The main thread runs body(context) on a machine stack inside the world; its result.
    int run(int (*body)(void*), void* context);

    int64_t now() override;
    bool real_time() override { return false; }
    Waited park(Thread& t) override;
    void unpark(Thread&) override {}
    bool wait_ready(Thread& t, int descriptor, short events) override;
    bool entropy(void* to, size_t bytes) override;
    void yield(Thread& t) override;
    const char* start(Thread& t, void (*body)(Thread&)) override;
    void stop_others(Thread&) override { alone_ = true; }

    void on_instruction(Thread& t, const Frame* frame) override;

    // No thread can ever go on. Called by the thread that saw it; does not return (end_run(), say). Null: the process ends.
    void (*on_deadlock)(Fibers&) = nullptr;
    // A thread has been made and is about to run for the first time.
    void (*on_start)(Thread& fresh) = nullptr;
    // The decisions so far that were not the usual ones.
    const SavedSchedule& made() const { return made_; }
    Schedule& schedule() { return *schedule_; }
    uint64_t points() const;
    ThreadPlace place(Thread& t) const;

    // From any fiber: run() returns `result`. No fiber goes on.
    void end_run(int result);

    // Counts and appends taken apart, or null.
    std::unique_ptr<RacyCounts> racy;
    // An object's count is zero and it is held; racy knows by whom. Does not return. Null: the process ends.
    void (*on_dangling)(Fibers&) = nullptr;
    void racy_point(Thread& t);

    // --- for who runs many schedules from one checkpoint of the world
    // run() returns when the main thread is about to start the first further one; resume() goes on there.
    bool pause_before_threads = false;
    bool exploring = false; // set by who does so
    bool paused() const { return paused_; }
    // From outside: the fiber that runs in the (restored) world goes on with this schedule, until it calls leave_run().
    void resume(std::unique_ptr<Schedule> schedule);
    // From any fiber: back to who called run() or resume(). The fiber goes on if the world is not restored to another moment.
    void leave_run();
    // A run with more points than that calls on_too_long, which is to leave_run(). 0: any number.
    uint64_t most_points = 0;
    void (*on_too_long)(Fibers&) = nullptr;

private:
    struct World;  // what is part of the world: clock, points, entropy
    struct Fiber;  // of a Thread: Thread::machine
    static void main_body(void* given);
    static void thread_body(void* given);
    void point(PointKind kind, Thread& t, bool can_go_on, bool quiet = false);
    uint32_t decide(PointKind kind, uint32_t current, bool can_go_on, Thread* t, bool quiet = false);
    bool find_ready(uint32_t current, bool can_go_on);
    void note_switch(const SwitchPoint& p, uint32_t next, Thread* t);
    void switch_to(uint32_t id, MachineContext* from, Thread* before);
    int patience(const Thread& t) const;
    void arrive(Thread& t);
    Waited look_again(Thread& t);
    void tell_asking(uint32_t next);
    void ask_again();
    void describe_made();
    static bool guard_free(Object* object);
    void wake(uint32_t sleeper);
    bool is_quiet(const Thread& t, const Frame* frame) const;

    std::unique_ptr<Schedule> schedule_;
    bool every_instruction_;
    bool alone_ = false, paused_ = false;
    World* world_;
    SavedSchedule made_;
    std::vector<uint32_t> ready_, asleep_;
    const Code* last_code_ = nullptr; // of on_instruction
    bool own_code_ = false;
    MachineContext outside_{};        // who called run()
    int (*body_)(void*) = nullptr;
    void* context_ = nullptr;
    int result_ = 0;
};

// Makes them the scheduler of the process. Call once, after open_runtime().
Fibers& use_fibers(FiberOptions options);

} // namespace terrarium
