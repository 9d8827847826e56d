# return: without value, tuples, from loops, try, with, nested.
def a(): return
def b(): return 1, 2
def c():
    for i in range(5):
        if i == 3: return i
def d():
    try: return "try"
    finally: print("finally runs first")
def e():
    try: 1 / 0
    except ZeroDivisionError: return "except"
    finally: print("after except")
def f():
    try: return "lost"
    finally: return "finally wins"
def g():
    while True:
        try: return "x"
        finally: break
    return "after break"
def h():
    for i in range(3):
        try: continue
        finally: print("h", i)
    return i
def i():
    try: raise ValueError
    finally: return "swallowed"
def j():
    x = 1
    try: return x
    finally: x = 2
class M:
    def __enter__(self): return self
    def __exit__(self, *a): print("exit", a[0]); return True
def k():
    with M(): return "with"
def l():
    with M(): raise KeyError
    return "after"
def m():
    if 0: return 1
def n():
    try:
        try: return "inner"
        finally: print("f1")
    finally: print("f2")
def o():
    for i in range(2):
        for j in range(2):
            with M(): return i, j
def p():
    try: pass
    except: pass
    else: return "else"
    finally: print("fin")
for fn in (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p):
    print(fn.__name__, fn())
