# dataclasses: generated methods, defaults, ordering, frozen, slots, inheritance, helpers, errors.
from dataclasses import *
@dataclass
class P:
    x: int
    y: int = 2
    z: list = field(default_factory=list)
    h: str = field(default="hidden", repr=False, compare=False)
    def norm(self): return self.x + self.y
p = P(1); print(p, p == P(1), p != P(2), p.norm(), P(1, z=[5]), P(1, 2, [], "other") == p, P.__match_args__, p.z is not P(1).z, [f.name for f in fields(P)], asdict(p), astuple(p), replace(p, x=9), is_dataclass(P), is_dataclass(p), P.__hash__, P.__doc__)
@dataclass(order=True, frozen=True)
class V:
    major: int
    minor: int = 0
print(V(1) < V(1, 1), sorted([V(2), V(1, 5)]), hash(V(1)) == hash(V(1)), {V(1): "k"}[V(1)], V(1) >= V(0, 9))
try: V(1).major = 5
except FrozenInstanceError as e: print(e)
try: del V(1).major
except FrozenInstanceError as e: print(e)
@dataclass
class Q(P):
    w: int = 0
    x: int = 100
print(Q(), Q(1, 2, w=5), [f.name for f in fields(Q)])
@dataclass
class Post:
    a: int
    b: InitVar[int] = 3
    c: int = field(init=False)
    k: int = field(default=1, kw_only=True)
    def __post_init__(self, b): self.c = self.a * b
print(Post(2), Post(2, 5, k=9))
@dataclass(slots=True)
class S: a: int = 1
print(S(), hasattr(S(), "__dict__"), S.__slots__)
@dataclass(repr=False, eq=False)
class N: a: int
print(N(1) == N(1), repr(N(1)).startswith("<__main__.N object"))
@dataclass(kw_only=True)
class KO: a: int; b: int = 2
print(KO(a=1))
@dataclass(unsafe_hash=True)
class H: a: int
print(hash(H(1)) == hash(H(1)))
D = make_dataclass("D", ["a", ("b", int), ("c", int, 5)]); print(D(1, 2))
for t in ("P()", "P(1, 2, 3, 4, 5)", "P(1, q=2)", "KO(1)", "fields(5)", "asdict(5)", "replace(p, zz=1)", "replace(5)", "P(1) < P(2)", "hash(P(1))", "V(1) < 5", "replace(Post(1), c=3)"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
for src in ("@dataclass\nclass X:\n a: int = 1\n b: int", "@dataclass\nclass X:\n a: list = []", "@dataclass(frozen=True)\nclass X(P): pass", "@dataclass(order=True)\nclass X:\n def __lt__(self, o): pass", "@dataclass(order=True, eq=False)\nclass X: pass", "@dataclass\nclass X:\n a: int = field(default=1, default_factory=int)"):
    try: exec(src); print("fine")
    except Exception as e: print(type(e).__name__, e)
r = P(0); r.z.append(r); print(r)
match P(3, 4):
    case P(x, y): print("matched", x, y)
class Base:
    pass
@dataclass
class Nest: p: P; l: list
print(asdict(Nest(P(1), [P(2), {"k": P(3)}])))
