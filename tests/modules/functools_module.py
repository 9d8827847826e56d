# functools: partial, reduce, wraps, lru_cache, cache, cached_property, total_ordering, cmp_to_key, singledispatch, partialmethod.
import functools
from functools import *
p = partial(int, base=2); print(p("101"), p.func, p.args, p.keywords, p("12", base=3)); q = partial(partial(pow, 2), 5); print(q(), q(7), q.args, partial(print, "a", sep="-").keywords, repr(partial(int, "5", base=9)))
p.extra = 1; print(p.extra, partial(lambda *a, **k: (a, k), 1, x=2)(3, y=4, x=5))
print(reduce(lambda a, b: a + b, [1, 2, 3]), reduce(lambda a, b: a * b, [], 7), reduce(max, [3, 1, 5]), reduce(lambda a, b: f"({a}{b})", "abc", "_"))
def deco(f):
    @wraps(f)
    def w(*a): "inner doc"; return f(*a)
    return w
@deco
def named(x: int) -> str: "doc"; return x
named.attr = 1; print(named.__name__, named.__doc__, named.__annotations__, named.__wrapped__(3), named.__qualname__, named.__module__, WRAPPER_ASSIGNMENTS, WRAPPER_UPDATES)
calls = []
@lru_cache(maxsize=2)
def sq(x): calls.append(x); return x * x
print([sq(1), sq(2), sq(1), sq(3), sq(2)], calls, sq.cache_info(), sq.cache_parameters()); sq.cache_clear(); print(sq.cache_info(), sq.__wrapped__(4), sq.__name__)
@cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info())
@lru_cache
def kw(*a, **k): return a, k
kw(1, x=2); kw(1, x=2); kw(x=2); print(kw.cache_info())
@lru_cache(typed=True)
def ty(x): return type(x).__name__
print(ty(1), ty(1.0), ty(True), ty.cache_info())
try: sq([])
except TypeError as e: print(e)
class C:
    n = 0
    @cached_property
    def v(self): "vdoc"; C.n += 1; return C.n
    def m(self, a, b=0): return a, b
    pm = partialmethod(m, 5, b=6)
    @lru_cache
    def cached(self, x): return x
c = C(); print(c.v, c.v, C().v, C.v.__doc__, c.__dict__, c.pm(), c.cached(2)); del c.v; print(c.v)
@total_ordering
class T:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __lt__(self, o): return self.n < o.n
print(T(1) < T(2), T(1) <= T(1), T(2) > T(1), T(2) >= T(3), T(1) != T(2), sorted([T(2), T(1)])[0].n)
try:
    @total_ordering
    class Bad: pass
except ValueError as e: print(e)
print(sorted("bca", key=cmp_to_key(lambda a, b: (a < b) - (a > b))), cmp_to_key(lambda a, b: a - b)(1) < cmp_to_key(lambda a, b: a - b)(2))
@singledispatch
def show(x): return "object"
@show.register
def _(x: int): return "int"
@show.register(list)
def _(x): return "list"
@show.register(str)
@show.register(bytes)
def _(x): return "text"
print(show(1), show(True), show([]), show("a"), show(b""), show(1.5), show.dispatch(bool).__name__, show.registry[list]([]), len(show.registry))
class D:
    @singledispatchmethod
    def f(self, x): return "any"
    @f.register
    def _(self, x: int): return "int"
print(D().f(1), D().f("a"))
for t in ("partial()", "partial(5)", "reduce(max, [])", "reduce(max, 5)", "reduce()", "lru_cache(maxsize='a')", "partial(int, base=2)()", "show()", "cmp_to_key()", "cmp_to_key(5)(1) < cmp_to_key(5)(2)", "reduce(lambda a: a, [1, 2])"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
