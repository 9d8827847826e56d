# staticmethod and classmethod: on classes and instances, inheritance, wrapping, attributes.
class A:
    @staticmethod
    def s(x): return "s", x
    @classmethod
    def c(cls, x): return cls.__name__, x
    @classmethod
    def make(cls): return cls()
    n = staticmethod(len)
    def __init__(self): self.v = type(self).__name__
class B(A): pass
print(A.s(1), A().s(2), B.s(3), A.c(1), B.c(2), B().c(3), B.make().v, A.n("abc"), A().n("ab"))
print(type(A.__dict__["s"]).__name__, type(A.__dict__["c"]).__name__, A.__dict__["s"].__func__.__name__, A.__dict__["s"].__wrapped__ is A.s, A.__dict__["s"](5), A.c.__self__, A.c.__func__(int, 5), A.__dict__["c"].__wrapped__.__name__)
try: A.__dict__["c"](1)
except TypeError as e: print(e)
m = B.c; print(m("late"), m.__self__.__name__)
class D:
    @classmethod
    def a(cls): return cls.b()
    @classmethod
    def b(cls): return "D.b"
class E(D):
    @classmethod
    def b(cls): return "E.b", super().b()
print(E.a(), E().a())
sm = staticmethod(lambda: 1); print(sm(), sm.__name__, staticmethod(5).__func__, repr(sm)[:14])
class F:
    @classmethod
    @staticmethod
    def odd(): return "odd"
    cm = classmethod(len)
try: print(F.odd())
except TypeError as e: print(e)
try: F.cm()
except TypeError as e: print(e)
print(dict.fromkeys("ab"), {}.fromkeys([1], 2), int.from_bytes(b"\1", "big"), str.maketrans("a", "b"), "x".maketrans("a", "b"), bytes.fromhex("00ff"))
class G(dict): pass
print(type(G.fromkeys("a")).__name__, float.fromhex("0x1p-1"), type(bytearray.fromhex("01")).__name__)
A.s = staticmethod(lambda x: "patched"); print(B.s(0))
A.late = lambda cls: cls; print(type(A().late()).__name__)
