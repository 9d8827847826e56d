# math: rounding, powers, integers, special functions, on plain and special values.
import math
print(math.pi, math.e, math.tau, math.inf, math.nan)
for x in (0.0, 0.5, 1, -1.5, 2.7, -2.7, 1e10, 5, True):
    print(x, math.floor(x), math.ceil(x), math.trunc(x), math.fabs(x), math.modf(x), math.frexp(x), math.exp(-abs(x)), round(math.expm1(x / 1e9) * 1e9, 3), math.degrees(x), math.radians(x), math.isfinite(x), math.copysign(3, x))
print(math.sqrt(2), math.sqrt(16), math.isqrt(17), math.isqrt(10 ** 40), math.cbrt(27), math.pow(2, 10), math.pow(2, 0.5), math.hypot(3, 4), math.hypot(1, 2, 2), math.hypot(), math.dist([0, 0], (3, 4)), math.exp(1), math.exp2(3), math.log(10), math.log(8, 2), math.log2(8), math.log10(1000), math.log1p(1), math.log(10 ** 400), math.log2(2 ** 2000), math.log10(10 ** 500))
print(math.factorial(20), math.factorial(0), math.comb(10, 3), math.comb(3, 10), math.perm(5), math.perm(5, 2), math.gcd(12, 18), math.gcd(), math.gcd(0, 5), math.gcd(-4, 6, 8), math.lcm(4, 6), math.lcm(), math.lcm(0, 3), math.gcd(10 ** 30, 10 ** 20), math.prod([1, 2, 3, 4]), math.prod([], start=5), math.prod([0.5, 4]), math.fsum([0.1] * 10), math.fsum([1e100, 1, -1e100]), math.comb(100, 50), math.perm(20, 10))
print(math.sin(1), math.cos(1), math.tan(1), math.asin(1), math.acos(0.5), math.atan(1), math.atan2(1, -1), math.sinh(1), math.cosh(1), math.tanh(1), math.asinh(1), math.acosh(2), math.atanh(0.5), math.erf(0.5), math.erfc(0.5), math.gamma(5), math.gamma(0.5), math.lgamma(10))
print(math.fmod(7, 3), math.fmod(-7, 3), math.remainder(7, 4), math.remainder(-7, 4), math.ldexp(0.5, 10), math.nextafter(1, 2), math.nextafter(0, 1), math.ulp(1), math.ulp(0), math.isclose(0.1 + 0.2, 0.3), math.isclose(1, 1.1), math.isclose(1, 1.1, rel_tol=0.2), math.isclose(0, 1e-10, abs_tol=1e-9), math.isnan(math.nan), math.isinf(-math.inf), math.isfinite(math.inf), math.copysign(1, -0.0), math.atan2(0.0, -0.0), math.sqrt(10 ** 30), math.floor(1e300) % 1000)
for t in ("math.sqrt(-1)", "math.log(0)", "math.log(-1)", "math.log(1, 0)", "math.log(2, 1)", "math.exp(1000)", "math.pow(0, -1)", "math.pow(-1, 0.5)", "math.factorial(-1)", "math.factorial(1.5)", "math.factorial('a')", "math.isqrt(-1)", "math.isqrt(1.0)", "math.comb(-1, 2)", "math.comb(2, -1)", "math.comb(1.0, 2)", "math.gcd(1.5)", "math.floor('a')", "math.floor(math.inf)", "math.ceil(math.nan)", "math.trunc('a')", "math.acos(2)", "math.atanh(1)", "math.gamma(0)", "math.gamma(-1)", "math.gamma(200)", "math.fmod(1, 0)", "math.fmod(math.inf, 1)", "math.remainder(1, 0)", "math.ldexp(1, 10000)", "math.ldexp(1.0, 'a')", "math.sin('a')", "math.sin(math.inf)", "math.sin()", "math.sin(1, 2)", "math.hypot('a')", "math.dist([1], [1, 2])", "math.dist(1, 2)", "math.fsum(['a'])", "math.fsum([1e308, 1e308])", "math.fsum([math.inf, -math.inf])", "math.prod(['a', 2])", "math.prod(5)", "math.log('a')", "math.log(10, 'a')", "math.isclose(1, 2, rel_tol=-1)", "math.cosh(1000)", "math.sqrt(10**400)", "math.lgamma(0)", "math.log2(0)", "math.log10(-5)", "math.perm(2, -1)", "math.sqrt(1j)", "math.frexp(math.inf)", "math.modf(math.inf)", "math.log1p(-1)", "math.degrees()"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
class F:
    def __floor__(self): return "f"
    def __ceil__(self): return "c"
    def __trunc__(self): return "t"
    def __float__(self): return 4.0
    def __index__(self): return 6
f = F(); print(math.floor(f), math.ceil(f), math.trunc(f), math.sqrt(f), math.factorial(f), math.gcd(f, 4), math.isqrt(f))
print([math.hypot(*a) for a in ((2.0, 1.5811388300841898), (1.0, 1.5811), (0.1, 0.2, 0.3), (1e308, 1e308), (5e-324, 5e-324), (1e-310, 1e-320, 3e-310), (1e200, 1))], math.dist((0.1, 0.7), (0.3, -0.9)))
