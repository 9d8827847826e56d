# Shown as native code.
# cmath over math: functions of complex numbers by their real parts. Formulas: Abramowitz & Stegun 4.2-4.6, arranged so
# that big arguments do not overflow on the way and signs of zeros choose the side of a branch cut (Kahan 1987).

import math as _math

pi = _math.pi
e = _math.e
tau = _math.tau
inf = _math.inf
nan = _math.nan
infj = complex(0.0, inf)
nanj = complex(0.0, nan)

_LARGE = 2.0 ** 1020
_LN2 = _math.log(2)


def _complex(z):
    """z as a complex number: what __complex__, __float__ or __index__ say."""
    if isinstance(z, complex):
        return z
    if isinstance(z, str):
        raise TypeError('must be real number, not str')
    if hasattr(type(z), '__complex__'):
        return complex(z)
    return complex(_real(z), 0.0)


def _real(x):
    """x as a float, with math's words for what is not a number."""
    _math.isnan(x)
    return float(x)


def _domain():
    raise ValueError('math domain error')


def _range():
    raise OverflowError('math range error')


def isfinite(z, /):
    """Return True if both the real and imaginary parts of z are finite, else False."""
    z = _complex(z)
    return _math.isfinite(z.real) and _math.isfinite(z.imag)


def isinf(z, /):
    """Checks if the real or imaginary part of z is infinite."""
    z = _complex(z)
    return _math.isinf(z.real) or _math.isinf(z.imag)


def isnan(z, /):
    """Checks if the real or imaginary part of z not a number (NaN)."""
    z = _complex(z)
    return _math.isnan(z.real) or _math.isnan(z.imag)


def isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0):
    """Determine whether two complex numbers are close in value."""
    a, b = _complex(a), _complex(b)
    if rel_tol < 0.0 or abs_tol < 0.0:
        raise ValueError('tolerances must be non-negative')
    if a == b:
        return True
    if isinf(a) or isinf(b):
        return False
    distance = abs(a - b)
    return distance <= rel_tol * abs(b) or distance <= rel_tol * abs(a) or distance <= abs_tol


def phase(z, /):
    """Return argument, also known as the phase angle, of a complex."""
    z = _complex(z)
    return _math.atan2(z.imag, z.real)


def polar(z, /):
    """Convert a complex from rectangular coordinates to polar coordinates."""
    z = _complex(z)
    return abs(z), _math.atan2(z.imag, z.real)


def rect(r, phi, /):
    """Convert from polar coordinates to rectangular coordinates."""
    r, phi = _real(r), _real(phi)
    if _math.isinf(phi):
        if r == 0.0:
            return complex(0.0, 0.0)
        if not _math.isnan(r):
            _domain()
        return complex(nan, nan)
    if phi == 0.0:
        return complex(r, r * phi)
    if _math.isinf(r):
        real, imag = _math.cos(phi), _math.sin(phi)
        return complex(_math.copysign(r, real) * _math.copysign(1.0, r), _math.copysign(r, imag) * _math.copysign(1.0, r)) if r > 0 \
            else complex(_math.copysign(inf, -real), _math.copysign(inf, -imag))
    return complex(r * _math.cos(phi), r * _math.sin(phi))


def sqrt(z, /):
    """Return the square root of z."""
    z = _complex(z)
    x, y = z.real, z.imag
    if x == 0.0 and y == 0.0:
        return complex(0.0, y)
    if _math.isinf(y):
        return complex(inf, y)
    if _math.isinf(x):
        if x > 0:
            return complex(x, y if y != y else _math.copysign(0.0, y))
        return complex(nan if y != y else 0.0, _math.copysign(inf, y))
    ax = _math.fabs(x) / 8.0
    s = 2.0 * _math.sqrt(ax + _math.hypot(ax, y / 8.0))
    d = _math.fabs(y) / (2.0 * s)
    if x >= 0.0:
        return complex(s, _math.copysign(d, y))
    return complex(d, _math.copysign(s, y))


