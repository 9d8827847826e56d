// The module math. Domain and range errors are those of CPython: ValueError "math domain error", OverflowError
// "math range error".
#include "vm/core/errors.h"
#include "vm/core/float.h"
#include "vm/core/integer.h"
#include "vm/core/protocol.h"
#include "vm/modules/math_gamma.h"
#include "vm/objects/containers.h"
#include "vm/objects/int_limbs.h"

#include <cerrno>
#include <cmath>

namespace terrarium {

namespace {

Error domain_error(Thread& t) { return raise_value_error(t, "math domain error"); }
Error range_error(Thread& t) { return raise_text(t, rt().types.OverflowError, "math range error"); }

// The result of a C function on finite arguments: NaN from a number is a domain error, infinity a range error (or a
// domain error where the function has a pole).
Result<Own> checked(Thread& t, double x, double r, bool pole_is_domain = true) {
    if (std::isnan(r) && !std::isnan(x)) return domain_error(t);
    if (std::isinf(r) && std::isfinite(x)) return pole_is_domain ? domain_error(t) : range_error(t);
    return make_float(r);
}

template <double (*f)(double), bool can_overflow>
Result<Own> unary(Thread& t, const Value* a) {
    double x = TRY(to_double(t, a[0]));
    return checked(t, x, f(x), !can_overflow);
}
template <double (*f)(double, double)>
Result<Own> binary(Thread& t, const Value* a) {
    double x = TRY(to_double(t, a[0])), y = TRY(to_double(t, a[1]));
    return make_float(f(x, y));
}

double c_acos(double x) { return std::acos(x); }
double c_acosh(double x) { return std::acosh(x); }
double c_asin(double x) { return std::asin(x); }
double c_asinh(double x) { return std::asinh(x); }
double c_atan(double x) { return std::atan(x); }
double c_atanh(double x) { return std::atanh(x); }
double c_cbrt(double x) { return std::cbrt(x); }
double c_cos(double x) { return std::cos(x); }
double c_cosh(double x) { return std::cosh(x); }
double c_erf(double x) { return std::erf(x); }
double c_erfc(double x) { return std::erfc(x); }
double c_exp(double x) { return std::exp(x); }
double c_exp2(double x) { return std::exp2(x); }
double c_expm1(double x) { return std::expm1(x); }
double c_fabs(double x) { return std::fabs(x); }
double c_sin(double x) { return std::sin(x); }
double c_sinh(double x) { return std::sinh(x); }
double c_tan(double x) { return std::tan(x); }
double c_tanh(double x) { return std::tanh(x); }
double c_degrees(double x) { return x * (180.0 / M_PI); }
double c_radians(double x) { return x * (M_PI / 180.0); }
double c_atan2(double y, double x) { return std::atan2(y, x); }
double c_copysign(double x, double y) { return std::copysign(x, y); }
double c_nextafter(double x, double y) { return std::nextafter(x, y); }

Result<Own> math_sqrt(Thread& t, const Value* a) {
    double x = a[0].is_float() ? a[0].float_value() : TRY(to_double(t, a[0]));
    if (x < 0) return domain_error(t);
    return make_float(std::sqrt(x));
}

// ---- logarithms, of ints of any size

Result<double> log_of(Thread& t, Value v, double (*f)(double), double log_of_two) {
    if (is_int(v)) {
        if (int_sign(v) <= 0) return domain_error(t);
        IntView view(v);
        if (mpz_sizeinbase(view.mpz(), 2) > 1000) {
            long exponent;
            double m = mpz_get_d_2exp(&exponent, view.mpz());
            return f(m) + log_of_two * static_cast<double>(exponent);
        }
    }
    double x = TRY(to_double(t, v));
    if (std::isnan(x)) return x;
    if (x <= 0) return domain_error(t);
    return f(x);
}
double natural(double x) { return std::log(x); }
double binary_log(double x) { return std::log2(x); }
double decimal_log(double x) { return std::log10(x); }

Result<Own> math_log(Thread& t, const Value* a) {
    double x = TRY(log_of(t, a[0], natural, M_LN2));
    if (a[1].is_null()) return make_float(x);
    double base = TRY(log_of(t, a[1], natural, M_LN2));
    if (base == 0) return raise_text(t, rt().types.ZeroDivisionError, "float division by zero");
    return make_float(x / base);
}
Result<Own> math_log2(Thread& t, const Value* a) { return make_float(TRY(log_of(t, a[0], binary_log, 1.0))); }
Result<Own> math_log10(Thread& t, const Value* a) { return make_float(TRY(log_of(t, a[0], decimal_log, std::log10(2.0)))); }
Result<Own> math_log1p(Thread& t, const Value* a) {
    double x = TRY(to_double(t, a[0]));
    if (x <= -1) return domain_error(t);
    return make_float(std::log1p(x));
}

Result<Own> math_gamma(Thread& t, const Value* a) {
    double x = TRY(to_double(t, a[0]));
    if (std::isnan(x) || (std::isinf(x) && x > 0)) return make_float(x);
    if (x == 0 || (x < 0 && std::floor(x) == x)) return domain_error(t);
    double r = gamma_of(x);
    if (std::isinf(r)) return range_error(t);
    return make_float(r);
}
Result<Own> math_lgamma(Thread& t, const Value* a) {
    double x = TRY(to_double(t, a[0]));
    if (!std::isfinite(x)) return make_float(std::isnan(x) ? x : HUGE_VAL);
    if (x <= 0 && std::floor(x) == x) return domain_error(t);
    double r = log_gamma_of(x);
    if (std::isinf(r)) return range_error(t);
    return make_float(r);
}

Result<Own> math_pow(Thread& t, const Value* a) {
    double x = TRY(to_double(t, a[0])), y = TRY(to_double(t, a[1]));
    double r = std::pow(x, y);
    if (std::isfinite(x) && std::isfinite(y)) {
        if (std::isnan(r)) return domain_error(t);
        if (std::isinf(r)) return x == 0 ? domain_error(t) : range_error(t);
    }
    return make_float(r);
}
Result<Own> math_fmod(Thread& t, const Value* a) {
    double x = TRY(to_double(t, a[0])), y = TRY(to_double(t, a[1]));
    double r = std::fmod(x, y);
    if (std::isnan(r) && !std::isnan(x) && !std::isnan(y)) return domain_error(t);
    return make_float(r);
}
Result<Own> math_remainder(Thread& t, const Value* a) {
    double x = TRY(to_double(t, a[0])), y = TRY(to_double(t, a[1]));
    double r = std::remainder(x, y);
    if (std::isnan(r) && !std::isnan(x) && !std::isnan(y)) return domain_error(t);
    return make_float(r);
}
Result<Own> math_ldexp(Thread& t, const Value* a) {
    double x = TRY(to_double(t, a[0]));
    if (!is_int(a[1])) return raise_type(t, "Expected an int as second argument to ldexp.");
    int64_t e = TRY(to_clamped(t, a[1]));
    if (x == 0 || !std::isfinite(x)) return make_float(x);
    double r = std::ldexp(x, e > 100000 ? 100000 : e < -100000 ? -100000 : static_cast<int>(e));
    if (std::isinf(r)) return range_error(t);
    return make_float(r);
}
Result<Own> math_frexp(Thread& t, const Value* a) {
    double x = TRY(to_double(t, a[0]));
    int e = 0;
    Own m = make_float(std::isfinite(x) ? std::frexp(x, &e) : x);
    return Own(make_pair(m, Value::small_int(e)));
}
Result<Own> math_modf(Thread& t, const Value* a) {
    double x = TRY(to_double(t, a[0])), whole;
    double fraction = std::modf(x, &whole);
    Own f = make_float(fraction), w = make_float(whole);
    return Own(make_pair(f, w));
}
Result<Own> math_ulp(Thread& t, const Value* a) {
    double x = std::fabs(TRY(to_double(t, a[0])));
    if (!std::isfinite(x)) return make_float(x);
    double next = std::nextafter(x, HUGE_VAL);
    if (std::isinf(next)) return make_float(x - std::nextafter(x, 0));
    return make_float(next - x);
}

// ---- rounding

template <double (*f)(double)>
Result<Own> rounded(Thread& t, Value v, Str* dunder) {
    if (!is_exact_float(v)) {
        Own method = TRY(lookup_special(t, v, dunder));
        if (!method.is_exhausted()) return call(t, method);
    }
    double x = TRY(to_double(t, v));
    return int_from_double(t, f(x));
}
double c_floor(double x) { return std::floor(x); }
double c_ceil(double x) { return std::ceil(x); }
Result<Own> math_floor(Thread& t, const Value* a) { return rounded<c_floor>(t, a[0], rt().names.dunder_floor); }
Result<Own> math_ceil(Thread& t, const Value* a) { return rounded<c_ceil>(t, a[0], rt().names.dunder_ceil); }
Result<Own> math_trunc(Thread& t, const Value* a) {
    if (is_exact_float(a[0])) return int_from_double(t, float_of(a[0]));
    Own method = TRY(lookup_special(t, a[0], rt().names.dunder_trunc));
    if (method.is_exhausted()) return raise_type(t, "type {} doesn't define __trunc__ method", type_name(a[0]));
    return call(t, method);
}

Result<Own> math_isnan(Thread& t, const Value* a) { return Own::boolean(std::isnan(TRY(to_double(t, a[0])))); }
Result<Own> math_isinf(Thread& t, const Value* a) { return Own::boolean(std::isinf(TRY(to_double(t, a[0])))); }
Result<Own> math_isfinite(Thread& t, const Value* a) { return Own::boolean(std::isfinite(TRY(to_double(t, a[0])))); }
Result<Own> math_isclose(Thread& t, const Value* a) {
    double x = TRY(to_double(t, a[0])), y = TRY(to_double(t, a[1]));
    double relative = a[2].is_null() ? 1e-09 : TRY(to_double(t, a[2])), absolute = a[3].is_null() ? 0.0 : TRY(to_double(t, a[3]));
    if (relative < 0 || absolute < 0) return raise_value_error(t, "tolerances must be non-negative");
    if (x == y) return Own::boolean(true);
    if (std::isinf(x) || std::isinf(y)) return Own::boolean(false);
    double difference = std::fabs(y - x);
    return Own::boolean(difference <= std::fabs(relative * y) || difference <= std::fabs(relative * x) || difference <= absolute);
}

// ---- whole numbers

Result<Own> fold_ints(Thread& t, const Value* a, int64_t first, void (*combine)(mpz_ptr, mpz_srcptr, mpz_srcptr)) {
    Tuple* values = as<Tuple>(a[0]);
    Own r = Own::small_int(first);
    for (size_t i = 0; i < values->length; i++) {
        Own v = TRY(to_index(t, values->items()[i]));
        IntView x(r), y(v);
        IntTemp z;
        combine(z, x.mpz(), y.mpz());
        r = TRY(int_from_mpz(t, z));
    }
    return r;
}
Result<Own> math_gcd(Thread& t, const Value* a) { return fold_ints(t, a, 0, mpz_gcd); }
Result<Own> math_lcm(Thread& t, const Value* a) { return fold_ints(t, a, 1, mpz_lcm); }
Result<Own> math_factorial(Thread& t, const Value* a) {
    if (is_float(a[0])) return raise_type(t, "'float' object cannot be interpreted as an integer");
    Own v = TRY(to_index(t, a[0]));
    if (int_sign(v) < 0) return raise_value_error(t, "factorial() not defined for negative values");
    int64_t n;
    if (!int_fits_int64(v, &n)) return raise_text(t, rt().types.OverflowError, "factorial() argument should not exceed 9223372036854775807");
    if (!int_room(t, n < 2 ? 1 : static_cast<double>(n) * std::log2(static_cast<double>(n)))) return Error{};
    IntTemp z;
    mpz_fac_ui(z, static_cast<unsigned long>(n));
    return int_from_mpz(t, z);
}
Result<Own> math_comb(Thread& t, const Value* a) {
    Own n = TRY(to_index(t, a[0])), k = TRY(to_index(t, a[1]));
    if (int_sign(n) < 0) return raise_value_error(t, "n must be a non-negative integer");
    if (int_sign(k) < 0) return raise_value_error(t, "k must be a non-negative integer");
    if (int_compare(k, n) > 0) return Own::small_int(0);
    Own other = TRY(int_binary(t, BinaryOp::subtract, n, k));
    if (int_compare(other, k) < 0) k = std::move(other);
    int64_t steps;
    if (!int_fits_int64(k, &steps)) return raise_text(t, rt().types.OverflowError, "min(n - k, k) must not exceed 9223372036854775807");
    if (!int_room(t, static_cast<double>(steps) * static_cast<double>(int_bit_length(n)))) return Error{};
    IntView x(n);
    IntTemp z;
    mpz_bin_ui(z, x.mpz(), static_cast<unsigned long>(steps));
    return int_from_mpz(t, z);
}
Result<Own> math_perm(Thread& t, const Value* a) {
    if (a[1].is_null() || a[1].is_none()) return math_factorial(t, a);
    Own n = TRY(to_index(t, a[0])), k = TRY(to_index(t, a[1]));
    if (int_sign(n) < 0) return raise_value_error(t, "n must be a non-negative integer");
    if (int_sign(k) < 0) return raise_value_error(t, "k must be a non-negative integer");
    if (int_compare(k, n) > 0) return Own::small_int(0);
    int64_t steps;
    if (!int_fits_int64(k, &steps)) return raise_text(t, rt().types.OverflowError, "k must not exceed 9223372036854775807");
    Own r = Own::small_int(1);
    for (int64_t i = 0; i < steps; i++) {
        Own factor = TRY(int_binary(t, BinaryOp::subtract, n, Value::small_int(i)));
        r = TRY(int_binary(t, BinaryOp::multiply, r, factor));
    }
    return r;
}
Result<Own> math_isqrt(Thread& t, const Value* a) {
    Own v = TRY(to_index(t, a[0]));
    if (int_sign(v) < 0) return raise_value_error(t, "isqrt() argument must be nonnegative");
    IntView x(v);
    IntTemp z;
    mpz_sqrt(z, x.mpz());
    return int_from_mpz(t, z);
}

// ---- sums

// Exact sum of doubles as a list of non-overlapping partials (J. R. Shewchuk, 1997).
Result<Own> math_fsum(Thread& t, const Value* a) {
    double partials_small[64];
    double* partials = partials_small;
    size_t n = 0, room = 64;
    double special = 0, infinite = 0;
    Status s = for_each(t, a[0], [&](Value item) -> Result<bool> {
        double x = TRY(to_double(t, item)), original = x;
        size_t kept = 0;
        for (size_t i = 0; i < n; i++) {
            double y = partials[i];
            if (std::fabs(x) < std::fabs(y)) std::swap(x, y);
            volatile double high = x + y, back = high - x, low = y - back;
            if (low != 0) partials[kept++] = low;
            x = high;
        }
        n = kept;
        if (x != 0) {
            if (!std::isfinite(x)) {
                if (std::isfinite(original)) return raise_text(t, rt().types.OverflowError, "intermediate overflow in fsum");
                if (std::isinf(original)) infinite += original;
                special += original;
                n = 0;
            } else if (n < room) {
                partials[n++] = x;
            }
        }
        return true;
    });
    if (!s) return Error{};
    if (special != 0 || std::isnan(special)) {
        if (std::isnan(infinite)) return raise_value_error(t, "-inf + inf in fsum");
        return make_float(special);
    }
    double high = 0;
    if (n > 0) {
        high = partials[--n];
        double low = 0;
        while (n > 0) {
            double x = high, y = partials[--n];
            high = x + y;
            double back = high - x;
            low = y - back;
            if (low != 0) break;
        }
        if (n > 0 && ((low < 0 && partials[n - 1] < 0) || (low > 0 && partials[n - 1] > 0))) {
            double y = low * 2, x = high + y, back = x - high;
            if (y == back) high = x;
        }
    }
    return make_float(high);
}
Result<Own> math_prod(Thread& t, const Value* a) {
    Own r = a[1].is_null() ? Own::small_int(1) : Own::share(a[1]);
    TRY(for_each(t, a[0], [&](Value item) -> Result<bool> {
        r = TRY(binary_op(t, BinaryOp::multiply, r, item));
        return true;
    }));
    return r;
}
double norm(const double* x, size_t n) {
    double largest = 0;
    bool nan = false;
    for (size_t i = 0; i < n; i++) {
        if (std::isnan(x[i])) nan = true;
        largest = std::max(largest, std::fabs(x[i]));
    }
    if (std::isinf(largest)) return largest;
    if (nan) return std::nan("");
    if (largest == 0 || n == 1) return largest;
    // The sum of the squares in two doubles, then one step of Newton's for what its root missed: right to the last bit but
    // for the rarest ties. Scaled, so that nothing overflows; the scale is exact.
    int exponent;
    std::frexp(largest, &exponent);
    double sum = 0, lost = 0;
    for (size_t i = 0; i < n; i++) {
        double scaled = std::ldexp(x[i], -exponent), square = scaled * scaled, total = sum + square;
        lost += std::fma(scaled, scaled, -square);
        lost += sum >= square ? (sum - total) + square : (square - total) + sum;
        sum = total;
    }
    double root = std::sqrt(sum + lost);
    double rest = std::fma(-root, root, sum) + lost;
    return std::ldexp(root + rest / (2 * root), exponent);
}
Result<Own> math_hypot(Thread& t, const Value* a) {
    Tuple* values = as<Tuple>(a[0]);
    std::string buffer(values->length * sizeof(double), 0);
    double* x = reinterpret_cast<double*>(buffer.data());
    for (size_t i = 0; i < values->length; i++) x[i] = TRY(to_double(t, values->items()[i]));
    return make_float(norm(x, values->length));
}
Result<Own> math_dist(Thread& t, const Value* a) {
    Ref<Tuple> p = TRY(tuple_from_iterable(t, a[0])), q = TRY(tuple_from_iterable(t, a[1]));
    if (p->length != q->length) return raise_value_error(t, "both points must have the same number of dimensions");
    std::string buffer(p->length * sizeof(double), 0);
    double* x = reinterpret_cast<double*>(buffer.data());
    for (size_t i = 0; i < p->length; i++) x[i] = TRY(to_double(t, p->items()[i])) - TRY(to_double(t, q->items()[i]));
    return make_float(norm(x, p->length));
}

const NativeDef functions[] = {
    {"acos(x, /)", unary<c_acos, false>, "Return the arc cosine (measured in radians) of x."},
    {"acosh(x, /)", unary<c_acosh, false>, "Return the inverse hyperbolic cosine of x."},
    {"asin(x, /)", unary<c_asin, false>, "Return the arc sine (measured in radians) of x."},
    {"asinh(x, /)", unary<c_asinh, false>, "Return the inverse hyperbolic sine of x."},
    {"atan(x, /)", unary<c_atan, false>, "Return the arc tangent (measured in radians) of x."},
    {"atan2(y, x, /)", binary<c_atan2>, "Return the arc tangent (measured in radians) of y/x."},
    {"atanh(x, /)", unary<c_atanh, false>, "Return the inverse hyperbolic tangent of x."},
    {"cbrt(x, /)", unary<c_cbrt, false>, "Return the cube root of x."},
    {"ceil(x, /)", math_ceil, "Return the ceiling of x as an Integral."},
    {"comb(n, k, /)", math_comb, "Number of ways to choose k items from n items without repetition and without order."},
    {"copysign(x, y, /)", binary<c_copysign>, "Return a float with the magnitude (absolute value) of x but the sign of y."},
    {"cos(x, /)", unary<c_cos, false>, "Return the cosine of x (measured in radians)."},
    {"cosh(x, /)", unary<c_cosh, true>, "Return the hyperbolic cosine of x."},
    {"degrees(x, /)", unary<c_degrees, true>, "Convert angle x from radians to degrees."},
    {"dist(p, q, /)", math_dist, "Return the Euclidean distance between two points p and q."},
    {"erf(x, /)", unary<c_erf, false>, "Error function at x."},
    {"erfc(x, /)", unary<c_erfc, false>, "Complementary error function at x."},
    {"exp(x, /)", unary<c_exp, true>, "Return e raised to the power of x."},
    {"exp2(x, /)", unary<c_exp2, true>, "Return 2 raised to the power of x."},
    {"expm1(x, /)", unary<c_expm1, true>, "Return exp(x)-1."},
    {"fabs(x, /)", unary<c_fabs, false>, "Return the absolute value of the float x."},
    {"factorial(n, /)", math_factorial, "Find n!."},
    {"floor(x, /)", math_floor, "Return the floor of x as an Integral."},
    {"fmod(x, y, /)", math_fmod, "Return fmod(x, y), according to platform C."},
    {"frexp(x, /)", math_frexp, "Return the mantissa and exponent of x, as pair (m, e)."},
    {"fsum(seq, /)", math_fsum, "Return an accurate floating point sum of values in the iterable seq."},
    {"gamma(x, /)", math_gamma, "Gamma function at x."},
    {"gcd(*integers)", math_gcd, "Greatest Common Divisor."},
    {"hypot(*coordinates)", math_hypot, "Multidimensional Euclidean distance from the origin to a point."},
    {"isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)", math_isclose, "Determine whether two floating point numbers are close in value."},
    {"isfinite(x, /)", math_isfinite, "Return True if x is neither an infinity nor a NaN, and False otherwise."},
    {"isinf(x, /)", math_isinf, "Return True if x is a positive or negative infinity, and False otherwise."},
    {"isnan(x, /)", math_isnan, "Return True if x is a NaN (not a number), and False otherwise."},
    {"isqrt(n, /)", math_isqrt, "Return the integer part of the square root of the input."},
    {"lcm(*integers)", math_lcm, "Least Common Multiple."},
    {"ldexp(x, i, /)", math_ldexp, "Return x * (2**i)."},
    {"lgamma(x, /)", math_lgamma, "Natural logarithm of absolute value of Gamma function at x."},
    {"log(x, base=<unset>, /)", math_log, "log(x, [base=math.e])\nReturn the logarithm of x to the given base."},
    {"log10(x, /)", math_log10, "Return the base 10 logarithm of x."},
    {"log1p(x, /)", math_log1p, "Return the natural logarithm of 1+x (base e)."},
    {"log2(x, /)", math_log2, "Return the base 2 logarithm of x."},
    {"modf(x, /)", math_modf, "Return the fractional and integer parts of x."},
    {"nextafter(x, y, /)", binary<c_nextafter>, "Return the next floating-point value after x towards y."},
    {"perm(n, k=None, /)", math_perm, "Number of ways to choose k items from n items without repetition and with order."},
    {"pow(x, y, /)", math_pow, "Return x**y (x to the power of y)."},
    {"prod(iterable, /, *, start=1)", math_prod, "Calculate the product of all the elements in the input iterable."},
    {"radians(x, /)", unary<c_radians, true>, "Convert angle x from degrees to radians."},
    {"remainder(x, y, /)", math_remainder, "Difference between x and the closest integer multiple of y."},
    {"sin(x, /)", unary<c_sin, false>, "Return the sine of x (measured in radians)."},
    {"sinh(x, /)", unary<c_sinh, true>, "Return the hyperbolic sine of x."},
    {"sqrt(x, /)", math_sqrt, "Return the square root of x."},
    {"tan(x, /)", unary<c_tan, false>, "Return the tangent of x (measured in radians)."},
    {"tanh(x, /)", unary<c_tanh, false>, "Return the hyperbolic tangent of x."},
    {"trunc(x, /)", math_trunc, "Truncates the Real x to the nearest Integral toward 0."},
    {"ulp(x, /)", math_ulp, "Return the value of the least significant bit of the float x."},
    {},
};

Status setup(Thread&, Dict* names) {
    for (auto [name, value] : {std::pair{"pi", M_PI}, {"e", M_E}, {"tau", 2 * M_PI}, {"inf", HUGE_VAL}, {"nan", std::nan("")}}) {
        Own v = make_float(value);
        dict_set(names, intern(name), v);
    }
    return {};
}

} // namespace

extern const NativeModuleDef module_math;
const NativeModuleDef module_math = {"math", "This module provides access to the mathematical functions\ndefined by the C standard.", functions, setup};

} // namespace terrarium
