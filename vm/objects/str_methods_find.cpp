// str: finding, counting, prefixes and suffixes, partition, replace.
#include "vm/core/integer.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/objects/str_methods.h"
#include "vm/objects/str_search.h"
#include "vm/objects/str_tools.h"

#include <algorithm>

namespace terrarium {

Result<Str*> need_str(Thread& t, Value v, const char* what) {
    if (!is_str(v)) return raise_type(t, "{} must be str, not {}", what, v.is_none() ? "None" : type_name(v));
    return as<Str>(v);
}

Status slice_bounds(Thread& t, Value start, Value stop, int64_t length, int64_t* from, int64_t* to) {
    int64_t bounds[2] = {0, INT64_MAX};
    Value given[2] = {start, stop};
    for (int i = 0; i < 2; i++) {
        Value v = given[i];
        if (v.is_null() || v.is_none()) continue;
        if (v.is_int()) {
            bounds[i] = v.int_value();
            continue;
        }
        if (!is_int(v) && !type_of(v)->slots.index) return raise_type(t, "slice indices must be integers or None or have an __index__ method");
        bounds[i] = TRY(to_clamped(t, v));
    }
    for (int64_t& b : bounds)
        if (b < 0) b = std::max<int64_t>(b + length, 0);
    *from = bounds[0];
    *to = std::min(bounds[1], length);
    return {};
}

namespace {

struct Search {
    Str* s;
    Str* part;
    int64_t from, to;
    bool possible() const { return from <= to; }
};

Result<Search> search_arguments(Thread& t, const Value* a) {
    if (!is_str(a[1])) return raise_type(t, "must be str, not {}", type_name(a[1]));
    Search q = {as<Str>(a[0]), as<Str>(a[1]), 0, static_cast<int64_t>(as<Str>(a[0])->length)};
    if (!a[2].is_null()) TRY(slice_bounds(t, a[2], a[3], q.to, &q.from, &q.to));
    return q;
}

int64_t forward(const Search& q) {
    return q.possible() ? str_find(q.s, q.part, static_cast<size_t>(q.from), static_cast<size_t>(q.to)) : -1;
}
int64_t backward(const Search& q) {
    return q.possible() ? str_rfind(q.s, q.part, static_cast<size_t>(q.from), static_cast<size_t>(q.to)) : -1;
}

bool has_affix(const Str* s, const Str* part, int64_t from, int64_t to, bool at_end) {
    if (to - from < static_cast<int64_t>(part->length)) return false;
    return str_matches_at(s, part, static_cast<size_t>(at_end ? to - static_cast<int64_t>(part->length) : from));
}

Result<Own> affix(Thread& t, const Value* a, bool at_end) {
    const char* name = at_end ? "endswith" : "startswith";
    Str* s = as<Str>(a[0]);
    int64_t from = 0, to = static_cast<int64_t>(s->length);
    if (!a[2].is_null()) TRY(slice_bounds(t, a[2], a[3], to, &from, &to));
    if (is_tuple(a[1])) {
        const Tuple* parts = as<Tuple>(a[1]);
        for (size_t i = 0; i < parts->length; i++) {
            if (!is_str((*parts)[i])) return raise_type(t, "tuple for {} must only contain str, not {}", name, type_name((*parts)[i]));
            if (from <= to && has_affix(s, as<Str>((*parts)[i]), from, to, at_end)) return Own::boolean(true);
        }
        return Own::boolean(false);
    }
    if (!is_str(a[1])) return raise_type(t, "{} first arg must be str or a tuple of str, not {}", name, type_name(a[1]));
    return Own::boolean(from <= to && has_affix(s, as<Str>(a[1]), from, to, at_end));
}

Result<Own> three(Thread& t, Str* s, size_t at, Str* separator) {
    Ref<Str> head = TRY(str_slice(t, s, 0, at));
    Ref<Str> tail = TRY(str_slice(t, s, at + separator->length, s->length));
    return tuple_of(head.value(), Value::object(separator), tail.value());
}

Result<Str*> separator_argument(Thread& t, Value v) {
    if (!is_str(v)) return raise_type(t, "must be str, not {}", type_name(v));
    if (as<Str>(v)->length == 0) return raise_value_error(t, "empty separator");
    return as<Str>(v);
}

// --- replace

// `with` before each of the first `count` characters (one place more than there are characters).
Result<Own> interleave(Thread& t, Str* s, Str* with, size_t count) {
    count = std::min(count, size_t{s->length} + 1);
    StrBuilder to(t);
    for (size_t i = 0; i < count; i++) {
        TRY(to.add(with));
        if (i < s->length) TRY(to.add_char(s->at(i)));
    }
    if (count < s->length) TRY(to.add_slice(s, count, s->length));
    return to.finish();
}

template <class Unit>
void replace_unit(Unit* to, const Unit* from, size_t length, uint32_t what, uint32_t with) {
    size_t i = 0;
    if constexpr (sizeof(Unit) == 1)
        for (; i + 8 <= length; i += 8) {
            uint64_t word = load_word(from + i), hits = (zero_bytes(word ^ what * every_byte) >> 7) * 0xff;
            store_word(to + i, (word & ~hits) | (with * every_byte & hits));
        }
    for (; i < length; i++) to[i] = from[i] == what ? static_cast<Unit>(with) : from[i];
}

// All of one character by another of a width that fits: one pass, no counting.
Result<Own> replace_points(Thread& t, Str* s, uint32_t what, uint32_t with) {
    Ref<Str> result = TRY(new_str(t, s->length, width_point(s) | width_of_point(with)));
    if (s->unit == 1) replace_unit(result->data1(), s->data1(), s->length, what, with);
    else if (s->unit == 2) replace_unit(result->data2(), s->data2(), s->length, what, with);
    else replace_unit(result->data4(), s->data4(), s->length, what, with);
    if (width_of_point(what) <= width_of_point(with)) return result;
    return narrowed(t, std::move(result));
}

Result<Own> replace(Thread& t, Str* s, Str* what, Str* with, size_t most) {
    if (most == 0 || s->length + 1 <= what->length || str_equal(what, with)) return exact_str(t, s);
    if (what->length == 0) return interleave(t, s, with, most);
    if (what->length == 1 && with->length == 1 && what->unit <= s->unit && with->unit <= s->unit && most >= s->length) {
        if (str_find(s, what, 0, s->length) < 0) return exact_str(t, s);
        return replace_points(t, s, what->at(0), with->at(0));
    }
    size_t count = str_count(s, what, 0, s->length, most);
    if (count == 0) return exact_str(t, s);
    if (with->length > what->length && (with->length - what->length) > (longest_str - s->length) / count)
        return raise_text(t, rt().types.OverflowError, "replace string is too long");
    size_t length = s->length + count * with->length - count * what->length;
    if (length == 0) return Ref<Str>::share(rt().empty_str);
    Ref<Str> result = TRY(new_str(t, length, width_point(s) | (with->length ? width_point(with) : 0)));
    size_t from = 0, at = 0;
    for (size_t i = 0; i < count; i++) {
        size_t hit = static_cast<size_t>(str_find(s, what, from, s->length));
        copy_units(result, at, s, from, hit - from);
        at += hit - from;
        copy_units(result, at, with, 0, with->length);
        at += with->length;
        from = hit + what->length;
    }
    copy_units(result, at, s, from, s->length - from);
    if (width_point(what) <= (with->length ? width_point(with) : 0) || result->ascii) return result;
    return narrowed(t, std::move(result));
}

} // namespace

Result<Own> str_find_method(Thread& t, const Value* a) { return Own::small_int(forward(TRY(search_arguments(t, a)))); }
Result<Own> str_rfind_method(Thread& t, const Value* a) { return Own::small_int(backward(TRY(search_arguments(t, a)))); }

Result<Own> str_index(Thread& t, const Value* a) {
    int64_t at = forward(TRY(search_arguments(t, a)));
    if (at < 0) return raise_value_error(t, "substring not found");
    return Own::small_int(at);
}

Result<Own> str_rindex(Thread& t, const Value* a) {
    int64_t at = backward(TRY(search_arguments(t, a)));
    if (at < 0) return raise_value_error(t, "substring not found");
    return Own::small_int(at);
}

Result<Own> str_count_method(Thread& t, const Value* a) {
    Search q = TRY(search_arguments(t, a));
    if (!q.possible()) return Own::small_int(0);
    return Own::small_int(static_cast<int64_t>(str_count(q.s, q.part, static_cast<size_t>(q.from), static_cast<size_t>(q.to), SIZE_MAX)));
}

Result<Own> str_startswith(Thread& t, const Value* a) { return affix(t, a, false); }
Result<Own> str_endswith(Thread& t, const Value* a) { return affix(t, a, true); }

Result<Own> str_removeprefix(Thread& t, const Value* a) {
    Str* s = as<Str>(a[0]);
    Str* part = TRY(need_str(t, a[1], "removeprefix() argument"));
    if (s->length >= part->length && str_matches_at(s, part, 0)) return str_slice(t, s, part->length, s->length);
    return exact_str(t, s);
}

Result<Own> str_removesuffix(Thread& t, const Value* a) {
    Str* s = as<Str>(a[0]);
    Str* part = TRY(need_str(t, a[1], "removesuffix() argument"));
    if (s->length >= part->length && str_matches_at(s, part, s->length - part->length)) return str_slice(t, s, 0, s->length - part->length);
    return exact_str(t, s);
}

Result<Own> str_partition(Thread& t, const Value* a) {
    Str* s = as<Str>(a[0]);
    Str* separator = TRY(separator_argument(t, a[1]));
    int64_t at = str_find(s, separator, 0, s->length);
    if (at >= 0) return three(t, s, static_cast<size_t>(at), separator);
    Ref<Str> whole = TRY(exact_str(t, s));
    return tuple_of(whole.value(), Value::object(rt().empty_str), Value::object(rt().empty_str));
}

Result<Own> str_rpartition(Thread& t, const Value* a) {
    Str* s = as<Str>(a[0]);
    Str* separator = TRY(separator_argument(t, a[1]));
    int64_t at = str_rfind(s, separator, 0, s->length);
    if (at >= 0) return three(t, s, static_cast<size_t>(at), separator);
    Ref<Str> whole = TRY(exact_str(t, s));
    return tuple_of(Value::object(rt().empty_str), Value::object(rt().empty_str), whole.value());
}

Result<Own> str_replace(Thread& t, const Value* a) {
    Str* what = TRY(need_str(t, a[1], "replace() argument 1"));
    Str* with = TRY(need_str(t, a[2], "replace() argument 2"));
    int64_t most = a[3].is_null() ? -1 : TRY(to_int64(t, a[3]));
    return replace(t, as<Str>(a[0]), what, with, most < 0 ? SIZE_MAX : static_cast<size_t>(most));
}

} // namespace terrarium
