// What the GIL protects, taken away on purpose: in fibers only, a count change (--refcounts=racy) or an append
// (--list-append=racy) falls into a read and a write with a switch point between. So one thread's change can be lost, an
// object freed while somebody holds it. That moment is found, not suffered: the object stays, and who watches is told.
// --refcounts=atomic shows what takes the GIL's place: the switch comes between reading a slot and counting what it held, no
// change is lost, and what dies meanwhile is put aside until who has read it has gone on (memory/sharing.h).
#pragma once

#include "vm/core/thread.h"
#include "vm/threads/schedule.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace terrarium {

class Fibers;

// A count change that another thread's overwrote, or was overwritten by.
struct LostChange {
    Object* object;
    uint32_t thread, other;        // ids: who read before and wrote after the other's change
    ThreadPlace place, other_place;
    uint32_t read, found;          // the count that was read, and what it had become when it was written
    bool up;                       // the thread's own change
};

// Somebody who still has a reference.
struct Holder {
    std::string text; // "local 'x' of work() in thread 2"
};

class RacyCounts {
public:
    RacyCounts(Counts counts, bool appends) : counts_(counts), appends_(appends) {}

    // Called before an instruction runs, at a switch point: makes the read, lets others run, and has the instruction write
    // what the read says.
    void before(Fibers& fibers, Thread& t, const Frame* frame);
    // The count has reached zero. True: somebody holds the object still; it must not be freed.
    bool is_held(Object* object);
    // Counts::atomic: the count has reached zero and another thread has read the object's address; it stays until that one
    // has counted it, or has found something else.
    bool puts_aside(Object* object);
    // A new run begins.
    void forget();

    Counts counts() const { return counts_; }
    bool appends() const { return appends_; }
    // Of the last is_held() that was true.
    const std::vector<Holder>& holders() const { return holders_; }
    const std::vector<LostChange>& lost() const { return lost_; }
    Object* object() const { return object_; }

private:
    struct InFlight {
        Object* object;
        uint32_t thread;
        ThreadPlace place;
    };
    struct Change {
        uint32_t thread;
        ThreadPlace place;
    };
    void split(Fibers& fibers, Thread& t, Object* object, bool up);
    void split_append(Fibers& fibers, Thread& t, const Frame* frame);

    bool read_by_another(const Object* object) const;

    Counts counts_;
    bool appends_;
    std::vector<InFlight> in_flight_; // read, not yet written
    std::unordered_map<Object*, Change> last_; // who changed the count last
    std::vector<LostChange> lost_;
    std::vector<Holder> holders_;
    Object* object_ = nullptr;
};

} // namespace terrarium
