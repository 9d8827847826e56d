# match: sequences, mappings, classes, nesting, stars, as, __match_args__.
def s(x):
    match x:
        case []: return "empty"
        case [1, 2]: return "one two"
        case [a]: return f"single {a}"
        case (a, "mid", b): return f"mid {a} {b}"
        case [0, *rest]: return f"zero then {rest}"
        case [*start, 9]: return f"{start} then nine"
        case [a, *_, z] if a == z: return f"same ends {a}"
        case [[a, b], c]: return f"nested {a} {b} {c}"
        case [int() | str() as k, *_]: return f"first {k}"
        case _: return "no"
import collections
for v in ([], (1, 2), [5], ["x", "mid", 3], [0, 1, 2], [3, 4, 9], [7, 8, 7], [[1, 2], 3], "abc", b"ab", {1: 2}, {1, 2}, range(3), range(0), ["k", 1, 2], collections.deque([5]), iter([1]), bytearray(b"a"), [None, 1, 2], memoryview(b"z")): print(v if not isinstance(v, (type(iter([])), memoryview)) else type(v).__name__, "->", s(v))
def m(x):
    match x:
        case {"a": 1, "b": b}: return f"a1 b={b}"
        case {"k": [x0, y0]}: return f"k {x0} {y0}"
        case {"t": str(name), **rest}: return f"t {name} {rest}"
        case {None: v}: return f"None key {v}"
        case {1: _, 2.5: _}: return "keys"
        case {}: return "mapping"
        case _: return "no"
for v in ({"a": 1, "b": 2, "c": 3}, {"k": (1, 2)}, {"t": "n", "z": 0}, {"t": 5}, {None: 0}, {1: 0, 2.5: 1}, {}, [], collections.defaultdict(int), {"k": [1]}): print(v, "->", m(v))
d = collections.defaultdict(list)
match d:
    case {"absent": x}: print("?")
    case _: print("no default made", dict(d))
class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
class Q(P): pass
def c(v):
    match v:
        case P(0, 0): return "origin"
        case Q(x=1): return "Q x1"
        case P(x, y=5): return f"y5 x={x}"
        case P(P(a), _): return f"inner {a}"
        case P(x) if x == 3: return "x3"
        case P(): return "P"
        case int(n): return f"int {n}"
        case str() | bytes(): return "text"
        case list([a, b]): return f"list {a} {b}"
        case dict(k): return f"dict {k}"
        case float(): return "float"
        case tuple((1, *r)): return f"tuple {r}"
        case object(real=r): return f"real {r}"
        case _: return "none"
for v in (P(0, 0), Q(1, 2), P(7, 5), P(P(1, 2), 3), P(3, 3), Q(9, 9), 5, True, "s", b"s", [1, 2], [1], {"k": 1}, 1.5, (1, 2, 3), 2j, None): print(c(v))
class NoArgs: pass
class BadArgs: __match_args__ = 5
class BadItem: __match_args__ = (5,)
class Dup: __match_args__ = ("a", "a")
class ListArgs: __match_args__ = ["a"]
for obj, pat in ((NoArgs(), "NoArgs(1)"), (BadArgs(), "BadArgs(1)"), (BadItem(), "BadItem(1)"), (P(1, 2), "P(1, 2, 3)"), (P(1, 2), "P(1, x=1)"), (5, "int(1, 2)"), (5, "pat()"), (ListArgs(), "ListArgs(1)")):
    try: exec(f"match obj:\n case {pat}: print('matched', {pat!r})\n case _: print('not')")
    except TypeError as e: print(pat, "->", e)
class Prop:
    @property
    def v(self): print("v read"); raise AttributeError
match Prop():
    case Prop(v=1): print("?")
    case Prop(): print("Prop")
match [1, [2, {"a": (3, [4, 5])}]]:
    case [a, [b, {"a": (c0, [*d0])}]]: print(a, b, c0, d0)
match (1, 2):
    case (a, b) as whole if (total := a + b): print(whole, total)
match [1, 2, 3]:
    case [x, y]: pass
    case _: print("x bound?", "x" in dir())
