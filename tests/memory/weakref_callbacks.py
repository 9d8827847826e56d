# Callbacks: order, exceptions ignored, callbacks of dead references, references made in callbacks.
import weakref
class A: pass
a = A(); refs = [weakref.ref(a, lambda r, i=i: print("cb", i)) for i in range(4)]; del a; print([r() for r in refs])
a = A(); r1 = weakref.ref(a, lambda r: print("never")); del r1; del a; print("dropped reference: no call")
a = A(); p = weakref.proxy(a, lambda p: print("proxy callback")); del a
class B:
    def __del__(self): print("del first?")
b = B(); r = weakref.ref(b, lambda r: print("callback")); del b
a = A(); out = []; r = weakref.ref(a, out.append); del a; print(out[0] is r)
d = weakref.WeakValueDictionary(); a = A(); d["k"] = a; r = weakref.ref(a, lambda r: print("in dict now:", "k" in d)); del a; print(len(d))
a = A(); ws = weakref.WeakSet([a]); it = iter(ws); next(it); del a; del it
print(len(ws)); k = A(); wk = weakref.WeakKeyDictionary({k: [1]}); del k; print(len(wk)); a = A(); f1 = weakref.finalize(a, print, "f1"); f2 = weakref.finalize(a, print, "f2"); del a; a = A(); rs = [weakref.ref(a), weakref.ref(a)]; print(rs[0] is rs[1], weakref.getweakrefcount(a)); c = weakref.ref(a, print); print(weakref.getweakrefcount(a)); rs.clear(); print(weakref.getweakrefcount(a)); del c; print(weakref.getweakrefcount(a))
for i in range(3): weakref.finalize(a, print, "exit", i)
print("leaving")
