// Schedules: who goes on, decided at numbered switch points, so that a run can be seeded, saved, replayed and searched.
// A decision knows only what is the same in every run of the same program: never a time or an address.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace terrarium {

// Why a thread may lose its turn here.
enum class PointKind : uint8_t {
    poll,        // a call or a back edge
    instruction, // --switch-at=instruction
    count,       // between the read and the write of a change that was taken apart (racy.h)
    start,       // a thread has been started
    blocked,     // it waits or sleeps
    ended,
};
const char* point_kind_name(PointKind kind);

// Where a thread is. Empty file: nowhere (it has not begun, or it has ended).
struct ThreadPlace {
    std::string file; // without folders
    uint32_t line = 0;
    uint32_t instruction = 0;
    const char* opcode = ""; // not saved
};

struct SwitchPoint {
    uint64_t number;                // from 1, of this run
    PointKind kind;
    uint32_t current;               // Thread::id of who has its turn
    bool can_go_on;                 // false: blocked or ended
    uint32_t turn;                  // points that `current` has had in a row
    bool quiet = false;             // an instruction that no other thread can notice: a switch at the next one does as well
    std::span<const uint32_t> ready; // ids in order of birth, the current one among them if it can go on; never empty
    std::span<const uint32_t> asleep = {}; // who sleeps for a time: may be chosen too, and then its time is over
};

// Decides at every switch point: somebody of point.ready or point.asleep.
class Schedule {
public:
    virtual ~Schedule() = default;
    virtual uint32_t choose(const SwitchPoint& point) = 0;
    // For the schedule file: "random, seed 3".
    virtual std::string name() const = 0;
};

// What happens when nobody decides: go on while one can, else the next in order of birth after the current one. Who has had
// `fair_turn` points in a row lets the next one go on: a loop that waits for another thread ends.
inline constexpr uint32_t fair_turn = 2000;
uint32_t usual_choice(const SwitchPoint& point);
bool may_go_on(const SwitchPoint& point, uint32_t id);

// Takes turns: the next thread after `quantum` points.
std::unique_ptr<Schedule> make_round_robin(uint32_t quantum);
// Switches at a point with the chance of one in `rarity`, to any other.
std::unique_ptr<Schedule> make_random(uint64_t seed, uint32_t rarity);
// Priorities drawn for each thread; the highest that is ready runs; at depth - 1 points out of `length`, drawn too, the
// running one becomes the lowest. Source: Burckhardt, Kothari, Musuvathi, Nagarakatte, "A Randomized Scheduler with
// Probabilistic Guarantees of Finding Bugs", ASPLOS 2010.
// ends_sleeps: who sleeps and has the highest priority does not sleep.
std::unique_ptr<Schedule> make_pct(uint64_t seed, uint32_t depth, uint64_t length, bool ends_sleeps = false);

// A decision that differs from the usual one.
struct SwitchRecord {
    uint64_t point;
    uint32_t from, to;
    PointKind kind;
    ThreadPlace place; // of `from`
};

// What --refcounts makes of a count change: one step with everything around it; a read and a write that are two steps; or one
// step apart from the read of the slot, and nothing freed before who has read has counted, which is how --gil=off counts.
enum class Counts : uint8_t { safe, racy, atomic };

// What --save-schedule writes and --replay reads: text, a line a switch.
struct SavedSchedule {
    bool every_instruction = false; // --switch-at
    Counts counts = Counts::safe; // --refcounts
    bool racy_appends = false;    // --list-append
    std::string origin;             // the schedule that made it
    std::vector<SwitchRecord> switches;
    uint64_t points = 0;            // in all
};
std::string schedule_text(const SavedSchedule& saved);
// Empty, or what is wrong: "line 3: ...".
std::string parse_schedule(const std::string& text, SavedSchedule* saved);

// Does what was saved. A run that does not come to the same points diverges: `problem` says where, and it goes on as usual.
class Replay : public Schedule {
public:
    explicit Replay(SavedSchedule saved) : saved_(std::move(saved)) {}
    uint32_t choose(const SwitchPoint& point) override;
    std::string name() const override { return "replay of " + saved_.origin; }
    const std::string& problem() const { return problem_; }
    bool finished() const { return next_ == saved_.switches.size(); }
    // The switch the next point with this number must match, or null.
    const SwitchRecord* expected(uint64_t point) const;
    void diverge(std::string problem) {
        if (problem_.empty()) problem_ = std::move(problem);
    }

private:
    SavedSchedule saved_;
    size_t next_ = 0;
    std::string problem_;
};

// A small generator of its own: the same numbers on every machine. Source: Steele, Lea, Flood, "Fast Splittable
// Pseudorandom Number Generators" (SplitMix64), OOPSLA 2014.
struct SplitMix {
    uint64_t state;
    uint64_t next() {
        uint64_t z = state += 0x9e3779b97f4a7c15u;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }
    uint64_t below(uint64_t n) { return next() % n; }
};

} // namespace terrarium
