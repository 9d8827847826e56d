# Views of dict: live, set operations, comparison, repr, mapping attribute.
d = {"a": 1, "b": 2, "c": 3}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, len(k), len(v), len(i), "a" in k, 1 in v, ("a", 1) in i, ("a", 2) in i, "a" in i, ("a",) in i)
d["d"] = 4; del d["a"]; print(k, v, i, list(k), sorted(v), k.mapping, k.mapping["b"])
print(sorted(k & {"b", "z"}), sorted(k | {"z"}), sorted(k - {"b"}), sorted(k ^ {"b", "z"}), sorted(k & ["b"]), sorted(i & {("b", 2)}), sorted(i | [("q", 0)]), sorted(i - i), sorted({"b", "z"} & k), sorted({"b", "z"} - k), sorted(set("bz") | k), type(k & k).__name__)
print(k == {"b", "c", "d"}, k >= {"b"}, k > {"b", "c", "d"}, k <= set("bcde"), k < set("bcde"), k.isdisjoint("xyz"), k.isdisjoint(["b"]), i == {("b", 2), ("c", 3), ("d", 4)}, v == v, v == d.values(), k == d.keys(), k == ["b"], k != {"b"}, i >= {("b", 2)}, i.isdisjoint([("b", 2)]))
for t in ("k[0]", "k + k", "v & v", "v | v", "k & 5", "k.append", "hash(k)", "k < 5", "v < v", "k | 5", "i - 5", "k ^ 1", "len(k, k)", "d.keys(1)", "type(k)()", "k.isdisjoint(5)", "iter(k)[0]", "k.mapping['n'] ", "k.mapping.__setitem__('q', 1)"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
def mutate(f):
    x = {1: 1, 2: 2, 3: 3}
    try:
        for y in f(x):
            x[9] = 9
    except RuntimeError as e: print(e)
    x = {1: 1, 2: 2, 3: 3}
    try:
        for y in f(x): del x[3 if 3 in x else 2]
    except RuntimeError as e: print(e)
    x = {1: 1, 2: 2}
    try:
        for y in f(x):
            x.pop(1, None); x[7] = 7
    except RuntimeError as e: print(e)
    else: print("loop ended", x)
    x = {1: 1, 2: 2}
    for y in f(x): x[1] = 5
    print(x)
for f in (iter, dict.keys, dict.values, dict.items): mutate(f)
print([type(x).__name__ for x in (k, v, i, iter(k), iter(v), iter(i), reversed(k), reversed(i))])
print([*k], [*v], [(a, b) for a, b in i], dict(i), set(k) == {"b", "c", "d"}, list(map(str, v)), max(k), min(v), k.__contains__("b"), repr(list(i)[0]))
