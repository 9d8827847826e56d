// Arithmetic on ints beyond the immediate ones, on GMP. Addition, subtraction and multiplication write their limbs
// straight into the result; the rarer operations go through an mpz temporary.
#include "memory/heap.h"
#include "vm/core/errors.h"
#include "vm/core/float.h"
#include "vm/core/protocol.h"
#include "vm/core/type_spec.h"
#include "vm/objects/containers.h"
#include "vm/objects/int_limbs.h"

#include <cmath>
#include <cstring>

namespace terrarium {

IntView::IntView(Value v) {
    if (v.is_object()) {
        const BigInt* big = as<BigInt>(v);
        limbs_ = reinterpret_cast<const mp_limb_t*>(big->limbs());
        count_ = big->size < 0 ? -big->size : big->size;
        negative_ = big->size < 0;
    } else {
        int64_t n = v.is_int() ? v.int_value() : v.is_true();
        own_ = n < 0 ? -static_cast<uint64_t>(n) : static_cast<uint64_t>(n);
        limbs_ = &own_;
        count_ = n != 0;
        negative_ = n < 0;
    }
    mpz_roinit_n(mpz_, limbs_, negative_ ? -count_ : count_);
}

Result<Ref<BigInt>> new_big(Thread& t, size_t count) {
    size_t bytes = sizeof(BigInt) + count * 8;
    Object* o = bytes <= 4096 ? alloc_object(bytes, shapes::int_, AllocKind::atomic) : try_alloc_object(bytes, shapes::int_, AllocKind::atomic);
    if (!o) return raise_memory(t);
    BigInt* big = static_cast<BigInt*>(o);
    big->size = static_cast<int64_t>(count);
    return Ref<BigInt>::adopt(big);
}

Own normalise_int(Ref<BigInt> big, size_t count, bool negative) {
    size_t allocated = static_cast<size_t>(big->size);
    while (count > 0 && big->limbs()[count - 1] == 0) count--;
    if (count == 0) return Own::small_int(0);
    if (count == 1) {
        uint64_t limb = big->limbs()[0];
        if (limb <= static_cast<uint64_t>(Value::int_max)) return Own::small_int(negative ? -static_cast<int64_t>(limb) : static_cast<int64_t>(limb));
        if (negative && limb == static_cast<uint64_t>(1) << 61) return Own::small_int(Value::int_min);
    }
    big->size = negative ? -static_cast<int64_t>(count) : static_cast<int64_t>(count);
    if (usable_size(sizeof(BigInt) + allocated * 8) != usable_size(sizeof(BigInt) + count * 8)) {
        // The block's size is computed from the limbs: move to a block of the right size.
        size_t bytes = sizeof(BigInt) + count * 8;
        Object* o = bytes <= 60000 ? alloc_object(bytes, shapes::int_, AllocKind::atomic) : try_alloc_object(bytes, shapes::int_, AllocKind::atomic);
        if (o) {
            BigInt* copy = static_cast<BigInt*>(o);
            copy->size = big->size;
            std::memcpy(copy->limbs(), big->limbs(), count * 8);
            big->size = static_cast<int64_t>(allocated);
            return Own(Ref<BigInt>::adopt(copy));
        }
    }
    return Own(std::move(big));
}

Own make_int(int64_t v) {
    if (Value::fits_int(v)) [[likely]] return Own::small_int(v);
    BigInt* big = static_cast<BigInt*>(alloc_object(sizeof(BigInt) + 8, shapes::int_, AllocKind::atomic));
    big->size = v < 0 ? -1 : 1;
    big->limbs()[0] = v < 0 ? -static_cast<uint64_t>(v) : static_cast<uint64_t>(v);
    return Own(Ref<BigInt>::adopt(big));
}

Own make_uint(uint64_t v) {
    if (v <= static_cast<uint64_t>(Value::int_max)) return Own::small_int(static_cast<int64_t>(v));
    BigInt* big = static_cast<BigInt*>(alloc_object(sizeof(BigInt) + 8, shapes::int_, AllocKind::atomic));
    big->size = 1;
    big->limbs()[0] = v;
    return Own(Ref<BigInt>::adopt(big));
}

Result<Own> int_from_mpz(Thread& t, mpz_srcptr z) {
    size_t n = mpz_size(z);
    if (n == 0) return Own::small_int(0);
    if (n == 1) {
        uint64_t limb = mpz_getlimbn(z, 0);
        if (limb <= static_cast<uint64_t>(Value::int_max)) return Own::small_int(mpz_sgn(z) < 0 ? -static_cast<int64_t>(limb) : static_cast<int64_t>(limb));
    }
    Ref<BigInt> big = TRY(new_big(t, n));
    std::memcpy(big->limbs(), mpz_limbs_read(z), n * 8);
    return normalise_int(std::move(big), n, mpz_sgn(z) < 0);
}

bool int_room(Thread& t, double bits) {
    if (bits < 1e6) return true;
    if (bits < 3e11 && heap_has_room(static_cast<size_t>(bits / 8 * 3) + 4096)) return true;
    (void)raise_memory(t);
    return false;
}

Own int_exact(Value v) {
    if (v.is_int()) return Own::adopt(v);
    if (v.is_bool()) return Own::small_int(v.is_true());
    if (has_shape(v, shapes::int_)) return Own::share(v);
    IntView view(v);
    if (view.count() == 0) return Own::small_int(0);
    size_t n = static_cast<size_t>(view.count());
    BigInt* big = static_cast<BigInt*>(alloc_object(sizeof(BigInt) + n * 8, shapes::int_, AllocKind::atomic));
    big->size = static_cast<int64_t>(n);
    std::memcpy(big->limbs(), view.limbs(), n * 8);
    return normalise_int(Ref<BigInt>::adopt(big), n, view.negative());
}

bool int_fits_int64(Value v, int64_t* out) {
    if (v.is_int()) {
        *out = v.int_value();
        return true;
    }
    IntView view(v);
    if (view.count() == 0) {
        *out = 0;
        return true;
    }
    if (view.count() > 1) return false;
    uint64_t limb = view.limbs()[0];
    if (view.negative()) {
        if (limb > uint64_t{1} << 63) return false;
        *out = static_cast<int64_t>(-limb);
        return true;
    }
    if (limb >> 63) return false;
    *out = static_cast<int64_t>(limb);
    return true;
}

int int_sign(Value v) {
    if (v.is_int()) return v.bits == 0 ? 0 : static_cast<int64_t>(v.bits) < 0 ? -1 : 1;
    IntView view(v);
    return view.count() == 0 ? 0 : view.negative() ? -1 : 1;
}

int int_compare(Value a, Value b) {
    if (a.is_int() && b.is_int()) return a.int_value() < b.int_value() ? -1 : a.int_value() > b.int_value();
    IntView x(a), y(b);
    int c = mpz_cmp(x.mpz(), y.mpz());
    return c < 0 ? -1 : c > 0;
}

size_t int_bit_length(Value v) {
    IntView view(v);
    return view.count() == 0 ? 0 : mpz_sizeinbase(view.mpz(), 2);
}

// The value modulo 2^61 - 1 with the sign kept, as sys.hash_info documents; -1 becomes -2.
int64_t int_hash(Value v) {
    constexpr uint64_t modulus = (uint64_t{1} << 61) - 1;
    IntView view(v);
    uint64_t rest = 0;
    for (mp_size_t i = view.count(); i-- > 0;) {
        // rest * 2^64 + limb; 2^61 is 1 modulo the prime, so 2^64 is 8.
        unsigned __int128 wide = static_cast<unsigned __int128>(rest) * 8 + view.limbs()[i] % modulus;
        rest = static_cast<uint64_t>(wide % modulus);
    }
    int64_t hash = static_cast<int64_t>(rest);
    if (view.negative()) hash = -hash;
    return hash == -1 ? -2 : hash;
}

Result<double> int_to_double(Thread& t, Value v) {
    if (v.is_int()) return static_cast<double>(v.int_value());
    IntView view(v);
    size_t bits = view.count() == 0 ? 0 : mpz_sizeinbase(view.mpz(), 2);
    if (bits <= 53) return view.count() == 0 ? 0.0 : (view.negative() ? -1 : 1) * static_cast<double>(view.limbs()[0]);
    if (bits > 1024) return raise_text(t, rt().types.OverflowError, "int too large to convert to float");
    // Round half to even by hand: GMP's mpz_get_d truncates.
    IntTemp top;
    size_t shift = bits - 55;
    mpz_tdiv_q_2exp(top, view.mpz(), shift);
    uint64_t mantissa = mpz_getlimbn(top.get(), 0); // 55 bits
    bool sticky = mpz_scan1(view.mpz(), 0) < shift;
    uint64_t low = mantissa & 3;
    mantissa >>= 2;
    if (low == 3 || (low == 2 && (sticky || (mantissa & 1)))) mantissa++;
    double d = std::ldexp(static_cast<double>(mantissa), static_cast<int>(shift) + 2);
    if (std::isinf(d)) return raise_text(t, rt().types.OverflowError, "int too large to convert to float");
    return view.negative() ? -d : d;
}

Result<Own> int_from_double(Thread& t, double d) {
    if (std::isnan(d)) return raise_value_error(t, "cannot convert float NaN to integer");
    if (std::isinf(d)) return raise_text(t, rt().types.OverflowError, "cannot convert float infinity to integer");
    if (std::fabs(d) < 1e18) return make_int(static_cast<int64_t>(d));
    IntTemp z;
    mpz_set_d(z, d);
    return int_from_mpz(t, z);
}

namespace {

Result<Own> add_limbs(Thread& t, const IntView& a, const IntView& b, bool negate_b) {
    bool a_negative = a.negative(), b_negative = b.negative() != negate_b;
    const IntView* x = &a;
    const IntView* y = &b;
    if (x->count() < y->count()) std::swap(x, y);
    size_t n = static_cast<size_t>(x->count());
    if (y->count() == 0) {
        Ref<BigInt> copy = TRY(new_big(t, n ? n : 1));
        std::memcpy(copy->limbs(), x->limbs(), n * 8);
        return normalise_int(std::move(copy), n, x == &a ? a_negative : b_negative);
    }
    if (a_negative == b_negative) {
        Ref<BigInt> r = TRY(new_big(t, n + 1));
        mp_limb_t* out = reinterpret_cast<mp_limb_t*>(r->limbs());
        out[n] = mpn_add(out, x->limbs(), x->count(), y->limbs(), y->count());
        return normalise_int(std::move(r), n + 1, a_negative);
    }
    int order = x->count() != y->count() ? 1 : mpn_cmp(x->limbs(), y->limbs(), x->count());
    if (order == 0) return Own::small_int(0);
    if (order < 0) std::swap(x, y);
    Ref<BigInt> r = TRY(new_big(t, n));
    mpn_sub(reinterpret_cast<mp_limb_t*>(r->limbs()), x->limbs(), x->count(), y->limbs(), y->count());
    return normalise_int(std::move(r), n, x == &a ? a_negative : b_negative);
}

Result<Own> multiply_limbs(Thread& t, const IntView& a, const IntView& b) {
    if (a.count() == 0 || b.count() == 0) return Own::small_int(0);
    size_t n = static_cast<size_t>(a.count() + b.count());
    if (!int_room(t, static_cast<double>(n) * 64)) return Error{};
    Ref<BigInt> r = TRY(new_big(t, n));
    mp_limb_t* out = reinterpret_cast<mp_limb_t*>(r->limbs());
    if (a.limbs() == b.limbs() && a.count() == b.count()) mpn_sqr(out, a.limbs(), a.count());
    else if (a.count() >= b.count()) mpn_mul(out, a.limbs(), a.count(), b.limbs(), b.count());
    else mpn_mul(out, b.limbs(), b.count(), a.limbs(), a.count());
    return normalise_int(std::move(r), n, a.negative() != b.negative());
}

Error raise_zero_division(Thread& t, const char* text) { return raise_text(t, rt().types.ZeroDivisionError, text); }

// a / b rounded once: scaled so that the quotient has 55 bits or more, the remainder is sticky.
Result<double> true_divide(Thread& t, const IntView& a, const IntView& b) {
    if (b.count() == 0) return raise_zero_division(t, "division by zero");
    if (a.count() == 0) return b.negative() ? -0.0 : 0.0;
    int64_t a_bits = static_cast<int64_t>(mpz_sizeinbase(a.mpz(), 2)), b_bits = static_cast<int64_t>(mpz_sizeinbase(b.mpz(), 2));
    bool negative = a.negative() != b.negative();
    if (a_bits <= 53 && b_bits <= 53) {
        double d = static_cast<double>(a.limbs()[0]) / static_cast<double>(b.limbs()[0]);
        return negative ? -d : d;
    }
    int64_t difference = a_bits - b_bits;
    if (difference > 1024) return raise_text(t, rt().types.OverflowError, "integer division result too large for a float");
    if (difference < -1080) return negative ? -0.0 : 0.0;
    // The quotient gets `wanted` bits; fewer for subnormal results, so that they too are rounded once.
    int64_t exponent = difference - 55; // of the quotient's last bit
    if (exponent < -1074 - 2) exponent = -1074 - 2;
    IntTemp x, y, quotient, rest;
    mpz_abs(x, a.mpz());
    mpz_abs(y, b.mpz());
    if (exponent < 0) mpz_mul_2exp(x, x, static_cast<mp_bitcnt_t>(-exponent));
    else mpz_mul_2exp(y, y, static_cast<mp_bitcnt_t>(exponent));
    mpz_tdiv_qr(quotient, rest, x, y);
    bool sticky = mpz_sgn(rest.get()) != 0;
    size_t bits = mpz_sizeinbase(quotient.get(), 2);
    int64_t drop = static_cast<int64_t>(bits) - 53;
    if (exponent + drop < -1074) drop = -1074 - exponent;
    if (drop < 2) drop = 2;
    uint64_t q = mpz_getlimbn(quotient.get(), 0);
    uint64_t mask = (uint64_t{1} << drop) - 1, half = uint64_t{1} << (drop - 1);
    uint64_t low = q & mask;
    uint64_t mantissa = q >> drop;
    if (low > half || (low == half && (sticky || (mantissa & 1)))) mantissa++;
    double d = std::ldexp(static_cast<double>(mantissa), static_cast<int>(exponent + drop));
    if (std::isinf(d)) return raise_text(t, rt().types.OverflowError, "integer division result too large for a float");
    return negative ? -d : d;
}

} // namespace

Result<Own> int_binary(Thread& t, BinaryOp op, Value a, Value b) {
    if (!a.is_object() && !b.is_object()) { // both fit a word
        int64_t x = a.is_int() ? a.int_value() : a.is_true(), y = b.is_int() ? b.int_value() : b.is_true();
        int64_t r;
        switch (op) {
            case BinaryOp::add: return make_int(x + y);
            case BinaryOp::subtract: return make_int(x - y);
            case BinaryOp::multiply:
                if (!__builtin_mul_overflow(x, y, &r)) return make_int(r);
                break;
            case BinaryOp::floor_divide:
            case BinaryOp::modulo:
            case BinaryOp::divmod: {
                if (y == 0) return raise_zero_division(t, op == BinaryOp::modulo ? "integer modulo by zero" : "integer division or modulo by zero");
                int64_t q = x / y, m = x % y;
                if (m != 0 && (m < 0) != (y < 0)) {
                    m += y;
                    q--;
                }
                if (op == BinaryOp::floor_divide) return make_int(q);
                if (op == BinaryOp::modulo) return make_int(m);
                Own quotient = make_int(q), rest = make_int(m);
                return make_pair(quotient, rest);
            }
            case BinaryOp::bit_and: return make_int(x & y);
            case BinaryOp::bit_or: return make_int(x | y);
            case BinaryOp::bit_xor: return make_int(x ^ y);
            default: break;
        }
    }
    IntView x(a), y(b);
    switch (op) {
        case BinaryOp::add: return add_limbs(t, x, y, false);
        case BinaryOp::subtract: return add_limbs(t, x, y, true);
        case BinaryOp::multiply: return multiply_limbs(t, x, y);
        case BinaryOp::true_divide: return make_float(TRY(true_divide(t, x, y)));
        case BinaryOp::floor_divide:
        case BinaryOp::modulo:
        case BinaryOp::divmod: {
            if (y.count() == 0) return raise_zero_division(t, op == BinaryOp::modulo ? "integer modulo by zero" : "integer division or modulo by zero");
            IntTemp q, m;
            if (op == BinaryOp::floor_divide) {
                mpz_fdiv_q(q, x.mpz(), y.mpz());
                return int_from_mpz(t, q);
            }
            if (op == BinaryOp::modulo) {
                mpz_fdiv_r(m, x.mpz(), y.mpz());
                return int_from_mpz(t, m);
            }
            mpz_fdiv_qr(q, m, x.mpz(), y.mpz());
            Own quotient = TRY(int_from_mpz(t, q)), rest = TRY(int_from_mpz(t, m));
            return make_pair(quotient, rest);
        }
        case BinaryOp::lshift: {
            if (y.negative()) return raise_value_error(t, "negative shift count");
            if (x.count() == 0) return Own::small_int(0);
            if (y.count() > 1) return raise_text(t, rt().types.OverflowError, "too many digits in integer");
            uint64_t by = y.count() ? y.limbs()[0] : 0;
            if (!int_room(t, static_cast<double>(by) + 64.0 * static_cast<double>(x.count()))) return Error{};
            size_t words = by / 64, n = static_cast<size_t>(x.count());
            unsigned rest = by % 64;
            Ref<BigInt> r = TRY(new_big(t, n + words + 1));
            mp_limb_t* out = reinterpret_cast<mp_limb_t*>(r->limbs());
            std::memset(out, 0, words * 8);
            if (rest) {
                out[n + words] = mpn_lshift(out + words, x.limbs(), x.count(), rest);
            } else {
                std::memcpy(out + words, x.limbs(), n * 8);
                out[n + words] = 0;
            }
            return normalise_int(std::move(r), n + words + 1, x.negative());
        }
        case BinaryOp::rshift: {
            if (y.negative()) return raise_value_error(t, "negative shift count");
            if (y.count() > 1) return Own::small_int(x.negative() ? -1 : 0);
            IntTemp r;
            mpz_fdiv_q_2exp(r, x.mpz(), y.count() ? y.limbs()[0] : 0);
            return int_from_mpz(t, r);
        }
        case BinaryOp::bit_and: {
            IntTemp r;
            mpz_and(r, x.mpz(), y.mpz());
            return int_from_mpz(t, r);
        }
        case BinaryOp::bit_or: {
            IntTemp r;
            mpz_ior(r, x.mpz(), y.mpz());
            return int_from_mpz(t, r);
        }
        case BinaryOp::bit_xor: {
            IntTemp r;
            mpz_xor(r, x.mpz(), y.mpz());
            return int_from_mpz(t, r);
        }
        case BinaryOp::power: return int_power(t, a, b, Value::none());
        default: return Own::not_implemented();
    }
}

Result<Own> int_negate(Thread& t, Value v) {
    if (v.is_int()) return make_int(-v.int_value());
    return int_binary(t, BinaryOp::subtract, Value::small_int(0), v);
}

Result<Own> int_power(Thread& t, Value base, Value exponent, Value modulus) {
    if (!modulus.is_none()) {
        IntView b(base), e(exponent), m(modulus);
        if (m.count() == 0) return raise_value_error(t, "pow() 3rd argument cannot be 0");
        IntTemp r, inverse, absolute;
        mpz_abs(absolute, m.mpz());
        if (e.negative()) {
            if (!mpz_invert(inverse, b.mpz(), absolute) && mpz_cmp_ui(absolute.get(), 1) != 0) return raise_value_error(t, "base is not invertible for the given modulus");
            IntTemp positive;
            mpz_neg(positive, e.mpz());
            mpz_powm(r, inverse, positive, absolute);
        } else {
            mpz_powm(r, b.mpz(), e.mpz(), absolute);
        }
        if (m.negative() && mpz_sgn(r.get()) != 0) mpz_add(r, r, m.mpz());
        return int_from_mpz(t, r);
    }
    if (int_sign(exponent) < 0) {
        double b = TRY(int_to_double(t, base)), e = TRY(int_to_double(t, exponent));
        return float_binary(t, BinaryOp::power, b, e);
    }
    IntView b(base), e(exponent);
    if (e.count() == 0) return Own::small_int(1);
    if (b.count() == 0) return Own::small_int(0);
    if (b.count() == 1 && b.limbs()[0] == 1) return Own::small_int(b.negative() && (e.limbs()[0] & 1) ? -1 : 1);
    if (e.count() > 1 || e.limbs()[0] >> 40) return raise_memory(t);
    uint64_t n = e.limbs()[0];
    double bits = static_cast<double>(mpz_sizeinbase(b.mpz(), 2)) * static_cast<double>(n);
    if (!int_room(t, bits)) return Error{};
    IntTemp r;
    mpz_pow_ui(r, b.mpz(), n);
    return int_from_mpz(t, r);
}

// ---- __index__

Result<Own> to_index(Thread& t, Value v) {
    if (v.is_int()) return Own::adopt(v);
    if (is_int(v)) return int_exact(v);
    UnarySlot slot = type_of(v)->slots.index;
    if (!slot) return raise_type(t, "'{}' object cannot be interpreted as an integer", type_name(v));
    Own r = TRY(slot(t, v));
    if (!is_int(r)) return raise_type(t, "__index__ returned non-int (type {})", type_name(r));
    if (is_exact_int(r)) return r;
    TRY(warn(t, rt().types.DeprecationWarning,
             fmt::format("__index__ returned non-int (type {}).  The ability to return an instance of a strict subclass of int is deprecated, and "
                         "may be removed in a future version of Python.",
                         type_name(r)),
             1));
    return int_exact(r);
}

Result<int64_t> to_int64(Thread& t, Value v) {
    if (v.is_int()) return v.int_value();
    Own i = TRY(to_index(t, v));
    int64_t n;
    if (!int_fits_int64(i, &n)) return raise_text(t, rt().types.OverflowError, "Python int too large to convert to C ssize_t");
    return n;
}

Result<int64_t> to_clamped(Thread& t, Value v) {
    if (v.is_int()) return v.int_value();
    Own i = TRY(to_index(t, v));
    int64_t n;
    if (!int_fits_int64(i, &n)) return int_sign(i) < 0 ? INT64_MIN : INT64_MAX;
    return n;
}

} // namespace terrarium
