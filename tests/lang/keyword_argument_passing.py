# Passing keywords through layers: **kwargs copies, order, non-identifiers, overlapping names.
def show(*a, **k): return a, k
def layer(*a, **k): k["added"] = 1; return show(*a, **k)
d = {"z": 1, "a": 2}; print(layer(**d), d, layer(1, x=2, **d)); print(show(**{"not an identifier": 1, "class": 2, "": 3}), show(b=1, a=2), list(show(**dict.fromkeys("zyx"))[1])); 
def named(a, b, **k): return a, b, k
print(named(**{"b": 1, "a": 2, "c": 3}), named(1, **{"b": 2}), named(*[1], *[2], **{}, **{"q": 1}))
def star_first(*args, sep="-"): return sep.join(args)
print(star_first("a", "b"), star_first("a", "b", sep="+"), star_first(*"xyz", sep=""), star_first())
class K:
    def m(self, /, **kw): return kw
print(K().m(self=1, m=2)); keys = {"x": 1}; r = show(**keys)[1]; r["y"] = 2; print(keys)
for t in ("named(1)", "named(1, 2, a=3)", "show(**{1: 2})", "show(**None)", "show(*None)", "show(x=1, **{'x': 2})", "show(**{'x': 1}, **{'x': 2})", "named(1, 2, 3)", "star_first(1)", "print(**{'sepp': 1})", "int(**{'base': 2})", "sorted([1], **{'revers': 1})", "show(**[('a', 1)])", "dict(**{'a': 1}, a=2)"):
    try: print(eval(t))
    except TypeError as e: print(t, "->", e)
class Map:
    def keys(self): return ["p", "q"]
    def __getitem__(self, k): return k.upper()
print(show(**Map()), dict(**Map()), {**Map()}, show(*(i for i in range(2)), *{"s": 1}, **{k: v for k, v in zip("uv", "wx")}))
f = lambda **k: k; print(f(a=1, **f(b=2, **f(c=3)))); print((lambda a, /, *b, c=0, **d: (a, b, c, d))(1, 2, 3, c=4, a=5))
