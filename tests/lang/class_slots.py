# __slots__: no dict, inheritance, defaults, names, weakref, errors.
class S:
    __slots__ = ("a", "b", "__private")
    def __init__(self): self.a = 1
s = S()
print(s.a, S.__slots__, hasattr(s, "__dict__"), hasattr(S, "_S__private"), type(S.a).__name__, repr(S.a))
for text in ("s.b", "s.c = 1", "s.c", "del s.b", "s.__dict__", "S.a.__get__(5)", "S.a.__set__(5, 1)"):
    try: exec(text)
    except (AttributeError, TypeError) as e: print(text, "->", type(e).__name__, e)
del s.a
try: s.a
except AttributeError as e: print(e)
class T(S): pass
t = T(); t.z = 1; print(t.__dict__, t.a)
class U(S): __slots__ = ("c",)
u = U(); u.c = 3; u.a = 4; print(u.c, u.a, hasattr(u, "__dict__"))
class V: __slots__ = ["__dict__", "x"]
v = V(); v.x = 1; v.y = 2; print(v.__dict__, v.x)
class W: __slots__ = "single"
w = W(); w.single = 1; print(w.single)
for text in ("class X:\n __slots__ = ('a',)\n a = 1", "class X:\n __slots__ = (1,)", "class X:\n __slots__ = ('a b',)", "class X(int):\n __slots__ = ('a',)", "class X(S, W): pass", "class X(tuple):\n __slots__ = ('a',)", "class X:\n __slots__ = ('__dict__', '__dict__')", "class X:\n __slots__ = 5", "class X(V):\n __slots__ = ('__dict__',)", "class X:\n __slots__ = ('__weakref__', '__weakref__')"):
    try: exec(text); print("fine")
    except (TypeError, ValueError) as e: print(type(e).__name__, e)
class Y(list): __slots__ = ("tag",)
y = Y([1]); y.tag = "t"; print(y, y.tag)
class E1: __slots__ = ()
class E2: __slots__ = ()
class E3(E1, E2, S): __slots__ = ()
print(E3().a)
class D: __slots__ = {"doc": "documented"}
print(D.__slots__, D.doc.__doc__)
import weakref
try: weakref.ref(s)
except TypeError as e: print(e)
class Wr: __slots__ = ("__weakref__",)
wr = Wr(); print(weakref.ref(wr)() is wr)
