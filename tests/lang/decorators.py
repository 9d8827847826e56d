# Decorators of functions, methods and classes; any expression; order; wraps.
import functools
def tag(name):
    print("make", name)
    def deco(f):
        print("apply", name, "to", f.__name__)
        @functools.wraps(f)
        def wrapper(*a, **k):
            return f"{name}({f(*a, **k)})"
        return wrapper
    return deco
@tag("outer")
@tag("inner")
def hello(x):
    "doc"
    return x
print(hello(1), hello.__name__, hello.__doc__, hello.__wrapped__(2))
@(lambda f: [f])
def listed(): pass
print(type(listed))
table = {"k": [lambda f: "subscripted"]}
@table["k"][0]
def s(): pass
print(s)
@(d := staticmethod)
def st(): return "st"
print(st(), d)
def add_repr(cls):
    cls.__repr__ = lambda self: f"<{cls.__name__}>"
    return cls
@add_repr
class C:
    @property
    def p(self): return 1
    @staticmethod
    def s(): return 2
    @classmethod
    def c(cls): return cls
    @functools.lru_cache
    def l(self): return "cached"
print(C(), C().p, C.s(), C.c().__name__, C().l())
class Deco:
    def __init__(self, f): self.f = f
    def __call__(self, *a): return "called", self.f(*a)
@Deco
def q(x): return x
print(q(5))
@repr
class Printed: pass
print(Printed)
@str if 1 else len
def t(): pass
print(t.startswith("<function t at"))
try:
    @5
    def u(): pass
except TypeError as e:
    print(e)
