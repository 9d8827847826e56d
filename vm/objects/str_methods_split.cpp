// str: split, rsplit, splitlines and the strips. Pieces are cut in one pass; nothing here runs Python code but the
// conversion of maxsplit.
#include "vm/core/integer.h"
#include "vm/core/list.h"
#include "vm/core/protocol.h"
#include "vm/objects/str_methods.h"
#include "vm/objects/str_search.h"
#include "vm/objects/str_tools.h"
#include "vm/objects/unicode_props.h"

#include <algorithm>

namespace terrarium {

namespace {

Status add_piece(Thread& t, List* to, Str* s, size_t start, size_t stop) {
    return list_append(t, to, Own(TRY(str_slice(t, s, start, stop))));
}

bool is_blank(uint32_t c) { return c < 128 ? (c == ' ' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31)) : unicode::is_space(c); }

template <class Unit>
Status split_blanks(Thread& t, List* to, Str* s, const Unit* p, size_t most) {
    size_t i = 0, length = s->length;
    while (true) {
        while (i < length && is_blank(p[i])) i++;
        if (i == length) return {};
        size_t start = i;
        if (most-- == 0) return add_piece(t, to, s, start, length);
        while (i < length && !is_blank(p[i])) i++;
        TRY(add_piece(t, to, s, start, i));
    }
}

template <class Unit>
Status rsplit_blanks(Thread& t, List* to, Str* s, const Unit* p, size_t most) {
    size_t i = s->length;
    while (true) {
        while (i > 0 && is_blank(p[i - 1])) i--;
        if (i == 0) return {};
        size_t stop = i;
        if (most-- == 0) return add_piece(t, to, s, 0, stop);
        while (i > 0 && !is_blank(p[i - 1])) i--;
        TRY(add_piece(t, to, s, i, stop));
    }
}

template <class Unit>
Status split_at(Thread& t, List* to, Str* s, const Unit* p, const Unit* separator, size_t width, size_t most) {
    size_t from = 0;
    while (most-- > 0) {
        int64_t at = find_units(p + from, s->length - from, separator, width);
        if (at < 0) break;
        TRY(add_piece(t, to, s, from, from + static_cast<size_t>(at)));
        from += static_cast<size_t>(at) + width;
    }
    return add_piece(t, to, s, from, s->length);
}

template <class Unit>
Status rsplit_at(Thread& t, List* to, Str* s, const Unit* p, const Unit* separator, size_t width, size_t most) {
    size_t stop = s->length;
    while (most-- > 0) {
        int64_t at = rfind_units(p, stop, separator, width);
        if (at < 0) break;
        TRY(add_piece(t, to, s, static_cast<size_t>(at) + width, stop));
        stop = static_cast<size_t>(at);
    }
    return add_piece(t, to, s, 0, stop);
}

Result<Own> split(Thread& t, const Value* a, bool from_right) {
    Str* s = as<Str>(a[0]);
    Value separator = a[1];
    bool blanks = separator.is_null() || separator.is_none();
    int64_t given = a[2].is_null() ? -1 : TRY(to_int64(t, a[2]));
    size_t most = given < 0 ? SIZE_MAX : static_cast<size_t>(given);
    if (!blanks && !is_str(separator)) return raise_type(t, "must be str or None, not {}", type_name(separator));
    Ref<List> to = make_list();
    if (blanks) {
        TRY(with_units(s, [&](auto* p) { return from_right ? rsplit_blanks(t, to, s, p, most) : split_blanks(t, to, s, p, most); }));
    } else {
        Str* mark = as<Str>(separator);
        if (mark->length == 0) return raise_value_error(t, "empty separator");
        Needle needle(mark, s->unit);
        if (!needle.possible()) {
            TRY(add_piece(t, to, s, 0, s->length));
            return to;
        }
        TRY(with_units(s, [&](auto* p) {
            using Unit = std::remove_const_t<std::remove_pointer_t<decltype(p)>>;
            const Unit* n = needle.units<Unit>();
            return from_right ? rsplit_at(t, to, s, p, n, mark->length, most) : split_at(t, to, s, p, n, mark->length, most);
        }));
    }
    if (from_right) std::reverse(to->items, to->items + to->length);
    return to;
}

enum Sides { left = 1, right = 2 };

Result<Own> strip(Thread& t, const Value* a, int sides, const char* name) {
    Str* s = as<Str>(a[0]);
    size_t start = 0, stop = s->length;
    auto cut = [&](auto&& goes) {
        if (sides & left)
            while (start < stop && goes(s->at(start))) start++;
        if (sides & right)
            while (stop > start && goes(s->at(stop - 1))) stop--;
    };
    if (a[1].is_null() || a[1].is_none()) {
        cut(is_blank);
    } else {
        if (!is_str(a[1])) return raise_type(t, "{} arg must be None or str", name);
        const Str* set = as<Str>(a[1]);
        if (set->ascii) {
            uint64_t bits[2] = {0, 0};
            for (size_t i = 0; i < set->length; i++) bits[set->data1()[i] >> 6] |= uint64_t{1} << (set->data1()[i] & 63);
            cut([&](uint32_t c) { return c < 128 && (bits[c >> 6] >> (c & 63) & 1); });
        } else {
            cut([&](uint32_t c) {
                for (size_t i = 0; i < set->length; i++)
                    if (set->at(i) == c) return true;
                return false;
            });
        }
    }
    return str_slice(t, s, start, stop);
}

} // namespace

Result<Own> str_split(Thread& t, const Value* a) { return split(t, a, false); }
Result<Own> str_rsplit(Thread& t, const Value* a) { return split(t, a, true); }

Result<Own> str_splitlines(Thread& t, const Value* a) {
    Str* s = as<Str>(a[0]);
    bool keep = !a[1].is_null() && TRY(to_clamped(t, a[1])) != 0;
    Ref<List> lines = make_list();
    size_t length = s->length;
    for (size_t i = 0; i < length;) {
        size_t start = i;
        while (i < length && !unicode::is_line_break(s->at(i))) i++;
        size_t stop = i;
        if (i < length) {
            i += s->at(i) == '\r' && i + 1 < length && s->at(i + 1) == '\n' ? 2 : 1;
            if (keep) stop = i;
        }
        TRY(add_piece(t, lines, s, start, stop));
    }
    return lines;
}

Result<Own> str_strip(Thread& t, const Value* a) { return strip(t, a, left | right, "strip"); }
Result<Own> str_lstrip(Thread& t, const Value* a) { return strip(t, a, left, "lstrip"); }
Result<Own> str_rstrip(Thread& t, const Value* a) { return strip(t, a, right, "rstrip"); }

} // namespace terrarium
