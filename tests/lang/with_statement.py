# with: several items, parenthesised, targets, order, exceptions in each place.
class C:
    def __init__(self, name, swallow=False, fail=None): self.name, self.swallow, self.fail = name, swallow, fail
    def __enter__(self):
        print("enter", self.name)
        if self.fail == "enter": raise RuntimeError("enter " + self.name)
        return self.name.upper()
    def __exit__(self, t, v, tb):
        print("exit", self.name, t and t.__name__, v, tb is not None)
        if self.fail == "exit": raise RuntimeError("exit " + self.name)
        return self.swallow
with C("a") as a, C("b"), C("c") as c: print(a, c)
with (C("d") as d, C("e")): print(d)
with (
    C("f") as f,
    C("g") as g,
): print(f, g)
with (C("h")): print("body")
with C("i") if a else C("k"): pass
with C("l") as (x, *y): print(x, y)
box = {}
with C("m") as box["m"]: print(box)
with C("n", swallow=True): raise ValueError("v")
print("after")
for make in (lambda: (C("o", fail="enter"), C("p")), lambda: (C("q"), C("r", fail="enter")), lambda: (C("s", fail="exit"), C("t")), lambda: (C("u", True), C("v", fail="exit"))):
    one, two = make()
    try:
        with one, two: raise KeyError("body")
    except Exception as e:
        print(type(e).__name__, e, "context", repr(e.__context__))
def f():
    for i in range(3):
        with C(str(i)):
            if i == 0: continue
            if i == 1: break
    with C("ret"): return "r"
print(f())
class NoExit:
    def __enter__(self): pass
class NoEnter:
    def __exit__(self, *a): pass
class Instance: pass
inst = Instance(); inst.__enter__ = lambda: 1; inst.__exit__ = lambda *a: 1
for bad in (5, NoExit(), NoEnter(), inst, C):
    try:
        with bad: pass
    except (TypeError, AttributeError) as e: print(type(e).__name__, e)
class Truthy:
    def __enter__(self): return self
    def __exit__(self, *a): return [] if a[0] is KeyError else [1]
with Truthy(): raise ValueError
try:
    with Truthy(): raise KeyError("k")
except KeyError as e: print(e)
def gen():
    with C("gen"): yield 1
it = gen(); next(it); it.close()
