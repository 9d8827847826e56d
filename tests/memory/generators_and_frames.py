# Generators, tracebacks and frames keep and release what they hold.
import gc, sys
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
def g(): 
    d = D("in gen")
    try: yield 1
    finally: print("finally with", d.n)
a = g(); next(a); print("drop"); del a; print("1")
b = g(); del b; print("2: never started"); c = g(); next(c); next(c, None); print("3: exhausted"); del c
def fail():
    d = D("local of fail"); raise ValueError("x")
try: fail()
except ValueError as e: kept = e; print("caught")
print("traceback keeps the frame"); kept.__traceback__ = None; print("released"); del kept
def frame():
    d = D("frame local"); return sys._getframe()
f = frame(); print("frame holds", f.f_locals["d"].n); f.clear(); print("cleared"); del f
def outer():
    d = D("cell")
    def inner(): return d
    return inner
i = outer(); print(i().n); del i; print("4")
async def co(): d = D("coroutine"); await Aw()
class Aw:
    def __await__(self): yield
k = co(); k.send(None); k.close(); print("5"); del k
def delegating(): yield from g()
x = delegating(); next(x); del x; print("6")
ge = (D(i).n for i in range(2)); print(next(ge)); print(next(ge)); del ge; l = [D("a"), D("b")]
for v in l:
    l.clear(); print("cleared while looping"); break
del v; print("7")
def recursion(n):
    d = D(n)
    if n: recursion(n - 1)
recursion(2); print("8"); m = map(D, ["m1", "m2"]); next(m); print("9"); next(m); print("10"); ex = None
try:
    try: raise KeyError(D("ctx"))
    except KeyError: raise ValueError("second")
except ValueError: print("handler")
print("end")