def exp(z, /):
    """Return the exponential value e**z."""
    z = _complex(z)
    x, y = z.real, z.imag
    if _math.isinf(x) and x < 0:
        return complex(0.0, 0.0) if not _math.isfinite(y) else complex(0.0 * _math.cos(y), 0.0 * _math.sin(y))
    if _math.isinf(y):
        if x != x:
            return complex(nan, nan)
        if _math.isinf(x):
            return complex(inf, nan)
        _domain()
    if y == 0.0:
        return complex(_math.exp(x), y)
    if _math.isinf(x):
        return complex(_math.copysign(inf, _math.cos(y)), _math.copysign(inf, _math.sin(y))) if y == y else complex(inf, nan)
    if x > 708.0:
        scale = _math.exp(x - 1.0)
        real, imag = scale * _math.cos(y) * e, scale * _math.sin(y) * e
    else:
        scale = _math.exp(x)
        real, imag = scale * _math.cos(y), scale * _math.sin(y)
    if _math.isinf(real) or _math.isinf(imag):
        _range()
    return complex(real, imag)


def _log(z):
    x, y = _math.fabs(z.real), _math.fabs(z.imag)
    if x == 0.0 and y == 0.0:
        _domain()
    if x > _LARGE or y > _LARGE:
        size = inf if _math.isinf(x) or _math.isinf(y) else _math.log(_math.hypot(x / 2.0, y / 2.0)) + _LN2
    elif x < 2.0 ** -1000 and y < 2.0 ** -1000:
        size = _math.log(_math.hypot(_math.ldexp(x, 60), _math.ldexp(y, 60))) - 60 * _LN2
    else:
        h = _math.hypot(x, y)
        if 0.71 <= h <= 1.73:
            big, small = max(x, y), min(x, y)
            size = _math.log1p((big - 1) * (big + 1) + small * small) / 2.0
        else:
            size = _math.log(h)
    return complex(size, _math.atan2(z.imag, z.real))


_no_base = object()


def log(z, base=_no_base, /):
    """log(z[, base]) -> the logarithm of z to the given base (natural without one)."""
    value = _log(_complex(z))
    if base is _no_base:
        return value
    below = _log(_complex(base))
    if below == 0:
        _domain()
    return value / below


def log10(z, /):
    """Return the base-10 logarithm of z."""
    value = _log(_complex(z))
    return complex(value.real / _math.log(10), value.imag / _math.log(10))


def sinh(z, /):
    """Return the hyperbolic sine of z."""
    z = _complex(z)
    x, y = z.real, z.imag
    if _math.isinf(y) and not x != x and not (x == 0.0):
        if _math.isinf(x):
            return complex(x, nan)
        _domain()
    if _math.isinf(y):
        if x == 0.0:
            _domain()
        return complex(nan, nan)
    if _math.isinf(x):
        return complex(x, y) if y == 0.0 else complex(_math.copysign(inf, x * _math.cos(y)), _math.copysign(inf, _math.sin(y)))
    if _math.fabs(x) > 708.0:
        less = x - _math.copysign(1.0, x)
        real, imag = _math.cos(y) * _math.sinh(less) * e, _math.sin(y) * _math.cosh(less) * e
    else:
        real, imag = _math.cos(y) * _math.sinh(x), _math.sin(y) * _math.cosh(x)
    if _math.isinf(real) or _math.isinf(imag):
        _range()
    return complex(real, imag)


def cosh(z, /):
    """Return the hyperbolic cosine of z."""
    z = _complex(z)
    x, y = z.real, z.imag
    if _math.isinf(y):
        if _math.isinf(x):
            return complex(inf, nan)
        if x != x:
            return complex(nan, nan)
        _domain()
    if _math.isinf(x):
        return complex(inf, _math.copysign(y, x) if y == 0.0 and x > 0 else -y) if y == 0.0 else \
            complex(_math.copysign(inf, _math.cos(y)), _math.copysign(inf, x * _math.sin(y)))
    if _math.fabs(x) > 708.0:
        less = x - _math.copysign(1.0, x)
        real, imag = _math.cos(y) * _math.cosh(less) * e, _math.sin(y) * _math.sinh(less) * e
    else:
        real, imag = _math.cos(y) * _math.cosh(x), _math.sin(y) * _math.sinh(x)
    if _math.isinf(real) or _math.isinf(imag):
        _range()
    return complex(real, imag)


