# dict: every method.
d = {"a": 1, "b": 2}
print(d.get("a"), d.get("z"), d.get("z", 0), d.pop("a"), d.pop("z", "dflt"), d, d.setdefault("c"), d.setdefault("b", 9), d.setdefault("n", []), d)
d.update({"x": 1}); d.update([("y", 2)], z=3); d.update(w=4); d.update(); d.update({}); print(d, d.popitem(), d.popitem(), d)
print(d.copy() == d, d.copy() is d, list(d.keys()), list(d.values()), list(d.items()), dict.fromkeys("ab"), dict.fromkeys([1, 2], 0), {}.fromkeys("x", []), d.__contains__("b"), d.__len__(), d.__getitem__("b"), list(reversed(d)), list(reversed(d.items())), list(reversed(d.values())))
print({"a": 1} | {"b": 2}, {"a": 1} | {"a": 2}, {"a": 1}.__or__({"b": 0}), {"a": 1}.__ror__({"b": 0}), {"a": 1}.__or__(5)); e = {"a": 1}; f = e; e |= {"b": 2}; e |= [("c", 3)]; print(f, e is f); e.clear(); print(e, f)
for t in ("{}.pop('k')", "{}.pop(1)", "{}.popitem()", "{}.update(5)", "{}.update([1])", "{}.update(['abc'])", "{}.get()", "{}.get([])", "{}.setdefault([])", "{}.pop([])", "{}.fromkeys(5)", "{}.fromkeys([[]])", "{} | []", "[] | {}", "{}.keys() + 1", "{}.update({}, {})", "{}.pop()", "{}.clear(1)", "{}.items(1)", "{}.get('a', default=1)", "{}.update(None)", "{}.popitem(1)"):
    try: print(t, "=", eval(t))
    except Exception as ex: print(t, "->", type(ex).__name__, ex)
try: e |= 5
except TypeError as ex: print(ex)
class M:
    def keys(self): return iter("pq")
    def __getitem__(self, k): return k * 2
print(dict(M())); e.update(M()); print(e, {**M()});
class Miss(dict):
    def __missing__(self, k): return f"missing {k}"
print(Miss()["q"], Miss().get("q"), "q" in Miss(), Miss().pop("q", None), Miss().setdefault("q", 1))
it = iter({"a": 1, "b": 2}); print(next(it), it.__length_hint__(), list(it)); print(sorted({"b": 1, "a": 2}.items()), max({"b": 1, "a": 2}, key={"b": 1, "a": 2}.get), sum({1: 2, 3: 4}.values()), [k + str(v) for k, v in {"a": 1}.items()], *{"u": 1, "v": 2})
