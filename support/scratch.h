// Scratch memory: while it is on, C++ objects are allocated from an arena that is emptied in one go, and nothing that was
// there before is freed. For running the same code again and again from one checkpoint of the world: what natives had
// allocated at the checkpoint stays, and what they allocate since does not pile up.
#pragma once

#include <cstddef>

namespace terrarium {

extern bool scratch_is_on;

// Everything allocated while it was on is gone. Off at the same time.
void empty_scratch();
// Bytes in use.
size_t scratch_bytes();

// For those who keep something from one run to the next: their allocations are ordinary ones.
class KeepMemory {
public:
    KeepMemory() : was_(scratch_is_on) { scratch_is_on = false; }
    ~KeepMemory() { scratch_is_on = was_; }
    KeepMemory(const KeepMemory&) = delete;

private:
    bool was_;
};

} // namespace terrarium
