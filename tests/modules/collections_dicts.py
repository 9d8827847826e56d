# collections: Counter, defaultdict, OrderedDict, ChainMap, UserDict, UserList, UserString.
from collections import *
c = Counter("abracadabra"); print(c, c["a"], c["zz"], c.most_common(2), c.total(), sorted(c.elements())[:6], len(c)); c.update("aaz"); c.subtract({"b": 5}); print(c, +c, -c); print(Counter(a=3, b=1) + Counter(a=1, c=2), Counter(a=3, b=1) - Counter(a=1, b=5), Counter(a=3, b=1) & Counter(a=1, b=5), Counter(a=3, b=1) | Counter(a=1, b=5), Counter(a=1) == Counter(a=1, b=0), Counter(a=1) <= Counter(a=2), Counter(a=1) < Counter(a=1), Counter([1, 1, 2]).most_common(), Counter(), Counter({"x": 2}, y=3), Counter("ab") != Counter("ba")); del c["nothing"]; c["q"] += 1; print(c["q"], c.copy() == c, c.pop("q"))
try: Counter.fromkeys("a")
except NotImplementedError as e: print(e)
d = defaultdict(list); d["a"].append(1); d["b"]; print(d, d.default_factory, d.get("zz"), "zz" in d, dict(d), d.copy(), defaultdict(int, {"x": 1}, y=2), defaultdict(lambda: 5)["q"], d | {"c": [0]}, type(d | {}).__name__)
try: defaultdict()["k"]
except KeyError as e: print(repr(e))
try: defaultdict(5)
except TypeError as e: print(e)
print(repr(defaultdict(None, {1: 2})), d.__missing__("made"), d)
o = OrderedDict([("a", 1), ("b", 2)]); o["c"] = 3; o.move_to_end("a"); print(o, o.popitem(), o); o.move_to_end("c", last=False); print(o, o.popitem(last=False), list(reversed(o)), OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == {"b": 2, "a": 1}, OrderedDict(), OrderedDict.fromkeys("ab", 0), o | {"z": 1}, o.copy(), o.pop("b"), o.setdefault("k", 5), o)
for t in ("o.move_to_end('zz')", "OrderedDict().popitem()", "o.pop('zz')", "o['zz']", "Counter(5)", "Counter(1, 2)", "ChainMap()['a']", "ChainMap().popitem()", "o.popitem(1, 2)"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
a, b = {"x": 1}, {"x": 2, "y": 3}; m = ChainMap(a, b); print(m, m["x"], m["y"], len(m), sorted(m), dict(m)); m["z"] = 9; del m["x"]; print(a, m["x"], m.maps, m.new_child({"q": 0}), m.parents, m.get("none", 0), "y" in m, ChainMap(), m.copy() == m)
try: del m["y"]
except KeyError as e: print(e)
class U(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k.upper(), v)
u = U(a=1); u["b"] = 2; print(u, u.data, "A" in u, len(u), u.get("A"), U({"c": 3}), u | {"z": 0})
l = UserList([3, 1]); l.append(2); l.sort(); print(l, l[0], l[1:], l + [5], l.data, l == [1, 2, 3], l * 2); s = UserString("ab"); print(s.upper(), s + "c", s == "ab", len(s), s[0], s * 2, repr(s), type(s.upper()).__name__)

for change in (lambda o, k: o.pop("b", 0), lambda o, k: o.update(c=1)):
    o = OrderedDict(a=1, b=2)
    try:
        for k in o:
            change(o, k)
    except RuntimeError as e:
        print(e)
