// What the files of str share: units of any width behind one call, copying, scanning, searching, hashing of bytes.
// Nothing here runs Python code. Invariant kept by all makers of a Str: its unit is the narrowest that fits and `ascii`
// tells the truth, so equal text has equal bytes. Next: vm/objects/str.cpp, vm/objects/str_search.h.
#pragma once

#include "memory/heap.h"
#include "vm/core/errors.h"
#include "vm/core/str.h"

#include <cstring>

namespace terrarium {

inline constexpr size_t longest_str = size_t{1} << 46;

// Calls f with the units of s typed by their width.
template <class F>
inline decltype(auto) with_units(const Str* s, F&& f) {
    if (s->unit == 1) return f(s->data1());
    if (s->unit == 2) return f(s->data2());
    return f(s->data4());
}

// The largest point that fits the width (and ASCII-ness) of s: enough to ask new_str for the same width.
inline uint32_t width_point(const Str* s) {
    return s->ascii ? 127 : s->unit == 1 ? 255 : s->unit == 2 ? 0xffff : 0x10ffff;
}
inline uint32_t width_of_point(uint32_t c) { return c < 128 ? 127 : c < 256 ? 255 : c < 0x10000 ? 0xffff : 0x10ffff; }

// Eight bytes at a time: -O2 leaves loops over bytes as they are.
inline uint64_t load_word(const void* p) {
    uint64_t word;
    memcpy(&word, p, 8);
    return word;
}
inline void store_word(void* p, uint64_t word) { memcpy(p, &word, 8); }
// memcpy for what is mostly short: no call up to 32 bytes.
inline void copy_bytes(uint8_t* to, const uint8_t* from, size_t count) {
    if (count > 32) {
        memcpy(to, from, count);
    } else if (count >= 16) {
        unsigned __int128 head, tail;
        memcpy(&head, from, 16);
        memcpy(&tail, from + count - 16, 16);
        memcpy(to, &head, 16);
        memcpy(to + count - 16, &tail, 16);
    } else if (count >= 8) {
        uint64_t head = load_word(from), tail = load_word(from + count - 8);
        store_word(to, head);
        store_word(to + count - 8, tail);
    } else if (count >= 4) {
        uint32_t head, tail;
        memcpy(&head, from, 4);
        memcpy(&tail, from + count - 4, 4);
        memcpy(to, &head, 4);
        memcpy(to + count - 4, &tail, 4);
    } else if (count > 0) {
        uint8_t first = from[0], middle = from[count / 2], last = from[count - 1];
        to[0] = first;
        to[count / 2] = middle;
        to[count - 1] = last;
    }
}
inline constexpr uint64_t every_byte = 0x0101010101010101;
// 0x80 in every byte of the word that is zero.
inline uint64_t zero_bytes(uint64_t w) {
    constexpr uint64_t low = 0x7f * every_byte;
    return ~(((w & low) + low) | w | low);
}
// 0x20 in every byte of an ASCII word that lies in 'first'..'first' + 25: what turns a letter's case.
inline uint64_t case_bits(uint64_t w, uint8_t first) {
    uint64_t from = w + (0x80u - first) * every_byte, past = w + (0x80u - first - 26u) * every_byte;
    return (from & ~past & 0x80 * every_byte) >> 2;
}
// ASCII bytes with the letters of one case ('a' or 'A': the first of them) turned into the other.
inline void turn_case(uint8_t* to, const uint8_t* from, size_t count, uint8_t first) {
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        uint64_t w = load_word(from + i);
        store_word(to + i, w ^ case_bits(w, first));
    }
    for (; i < count; i++) to[i] = from[i] ^ (static_cast<uint8_t>(from[i] - first) < 26 ? 0x20 : 0);
}

// An OR of all units: as large as the widest for the purpose of choosing a width.
template <class Unit>
inline uint32_t or_units(const Unit* p, size_t count) {
    uint64_t words = 0;
    size_t i = 0;
    constexpr size_t step = 8 / sizeof(Unit);
    for (; i + step <= count; i += step) words |= load_word(p + i);
    uint32_t all = static_cast<uint32_t>(words | words >> 32);
    if (sizeof(Unit) < 4) all = (all | all >> 16) & 0xffff;
    if (sizeof(Unit) < 2) all = (all | all >> 8) & 0xff;
    for (; i < count; i++) all |= p[i];
    return all;
}
inline uint32_t or_points(const Str* s, size_t start, size_t stop) {
    if (s->ascii) return 127;
    return with_units(s, [&](auto* p) { return or_units(p + start, stop - start); });
}

inline bool is_ascii(const void* bytes, size_t count) {
    const char* p = static_cast<const char*>(bytes);
    uint64_t word;
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        memcpy(&word, p + i, 8);
        if (word & 0x8080808080808080) return false;
    }
    for (; i < count; i++)
        if (p[i] & 0x80) return false;
    return true;
}

// Copies [start, start + count) of `from` to position `at` of `to`, whose unit is at least as wide.
void copy_units(Str* to, size_t at, const Str* from, size_t start, size_t count);
void fill_units(Str* to, size_t at, uint32_t point, size_t count);

size_t str_block_bytes(size_t length, size_t unit); // bytes of a whole str object

uint64_t hash_bytes(const void* bytes, size_t count, uint64_t seed);
inline int64_t hash_of_bytes(const void* bytes, size_t count) { // what str and bytes cache: never -1
    if (count == 0) return 0;
    int64_t h = static_cast<int64_t>(hash_bytes(bytes, count, rt().switches.hash_seed));
    return h == -1 ? -2 : h;
}

// s itself when it is exactly a str, else an exact copy.
Result<Ref<Str>> exact_str(Thread& t, Str* s);
// From Latin-1 bytes.
Result<Ref<Str>> make_latin1(Thread& t, const uint8_t* bytes, size_t count);
inline Result<Ref<Str>> make_ascii(Thread& t, std::string_view text) {
    return make_latin1(t, reinterpret_cast<const uint8_t*>(text.data()), text.size());
}
// s, or a narrower copy when no point needs its width (after points have been left out).
Result<Ref<Str>> narrowed(Thread& t, Ref<Str> s);
Result<Ref<Str>> str_repr_of(Thread& t, const Str* s); // repr(s)
Result<Ref<Str>> str_ascii_of(Thread& t, Str* s);      // every non-ASCII point of a repr escaped

// An argument that must be a str: "replace() argument 1 must be str, not int" with what = "replace() argument 1".
Result<Str*> need_str(Thread& t, Value v, const char* what);
// Optional bounds of find, count, startswith (null and None allowed) resolved against the length; from > to: no place.
Status slice_bounds(Thread& t, Value start, Value stop, int64_t length, int64_t* from, int64_t* to);

// State of the strings in the data region: rt().room[room_strings].
struct Strings {
    Str** table; // interned strings, open addressing, null empty
    uint64_t mask;
    uint64_t count;
    Value search_functions; // list: codecs.register
    Value error_handlers;   // dict: codecs.register_error
    Type* buffer_types[8];  // register_buffer_type (vm/objects/buffer.h)
    void* buffer_providers[8];
    uint32_t buffer_type_count;
    void* module_types;     // vm/modules/text_types.h
};
Strings& strings();

} // namespace terrarium
