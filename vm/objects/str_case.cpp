// str: case mapping and the questions is...(). ASCII goes byte by byte without looking anything up.
#include "support/unicode.h"
#include "vm/objects/str_methods.h"
#include "vm/objects/str_tools.h"
#include "vm/objects/unicode_props.h"

namespace terrarium {

namespace {

bool ascii_lower(uint8_t c) { return static_cast<uint8_t>(c - 'a') < 26; }
bool ascii_upper(uint8_t c) { return static_cast<uint8_t>(c - 'A') < 26; }
bool ascii_letter(uint8_t c) { return static_cast<uint8_t>((c | 32) - 'a') < 26; }

template <class F>
Result<Own> map_ascii(Thread& t, const Str* s, F&& f) {
    if (s->length == 1) return make_char(f(s->data1()[0], size_t{0}));
    Ref<Str> result = TRY(new_str(t, s->length, 127));
    const uint8_t* from = s->data1();
    uint8_t* to = result->data1();
    for (size_t i = 0; i < s->length; i++) to[i] = static_cast<uint8_t>(f(from[i], i));
    return result;
}

// All letters of the case whose first is `first` turned into the other.
Result<Own> turned_ascii(Thread& t, const Str* s, uint8_t first) {
    if (s->length == 1) return make_char(s->data1()[0] ^ (static_cast<uint8_t>(s->data1()[0] - first) < 26 ? 0x20 : 0));
    Ref<Str> result = TRY(new_str(t, s->length, 127));
    turn_case(result->data1(), s->data1(), s->length, first);
    return result;
}

Status add(StrBuilder& to, const unicode::Mapped& m) {
    for (unsigned i = 0; i < m.count; i++) TRY(to.add_char(m.points[i]));
    return {};
}

// A capital sigma is final when a cased letter stands before it and none after it, leaving out what is ignorable.
bool is_final_sigma(const Str* s, size_t at) {
    size_t i = at;
    while (i > 0 && unicode::is_case_ignorable(s->at(i - 1))) i--;
    if (i == 0 || !unicode::is_cased(s->at(i - 1))) return false;
    i = at + 1;
    while (i < s->length && unicode::is_case_ignorable(s->at(i))) i++;
    return i == s->length || !unicode::is_cased(s->at(i));
}

unicode::Mapped lower_at(const Str* s, size_t at) {
    uint32_t c = s->at(at);
    if (c == 0x3a3) return {{is_final_sigma(s, at) ? 0x3c2u : 0x3c3u, 0, 0}, 1};
    return unicode::to_lower(c);
}

template <class F>
Result<Own> map_points(Thread& t, const Str* s, F&& f) {
    StrBuilder to(t);
    for (size_t i = 0; i < s->length; i++) TRY(add(to, f(i)));
    return to.finish();
}

template <class F>
Result<Own> all_points(const Value* a, F&& f) {
    const Str* s = as<Str>(a[0]);
    if (s->length == 0) return Own::boolean(false);
    for (size_t i = 0; i < s->length; i++)
        if (!f(s->at(i))) return Own::boolean(false);
    return Own::boolean(true);
}

// Some cased character, and none of the other cases.
template <class F, class G>
Result<Own> cased_points(const Value* a, F&& wanted, G&& forbidden) {
    const Str* s = as<Str>(a[0]);
    bool some = false;
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = s->at(i);
        if (forbidden(c)) return Own::boolean(false);
        some = some || wanted(c);
    }
    return Own::boolean(some);
}

} // namespace

Result<Own> str_lower(Thread& t, const Value* a) {
    const Str* s = as<Str>(a[0]);
    if (s->ascii) return turned_ascii(t, s, 'A');
    return map_points(t, s, [&](size_t i) { return lower_at(s, i); });
}

Result<Own> str_upper(Thread& t, const Value* a) {
    const Str* s = as<Str>(a[0]);
    if (s->ascii) return turned_ascii(t, s, 'a');
    return map_points(t, s, [&](size_t i) { return unicode::to_upper(s->at(i)); });
}

