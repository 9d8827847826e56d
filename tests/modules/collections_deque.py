# collections.deque: both ends, maxlen, rotation, indexing, comparison, mutation while iterating, errors.
from collections import deque
d = deque([1, 2, 3]); d.append(4); d.appendleft(0); print(d, len(d), d.pop(), d.popleft(), d); d.extend("ab"); d.extendleft("xy"); print(d, d[0], d[-1], d[2], d.count(1), d.index("a"), d.index(2, 1, 5)); d.rotate(2); print(d); d.rotate(-3); print(d); d.rotate(); d.remove("a"); d.insert(1, "ins"); d.reverse(); print(d); d[0] = "set"; del d[1]; print(d, "set" in d, list(reversed(d)), d.copy(), d + deque([9]), d * 2 == d + d); d.clear(); print(d, bool(d))
m = deque(range(5), maxlen=3); print(m, m.maxlen); m.append(9); m.appendleft(8); print(m); m.extend([1, 2, 3, 4]); print(m); m += [5]; print(m, m.copy().maxlen, deque(maxlen=0), deque([1], 1), deque("ab", maxlen=None).maxlen); z = deque(maxlen=0); z.append(1); print(z)
print(deque([1, 2]) == deque([1, 2]), deque([1]) == [1], deque([1]) < deque([2]), deque([1, 2]) > deque([1]), deque([1]) != deque([1]), deque("ab") + deque("c"), 2 * deque([1]), list(deque("abc")), deque(), deque(deque([1])), sorted(deque([2, 1])))
r = deque([1]); r.append(r); print(r); i = deque([1, 2]); i *= 3; print(i); i.insert(100, "end"); i.insert(-1, "b"); print(i)
for t in ("deque().pop()", "deque().popleft()", "deque([1])[5]", "deque([1])['a']", "deque([1])[0:1]", "deque(5)", "deque([], -1)", "deque([], 'a')", "deque([1]).remove(5)", "deque([1]).index(5)", "deque([1, 2, 3], 3).insert(1, 0)", "hash(deque())", "deque() + [1]", "deque() < [1]", "deque().rotate('a')", "deque().extend(5)", "deque([1]).__setitem__(5, 1)", "deque([1]).__delitem__(5)", "deque(1, 2, 3)", "deque([1]) * 'a'", "deque([], 2).maxlen.x"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
d = deque([1, 2, 3])
try:
    for x in d: d.append(x)
except RuntimeError as e: print(e)
try:
    for x in d: d.popleft()
except RuntimeError as e: print(e)
try: [d.clear() for x in d]
except RuntimeError as e: print(e)
big = deque(range(1000)); big.rotate(333); print(big[0], big[500], big.index(0), sum(big)); del big[500]; print(len(big), big[500])
class D(deque): pass
print(D([1]), type(D([1]).copy()).__name__, D("ab", 1), isinstance(D(), deque))
