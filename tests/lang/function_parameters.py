# All parameter kinds together, and where each argument lands.
def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw
print(f(1, d=4))
print(f(1, 9, 8, 7, 6, d=0, e=1, z=2))
print(f(1, d=4, a=5, b=6), f(1, c=7, d=8))
def g(*, k): return k
def h(a, /): return a
def i(*a): return a
def j(**k): return k
def k(a, *, b=1): return a, b
print(g(k=1), h(1), i(), i(1, 2), j(), j(x=1, self=2), k(1), k(a=1, b=2), k(b=3, a=4))
def l(a, b=[]):
    b.append(a)
    return b
print(l(1), l(2), l(3, [0]), l.__defaults__, k.__kwdefaults__)
def m(x, /, **x_): return x, x_
print(m(1, x=2))
def self(self, cls=None): return self
print(self(1), self(self=2))
n = 1
def o(v=n): return v
n = 2
print(o())
p = lambda a, /, b=2, *c, d=4, **e: (a, b, c, d, e)
print(p(1), p(1, 2, 3, d=5, f=6), (lambda *a, **k: (a, k))(1, x=2), (lambda: None)())
f.__defaults__ = (20, 30); f.__kwdefaults__ = {"d": 40}
try:
    print(f(1))
except TypeError as e:
    print(e)
f.__kwdefaults__ = {"d": 40, "e": 50}
print(f(1))
f.__defaults__ = None
try:
    print(f(1))
except TypeError as e:
    print(e)
print(f.__code__.co_argcount, f.__code__.co_posonlyargcount, f.__code__.co_kwonlyargcount, f.__code__.co_varnames, f.__code__.co_flags & 12)
