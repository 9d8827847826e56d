# __class__ assignment, __dict__ replaced, attributes on functions and classes, __dir__, __doc__, type checks.
class A:
    "A doc"
    def who(self): return "A"
class B:
    def who(self): return "B"
a = A(); print(a.who()); a.__class__ = B; print(a.who(), type(a).__name__, isinstance(a, A)); a.__dict__ = {"x": 1}; print(a.x, a.__dict__); d = a.__dict__; d["y"] = 2; print(a.y); a.z = 3; print(d); del d["x"]; print(hasattr(a, "x")); a.__dict__.update(q=5); print(sorted(vars(a)))
for t in ("a.__class__ = 5", "a.__class__ = int", "a.__dict__ = 5", "(1).__class__ = A", "a.__dict__ = None", "A.__dict__['k'] = 1", "object().x = 1", "A().__weakref__ = 1", "int.new = 1", "del A.__dict__", "type(a).__dict__ = {}", "A.__class__ = int", "del a.__class__"):
    try: exec(t); print(t, "fine")
    except (TypeError, AttributeError) as e: print(t, "->", type(e).__name__, e)
A.who = lambda self: "patched"; print(A().who()); A.added = 5; print(A().added); del A.added; print(hasattr(A(), "added"), A.__doc__, A().__doc__, B.__doc__, A.who.__doc__); A.__doc__ = "new"; print(A.__doc__)
def dynamic(name, *bases, **ns): return type(name, bases, ns)
D = dynamic("D", A, B, v=1, f=lambda self: self.v); print(D().f(), D.__mro__, D().who(), D.__name__, D.__module__); print([k for k in A.__dict__ if not k.startswith("__")], A.__subclasses__() == [D], D.__base__ is A, D.__basicsize__ > 0, A.__flags__ != 0, A.__weakrefoffset__ != 0)
class E:
    __slots__ = ("s", "__dict__")
e = E(); e.s = 1; e.t = 2; print(e.__dict__, e.s); class_dict = dict(E.__dict__); print(sorted(k for k in class_dict if not k.startswith("_")))
class F:
    x = []
    def __init__(self): self.x = self.x + [1]
print(F().x, F.x); f = F(); f.x.append(2); print(f.x, F.x, F().x); g = F.__new__(F); print(g.x, g.__dict__)
class G(A):
    def who(self): return "G+" + super().who()
h = G(); print(h.who()); B.who = G.who
try: print(B().who())
except TypeError as x: print(x)
print(object.__subclasshook__(int), type.__instancecheck__(A, D()), object.__eq__(a, a), object.__ne__(a, 1), a.__eq__(1), a.__ne__(a), object.__hash__(a) == hash(a), a.__sizeof__() > 0, a.__reduce_ex__(2)[0].__name__, a.__format__("") == str(a), a.__init_subclass__(), A.__call__ is not None, type(A.__call__).__name__)
