# __new__ and __init__: order, returned kinds, immutable subclasses, arguments.
class A:
    def __new__(cls, *a, **k): print("new", cls.__name__, a, k); return super().__new__(cls)
    def __init__(self, *a, **k): print("init", a, k)
A(1, x=2)
class B:
    def __new__(cls): return 5
    def __init__(self): print("never")
print(B())
class C(int):
    def __new__(cls, v): return super().__new__(cls, v * 2)
print(C(4), type(C(4) + 1), C(3) == 6, repr(C(1)))
class D(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
    def __init__(self, *a): self.n = len(a)
print(D(1, 2), D(1, 2, 3).n, D(1) + (2,), type(D(1)[:]))
class E:
    def __init__(self): return 5
for f in (E, lambda: A.__new__(), lambda: A.__new__(int), lambda: int.__new__(str), lambda: object.__new__(int), lambda: int.__new__(A), lambda: object(1), lambda: str.__new__(5)):
    try: f()
    except TypeError as e: print(e)
class F(A):
    def __new__(cls): return A.__new__(A)
print(type(F()).__name__)
class G(str):
    def __new__(cls, s): o = str.__new__(cls, s); o.extra = 1; return o
g = G("abc"); print(g, g.extra, g.upper(), type(g.upper()), type(g[0]), type(str(g)), g == "abc", {g: 1}["abc"])
class H(list):
    def __init__(self, *a): super().__init__(a); self.tag = "h"
h = H(1, 2); print(h, h.tag, h + [3], type(h + [3]).__name__, type(h[:]).__name__, type(h.copy()).__name__)
class I(dict):
    def __missing__(self, k): return k * 2
print(I(a=1)["zz"], I().get("q"), type(I() | {}).__name__)
class J:
    def __new__(cls, x): return super().__new__(cls)
J(1)
class K:
    def __init__(self, x): pass
K(1); 
try: K.__new__(K, 1, 2); print("fine")
except TypeError as e: print(e)
class L:
    def __new__(cls): return super().__new__(cls, 5)
try: L()
except TypeError as e: print(e)
class N(float): pass
print(N(1.5), N(2) * 2, type(N(1) + 1).__name__, N("3").is_integer(), N.fromhex("0x1p1").__class__.__name__)
class Cached:
    pool = {}
    def __new__(cls, k): return cls.pool.setdefault(k, super().__new__(cls)) if k not in cls.pool else cls.pool[k]
print(Cached(1) is Cached(1), Cached(1) is Cached(2), int.from_bytes(b"\1", "big").__class__, bool.__new__(bool, 5))
