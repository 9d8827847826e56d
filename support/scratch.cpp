// The program's operator new and delete, which know of scratch memory. See scratch.h.
#include "support/scratch.h"

#include <cstdlib>
#include <new>
#include <sys/mman.h>

namespace terrarium {

bool scratch_is_on = false;

namespace {

constexpr size_t reserved = size_t{1} << 32; // addresses; the system maps what is touched
char* arena;
size_t used, touched;
constexpr size_t kept = size_t{1} << 22;

void* take(size_t bytes) {
    if (!arena) {
        void* p = mmap(nullptr, reserved, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (p == MAP_FAILED) return nullptr;
        arena = static_cast<char*>(p);
    }
    bytes = (bytes + 15) & ~size_t{15};
    if (bytes > reserved - used) return nullptr;
    void* block = arena + used;
    used += bytes;
    if (used > touched) touched = used;
    return block;
}

bool is_scratch(const void* p) { return arena && p >= arena && p < arena + reserved; }

} // namespace

size_t scratch_bytes() { return used; }

void empty_scratch() {
    scratch_is_on = false;
    if (touched > kept) {
        madvise(arena + kept, touched - kept, MADV_DONTNEED);
        touched = kept;
    }
    used = 0;
}

namespace {

void* allocate(size_t bytes) {
    if (scratch_is_on) [[unlikely]] return take(bytes);
    return std::malloc(bytes ? bytes : 1);
}

void give_back(void* p) {
    if (is_scratch(p)) return;
    if (scratch_is_on) [[unlikely]] return; // of before: the next run wants it again
    std::free(p);
}

} // namespace

} // namespace terrarium

void* operator new(std::size_t bytes) {
    if (void* p = terrarium::allocate(bytes)) return p;
    throw std::bad_alloc();
}
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept { return terrarium::allocate(bytes); }
void operator delete(void* p) noexcept { terrarium::give_back(p); }
void operator delete(void* p, std::size_t) noexcept { terrarium::give_back(p); }
void operator delete(void* p, const std::nothrow_t&) noexcept { terrarium::give_back(p); }
