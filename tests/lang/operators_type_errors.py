# Every operator on types that do not fit.
pairs = [(1, "a"), ("a", 1), ([], ()), ({}, 1), (None, 1), (1, None), ("a", b"a"), (set(), []), (1.5, "x"), (object, 1), (len, len), (1j, "a"), ((), 1), (b"", 1), (range(2), 1), (..., 1)]
def show(e): return str(e)
import operator as o
ops = {"+": o.add, "-": o.sub, "*": o.mul, "/": o.truediv, "//": o.floordiv, "%": o.mod, "**": o.pow, "<<": o.lshift, ">>": o.rshift, "&": o.and_, "|": o.or_, "^": o.xor, "@": o.matmul, "<": o.lt, ">=": o.ge}
for a, b in pairs:
    for sym in ops:
        try: r = eval(f"a {sym} b"); print(sym, repr(r)[:30])
        except TypeError as e: print(sym, e)
for v in ("a", [], None, {}, 1.5, object, b"", (), set(), ...):
    for sym in "+-~":
        try: print(sym, eval(f"{sym}v"))
        except TypeError as e: print(e)
for sym in ("+", "-", "*", "/", "//", "%", "**", "<<", ">>", "&", "|", "^", "@"):
    x = None
    try: exec(f"x {sym}= 1")
    except TypeError as e: print(e)
