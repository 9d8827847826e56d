# The operator protocol: every binary operator, reflected, in place, NotImplemented, priorities.
ops = {"+": "add", "-": "sub", "*": "mul", "/": "truediv", "//": "floordiv", "%": "mod", "**": "pow", "<<": "lshift", ">>": "rshift", "&": "and", "|": "or", "^": "xor", "@": "matmul"}
class A: pass
class R: pass
class I: pass
for sym, name in ops.items():
    setattr(A, f"__{name}__", lambda s, o, n=name: f"A.{n}")
    setattr(R, f"__r{name}__", lambda s, o, n=name: f"R.r{n}")
    setattr(I, f"__i{name}__", lambda s, o, n=name: f"I.i{n}")
for sym in ops:
    x = I(); ns = {"a": A(), "r": R(), "x": x}
    exec(f"x {sym}= 1", ns)
    print(sym, eval(f"a {sym} 1", ns), eval(f"1 {sym} r", ns), eval(f"a {sym} r", ns), ns["x"])
    for t in (f"r {sym} 1", f"1 {sym} a", f"object() {sym} object()"):
        try: eval(t, ns)
        except TypeError as e: print("  ", e)
    y = object()
    try: exec(f"y {sym}= 1")
    except TypeError as e: print("  ", e)
class P:
    def __add__(self, o): return "P.add"
    def __radd__(self, o): return "P.radd"
class Q(P):
    def __radd__(self, o): return "Q.radd"
class S(P): pass
print(P() + Q(), Q() + P(), P() + S(), P() + P(), P() + 1, 1 + P())
class N:
    def __add__(self, o): print("N.add"); return NotImplemented
    def __radd__(self, o): print("N.radd"); return NotImplemented
    def __iadd__(self, o): print("N.iadd"); return NotImplemented
class N2(N): pass
for t in ("N() + N()", "N() + N2()", "N() + 1", "1 + N()"):
    try: eval(t)
    except TypeError as e: print(e)
n = N()
try: n += 1
except TypeError as e: print(e)
class U:
    def __neg__(self): return "neg"
    def __pos__(self): return "pos"
    def __invert__(self): return "inv"
    def __abs__(self): return "abs"
    def __round__(self, n=None): return "round", n
    def __trunc__(self): return 7
    def __floor__(self): return "floor"
    def __ceil__(self): return "ceil"
    def __divmod__(self, o): return "divmod"
    def __rdivmod__(self, o): return "rdivmod"
    def __pow__(self, e, m=None): return "pow", e, m
    def __int__(self): return 1
    def __float__(self): return 2.5
    def __complex__(self): return 3j
import math
u = U(); print(-u, +u, ~u, abs(u), round(u), round(u, 2), math.trunc(u), math.floor(u), math.ceil(u), divmod(u, 1), divmod(1, u), pow(u, 2, 3), u ** 2, int(u), float(u), complex(u))
for t in ("-object()", "+'a'", "~1.5", "abs('a')", "-[]", "round('a')", "divmod(object(), 1)"):
    try: eval(t)
    except TypeError as e: print(e)
class Inst: pass
i = Inst(); i.__add__ = lambda o: 1
try: i + 1
except TypeError as e: print(e)
class NoneAdd(P): __add__ = None
try: NoneAdd() + 1
except TypeError as e: print(e)
