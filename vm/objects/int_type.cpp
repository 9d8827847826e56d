// The types int and bool.
#include "vm/objects/int_type.h"

#include "vm/core/errors.h"
#include "vm/core/float.h"
#include "vm/core/protocol.h"
#include "vm/core/type_spec.h"
#include "vm/objects/buffer.h"
#include "vm/objects/bytes.h"
#include "vm/objects/containers.h"
#include "vm/objects/int_limbs.h"
#include "vm/objects/number_text.h"

#include <charconv>
#include <cmath>
#include <cstring>
#include <vector>

namespace terrarium {

namespace {

size_t int_size(const Object* o) {
    int64_t n = static_cast<const BigInt*>(o)->size;
    return sizeof(BigInt) + static_cast<size_t>(n < 0 ? -n : n) * 8;
}
const Lifecycle int_life = {nullptr, nullptr, nullptr, int_size, nullptr, "int", {}};

template <BinaryOp op>
Result<Own> int_operator(Thread& t, Value a, Value b) {
    if (!is_int(a) || !is_int(b)) return Own::not_implemented();
    return int_binary(t, op, a, b);
}

Result<Own> int_power_operator(Thread& t, Value a, Value b) {
    if (!is_int(a) || !is_int(b)) return Own::not_implemented();
    return int_power(t, a, b, Value::none());
}
Result<Own> int_power_mod(Thread& t, Value a, Value b, Value m) {
    if (!is_int(a) || !is_int(b) || !(m.is_none() || is_int(m))) return Own::not_implemented();
    return int_power(t, a, b, m);
}

Result<Own> int_compare_slot(Thread&, Value a, Value b, CompareOp op) {
    if (!is_int(b)) return Own::not_implemented();
    int c = int_compare(a, b);
    switch (op) {
        case CompareOp::lt: return Own::boolean(c < 0);
        case CompareOp::le: return Own::boolean(c <= 0);
        case CompareOp::eq: return Own::boolean(c == 0);
        case CompareOp::ne: return Own::boolean(c != 0);
        case CompareOp::gt: return Own::boolean(c > 0);
        case CompareOp::ge: return Own::boolean(c >= 0);
    }
    return Own::not_implemented();
}

Result<Own> int_repr(Thread& t, Value v) {
    if (v.is_int() && v.int_value() >= 0 && v.int_value() < 10) return make_char('0' + static_cast<uint32_t>(v.int_value()));
    if (v.is_int()) {
        char digits[24];
        auto end = std::to_chars(digits, digits + sizeof digits, v.int_value()).ptr;
        return make_short_str({digits, static_cast<size_t>(end - digits)});
    }
    return make_str(t, TRY(int_to_decimal(t, v)));
}
Result<int64_t> int_hash_slot(Thread&, Value v) { return int_hash(v); }
Result<bool> int_truth(Thread&, Value v) { return int_sign(v) != 0; }
Result<Own> int_self(Thread&, Value v) { return int_exact(v); }
Result<Own> int_negative(Thread& t, Value v) { return int_negate(t, v.is_bool() ? Value::small_int(v.is_true()) : v); }
Result<Own> int_absolute(Thread& t, Value v) {
    if (int_sign(v) < 0) return int_negate(t, v);
    return int_exact(v);
}
Result<Own> int_invert(Thread& t, Value v) {
    Own negative = TRY(int_negative(t, v));
    return int_binary(t, BinaryOp::subtract, negative, Value::small_int(1));
}
Result<Own> int_as_float(Thread& t, Value v) { return make_float(TRY(int_to_double(t, v))); }

// A value of cls, a subclass of int, with the value of `exact`.
Result<Own> as_subclass(Thread& t, Type* cls, Own exact) {
    if (cls == rt().types.int_) return exact;
    IntView view(exact);
    size_t n = static_cast<size_t>(view.count());
    Ref<Object> o = TRY(new_instance(t, cls, n * 8));
    BigInt* big = static_cast<BigInt*>(o.get());
    big->size = view.negative() ? -static_cast<int64_t>(n) : static_cast<int64_t>(n);
    if (n) std::memcpy(big->limbs(), view.limbs(), n * 8);
    return o;
}

Result<Own> parse_text(Thread& t, Value v, int base) {
    if (is_str(v)) {
        std::string text = to_decimal_text(as<Str>(v));
        return int_parse(t, text, base, v);
    }
    std::string text(bytes_content(v));
    return int_parse(t, text, base, v);
}

Result<Own> int_construct(Thread& t, Type* cls, const Args& args) {
    if (args.count == 1 && !args.keywords) return as_subclass(t, cls, TRY(to_int(t, args[0])));
    BoundArgs bound;
    TRY(bind_args(t, "int(x=0, /, base=10)", Value::null(), args, bound));
    Value x = bound.values[0], base = bound.values[1];
    if (x.is_null()) {
        if (!base.is_null()) return raise_type(t, "int() missing string argument");
        return as_subclass(t, cls, Own::small_int(0));
    }
    if (base.is_null()) return as_subclass(t, cls, TRY(to_int(t, x)));
    int64_t n = TRY(to_clamped(t, base));
    if ((n != 0 && n < 2) || n > 36) return raise_value_error(t, "int() base must be >= 2 and <= 36, or 0");
    if (!is_str(x) && !is_bytes(x) && !is_bytearray(x)) return raise_type(t, "int() can't convert non-string with explicit base");
    return as_subclass(t, cls, TRY(parse_text(t, x, static_cast<int>(n))));
}

// ---- methods

Result<Own> method_bit_length(Thread&, const Value* a) { return Own::small_int(static_cast<int64_t>(int_bit_length(a[0]))); }
Result<Own> method_bit_count(Thread&, const Value* a) {
    IntView view(a[0]);
    return Own::small_int(view.count() ? static_cast<int64_t>(mpn_popcount(view.limbs(), view.count())) : 0);
}
Result<Own> method_conjugate(Thread&, const Value* a) { return int_exact(a[0]); }
Result<Own> method_as_integer_ratio(Thread&, const Value* a) {
    Own self = int_exact(a[0]);
    return Own(make_pair(self, Value::small_int(1)));
}

Result<bool> big_endian(Thread& t, Value order) {
    if (order.is_null()) return true;
    if (!is_str(order)) return raise_type(t, "to_bytes() argument 'byteorder' must be str, not {}", order.is_none() ? "None" : type_name(order));
    if (str_equal(as<Str>(order), "big")) return true;
    if (str_equal(as<Str>(order), "little")) return false;
    return raise_value_error(t, "byteorder must be either 'little' or 'big'");
}

Result<Own> method_to_bytes(Thread& t, const Value* a) {
    int64_t length = a[1].is_null() ? 1 : TRY(to_int64(t, a[1]));
    bool big = TRY(big_endian(t, a[2]));
    bool is_signed = !a[3].is_null() && TRY(is_truthy(t, a[3]));
    if (length < 0) return raise_value_error(t, "length argument must be non-negative");
    IntView view(a[0]);
    if (view.negative() && !is_signed) return raise_text(t, rt().types.OverflowError, "can't convert negative int to unsigned");
    if (!heap_has_room(static_cast<size_t>(length) * 2)) return raise_memory(t);
    size_t n = static_cast<size_t>(length);
    size_t bits = view.count() ? mpz_sizeinbase(view.mpz(), 2) : 0;
    bool fits = bits <= n * 8;
    if (is_signed && fits && bits == n * 8 && bits != 0) fits = view.negative() && mpz_scan1(view.mpz(), 0) == bits - 1; // only -2^(8n-1)
    if (is_signed && n == 0 && bits != 0) fits = false;
    if (!fits) return raise_text(t, rt().types.OverflowError, "int too big to convert");
    std::string bytes(n, '\0'); // least significant first
    for (size_t i = 0; i < n && i / 8 < static_cast<size_t>(view.count()); i++) bytes[i] = static_cast<char>(view.limbs()[i / 8] >> (i % 8 * 8));
    if (view.negative()) {
        unsigned carry = 1;
        for (size_t i = 0; i < n; i++) {
            unsigned b = (static_cast<uint8_t>(~bytes[i])) + carry;
            bytes[i] = static_cast<char>(b);
            carry = b >> 8;
        }
    }
    if (big) std::reverse(bytes.begin(), bytes.end());
    return make_bytes(t, bytes);
}

Result<Own> method_from_bytes(Thread& t, const Value* a) {
    Own data = Own::share(a[1]);
    if (!is_bytes(data) && !is_bytearray(data)) data = TRY(bytes_from_object(t, a[1]));
    std::string_view view = bytes_content(data);
    bool big = TRY(big_endian(t, a[2]));
    bool is_signed = !a[3].is_null() && TRY(is_truthy(t, a[3]));
    std::string bytes(view);
    if (big) std::reverse(bytes.begin(), bytes.end());
    bool negative = is_signed && !bytes.empty() && (bytes.back() & 0x80);
    if (negative) {
        unsigned carry = 1;
        for (char& c : bytes) {
            unsigned b = (static_cast<uint8_t>(~c)) + carry;
            c = static_cast<char>(b);
            carry = b >> 8;
        }
        if (carry) bytes.push_back(1);
    }
    size_t n = (bytes.size() + 7) / 8;
    Own exact = Own::small_int(0);
    if (n) {
        Ref<BigInt> result = TRY(new_big(t, n));
        std::memset(result->limbs(), 0, n * 8);
        std::memcpy(result->limbs(), bytes.data(), bytes.size());
        exact = normalise_int(std::move(result), n, negative);
    }
    if (Value::object(rt().types.int_) == a[0]) return exact;
    return call(t, a[0], exact);
}

Result<Own> method_round(Thread& t, const Value* a) {
    if (a[1].is_null() || a[1].is_none()) return int_exact(a[0]);
    Own digits = TRY(to_index(t, a[1]));
    if (int_sign(digits) >= 0) return int_exact(a[0]);
    // Half to even at 10 ** -digits.
    Own positive = TRY(int_negate(t, digits));
    if (int_compare(positive, Value::small_int(static_cast<int64_t>(int_bit_length(a[0])))) > 0) return Own::small_int(0);
    Own unit = TRY(int_power(t, Value::small_int(10), positive, Value::none()));
    IntView x(a[0]), m(unit);
    IntTemp q, r, twice;
    mpz_fdiv_qr(q, r, x.mpz(), m.mpz());
    mpz_mul_2exp(twice, r, 1);
    int order = mpz_cmp(twice.get(), m.mpz());
    if (order > 0 || (order == 0 && mpz_odd_p(q.get()))) mpz_add_ui(q, q, 1);
    mpz_mul(q, q, m.mpz());
    return int_from_mpz(t, q);
}
Result<Own> method_exact(Thread&, const Value* a) { return int_exact(a[0]); }
Result<Own> method_getnewargs(Thread&, const Value* a) {
    Own self = int_exact(a[0]);
    return Own(tuple_of(self.get()));
}
Result<Own> method_format(Thread& t, const Value* a) {
    if (!is_str(a[1])) return raise_type(t, "__format__() argument must be str, not {}", a[1].is_none() ? "None" : type_name(a[1]));
    return int_format(t, a[0], as<Str>(a[1]));
}
Result<Own> method_sizeof(Thread&, const Value* a) {
    IntView view(a[0]);
    return Own::small_int(a[0].is_object() ? static_cast<int64_t>(sizeof(BigInt)) + view.count() * 8 : 8);
}

Result<Own> get_real(Thread&, Value v) { return int_exact(v); }
Result<Own> get_imag(Thread&, Value) { return Own::small_int(0); }
Result<Own> get_denominator(Thread&, Value) { return Own::small_int(1); }

const NativeDef int_methods[] = {
    {"bit_length($self, /)", method_bit_length, "Number of bits necessary to represent self in binary."},
    {"bit_count($self, /)", method_bit_count, "Number of ones in the binary representation of the absolute value of self."},
    {"conjugate($self, /)", method_conjugate, "Returns self, the complex conjugate of any int."},
    {"as_integer_ratio($self, /)", method_as_integer_ratio, "Return a pair of integers, whose ratio is equal to the original int."},
    {"to_bytes($self, /, length=1, byteorder='big', *, signed=False)", method_to_bytes, "Return an array of bytes representing an integer."},
    {"from_bytes($cls, /, bytes, byteorder='big', *, signed=False)", method_from_bytes, "Return the integer represented by the given array of bytes.",
     native_class_method},
    {"__round__($self, ndigits=None, /)", method_round, "Rounding an Integral returns itself."},
    {"__trunc__($self, /)", method_exact, "Truncating an Integral returns itself."},
    {"__floor__($self, /)", method_exact, "Flooring an Integral returns itself."},
    {"__ceil__($self, /)", method_exact, "Ceiling of an Integral returns itself."},
    {"__getnewargs__($self, /)", method_getnewargs, nullptr},
    {"__format__($self, format_spec, /)", method_format, "Default object formatter."},
    {"__sizeof__($self, /)", method_sizeof, "Returns size in memory, in bytes."},
    {},
};
const GetSetDef int_getsets[] = {
    {"real", get_real, nullptr, "the real part of a complex number"},
    {"imag", get_imag, nullptr, "the imaginary part of a complex number"},
    {"numerator", get_real, nullptr, "the numerator of a rational number in lowest terms"},
    {"denominator", get_denominator, nullptr, "the denominator of a rational number in lowest terms"},
    {},
};

void fill_int(Slots& s) {
    s.repr = int_repr;
    s.hash = int_hash_slot;
    s.compare = int_compare_slot;
    s.construct = int_construct;
    s.truth = int_truth;
    s.negative = int_negative;
    s.positive = int_self;
    s.absolute = int_absolute;
    s.invert = int_invert;
    s.to_int = int_self;
    s.index = int_self;
    s.to_float = int_as_float;
    s.power_mod = int_power_mod;
    auto& b = s.binary;
    b[static_cast<size_t>(BinaryOp::add)] = int_operator<BinaryOp::add>;
    b[static_cast<size_t>(BinaryOp::subtract)] = int_operator<BinaryOp::subtract>;
    b[static_cast<size_t>(BinaryOp::multiply)] = int_operator<BinaryOp::multiply>;
    b[static_cast<size_t>(BinaryOp::true_divide)] = int_operator<BinaryOp::true_divide>;
    b[static_cast<size_t>(BinaryOp::floor_divide)] = int_operator<BinaryOp::floor_divide>;
    b[static_cast<size_t>(BinaryOp::modulo)] = int_operator<BinaryOp::modulo>;
    b[static_cast<size_t>(BinaryOp::divmod)] = int_operator<BinaryOp::divmod>;
    b[static_cast<size_t>(BinaryOp::power)] = int_power_operator;
    b[static_cast<size_t>(BinaryOp::lshift)] = int_operator<BinaryOp::lshift>;
    b[static_cast<size_t>(BinaryOp::rshift)] = int_operator<BinaryOp::rshift>;
    b[static_cast<size_t>(BinaryOp::bit_and)] = int_operator<BinaryOp::bit_and>;
    b[static_cast<size_t>(BinaryOp::bit_or)] = int_operator<BinaryOp::bit_or>;
    b[static_cast<size_t>(BinaryOp::bit_xor)] = int_operator<BinaryOp::bit_xor>;
}

// ---- bool

template <BinaryOp op>
Result<Own> bool_operator(Thread& t, Value a, Value b) {
    if (!a.is_bool() || !b.is_bool()) return int_operator<op>(t, a, b);
    bool x = a.is_true(), y = b.is_true();
    return Own::boolean(op == BinaryOp::bit_and ? x && y : op == BinaryOp::bit_or ? x || y : x != y);
}
Result<Own> bool_repr(Thread&, Value v) { return v.is_true() ? intern("True") : intern("False"); }
Result<Own> bool_construct(Thread& t, Type*, const Args& args) {
    TRY(no_keywords(t, "bool", args));
    Value v = TRY(optional_argument(t, "bool", args));
    if (v.is_null()) return Own::boolean(false);
    return Own::boolean(TRY(is_truthy(t, v)));
}
void fill_bool(Slots& s) {
    s.repr = bool_repr;
    s.construct = bool_construct;
    s.binary[static_cast<size_t>(BinaryOp::bit_and)] = bool_operator<BinaryOp::bit_and>;
    s.binary[static_cast<size_t>(BinaryOp::bit_or)] = bool_operator<BinaryOp::bit_or>;
    s.binary[static_cast<size_t>(BinaryOp::bit_xor)] = bool_operator<BinaryOp::bit_xor>;
}

} // namespace

Result<Own> to_int(Thread& t, Value v) {
    if (v.is_int()) return Own::adopt(v);
    if (is_exact_int(v)) return Own::share(v);
    Type* type = type_of(v);
    if (UnarySlot slot = type->slots.to_int) {
        Own r = TRY(slot(t, v));
        if (!is_int(r)) return raise_type(t, "__int__ returned non-int (type {})", type_name(r));
        if (is_exact_int(r)) return r;
        TRY(warn(t, rt().types.DeprecationWarning,
                 fmt::format("__int__ returned non-int (type {}).  The ability to return an instance of a strict subclass of int is deprecated, and may "
                             "be removed in a future version of Python.",
                             type_name(r)),
                 1));
        return int_exact(r);
    }
    if (type->slots.index) return to_index(t, v);
    Own trunc = TRY(lookup_special(t, v, rt().names.dunder_trunc));
    if (!trunc.is_exhausted()) {
        TRY(warn(t, rt().types.DeprecationWarning, "The delegation of int() to __trunc__ is deprecated.", 1));
        Own r = TRY(call(t, trunc));
        if (is_int(r)) return int_exact(r);
        if (!type_of(r)->slots.index) return raise_type(t, "__trunc__ returned non-Integral (type {})", type_name(r));
        return to_index(t, r);
    }
    if (is_str(v) || is_bytes(v) || is_bytearray(v)) return parse_text(t, v, 10);
    if (has_buffer(v)) {
        Buffer buffer = TRY(get_buffer(t, v));
        Own text = TRY(make_bytes(t, buffer.view()));
        return parse_text(t, text, 10);
    }
    return raise_type(t, "int() argument must be a string, a bytes-like object or a real number, not '{}'", type_name(v));
}

Result<int> to_c_int(Thread& t, Value v) {
    Own number = TRY(to_index(t, v));
    int64_t n = 0;
    if (!int_fits_int64(number, &n) || n > INT32_MAX || n < INT32_MIN)
        return raise_text(t, rt().types.OverflowError, "Python int too large to convert to C int");
    return static_cast<int>(n);
}

extern const TypeSpec spec_int_, spec_bool_;
const TypeSpec spec_int_ = {
    "builtins",
    "int([x]) -> integer\nint(x, base=10) -> integer\n\nConvert a number or string to an integer, or return 0 if no arguments are given.",
    sizeof(BigInt), type_basetype | type_variable | type_int | type_match_self, &int_life, fill_int, int_methods, int_getsets, nullptr};
const TypeSpec spec_bool_ = {"builtins", "bool(x) -> bool\n\nReturns True when the argument x is true, False otherwise.", sizeof(BigInt),
                             type_variable | type_int | type_match_self, &int_life, fill_bool, nullptr, nullptr, nullptr};

} // namespace terrarium
