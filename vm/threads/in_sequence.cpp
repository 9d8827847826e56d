// See in_sequence.h.
#include "vm/threads/in_sequence.h"

namespace terrarium {

namespace {

constexpr int64_t longer_than_any_run = int64_t{365} * 86400 * 1000000000; // nanoseconds

} // namespace

InSequence::InSequence(Thread& main) : MachineThreads(main) { gil.set_interval(longer_than_any_run); }

Waited InSequence::park(Thread& t) {
    if (t.queue) return MachineThreads::park(t);
    tell(t, {.kind = ThreadEventKind::release}); // for those who watch it is asleep
    Waited result = Scheduler::park(t);
    tell(t, {.kind = ThreadEventKind::acquire});
    return result;
}

void use_threads_in_sequence() {
    static InSequence* threads = new InSequence(*rt().main_thread); // never freed, as the others
    scheduler = threads;
}

} // namespace terrarium
