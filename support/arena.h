// A bump allocator for things that die together: the tree of one parse, its names, its literals.
// Invariant: nothing in it has a destructor to run; pointers stay valid until the arena dies.
// Not for VM state, which lives in the regions of memory/. Read next: parser/ast.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace terrarium {

class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  Arena(Arena&& other) noexcept
      : next_(std::exchange(other.next_, nullptr)),
        end_(std::exchange(other.end_, nullptr)),
        total_(std::exchange(other.total_, 0)),
        chunks_(std::move(other.chunks_)) {
    other.chunks_.clear();
  }
  ~Arena() { free_all(); }

  // Uninitialised memory; `alignment` is a power of two, at most 16.
  void* allocate(size_t size, size_t alignment = 8) {
    uintptr_t at = (reinterpret_cast<uintptr_t>(next_) + alignment - 1) & ~(alignment - 1);
    if (next_ == nullptr || at + size > reinterpret_cast<uintptr_t>(end_)) {
      return allocate_slow(size, alignment);
    }
    next_ = reinterpret_cast<char*>(at + size);
    return reinterpret_cast<void*>(at);
  }

  template <class T, class... Args>
  T* make(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>, "an arena never runs destructors");
    return new (allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
  }

  std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    char* at = static_cast<char*>(allocate(text.size(), 1));
    std::memcpy(at, text.data(), text.size());
    return {at, text.size()};
  }

  // A slice of the arena with a copy of `count` plain elements.
  template <class T>
  std::span<T> copy(const T* from, size_t count) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (count == 0) return {};
    T* at = static_cast<T*>(allocate(count * sizeof(T), alignof(T)));
    std::memcpy(static_cast<void*>(at), from, count * sizeof(T));
    return {at, count};
  }

  size_t bytes_reserved() const { return total_; }

 private:
  void* allocate_slow(size_t size, size_t alignment);
  void free_all();

  char* next_ = nullptr;
  char* end_ = nullptr;
  size_t total_ = 0;
  std::vector<char*> chunks_;
};

}  // namespace terrarium
