# sort and sorted: stability, key, reverse, errors, changes during sorting, mixed numbers.
a = [5, 2, 9, 1]; a.sort(); print(a); a.sort(reverse=True); print(a); print(a.sort(), sorted("hello"), sorted({3: 1, 1: 2}), sorted((2, 1)), sorted([]), sorted([1]), sorted(range(5), reverse=True))
words = ["bb", "a", "ccc", "dd", "e"]
print(sorted(words, key=len), sorted(words, key=len, reverse=True), sorted(words, key=lambda w: (-len(w), w)), sorted(words, key=str.upper), sorted(words, key=None), sorted([3, 1.5, True, 2]), sorted([(1, "b"), (1, "a"), (0, "z")]), sorted([[2], [1, 5], []]), sorted(["b", "B", "a", "A"]), sorted(["é", "z", "e"]), sorted([b"b", b"a"]), sorted([2 ** 70, 1, -2 ** 70, 1.5]), sorted([0.5, float("-inf"), float("inf"), -1]), sorted([False, True, False]))
pairs = [(i % 3, i) for i in range(12)]; print(sorted(pairs, key=lambda p: p[0]), sorted(pairs, key=lambda p: p[0], reverse=True))
for t in ("sorted([1, 'a'])", "sorted([1, None])", "sorted([{}, {}])", "sorted([1j, 2j])", "sorted([1, 2], key=5)", "sorted([1, 2], key=lambda: 1)", "sorted([1], reverse='x')", "sorted(5)", "sorted([1], None)", "sorted([3, 1], key=lambda x: 1 / 0)", "sorted([object(), object()])", "[1].sort(None)", "sorted([1], reverse=None)", "sorted()", "sorted([1], cmp=1)", "sorted([2, 1], reverse=5)", "sorted([(1, 'a'), (1, 2)])"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
class C:
    def __init__(self, n): self.n = n
    def __lt__(self, o): return self.n < o.n
    def __repr__(self): return f"C{self.n}"
print(sorted([C(3), C(1), C(2)]), min([C(2), C(1)]), max([C(1), C(5)], key=lambda c: c.n))
class G:
    def __init__(self, n): self.n = n
    def __gt__(self, o): return self.n > o.n
    def __repr__(self): return f"G{self.n}"
print(sorted([G(3), G(1), G(2)]))
l = [3, 1, 2]
try: l.sort(key=lambda x: l.append(x) or x)
except ValueError as e: print(e, sorted(l))
l = [3, 1, 2]
print(sorted(l, key=lambda x: len(l)), l); l.sort(key=lambda x: (len(l), x)[1]); print(l)
l = [3, 2, 1]
try: l.sort(key=lambda x: 1 // (x - 1))
except ZeroDivisionError: print(sorted(l))
import functools
print(sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)))
x, big = 1, []
for i in range(500): x = x * 16807 % 2147483647; big.append(x % 100)
s = sorted(big); print(all(p <= q for p, q in zip(s, s[1:])), s[:5], s[-3:], sorted(big, reverse=True) == s[::-1])
st = sorted(enumerate(big), key=lambda p: p[1]); print(all(p[1] < q[1] or p[0] < q[0] for p, q in zip(st, st[1:])))
runs = list(range(100)) + list(range(50, 0, -1)) + [7] * 20 + list(range(30, 90)); print(sorted(runs)[::25], sorted(runs, reverse=True)[::40])
nan = float("nan"); print(sorted([3, 1, 2], key=lambda v: -v), sorted("bca", key=ord, reverse=True), list(reversed(sorted([2, 3, 1]))))

# reverse is a C int
for reverse in (2, -1, 2**31 - 1, 2**31, 10**25, 1.5, "a", None):
    for way in (lambda: sorted([1, 2], reverse=reverse), lambda: [1, 2].sort(reverse=reverse)):
        try:
            print(way())
        except (TypeError, OverflowError) as e:
            print(type(e).__name__, e)
