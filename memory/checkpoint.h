// Checkpoints: the world is put back as it was by copying the pages that were written since. Taking one makes the world
// read-only; the first write to a page faults, and the handler keeps a copy of the page and lets the write go on. Pages
// once written stay writable and are copied by every restore, so that after the first run there are no faults.
// Invariant: restored, every byte of the world is what it was. What is not in the world, is not: docs/memory.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace terrarium {

// There is one checkpoint, for one machine thread: the one that takes it is the only one that may touch the world until
// it is dropped. take, restore and drop run on a machine stack outside the world. Restoring leaves the C++ frames of
// the caller alone: it must hold no pointer to what came into the world later. No native that is suspended at the
// time of taking may own memory outside the world (std::string, malloc): it would be freed anew after every restore.
// Handlers of signals that may arrive meanwhile are installed with SA_ONSTACK, for fibers' stacks may be read-only.

// From now on: `held`. False (and a sentence in *error): one is held already, or the system refuses the memory.
[[nodiscard]] bool take_checkpoint(std::string* error);
// The world as it was; the checkpoint stays. Memory that became usable since is zero when it is next asked for.
void restore_checkpoint();
// The world stays as it is now and may be written freely again. Nothing, if none is held.
void drop_checkpoint();

extern bool checkpoint_is_held; // read it through checkpoint_held()
inline bool checkpoint_held() { return checkpoint_is_held; }

// The system does not fault: a call that writes to a page that is still read-only fails with EFAULT. Whoever hands a
// buffer of the world to the system to be filled (read, getrandom; also a large local of a native that runs on a
// fiber's stack) calls this first, each time. Small locals need nothing: the call itself has written to their page.
void checkpoint_touch_slow(void* buffer, size_t bytes);
inline void checkpoint_touch(void* buffer, size_t bytes) {
    if (checkpoint_held()) [[unlikely]]
        checkpoint_touch_slow(buffer, bytes);
}

// All zero when none is held.
struct CheckpointStats {
    size_t known_pages;         // of 4096 bytes, usable at the checkpoint or later
    size_t saved_pages;         // written at some time since
    size_t hot_pages;           // of these: writable now, copied by the next restore
    size_t copied_bytes;        // by the last restore
    uint64_t faults;            // first writes, calls of checkpoint_touch included
    uint64_t restores;
    uint64_t take_nanoseconds;
    uint64_t restore_nanoseconds; // of the last one
};
CheckpointStats checkpoint_stats();

// For memory/mapping.cpp, while one is held: makes fresh pages readable; the rest of the way is a fault.
[[nodiscard]] bool checkpoint_map(uintptr_t start, size_t bytes);

} // namespace terrarium
