# __getattr__, __getattribute__, __setattr__, __delattr__, __dir__; order and recursion.
class A:
    cls_attr = 1
    def __init__(self): self.x = 1
    def __getattr__(self, n):
        if n.startswith("dyn"): return n.upper()
        raise AttributeError(f"no {n} here")
a = A(); print(a.x, a.dynamic, a.cls_attr, hasattr(a, "nope"), getattr(a, "nope", "default"))
try: a.nope
except AttributeError as e: print(e)
class B:
    def __getattribute__(self, n):
        print("getattribute", n)
        if n == "special": return "S"
        return super().__getattribute__(n)
    def __getattr__(self, n): return "fallback " + n
    def meth(self): return self.y
b = B(); b.y = 2; print(b.y, b.special, b.missing, b.meth(), len(b.__dict__))
class C:
    def __setattr__(self, n, v): print("set", n, v); object.__setattr__(self, n, v)
    def __delattr__(self, n): print("del", n); object.__delattr__(self, n)
c = C(); c.a = 1; c.a += 1; del c.a; setattr(c, "q", 1); delattr(c, "q")
try: del c.zz
except AttributeError as e: print(e)
class D:
    def __dir__(self): return ["b", "a"]
print(dir(D()))
class Rec:
    def __getattr__(self, n): return self.__dict__["store"][n]
r = Rec(); r.store = {"k": 1}; print(r.k)
try: r.z
except KeyError as e: print("KeyError", e)
class E:
    def __getattr__(self, n): return 5
    __len__ = lambda self: 3
e = E(); e.__len__ = lambda: 10; print(len(e), e.__len__(), e.__add__)
try: e + 1
except TypeError as x: print(x)
class M(type):
    def __getattribute__(cls, n): print("meta", n); return super().__getattribute__(n)
class F(metaclass=M):
    z = 1
    def f(self): return self.z
F().f(); F.z
for args in ((a, 5), (a,), (a, "x", 1, 2)):
    try: getattr(*args)
    except TypeError as x: print(x)
try: object.__getattribute__(a, "nope")
except AttributeError as x: print(x)
print(object.__getattribute__(a, "x"), A.__getattr__(a, "dyn1"), type.__getattribute__(A, "cls_attr"))
class P:
    def __getattr__(self, n): raise ValueError("not attr")
try: hasattr(P(), "x")
except ValueError as x: print(x)
