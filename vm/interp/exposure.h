// Exposure: with the GIL off one thread may look at the locals of another one's frame. What was private there becomes
// shared thereby, while natives that the other is in took it for their own. From then on these natives run alone, and what
// they have stored in such objects is published before anybody else runs: as if the objects had been shared when they
// began. Nothing else makes objects of another thread shared. Source: docs/threads.md, "The GIL off".
#pragma once

#include "vm/interp/frame.h"

namespace terrarium {

// While one lives the frame stands still; what is published belongs to its thread.
class Exposure {
public:
    Exposure(Thread& looker, const FrameObject* f);
    ~Exposure();
    Exposure(const Exposure&) = delete;

private:
    LookAt look_;
    Thread& looker_;
    const Frame* frame_; // null: it does not run
    bool suspended_;
};

// At a safepoint of the loop itself, where natives called further up have ended.
void leave_exposure(Thread& t);
// Others are about to run while natives of an exposed thread have not ended: the thread blocks,
void publish_exposed(Thread& t);
// or Python code runs below them. (Else Scheduler::start_world() does nothing while the thread is exposed.)
void start_world_for_python(Thread& t);
extern constinit thread_local bool starts_for_python;
// Python code that a native has called is over.
void return_to_exposed(Thread& t);

void visit_exposed(Visitor& visitor);

} // namespace terrarium
