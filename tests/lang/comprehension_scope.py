# Comprehensions have a scope of their own; the first iterable belongs outside.
x = "outer"
print([x for x in range(3)], x)
print({x for x in "a"}, {x: x for x in "b"}, x)
fs = [lambda: i for i in range(3)]
print([f() for f in fs])
fs = [lambda i=i: i for i in range(3)]
print([f() for f in fs])
print([[j for j in range(i)] for i in range(4)])
print([(i, j) for i in range(3) for j in range(i) if (i + j) % 2])
print([y for x in [[1, 2], [3]] for y in x], x)

class K:
    n = 3
    items = [i * 2 for i in range(n)]
    try:
        bad = [n for _ in range(1)]
    except NameError as e:
        print(e)
    ok = [v for v in items]

print(K.items, K.ok)

def f(n):
    total = [n + k for k in range(n) if n > k > 0]
    return total, [(lambda q: q + n)(k) for k in range(2)]

print(f(3))
print([y := 1, y ** 2], [(last := v) for v in (5, 6)], last)
def g():
    [(inner := v) for v in range(4)]
    return inner
print(g())
print([i for i in range(5) if i if i % 2], [a + b for a, b in zip("ab", "cd")], [a for a, *b in [(1, 2, 3)]])
print(dict((k, v) for k, v in [(1, 2)]), {**{k: 0 for k in "ab"}, "c": 1}, {k: v for k, v in zip("aba", (1, 2, 3))})
g = (print("lazy", v) for v in range(2))
print("made"); list(g)
try:
    (v for v in 5)
except TypeError as e:
    print(e)
def order(tag, value):
    print(tag, end=" "); return value
print({order("k", 1): order("v", 2) for _ in [0]})