Result<Own> str_casefold(Thread& t, const Value* a) {
    const Str* s = as<Str>(a[0]);
    if (s->ascii) return str_lower(t, a);
    return map_points(t, s, [&](size_t i) { return unicode::to_folded(s->at(i)); });
}

Result<Own> str_swapcase(Thread& t, const Value* a) {
    const Str* s = as<Str>(a[0]);
    if (s->ascii) return map_ascii(t, s, [](uint8_t c, size_t) { return ascii_letter(c) ? c ^ 32 : c; });
    return map_points(t, s, [&](size_t i) -> unicode::Mapped {
        uint32_t c = s->at(i);
        if (unicode::is_upper(c)) return lower_at(s, i);
        if (unicode::is_lower(c)) return unicode::to_upper(c);
        return {{c, 0, 0}, 1};
    });
}

Result<Own> str_capitalize(Thread& t, const Value* a) {
    const Str* s = as<Str>(a[0]);
    if (s->ascii)
        return map_ascii(t, s, [](uint8_t c, size_t i) { return i == 0 ? c - (ascii_lower(c) << 5) : c + (ascii_upper(c) << 5); });
    return map_points(t, s, [&](size_t i) { return i == 0 ? unicode::to_title(s->at(0)) : lower_at(s, i); });
}

Result<Own> str_title(Thread& t, const Value* a) {
    const Str* s = as<Str>(a[0]);
    bool inside = false;
    if (s->ascii)
        return map_ascii(t, s, [&](uint8_t c, size_t) {
            int mapped = inside ? c + (ascii_upper(c) << 5) : c - (ascii_lower(c) << 5);
            inside = ascii_letter(c);
            return mapped;
        });
    return map_points(t, s, [&](size_t i) {
        uint32_t c = s->at(i);
        unicode::Mapped mapped = inside ? lower_at(s, i) : unicode::to_title(c);
        inside = unicode::is_cased(c);
        return mapped;
    });
}

Result<Own> str_islower(Thread&, const Value* a) {
    return cased_points(a, unicode::is_lower, [](uint32_t c) { return unicode::is_upper(c) || unicode::is_title(c); });
}

Result<Own> str_isupper(Thread&, const Value* a) {
    return cased_points(a, unicode::is_upper, [](uint32_t c) { return unicode::is_lower(c) || unicode::is_title(c); });
}

Result<Own> str_istitle(Thread&, const Value* a) {
    const Str* s = as<Str>(a[0]);
    bool some = false, inside = false;
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = s->at(i);
        if (unicode::is_upper(c) || unicode::is_title(c)) {
            if (inside) return Own::boolean(false);
            some = inside = true;
        } else if (unicode::is_lower(c)) {
            if (!inside) return Own::boolean(false);
        } else {
            inside = false;
        }
    }
    return Own::boolean(some);
}

Result<Own> str_isalpha(Thread&, const Value* a) { return all_points(a, unicode::is_alpha); }
Result<Own> str_isalnum(Thread&, const Value* a) { return all_points(a, unicode::is_alnum); }
Result<Own> str_isdecimal(Thread&, const Value* a) { return all_points(a, unicode::is_decimal); }
Result<Own> str_isdigit(Thread&, const Value* a) { return all_points(a, unicode::is_digit); }
Result<Own> str_isnumeric(Thread&, const Value* a) { return all_points(a, unicode::is_numeric); }
Result<Own> str_isspace(Thread&, const Value* a) { return all_points(a, unicode::is_space); }

Result<Own> str_isprintable(Thread&, const Value* a) {
    if (as<Str>(a[0])->length == 0) return Own::boolean(true);
    return all_points(a, is_printable);
}

Result<Own> str_isidentifier(Thread&, const Value* a) {
    const Str* s = as<Str>(a[0]);
    if (s->length == 0 || !is_identifier_start(s->at(0))) return Own::boolean(false);
    for (size_t i = 1; i < s->length; i++)
        if (!is_identifier_continue(s->at(i))) return Own::boolean(false);
    return Own::boolean(true);
}

Result<Own> str_isascii(Thread&, const Value* a) { return Own::boolean(as<Str>(a[0])->ascii); }

} // namespace terrarium
