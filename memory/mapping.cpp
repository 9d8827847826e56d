// See mapping.h. Taking pages back while a checkpoint is held would lose what a restore needs, so the memory stays where
// it is; the books of the world are kept as if it had gone, and drop_checkpoint() makes that true.
#include "memory/mapping.h"

#include "memory/checkpoint.h"
#include "memory/world.h"

#include <atomic>
#include <cerrno>
#include <sys/mman.h>

namespace terrarium {
namespace {

std::atomic<bool> may_move{true}; // until the system has no mappings left (vm.max_map_count)

// Fresh pages where there are none, or others.
void map_again(void* start, size_t bytes) {
    if (mmap(start, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0) != start)
        memory_broken("the system took pages back and does not give them again", __FILE__, __LINE__);
}

} // namespace

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

bool move_pages(uintptr_t from, size_t from_bytes, uintptr_t to, size_t to_bytes) {
    if (checkpoint_held() || !may_move.load(std::memory_order_relaxed))
        return false;
    auto *source = reinterpret_cast<void*>(from), *target = reinterpret_cast<void*>(to);
    if (mremap(source, from_bytes, to_bytes, MREMAP_MAYMOVE | MREMAP_FIXED, target) == target) {
        map_again(source, from_bytes);
        return true;
    }
    if (errno != EFAULT)
        may_move.store(false, std::memory_order_relaxed);
    map_again(target, to_bytes); // refused, perhaps after the target had been unmapped
    return false;
}

bool join_pages(uintptr_t start, size_t bytes, size_t wanted_bytes) {
    if (checkpoint_held())
        return false;
    auto *pages = reinterpret_cast<void*>(start), *behind = reinterpret_cast<void*>(start + bytes);
    if (munmap(behind, wanted_bytes - bytes) != 0)
        return false;
    if (mremap(pages, bytes, wanted_bytes, 0) == pages)
        return true;
    map_again(behind, wanted_bytes - bytes);
    return false;
}

} // namespace terrarium
