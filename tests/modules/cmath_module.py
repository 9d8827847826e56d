# cmath: functions on complex numbers, polar forms, predicates, errors.
import cmath
def r(z): return complex(round(z.real, 9), round(z.imag, 9))
for z in (1 + 2j, -1.5, 0.5j, -2 - 3j, 4):
    print(z, r(cmath.sqrt(z)), r(cmath.exp(z)), r(cmath.log(z)), r(cmath.log10(z)), r(cmath.sin(z)), r(cmath.cos(z)), r(cmath.tan(z)), r(cmath.sinh(z)), r(cmath.cosh(z)), r(cmath.tanh(z)), r(cmath.asin(z)), r(cmath.acos(z)), r(cmath.atan(z)), r(cmath.asinh(z)), r(cmath.acosh(z)), r(cmath.atanh(z)))
    p = cmath.polar(z); print([round(v, 9) for v in p], r(cmath.rect(*p)), round(cmath.phase(z), 9))
print(cmath.pi, cmath.e, cmath.tau, cmath.inf, cmath.infj, cmath.nan, cmath.nanj, cmath.sqrt(-1), cmath.sqrt(-4.0), cmath.isnan(complex("nan")), cmath.isinf(1e400j), cmath.isfinite(1j), cmath.isclose(1j, 1j + 1e-12), cmath.isclose(1, 2, rel_tol=0.6), r(cmath.log(8, 2)), cmath.phase(-1), cmath.phase(-1 - 0.0j), cmath.polar(0), cmath.rect(1, 0), cmath.exp(0))
for t in ("cmath.log(0)", "cmath.sqrt('a')", "cmath.exp(1000)", "cmath.atanh(1)", "cmath.atan(1j)", "cmath.log(1, 1)", "cmath.isclose(1, 2, rel_tol=-1)", "cmath.rect(cmath.inf, cmath.inf)", "cmath.phase('x')"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
