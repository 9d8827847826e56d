// The module cmath: functions of complex numbers by their real parts. Formulas: Abramowitz & Stegun 4.2-4.6, arranged so
// that big arguments do not overflow on the way and signs of zeros choose the side of a branch cut (Kahan 1987). What has
// an infinity or a NaN in it is the C library's (C99, Annex G), and CPython's where that leaves a sign open.
#include "vm/core/dict.h"
#include "vm/core/errors.h"
#include "vm/core/float.h"
#include "vm/core/protocol.h"
#include "vm/objects/containers.h"
#include "vm/objects/int_type.h"

#include <cerrno>
#include <cfloat>
#include <cmath>
#include <complex>

namespace terrarium {

namespace {

using Number = ComplexParts;

constexpr double large = DBL_MAX / 4;
constexpr double log_large = 708.3964185322641;         // its logarithm
constexpr double sqrt_large = 6.703903964971298e+153;   // and square root
constexpr double sqrt_small = 1.4916681462400413e-154;  // of DBL_MIN

enum class Fault : uint8_t { none, domain, range };

bool is_finite(Number z) { return std::isfinite(z.real) && std::isfinite(z.imag); }
bool is_large(Number z) { return std::fabs(z.real) > large || std::fabs(z.imag) > large; }
// z times 1j and back, without touching zeros' signs.
Number turn(Number z) { return {-z.imag, z.real}; }
Number turn_back(Number z) { return {z.imag, -z.real}; }

template <class F>
Number by_library(F f, Number z) {
    std::complex<double> r = f(std::complex<double>(z.real, z.imag));
    return {r.real(), r.imag()};
}
#define LIBRARY(name) by_library([](std::complex<double> c) { return std::name(c); }, z)

Number checked(Number r, Fault* fault) {
    if (std::isinf(r.real) || std::isinf(r.imag)) *fault = Fault::range;
    return r;
}

Number c_sqrt(Number z, Fault*) {
    double x = z.real, y = z.imag;
    if (!is_finite(z)) return LIBRARY(sqrt);
    if (x == 0 && y == 0) return {0, y};
    double ax = std::fabs(x), ay = std::fabs(y), s;
    if (ax < DBL_MIN && ay < DBL_MIN) { // below normal numbers: scaled up, or digits are lost
        ax = std::ldexp(ax, 53);
        s = std::ldexp(std::sqrt(ax + std::hypot(ax, std::ldexp(ay, 53))), -27);
    } else {
        ax /= 8;
        s = 2 * std::sqrt(ax + std::hypot(ax, ay / 8));
    }
    double d = ay / (2 * s);
    return x >= 0 ? Number{s, std::copysign(d, y)} : Number{d, std::copysign(s, y)};
}

Number c_exp(Number z, Fault* fault) {
    double x = z.real, y = z.imag;
    if (!is_finite(z)) {
        if (std::isinf(y) && (std::isfinite(x) || (std::isinf(x) && x > 0))) *fault = Fault::domain;
        if (std::isinf(x) && x < 0 && !std::isfinite(y)) return {0, 0};
        return LIBRARY(exp);
    }
    if (x > log_large) {
        double size = std::exp(x - 1);
        return checked({size * std::cos(y) * M_E, size * std::sin(y) * M_E}, fault);
    }
    double size = std::exp(x);
    return checked({size * std::cos(y), size * std::sin(y)}, fault);
}

Number c_log(Number z, Fault* fault) {
    double ax = std::fabs(z.real), ay = std::fabs(z.imag), angle = std::atan2(z.imag, z.real);
    if (!is_finite(z)) return LIBRARY(log);
    if (is_large(z)) return {std::log(std::hypot(ax / 2, ay / 2)) + M_LN2, angle};
    if (ax < DBL_MIN && ay < DBL_MIN) {
        if (ax == 0 && ay == 0) {
            *fault = Fault::domain;
            return {-HUGE_VAL, angle};
        }
        return {std::log(std::hypot(std::ldexp(ax, 53), std::ldexp(ay, 53))) - 53 * M_LN2, angle};
    }
    double h = std::hypot(ax, ay);
    if (h < 0.71 || h > 1.73) return {std::log(h), angle};
    double big = std::fmax(ax, ay), small = std::fmin(ax, ay); // near 1 the sum of squares would lose it
    return {std::log1p((big - 1) * (big + 1) + small * small) / 2, angle};
}

Number c_log10(Number z, Fault* fault) {
    Number r = c_log(z, fault);
    return {r.real / M_LN10, r.imag / M_LN10};
}

Number c_sinh(Number z, Fault* fault) {
    double x = z.real, y = z.imag;
    if (!is_finite(z)) {
        if (std::isinf(y) && !std::isnan(x)) *fault = Fault::domain;
        if (x == 0 && std::isnan(y)) return {0, y};
        return LIBRARY(sinh);
    }
    if (std::fabs(x) > log_large) {
        double less = x - std::copysign(1.0, x);
        return checked({std::cos(y) * std::sinh(less) * M_E, std::sin(y) * std::cosh(less) * M_E}, fault);
    }
    return checked({std::cos(y) * std::sinh(x), std::sin(y) * std::cosh(x)}, fault);
}

Number c_cosh(Number z, Fault* fault) {
    double x = z.real, y = z.imag;
    if (!is_finite(z)) {
        if (std::isinf(y) && !std::isnan(x)) *fault = Fault::domain;
        if (std::isnan(x) && y == 0) return {x, 0};
        return LIBRARY(cosh);
    }
    if (std::fabs(x) > log_large) {
        double less = x - std::copysign(1.0, x);
        return checked({std::cos(y) * std::cosh(less) * M_E, std::sin(y) * std::sinh(less) * M_E}, fault);
    }
    return checked({std::cos(y) * std::cosh(x), std::sin(y) * std::sinh(x)}, fault);
}

Number c_tanh(Number z, Fault* fault) {
    double x = z.real, y = z.imag;
    if (!is_finite(z)) {
        if (std::isinf(y) && std::isfinite(x)) *fault = Fault::domain;
        if (x == 0 && std::isnan(y)) return {y, y};
        if (std::isinf(x) && std::isinf(y)) return {std::copysign(1.0, x), 0};
        return LIBRARY(tanh);
    }
    if (std::fabs(x) > log_large) return {std::copysign(1.0, x), 4 * std::sin(y) * std::cos(y) * std::exp(-2 * std::fabs(x))};
    double tx = std::tanh(x), ty = std::tan(y), cx = 1 / std::cosh(x), both = tx * ty, below = 1 + both * both;
    return {tx * (1 + ty * ty) / below, ty / below * cx * cx};
}

Number c_sin(Number z, Fault* fault) { return turn_back(c_sinh(turn(z), fault)); }
Number c_cos(Number z, Fault* fault) { return c_cosh(turn(z), fault); }
Number c_tan(Number z, Fault* fault) { return turn_back(c_tanh(turn(z), fault)); }

// Of a large z: log(2 * abs(z)).
double log_of_double(Number z) { return std::log(std::hypot(z.real / 2, z.imag / 2)) + 2 * M_LN2; }

Number c_acos(Number z, Fault* fault) {
    double x = z.real, y = z.imag;
    if (std::isinf(x) && std::isnan(y)) return {y, HUGE_VAL};
    if (!is_finite(z)) return LIBRARY(acos);
    if (is_large(z)) return {std::atan2(std::fabs(y), x), -std::copysign(log_of_double(z), y)};
    Number below = c_sqrt({1 - x, -y}, fault), above = c_sqrt({1 + x, y}, fault);
    return {2 * std::atan2(below.real, above.real), std::asinh(above.real * below.imag - above.imag * below.real)};
}

Number c_acosh(Number z, Fault* fault) {
    double x = z.real, y = z.imag;
    if (x == 0 && std::isnan(y)) return {y, y};
    if (!is_finite(z)) return LIBRARY(acosh);
    if (is_large(z)) return {log_of_double(z), std::atan2(y, x)};
    Number below = c_sqrt({x - 1, y}, fault), above = c_sqrt({x + 1, y}, fault);
    return {std::asinh(below.real * above.real + below.imag * above.imag), 2 * std::atan2(below.imag, above.real)};
}

Number c_asinh(Number z, Fault* fault) {
    double x = z.real, y = z.imag;
    if (std::isnan(x) && std::isinf(y)) return {HUGE_VAL, x};
    if (!is_finite(z)) return LIBRARY(asinh);
    if (is_large(z)) return {std::copysign(log_of_double(z), x), std::atan2(y, std::fabs(x))};
    Number one = c_sqrt({1 + y, -x}, fault), two = c_sqrt({1 - y, x}, fault);
    return {std::asinh(one.real * two.imag - two.real * one.imag), std::atan2(y, one.real * two.real - one.imag * two.imag)};
}

Number c_asin(Number z, Fault* fault) { return turn_back(c_asinh(turn(z), fault)); }

Number c_atanh(Number z, Fault* fault) {
    if (std::isnan(z.real) && std::isinf(z.imag)) return {0, std::copysign(M_PI_2, z.imag)};
    if (!is_finite(z)) return LIBRARY(atanh);
    if (std::signbit(z.real)) {
        Number other = c_atanh({-z.real, -z.imag}, fault);
        return {-other.real, -other.imag};
    }
    double x = z.real, y = z.imag, ay = std::fabs(y);
    if (x > sqrt_large || ay > sqrt_large) {
        double size = std::hypot(x / 2, y / 2);
        return {x / 4 / size / size, -std::copysign(M_PI_2, -y)};
    }
    if (x == 1 && ay < sqrt_small) {
        if (ay == 0) {
            *fault = Fault::domain;
            return {HUGE_VAL, y};
        }
        return {-std::log(std::sqrt(ay) / std::sqrt(std::hypot(ay, 2.0))), std::copysign(std::atan2(2.0, -ay) / 2, y)};
    }
    return {std::log1p(4 * x / ((1 - x) * (1 - x) + ay * ay)) / 4, -std::atan2(-2 * y, (1 - x) * (1 + x) - ay * ay) / 2};
}

Number c_atan(Number z, Fault* fault) { return turn_back(c_atanh(turn(z), fault)); }

#undef LIBRARY

// --- functions

Status raise_fault(Thread& t, Fault fault) {
    if (fault == Fault::domain) return raise_value_error(t, "math domain error");
    if (fault == Fault::range) return raise_text(t, rt().types.OverflowError, "math range error");
    return {};
}

Own make(Number z) { return make_complex(z.real, z.imag); }

template <Number (*f)(Number, Fault*)>
Result<Own> function(Thread& t, const Value* a) {
    Number z = TRY(to_complex(t, a[0]));
    Fault fault = Fault::none;
    Number r = f(z, &fault);
    TRY(raise_fault(t, fault));
    return make(r);
}

Result<Own> log(Thread& t, const Value* a) {
    Fault fault = Fault::none;
    Number r = c_log(TRY(to_complex(t, a[0])), &fault);
    if (a[1].is_null()) {
        TRY(raise_fault(t, fault));
        return make(r);
    }
    fault = Fault::none; // log(0, 2) is infinite, as in CPython
    Number below = c_log(TRY(to_complex(t, a[1])), &fault);
    if (below.real == 0 && below.imag == 0) fault = Fault::domain;
    TRY(raise_fault(t, fault));
    Own value = make(r), base = make(below);
    return binary_op(t, BinaryOp::true_divide, value, base);
}

Result<Own> phase(Thread& t, const Value* a) {
    Number z = TRY(to_complex(t, a[0]));
    errno = 0;
    double angle = std::atan2(z.imag, z.real);
    if (errno == ERANGE) TRY(raise_fault(t, Fault::range)); // too small a one, too
    return make_float(angle);
}

Result<Own> polar(Thread& t, const Value* a) {
    Number z = TRY(to_complex(t, a[0]));
    double size = std::hypot(z.real, z.imag);
    if (std::isinf(size) && is_finite(z)) TRY(raise_fault(t, Fault::range));
    Own r = make_float(size), phi = make_float(std::atan2(z.imag, z.real));
    return Own(make_pair(r, phi));
}

Result<Own> rect(Thread& t, const Value* a) {
    double r = TRY(to_double(t, a[0])), phi = TRY(to_double(t, a[1]));
    if (std::isinf(phi)) {
        if (r == 0) return make({0, 0});
        if (!std::isnan(r)) TRY(raise_fault(t, Fault::domain));
        return make({std::nan(""), std::nan("")});
    }
    if (phi == 0 && std::isfinite(r)) return make({r, r * phi});
    if (phi == 0) return make({r, std::isnan(r) ? 0.0 : std::copysign(phi, std::copysign(1.0, r) * std::copysign(1.0, phi))});
    if (std::isnan(phi)) return make({r == 0 ? 0 : std::isinf(r) ? HUGE_VAL : std::nan(""), r == 0 ? 0 : std::nan("")});
    if (std::isinf(r)) return make({std::copysign(r, r * std::cos(phi)), std::copysign(r, r * std::sin(phi))});
    return make({r * std::cos(phi), r * std::sin(phi)});
}

Result<Own> isfinite(Thread& t, const Value* a) { return Own::boolean(is_finite(TRY(to_complex(t, a[0])))); }
Result<Own> isinf(Thread& t, const Value* a) {
    Number z = TRY(to_complex(t, a[0]));
    return Own::boolean(std::isinf(z.real) || std::isinf(z.imag));
}
Result<Own> isnan(Thread& t, const Value* a) {
    Number z = TRY(to_complex(t, a[0]));
    return Own::boolean(std::isnan(z.real) || std::isnan(z.imag));
}

Result<Own> isclose(Thread& t, const Value* arguments) {
    Number a = TRY(to_complex(t, arguments[0])), b = TRY(to_complex(t, arguments[1]));
    double relative = arguments[2].is_null() ? 1e-9 : TRY(to_double(t, arguments[2]));
    double absolute = arguments[3].is_null() ? 0 : TRY(to_double(t, arguments[3]));
    if (relative < 0 || absolute < 0) return raise_value_error(t, "tolerances must be non-negative");
    if (a.real == b.real && a.imag == b.imag) return Own::boolean(true);
    for (double part : {a.real, a.imag, b.real, b.imag})
        if (std::isinf(part)) return Own::boolean(false);
    double distance = std::hypot(a.real - b.real, a.imag - b.imag);
    return Own::boolean(distance <= relative * std::hypot(b.real, b.imag) || distance <= relative * std::hypot(a.real, a.imag) || distance <= absolute);
}

const NativeDef functions[] = {
    {"acos($module, z, /)", function<c_acos>, "Return the arc cosine of z."},
    {"acosh($module, z, /)", function<c_acosh>, "Return the inverse hyperbolic cosine of z."},
    {"asin($module, z, /)", function<c_asin>, "Return the arc sine of z."},
    {"asinh($module, z, /)", function<c_asinh>, "Return the inverse hyperbolic sine of z."},
    {"atan($module, z, /)", function<c_atan>, "Return the arc tangent of z."},
    {"atanh($module, z, /)", function<c_atanh>, "Return the inverse hyperbolic tangent of z."},
    {"cos($module, z, /)", function<c_cos>, "Return the cosine of z."},
    {"cosh($module, z, /)", function<c_cosh>, "Return the hyperbolic cosine of z."},
    {"exp($module, z, /)", function<c_exp>, "Return the exponential value e**z."},
    {"isclose($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)", isclose, "Determine whether two complex numbers are close in value."},
    {"isfinite($module, z, /)", isfinite, "Return True if both the real and imaginary parts of z are finite, else False."},
    {"isinf($module, z, /)", isinf, "Checks if the real or imaginary part of z is infinite."},
    {"isnan($module, z, /)", isnan, "Checks if the real or imaginary part of z not a number (NaN)."},
    {"log($module, z, base=<unset>, /)", log, "log(z[, base]) -> the logarithm of z to the given base."},
    {"log10($module, z, /)", function<c_log10>, "Return the base-10 logarithm of z."},
    {"phase($module, z, /)", phase, "Return argument, also known as the phase angle, of a complex."},
    {"polar($module, z, /)", polar, "Convert a complex from rectangular coordinates to polar coordinates."},
    {"rect($module, r, phi, /)", rect, "Convert from polar coordinates to rectangular coordinates."},
    {"sin($module, z, /)", function<c_sin>, "Return the sine of z."},
    {"sinh($module, z, /)", function<c_sinh>, "Return the hyperbolic sine of z."},
    {"sqrt($module, z, /)", function<c_sqrt>, "Return the square root of z."},
    {"tan($module, z, /)", function<c_tan>, "Return the tangent of z."},
    {"tanh($module, z, /)", function<c_tanh>, "Return the hyperbolic tangent of z."},
    {},
};

Status setup(Thread&, Dict* names) {
    struct {
        const char* name;
        double value;
    } const constants[] = {{"pi", M_PI}, {"e", M_E}, {"tau", 2 * M_PI}, {"inf", HUGE_VAL}, {"nan", std::nan("")}};
    for (const auto& row : constants) {
        Own value = make_float(row.value);
        dict_set(names, intern(row.name), value);
    }
    Own infinite = make({0, HUGE_VAL}), no_number = make({0, std::nan("")});
    dict_set(names, intern("infj"), infinite);
    dict_set(names, intern("nanj"), no_number);
    return {};
}

} // namespace

extern const NativeModuleDef module_cmath;
const NativeModuleDef module_cmath = {"cmath", "Mathematical functions of complex numbers.", functions, setup};

} // namespace terrarium
