# Context managers as classes: reuse, re-entry, suppression, nesting, return values, in generators.
class Timer:
    depth = 0
    def __enter__(self): Timer.depth += 1; print("  " * Timer.depth + "in"); return self
    def __exit__(self, t, v, tb): print("  " * Timer.depth + "out", t.__name__ if t else None); Timer.depth -= 1; return t is ValueError
t = Timer()
with t:
    with t as u:
        print(u is t); raise ValueError
    print("continues")
for i in range(2):
    with t:
        if i == 0: continue
        break
def f():
    with t: return "value"
print(f(), Timer.depth)
def g():
    with t:
        yield 1
        yield 2
print(list(g())); it = g(); next(it); it.close(); it = g(); next(it)
try: it.throw(KeyError("k"))
except KeyError as e: print("out of generator", e)
it = g(); next(it)
try: it.throw(ValueError)
except StopIteration: print("suppressed")
class Changing:
    def __init__(self, l, v): self.l, self.v = l, v
    def __enter__(self): self.l.append(self.v)
    def __exit__(self, *a): self.l.remove(self.v)
l = []
with Changing(l, 1), Changing(l, 2):
    print(l)
    with Changing(l, 3): print(l)
print(l)
class Raises:
    def __enter__(self): return self
    def __exit__(self, t, v, tb): raise RuntimeError("exit") from v
try:
    with Raises(): raise KeyError("body")
except RuntimeError as e: print(e, repr(e.__cause__), repr(e.__context__))
class Same:
    def __enter__(self): pass
    def __exit__(self, t, v, tb): raise v
try:
    with Same(): raise KeyError("same")
except KeyError as e: print(repr(e), e.__context__)
with open(__file__) as a, open(__file__) as b: print(a.readline() == b.readline(), a.closed)
print(a.closed, b.closed)
