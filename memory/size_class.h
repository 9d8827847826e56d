// Block sizes: 16, 8-byte steps up to 128, 16-byte steps up to 256, then four steps a doubling up to 16 KiB; above, whole pages.
// Everything here is constexpr, so a constant size costs nothing at run time. Next: memory/page.h.
#pragma once

#include <cstddef>
#include <cstdint>

namespace terrarium {

inline constexpr size_t page_shift = 14;
inline constexpr size_t page_bytes = size_t(1) << page_shift; // 16 KiB: the unit of the heap
inline constexpr size_t slab_pages = 4;                       // pages behind one slab of medium blocks
inline constexpr size_t small_block_max = 2048;               // up to here blocks live in single pages
inline constexpr size_t medium_block_max = 16384;             // up to here in slabs; above, a span a block
inline constexpr size_t object_block_min = 32;                // so that every object owns a 32-byte granule
inline constexpr size_t small_limit = 64 * 1024;              // requests up to here never fail

inline constexpr unsigned small_class_count = 35;
inline constexpr unsigned class_count = 47;

// The class of a request of 1..medium_block_max bytes.
constexpr unsigned size_class_of(size_t bytes) {
    if (bytes <= 128)
        return bytes <= 16 ? 0 : static_cast<unsigned>((bytes + 7) / 8) - 2;
    if (bytes <= 256)
        return static_cast<unsigned>((bytes + 15) / 16) + 6;
    const size_t n = bytes - 1;
    const unsigned log = 63u - static_cast<unsigned>(__builtin_clzll(n));
    return 23 + 4 * (log - 8) + static_cast<unsigned>((n >> (log - 2)) & 3);
}

// The block size of a class.
constexpr size_t class_bytes(unsigned size_class) {
    if (size_class < 15)
        return 8 * (size_t(size_class) + 2);
    if (size_class < 23)
        return 16 * (size_t(size_class) - 6);
    const unsigned doubling = (size_class - 23) / 4;
    const unsigned step = (size_class - 23) % 4;
    return (size_t(256) << doubling) + (size_t(64) << doubling) * (step + 1);
}

constexpr size_t pages_for(size_t bytes) { return (bytes + page_bytes - 1) >> page_shift; }

static_assert(size_class_of(16) == 0 && size_class_of(17) == 1 && size_class_of(128) == 14);
static_assert(size_class_of(129) == 15 && size_class_of(256) == 22 && class_bytes(14) == 128 && class_bytes(15) == 144);
static_assert(class_bytes(size_class_of(257)) == 320 && class_bytes(size_class_of(513)) == 640);
static_assert(class_bytes(small_class_count - 1) == small_block_max);
static_assert(class_bytes(class_count - 1) == medium_block_max);

} // namespace terrarium
