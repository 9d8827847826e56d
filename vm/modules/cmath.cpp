// The module cmath, on the C library's complex functions. Errors are those of CPython.
#include "vm/core/errors.h"
#include "vm/core/float.h"
#include "vm/core/integer.h"
#include "vm/core/protocol.h"
#include "vm/objects/containers.h"

#include <cmath>
#include <complex>

namespace terrarium {

namespace {

using Number = std::complex<double>;

Result<Number> to_complex(Thread& t, Value v) {
    if (is_instance_of(v, rt().types.complex_)) return Number(as<Complex>(v)->real, as<Complex>(v)->imag);
    if (is_float(v) || is_int(v)) return Number(TRY(to_double(t, v)), 0);
    Own method = TRY(lookup_special(t, v, rt().names.dunder_complex));
    if (!method.is_exhausted()) {
        Own r = TRY(call(t, method));
        if (!is_instance_of(r, rt().types.complex_)) return raise_type(t, "__complex__ returned non-complex (type {})", type_name(r));
        return Number(as<Complex>(r)->real, as<Complex>(r)->imag);
    }
    return Number(TRY(to_double(t, v)), 0);
}

bool finite(Number z) { return std::isfinite(z.real()) && std::isfinite(z.imag()); }

Result<Own> checked(Thread& t, Number z, Number r) {
    if (finite(z)) {
        if (std::isnan(r.real()) || std::isnan(r.imag())) return raise_value_error(t, "math domain error");
        if (!finite(r)) return raise_text(t, rt().types.OverflowError, "math range error");
    }
    return Own(make_complex(r.real(), r.imag()));
}

template <Number (*f)(const Number&)>
Result<Own> unary(Thread& t, const Value* a) {
    Number z = TRY(to_complex(t, a[0]));
    return checked(t, z, f(z));
}
Number c_acos(const Number& z) { return std::acos(z); }
Number c_acosh(const Number& z) { return std::acosh(z); }
Number c_asin(const Number& z) { return std::asin(z); }
Number c_asinh(const Number& z) { return std::asinh(z); }
Number c_cos(const Number& z) { return std::cos(z); }
Number c_cosh(const Number& z) { return std::cosh(z); }
Number c_exp(const Number& z) { return std::exp(z); }
Number c_sin(const Number& z) { return std::sin(z); }
Number c_sinh(const Number& z) { return std::sinh(z); }
Number c_sqrt(const Number& z) { return std::sqrt(z); }
Number c_tan(const Number& z) { return std::tan(z); }
Number c_tanh(const Number& z) { return std::tanh(z); }

// atan and atanh have poles.
Result<Own> cmath_atanh(Thread& t, const Value* a) {
    Number z = TRY(to_complex(t, a[0]));
    if (z.imag() == 0 && std::fabs(z.real()) == 1) return raise_value_error(t, "math domain error");
    return checked(t, z, std::atanh(z));
}
Result<Own> cmath_atan(Thread& t, const Value* a) {
    Number z = TRY(to_complex(t, a[0]));
    if (z.real() == 0 && std::fabs(z.imag()) == 1) return raise_value_error(t, "math domain error");
    return checked(t, z, std::atan(z));
}

// log |z| without overflow or cancellation near 1.
Number logarithm(Number z) {
    double x = std::fabs(z.real()), y = std::fabs(z.imag()), h = std::hypot(x, y), r;
    if (std::isinf(h) && finite(z)) {
        r = std::log(std::hypot(x / 2, y / 2)) + M_LN2;
    } else if (h > 0.71 && h < 1.73) {
        double larger = std::max(x, y), smaller = std::min(x, y);
        r = std::log1p((larger - 1) * (larger + 1) + smaller * smaller) / 2;
    } else {
        r = std::log(h);
    }
    return {r, std::atan2(z.imag(), z.real())};
}
Result<Own> cmath_log(Thread& t, const Value* a) {
    Number z = TRY(to_complex(t, a[0]));
    if (z == Number(0, 0)) return raise_value_error(t, "math domain error");
    Number r = logarithm(z);
    if (a[1].is_null()) return checked(t, z, r);
    Number base = TRY(to_complex(t, a[1]));
    if (base == Number(0, 0)) return raise_value_error(t, "math domain error");
    Number divisor = logarithm(base);
    Own top = Own(make_complex(r.real(), r.imag())), bottom = Own(make_complex(divisor.real(), divisor.imag()));
    return binary_op(t, BinaryOp::true_divide, top, bottom);
}
Result<Own> cmath_log10(Thread& t, const Value* a) {
    Number z = TRY(to_complex(t, a[0]));
    if (z == Number(0, 0)) return raise_value_error(t, "math domain error");
    Number r = logarithm(z);
    return checked(t, z, {r.real() / M_LN10, r.imag() / M_LN10});
}
Result<Own> cmath_phase(Thread& t, const Value* a) {
    Number z = TRY(to_complex(t, a[0]));
    return make_float(std::atan2(z.imag(), z.real()));
}
Result<Own> cmath_polar(Thread& t, const Value* a) {
    Number z = TRY(to_complex(t, a[0]));
    double h = std::hypot(z.real(), z.imag());
    if (std::isinf(h) && finite(z)) return raise_text(t, rt().types.OverflowError, "math range error");
    Own r = make_float(h), phase = make_float(std::atan2(z.imag(), z.real()));
    return Own(make_pair(r, phase));
}
Result<Own> cmath_rect(Thread& t, const Value* a) {
    double r = TRY(to_double(t, a[0])), phase = TRY(to_double(t, a[1]));
    if (std::isinf(phase) && r != 0 && !std::isnan(r)) return raise_value_error(t, "math domain error");
    if (phase == 0) return Own(make_complex(r, r * phase));
    return Own(make_complex(r * std::cos(phase), r * std::sin(phase)));
}
Result<Own> cmath_isnan(Thread& t, const Value* a) {
    Number z = TRY(to_complex(t, a[0]));
    return Own::boolean(std::isnan(z.real()) || std::isnan(z.imag()));
}
Result<Own> cmath_isinf(Thread& t, const Value* a) {
    Number z = TRY(to_complex(t, a[0]));
    return Own::boolean(std::isinf(z.real()) || std::isinf(z.imag()));
}
Result<Own> cmath_isfinite(Thread& t, const Value* a) { return Own::boolean(finite(TRY(to_complex(t, a[0])))); }
Result<Own> cmath_isclose(Thread& t, const Value* a) {
    Number x = TRY(to_complex(t, a[0])), y = TRY(to_complex(t, a[1]));
    double relative = a[2].is_null() ? 1e-09 : TRY(to_double(t, a[2])), absolute = a[3].is_null() ? 0.0 : TRY(to_double(t, a[3]));
    if (relative < 0 || absolute < 0) return raise_value_error(t, "tolerances must be non-negative");
    if (x == y) return Own::boolean(true);
    if (std::isinf(x.real()) || std::isinf(x.imag()) || std::isinf(y.real()) || std::isinf(y.imag())) return Own::boolean(false);
    double difference = std::abs(x - y);
    return Own::boolean(difference <= relative * std::abs(y) || difference <= relative * std::abs(x) || difference <= absolute);
}

const NativeDef functions[] = {
    {"acos(z, /)", unary<c_acos>, "Return the arc cosine of z."},
    {"acosh(z, /)", unary<c_acosh>, "Return the inverse hyperbolic cosine of z."},
    {"asin(z, /)", unary<c_asin>, "Return the arc sine of z."},
    {"asinh(z, /)", unary<c_asinh>, "Return the inverse hyperbolic sine of z."},
    {"atan(z, /)", cmath_atan, "Return the arc tangent of z."},
    {"atanh(z, /)", cmath_atanh, "Return the inverse hyperbolic tangent of z."},
    {"cos(z, /)", unary<c_cos>, "Return the cosine of z."},
    {"cosh(z, /)", unary<c_cosh>, "Return the hyperbolic cosine of z."},
    {"exp(z, /)", unary<c_exp>, "Return the exponential value e**z."},
    {"isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)", cmath_isclose, "Determine whether two complex numbers are close in value."},
    {"isfinite(z, /)", cmath_isfinite, "Return True if both the real and imaginary parts of z are finite, else False."},
    {"isinf(z, /)", cmath_isinf, "Checks if the real or imaginary part of z is infinite."},
    {"isnan(z, /)", cmath_isnan, "Checks if the real or imaginary part of z not a number (NaN)."},
    {"log(z, base=<unset>, /)", cmath_log, "log(z[, base]) -> the logarithm of z to the given base."},
    {"log10(z, /)", cmath_log10, "Return the base-10 logarithm of z."},
    {"phase(z, /)", cmath_phase, "Return argument, also known as the phase angle, of a complex."},
    {"polar(z, /)", cmath_polar, "Convert a complex from rectangular coordinates to polar coordinates."},
    {"rect(r, phi, /)", cmath_rect, "Convert from polar coordinates to rectangular coordinates."},
    {"sin(z, /)", unary<c_sin>, "Return the sine of z."},
    {"sinh(z, /)", unary<c_sinh>, "Return the hyperbolic sine of z."},
    {"sqrt(z, /)", unary<c_sqrt>, "Return the square root of z."},
    {"tan(z, /)", unary<c_tan>, "Return the tangent of z."},
    {"tanh(z, /)", unary<c_tanh>, "Return the hyperbolic tangent of z."},
    {},
};

Status setup(Thread&, Dict* names) {
    for (auto [name, value] : {std::pair{"pi", M_PI}, {"e", M_E}, {"tau", 2 * M_PI}, {"inf", HUGE_VAL}, {"nan", std::nan("")}}) {
        Own v = make_float(value);
        dict_set(names, intern(name), v);
    }
    dict_set(names, intern("infj"), make_complex(0, HUGE_VAL).value());
    dict_set(names, intern("nanj"), make_complex(0, std::nan("")).value());
    return {};
}

} // namespace

extern const NativeModuleDef module_cmath;
const NativeModuleDef module_cmath = {"cmath", "This module provides access to mathematical functions for complex numbers.", functions, setup};

} // namespace terrarium
