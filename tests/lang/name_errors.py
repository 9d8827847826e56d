# NameError, UnboundLocalError and free variable texts.
def a(): return nowhere
def b(): print(x); x = 1
def c():
    def i(): return late
    i(); late = 1
def d():
    for k in []: pass
    return k
def e():
    del never; never = 1
def f():
    v = 1
    def g(): return v
    del v
    return g()
def g():
    try: pass
    except Exception as z: pass
    print(z)
def h():
    import os
    del os
    os.path
def i(): x += 1
def j():
    class K:
        y = y_undefined
def k():
    with_ = [w for w in range(1)]
    return w
def l():
    global never_global
    del never_global
def m():
    global ng2
    return ng2
def n():
    if 0: q = 1
    return q
def o():
    match 5:
        case str() as s: pass
    return s
for fn in (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o):
    try: fn()
    except NameError as err: print(fn.__name__, type(err).__name__, err, err.name)
try: exec("zz")
except NameError as err: print(err, err.name)
try: eval("[yy for _ in (1,)]")
except NameError as err: print(err)
try: exec("def q(): return ww\nq()", {})
except NameError as err: print(err)
class C:
    def m(self): return method_name_missing
try: C().m()
except NameError as err: print(err)
try: del gone
except NameError as err: print(err)
