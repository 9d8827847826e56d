// What threads did and when, as plain values: the events of a run, and the states between them. Everything that shows
// threads over time draws from it: --stats, the Chrome trace, `terrarium gil`. Schema: docs/threads.md.
// Made by inspect/gil_log.h. Read next: inspect/gil_lanes.h.
#pragma once

#include "vm/core/thread_events.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace terrarium::inspect {

// Where a thread stood: in its innermost Python function.
struct GilPlace {
    std::string function, file;
    int32_t line = 0;
    std::string opcode;
};

struct GilEvent {
    int64_t time = 0;          // nanoseconds since the log began
    ThreadEventKind kind{};
    uint8_t how = 0;           // of wait_over: a Waited
    uint32_t thread = 0;       // Thread::id
    uint32_t other = 0;
    uint32_t place = 0;        // in GilTrace::places; 0: in no Python function. While it waits: where it went to wait
    uint64_t object = 0;       // address of the lock it waits for; 0: none
    int64_t until = 0;         // of wait: as `time`; INT64_MAX: for ever
    const char* what = nullptr; // of block: "read"; of wait for a lock: what the program calls it, "forks[2]", or null
};

struct GilThread {
    uint32_t id = 0;
    std::string name;
};

struct GilTrace {
    std::vector<GilThread> threads; // by id
    std::vector<GilPlace> places;   // 0 is nowhere
    std::vector<GilEvent> events;   // by time
    int64_t end = 0;                // when the log ended
    int64_t interval = 0;           // the switch interval at the end; 0: there is none
    bool virtual_time = false;      // threads were fibers
    bool gil = true;                // they took turns, at the end
    std::string program;
};

// What a thread is doing between two events. The order is the one lanes are stacked in.
enum class GilState : uint8_t {
    absent,  // not begun, or ended
    holding, // has its turn; GIL off: runs
    waiting, // for its turn; GIL off: for others to stand still, or stands still for one of them
    lock,    // for another thread: a lock, and what is made of locks
    sleep,
    system,  // in a system call that blocks
};
inline constexpr int gil_states = 6;
const char* state_name(GilState state); // "holding", "waiting", "lock", "sleep", "system"

// Follows each thread from state to state.
class GilFollower {
public:
    struct Now {
        GilState state = GilState::absent;
        GilState reason = GilState::system; // what it is in when it has let go
        int64_t since = 0;
    };
    // The state the event's thread was in before it; its `since` was of that one, and is of the new one if that differs.
    Now add(const GilEvent& e);
    const std::map<uint32_t, Now>& threads() const { return threads_; }

private:
    std::map<uint32_t, Now> threads_;
};

// A stretch of one state. Spans of a thread follow one another without gaps while it lives.
struct GilSpan {
    uint32_t thread = 0;
    GilState state{};
    int64_t from = 0, to = 0;
    size_t first = 0; // the event it begins with
    size_t cause = 0; // of lock, sleep, system: the wait or block
};
std::vector<GilSpan> spans_of(const GilTrace& trace); // by `from`
const char* event_name(ThreadEventKind kind); // "drop_request": as docs/threads.md lists them

// --- sums

struct GilThreadSums {
    uint32_t id = 0;
    std::string name;
    int64_t times[gil_states] = {}; // nanoseconds in each GilState
    uint64_t turns = 0;             // how often it got its turn
    uint64_t forced = 0, voluntary = 0; // hand-overs by which it lost its turn to another thread
    uint64_t asked = 0;             // how often it had to wait for its turn
    uint64_t pressed = 0;           // drop requests it made
    uint64_t lock_waits = 0, stops = 0; // how often it waited for a lock; went to sleep or into the system
    int64_t longest_wait = 0;       // for its turn
    int64_t blocked() const { return times[3] + times[4] + times[5]; }
};

struct GilSums {
    std::vector<GilThreadSums> threads; // by id
    GilThreadSums all;                  // added up; longest_wait: the greatest
    int64_t duration = 0;               // of the log
    int64_t unheld = 0;                 // while nobody had a turn
    bool gil = true;                    // else there are no turns, and no hand-overs
    int64_t together = 0;               // while two or more ran at once
    uint64_t hand_overs() const { return all.forced + all.voluntary; }
};

// Adds up as events come, in the order of their times.
class GilCounter {
public:
    void add(const GilEvent& e);
    GilSums sums(int64_t end, const std::vector<GilThread>& threads, bool gil = true) const;

private:
    GilFollower follower_;
    std::map<uint32_t, GilThreadSums> sums_;
    uint32_t running_ = 0; // threads, just now
    int64_t since_ = 0, idle_ = 0, together_ = 0; // when that changed; time with none running, and with several
    uint32_t holder_ = 0; // the last one
    bool was_forced_ = false;
};
GilSums sums_of(const GilTrace& trace);

// "lock 2": locks are numbered as they are met.
class LockNames {
public:
    uint32_t number(uint64_t address) { return numbers_.emplace(address, static_cast<uint32_t>(numbers_.size() + 1)).first->second; }
    std::string name(uint64_t address) { return "lock " + std::to_string(number(address)); }

private:
    std::map<uint64_t, uint32_t> numbers_;
};

} // namespace terrarium::inspect
