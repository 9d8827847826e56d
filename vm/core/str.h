// Str: an immutable sequence of code points in 1, 2 or 4 bytes each (the smallest that fits), hash cached.
// The type's methods are in vm/objects/str_*.cpp; here is what the core needs. Source: PEP 393.
#pragma once

#include "vm/core/runtime.h"

#include <string>
#include <string_view>

namespace terrarium {

//   +----------------+--------+--------+----------------------------+
//   | Object header  |  hash  | length | data: length+1 units, last 0|
//   | 16             |  8     | 8      | 1, 2 or 4 bytes a unit      |
struct Str : Object {
    int64_t hash;        // -1: not computed yet
    uint64_t length : 48; // code points
    uint64_t unit : 3;    // bytes a code point: 1, 2, 4
    uint64_t ascii : 1;   // every code point is below 128 (then unit is 1)
    uint64_t interned : 1;

    const uint8_t* data1() const { return reinterpret_cast<const uint8_t*>(this + 1); }
    const uint16_t* data2() const { return reinterpret_cast<const uint16_t*>(this + 1); }
    const uint32_t* data4() const { return reinterpret_cast<const uint32_t*>(this + 1); }
    uint8_t* data1() { return reinterpret_cast<uint8_t*>(this + 1); }
    uint16_t* data2() { return reinterpret_cast<uint16_t*>(this + 1); }
    uint32_t* data4() { return reinterpret_cast<uint32_t*>(this + 1); }
    uint32_t at(size_t i) const { return unit == 1 ? data1()[i] : unit == 2 ? data2()[i] : data4()[i]; }
    void put(size_t i, uint32_t c) {
        if (unit == 1) data1()[i] = static_cast<uint8_t>(c);
        else if (unit == 2) data2()[i] = static_cast<uint16_t>(c);
        else data4()[i] = c;
    }
    std::string_view ascii_view() const { return {reinterpret_cast<const char*>(data1()), length}; } // unit == 1 only
};
static_assert(sizeof(Str) == 32);

// A fresh string of uninitialised content with room for `length` points up to max_point. MemoryError when too big.
// The caller fills every unit; the terminating 0 is set. Length 0 gives the shared empty string (do not write).
Result<Ref<Str>> new_str(Thread& t, size_t length, uint32_t max_point);
// From UTF-8 (surrogates in WTF-8 form are kept). Invalid bytes are the caller's bug (decoded as U+FFFD).
Result<Ref<Str>> make_str(Thread& t, std::string_view utf8);
Ref<Str> make_short_str(std::string_view utf8); // at most 60,000 bytes: cannot fail
Result<Ref<Str>> make_str_from_points(Thread& t, const uint32_t* points, size_t count); // narrows to the smallest unit
Ref<Str> make_char(uint32_t point);
Ref<Str> intern(std::string_view utf8);
void share_interned(); // the world becomes parallel
Ref<Str> intern(Str* s); // the interned equal; exact str only
inline bool is_interned(const Str* s) { return s->interned; }

int64_t str_hash(const Str* s);               // computes and caches; never -1
bool str_equal(const Str* a, const Str* b);
bool str_equal(const Str* a, std::string_view ascii);
int str_compare(const Str* a, const Str* b);  // by code point
std::string to_utf8(const Str* s);            // surrogates as WTF-8
std::string to_utf8(Value str);
std::string repr_utf8(const Str* s);          // as repr() shows it, in UTF-8
Result<Ref<Str>> str_concat(Thread& t, Str* a, Str* b);
// a + b for the loop: takes over a's count; when that is the only one, grows a in place.
Result<Ref<Str>> str_append(Thread& t, Ref<Str> a, Str* b);
Result<Ref<Str>> str_slice(Thread& t, Str* s, size_t start, size_t stop); // step 1, start <= stop <= length
Result<Ref<Str>> str_repeat(Thread& t, Str* s, int64_t count);
Result<Ref<Str>> str_join(Thread& t, Str* separator, const Value* items, size_t count); // TypeError for a non-str item

// Builds a string piece by piece; narrow until a wider point arrives. Owns its buffer (in the world's heap).
class StrBuilder {
public:
    explicit StrBuilder(Thread& t);
    ~StrBuilder();
    StrBuilder(const StrBuilder&) = delete;
    StrBuilder& operator=(const StrBuilder&) = delete;
    Status add(std::string_view utf8_or_ascii);
    Status add(const Str* s);
    Status add_slice(const Str* s, size_t start, size_t stop);
    Status add_char(uint32_t point);
    Status add_repeated(uint32_t point, size_t count);
    size_t length() const { return length_; }
    Result<Ref<Str>> finish(); // leaves the builder empty

private:
    Status reserve(size_t more, uint32_t max_point);
    Thread& thread_;
    Str* buffer_ = nullptr; // its length field holds the capacity while building
    size_t length_ = 0;
    uint32_t max_point_ = 0;
};

} // namespace terrarium
