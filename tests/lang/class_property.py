# property: getter, setter, deleter, docs, inheritance, errors, on classes.
class C:
    def __init__(self): self._x = 0
    @property
    def x(self):
        "the x"
        return self._x
    @x.setter
    def x(self, v): self._x = v * 2
    @x.deleter
    def x(self): print("del x"); self._x = None
    @property
    def ro(self): return 1
    wo = property(None, lambda self, v: print("wrote", v), doc="write only")
    def _gy(self): return "y"
    y = property(_gy, doc="ydoc")
c = C(); c.x = 5; print(c.x); del c.x; print(c.x, C.x.__doc__, C.wo.__doc__, C.y.__doc__, c.y); c.wo = 3
for text in ("c.ro = 1", "del c.ro", "c.wo", "del c.y", "c.y = 2"):
    try: exec(text)
    except AttributeError as e: print(text, "->", e)
class D(C):
    @property
    def x(self): return "D", super().x
    @C.ro.getter
    def ro(self): return "D.ro"
print(D().x, D().ro)
try: D().x = 1
except AttributeError as e: print(e)
print(type(C.x).__name__, C.x.fget.__name__, C.x.fset.__name__, C.x.fdel.__name__, C.ro.fset, C.ro.fget(c))
try: C.x.fget = 1
except AttributeError as e: print(e)
p = property(); q = p.getter(lambda s: 7); print(p.fget, q.fget(0))
class E: v = q
print(E().v, E.v is q)
C.x = 5; print(c.x)
class F:
    @property
    def a(self): raise AttributeError("inner missing")
    def __getattr__(self, n): return "getattr " + n
print(F().a)
class G:
    @classmethod
    @property
    def cp(cls): return cls.__name__
print(G.cp)
class H(property):
    def __get__(self, o, t=None): return "sub", super().__get__(o, t)
class I:
    @H
    def z(self): return 1
print(I().z)
