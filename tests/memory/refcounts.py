# sys.getrefcount: differences caused by holders.
import sys
class O: pass
o = O(); base = sys.getrefcount(o)
def n(): return sys.getrefcount(o) - base
l = [o]; print(n()); l.append(o); print(n()); l.clear(); print(n()); d = {"a": o, "b": o}; print(n()); del d["a"]; print(n()); d = None; print(n()); t = (o, o, o); print(n()); t = None; print(n()); x = y = o; print(n()); del x, y; print(n())
def f(a): return sys.getrefcount(a) - base
print(f(o) > 0, n()); c = (lambda v: lambda: v)(o); print(n()); del c; print(n()); s = {o}; s.add(o); print(n()); s = None; o.me = o; print(n()); del o.me; print(n()); g = (v for v in [o]); print(n()); next(g); print(n() >= 1); g.close(); del g; print(n()); m = [o] * 10; print(n()); m = m[:5]; print(n()); m.pop(); print(n()); m.sort(key=id); m.reverse(); print(n()); m = m + m; print(n()); del m[1:]; print(n()); m = None; print(n())
class P: __slots__ = ("a",)
p = P(); p.a = o; print(n()); p.a = 1; print(n()); e = ValueError(o); print(n()); del e; print(n())
try: raise KeyError(o)
except KeyError as k: print(n() >= 1)
print(n()); i = iter([o, o]); print(n()); next(i); print(n()); list(i); print(n()); i = None; z = list(zip([o], [o])); print(n()); z = None; print(n()); it = map(lambda v: v, [o]); print(n()); del it; print(n()); q = dict.fromkeys(range(5), o); print(n()); q.popitem(); print(n()); q.clear(); print(n()); b = O().__init__; w = o.__init__; print(n()); del w; print(n())
