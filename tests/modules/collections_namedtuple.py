# namedtuple: construction, methods, defaults, rename, errors.
from collections import namedtuple
P = namedtuple("P", "x y"); p = P(1, y=2)
print(p, p.x, p[1], p == (1, 2), P._fields, p._asdict(), p._replace(x=9), P._make([3, 4]), hash(p) == hash((1, 2)), *p, len(p), p + (3,), isinstance(p, tuple), P.__name__, P.__doc__, P.x.__doc__, p.count(1), p.index(2), repr(P), P._field_defaults, P.__match_args__)
Q = namedtuple("Q", ["a", "b", "c"], defaults=[5, 6]); print(Q(1), Q(1, 2), Q(1, c=0), Q._field_defaults, Q.__new__.__defaults__)
R = namedtuple("R", "a, class, a, _x, 1z", rename=True); print(R._fields, R(1, 2, 3, 4, 5)); print(namedtuple("E", "")(), namedtuple("M", "a", module="mod").__module__)
class S(P):
    __slots__ = ()
    @property
    def sum(self): return self.x + self.y
    def __str__(self): return f"S<{self.x}>"
print(S(1, 2).sum, S(1, 2), repr(S(1, 2)), S(1, 2) == P(1, 2))
match p:
    case P(x=1, y=b): print("matched", b)
for t in ("P()", "P(1)", "P(1, 2, 3)", "P(1, z=2)", "P(1, x=2)", "P._make([1])", "p._replace(z=1)", "namedtuple('A', 'class')", "namedtuple('A', 'a a')", "namedtuple('A', '_a')", "namedtuple('A', '1a')", "namedtuple('1A', 'a')", "namedtuple('A', 'a', defaults=[1, 2])", "namedtuple(5, 'a')", "p.z", "setattr(p, 'x', 5)", "namedtuple('class', 'a')", "p[5]", "namedtuple('A', [1])"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
print(sorted([P(2, 1), P(1, 5)]), max(P(1, 2), P(1, 3)), {p: 1}[(1, 2)], P(*"ab"), P(**{"x": 1, "y": 2}), dict(p._asdict()))
