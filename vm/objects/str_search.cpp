#include "vm/objects/str_search.h"

#include "vm/objects/str_tools.h"

#include <cstdlib>

namespace terrarium {

// A needle longer than the inline room is widened into memory of its own, which goes with the search.
Needle::Needle(const Str* needle, size_t unit) : units_(needle->data1()) {
    if (needle->unit == unit) return;
    if (needle->unit > unit) {
        possible_ = false;
        return;
    }
    void* room = small_;
    if (needle->length * unit > sizeof(small_)) room = owned_ = malloc(needle->length * unit);
    MEMORY_ASSERT(room != nullptr);
    units_ = room;
    for (size_t i = 0; i < needle->length; i++) {
        if (unit == 2) static_cast<uint16_t*>(room)[i] = static_cast<uint16_t>(needle->at(i));
        else static_cast<uint32_t*>(room)[i] = needle->at(i);
    }
}

Needle::~Needle() { free(owned_); }

namespace {

// Calls f(units of s, units of the needle); `none` when the needle cannot occur.
template <class R, class F>
R search(const Str* s, const Str* needle, R none, F&& f) {
    Needle n(needle, s->unit);
    if (!n.possible()) return none;
    if (s->unit == 1) return f(s->data1(), n.units<uint8_t>());
    if (s->unit == 2) return f(s->data2(), n.units<uint16_t>());
    return f(s->data4(), n.units<uint32_t>());
}

} // namespace

int64_t str_find(const Str* s, const Str* needle, size_t start, size_t stop) {
    if (needle->length > stop - start) return -1;
    int64_t at = search(s, needle, int64_t{-1}, [&](auto* p, auto* n) { return find_units(p + start, stop - start, n, needle->length); });
    return at < 0 ? -1 : at + static_cast<int64_t>(start);
}

int64_t str_rfind(const Str* s, const Str* needle, size_t start, size_t stop) {
    if (needle->length > stop - start) return -1;
    int64_t at = search(s, needle, int64_t{-1}, [&](auto* p, auto* n) { return rfind_units(p + start, stop - start, n, needle->length); });
    return at < 0 ? -1 : at + static_cast<int64_t>(start);
}

size_t str_count(const Str* s, const Str* needle, size_t start, size_t stop, size_t most) {
    if (needle->length > stop - start) return 0;
    return search(s, needle, size_t{0}, [&](auto* p, auto* n) { return count_units(p + start, stop - start, n, needle->length, most); });
}

bool str_matches_at(const Str* s, const Str* part, size_t at) {
    if (s->unit == part->unit) return memcmp(s->data1() + at * s->unit, part->data1(), part->length * s->unit) == 0;
    if (s->unit < part->unit) return part->length == 0;
    for (size_t i = 0; i < part->length; i++)
        if (s->at(at + i) != part->at(i)) return false;
    return true;
}

} // namespace terrarium
