# Containers changed while an iterator is alive: list, dict, set, deque, str, range, enumerate, zip.
l = [1, 2, 3]; it = iter(l); next(it); l.append(4); print(list(it)); l.append(5); print(list(it)); l = [1, 2, 3, 4]
for x in l: l.remove(x)
print(l); l = [1, 2, 3]
for i, x in enumerate(l):
    if i < 3: l.insert(0, x * 10)
print(l); l = [3, 1, 2]
for x in reversed(l): l.append(x) if len(l) < 5 else None
print(l); l = list(range(5))
for x in l: del l[-1]
print(l); l = [1, 2]; it = iter(l); l.clear(); print(list(it)); l = [1, 2, 3]; it = reversed(l); l[:] = [9]; print(list(it)); s = "abc"
for c in s: s += c
print(s)
for f in (lambda d: d.update(x=1), lambda d: d.pop(1), lambda d: d.clear(), lambda d: d.setdefault(1, 2), lambda d: d.__setitem__(1, 5)):
    d = {1: 1, 2: 2}; it = iter(d); next(it); f(d)
    try: print(next(it))
    except (RuntimeError, StopIteration) as e: print(type(e).__name__, e)
for f in (lambda d: d.add(9), lambda d: d.discard(1), lambda d: d.clear(), lambda d: d.add(1)):
    d = {1, 2}; it = iter(d); next(it); f(d)
    try: next(it); print("fine")
    except (RuntimeError, StopIteration) as e: print(type(e).__name__, e)
a, b = [1, 2, 3], [4, 5, 6]
for x, y in zip(a, b): a.append(y) if len(a) < 5 else b.clear()
print(a, b); d = {1: "a"}; k = d.keys(); d[2] = "b"; print(list(k)); g = (x for x in l); l.append(8); print(list(g)); m = map(str, l); l.append(7); print(list(m)); r = [1, 2, 3]; r[1:1] = r; print(r); r.extend(r); print(len(r)); r[::2] = r[1::2]; print(r); r += r[:1]; print(r[-1]); del r[:]; print(r); z = [[]] * 2; z[0] += [1]; z[1] = z[1] + [2]; print(z); e = [1, 2, 3]; e[0], e[e[1]] = 1, 6; print(e)
