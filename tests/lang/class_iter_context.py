# Classes that are their own iterators, iterables with fresh iterators, lazily computed sequences.
class Countdown:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n <= 0: raise StopIteration
        self.n -= 1; return self.n + 1
c = Countdown(3); print(list(c), list(c)); class_iter = Countdown(5)
for x in class_iter:
    if x == 3: break
print(list(class_iter), next(Countdown(0), "none"))
class Fresh:
    def __init__(self, n): self.n = n
    def __iter__(self):
        for i in range(self.n): yield i * i
f = Fresh(4); print(list(f), list(f), sum(f), max(f), 9 in f, 10 in f, dict(enumerate(f)), [*f], tuple(f), sorted(f, reverse=True), list(zip(f, f)), {*f} == {0, 1, 4, 9}); a, *b = f; print(a, b)
class Squares:
    def __len__(self): return 5
    def __getitem__(self, i):
        if isinstance(i, slice): return [self[j] for j in range(*i.indices(len(self)))]
        if i < 0: i += len(self)
        if not 0 <= i < len(self): raise IndexError("no square there")
        return i * i
s = Squares(); print(list(s), s[-1], s[1:4], s[::-2], list(reversed(s)), 16 in s, s[True], [x for x in s if x % 2])
try: s[9]
except IndexError as e: print(e)
class Tree:
    def __init__(self, v, *kids): self.v, self.kids = v, kids
    def __iter__(self):
        yield self.v
        for k in self.kids: yield from k
    def __len__(self): return 1 + sum(map(len, self.kids))
    def __contains__(self, x): return any(x == v for v in self)
    def __bool__(self): return True
t = Tree(1, Tree(2, Tree(3)), Tree(4)); print(list(t), len(t), 3 in t, 9 in t, bool(t), "-".join(map(str, t)))
class Once:
    def __iter__(self): print("iter called"); return iter([1])
for _ in Once(): pass
[x for x in Once()]; list(Once()); x, = Once(); print(*Once())
class Bad:
    def __iter__(self): return self
try: iter(Bad())
except TypeError as e: print(e)
class Raising:
    def __iter__(self): yield 1; raise ValueError("mid")
try: print(list(Raising()))
except ValueError as e: print(e)
out = []
try: out.extend(Raising())
except ValueError: print(out)
