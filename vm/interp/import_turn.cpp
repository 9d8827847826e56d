// See import_turn.h.
#include "vm/interp/import_turn.h"

#include "vm/core/errors.h"
#include "vm/core/runtime_rooms.h"

namespace terrarium {

namespace {

// The turns under way lie on the stacks of their threads; a list in the world links them. Changed by whose turn to run it is.
void*& first() { return rt().room[room_import_turns]; }

} // namespace

ImportTurn::ImportTurn(Thread& t, Str* name) : waiting{}, name_(name), thread_(&t), next_(static_cast<ImportTurn*>(first())) { first() = this; }

ImportTurn::~ImportTurn() {
    ImportTurn* before = nullptr;
    for (auto* turn = static_cast<ImportTurn*>(first()); turn != this; turn = turn->next_) before = turn;
    if (before) before->next_ = next_;
    else first() = next_;
    while (wake_first(waiting)) {}
}

ImportTurn* ImportTurn::of(const Str* name) {
    auto* turn = static_cast<ImportTurn*>(first());
    while (turn && turn->name_ != name) turn = turn->next_;
    return turn;
}

bool ImportTurn::waits_for(const Thread& t) const {
    const ImportTurn* turn = this;
    while (turn && turn->thread_ != &t) {
        const WaitQueue* queue = turn->thread_->queue;
        turn = static_cast<ImportTurn*>(first());
        while (turn && &turn->waiting != queue) turn = turn->next_;
    }
    return turn != nullptr;
}

Result<bool> await_import(Thread& t, const Str* name) {
    ImportTurn* turn = ImportTurn::of(name);
    if (!turn || turn->waits_for(t)) return false;
    // The turn is gone when this thread was woken.
    if (wait_in(t, turn->waiting, never, nullptr) == Waited::interrupted) TRY(rt().hooks.safepoint(t));
    return true;
}

} // namespace terrarium
