// bytes and bytearray: finding, affixes, partition, replace, split and strip.
#include "vm/core/integer.h"
#include "vm/core/list.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/objects/buffer.h"
#include "vm/objects/bytes_methods.h"
#include "vm/objects/str_search.h"
#include "vm/objects/str_tools.h"

#include <algorithm>

namespace terrarium {

namespace {

using View = std::string_view;

const uint8_t* octets(View s) { return reinterpret_cast<const uint8_t*>(s.data()); }
int64_t find_in(View s, View part) { return find_units(octets(s), s.size(), octets(part), part.size()); }
int64_t rfind_in(View s, View part) { return rfind_units(octets(s), s.size(), octets(part), part.size()); }

bool is_space(char c) { return c == ' ' || (c >= 9 && c <= 13); }

// What find, count and index look for: one byte or a buffer, and where.
struct Search {
    Buffer buffer;
    char byte;
    View part;
    int64_t from, to;
};

Status search_arguments(Thread& t, const Value* a, Search& q) {
    Value v = a[1];
    if (is_int(v) || (!has_buffer(v) && type_of(v)->slots.index)) {
        q.byte = static_cast<char>(TRY(byte_argument(t, v, "byte must be in range(0, 256)")));
        q.part = View(&q.byte, 1);
    } else if (has_buffer(v)) {
        q.buffer = TRY(get_buffer(t, v));
        q.part = q.buffer.view();
    } else {
        return raise_type(t, "argument should be integer or bytes-like object, not '{}'", type_name(v));
    }
    // Bounds may run Python code: the length is asked for twice.
    TRY(slice_bounds(t, a[2], a[3], static_cast<int64_t>(bytes_content(a[0]).size()), &q.from, &q.to));
    q.to = std::min(q.to, static_cast<int64_t>(bytes_content(a[0]).size()));
    return {};
}

Result<int64_t> find(Thread& t, const Value* a, bool backward) {
    Search q;
    TRY(search_arguments(t, a, q));
    if (q.from > q.to) return int64_t{-1};
    View place = bytes_content(a[0]).substr(static_cast<size_t>(q.from), static_cast<size_t>(q.to - q.from));
    int64_t at = backward ? rfind_in(place, q.part) : find_in(place, q.part);
    return at < 0 ? at : at + q.from;
}

Result<Own> index(Thread& t, const Value* a, bool backward) {
    int64_t at = TRY(find(t, a, backward));
    if (at < 0) return raise_value_error(t, "subsection not found");
    return Own::small_int(at);
}

Result<Own> affix(Thread& t, const Value* a, bool at_end) {
    const char* name = at_end ? "endswith" : "startswith";
    int64_t from, to;
    TRY(slice_bounds(t, a[2], a[3], static_cast<int64_t>(bytes_content(a[0]).size()), &from, &to));
    auto matches = [&](Value v) -> Result<bool> {
        Buffer buffer = TRY(get_buffer(t, v));
        View content = bytes_content(a[0]), part = buffer.view();
        to = std::min(to, static_cast<int64_t>(content.size()));
        if (from > to || part.size() > static_cast<size_t>(to - from)) return false;
        View place = content.substr(static_cast<size_t>(from), static_cast<size_t>(to - from));
        return at_end ? place.ends_with(part) : place.starts_with(part);
    };
    if (is_tuple(a[1])) {
        const Tuple* parts = as<Tuple>(a[1]);
        for (size_t i = 0; i < parts->length; i++)
            if (TRY(matches((*parts)[i]))) return Own::boolean(true);
        return Own::boolean(false);
    }
    if (!has_buffer(a[1])) return raise_type(t, "{} first arg must be bytes or a tuple of bytes, not {}", name, type_name(a[1]));
    return Own::boolean(TRY(matches(a[1])));
}

// Self unchanged: the same bytes object, a copy of a bytearray.
Result<Own> unchanged(Thread& t, Value self) {
    if (has_shape(self, shapes::bytes)) return Own::share(self);
    return make_like(t, self, bytes_content(self));
}

Result<Own> three(Thread& t, Value self, View head, View middle, View tail) {
    Own a = TRY(make_like(t, self, head)), b = TRY(make_like(t, self, middle)), c = TRY(make_like(t, self, tail));
    return tuple_of(a.get(), b.get(), c.get());
}

Result<Own> partition(Thread& t, const Value* a, bool backward) {
    Buffer separator = TRY(get_buffer(t, a[1]));
    if (separator.size == 0) return raise_value_error(t, "empty separator");
    View s = bytes_content(a[0]);
    int64_t at = backward ? rfind_in(s, separator.view()) : find_in(s, separator.view());
    if (at < 0) return backward ? three(t, a[0], {}, {}, s) : three(t, a[0], s, {}, {});
    size_t cut = static_cast<size_t>(at);
    return three(t, a[0], s.substr(0, cut), separator.view(), s.substr(cut + separator.size));
}

Status add_piece(Thread& t, Value self, List* to, View piece) { return list_append(t, to, TRY(make_like(t, self, piece))); }

Status split_blanks(Thread& t, Value self, List* to, View s, size_t most, bool backward) {
    size_t begin = 0, end = s.size();
    while (true) {
        if (backward)
            while (end > begin && is_space(s[end - 1])) end--;
        else
            while (begin < end && is_space(s[begin])) begin++;
        if (begin == end) return {};
        if (most-- == 0) return add_piece(t, self, to, s.substr(begin, end - begin));
        if (backward) {
            size_t start = end;
            while (start > begin && !is_space(s[start - 1])) start--;
            TRY(add_piece(t, self, to, s.substr(start, end - start)));
            end = start;
        } else {
            size_t stop = begin;
            while (stop < end && !is_space(s[stop])) stop++;
            TRY(add_piece(t, self, to, s.substr(begin, stop - begin)));
            begin = stop;
        }
    }
}

Status split_at(Thread& t, Value self, List* to, View s, View mark, size_t most, bool backward) {
    while (most-- > 0) {
        int64_t at = backward ? rfind_in(s, mark) : find_in(s, mark);
        if (at < 0) break;
        size_t cut = static_cast<size_t>(at);
        TRY(add_piece(t, self, to, backward ? s.substr(cut + mark.size()) : s.substr(0, cut)));
        s = backward ? s.substr(0, cut) : s.substr(cut + mark.size());
    }
    return add_piece(t, self, to, s);
}

Result<Own> split(Thread& t, const Value* a, bool backward) {
    int64_t given = a[2].is_null() ? -1 : TRY(to_int64(t, a[2]));
    size_t most = given < 0 ? SIZE_MAX : static_cast<size_t>(given);
    Ref<List> to = make_list();
    if (a[1].is_null() || a[1].is_none()) {
        TRY(split_blanks(t, a[0], to, bytes_content(a[0]), most, backward));
    } else {
        Buffer mark = TRY(get_buffer(t, a[1]));
        if (mark.size == 0) return raise_value_error(t, "empty separator");
        TRY(split_at(t, a[0], to, bytes_content(a[0]), mark.view(), most, backward));
    }
    if (backward) std::reverse(to->items, to->items + to->length);
    return to;
}

Result<Own> strip(Thread& t, const Value* a, bool left, bool right) {
    bool goes[256] = {};
    if (a[1].is_null() || a[1].is_none()) {
        for (int c : {32, 9, 10, 11, 12, 13}) goes[c] = true;
    } else {
        Buffer set = TRY(get_buffer(t, a[1]));
        for (size_t i = 0; i < set.size; i++) goes[set.data[i]] = true;
    }
    View s = bytes_content(a[0]);
    size_t start = 0, stop = s.size();
    while (left && start < stop && goes[static_cast<uint8_t>(s[start])]) start++;
    while (right && stop > start && goes[static_cast<uint8_t>(s[stop - 1])]) stop--;
    if (stop - start == s.size()) return unchanged(t, a[0]);
    return make_like(t, a[0], s.substr(start, stop - start));
}

} // namespace

Result<Own> bytes_find(Thread& t, const Value* a) { return Own::small_int(TRY(find(t, a, false))); }
Result<Own> bytes_rfind(Thread& t, const Value* a) { return Own::small_int(TRY(find(t, a, true))); }
Result<Own> bytes_index(Thread& t, const Value* a) { return index(t, a, false); }
Result<Own> bytes_rindex(Thread& t, const Value* a) { return index(t, a, true); }

Result<Own> bytes_count(Thread& t, const Value* a) {
    Search q;
    TRY(search_arguments(t, a, q));
    if (q.from > q.to) return Own::small_int(0);
    View place = bytes_content(a[0]).substr(static_cast<size_t>(q.from), static_cast<size_t>(q.to - q.from));
    return Own::small_int(static_cast<int64_t>(count_units(octets(place), place.size(), octets(q.part), q.part.size(), SIZE_MAX)));
}

Result<Own> bytes_startswith(Thread& t, const Value* a) { return affix(t, a, false); }
Result<Own> bytes_endswith(Thread& t, const Value* a) { return affix(t, a, true); }

Result<Own> bytes_removeprefix(Thread& t, const Value* a) {
    Buffer part = TRY(get_buffer(t, a[1]));
    View s = bytes_content(a[0]);
    if (part.size && s.starts_with(part.view())) return make_like(t, a[0], s.substr(part.size));
    return unchanged(t, a[0]);
}

Result<Own> bytes_removesuffix(Thread& t, const Value* a) {
    Buffer part = TRY(get_buffer(t, a[1]));
    View s = bytes_content(a[0]);
    if (part.size && s.ends_with(part.view())) return make_like(t, a[0], s.substr(0, s.size() - part.size));
    return unchanged(t, a[0]);
}

Result<Own> bytes_partition(Thread& t, const Value* a) { return partition(t, a, false); }
Result<Own> bytes_rpartition(Thread& t, const Value* a) { return partition(t, a, true); }

Result<Own> bytes_replace(Thread& t, const Value* a) {
    int64_t given = a[3].is_null() ? -1 : TRY(to_int64(t, a[3]));
    size_t most = given < 0 ? SIZE_MAX : static_cast<size_t>(given);
    Buffer what = TRY(get_buffer(t, a[1])), with = TRY(get_buffer(t, a[2]));
    View s = bytes_content(a[0]);
    BytesBuilder out(t);
    size_t from = 0, done = 0;
    if (what.size == 0) {
        for (; done < most && from < s.size(); done++, from++) {
            TRY(out.add(with.view()));
            TRY(out.add_byte(static_cast<uint8_t>(s[from])));
        }
        if (done < most) TRY(out.add(with.view())), done++;
    } else {
        for (; done < most; done++) {
            int64_t at = find_in(s.substr(from), what.view());
            if (at < 0) break;
            TRY(out.add(s.substr(from, static_cast<size_t>(at))));
            TRY(out.add(with.view()));
            from += static_cast<size_t>(at) + what.size;
        }
    }
    if (done == 0) return unchanged(t, a[0]);
    TRY(out.add(s.substr(from)));
    if (is_bytes(a[0])) return out.finish();
    return make_bytearray(t, out.view());
}

Result<Own> bytes_split(Thread& t, const Value* a) { return split(t, a, false); }
Result<Own> bytes_rsplit(Thread& t, const Value* a) { return split(t, a, true); }

Result<Own> bytes_splitlines(Thread& t, const Value* a) {
    bool keep = !a[1].is_null() && TRY(to_clamped(t, a[1])) != 0;
    View s = bytes_content(a[0]);
    Ref<List> lines = make_list();
    for (size_t i = 0; i < s.size();) {
        size_t start = i;
        while (i < s.size() && s[i] != '\n' && s[i] != '\r') i++;
        size_t stop = i;
        if (i < s.size()) {
            i += s[i] == '\r' && i + 1 < s.size() && s[i + 1] == '\n' ? 2 : 1;
            if (keep) stop = i;
        }
        TRY(add_piece(t, a[0], lines, s.substr(start, stop - start)));
    }
    return lines;
}

Result<Own> bytes_strip(Thread& t, const Value* a) { return strip(t, a, true, true); }
Result<Own> bytes_lstrip(Thread& t, const Value* a) { return strip(t, a, true, false); }
Result<Own> bytes_rstrip(Thread& t, const Value* a) { return strip(t, a, false, true); }

} // namespace terrarium
