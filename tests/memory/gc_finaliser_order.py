# In a cycle: weak reference callbacks, then all finalisers, then the objects; trees hanging on it.
import gc, weakref
gc.disable()
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n, "sees", getattr(getattr(self, "o", None), "n", None))
a = D("a"); b = D("b"); c = D("c"); a.o, b.o, c.o = b, c, a; del a, b, c; gc.collect(); print("-")
x = D("x"); x.o = x; r = weakref.ref(x, lambda r: print("callback", r() is None)); del x; gc.collect(); print("-")
p = D("p"); p.o = p; p.hang = D("hanging"); del p; gc.collect(); print("-")
l = [D("l")]; l.append(l); del l; gc.collect(); print("-")
class Inside:
    pass
i = Inside(); i.me = i; i.ref = weakref.ref(i, lambda r: print("never: the reference dies with it")); del i; gc.collect(); print("-")
m = D("m"); n = D("n"); m.o = n; n.o = m; n.extra = D("extra"); del m; n.o = None; print("broken by hand"); del n; print("end")
