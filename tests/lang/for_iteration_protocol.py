# __iter__/__next__, fallback to __getitem__, iter(callable, sentinel), bad iterators.
class Up:
    def __init__(self, n): self.n = n; self.i = 0
    def __iter__(self): print("iter"); return self
    def __next__(self):
        if self.i >= self.n:
            raise StopIteration("end")
        self.i += 1
        return self.i

print([x for x in Up(3)], list(Up(2)), tuple(Up(0)), sum(Up(4)), max(Up(3)), 2 in Up(3))
class Seq:
    def __getitem__(self, i):
        print("get", i, end=" ")
        if i == 3: raise IndexError
        return i * i
print(list(Seq()))
print(4 in Seq(), 5 in Seq())
print(list(reversed([1, 2])))
class Rev(Seq):
    def __len__(self): return 3
print(list(reversed(Rev())))
n = 0
def step():
    global n
    n += 1
    return n
print(list(iter(step, 4)), n)
class NoNext:
    def __iter__(self): return 5
class NoneIter(list):
    __iter__ = None
class BadGet:
    def __getitem__(self, i): raise KeyError(i)
for bad in (NoNext(), NoneIter(), BadGet(), object()):
    try:
        for x in bad: pass
    except Exception as e:
        print(type(e).__name__, e)
for call in (lambda: iter(5), lambda: iter(5, 6), lambda: next(5), lambda: next([]), lambda: reversed({1}), lambda: iter(), lambda: next(iter([])), lambda: reversed(5)):
    try:
        call()
    except Exception as e:
        print(type(e).__name__, e)
print(next(iter([]), "default"), next(iter("a"), "default"))
it = iter([1, 2, 3])
print(it.__length_hint__(), next(it), it.__length_hint__(), list(it), list(it), it is iter(it))
