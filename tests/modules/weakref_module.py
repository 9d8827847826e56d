# weakref: ref, proxy, callbacks, WeakValueDictionary, WeakKeyDictionary, WeakSet, finalize, WeakMethod.
# in-threads: prints at exit
import weakref, gc
class A:
    def __init__(self, n=0): self.n = n
    def m(self): return self.n
    def __len__(self): return 3
    def __add__(self, o): return self.n + o
    def __eq__(self, o): return isinstance(o, A) and self.n == o.n
    def __hash__(self): return hash(self.n)
a = A(1); r = weakref.ref(a); print(r() is a, r is weakref.ref(a), r == weakref.ref(a), hash(r) == hash(a), weakref.getweakrefcount(a), len(weakref.getweakrefs(a)), weakref.ref(A(1)) == r, r.__callback__, type(r).__name__)
cb = weakref.ref(a, lambda x: print("callback", x() is None)); print(cb is r, cb == r); p = weakref.proxy(a); print(p.n, p.m(), len(p), p + 1, p == a, isinstance(p, A), type(p).__name__); p.n = 5; print(a.n); del a; print(r())
for f in (lambda: p.n, lambda: len(p), lambda: str(p), lambda: bool(p), lambda: weakref.ref(5), lambda: weakref.ref("a"), lambda: weakref.ref([]), lambda: weakref.ref((1,)), lambda: weakref.proxy(None), lambda: hash(weakref.ref(A(2))), lambda: weakref.ref(), lambda: hash(weakref.proxy(A)), lambda: weakref.ref({})):
    try: print(f())
    except (ReferenceError, TypeError) as e: print(type(e).__name__, e)
h = A(9); rh = weakref.ref(h); hash(rh); del h; print(hash(rh) == hash(9), rh == weakref.ref(A(9)))
for o in (A, print, {1}, frozenset(), lambda: 0, (i for i in ()), A, A.m, A().m.__func__, weakref): 
    try: print(type(weakref.ref(o)()).__name__)
    except TypeError as e: print(e)
v = weakref.WeakValueDictionary(); k1, k2 = A(1), A(2); v["a"] = k1; v["b"] = k2; print(len(v), sorted(v), v["a"].n, "a" in v, v.get("zz", 0)); del k1; print(sorted(v.keys()), [x.n for x in v.values()], "a" in v); v.update(c=k2); print(sorted(v), v.pop("c").n, v.setdefault("d", k2).n, len(v.valuerefs()))
w = weakref.WeakKeyDictionary(); x, y = A(1), A(2); w[x] = "x"; w[y] = "y"; print(len(w), w[x], x in w, sorted(w.values()), w.get(y)); del x; print(len(w), list(w.values())); w.pop(y); print(len(w))
s = weakref.WeakSet(); m, n = A(1), A(2); s.add(m); s.add(n); print(len(s), m in s, sorted(q.n for q in s)); del m; print(len(s)); s.discard(n); print(len(s)); s.update([n]); print(len(s | {n}), n in s)
class O:
    def meth(self): return "meth"
o = O(); wm = weakref.WeakMethod(o.meth); print(wm()(), weakref.ref(o.meth)()); f = weakref.finalize(o, print, "finalized", 1, sep="/"); print(f.alive, f.peek()[1].__name__, f.peek()[2:]); del o; print(f.alive, wm(), f()); o = O(); f = weakref.finalize(o, lambda: "value"); print(f(), f(), f.alive, f.detach()); f = weakref.finalize(o, print, "never"); print(f.detach()[2], f.alive); f.atexit; g = weakref.finalize(o, print, "at exit"); print(g.atexit)
class N: __slots__ = ()
try: weakref.ref(N())
except TypeError as e: print(e)
class L(list): pass
l = L([1]); print(weakref.ref(l)() == [1]); b = weakref.ref(l, lambda _: print("second made, first called")); c = weakref.ref(l, lambda _: print("third made")); del l
class Ref(weakref.ref): pass
t = A(7); rr = Ref(t); rr.tag = 1; print(rr().n, rr.tag, rr is not weakref.ref(t)); print("end")
