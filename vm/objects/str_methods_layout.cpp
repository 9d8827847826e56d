// str: padding, tabs, join, translate and maketrans.
#include "vm/core/dict.h"
#include "vm/core/integer.h"
#include "vm/core/list.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/objects/int_type.h"
#include "vm/objects/str_methods.h"
#include "vm/objects/str_tools.h"

#include <algorithm>

namespace terrarium {

namespace {

Result<Own> padded(Thread& t, Str* s, size_t before, size_t after, uint32_t fill) {
    if (before + after == 0) return exact_str(t, s);
    if (before + after > longest_str) return raise_memory(t);
    Ref<Str> result = TRY(new_str(t, before + s->length + after, width_point(s) | width_of_point(fill)));
    fill_units(result, 0, fill, before);
    copy_units(result, before, s, 0, s->length);
    fill_units(result, before + s->length, fill, after);
    return result;
}

Result<uint32_t> fill_argument(Thread& t, Value v) {
    if (v.is_null()) return uint32_t{' '};
    if (!is_str(v)) return raise_type(t, "The fill character must be a unicode character, not {}", type_name(v));
    if (as<Str>(v)->length != 1) return raise_type(t, "The fill character must be exactly one character long");
    return as<Str>(v)->at(0);
}

// Width and fill of center, ljust, rjust: how much is missing.
struct Room {
    size_t missing;
    size_t width;
    uint32_t fill;
};
Result<Room> room(Thread& t, const Value* a) {
    int64_t width = TRY(to_int64(t, a[1]));
    uint32_t fill = TRY(fill_argument(t, a[2]));
    int64_t length = static_cast<int64_t>(as<Str>(a[0])->length);
    return Room{width > length ? static_cast<size_t>(width - length) : 0, static_cast<size_t>(width), fill};
}

// --- translate

// What a table says of a point. kind: 0 nothing (the point stays), 1 a point, 2 text.
struct Translated {
    int kind = 0;
    uint32_t point = 0;
    Own text;
};

Result<Translated> translated(Thread& t, Value table, uint32_t c) {
    Translated r;
    Value key = Value::small_int(c);
    Own found;
    if (is_exact_dict(table)) {
        found = Own::share(TRY(dict_get_item(t, as<Dict>(table), key)));
        if (found.is_null()) return r;
    } else {
        Result<Own> item = get_item(t, table, key);
        if (!item) {
            if (!raised_matches(t, rt().types.LookupError)) return Error{};
            clear_raised(t);
            return r;
        }
        found = item.take();
    }
    if (found.is_none()) {
        r.kind = 2;
        r.text = Own::share(rt().empty_str);
    } else if (is_int(found)) {
        int64_t point;
        if (!int_fits_int64(found, &point) || point < 0 || point > 0x10ffff)
            return raise_value_error(t, "character mapping must be in range(0x110000)");
        r.kind = 1;
        r.point = static_cast<uint32_t>(point);
    } else if (is_str(found)) {
        r.kind = 2;
        r.text = std::move(found);
    } else {
        return raise_type(t, "character mapping must return integer, None or str");
    }
    return r;
}

Status map_strings(Thread& t, Dict* to, Value from, Value with) {
    const Str* keys = as<Str>(from);
    Str* values = TRY(need_str(t, with, "maketrans() argument 2"));
    if (keys->length != values->length) return raise_value_error(t, "the first two maketrans arguments must have equal length");
    for (size_t i = 0; i < keys->length; i++)
        TRY(dict_set(t, to, Value::small_int(keys->at(i)), Value::small_int(values->at(i))));
    return {};
}

} // namespace

Result<Own> str_center(Thread& t, const Value* a) {
    Room r = TRY(room(t, a));
    size_t before = r.missing / 2 + (r.missing & r.width & 1);
    return padded(t, as<Str>(a[0]), before, r.missing - before, r.fill);
}

Result<Own> str_ljust(Thread& t, const Value* a) {
    Room r = TRY(room(t, a));
    return padded(t, as<Str>(a[0]), 0, r.missing, r.fill);
}

Result<Own> str_rjust(Thread& t, const Value* a) {
    Room r = TRY(room(t, a));
    return padded(t, as<Str>(a[0]), r.missing, 0, r.fill);
}

Result<Own> str_zfill(Thread& t, const Value* a) {
    Str* s = as<Str>(a[0]);
    int64_t width = TRY(to_int64(t, a[1]));
    int64_t length = static_cast<int64_t>(s->length);
    if (width <= length) return exact_str(t, s);
    size_t zeros = static_cast<size_t>(width - length);
    Own result = TRY(padded(t, s, zeros, 0, '0'));
    Str* r = as<Str>(result);
    if (length > 0 && (s->at(0) == '+' || s->at(0) == '-')) { // the sign goes first
        r->put(zeros, '0');
        r->put(0, s->at(0));
    }
    return result;
}

Result<Own> str_expandtabs(Thread& t, const Value* a) {
    Str* s = as<Str>(a[0]);
    int64_t size = 8;
    if (!a[1].is_null()) {
        size = TRY(to_c_int(t, a[1]));
    }
    StrBuilder to(t);
    size_t column = 0, start = 0; // [start, i) waits to be copied
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = s->at(i);
        if (c == '\t') {
            TRY(to.add_slice(s, start, i));
            start = i + 1;
            if (size > 0) {
                size_t blanks = static_cast<size_t>(size) - column % static_cast<size_t>(size);
                TRY(to.add_repeated(' ', blanks));
                column += blanks;
            }
        } else {
            column = c == '\n' || c == '\r' ? 0 : column + 1;
        }
    }
    if (start == 0) return exact_str(t, s);
    TRY(to.add_slice(s, start, s->length));
    return to.finish();
}

