// See mapping.h. Taking pages back while a checkpoint is held would lose what a restore needs, so the memory stays where
// it is; the books of the world are kept as if it had gone, and drop_checkpoint() makes that true.
#include "memory/mapping.h"

#include "memory/checkpoint.h"

#include <sys/mman.h>

namespace terrarium {

bool map_pages(uintptr_t start, size_t bytes) {
    if (checkpoint_held())
        return checkpoint_map(start, bytes);
    return mprotect(reinterpret_cast<void*>(start), bytes, PROT_READ | PROT_WRITE) == 0;
}

bool unmap_pages(uintptr_t start, size_t bytes) {
    if (checkpoint_held())
        return true;
    empty_pages(start, bytes);
    return mprotect(reinterpret_cast<void*>(start), bytes, PROT_NONE) == 0;
}

void empty_pages(uintptr_t start, size_t bytes) {
    if (!checkpoint_held())
        madvise(reinterpret_cast<void*>(start), bytes, MADV_DONTNEED);
}

} // namespace terrarium
