// The type float: mostly immediate; a heap object where the exponent is extreme or for instances of subclasses.
#include "vm/core/float.h"

#include "memory/heap.h"
#include "vm/core/errors.h"
#include "vm/core/integer.h"
#include "vm/core/protocol.h"
#include "vm/core/type_spec.h"
#include "vm/objects/buffer.h"
#include "vm/objects/bytes.h"
#include "vm/objects/containers.h"
#include "vm/objects/int_limbs.h"
#include "vm/objects/int_type.h"
#include "vm/objects/number_text.h"

#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace terrarium {

Ref<Float> make_heap_float(double d) {
    Ref<Float> f = new_object<Float>(shapes::float_, false);
    f->value = d;
    return f;
}

namespace {

// __float__, else __index__: one of them is there.
Result<double> by_slots(Thread& t, Value v) {
    UnarySlot slot = type_of(v)->slots.to_float;
    if (!slot) {
        Own i = TRY(to_index(t, v));
        return int_to_double(t, i);
    }
    Own r = TRY(slot(t, v));
    if (!is_float(r)) return raise_type(t, "{}.__float__ returned non-float (type {})", type_name(v), type_name(r));
    if (!is_exact_float(r))
        TRY(warn(t, rt().types.DeprecationWarning,
                 fmt::format("{}.__float__ returned non-float (type {}).  The ability to return an instance of a strict subclass of float is deprecated, "
                             "and may be removed in a future version of Python.",
                             type_name(v), type_name(r)),
                 1));
    return float_of(r);
}

} // namespace

Result<double> to_double(Thread& t, Value v) {
    if (v.is_float()) return v.float_value();
    if (is_float(v)) return as<Float>(v)->value;
    if (v.is_int() || v.is_bool()) return int_to_double(t, v);
    Type* type = type_of(v);
    if (type->slots.to_float || type->slots.index) return by_slots(t, v);
    return raise_type(t, "must be real number, not {}", type_name(v));
}

Result<double> to_float(Thread& t, Value v) {
    if (is_exact_float(v)) return float_of(v);
    Type* type = type_of(v);
    if (!is_exact_str(v) && (type->slots.to_float || type->slots.index)) return by_slots(t, v);
    Own parsed;
    if (is_str(v)) {
        parsed = TRY(float_parse(t, to_decimal_text(as<Str>(v)), v));
    } else if (is_bytes(v) || is_bytearray(v)) {
        parsed = TRY(float_parse(t, bytes_content(v), v));
    } else if (has_buffer(v)) {
        Buffer buffer = TRY(get_buffer(t, v));
        parsed = TRY(float_parse(t, buffer.view(), v));
    } else {
        return raise_type(t, "float() argument must be a string or a real number, not '{}'", type_name(v));
    }
    return float_of(parsed);
}

// Equal numbers hash alike: the value modulo 2^61 - 1 (sys.hash_info).
int64_t float_hash(double d) {
    if (std::isinf(d)) return d > 0 ? 314159 : -314159;
    if (std::isnan(d)) return 0;
    constexpr uint64_t modulus = (uint64_t{1} << 61) - 1;
    int exponent;
    double m = std::frexp(std::fabs(d), &exponent);
    uint64_t x = 0;
    while (m != 0) { // 28 bits at a time
        x = ((x << 28) & modulus) | x >> (61 - 28);
        m *= 268435456.0;
        exponent -= 28;
        uint64_t y = static_cast<uint64_t>(m);
        m -= static_cast<double>(y);
        x += y;
        if (x >= modulus) x -= modulus;
    }
    exponent = exponent >= 0 ? exponent % 61 : 61 - 1 - ((-1 - exponent) % 61);
    x = ((x << exponent) & modulus) | x >> (61 - exponent);
    int64_t hash = static_cast<int64_t>(x);
    if (d < 0) hash = -hash;
    return hash == -1 ? -2 : hash;
}

