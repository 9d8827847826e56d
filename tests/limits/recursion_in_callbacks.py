# Natives that call back: depth inside sorted, map, sum, __del__ and comparisons.
def t(name, f):
    try: print(name, f())
    except RecursionError: print(name, "RecursionError")
def s(n): return sorted([n], key=lambda x: s(x - 1) if x else 0)
t("sorted 50", lambda: s(50)); t("sorted endless", lambda: s(10 ** 9))
def m(n): return sum(map(lambda x: m(x - 1) if x else 1, [n]))
t("map 50", lambda: m(50)); t("map endless", lambda: m(10 ** 9))
class C:
    def __init__(self, n): self.n = n
    def __lt__(self, o): return C(self.n - 1) < C(o.n - 1) if self.n else False
t("lt 100", lambda: C(100) < C(100)); t("lt endless", lambda: C(-1) < C(-1)); t("sort", lambda: [C(-1), C(-1)].sort())
class K:
    def __hash__(self): return hash((K(),))
t("hash", lambda: {K()})
class I:
    def __iter__(self): return iter(list(I()))
t("list", lambda: list(I()))
class A:
    def __getattr__(self, n): return getattr(A(), n)
t("getattr", lambda: A().x)
class D(dict):
    def __missing__(self, k): return "%(x)s" % D()
t("format map", lambda: D()["k"])
def g(n): return max(g(n) for _ in range(1))
t("genexpr", lambda: g(1))
class P:
    def __eq__(self, o): return [P()] == [P()]
t("list eq", lambda: P() == P()); t("in", lambda: P() in [P()]); t("index", lambda: [P()].index(P()))
class E:
    def __str__(self): raise E2(str(self))
class E2(Exception): pass
t("str in raise", lambda: str(E()))
print("alive")
