// repr() and ascii() of strings: which quote, what is escaped. Source: Python's reference, "repr" and str.isprintable.
#include "support/unicode.h"
#include "support/utf8.h"
#include "vm/objects/str_tools.h"

namespace terrarium {

namespace {

constexpr char hex_digits[] = "0123456789abcdef";

uint32_t quote_for(const Str* s) {
    bool single = false;
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = s->at(i);
        if (c == '"') return '\'';
        single = single || c == '\'';
    }
    return single ? '"' : '\'';
}

// The escape of c into out (at most 10 characters), or 0 when it stands for itself.
size_t escape(uint32_t c, uint32_t quote, bool ascii_only, char* out) {
    if (c >= ' ' && c < 127) {
        if (c != quote && c != '\\') return 0;
        out[0] = '\\';
        out[1] = static_cast<char>(c);
        return 2;
    }
    if (c >= 127 && !ascii_only && is_printable(c)) return 0;
    out[0] = '\\';
    if (c == '\t' || c == '\n' || c == '\r') {
        out[1] = c == '\t' ? 't' : c == '\n' ? 'n' : 'r';
        return 2;
    }
    size_t digits = c < 256 ? 2 : c < 0x10000 ? 4 : 8;
    out[1] = digits == 2 ? 'x' : digits == 4 ? 'u' : 'U';
    for (size_t i = 0; i < digits; i++) out[2 + i] = hex_digits[c >> (4 * (digits - 1 - i)) & 15];
    return 2 + digits;
}

} // namespace

Result<Ref<Str>> str_repr_of(Thread& t, const Str* s) {
    uint32_t quote = quote_for(s);
    StrBuilder to(t);
    TRY(to.add_char(quote));
    size_t start = 0; // [start, i) stands for itself
    char text[10];
    for (size_t i = 0; i < s->length; i++) {
        size_t length = escape(s->at(i), quote, false, text);
        if (!length) continue;
        TRY(to.add_slice(s, start, i));
        TRY(to.add(std::string_view(text, length)));
        start = i + 1;
    }
    TRY(to.add_slice(s, start, s->length));
    TRY(to.add_char(quote));
    return to.finish();
}

// Of a text that already is a repr: only what is not ASCII changes.
Result<Ref<Str>> str_ascii_of(Thread& t, Str* s) {
    if (s->ascii) return exact_str(t, s);
    StrBuilder to(t);
    char text[10];
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = s->at(i);
        if (c < 128) TRY(to.add_char(c));
        else TRY(to.add(std::string_view(text, escape(c, 0, true, text))));
    }
    return to.finish();
}

std::string repr_utf8(const Str* s) {
    uint32_t quote = quote_for(s);
    std::string to(1, static_cast<char>(quote));
    char text[10];
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = s->at(i);
        if (size_t length = escape(c, quote, false, text)) to.append(text, length);
        else append_utf8(to, c);
    }
    to.push_back(static_cast<char>(quote));
    return to;
}

} // namespace terrarium