namespace {

Error zero_division(Thread& t, const char* text) { return raise_text(t, rt().types.ZeroDivisionError, text); }

double floored_modulo(double a, double b, double* quotient) {
    double m = std::fmod(a, b), q = (a - m) / b;
    if (m != 0) {
        if ((b < 0) != (m < 0)) {
            m += b;
            q -= 1;
        }
    } else {
        m = std::copysign(0.0, b);
    }
    if (q != 0) {
        double f = std::floor(q);
        if (q - f > 0.5) f += 1;
        *quotient = f;
    } else {
        *quotient = std::copysign(0.0, a / b);
    }
    return m;
}

Result<Own> float_power(Thread& t, double a, double b) {
    if (b == 0 || a == 1) return make_float(1.0);
    if (std::isnan(a) || std::isnan(b)) return make_float(std::isnan(a) ? a : b);
    if (a == 0 && b < 0 && std::isfinite(b)) return zero_division(t, "0.0 cannot be raised to a negative power");
    if (a < 0 && std::isfinite(a) && std::isfinite(b) && b != std::floor(b)) {
        return power(t, make_complex(a, 0).value(), make_complex(b, 0).value(), Value::none());
    }
    double r = std::pow(a, b);
    if (std::isinf(r) && std::isfinite(a) && std::isfinite(b)) {
        Ref<Str> text = make_short_str("Numerical result out of range");
        Ref<Tuple> args = tuple_of(Value::small_int(ERANGE), text.value());
        Own exception = TRY(call_ex(t, Value::object(rt().types.OverflowError), args, nullptr));
        return raise_object(t, exception);
    }
    return make_float(r);
}

} // namespace

Result<Own> float_binary(Thread& t, BinaryOp op, double a, double b) {
    switch (op) {
        case BinaryOp::add: return make_float(a + b);
        case BinaryOp::subtract: return make_float(a - b);
        case BinaryOp::multiply: return make_float(a * b);
        case BinaryOp::true_divide:
            if (b == 0) return zero_division(t, "float division by zero");
            return make_float(a / b);
        case BinaryOp::floor_divide: {
            if (b == 0) return zero_division(t, "float floor division by zero");
            double q;
            floored_modulo(a, b, &q);
            return make_float(q);
        }
        case BinaryOp::modulo: {
            if (b == 0) return zero_division(t, "float modulo");
            double q;
            return make_float(floored_modulo(a, b, &q));
        }
        case BinaryOp::divmod: {
            if (b == 0) return zero_division(t, "float divmod()");
            double q, m = floored_modulo(a, b, &q);
            Own quotient = make_float(q), rest = make_float(m);
            return Own(make_pair(quotient, rest));
        }
        case BinaryOp::power: return float_power(t, a, b);
        default: return Own::not_implemented();
    }
}

