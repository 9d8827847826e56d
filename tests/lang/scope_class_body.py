# Names in class bodies: lookup order, comprehension, nested classes, __class__, locals().
x, y = "global x", "global y"
def f():
    x = "f x"
    class C:
        print(x, y)
        x = "C x"; print(x)
        def m(self): return x, y
        def n(self): return self.x, __class__.__name__
        l = lambda self: x
        z = [x for _ in range(1)], [i for i in x[:1]]
        class D:
            print(x)
            w = x
        v = sorted(k for k in locals() if not k.startswith("__"))
    return C
c = f()
print(c().m(), c().n(), c().l(), c.z, c.D.w, c.v, c.x)
class K:
    for i in range(3): pass
    try: 1 / 0
    except ZeroDivisionError as e: msg = str(e)
    with open(__file__) as fh: first = fh.readline()[:3]
    if i == 2: cond = "yes"
    def __init__(self): self.a = i_global
    a = b = 1
    a += 1
    globals()["i_global"] = 99
    def helper(n): return n * 2
    doubled = helper(21)
print(K.i, K.msg, K.first, K.cond, K().a, K.a, K.doubled, hasattr(K, "e"))
class L:
    y = y
    x = 1
    del x
    try: print(x)
    except NameError as e: print(e)
    print([k for k in vars() if not k.startswith("__")])
print(L.y)
def g():
    class M:
        nonlocal_test = h_val
        def get(self): return h_val
    h_val = 2
    return M
try: g()
except NameError as e: print(type(e).__name__, e)
def k(v):
    class N:
        v = v
        def get(self): return v
    return N
try: print(k(5).v)
except NameError as e: print(e)
class P:
    def a(self): return self.b()
    def b(self): return __class__
    c = lambda self: __class__
    @staticmethod
    def d(): return __class__
    @classmethod
    def e(cls): return cls is __class__
print(P().a(), P().c(), P.d(), P.e())
