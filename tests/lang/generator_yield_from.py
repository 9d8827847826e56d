# yield from: values, return value, send and throw to the inner, any iterable, custom iterators.
def inner():
    a = yield 1
    print("inner got", a)
    b = yield 2
    print("inner got", b)
    return a, b
def outer():
    r = yield from inner()
    print("result", r)
    yield from "ab"
    yield from ()
    return (yield from [5])
o = outer()
print(next(o), o.gi_yieldfrom.__name__, o.send("x"), o.send("y"), next(o), next(o))
try: next(o)
except StopIteration as e: print(e.value)
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 2: raise StopIteration("it done")
        return self.n
    def send(self, v): print("send", v); return v
    def throw(self, *a): print("throw", a[0]); raise StopIteration("thrown")
    def close(self): print("close")
def d():
    r = yield from It()
    print("r", r)
    yield "end"
g = d(); print(next(g), g.send(7), next(g)); print(next(g))
g = d(); next(g); print(g.throw(ValueError))
g = d(); next(g); g.close()
def e():
    try: yield from iter([1, 2])
    except Exception as x: print("e", repr(x)); yield 9
g = e(); next(g)
try: g.send("x")
except AttributeError as x: print(x)
g = e(); next(g); print(g.throw(KeyError("k")))
def f(): yield from 5
try: next(f())
except TypeError as x: print(x)
def tree(n):
    if n:
        yield from tree(n - 1); yield n; yield from tree(n - 1)
print(list(tree(4)))
def deep(n):
    if n == 0: return "bottom"
    r = yield from deep(n - 1)
    return r
def top(): print((yield from deep(100)))
list(top())
def chain(*its):
    for i in its: yield from i
print(list(chain("ab", range(2), {"k": 1}, (x for x in "z"))))
def gen_raise():
    try: yield from bad()
    except ZeroDivisionError as x: print("caught", x)
    yield "after"
def bad():
    yield 0
    1 / 0
print(list(gen_raise()))
h = chain([1], [2]); print(next(h)); h.close(); print(list(h))
