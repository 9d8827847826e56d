# type() with three arguments, classes as values, factories, mixins at run time, class attributes.
def make(name, **attrs): return type(name, (), attrs)
P = make("P", x=1, get=lambda self: self.x, __repr__=lambda self: f"P({self.x})", __init__=lambda self, x=5: setattr(self, "x", x)); print(P(), P(3).get(), P.x, [P(i) for i in range(2)], P.__dict__["get"].__name__)
classes = [type(f"C{i}", (object,), {"n": i, "sq": property(lambda self: self.n ** 2)}) for i in range(3)]; print([c().sq for c in classes], classes)
class Mixin:
    def hello(self): return f"hello from {type(self).__name__}"
class Base: pass
M = type("M", (Mixin, Base), {}); print(M().hello(), M.__bases__); Base.late = lambda self: "late"; print(M().late()); registry = {}
def register(c): registry[c.__name__] = c; return c
@register
class A: pass
@register
class B(A): pass
print(sorted(registry), registry["B"]().__class__.__mro__[1].__name__); kinds = {int: "int", str: "str", type(None): "none"}; print([kinds[type(v)] for v in (1, "a", None)], isinstance(1, tuple(k for k in kinds)))
x = type("X", (int,), {"__add__": lambda s, o: 42}); print(x(1) + 1, x(5) * 2, 1 + x(1)); print(type("E", (Exception,), {})("m").args, type("D", (dict,), {"__missing__": lambda s, k: k})()["q"], type("T", (tuple,), {"first": property(lambda s: s[0])})((9, 8)).first)
def namespaced():
    class Inner: pass
    return Inner
print(namespaced().__qualname__, type("Q", (), {"__qualname__": "a.b.Q"}).__qualname__, type("Q", (), {"__module__": "m"}).__module__, type("Q", (), {"__doc__": "d"}).__doc__, repr(type("Q", (), {"__module__": "m"})), type("Z", (), {"__slots__": ("a",)}).a.__class__.__name__)
for t in ("type()", "type(1, 2)", "type('A', (), {}, 1)", "type('A', [], {})", "type(1, (), {})", "type('A', (1,), {})", "type('A', (), [])", "type('A', (A, A), {})", "type('A', (bool,), {})", "type('A', (), {1: 2}).__dict__[1]", "type.__call__()", "type.__new__(type)", "type.__new__(type, 'A', (), {})", "type.__new__(int, 'A', (), {})", "type('\\ud800', (), {})", "type.mro(int)", "type.__prepare__()"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
