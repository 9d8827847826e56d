# Resurrection: __del__ may keep the object alive; it runs only once an object.
import gc
saved = []
class R:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n); saved.append(self)
r = R(1); del r; print(len(saved), saved[0].n); saved.clear(); print("second death is silent")
a, b = R("a"), R("b"); a.o, b.o = b, a; del a, b; gc.disable(); n = gc.collect(); print(sorted(x.n for x in saved)); saved.clear(); gc.collect(); print("gone", len(saved))
class T:
    def __del__(self):
        global kept
        kept = self
        print("kept")
T(); print(type(kept).__name__); kept = None; print("end of T")
class C:
    alive = 0
    def __init__(self): C.alive += 1; self.me = self
    def __del__(self): C.alive -= 1
for _ in range(5): C()
print(C.alive); gc.collect(); print(C.alive)
class Again:
    count = 0
    def __del__(self): Again.count += 1; Again.box = self
x = Again(); del x; Again.box = None; print(Again.count); x = Again(); del x; print(Again.count); del Again.box; print(Again.count)
import weakref
class W:
    def __del__(self): print("ref in del:", ref() is None); saved.append(self)
w = W(); ref = weakref.ref(w, lambda r: print("callback")); del w; print(ref() is saved[0] if ref() else None, len(saved)); ref2 = weakref.ref(saved[0], lambda r: print("callback 2")); saved.clear(); print(ref2())