namespace {

const Lifecycle float_life = {nullptr, nullptr, nullptr, fixed_size<Float>, nullptr, "float", {}};

// Both operands as doubles; false: one is no number, or an int too large (an exception is raised then).
bool operands(Thread& t, Value a, Value b, double* x, double* y) {
    for (auto [v, out] : {std::pair{a, x}, {b, y}}) {
        if (is_float(v)) {
            *out = float_of(v);
        } else if (is_int(v)) {
            Result<double> d = int_to_double(t, v);
            if (!d) return false;
            *out = d.get();
        } else {
            return false;
        }
    }
    return true;
}

template <BinaryOp op>
Result<Own> float_operator(Thread& t, Value a, Value b) {
    double x, y;
    if (!operands(t, a, b, &x, &y)) {
        if (has_raised(t)) return Error{};
        return Own::not_implemented();
    }
    return float_binary(t, op, x, y);
}
Result<Own> float_power_mod(Thread& t, Value a, Value b, Value m) {
    if (!m.is_none()) return raise_type(t, "pow() 3rd argument not allowed unless all arguments are integers");
    return float_operator<BinaryOp::power>(t, a, b);
}

// Orders a float and an int exactly, however large the int is.
int compare_with_int(double d, Value i) {
    if (std::isinf(d)) return d > 0 ? 1 : -1;
    IntView view(i);
    if (view.count() <= 1) {
        int64_t n;
        if (int_fits_int64(i, &n) && n > -(int64_t{1} << 53) && n < (int64_t{1} << 53)) return d < static_cast<double>(n) ? -1 : d > static_cast<double>(n);
    }
    int c = mpz_cmp_d(view.mpz(), d);
    return c > 0 ? -1 : c < 0;
}

Result<Own> float_compare(Thread&, Value a, Value b, CompareOp op) {
    double x = float_of(a);
    bool less, equal_;
    if (is_float(b)) {
        double y = float_of(b);
        if (std::isnan(x) || std::isnan(y)) return Own::boolean(op == CompareOp::ne);
        less = x < y;
        equal_ = x == y;
    } else if (is_int(b)) {
        if (std::isnan(x)) return Own::boolean(op == CompareOp::ne);
        int c = compare_with_int(x, b);
        less = c < 0;
        equal_ = c == 0;
    } else {
        return Own::not_implemented();
    }
    switch (op) {
        case CompareOp::lt: return Own::boolean(less);
        case CompareOp::le: return Own::boolean(less || equal_);
        case CompareOp::eq: return Own::boolean(equal_);
        case CompareOp::ne: return Own::boolean(!equal_);
        case CompareOp::gt: return Own::boolean(!less && !equal_);
        case CompareOp::ge: return Own::boolean(!less);
    }
    return Own::not_implemented();
}

Result<Own> float_repr_slot(Thread&, Value v) { return make_short_str(float_repr(float_of(v))); }
Result<int64_t> float_hash_slot(Thread&, Value v) {
    double d = float_of(v);
    if (std::isnan(d)) return v.is_object() ? hash_pointer(v.object_ptr()) : 0;
    return float_hash(d);
}
Result<bool> float_truth(Thread&, Value v) { return float_of(v) != 0; }
Result<Own> float_self(Thread&, Value v) { return make_float(float_of(v)); }
Result<Own> float_negative(Thread&, Value v) { return make_float(-float_of(v)); }
Result<Own> float_absolute(Thread&, Value v) { return make_float(std::fabs(float_of(v))); }
Result<Own> float_to_int(Thread& t, Value v) { return int_from_double(t, float_of(v)); }

Result<Own> in_class(Thread& t, Type* cls, double d) {
    if (cls == rt().types.float_) return make_float(d);
    Ref<Object> o = TRY(new_instance(t, cls));
    static_cast<Float*>(o.get())->value = d;
    return o;
}

Result<Own> float_construct(Thread& t, Type* cls, const Args& args) {
    if (cls == rt().types.float_) TRY(no_keywords(t, "float", args));
    Args positional{args.values, args.count, nullptr};
    Value v = TRY(optional_argument(t, "float", positional));
    if (v.is_null()) return in_class(t, cls, 0.0);
    return in_class(t, cls, TRY(to_float(t, v)));
}

// ---- methods

Result<Own> method_is_integer(Thread&, const Value* a) {
    double d = float_of(a[0]);
    return Own::boolean(std::isfinite(d) && std::floor(d) == d);
}
Result<Own> method_as_integer_ratio(Thread& t, const Value* a) {
    double d = float_of(a[0]);
    if (std::isinf(d)) return raise_text(t, rt().types.OverflowError, "cannot convert Infinity to integer ratio");
    if (std::isnan(d)) return raise_value_error(t, "cannot convert NaN to integer ratio");
    int exponent;
    double m = std::frexp(d, &exponent);
    for (int i = 0; i < 300 && m != std::floor(m); i++) {
        m *= 2;
        exponent--;
    }
    Own top = TRY(int_from_double(t, m)), bottom = Own::small_int(1);
    Value shift = Value::small_int(exponent < 0 ? -exponent : exponent);
    if (exponent > 0) top = TRY(int_binary(t, BinaryOp::lshift, top, shift));
    else bottom = TRY(int_binary(t, BinaryOp::lshift, bottom, shift));
    return Own(make_pair(top, bottom));
}
Result<Own> method_hex(Thread&, const Value* a) {
    double d = float_of(a[0]);
    if (!std::isfinite(d)) return make_short_str(float_repr(d));
    if (d == 0) return make_short_str(std::signbit(d) ? "-0x0.0p+0" : "0x0.0p+0");
    int exponent;
    double m = std::frexp(std::fabs(d), &exponent);
    int shift = 1 - std::max(-1021 - exponent, 0);
    m = std::ldexp(m, shift);
    exponent -= shift;
    std::string text = std::signbit(d) ? "-0x" : "0x";
    for (int i = 0; i < 14; i++) {
        int digit = static_cast<int>(m);
        text += "0123456789abcdef"[digit];
        if (i == 0) text += '.';
        m = (m - digit) * 16;
    }
    return make_short_str(text + fmt::format("p{}{}", exponent < 0 ? '-' : '+', std::abs(exponent)));
}
Result<Own> method_fromhex(Thread& t, const Value* a) {
    if (!is_str(a[1])) return raise_type(t, "bad argument type for built-in operation");
    std::string text = to_decimal_text(as<Str>(a[1]));
    size_t start = text.find_first_not_of(" \t\n\v\f\r"), end = text.find_last_not_of(" \t\n\v\f\r");
    auto invalid = [&]() -> Error { return raise_value_error(t, "invalid hexadecimal floating-point string"); };
    if (start == std::string::npos) return invalid();
    text = text.substr(start, end - start + 1);
    size_t i = 0;
    bool negative = false;
    if (text[i] == '+' || text[i] == '-') negative = text[i++] == '-';
    std::string body = text.substr(i), lower = body;
    for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    double d;
    if (lower == "inf" || lower == "infinity") {
        d = HUGE_VAL;
    } else if (lower == "nan") {
        d = std::nan("");
    } else {
        if (lower.rfind("0x", 0) == 0) lower = lower.substr(2);
        bool digits = false, point = false;
        size_t k = 0;
        for (; k < lower.size(); k++) {
            if (std::isxdigit(static_cast<unsigned char>(lower[k]))) digits = true;
            else if (lower[k] == '.' && !point) point = true;
            else break;
        }
        if (!digits) return invalid();
        if (k < lower.size()) {
            if (lower[k] != 'p') return invalid();
            size_t e = k + 1;
            if (e < lower.size() && (lower[e] == '+' || lower[e] == '-')) e++;
            if (e >= lower.size()) return invalid();
            for (; e < lower.size(); e++) {
                if (lower[e] < '0' || lower[e] > '9') return invalid();
            }
        }
        d = std::strtod(("0x" + lower).c_str(), nullptr);
        if (std::isinf(d)) return raise_text(t, rt().types.OverflowError, "hexadecimal value too large to represent as a float");
    }
    if (negative) d = -d;
    Own value = make_float(d);
    if (a[0] == Value::object(rt().types.float_)) return value;
    return call(t, a[0], value);
}
Result<Own> method_round(Thread& t, const Value* a) {
    double d = float_of(a[0]);
    if (a[1].is_null() || a[1].is_none()) {
        double r = std::nearbyint(d);
        return int_from_double(t, std::isfinite(d) ? r : d);
    }
    Own index = TRY(to_index(t, a[1]));
    int64_t digits = TRY(to_clamped(t, index));
    if (!std::isfinite(d) || d == 0) return make_float(d);
    if (digits > 323) return make_float(d);
    if (digits < -308) return make_float(std::copysign(0.0, d));
    // Correctly rounded through the exact decimal expansion.
    if (digits >= 0) {
        double r = std::strtod(float_format(d, 'f', static_cast<int>(digits), false, false).c_str(), nullptr);
        return make_float(r);
    }
    std::string text = float_format(d, 'f', 400, false, false);
    bool negative = text[0] == '-';
    if (negative) text.erase(0, 1);
    size_t point = text.find('.');
    int64_t keep = static_cast<int64_t>(point) + digits;
    if (keep < 0) return make_float(std::copysign(0.0, d));
    std::string head = "0" + text.substr(0, static_cast<size_t>(keep));
    std::string tail = text.substr(static_cast<size_t>(keep), point - static_cast<size_t>(keep)) + text.substr(point + 1);
    bool up = tail[0] > '5' || (tail[0] == '5' && (tail.find_first_not_of('0', 1) != std::string::npos || ((head.back() - '0') & 1)));
    for (size_t i = head.size(); up && i-- > 0;) {
        up = head[i] == '9';
        head[i] = static_cast<char>(up ? '0' : head[i] + 1);
    }
    double r = std::strtod((head + std::string(static_cast<size_t>(-digits), '0')).c_str(), nullptr);
    if (std::isinf(r)) return raise_text(t, rt().types.OverflowError, "rounded value too large to represent");
    return make_float(negative ? -r : r);
}
Result<Own> method_trunc(Thread& t, const Value* a) { return int_from_double(t, float_of(a[0])); }
Result<Own> method_floor(Thread& t, const Value* a) { return int_from_double(t, std::floor(float_of(a[0]))); }
Result<Own> method_ceil(Thread& t, const Value* a) { return int_from_double(t, std::ceil(float_of(a[0]))); }
Result<Own> method_conjugate(Thread&, const Value* a) { return make_float(float_of(a[0])); }
Result<Own> method_getnewargs(Thread&, const Value* a) {
    Own self = make_float(float_of(a[0]));
    return Own(tuple_of(self.get()));
}
Result<Own> method_format(Thread& t, const Value* a) {
    if (!is_str(a[1])) return raise_type(t, "__format__() argument must be str, not {}", a[1].is_none() ? "None" : type_name(a[1]));
    return float_format_spec(t, float_of(a[0]), a[0], as<Str>(a[1]));
}
Result<Own> method_getformat(Thread& t, const Value* a) {
    if (is_str(a[1]) && (str_equal(as<Str>(a[1]), "double") || str_equal(as<Str>(a[1]), "float"))) return make_short_str("IEEE, little-endian");
    return raise_value_error(t, "__getformat__() argument 1 must be 'double' or 'float'");
}
Result<Own> get_imag(Thread&, Value) { return make_float(0.0); }

const NativeDef float_methods[] = {
    {"is_integer($self, /)", method_is_integer, "Return True if the float is an integer."},
    {"as_integer_ratio($self, /)", method_as_integer_ratio, "Return a pair of integers, whose ratio is exactly equal to the original float."},
    {"hex($self, /)", method_hex, "Return a hexadecimal representation of a floating-point number."},
    {"fromhex($cls, string, /)", method_fromhex, "Create a floating-point number from a hexadecimal string.", native_class_method},
    {"conjugate($self, /)", method_conjugate, "Return self, the complex conjugate of any float."},
    {"__round__($self, ndigits=None, /)", method_round, "Return the Integral closest to x, rounding half toward even."},
    {"__trunc__($self, /)", method_trunc, "Return the Integral closest to x between 0 and x."},
    {"__floor__($self, /)", method_floor, "Return the floor as an Integral."},
    {"__ceil__($self, /)", method_ceil, "Return the ceiling as an Integral."},
    {"__getnewargs__($self, /)", method_getnewargs, nullptr},
    {"__format__($self, format_spec, /)", method_format, "Formats the float according to format_spec."},
    {"__getformat__($cls, typestr, /)", method_getformat, nullptr, native_class_method},
    {},
};
const GetSetDef float_getsets[] = {
    {"real", float_self, nullptr, "the real part of a complex number"},
    {"imag", get_imag, nullptr, "the imaginary part of a complex number"},
    {},
};

void fill_float(Slots& s) {
    s.repr = float_repr_slot;
    s.hash = float_hash_slot;
    s.compare = float_compare;
    s.construct = float_construct;
    s.truth = float_truth;
    s.negative = float_negative;
    s.positive = float_self;
    s.absolute = float_absolute;
    s.to_int = float_to_int;
    s.to_float = float_self;
    s.power_mod = float_power_mod;
    auto& b = s.binary;
    b[static_cast<size_t>(BinaryOp::add)] = float_operator<BinaryOp::add>;
    b[static_cast<size_t>(BinaryOp::subtract)] = float_operator<BinaryOp::subtract>;
    b[static_cast<size_t>(BinaryOp::multiply)] = float_operator<BinaryOp::multiply>;
    b[static_cast<size_t>(BinaryOp::true_divide)] = float_operator<BinaryOp::true_divide>;
    b[static_cast<size_t>(BinaryOp::floor_divide)] = float_operator<BinaryOp::floor_divide>;
    b[static_cast<size_t>(BinaryOp::modulo)] = float_operator<BinaryOp::modulo>;
    b[static_cast<size_t>(BinaryOp::divmod)] = float_operator<BinaryOp::divmod>;
    b[static_cast<size_t>(BinaryOp::power)] = float_operator<BinaryOp::power>;
}

} // namespace

extern const TypeSpec spec_float_;
const TypeSpec spec_float_ = {"builtins", "Convert a string or number to a floating point number, if possible.", sizeof(Float),
                              type_basetype | type_float | type_match_self, &float_life, fill_float, float_methods, float_getsets, nullptr};

} // namespace terrarium
