# Operators of a program's classes: who is asked, in which order, what a function that declines leaves behind.
class V:
    __slots__ = ("x",)
    def __init__(self, x): self.x = x
    def __add__(self, o):
        if not isinstance(o, V): return NotImplemented
        return V(self.x + o.x)
    def __radd__(self, o): return V(o + self.x)
    def __mul__(self, k): return V(self.x * k)
    def __matmul__(self, o): return self.x * o.x
    def __pow__(self, o, mod=None): return ("pow", self.x, o, mod)
    def __sub__(self, o): return NotImplemented
    def __truediv__(self, o): raise ValueError("no")
    def __floordiv__(self, *a): return a
    def __repr__(self): return f"V({self.x})"
class W(V):
    def __radd__(self, o): return "W's radd"
class I(V):
    def __iadd__(self, o): self.x += 1; return self
    def __lshift__(self, o): return NotImplemented
class R:
    def __rlshift__(self, o): return "R got it"
    def __rsub__(self, o): return "R sub"
print(V(1) + V(2), V(1) + W(2), 3 + V(1), V(2) * 5, V(2) @ V(3), V(2) ** 3, V(1) // 2)
for f in (lambda: V(1) - V(2), lambda: V(1) - 3, lambda: V(1) + 3, lambda: V(1) / 2, lambda: V(1) - R(), lambda: I(1) << R(), lambda: I(1) << 2, lambda: V(1) % 2):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
a = V(1)
a += V(5); print(a)
b = I(1); c = b; b += 4; print(b is c, b)
def sub(a):
    a -= 3
try: sub(V(1))
except TypeError as e: print(e)
class G:
    def __add__(self, o):
        yield o
        yield 2
print(list(G() + 1))
class D:
    def __init__(self, n): self.n = n
    def __add__(self, o): return D(self.n + 1) + o if self.n < 50000 else "deep"
try: print(D(0) + 1)
except RecursionError as e: print("RecursionError", e)
class E:
    def __init__(self, n): self.n = n
    def __add__(self, o): return 1 + (E(self.n - 1) + o) if self.n else 0
print(E(900) + 0)
class L(list):
    def __add__(self, o): return "mine" if o else NotImplemented
print(L() + [1])
try: print(L([1]) + [])
except TypeError as e: print(e)
class S:
    def __add__(self, o): return self.helper(o)
    def helper(self, o): return NotImplemented if o is None else ("helped", o)
print(S() + 4)
try: S() + None
except TypeError as e: print(e)
class K:
    def __del__(self): print("del")
    def __add__(self, o): return 7
print(K() + K())
import traceback
class B:
    def __add__(self, o):
        return o.missing
try: B() + B()
except AttributeError as e: print([(f.name, f.line) for f in traceback.extract_tb(e.__traceback__)], e)
class Q:
    def __add__(self, o):
        del self
        o = None
        return NotImplemented
try: Q() + 5
except TypeError as e: print(e)
class X:
    def __add__(self): return 1
try: X() + 1
except TypeError as e: print(e)
class Y:
    __add__ = lambda s, o, k=3: (o, k)
print(Y() + 2)
def gen():
    x = yield V(1) + V(4)
    print(x)
g = gen(); print(next(g))
try: g.send(3)
except StopIteration: pass