Result<Own> str_join_method(Thread& t, const Value* a) {
    Str* separator = as<Str>(a[0]);
    if (is_exact_list(a[1])) return str_join(t, separator, as<List>(a[1])->items, as<List>(a[1])->length);
    if (is_exact_tuple(a[1])) return str_join(t, separator, as<Tuple>(a[1])->items(), as<Tuple>(a[1])->length);
    Result<Own> iterator = get_iter(t, a[1]);
    if (!iterator) {
        if (!raised_matches(t, rt().types.TypeError)) return Error{};
        clear_raised(t);
        return raise_type(t, "can only join an iterable");
    }
    Own hold = iterator.take();
    Ref<List> items = TRY(list_from_iterable(t, hold));
    return str_join(t, separator, items->items, items->length);
}

Result<Own> str_translate(Thread& t, const Value* a) {
    Str* s = as<Str>(a[0]);
    Value table = a[1];
    // ASCII characters that were mapped to one character are remembered: +1, 0 is "not asked yet".
    uint32_t known[128] = {};
    StrBuilder to(t);
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = s->at(i);
        if (c < 128 && known[c]) {
            TRY(to.add_char(known[c] - 1));
            continue;
        }
        Translated r = TRY(translated(t, table, c));
        if (r.kind == 2) {
            TRY(to.add(as<Str>(r.text)));
            continue;
        }
        uint32_t with = r.kind == 1 ? r.point : c;
        if (c < 128) known[c] = with + 1;
        TRY(to.add_char(with));
    }
    return to.finish();
}

Result<Own> str_maketrans(Thread& t, const Value* a) {
    Ref<Dict> table = make_dict();
    if (!a[1].is_null()) {
        if (!is_str(a[0])) return raise_type(t, "first maketrans argument must be a string if there is a second argument");
        TRY(map_strings(t, table, a[0], a[1]));
        if (a[2].is_null()) return table;
        const Str* gone = TRY(need_str(t, a[2], "maketrans() argument 3"));
        for (size_t i = 0; i < gone->length; i++) TRY(dict_set(t, table, Value::small_int(gone->at(i)), Value::none()));
        return table;
    }
    if (!is_exact_dict(a[0])) return raise_type(t, "if you give only one argument to maketrans it must be a dict");
    Dict* from = as<Dict>(a[0]);
    for (size_t i = 0; DictEntry* e = dict_next(from, i);) {
        if (is_str(e->key)) {
            const Str* key = as<Str>(e->key);
            if (key->length != 1) return raise_value_error(t, "string keys in translate table must be of length 1");
            TRY(dict_set(t, table, Value::small_int(key->at(0)), e->value));
        } else if (is_int(e->key)) {
            TRY(dict_set(t, table, e->key, e->value));
        } else {
            return raise_type(t, "keys in translate table must be strings or integers");
        }
    }
    return table;
}

} // namespace terrarium
