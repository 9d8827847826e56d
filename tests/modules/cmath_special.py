# cmath: errors of arguments, infinities and NaNs, signs of zeros; gamma and lgamma to the last digit.
import cmath, math
def t(f, *a, **k):
    try: return repr(f(*a, **k))
    except Exception as e: return f'{type(e).__name__}: {e}'
special = [0.0, -0.0, 1.0, -1.0, math.inf, -math.inf, math.nan, 1e308, 5e-324, 710.0, -710.0, 0.5, 1e-310, -3.7]
names = [n for n in dir(cmath) if callable(getattr(cmath, n)) and not n.startswith('_')]
for n in names:
    f = getattr(cmath, n)
    for a in (), (1, 2, 3, 4), ('a',), (None,), (1, 'b'), ([],), (2 ** 2000,), (True,): print(n, t(f, *a))
    print(n, t(f, x=1))
    if n in ('rect', 'isclose'): continue
    for x in special: print(n, x, *[t(f, complex(x, y)) for y in special])
for x in special: print(*[t(cmath.rect, x, y) + t(cmath.log, complex(x, y), 2) + t(cmath.log, 2, complex(x, y)) + t(cmath.isclose, complex(x, y), complex(y, x)) for y in special])
class C:
    def __complex__(self): return 1 + 2j
class F:
    def __float__(self): return 0.5
class I:
    def __index__(self): return 3
print(cmath.sqrt(C()), cmath.sqrt(F()), cmath.sqrt(I()))
x = 0.37
for i in range(2000):
    x = math.fmod(x * 1103.7 + 12.345, 400) - 200 * (i % 2)
    for y in x, x / 50, x * 1e-12: print(t(math.gamma, y), t(math.lgamma, y))
for i in range(-20, 190): print(t(math.gamma, i), t(math.lgamma, i), t(math.gamma, i / 2), t(math.lgamma, i / 2))
for y in special: print(t(math.gamma, y), t(math.lgamma, y))
print(t(math.gcd, x=1), t(math.prod), t(math.lcm, 2, x=1))
