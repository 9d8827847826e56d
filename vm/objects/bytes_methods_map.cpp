// bytes and bytearray: ASCII case, questions is...(), padding, join, translate, hex, decode.
#include "vm/core/integer.h"
#include "vm/core/list.h"
#include "vm/core/protocol.h"
#include "vm/core/tuple.h"
#include "vm/objects/buffer.h"
#include "vm/objects/bytes_methods.h"
#include "vm/objects/int_type.h"
#include "vm/objects/str_tools.h"

#include <algorithm>
#include <vector>

namespace terrarium {

namespace {

using View = std::string_view;

bool lower(uint8_t c) { return static_cast<uint8_t>(c - 'a') < 26; }
bool upper(uint8_t c) { return static_cast<uint8_t>(c - 'A') < 26; }
bool letter(uint8_t c) { return lower(c | 32); }
bool digit(uint8_t c) { return static_cast<uint8_t>(c - '0') < 10; }
bool space(uint8_t c) { return c == ' ' || (c >= 9 && c <= 13); }

// A bytes or bytearray of `length` bytes like self, for the caller to fill through *to.
Result<Own> new_like(Thread& t, Value self, size_t length, uint8_t** to) {
    if (is_bytes(self)) {
        Ref<Bytes> b = TRY(new_bytes(t, length));
        *to = b->data();
        return b;
    }
    Ref<ByteArray> b = TRY(make_bytearray(t, {}));
    TRY(bytearray_resize(t, b, length));
    *to = b->data();
    return b;
}

template <class F>
Result<Own> map(Thread& t, Value self, F&& f) {
    View s = bytes_content(self);
    if (s.size() == 1 && is_bytes(self)) return Own::share(rt().byte_bytes[static_cast<uint8_t>(f(static_cast<uint8_t>(s[0]), size_t{0}))]);
    uint8_t* to;
    Own result = TRY(new_like(t, self, s.size(), &to));
    for (size_t i = 0; i < s.size(); i++) to[i] = static_cast<uint8_t>(f(static_cast<uint8_t>(s[i]), i));
    return result;
}

template <class F>
Result<Own> all(const Value* a, F&& f) {
    View s = bytes_content(a[0]);
    for (char c : s)
        if (!f(static_cast<uint8_t>(c))) return Own::boolean(false);
    return Own::boolean(!s.empty());
}

Result<Own> padded(Thread& t, Value self, size_t before, size_t after, uint8_t fill) {
    View s = bytes_content(self);
    uint8_t* to;
    if (before + after == 0) return has_shape(self, shapes::bytes) ? Result<Own>(Own::share(self)) : make_like(t, self, s);
    Own result = TRY(new_like(t, self, before + s.size() + after, &to));
    memset(to, fill, before);
    if (!s.empty()) memcpy(to + before, s.data(), s.size());
    memset(to + before + s.size(), fill, after);
    return result;
}

struct Room {
    size_t missing, width;
    uint8_t fill;
};
Result<Room> room(Thread& t, const Value* a, const char* name) {
    int64_t width = TRY(to_int64(t, a[1]));
    uint8_t fill = ' ';
    if (!a[2].is_null()) {
        bool one = (is_bytes(a[2]) || (a[2].is_object() && is_bytearray(a[2]))) && bytes_content(a[2]).size() == 1;
        if (!one) return raise_type(t, "{}() argument 2 must be a byte string of length 1, not {}", name, type_name(a[2]));
        fill = static_cast<uint8_t>(bytes_content(a[2])[0]);
    }
    int64_t length = static_cast<int64_t>(bytes_content(a[0]).size());
    return Room{width > length ? static_cast<size_t>(width - length) : 0, static_cast<size_t>(width), fill};
}

} // namespace

Result<Own> bytes_lower(Thread& t, const Value* a) {
    return map(t, a[0], [](uint8_t c, size_t) { return c + (upper(c) << 5); });
}
Result<Own> bytes_upper(Thread& t, const Value* a) {
    return map(t, a[0], [](uint8_t c, size_t) { return c - (lower(c) << 5); });
}
Result<Own> bytes_swapcase(Thread& t, const Value* a) {
    return map(t, a[0], [](uint8_t c, size_t) { return letter(c) ? c ^ 32 : c; });
}
Result<Own> bytes_title(Thread& t, const Value* a) {
    bool inside = false;
    return map(t, a[0], [&](uint8_t c, size_t) {
        int mapped = inside ? c + (upper(c) << 5) : c - (lower(c) << 5);
        inside = letter(c);
        return mapped;
    });
}
Result<Own> bytes_capitalize(Thread& t, const Value* a) {
    return map(t, a[0], [](uint8_t c, size_t i) { return i == 0 ? c - (lower(c) << 5) : c + (upper(c) << 5); });
}

Result<Own> bytes_isalnum(Thread&, const Value* a) {
    return all(a, [](uint8_t c) { return letter(c) || digit(c); });
}
Result<Own> bytes_isalpha(Thread&, const Value* a) { return all(a, letter); }
Result<Own> bytes_isdigit(Thread&, const Value* a) { return all(a, digit); }
Result<Own> bytes_isspace(Thread&, const Value* a) { return all(a, space); }
Result<Own> bytes_isascii(Thread&, const Value* a) {
    View s = bytes_content(a[0]);
    return Own::boolean(is_ascii(s.data(), s.size()));
}

Result<Own> bytes_islower(Thread&, const Value* a) {
    View s = bytes_content(a[0]);
    return Own::boolean(std::any_of(s.begin(), s.end(), lower) && std::none_of(s.begin(), s.end(), upper));
}
Result<Own> bytes_isupper(Thread&, const Value* a) {
    View s = bytes_content(a[0]);
    return Own::boolean(std::any_of(s.begin(), s.end(), upper) && std::none_of(s.begin(), s.end(), lower));
}
Result<Own> bytes_istitle(Thread&, const Value* a) {
    bool some = false, inside = false;
    for (char ch : bytes_content(a[0])) {
        uint8_t c = static_cast<uint8_t>(ch);
        if ((upper(c) && inside) || (lower(c) && !inside)) return Own::boolean(false);
        inside = letter(c);
        some = some || inside;
    }
    return Own::boolean(some);
}

Result<Own> bytes_center(Thread& t, const Value* a) {
    Room r = TRY(room(t, a, "center"));
    size_t before = r.missing / 2 + (r.missing & r.width & 1);
    return padded(t, a[0], before, r.missing - before, r.fill);
}
Result<Own> bytes_ljust(Thread& t, const Value* a) {
    Room r = TRY(room(t, a, "ljust"));
    return padded(t, a[0], 0, r.missing, r.fill);
}
Result<Own> bytes_rjust(Thread& t, const Value* a) {
    Room r = TRY(room(t, a, "rjust"));
    return padded(t, a[0], r.missing, 0, r.fill);
}

Result<Own> bytes_zfill(Thread& t, const Value* a) {
    int64_t width = TRY(to_int64(t, a[1]));
    View s = bytes_content(a[0]);
    size_t zeros = width > static_cast<int64_t>(s.size()) ? static_cast<size_t>(width) - s.size() : 0;
    Own result = TRY(padded(t, a[0], zeros, 0, '0'));
    if (zeros && !s.empty() && (s[0] == '+' || s[0] == '-')) {
        uint8_t* p = is_bytes(result) ? as<Bytes>(result)->data() : as<ByteArray>(result)->data();
        p[zeros] = '0';
        p[0] = static_cast<uint8_t>(s[0]);
    }
    return result;
}

Result<Own> bytes_expandtabs(Thread& t, const Value* a) {
    int size = a[1].is_null() ? 8 : TRY(to_c_int(t, a[1]));
    BytesBuilder out(t);
    size_t column = 0;
    for (char c : bytes_content(a[0])) {
        if (c != '\t') {
            TRY(out.add_byte(static_cast<uint8_t>(c)));
            column = c == '\n' || c == '\r' ? 0 : column + 1;
        } else if (size > 0) {
            size_t blanks = static_cast<size_t>(size) - column % static_cast<size_t>(size);
            TRY(out.add_repeated(' ', blanks));
            column += blanks;
        }
    }
    return make_like(t, a[0], out.view());
}

Result<Own> bytes_join(Thread& t, const Value* a) {
    Own items;
    if (is_exact_list(a[1]) || is_exact_tuple(a[1])) {
        items = Own::share(a[1]);
    } else {
        Result<Own> iterator = get_iter(t, a[1]);
        if (!iterator) {
            if (!raised_matches(t, rt().types.TypeError)) return Error{};
            clear_raised(t);
            return raise_type(t, "can only join an iterable");
        }
        Own hold = iterator.take();
        items = TRY(Result<Own>(list_from_iterable(t, hold)));
    }
    const Value* values = is_exact_list(items) ? as<List>(items)->items : as<Tuple>(items)->items();
    size_t count = is_exact_list(items) ? as<List>(items)->length : as<Tuple>(items)->length;
    if (count == 1 && is_bytes(a[0]) && has_shape(values[0], shapes::bytes)) return Own::share(values[0]);
    BytesBuilder out(t);
    for (size_t i = 0; i < count; i++) {
        if (i) TRY(out.add(bytes_content(a[0])));
        if (has_shape(values[i], shapes::bytes)) {
            TRY(out.add(as<Bytes>(values[i])->view()));
            continue;
        }
        if (!has_buffer(values[i])) return raise_type(t, "sequence item {}: expected a bytes-like object, {} found", i, type_name(values[i]));
        Buffer buffer = TRY(get_buffer(t, values[i]));
        TRY(out.add(buffer.view()));
    }
    if (is_bytes(a[0])) return out.finish();
    return make_bytearray(t, out.view());
}

Result<Own> bytes_translate(Thread& t, const Value* a) {
    Buffer table, gone;
    if (!a[1].is_none()) {
        table = TRY(get_buffer(t, a[1]));
        if (table.size != 256) return raise_value_error(t, "translation table must be 256 characters long");
    }
    bool drop[256] = {};
    if (!a[2].is_null()) {
        gone = TRY(get_buffer(t, a[2]));
        for (size_t i = 0; i < gone.size; i++) drop[gone.data[i]] = true;
    }
    View s = bytes_content(a[0]);
    BytesBuilder out(t);
    for (char ch : s) {
        uint8_t c = static_cast<uint8_t>(ch);
        if (!drop[c]) TRY(out.add_byte(table.data ? table.data[c] : c));
    }
    if (has_shape(a[0], shapes::bytes) && out.view() == s) return Own::share(a[0]);
    return make_like(t, a[0], out.view());
}

Result<Own> bytes_maketrans(Thread& t, const Value* a) {
    Buffer from = TRY(get_buffer(t, a[0])), to = TRY(get_buffer(t, a[1]));
    if (from.size != to.size) return raise_value_error(t, "maketrans arguments must have same length");
    Ref<Bytes> table = TRY(new_bytes(t, 256));
    for (size_t i = 0; i < 256; i++) table->data()[i] = static_cast<uint8_t>(i);
    for (size_t i = 0; i < from.size; i++) table->data()[from.data[i]] = to.data[i];
    return table;
}

Result<Own> bytes_decode(Thread& t, const Value* a) {
    std::string names[2] = {"utf-8", "strict"};
    for (int i = 0; i < 2; i++) {
        if (a[i + 1].is_null()) continue;
        if (!is_str(a[i + 1])) return raise_type(t, "decode() argument '{}' must be str, not {}", i ? "errors" : "encoding", a[i + 1].is_none() ? "None" : type_name(a[i + 1]));
        names[i] = to_utf8(a[i + 1]);
    }
    Buffer self = TRY(get_buffer(t, a[0]));
    return decode_bytes(t, self.view(), names[0], names[1]);
}

Result<std::string> hex_text(Thread& t, View content, Value separator, Value bytes_per_group) {
    char mark = 0;
    int64_t group = 0;
    if (!separator.is_null() && !separator.is_none()) {
        int64_t count = TRY(length(t, separator));
        if (count != 1) return raise_value_error(t, "sep must be length 1.");
        if (is_str(separator)) {
            if (!as<Str>(separator)->ascii) return raise_value_error(t, "sep must be ASCII.");
            mark = static_cast<char>(as<Str>(separator)->at(0));
        } else if (is_bytes(separator)) {
            mark = bytes_content(separator)[0];
            if (static_cast<uint8_t>(mark) > 127) return raise_value_error(t, "sep must be ASCII.");
        } else {
            return raise_type(t, "sep must be str or bytes.");
        }
        group = bytes_per_group.is_null() ? 1 : TRY(to_int64(t, bytes_per_group));
    }
    // Groups are counted from the right, or from the left when negative.
    size_t size = content.size(), width = static_cast<size_t>(group < 0 ? -group : group);
    std::string text;
    text.reserve(size * 2 + (width ? size / width : 0));
    for (size_t i = 0; i < size; i++) {
        uint8_t c = static_cast<uint8_t>(content[i]);
        if (i && width && (group < 0 ? i : size - i) % width == 0) text += mark;
        text += "0123456789abcdef"[c >> 4];
        text += "0123456789abcdef"[c & 15];
    }
    return text;
}

Result<Own> bytes_hex(Thread& t, const Value* a) {
    Buffer self = TRY(get_buffer(t, a[0]));
    return make_ascii(t, TRY(hex_text(t, self.view(), a[1], a[2])));
}

Result<Ref<Bytes>> bytes_from_hex(Thread& t, Str* text) {
    auto refuse = [&](size_t at) { return raise_value_error(t, "non-hexadecimal number found in fromhex() arg at position {}", at); };
    if (!text->ascii) {
        for (size_t i = 0; i < text->length; i++) {
            if (text->at(i) >= 128) return refuse(i);
        }
    }
    BytesBuilder out(t);
    auto value = [&](size_t i) -> int {
        if (i >= text->length) return -1;
        uint32_t c = text->at(i);
        if (c >= 128) return -1;
        if (digit(static_cast<uint8_t>(c))) return static_cast<int>(c - '0');
        c |= 32;
        return c >= 'a' && c <= 'f' ? static_cast<int>(c - 'a') + 10 : -1;
    };
    for (size_t i = 0; i < text->length;) {
        uint32_t c = text->at(i);
        if (c < 128 && space(static_cast<uint8_t>(c))) {
            i++;
            continue;
        }
        int high = value(i), low = value(i + 1);
        if (high < 0 || low < 0) return refuse(high < 0 ? i : i + 1);
        TRY(out.add_byte(static_cast<uint8_t>(high << 4 | low)));
        i += 2;
    }
    return out.finish();
}

Result<Own> bytes_fromhex(Thread& t, const Value* a) {
    Str* text = TRY(need_str(t, a[1], "fromhex() argument"));
    Own content = TRY(Result<Own>(bytes_from_hex(t, text)));
    if (a[0] == Value::object(rt().types.bytes)) return content;
    return call(t, a[0], content);
}

} // namespace terrarium
