// Ints to and from text.
#include "vm/core/errors.h"
#include "vm/core/protocol.h"
#include "vm/core/runtime_rooms.h"
#include "vm/objects/int_limbs.h"
#include "vm/objects/int_type.h"

#include <charconv>
#include <cstring>

namespace terrarium {

namespace {

constexpr uint32_t default_digits = 4300;

int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'z') return c - 'a' + 10;
    if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
    return 99;
}

} // namespace

// sys.set_int_max_str_digits, in the world. An empty room is the default.
uint32_t int_max_text_digits() { return default_digits + static_cast<uint32_t>(reinterpret_cast<uintptr_t>(rt().room[room_int_text])); }
void set_int_max_text_digits(uint32_t n) { rt().room[room_int_text] = reinterpret_cast<void*>(uintptr_t{n - default_digits}); }

Result<std::string> int_to_decimal(Thread& t, Value v) {
    int64_t n;
    if (int_fits_int64(v, &n)) return std::to_string(n);
    IntView view(v);
    uint32_t max_digits = int_max_text_digits();
    if (max_digits) {
        double digits = static_cast<double>(view.count()) * 64 * 0.30103;
        if (digits > max_digits + 20 || (digits > max_digits - 25.0 && mpz_sizeinbase(view.mpz(), 10) > max_digits + 1))
            return raise_value_error(t, "Exceeds the limit ({} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit", max_digits);
    }
    std::string text(mpz_sizeinbase(view.mpz(), 10) + 2, '\0');
    mpz_get_str(text.data(), 10, view.mpz());
    text.resize(std::strlen(text.c_str()));
    if (max_digits && text.size() - (text[0] == '-') > max_digits)
        return raise_value_error(t, "Exceeds the limit ({} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit", max_digits);
    return text;
}

namespace {

std::string small_to_base(int64_t n, int base, bool upper) {
    char buffer[72];
    char* end = std::to_chars(buffer, buffer + sizeof buffer, n, base).ptr;
    if (upper)
        for (char* c = buffer; c != end; c++) *c = *c >= 'a' ? static_cast<char>(*c - 32) : *c;
    return std::string(buffer, end);
}

} // namespace

std::string int_to_base(Value v, int base, bool prefix, bool upper) {
    std::string text;
    if (v.is_int()) {
        text = small_to_base(v.int_value(), base, upper);
    } else {
        IntView view(v);
        text.resize(mpz_sizeinbase(view.mpz(), base) + 2);
        mpz_get_str(text.data(), upper ? -base : base, view.mpz());
        text.resize(std::strlen(text.c_str()));
    }
    if (prefix) {
        const char* mark = base == 16 ? (upper ? "0X" : "0x") : base == 8 ? "0o" : base == 2 ? (upper ? "0B" : "0b") : "";
        text.insert(text[0] == '-' ? 1 : 0, mark);
    }
    return text;
}

Own int_from_digits(std::string_view digits, int base) {
    if (digits.size() <= 18 && base <= 10) {
        int64_t n = 0;
        for (char c : digits) n = n * base + digit_value(c);
        return make_int(n);
    }
    IntTemp z;
    std::string text(digits);
    mpz_set_str(z, text.c_str(), base);
    Result<Own> r = int_from_mpz(current_thread(), z);
    return r.take();
}

Result<Own> int_parse(Thread& t, std::string_view text, int base, Value original) {
    int given_base = base;
    auto invalid = [&]() -> Error {
        Result<std::string> shown = repr_text(t, original);
        if (!shown) return Error{};
        return raise_value_error(t, "invalid literal for int() with base {}: {}", given_base, shown.get());
    };
    size_t i = 0, end = text.size();
    auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f); };
    while (i < end && is_space(text[i])) i++;
    while (end > i && is_space(text[end - 1])) end--;
    bool negative = false;
    if (i < end && (text[i] == '+' || text[i] == '-')) negative = text[i++] == '-';
    if (i >= end) return invalid();
    bool after_prefix = false;
    if (text[i] == '0' && i + 1 < end) {
        char c = static_cast<char>(text[i + 1] | 32);
        int marked = c == 'x' ? 16 : c == 'o' ? 8 : c == 'b' ? 2 : 0;
        if (marked && (base == marked || base == 0)) {
            i += 2;
            base = marked;
            after_prefix = true;
        }
    }
    if (base == 0) {
        base = 10;
        if (text[i] == '0') { // only zeros may follow
            for (size_t k = i; k < end; k++) {
                if (text[k] != '0' && text[k] != '_') return invalid();
            }
        }
    }
    (void)given_base;
    std::string digits;
    digits.reserve(end - i);
    bool underscore = !after_prefix; // whether one would be wrong here
    for (; i < end; i++) {
        if (text[i] == '_') {
            if (underscore) return invalid();
            underscore = true;
            continue;
        }
        if (digit_value(text[i]) >= base) return invalid();
        digits.push_back(text[i]);
        underscore = false;
    }
    if (digits.empty() || underscore) return invalid();
    bool binary = (base & (base - 1)) == 0;
    uint32_t max_digits = int_max_text_digits();
    if (!binary && max_digits && digits.size() > max_digits)
        return raise_value_error(t, "Exceeds the limit ({} digits) for integer string conversion: value has {} digits; use sys.set_int_max_str_digits() to increase the limit",
                                 max_digits, digits.size());
    if (digits.size() <= 11) {
        int64_t n = 0;
        for (char c : digits) n = n * base + digit_value(c);
        return make_int(negative ? -n : n);
    }
    IntTemp z;
    mpz_set_str(z, digits.c_str(), base);
    if (negative) mpz_neg(z, z);
    return int_from_mpz(t, z);
}

} // namespace terrarium
