// The type complex.
#include "memory/heap.h"
#include "support/complex_arithmetic.h"
#include "vm/core/descriptor.h"
#include "vm/core/errors.h"
#include "vm/core/float.h"
#include "vm/core/integer.h"
#include "vm/core/protocol.h"
#include "vm/core/type_spec.h"
#include "vm/objects/containers.h"
#include "vm/objects/int_type.h"
#include "vm/objects/number_text.h"

#include <cmath>

namespace terrarium {

Ref<Complex> make_complex(double real, double imag) {
    Ref<Complex> c = new_object<Complex>(shapes::complex_, false);
    c->real = real;
    c->imag = imag;
    return c;
}

namespace {

const Lifecycle complex_life = {nullptr, nullptr, nullptr, fixed_size<Complex>, nullptr, "complex", {}};

bool is_complex(Value v) { return is_instance_of(v, rt().types.complex_); }

using Pair = ComplexPair;

// A number as a complex; false: no number, or an exception is raised.
bool as_pair(Thread& t, Value v, Pair* out) {
    if (v.is_object() && is_complex(v)) {
        *out = {as<Complex>(v)->real, as<Complex>(v)->imag};
        return true;
    }
    if (is_float(v)) {
        *out = {float_of(v), 0};
        return true;
    }
    if (is_int(v)) {
        Result<double> d = int_to_double(t, v);
        if (!d) return false;
        *out = {d.get(), 0};
        return true;
    }
    return false;
}

Result<Own> complex_power(Thread& t, Pair a, Pair b) {
    Pair r;
    if (b.re == 0 && b.im == 0) {
        r = {1, 0};
    } else if (a.re == 0 && a.im == 0) {
        if (b.im != 0 || b.re < 0) return raise_text(t, rt().types.ZeroDivisionError, "0.0 to a negative or complex power");
        r = {0, 0};
    } else if (is_small_power(b)) {
        if (!integer_power(a, static_cast<int64_t>(b.re), &r)) return raise_text(t, rt().types.ZeroDivisionError, "0.0 to a negative or complex power");
    } else {
        double magnitude = std::hypot(a.re, a.im), length = std::pow(magnitude, b.re), angle = std::atan2(a.im, a.re), phase = angle * b.re;
        if (b.im != 0) {
            length /= std::exp(angle * b.im);
            phase += b.im * std::log(magnitude);
        }
        r = {length * std::cos(phase), length * std::sin(phase)};
    }
    // Infinite operands are no excuse, and a NaN is no overflow.
    if (std::isinf(r.re) || std::isinf(r.im)) return raise_text(t, rt().types.OverflowError, "complex exponentiation");
    return Own(make_complex(r.re, r.im));
}

template <BinaryOp op>
Result<Own> complex_operator(Thread& t, Value x, Value y) {
    Pair a, b;
    if (!as_pair(t, x, &a) || !as_pair(t, y, &b)) {
        if (has_raised(t)) return Error{};
        return Own::not_implemented();
    }
    Pair r{};
    switch (op) {
        case BinaryOp::add: r = {a.re + b.re, a.im + b.im}; break;
        case BinaryOp::subtract: r = {a.re - b.re, a.im - b.im}; break;
        case BinaryOp::multiply: r = multiply(a, b); break;
        case BinaryOp::true_divide:
            if (b.re == 0 && b.im == 0) return raise_text(t, rt().types.ZeroDivisionError, "complex division by zero");
            r = divide(a, b);
            break;
        default: return complex_power(t, a, b);
    }
    return Own(make_complex(r.re, r.im));
}
Result<Own> complex_power_mod(Thread& t, Value a, Value b, Value m) {
    if (!m.is_none()) return raise_value_error(t, "complex modulo");
    return complex_operator<BinaryOp::power>(t, a, b);
}

Result<Own> complex_compare(Thread& t, Value a, Value b, CompareOp op) {
    if (op != CompareOp::eq && op != CompareOp::ne) return Own::not_implemented();
    Complex* x = as<Complex>(a);
    bool same;
    if (is_int(b)) {
        if (x->imag != 0) {
            same = false;
        } else {
            Own real = make_float(x->real);
            same = TRY(compare_bool(t, real, b, CompareOp::eq));
        }
    } else {
        Pair y;
        if (!as_pair(t, b, &y)) return Own::not_implemented();
        same = x->real == y.re && x->imag == y.im;
    }
    return Own::boolean(same == (op == CompareOp::eq));
}

// A part without the '.0' that repr of a float has.
std::string part_text(double d) {
    std::string text = float_repr(d);
    if (text.size() > 2 && text.compare(text.size() - 2, 2, ".0") == 0) text.resize(text.size() - 2);
    return text;
}
Result<Own> complex_repr(Thread&, Value v) {
    Complex* c = as<Complex>(v);
    if (c->real == 0 && !std::signbit(c->real)) return make_short_str(part_text(c->imag) + "j");
    std::string imag = part_text(c->imag);
    if (imag[0] != '-') imag.insert(0, "+");
    return make_short_str("(" + part_text(c->real) + imag + "j)");
}
Result<int64_t> complex_hash(Thread&, Value v) {
    Complex* c = as<Complex>(v);
    int64_t hash = static_cast<int64_t>(static_cast<uint64_t>(float_hash(c->real)) + 1000003 * static_cast<uint64_t>(float_hash(c->imag)));
    return hash == -1 ? -2 : hash;
}
Result<bool> complex_truth(Thread&, Value v) { return as<Complex>(v)->real != 0 || as<Complex>(v)->imag != 0; }
Result<Own> complex_negative(Thread&, Value v) { return Own(make_complex(-as<Complex>(v)->real, -as<Complex>(v)->imag)); }
Result<Own> complex_positive(Thread&, Value v) { return Own(make_complex(as<Complex>(v)->real, as<Complex>(v)->imag)); }
Result<Own> complex_absolute(Thread& t, Value v) {
    Complex* c = as<Complex>(v);
    double r = std::hypot(c->real, c->imag);
    if (std::isinf(r) && std::isfinite(c->real) && std::isfinite(c->imag)) return raise_text(t, rt().types.OverflowError, "absolute value too large");
    return make_float(r);
}

// complex('1+2j'): spaces and one pair of parentheses around.
bool read_complex(std::string text, Pair* out) {
    auto strip = [&]() {
        size_t start = text.find_first_not_of(" \t\n\v\f\r"), end = text.find_last_not_of(" \t\n\v\f\r");
        text = start == std::string::npos ? "" : text.substr(start, end - start + 1);
    };
    strip();
    if (text.size() >= 2 && text.front() == '(' && text.back() == ')') {
        text = text.substr(1, text.size() - 2);
        strip();
    }
    if (text.empty() || text.find_first_of(" \t\n\v\f\r") != std::string::npos) return false;
    char last = text.back();
    if (last != 'j' && last != 'J') {
        out->im = 0;
        return read_double(text, &out->re);
    }
    text.pop_back();
    // The sign that starts the imaginary part: not the first character, not after an exponent's e.
    size_t split = std::string::npos;
    for (size_t i = text.size(); i-- > 1;) {
        if ((text[i] == '+' || text[i] == '-') && text[i - 1] != 'e' && text[i - 1] != 'E') {
            split = i;
            break;
        }
    }
    std::string imag = split == std::string::npos ? text : text.substr(split);
    out->re = 0;
    if (split != std::string::npos && !read_double(text.substr(0, split), &out->re)) return false;
    if (imag.empty() || imag == "+" || imag == "-") {
        out->im = imag == "-" ? -1 : 1;
        return true;
    }
    return read_double(imag, &out->im);
}

Result<Own> in_class(Thread& t, Type* cls, double re, double im) {
    if (cls == rt().types.complex_) return Own(make_complex(re, im));
    Ref<Object> o = TRY(new_instance(t, cls));
    static_cast<Complex*>(o.get())->real = re;
    static_cast<Complex*>(o.get())->imag = im;
    return o;
}

// complex()'s first argument by __complex__; exhausted when it has none.
Result<Own> by_complex_method(Thread& t, Value v) {
    if (has_shape(v, shapes::complex_)) return Own::share(v);
    Own method = TRY(lookup_special(t, v, rt().names.dunder_complex));
    if (method.is_exhausted()) return method;
    Own r = TRY(call(t, method));
    if (has_shape(r, shapes::complex_)) return r;
    if (!is_complex(r)) return raise_type(t, "__complex__ returned non-complex (type {})", type_name(r));
    TRY(warn(t, rt().types.DeprecationWarning,
             fmt::format("__complex__ returned non-complex (type {}).  The ability to return an instance of a strict subclass of complex is deprecated, "
                         "and may be removed in a future version of Python.",
                         type_name(r)),
             1));
    return r;
}

bool has_number_slots(Value v) { return type_of(v)->slots.to_float || type_of(v)->slots.index || is_complex(v); }

// A part: a complex stays one, anything else becomes a float.
Result<Own> as_number(Thread& t, Value v) {
    if (is_complex(v)) return Own::share(v);
    return make_float(TRY(to_float(t, v)));
}

Result<Own> complex_construct(Thread& t, Type* cls, const Args& args) {
    BoundArgs bound;
    TRY(bind_args(t, "complex(real=0, imag=0)", Value::null(), args, bound));
    Value real = bound.values[0], imag = bound.values[1];
    if (is_str(real)) {
        if (!imag.is_null()) return raise_type(t, "complex() can't take second arg if first is a string");
        Pair p;
        if (!read_complex(to_decimal_text(as<Str>(real)), &p)) return raise_value_error(t, "complex() arg is a malformed string");
        return in_class(t, cls, p.re, p.im);
    }
    if (is_str(imag)) return raise_type(t, "complex() second arg can't be a string");
    if (!real.is_null() && imag.is_null() && has_shape(real, shapes::complex_) && cls == rt().types.complex_) return Own::share(real);
    Pair a{0, 0}, b{0, 0};
    bool real_is_complex = false;
    Own first = Own::share(real.is_null() ? Value::none() : real);
    if (!real.is_null()) {
        Own special = TRY(by_complex_method(t, real));
        if (!special.is_exhausted()) first = std::move(special);
        if (!has_number_slots(first)) return raise_type(t, "complex() first argument must be a string or a number, not '{}'", type_name(first));
    }
    if (!imag.is_null() && !has_number_slots(imag)) return raise_type(t, "complex() second argument must be a number, not '{}'", type_name(imag));
    if (!real.is_null()) {
        Own v = TRY(as_number(t, first));
        if (!as_pair(t, v, &a)) return Error{};
        real_is_complex = is_complex(v);
    }
    if (imag.is_null()) return in_class(t, cls, a.re, a.im);
    Own v = TRY(as_number(t, imag));
    if (!as_pair(t, v, &b)) return Error{};
    // real + imag * 1j, without touching signs of zeros where a part is real.
    double re = a.re, im = b.re;
    if (is_complex(v)) re -= b.im;
    if (real_is_complex) im += a.im;
    return in_class(t, cls, re, im);
}

Result<Own> method_conjugate(Thread&, const Value* a) { return Own(make_complex(as<Complex>(a[0])->real, -as<Complex>(a[0])->imag)); }
Result<Own> method_complex(Thread&, const Value* a) { return Own(make_complex(as<Complex>(a[0])->real, as<Complex>(a[0])->imag)); }
Result<Own> method_getnewargs(Thread&, const Value* a) {
    Own re = make_float(as<Complex>(a[0])->real), im = make_float(as<Complex>(a[0])->imag);
    return Own(tuple_of(re.get(), im.get()));
}
Result<Own> method_format(Thread& t, const Value* a) {
    if (!is_str(a[1])) return raise_type(t, "__format__() argument must be str, not {}", a[1].is_none() ? "None" : type_name(a[1]));
    return complex_format_spec(t, as<Complex>(a[0])->real, as<Complex>(a[0])->imag, as<Str>(a[1]));
}
Result<Own> get_real(Thread&, Value v) { return make_float(as<Complex>(v)->real); }
Result<Own> get_imag(Thread&, Value v) { return make_float(as<Complex>(v)->imag); }

const NativeDef complex_methods[] = {
    {"conjugate($self, /)", method_conjugate, "Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j."},
    {"__complex__($self, /)", method_complex, "Convert this value to exact type complex."},
    {"__getnewargs__($self, /)", method_getnewargs, nullptr},
    {"__format__($self, format_spec, /)", method_format, "Convert to a string according to format_spec."},
    {},
};
const GetSetDef complex_getsets[] = {
    {"real", get_real, read_only_member, "the real part of a complex number"},
    {"imag", get_imag, read_only_member, "the imaginary part of a complex number"},
    {},
};

void fill_complex(Slots& s) {
    s.repr = complex_repr;
    s.hash = complex_hash;
    s.compare = complex_compare;
    s.construct = complex_construct;
    s.truth = complex_truth;
    s.negative = complex_negative;
    s.positive = complex_positive;
    s.absolute = complex_absolute;
    s.power_mod = complex_power_mod;
    auto& b = s.binary;
    b[static_cast<size_t>(BinaryOp::add)] = complex_operator<BinaryOp::add>;
    b[static_cast<size_t>(BinaryOp::subtract)] = complex_operator<BinaryOp::subtract>;
    b[static_cast<size_t>(BinaryOp::multiply)] = complex_operator<BinaryOp::multiply>;
    b[static_cast<size_t>(BinaryOp::true_divide)] = complex_operator<BinaryOp::true_divide>;
    b[static_cast<size_t>(BinaryOp::power)] = complex_operator<BinaryOp::power>;
}

} // namespace

Result<ComplexParts> to_complex(Thread& t, Value v) {
    Own special;
    if (!is_complex(v)) special = TRY(by_complex_method(t, v));
    Value found = special.is_null() || special.is_exhausted() ? v : special.get();
    if (is_complex(found)) return ComplexParts{as<Complex>(found)->real, as<Complex>(found)->imag};
    return ComplexParts{TRY(to_double(t, found)), 0};
}

extern const TypeSpec spec_complex_;
const TypeSpec spec_complex_ = {"builtins", "Create a complex number from a real part and an optional imaginary part.\n\nThis is equivalent to (real + imag*1j) where imag defaults to 0.",
                                sizeof(Complex), type_basetype, &complex_life, fill_complex, complex_methods, complex_getsets, nullptr};

} // namespace terrarium
