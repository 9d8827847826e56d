// str, the part the core calls: making, hashing, comparing, joining. Its Python face: str_type.cpp and str_methods_*.cpp.
// Invariant: the unit of a string is the narrowest that holds it, so equal text has equal bytes.
#include "vm/core/str.h"

#include "support/utf8.h"
#include "vm/core/runtime_rooms.h"
#include "vm/objects/str_tools.h"

#include <algorithm>

namespace terrarium {

namespace {

size_t unit_of(uint32_t max_point) { return max_point < 256 ? 1 : max_point < 0x10000 ? 2 : 4; }

inline Str* set_up(Object* block, size_t length, uint32_t max_point) {
    Str* s = static_cast<Str*>(block);
    s->hash = -1;
    s->length = length;
    s->unit = unit_of(max_point);
    s->ascii = max_point < 128;
    s->interned = 0;
    if (max_point < 256) s->data1()[length] = 0;
    else memset(s->data1() + length * s->unit, 0, s->unit);
    return s;
}

// An ASCII string of 2 to 900 points: no width to find, and it cannot fail.
Str* short_ascii(size_t length) {
    Str* s = static_cast<Str*>(alloc_object(sizeof(Str) + ((length + 8) & ~size_t{7}), shapes::str, AllocKind::atomic));
    s->hash = -1;
    s->length = length;
    s->unit = 1;
    s->ascii = 1;
    s->interned = 0;
    s->data1()[length] = 0;
    return s;
}
constexpr size_t shortest_ascii = 2, longest_short_ascii = 900;

// At most small_limit bytes: cannot fail.
Str* small_str(size_t length, uint32_t max_point) {
    return set_up(alloc_object(str_block_bytes(length, unit_of(max_point)), shapes::str, AllocKind::atomic), length, max_point);
}

// Length in points and an OR of them.
struct Measure {
    size_t points;
    uint32_t all;
};
Measure measure_utf8(std::string_view text) {
    Measure m = {0, 0};
    for (size_t i = 0; i < text.size(); m.points++) {
        uint8_t c = static_cast<uint8_t>(text[i]);
        if (c < 128) {
            m.all |= c;
            i++;
            continue;
        }
        Utf8Char u = decode_utf8(text, i);
        m.all |= u.code;
        i += u.length;
    }
    return m;
}

void fill_from_utf8(Str* s, std::string_view text) {
    for (size_t i = 0, at = 0; i < text.size(); at++) {
        uint8_t c = static_cast<uint8_t>(text[i]);
        if (c < 128) {
            s->put(at, c);
            i++;
            continue;
        }
        Utf8Char u = decode_utf8(text, i);
        s->put(at, u.code);
        i += u.length;
    }
}

template <class To, class From>
void convert(To* to, const From* from, size_t count) {
    for (size_t i = 0; i < count; i++) to[i] = static_cast<To>(from[i]);
}

uint64_t read8(const uint8_t* p) {
    uint64_t v;
    memcpy(&v, p, 8);
    return v;
}
uint64_t read4(const uint8_t* p) {
    uint32_t v;
    memcpy(&v, p, 4);
    return v;
}
uint64_t fold_product(uint64_t a, uint64_t b) {
    unsigned __int128 product = static_cast<unsigned __int128>(a) * b;
    return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

} // namespace

// --- making

size_t str_block_bytes(size_t length, size_t unit) { return sizeof(Str) + (((length + 1) * unit + 7) & ~size_t{7}); }

Result<Ref<Str>> new_str(Thread& t, size_t length, uint32_t max_point) {
    if (length == 0) return Ref<Str>::share(rt().empty_str);
    if (length > longest_str) return raise_memory(t);
    size_t bytes = str_block_bytes(length, unit_of(max_point));
    Object* block = bytes <= 1024 ? alloc_object(bytes, shapes::str, AllocKind::atomic) : try_alloc_object(bytes, shapes::str, AllocKind::atomic);
    if (!block) return raise_memory(t);
    return Ref<Str>::adopt(set_up(block, length, max_point));
}

Result<Ref<Str>> make_latin1(Thread& t, const uint8_t* bytes, size_t count) {
    if (count == 1) return Ref<Str>::share(rt().latin1_str[bytes[0]]);
    Ref<Str> s = TRY(new_str(t, count, is_ascii(bytes, count) ? 127 : 255));
    if (count) memcpy(s->data1(), bytes, count);
    return s;
}

Result<Ref<Str>> make_str(Thread& t, std::string_view utf8) {
    if (is_ascii(utf8.data(), utf8.size())) {
        if (utf8.size() == 1) return Ref<Str>::share(rt().latin1_str[static_cast<uint8_t>(utf8[0])]);
        Ref<Str> s = TRY(new_str(t, utf8.size(), 127));
        if (!utf8.empty()) copy_bytes(s->data1(), reinterpret_cast<const uint8_t*>(utf8.data()), utf8.size());
        return s;
    }
    Measure m = measure_utf8(utf8);
    if (m.points == 1) return make_char(decode_utf8(utf8, 0).code);
    Ref<Str> s = TRY(new_str(t, m.points, m.all));
    fill_from_utf8(s, utf8);
    return s;
}

Ref<Str> make_short_str(std::string_view utf8) {
    if (utf8.empty()) return Ref<Str>::share(rt().empty_str);
    if (is_ascii(utf8.data(), utf8.size())) {
        if (utf8.size() == 1) return Ref<Str>::share(rt().latin1_str[static_cast<uint8_t>(utf8[0])]);
        Str* s = utf8.size() <= longest_short_ascii ? short_ascii(utf8.size()) : small_str(utf8.size(), 127);
        copy_bytes(s->data1(), reinterpret_cast<const uint8_t*>(utf8.data()), utf8.size());
        return Ref<Str>::adopt(s);
    }
    Measure m = measure_utf8(utf8);
    if (m.points == 1) return make_char(decode_utf8(utf8, 0).code);
    Str* s = small_str(m.points, m.all);
    fill_from_utf8(s, utf8);
    return Ref<Str>::adopt(s);
}

Result<Ref<Str>> make_str_from_points(Thread& t, const uint32_t* points, size_t count) {
    if (count == 1) return make_char(points[0]);
    Ref<Str> s = TRY(new_str(t, count, or_units(points, count)));
    if (count == 0) return s;
    if (s->unit == 1) convert(s->data1(), points, count);
    else if (s->unit == 2) convert(s->data2(), points, count);
    else memcpy(s->data4(), points, count * 4);
    return s;
}

Ref<Str> make_char(uint32_t point) {
    if (point < 256) return Ref<Str>::share(rt().latin1_str[point]);
    Str* s = small_str(1, point);
    s->put(0, point);
    return Ref<Str>::adopt(s);
}

Result<Ref<Str>> exact_str(Thread& t, Str* s) {
    if (s->shape == shapes::str) return Ref<Str>::share(s);
    Ref<Str> copy = TRY(new_str(t, s->length, width_point(s)));
    if (s->length) memcpy(copy->data1(), s->data1(), s->length * s->unit);
    return copy;
}

Result<Ref<Str>> narrowed(Thread& t, Ref<Str> s) {
    if (s->ascii) return s;
    uint32_t all = or_points(s, 0, s->length);
    if (all >= 128 && unit_of(all) == s->unit) return s;
    Ref<Str> copy = TRY(new_str(t, s->length, all));
    if (copy->unit == s->unit) memcpy(copy->data1(), s->data1(), s->length * s->unit);
    else if (copy->unit == 2) convert(copy->data2(), s->data4(), s->length);
    else if (s->unit == 2) convert(copy->data1(), s->data2(), s->length);
    else convert(copy->data1(), s->data4(), s->length);
    return copy;
}

void copy_units(Str* to, size_t at, const Str* from, size_t start, size_t count) {
    if (to->unit == from->unit) {
        size_t unit = to->unit;
        copy_bytes(to->data1() + at * unit, from->data1() + start * unit, count * unit);
    } else if (to->unit == 2) {
        convert(to->data2() + at, from->data1() + start, count);
    } else if (from->unit == 1) {
        convert(to->data4() + at, from->data1() + start, count);
    } else {
        convert(to->data4() + at, from->data2() + start, count);
    }
}

void fill_units(Str* to, size_t at, uint32_t point, size_t count) {
    if (to->unit == 1) memset(to->data1() + at, static_cast<int>(point), count);
    else if (to->unit == 2) std::fill_n(to->data2() + at, count, static_cast<uint16_t>(point));
    else std::fill_n(to->data4() + at, count, point);
}

// --- hash and order

// Folded 128-bit products over 16 bytes at a time; the last 16 may overlap what came before.
uint64_t hash_bytes(const void* bytes, size_t count, uint64_t seed) {
    constexpr uint64_t k0 = 0x9e3779b97f4a7c15, k1 = 0xc2b2ae3d27d4eb4f, k2 = 0xd6e8feb86659fd93;
    const uint8_t* p = static_cast<const uint8_t*>(bytes);
    uint64_t h = seed ^ k0, a, b;
    if (count <= 16) {
        if (count >= 8) {
            a = read8(p);
            b = read8(p + count - 8);
        } else if (count >= 4) {
            a = read4(p);
            b = read4(p + count - 4);
        } else if (count > 0) {
            a = uint64_t{p[0]} << 16 | uint64_t{p[count / 2]} << 8 | p[count - 1];
            b = 0;
        } else {
            a = b = 0;
        }
    } else {
        const uint8_t* end = p + count - 16;
        for (; p < end; p += 16) h = fold_product(read8(p) ^ k1, read8(p + 8) ^ h);
        a = read8(end);
        b = read8(end + 8);
    }
    return fold_product(k2 ^ count, fold_product(a ^ k1, b ^ h));
}

int64_t str_hash(const Str* s) {
    if (s->hash != -1) return s->hash;
    int64_t h = hash_of_bytes(s->data1(), s->length * s->unit);
    const_cast<Str*>(s)->hash = h;
    return h;
}

bool str_equal(const Str* a, const Str* b) {
    if (a == b) return true;
    if (a->length != b->length || a->unit != b->unit) return false;
    if (a->hash != b->hash && a->hash != -1 && b->hash != -1) return false;
    return memcmp(a->data1(), b->data1(), a->length * a->unit) == 0;
}

bool str_equal(const Str* a, std::string_view ascii) {
    return a->unit == 1 && a->length == ascii.size() && memcmp(a->data1(), ascii.data(), ascii.size()) == 0;
}

int str_compare(const Str* a, const Str* b) {
    size_t common = std::min<size_t>(a->length, b->length);
    int order = 0;
    if (a->unit == 1 && b->unit == 1) {
        order = memcmp(a->data1(), b->data1(), common);
    } else {
        with_units(a, [&](auto* x) {
            with_units(b, [&](auto* y) {
                for (size_t i = 0; i < common; i++)
                    if (x[i] != y[i]) {
                        order = uint32_t{x[i]} < uint32_t{y[i]} ? -1 : 1;
                        return;
                    }
            });
        });
    }
    if (order) return order < 0 ? -1 : 1;
    return a->length < b->length ? -1 : a->length > b->length;
}

// --- UTF-8

std::string to_utf8(const Str* s) {
    if (s->ascii) return std::string(s->ascii_view());
    std::string result;
    result.reserve(s->length * 2);
    with_units(s, [&](auto* p) {
        for (size_t i = 0; i < s->length; i++) append_utf8(result, p[i]);
    });
    return result;
}

std::string to_utf8(Value str) { return to_utf8(as<Str>(str)); }

// --- putting together

Result<Ref<Str>> str_concat(Thread& t, Str* a, Str* b) {
    if (a->length == 0) return exact_str(t, b);
    if (b->length == 0) return exact_str(t, a);
    Ref<Str> s = TRY(new_str(t, a->length + b->length, width_point(a) | width_point(b)));
    copy_units(s, 0, a, 0, a->length);
    copy_units(s, a->length, b, 0, b->length);
    return s;
}

Result<Ref<Str>> str_append(Thread& t, Ref<Str> a, Str* b) {
    if (b->length == 0 && a->shape == shapes::str) return a;
    if (held_once(a.get()) && a->shape == shapes::str && a->unit >= b->unit && !a->interned && a->length && a.get() != b) {
        size_t old_length = a->length, length = old_length + b->length, unit = a->unit;
        if (length <= longest_str && try_grow_object(a.get(), str_block_bytes(old_length, unit), str_block_bytes(length, unit))) {
            Str* s = a.get();
            copy_units(s, old_length, b, 0, b->length);
            s->length = length;
            s->hash = -1;
            s->ascii = s->ascii & b->ascii;
            memset(s->data1() + length * unit, 0, unit);
            return a;
        }
    }
    return str_concat(t, a.get(), b);
}

Result<Ref<Str>> str_slice(Thread& t, Str* s, size_t start, size_t stop) {
    size_t count = stop > start ? stop - start : 0;
    if (count == s->length) return exact_str(t, s);
    if (s->ascii && count >= shortest_ascii && count <= longest_short_ascii) {
        Str* part = short_ascii(count);
        copy_bytes(part->data1(), s->data1() + start, count);
        return Ref<Str>::adopt(part);
    }
    if (count == 1) return make_char(s->at(start));
    Ref<Str> part = TRY(new_str(t, count, or_points(s, start, start + count)));
    if (count == 0) return part;
    if (part->unit == s->unit) {
        memcpy(part->data1(), s->data1() + start * s->unit, count * s->unit);
    } else if (part->unit == 2) {
        convert(part->data2(), s->data4() + start, count);
    } else if (s->unit == 2) {
        convert(part->data1(), s->data2() + start, count);
    } else {
        convert(part->data1(), s->data4() + start, count);
    }
    return part;
}

Result<Ref<Str>> str_repeat(Thread& t, Str* s, int64_t count) {
    if (count <= 0 || s->length == 0) return Ref<Str>::share(rt().empty_str);
    if (count == 1) return exact_str(t, s);
    if (static_cast<uint64_t>(count) > INT64_MAX / s->length) return raise_text(t, rt().types.OverflowError, "repeated string is too long");
    size_t length = s->length * static_cast<size_t>(count);
    Ref<Str> result = TRY(new_str(t, length, width_point(s)));
    if (s->length == 1) {
        fill_units(result, 0, s->at(0), length);
        return result;
    }
    size_t total = length * s->unit, done = s->length * s->unit;
    uint8_t* to = result->data1();
    memcpy(to, s->data1(), done);
    while (done < total) { // doubles what is there
        size_t more = std::min(done, total - done);
        memcpy(to + done, to, more);
        done += more;
    }
    return result;
}

Result<Ref<Str>> str_join(Thread& t, Str* separator, const Value* items, size_t count) {
    if (count == 0) return Ref<Str>::share(rt().empty_str);
    if (count == 1 && is_exact_str(items[0])) return Ref<Str>::share(as<Str>(items[0]));
    uint32_t width = count > 1 && separator->length ? width_point(separator) : 0;
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_exact_str(items[i]) && !is_str(items[i])) [[unlikely]]
            return raise_type(t, "sequence item {}: expected str instance, {} found", i, type_name(items[i]));
        const Str* item = as<Str>(items[i]);
        width |= item->length ? width_point(item) : 0;
        length += item->length;
    }
    unsigned __int128 all = static_cast<unsigned __int128>(separator->length) * (count - 1) + length;
    if (all > longest_str) return raise_text(t, rt().types.OverflowError, "join() result is too long for a Python string");
    length += separator->length * (count - 1);
    if (length == 0) return Ref<Str>::share(rt().empty_str);
    Ref<Str> result = TRY(new_str(t, length, width));
    Str* to = result.get();
    size_t at = 0;
    if (to->unit == 1) { // then so is every item
        uint8_t* end = to->data1();
        for (size_t i = 0; i < count; i++) {
            if (i) {
                copy_bytes(end, separator->data1(), separator->length);
                end += separator->length;
            }
            copy_bytes(end, as<Str>(items[i])->data1(), as<Str>(items[i])->length);
            end += as<Str>(items[i])->length;
        }
        return result;
    }
    for (size_t i = 0; i < count; i++) {
        if (i && separator->length) {
            copy_units(to, at, separator, 0, separator->length);
            at += separator->length;
        }
        const Str* item = as<Str>(items[i]);
        copy_units(to, at, item, 0, item->length);
        at += item->length;
    }
    return result;
}

} // namespace terrarium
