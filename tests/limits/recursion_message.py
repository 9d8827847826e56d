# The texts of RecursionError and its limit: the default of 1000 holds and can be changed.
import sys
def f(n): return 1 + f(n + 1)
def depth():
    n = 0
    def g():
        nonlocal n
        n += 1
        return g() or 1
    try: g()
    except RecursionError: pass
    return n
try: f(0)
except RecursionError as e: print(e)
print(900 < depth() < 1001)
sys.setrecursionlimit(200); print(100 < depth() < 201); sys.setrecursionlimit(5000); print(4900 < depth() < 5001); sys.setrecursionlimit(1000)
class R:
    def __repr__(self): return repr([self])
try: repr(R())
except RecursionError as e: print(type(e).__name__)
def low():
    try: sys.setrecursionlimit(3)
    except RecursionError as e: print(str(e).split(" at ")[0])
def nest(n): return nest(n - 1) if n else low()
nest(20); print(sys.getrecursionlimit())
for i in range(3):
    try: f(0)
    except RecursionError: print("again", i)
def caught(n):
    try: return caught(n + 1)
    except RecursionError: return n
print(caught(0) > 900)
def count(n):
    try: count(n + 1)
    except RecursionError as e: return e.__context__
print(count(0))
