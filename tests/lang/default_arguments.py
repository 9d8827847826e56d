# Defaults are evaluated once, at definition, in the enclosing scope.
n = 1
def f(a=n, b=[], c={}, *, d=n + 1): b.append(a); c[a] = d; return a, b, c, d
n = 100
print(f(), f(2), f(3, d=9), f.__defaults__, f.__kwdefaults__)
def g(x, y=None): y = [] if y is None else y; y.append(x); return y
print(g(1), g(2), g(3, [0]))
fs = [lambda x, i=i: x * i for i in range(4)]; print([h(10) for h in fs])
def outer():
    z = 5
    def inner(q=z): return q
    z = 6
    return inner() + z
print(outer()); class_default = None
class C:
    k = 3
    def m(self, v=k): return v
    def r(self, s=lambda: C.k): return s()
C.k = 4; print(C().m(), C().r())
def order(a=print("a evaluated"), b=print("b evaluated")): pass
def counter(step=1, _count=[0]): _count[0] += step; return _count[0]
print(counter(), counter(), counter(5)); sentinel = object()
def opt(v=sentinel): return "given" if v is not sentinel else "absent"
print(opt(), opt(None), opt(sentinel)); import types
k = types.FunctionType(f.__code__, globals(), "k", (7, []) + ({},)); k.__kwdefaults__ = {"d": 0}; print(k())
