# Sorting with keys: by several fields, stable, mixed directions, objects, dict items, grouping.
from operator import itemgetter, attrgetter
from itertools import groupby
people = [("ann", 30, 1.7), ("bob", 25, 1.8), ("cid", 30, 1.6), ("dan", 25, 1.8), ("eve", 41, 1.5)]
print(sorted(people, key=itemgetter(1)), sorted(people, key=itemgetter(1, 2), reverse=True), sorted(people, key=lambda p: (-p[1], p[0]))); l = people[:]; l.sort(key=itemgetter(0), reverse=True); l.sort(key=itemgetter(1)); print(l)
class P:
    def __init__(self, n, a): self.n, self.a = n, a
    def __repr__(self): return f"{self.n}{self.a}"
    def __lt__(self, o): return (self.a, self.n) < (o.a, o.n)
ps = [P(n, a) for n, a, _ in people]; print(sorted(ps), sorted(ps, key=attrgetter("n"), reverse=True), min(ps), max(ps, key=attrgetter("a")), sorted(ps, reverse=True)); print([(k, [p[0] for p in g]) for k, g in groupby(sorted(people, key=itemgetter(1)), key=itemgetter(1))]); d = {"x": 3, "y": 1, "z": 2}; print(sorted(d), sorted(d, key=d.get), sorted(d.items(), key=lambda kv: kv[1], reverse=True), dict(sorted(d.items(), key=itemgetter(1))))
print(sorted("The Quick brown fox".split(), key=str.lower), sorted(["10", "9", "2", "1"], key=int), sorted([3, -1, 2, -5], key=abs), sorted([(1, "b"), (1, "a")]), sorted([[3], [1, 2], []], key=len), sorted(["b", "a", None], key=lambda v: (v is None, v)), sorted([True, 0, 2, False]), sorted([0.5, 1, -1, 0]), sorted(range(10), key=lambda v: (v % 3, -v)), sorted("hello world", key=lambda c: (-"hello world".count(c), c))); calls = 0
def key(v):
    global calls
    calls += 1
    return v
sorted(range(100), key=key); print(calls); comparisons = 0
class C:
    def __init__(self, v): self.v = v
    def __lt__(self, o):
        global comparisons
        comparisons += 1
        return self.v < o.v
sorted([C(i) for i in range(100)]); print(comparisons); comparisons = 0; sorted([C(i) for i in range(100, 0, -1)]); print(comparisons)
