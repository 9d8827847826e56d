# Descriptors: data and non-data, precedence, __get__ on class, __set__, __delete__, functions as descriptors.
class Data:
    def __get__(self, o, t=None): return "data get", o is not None, t and t.__name__
    def __set__(self, o, v): print("data set", v)
    def __delete__(self, o): print("data del")
class NonData:
    def __get__(self, o, t=None): return "nondata", o is not None
class SetOnly:
    def __set__(self, o, v): o.__dict__["so"] = v * 2
class DelOnly:
    def __delete__(self, o): print("deleted")
class C:
    d, n, so, do = Data(), NonData(), SetOnly(), DelOnly()
c = C()
print(c.d, C.d, c.n, C.n)
c.__dict__["d"] = c.__dict__["n"] = "instance"
print(c.d, c.n)
c.d = 5; del c.d; c.n = 6; print(c.n); del c.n; print(c.n)
print(type(c.so).__name__); c.so = 4; print(c.so)
del c.do
for text in ("c.do = 1", "del c.so", "del c.n"):
    try: exec(text)
    except AttributeError as e: print(text, "->", e)
C.d = "replaced"; print(c.d)
class Lazy:
    def __init__(self, f): self.f = f; self.name = f.__name__
    def __get__(self, o, t):
        if o is None: return self
        print("compute"); v = o.__dict__[self.name] = self.f(o); return v
class L:
    @Lazy
    def value(self): return 42
l = L(); print(l.value, l.value)
def f(self): return self
print(f.__get__(1, int)(), f.__get__("s").__self__, f.__get__(5)())
class M:
    g = len
    h = staticmethod(len)
    k = print
m = M(); print(m.g("abc"), m.h("ab"))
class Raise:
    def __get__(self, o, t): raise AttributeError("from descriptor")
class R:
    r = Raise()
    def __getattr__(self, n): return "fallback " + n
print(R().r)
class Typed:
    def __init__(self, t): self.t = t
    def __set_name__(self, o, n): self.n = "_" + n
    def __get__(self, o, t): return self if o is None else getattr(o, self.n)
    def __set__(self, o, v):
        if not isinstance(v, self.t): raise TypeError(f"{self.n} must be {self.t.__name__}")
        setattr(o, self.n, v)
class T:
    x = Typed(int)
    def __init__(self, x): self.x = x
print(T(3).x)
try: T("a")
except TypeError as e: print(e)
class MetaD(type):
    md = Data()
class W(metaclass=MetaD): pass
print(W.md); W.md = 1
print(type(C.__dict__["n"]).__name__, hasattr(f, "__get__"), hasattr(len, "__get__"), int.real.__get__(5), str.upper.__get__("a")())
