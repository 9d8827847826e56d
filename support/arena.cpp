// The slow path of the arena: fetch another chunk. Chunks grow so that a large tree needs few.
#include "support/arena.h"

#include <algorithm>
#include <cstdlib>

namespace terrarium {

void* Arena::allocate_slow(size_t size, size_t alignment) {
  constexpr size_t kSmallest = 16 * 1024;
  constexpr size_t kLargest = 1024 * 1024;
  size_t wanted = std::clamp(total_, kSmallest, kLargest);
  wanted = std::max(wanted, size + alignment);
  char* chunk = static_cast<char*>(::operator new(wanted));
  chunks_.push_back(chunk);
  total_ += wanted;
  uintptr_t at = (reinterpret_cast<uintptr_t>(chunk) + alignment - 1) & ~(alignment - 1);
  // A chunk made for one big block may be smaller than what the current one still has.
  char* after = reinterpret_cast<char*>(at + size);
  if (next_ == nullptr || chunk + wanted - after > end_ - next_) {
    next_ = after;
    end_ = chunk + wanted;
  }
  return reinterpret_cast<void*>(at);
}

void Arena::free_all() {
  for (char* chunk : chunks_) ::operator delete(chunk);
  chunks_.clear();
  next_ = end_ = nullptr;
}

}  // namespace terrarium
