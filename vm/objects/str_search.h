// Searching in arrays of units (bytes, or the units of strings): libc's memchr and memmem where they apply, since they
// are linear and use the machine's vectors. Positions are indices, -1 when there is none. For Str: str_find and friends.
#pragma once

#include "vm/core/str.h"

#include <cstring>
#include <cwchar>

namespace terrarium {

template <class Unit>
inline int64_t find_unit(const Unit* p, size_t count, Unit c) {
    if constexpr (sizeof(Unit) == 1) {
        const void* at = count ? memchr(p, c, count) : nullptr;
        return at ? static_cast<const Unit*>(at) - p : -1;
    } else if constexpr (sizeof(Unit) == 4) {
        const wchar_t* start = reinterpret_cast<const wchar_t*>(p);
        const wchar_t* at = count ? wmemchr(start, static_cast<wchar_t>(c), count) : nullptr;
        return at ? at - start : -1;
    } else {
        size_t i = 0;
        for (; i + 16 <= count; i += 16) { // blocks without a hit are skipped by vector compares
            unsigned any = 0;
            for (size_t k = 0; k < 16; k++) any |= p[i + k] == c;
            if (any) break;
        }
        for (; i < count; i++)
            if (p[i] == c) return static_cast<int64_t>(i);
        return -1;
    }
}

template <class Unit>
inline int64_t rfind_unit(const Unit* p, size_t count, Unit c) {
    if constexpr (sizeof(Unit) == 1) {
        const void* at = count ? memrchr(p, c, count) : nullptr;
        return at ? static_cast<const Unit*>(at) - p : -1;
    } else {
        for (size_t i = count; i-- > 0;)
            if (p[i] == c) return static_cast<int64_t>(i);
        return -1;
    }
}

template <class Unit>
inline int64_t find_units(const Unit* p, size_t count, const Unit* needle, size_t length) {
    if (length > count) return -1;
    if (length == 0) return 0;
    if (length == 1) return find_unit(p, count, needle[0]);
    // Short texts, and needles whose first unit is rare, need no tables.
    size_t from = 0, tries = 0, starts = count - length + 1;
    while (from < starts) {
        int64_t at = find_unit(p + from, starts - from, needle[0]);
        if (at < 0) return -1;
        from += static_cast<size_t>(at);
        if (p[from + length - 1] == needle[length - 1] && memcmp(p + from + 1, needle + 1, (length - 2) * sizeof(Unit)) == 0)
            return static_cast<int64_t>(from);
        from++;
        if (++tries > 6 + from / 32) break;
    }
    if (from >= starts) return -1;
    for (;;) {
        const void* hit = memmem(p + from, (count - from) * sizeof(Unit), needle, length * sizeof(Unit));
        if (!hit) return -1;
        size_t bytes = static_cast<size_t>(static_cast<const char*>(hit) - reinterpret_cast<const char*>(p));
        if (bytes % sizeof(Unit) == 0) return static_cast<int64_t>(bytes / sizeof(Unit));
        from = bytes / sizeof(Unit) + 1; // a match across units is none
    }
}

template <class Unit>
inline int64_t rfind_units(const Unit* p, size_t count, const Unit* needle, size_t length) {
    if (length > count) return -1;
    if (length == 0) return static_cast<int64_t>(count);
    size_t room = count - length + 1; // starts to look at
    for (;;) {
        int64_t at = rfind_unit(p, room, needle[0]);
        if (at < 0) return -1;
        if (length == 1 || memcmp(p + at + 1, needle + 1, (length - 1) * sizeof(Unit)) == 0) return at;
        room = static_cast<size_t>(at);
    }
}

template <class Unit>
inline size_t count_units(const Unit* p, size_t count, const Unit* needle, size_t length, size_t most) {
    if (length == 0) return count < most ? count + 1 : most;
    size_t found = 0, from = 0;
    if (length == 1 && most >= count) {
        size_t i = 0;
        if constexpr (sizeof(Unit) == 1) {
            constexpr uint64_t ones = 0x0101010101010101, low = 0x7f * ones;
            uint64_t wanted = needle[0] * ones, word;
            for (; i + 8 <= count; i += 8) {
                memcpy(&word, p + i, 8);
                word ^= wanted;
                found += static_cast<size_t>(__builtin_popcountll(~(((word & low) + low) | word | low)));
            }
        }
        for (; i < count; i++) found += p[i] == needle[0];
        return found;
    }
    while (found < most) {
        int64_t at = find_units(p + from, count - from, needle, length);
        if (at < 0) break;
        found++;
        from += static_cast<size_t>(at) + length;
    }
    return found;
}

// The needle of a search in another string, in that string's unit.
class Needle {
public:
    Needle(const Str* needle, size_t unit);
    ~Needle();
    Needle(const Needle&) = delete;
    bool possible() const { return possible_; } // false: it has a point the other string cannot hold
    template <class Unit>
    const Unit* units() const {
        return static_cast<const Unit*>(units_);
    }

private:
    const void* units_;
    void* owned_ = nullptr;
    bool possible_ = true;
    uint32_t small_[32];
};

// In s[start:stop], start <= stop <= length.
int64_t str_find(const Str* s, const Str* needle, size_t start, size_t stop);
int64_t str_rfind(const Str* s, const Str* needle, size_t start, size_t stop);
size_t str_count(const Str* s, const Str* needle, size_t start, size_t stop, size_t most);
bool str_matches_at(const Str* s, const Str* part, size_t at); // at + part->length <= s->length

} // namespace terrarium
