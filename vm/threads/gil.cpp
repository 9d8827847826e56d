// See gil.h.
#include "vm/threads/gil.h"

#include "vm/core/runtime.h"

#include <chrono>

namespace terrarium {

void Gil::set_interval(int64_t nanoseconds) {
    std::unique_lock lock(mutex_);
    interval_ = nanoseconds;
}

void Gil::took(Thread& t) {
    held_ = true;
    if (holder_id_ && holder_id_ != t.id) hand_overs_++;
    holder_ = &t;
    holder_id_ = t.id;
}

Gil::Waiter* Gil::take_first() {
    Waiter* w = first_;
    first_ = w->next;
    if (!first_) last_ = nullptr;
    return w;
}

void Gil::wait(Thread& t, std::unique_lock<std::mutex>& lock) {
    Waiter me;
    me.thread = &t;
    (last_ ? last_->next : first_) = &me;
    last_ = &me;
    while (!me.granted) {
        uint64_t seen = hand_overs_;
        bool in_time = me.turn.wait_for(lock, std::chrono::nanoseconds(interval_)) == std::cv_status::no_timeout;
        if (me.granted || only_) continue;
        if (!held_ && first_ == &me) {
            take_first();
            took(t);
            return;
        }
        if (!in_time && held_ && first_ == &me && hand_overs_ == seen) {
            tell(t, {.kind = ThreadEventKind::press, .other = holder_id_});
            request_safepoint(safepoint_switch);
        }
    }
}

void Gil::acquire(Thread& t) {
    std::unique_lock lock(mutex_);
    if (only_ && only_ != &t) wait(t, lock); // for ever
    if (!held_) {
        took(t);
    } else {
        tell(t, {.kind = ThreadEventKind::ask, .other = holder_id_});
        wait(t, lock);
    }
    lock.unlock();
    tell(t, {.kind = ThreadEventKind::acquire});
}

void Gil::release(Thread&) {
    std::unique_lock lock(mutex_);
    held_ = false;
    if (first_ && !only_) first_->turn.notify_one();
}

void Gil::yield(Thread& t) {
    std::unique_lock lock(mutex_);
    tell(t, {.kind = ThreadEventKind::notice, .other = first_ ? first_->thread->id : 0});
    if (!first_ || only_) return;
    Waiter* next = take_first();
    next->granted = true;
    took(*next->thread);
    tell(t, {.kind = ThreadEventKind::hand_over, .other = holder_id_});
    next->turn.notify_one();
    wait(t, lock);
    lock.unlock();
    tell(t, {.kind = ThreadEventKind::acquire});
}

Turns Gil::turns() {
    std::unique_lock lock(mutex_);
    Turns now;
    now.holder = held_ ? holder_id_ : 0;
    for (Waiter* w = first_; w; w = w->next) now.waiting++;
    now.hand_overs = hand_overs_;
    now.interval = interval_;
    return now;
}

void Gil::keep_for(Thread& t) {
    std::unique_lock lock(mutex_);
    only_ = &t;
}

} // namespace terrarium
