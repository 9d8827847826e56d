# AttributeError texts for every kind of object, with name and obj.
import math
class C:
    __slots__ = ("s",)
    def m(self): pass
    @property
    def ro(self): return 1
class D: pass
c, d = C(), D()
for text in ("c.x", "c.s", "C.x", "d.x", "D.x", "(1).x", "'a'.x", "[].x", "None.x", "math.x", "len.x", "c.m.x", "(lambda: 0).x", "int.x", "type.x", "{}.x", "(1.5).x", "b''.x", "(i for i in ()).x", "range(1).x", "ValueError().x", "super().x", "object().x", "(1, 2).x", "{1}.x", "True.x", "....x", "slice(1).x", "1j.x", "NotImplemented.x", "[].append.x", "str.join.x", "type(d).y",
             "c.x = 1", "d.__class__ = 5", "c.ro = 1", "del c.ro", "del c.s", "del c.x", "del d.x", "(1).x = 1", "(1).real = 1", "'a'.x = 1", "[].append = 1", "int.x = 1", "object().x = 1", "len.x = 1", "None.x = 1", "del int.real", "C.s = 1", "c.m.x = 1", "del C.zz", "c.__dict__", "d.__dict__ = 5", "d.__dict__ = {'k': 1}; print(d.k)", "C.__name__ = 5", "D.__bases__ = ()", "D.__bases__ = (int,)", "del D.__name__", "D.__mro__ = 1", "d.__class__ = C", "d.__class__ = int", "(5).__class__ = int", "range(1).start = 2", "type(None).x", "math.pi = 3; print(math.pi)", "del math.nothing", "D.__doc__ = 1", "1 .__add__.x = 1"):
    try:
        exec(text)
        print(text, "fine")
    except (AttributeError, TypeError, RuntimeError) as e:
        print(text, "->", type(e).__name__, e, getattr(e, "name", None))
try: d.zzz
except AttributeError as e: print(e.name, e.obj is d)
