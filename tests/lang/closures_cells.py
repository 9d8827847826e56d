# Closures: shared cells, loops, nonlocal, __closure__, late binding, recursion.
def make():
    n = 0
    def inc():
        nonlocal n
        n += 1
        return n
    def get(): return n
    return inc, get
inc, get = make()
inc(); inc()
print(get(), inc.__closure__[0].cell_contents, inc.__code__.co_freevars, make.__code__.co_cellvars)
inc2, get2 = make()
print(get2(), get())
fs = []
for i in range(3):
    def f(): return i
    fs.append(f)
print([f() for f in fs], fs[0].__closure__)
def loop():
    fs = []
    for i in range(3):
        fs.append(lambda: i)
    i = 100
    return [f() for f in fs]
print(loop())
def three(a):
    def b(c):
        def d(e): return a, c, e
        return d
    return b
print(three(1)(2)(3))
def rec():
    def fact(n): return 1 if n < 2 else n * fact(n - 1)
    return fact
print(rec()(10))
def arg(x):
    def f():
        nonlocal x
        x *= 2
        return x
    return f
g = arg(5); g()
print(g())
def early():
    def f(): return late
    try:
        f()
    except NameError as e:
        print(e)
    late = 1
    return f()
print(early())
g.__closure__[0].cell_contents = 7
print(g())
def kw(*args, **kwargs):
    def f(): return args, kwargs
    return f
print(kw(1, a=2)())
def cls():
    v = "v"
    class K:
        a = v
        def m(self): return v
    v = "w"
    return K.a, K().m()
print(cls())
import types
cell = types.CellType(3)
print(cell.cell_contents, cell == types.CellType(3), cell < types.CellType(4))
try:
    types.CellType().cell_contents
except ValueError as e:
    print(e)
