# Annotations of variables, parameters, attributes: evaluated where, stored where.
def note(x): print("note", x); return x
a: note("int") = 1
b: note("not assigned")
print(__annotations__)
try: b
except NameError as e: print(e)
(c): int = 5
print("c" in __annotations__, c)
class K:
    x: int = 1
    y: "str"
    z: note(list[int])
    (w): int = 3
class L:
    p: 1 + 1
print(K.__annotations__, L.__annotations__)
def f(a: note(1), b: note(2) = note(3), *c: note(4), d: note(5) = note(6), **e: note(7)) -> note(8):
    local: undefined_type = 1
    other: also_undefined
    return local
print(f.__annotations__, f(0))
d = {}
d["k"]: note("sub") = 1
class O: pass
o = O()
o.attr: note("attr") = 2
print(d, o.attr, list(__annotations__))
t: tuple = 1, 2
u: tuple = *t, 3
print(t, u)
def g():
    v: int
    try: v
    except UnboundLocalError as e: print(e)
g()
f.__annotations__["new"] = 1; print("new" in f.__annotations__)
lam = lambda q: q; print(lam.__annotations__, O.__annotations__ if "__annotations__" in O.__dict__ else "none")
for text in ("a, b: int", "(a, b): int = 1", "[a]: int", "x: int: str", "f(): int = 1", "1: int", "x: int += 1", "def f():\n  nonlocal_: int\n  global nonlocal_", "for x: int in y: pass", "lambda x: int: 1 = 2", "a.b.c: int", "a = b: int", "x: int = y = 5"):
    try: compile(text, "s", "exec"); print(repr(text), "compiles")
    except SyntaxError as e: print(repr(text), "->", e.msg)
