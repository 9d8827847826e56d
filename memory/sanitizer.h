// Which sanitizer the build runs under, in one spelling for both compilers, and how memory is made inaccessible to
// the program (ASan): freed blocks, memory never handed out, the stack above its top.
#pragma once

#include <cstddef>

#if defined(__SANITIZE_ADDRESS__)
#define TERRARIUM_ASAN 1
#elif defined(__SANITIZE_THREAD__)
#define TERRARIUM_TSAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TERRARIUM_ASAN 1
#elif __has_feature(thread_sanitizer)
#define TERRARIUM_TSAN 1
#endif
#endif

#if defined(TERRARIUM_ASAN)
extern "C" void __asan_poison_memory_region(void const volatile* address, size_t size);
extern "C" void __asan_unpoison_memory_region(void const volatile* address, size_t size);
#endif

namespace terrarium {

#if defined(TERRARIUM_ASAN)
inline constexpr bool poisoning = true;
inline void poison(const void* start, size_t bytes) { __asan_poison_memory_region(start, bytes); }
inline void unpoison(const void* start, size_t bytes) { __asan_unpoison_memory_region(start, bytes); }
#else
inline constexpr bool poisoning = false;
inline void poison(const void*, size_t) {}
inline void unpoison(const void*, size_t) {}
#endif

} // namespace terrarium
