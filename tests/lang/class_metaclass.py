# Metaclasses: __new__, __init__, __call__, __prepare__, conflict, attributes, function as metaclass.
class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw):
        print("prepare", name, bases, kw); return {"injected": 1}
    def __new__(mcs, name, bases, ns, **kw):
        print("new", name, list(ns), kw); return super().__new__(mcs, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw):
        print("init", cls.__name__, kw); super().__init__(name, bases, ns)
    def __call__(cls, *a, **k):
        print("call", a, k); return super().__call__(*a, **k)
    def __getattr__(cls, n): return f"meta {n}"
    def __len__(cls): return 42
    def __iter__(cls): return iter("meta")
    def __getitem__(cls, k): return k
    def __contains__(cls, x): return x == 1
    def __add__(cls, o): return "added"
    def __repr__(cls): return f"<{cls.__name__}!>"
    @property
    def prop(cls): return cls.__name__ + " prop"
    def meth(cls): return "meth of " + cls.__name__
class C(metaclass=Meta, opt=1):
    def __init__(self, x): self.x = x
print(C.injected, C(5).x, C.anything, len(C), list(C), C[3], 1 in C, C + 1, C, C.prop, C.meth(), type(C).__name__, type(C(1)))
class D(C): pass
print(type(D).__name__)
try: C(1).meth
except AttributeError as e: print(e)
class M1(type): pass
class M2(type): pass
class A1(metaclass=M1): pass
class A2(metaclass=M2): pass
try:
    class A3(A1, A2): pass
except TypeError as e: print(e)
class M3(M1, M2): pass
class A4(A1, A2, metaclass=M3): pass
print(type(A4).__name__)
def fm(name, bases, ns): return name, bases, sorted(ns)
class F(int, metaclass=fm): z = 1
print(F)
class Singleton(type):
    inst = {}
    def __call__(cls, *a):
        if cls not in cls.inst: cls.inst[cls] = super().__call__(*a)
        return cls.inst[cls]
class S(metaclass=Singleton): pass
print(S() is S())
class BadPrep(type):
    @classmethod
    def __prepare__(m, n, b): return 5
try:
    class X(metaclass=BadPrep): pass
except TypeError as e: print(e)
class Ordered(dict):
    def __setitem__(self, k, v): print("ns", k) if not k.startswith("__") else None; super().__setitem__(k, v)
class OM(type):
    @classmethod
    def __prepare__(m, n, b): return Ordered()
class Y(metaclass=OM): a = 1; b = 2
T = type("T", (), {"y": 3, "f": lambda s: s.y}); print(T().f(), T.__module__)
class MD(type):
    @property
    def v(cls): return "data"
class Z(metaclass=MD): v = "own"
print(Z.v, Z().v, type.__call__(Z).__class__, type(type), isinstance(type, object), isinstance(Z, MD))
