# match: literals, values, or-patterns, guards, wildcard, capture.
def f(x):
    match x:
        case 0: return "zero"
        case 1 | 2 | 3: return "small"
        case -1: return "minus one"
        case 1.5: return "float"
        case 2 + 3j: return "complex"
        case "a" | "b": return "letter"
        case b"x": return "bytes"
        case None: return "None"
        case True: return "True"
        case False: return "False"
        case "multi" "part": return "joined"
        case int() if x > 100: return "big"
        case _: return "other"
for v in (0, 2, -1, 1.5, 2 + 3j, "a", b"x", None, True, False, "multipart", 101, 50, [], 0.0, 1.0, -0.0): print(repr(v), f(v))
class K: RED = 1; class_ = "c"
import math
def g(x):
    match x:
        case K.RED: return "red"
        case math.pi: return "pi"
        case K.class_: return "c"
        case y: return f"captured {y}"
print(g(1), g(math.pi), g("c"), g("z"))
def h(x):
    match x:
        case n if n == -5: return "neg"
        case (0 | 1) as bit: return f"bit {bit}"
        case (str() | bytes()) as s if len(s) > 1: return f"text {s}"
        case (n): return f"n {n}"
print(h(-5), h(1), h("ab"), h(7))
match 5:
    case 6: pass
print("no case")
match x := 3, 4:
    case a, b: print(a, b, x)
match "a", :
    case ("a",): print("tuple subject")
match = 1; case = 2; _ = 3; type = 5
print(match, case, match + case, _)
match (match):
    case case: print("soft", case)
def guard_order():
    def t(n, r): print("guard", n); return r
    match 1:
        case 1 if t("a", False): pass
        case x if t("b", True): print("x", x)
guard_order()
for text in ("match x:\n case y: pass\n case z: pass", "match x:\n case _: pass\n case 1: pass", "match x:\n case y | 1: pass", "match x:\n case (a, b) | (a, c): pass", "match x:\n case [a, a]: pass", "match x:\n case 1 + 2: pass", "match x:\n case -a: pass", "match x:\n case f'{x}': pass", "match x:\n case {1: a, 1: b}: pass", "match x:\n case {**r, 'a': 1}: pass", "match x:\n case [*a, *b]: pass", "match x:\n case C(a=1, a=2): pass", "match x:\n case C(a=1, 2): pass", "match x:\n case {**_}: pass", "match x:\n case a.b as _: pass", "match x:\n case 1 as 2: pass", "match x:\n case 1j + 2: pass", "match x:\n case {a: 1}: pass", "match x:\n case *a: pass", "match x:\n pass", "match x:\n case (x as y.z): pass", "match x:\n case _ | 1: pass", "match x:\n case C(x.y=1): pass"):
    try: compile(text, "s", "exec"); print(repr(text), "compiles")
    except SyntaxError as e: print(repr(text), "->", e.msg)
