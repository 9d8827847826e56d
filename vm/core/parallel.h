// Parallel: what natives, protocols and the loop do when threads run at the same time (--gil=off). The rules are told in
// docs/threads.md: private objects are their thread's own; shared ones may be read by anybody, but whoever changes one does
// so alone, while all others stand at a safepoint. Before there is a second thread none of this costs more than a test.
// Invariant: a thread that is not alone changes private objects and single slots of shared ones, nothing else.
#pragma once

#include "memory/sharing.h"
#include "vm/core/native.h"
#include "vm/core/scheduling.h"

namespace terrarium {

inline bool is_shared(Value v) { return v.is_object() && is_shared(v.object_ptr()); }
inline void publish(Value v) {
    if (v.is_object()) publish(v.object_ptr());
}

// A slot that another thread may exchange meanwhile; costs no more than a plain read.
inline Value read_slot(const Value& slot) { return {load_learned(slot.bits)}; }

// All others stand still while one lives; a thread may have several at once. To begin one is a safepoint for the others'
// sake: what the caller has only borrowed from shared objects before may be gone.
class Alone {
public:
    explicit Alone(Thread& t, bool needed = true) : thread_(parallel_world && needed && !t.alone ? &t : nullptr) {
        if (thread_) [[unlikely]] scheduler->stop_world(t);
    }
    ~Alone() {
        if (thread_) [[unlikely]] scheduler->start_world(*thread_);
    }
    Alone(const Alone&) = delete;

private:
    Thread* thread_;
};

// Python code runs below a native that is alone, or was when nobody else ran: the others run meanwhile.
class Together {
public:
    explicit Together(Thread& t) : thread_(t), alone_before_(!parallel_world || t.alone) {
        if (parallel_world && t.alone) [[unlikely]] scheduler->start_world(t);
    }
    ~Together() {
        if (parallel_world && alone_before_ && !thread_.alone) [[unlikely]] scheduler->stop_world(thread_);
    }
    Together(const Together&) = delete;

private:
    Thread& thread_;
    bool alone_before_;
};

// What is made while one lives is shared from the start: it may be stored where others find it.
class BornShared {
public:
    explicit BornShared(bool needed = true, uint8_t born = gc_shared) : before_(parallel_world ? local_heap().born : 0) {
        if (parallel_world && needed) [[unlikely]] local_heap().born = born;
    }
    ~BornShared() {
        if (parallel_world) [[unlikely]] local_heap().born = before_;
    }
    BornShared(const BornShared&) = delete;
    uint8_t before() const { return before_; }

private:
    uint8_t before_;
};

// An object is about to be changed by what may keep the given values in it.
class Changing {
public:
    Changing(Thread& t, Value object, Value kept = Value::null(), Value kept_too = Value::null())
        : shared_(parallel_world && is_shared(object)), alone_(t, shared_), born_(shared_) {
        if (shared_) [[unlikely]] {
            publish(kept);
            publish(kept_too);
        }
    }

private:
    bool shared_;
    Alone alone_;
    BornShared born_;
};

// How a native behaves towards what other threads may see.
enum class Manners : uint8_t {
    stores,  // may change anything, and keep its arguments anywhere: alone, arguments published
    alone,   // changes something beside its first argument, but keeps no argument
    changes, // changes its first argument only, and may keep the others in it
    changes_bound, // changes the object it is bound to only, and may keep its arguments in it
    reads,   // changes nothing that exists already
};
// Classifies a native by its name ("list.append", "math", "len"); see vm/core/manners.cpp.
Manners manners_of(const NativeFunction* f);

// For one call of what may change things others see, or keep its arguments and what it is called on there.
class CallGate {
public:
    CallGate(Thread& t, Value callable, const Args& args, bool keeps = true);

private:
    Alone alone_;
    BornShared born_;
};
// Whether the native may run as it is, without a gate, with these positional arguments (the receiver of a method included).
inline bool runs_freely(const NativeFunction* f, const Value* values, uint32_t count) {
    auto manners = static_cast<Manners>(f->manners);
    if (manners == Manners::reads) return true;
    if (manners == Manners::changes) [[likely]] return count > 0 && !is_shared(values[0]);
    return manners == Manners::changes_bound && !is_shared(f->self);
}
// The iterator of a built-in container outside vm/core that notices changes: no safepoint between its steps.
void let_walks_be_whole(const Type* iterator);
// Calling instances of the built-in type changes neither them nor anything else, but for what they call.
void let_calls_run_freely(const Type* type);

} // namespace terrarium