def tanh(z, /):
    """Return the hyperbolic tangent of z."""
    z = _complex(z)
    x, y = z.real, z.imag
    if _math.isinf(y) and _math.isfinite(x):
        _domain()
    if _math.isinf(x):
        return complex(_math.copysign(1.0, x), _math.copysign(0.0, 2.0 * _math.sin(y) * _math.cos(y)) if _math.isfinite(y) else 0.0)
    if _math.fabs(x) > 354.0:
        return complex(_math.copysign(1.0, x), 4.0 * _math.sin(y) * _math.cos(y) * _math.exp(-2.0 * _math.fabs(x)))
    tx, ty = _math.tanh(x), _math.tan(y)
    cx = 1.0 / _math.cosh(x)
    both = tx * ty
    below = 1.0 + both * both
    return complex(tx * (1.0 + ty * ty) / below, ty / below * cx * cx)


def _turn(z):
    """z times 1j, without touching zeros' signs."""
    return complex(-z.imag, z.real)


def _turn_back(z):
    return complex(z.imag, -z.real)


def sin(z, /):
    """Return the sine of z."""
    return _turn_back(sinh(_turn(_complex(z))))


def cos(z, /):
    """Return the cosine of z."""
    return cosh(_turn(_complex(z)))


def tan(z, /):
    """Return the tangent of z."""
    return _turn_back(tanh(_turn(_complex(z))))


def _is_large(z):
    return _math.fabs(z.real) > _LARGE or _math.fabs(z.imag) > _LARGE


def _half_log(z):
    """Of a large z: log(2 * abs(z))."""
    if isinf(z):
        return inf
    return _math.log(_math.hypot(z.real / 2.0, z.imag / 2.0)) + 2.0 * _LN2


def acos(z, /):
    """Return the arc cosine of z."""
    z = _complex(z)
    x, y = z.real, z.imag
    if _is_large(z):
        return complex(_math.atan2(_math.fabs(y), x), -_math.copysign(_half_log(z), y))
    below, above = sqrt(complex(1.0 - x, -y)), sqrt(complex(1.0 + x, y))
    return complex(2.0 * _math.atan2(below.real, above.real), _math.asinh(above.real * below.imag - above.imag * below.real))


def acosh(z, /):
    """Return the inverse hyperbolic cosine of z."""
    z = _complex(z)
    x, y = z.real, z.imag
    if _is_large(z):
        return complex(_half_log(z), _math.atan2(y, x))
    below, above = sqrt(complex(x - 1.0, y)), sqrt(complex(x + 1.0, y))
    return complex(_math.asinh(below.real * above.real + below.imag * above.imag), 2.0 * _math.atan2(below.imag, above.real))


def asinh(z, /):
    """Return the inverse hyperbolic sine of z."""
    z = _complex(z)
    x, y = z.real, z.imag
    if _is_large(z):
        return complex(_math.copysign(_half_log(z), x), _math.atan2(y, _math.fabs(x)))
    one, two = sqrt(complex(1.0 + y, -x)), sqrt(complex(1.0 - y, x))
    return complex(_math.asinh(one.real * two.imag - two.real * one.imag), _math.atan2(y, one.real * two.real - one.imag * two.imag))


def asin(z, /):
    """Return the arc sine of z."""
    return _turn_back(asinh(_turn(_complex(z))))


def atanh(z, /):
    """Return the inverse hyperbolic tangent of z."""
    z = _complex(z)
    if z.real < 0.0 or (z.real == 0.0 and _math.copysign(1.0, z.real) < 0.0):
        other = atanh(-z)
        return -other
    x, y = z.real, z.imag
    ay = _math.fabs(y)
    if x > 2.0 ** 510 or ay > 2.0 ** 510:
        size = _math.hypot(x / 2.0, y / 2.0)
        return complex(0.0 if _math.isinf(size) else x / 4.0 / size / size, -_math.copysign(pi / 2.0, -y))
    if x == 1.0 and ay < 2.0 ** -511:
        if ay == 0.0:
            _domain()
        return complex(-_math.log(_math.sqrt(ay) / _math.sqrt(_math.hypot(ay, 2.0))), _math.copysign(_math.atan2(2.0, -ay) / 2.0, y))
    return complex(_math.log1p(4.0 * x / ((1 - x) * (1 - x) + ay * ay)) / 4.0, -_math.atan2(-2.0 * y, (1 - x) * (1 + x) - ay * ay) / 2.0)


def atan(z, /):
    """Return the arc tangent of z."""
    return _turn_back(atanh(_turn(_complex(z))))
