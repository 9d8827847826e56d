# enum: Enum, IntEnum, Flag, auto, unique, aliases, methods, errors.
from enum import *
class C(Enum):
    RED = 1
    GREEN = 2
    ALIAS = 1
    def lower(self): return self.name.lower()
    @classmethod
    def first(cls): return next(iter(cls))
print(C.RED, repr(C.RED), C.RED.name, C.RED.value, C(1), C["GREEN"], C.ALIAS, C.ALIAS is C.RED, list(C), len(C), C.RED in C, C.RED == C.RED, C.RED != C.GREEN, C.RED == 1, C.RED.lower(), C.first(), list(C.__members__), isinstance(C.RED, C), type(C.RED), {C.RED: 1}[C.RED], C.RED is C(1), [c.name for c in reversed(C)], C, str(C.GREEN), f"{C.RED}", C.RED.__class__.__name__)
class I(IntEnum): A = 1; B = 5
print(I.A, repr(I.A), I.A + 1, I.B > I.A, I(5), I.A == 1, f"{I.B}", int(I.B), [10, 20][I.A], sorted([I.B, I.A]), str(I.A), "%d" % I.B)
class Au(Enum): X = auto(); Y = auto(); Z = 10; W = auto()
print([m.value for m in Au])
class F(Flag): R = auto(); W = auto(); X = auto(); RW = R | W
print(F.R | F.X, F.RW, repr(F.R | F.X), F.RW & F.R, F.R in F.RW, bool(F.R & F.W), ~F.R, F.R ^ F.RW, F(3), F(0), list(F.RW), F.X.value, len(F))
class IF(IntFlag): A = 1; B = 2
print(IF.A | IF.B, IF(3), repr(IF(3)), IF.A | 8, int(IF.A | IF.B))
class S(StrEnum): ONE = auto(); TWO = "two!"
print(S.ONE, S.TWO, S.ONE == "one", S.TWO.upper(), f"{S.ONE}", repr(S.TWO))
E = Enum("E", "a b c"); print(list(E), E.b.value); print(Enum("G", {"x": 5})["x"].value)
class P(Enum):
    EARTH = (5, 6); MARS = (1, 2)
    def __init__(self, m, r): self.m = m; self.r = r
    @property
    def g(self): return self.m / self.r
print(P.EARTH.m, P.MARS.g, P.EARTH.value)
class M(Enum):
    A = 1
    @classmethod
    def _missing_(cls, v): return cls.A if v == "a" else None
print(M("a"))
for t in ("C(9)", "C['NONE']", "C.NONE", "C.RED < C.GREEN", "setattr(C, 'RED', 5)", "class_", "M('z')", "C()", "I('x')", "C.RED.value.x", "delattr(C, 'RED')", "C.RED.nope"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
try: setattr(C.RED, "value", 5)
except AttributeError as e: print("value is fixed")
try:
    class Sub(C): pass
except TypeError as e: print(e)
try:
    @unique
    class U(Enum): A = 1; B = 1
except ValueError as e: print(e)
try:
    class D(Enum): A = 1; A = 2
except TypeError as e: print(e)
match C.RED:
    case C.GREEN: print("g")
    case C.RED: print("r")
