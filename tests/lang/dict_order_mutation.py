# Insertion order through deletion, re-insertion, updates; changing while iterating.
d = {}
for k in "hello world": d[k] = d.get(k, 0) + 1
print(d); del d["l"]; d["l"] = 9; print(list(d)); d["h"] = 0; print(next(iter(d)), list(d.items())[-1]); d.update({"z": 1, "e": 5}); print(d); e = dict(reversed(list(d.items()))); print(e, e == d); print({**e, "q": 1, **{"o": 0}}, list(d | {"new": 1})[-1], dict(sorted(d.items())), dict.fromkeys("banana"))
for i in range(40): d[i] = i
for i in range(0, 40, 3): del d[i]
print(len(d), list(d)[-5:]); 
for k in list(d): 
    if isinstance(k, int): del d[k]
print(d); d.popitem(); d.popitem(); print(d); d.clear(); d["first"] = 1; print(d)
def t(f):
    x = dict.fromkeys(range(5))
    try: print(f(x))
    except RuntimeError as e: print(e)
def add(x):
    for k in x: x[k + 10] = 1
def remove(x):
    for k in x: del x[k]
def replace(x):
    for k in x: x[k] = k
    return x
def swap(x):
    for k in x: del x[k]; x[k + 100] = 1
def clear(x):
    for k, v in x.items(): x.clear()
def last(x):
    for k in x:
        if k == 4: x[99] = 1
def lastdel(x):
    for k in x:
        if k == 4: del x[0]
    return sorted(x)
for f in (add, remove, replace, clear, last): t(f)
m = {1: {2: {3: {}}}}; m[1][2][3][4] = m[1]; print(m); inv = {v: k for k, v in {"a": 1, "b": 2}.items()}; print(inv); groups = {}
for w in ["ant", "bee", "ape", "bat"]: groups.setdefault(w[0], []).append(w)
print(groups, {k: sorted(v) for k, v in groups.items()}, max(groups, key=lambda k: len(groups[k])), [*groups], {*groups} == {"a", "b"}, dict(zip(groups.values().__iter__().__next__(), range(9))))
