# Generator expressions: first iterable at once, the rest late; nesting; as sole argument.
print(sum(x for x in range(5)), max((x, -x) for x in range(3)), ",".join(str(i) for i in range(3)), list(x for x in "ab"), set(i % 2 for i in range(5)), dict((i, i) for i in range(2)))
def src(n): print("src", n); return range(n)
g = (x * y for x in src(2) for y in src(3))
print("made")
print(list(g))
try: (x for x in undefined_a)
except NameError as e: print(e)
h = (undefined_b for x in [1])
try: next(h)
except NameError as e: print(e)
x = 5
g = (x + i for i in range(2)); x = 10; print(list(g))
def f():
    n = 3
    return (n * i for i in range(n))
print(list(f()), any(v > 2 for v in [1, 2, 3]), all(v for v in []), list((a, b) for a in range(3) if a for b in range(a)))
g = (i for i in range(10)); print(next(g), 3 in g, next(g), list(g))
print(repr((i for i in ()))[:30], (i for i in ()).__name__)
class C:
    y = 2
    g = list(y for y in [y])
print(C.g)
nested = (list(j for j in range(i)) for i in range(4)); print(list(nested))
g = (i for i in [1, 2, 3] if not print("test", i)); print(next(g)); g.close(); print(next(g, "closed"))
print([*(i for i in "ab"), *(j for j in "cd")], *(k for k in range(2)))
p = (lambda: (yield 1))(); print(list(p))
print(sorted((w for w in "b a c".split()), reverse=True), list(zip((i for i in range(3)), (i * i for i in range(5)))), sum((i for i in range(3)), 10))
