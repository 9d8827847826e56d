# dict: order, construction, keys of all kinds, updates, deletion, equality, repr.
d = {"b": 1, "a": 2}
d["c"] = 3; d["b"] = 9; print(d, len(d), list(d), d["a"]); del d["b"]; d["b"] = 0; print(d)
print({}, dict(), dict(a=1, b=2), dict([("x", 1), ("y", 2)]), dict({"k": 1}, z=2), dict(zip("ab", range(2))), dict([["p", "q"], "rs"]), dict(((1, 2),)), {1: "a", 1.0: "b", True: "c"}, {None: 0, (1, 2): 1, frozenset([1]): 2, 1.5: 3, "": 4, b"": 5, int: 6, ...: 7}.__len__(), dict(**{"a b": 1}), {i: i * i for i in range(3)}, {**{"a": 1}, "b": 2, **{"a": 3}})
print({1: 2} == {1: 2.0}, {1: 2} == {}, {1: 2, 3: 4} == {3: 4, 1: 2}, {1: 2} != {1: 3}, {"a": {}} == {"a": {}}, "a" in d, "zz" not in d, {} == [], bool({}), bool({0: 0}))
r = {}; r["self"] = r; print(r, repr(r), str({"a": [r]})); print({"k": "it's", 'q': '"'}, {1: {2: {3: {}}}})
for t in ("d['zz']", "d[1]", "d[(1, 2)]", "d[None]", "{}['a' 'b']", "del d['zz']", "d[[]]", "d[{}] = 1", "{[]: 1}", "dict(5)", "dict([1])", "dict([(1,)])", "dict(['abc'])", "dict([(1, 2, 3)])", "dict(1, 2)", "dict([([], 1)])", "d + d", "d < d", "hash(d)", "d()", "d.a", "dict(None)", "dict(**{1: 2})", "d['a']['b']", "{}[1.5]", "{}[b'x']", "{}[frozenset()]"):
    try: print(t, "=", eval(t) if not t.startswith("del") and " = " not in t else exec(t))
    except Exception as e: print(t, "->", type(e).__name__, e, repr(e))
big = {i: str(i) for i in range(1000)}
for i in range(0, 1000, 2): del big[i]
for i in range(2000, 2010): big[i] = "new"
print(len(big), list(big)[:3], list(big)[-3:], big[999], 0 in big, sum(big), next(iter(big)), next(reversed(big)))
class D(dict): pass
x = D(a=1); x.attr = 5; print(x, x.attr, x == {"a": 1}, type(x.copy()).__name__, D([(1, 2)]), repr(D()), isinstance(x, dict), {**x}, dict(x))
class K:
    def __init__(self, n): self.n = n
    def __hash__(self): return 5
    def __eq__(self, o): return self.n == o.n
    def __repr__(self): return f"K{self.n}"
m = {K(i): i for i in range(5)}; print(m, m[K(3)], K(9) in m); del m[K(2)]; m[K(2)] = "back"; print(m, m.pop(K(0)))
