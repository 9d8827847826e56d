# Order of finally blocks with return, break, continue, raise, nested and in loops.
def log(x): print(x, end=" "); return x
def a():
    try: return log("a-try")
    finally: log("a-fin")
def b():
    try:
        try: raise ValueError(log("b-raise"))
        finally: log("b-in")
    except ValueError: log("b-exc")
    finally: log("b-out")
def c():
    for i in range(3):
        try:
            if i == 0: continue
            if i == 1: break
        finally: log(f"c{i}")
    log("c-end")
def d():
    while True:
        try: return log("d")
        finally:
            log("d-fin"); break
    return "d-after"
def e():
    try: raise KeyError
    except KeyError: return log("e-exc")
    else: return log("e-else")
    finally: log("e-fin")
def f():
    try: raise KeyError("lost")
    finally:
        try: raise ValueError("inner")
        except ValueError as x: log(f"f-{x}-{type(x.__context__).__name__}")
def g():
    try: 1 / 0
    finally: raise OSError("replaced")
def h():
    try:
        try: return 1
        finally: return 2
    finally: log("h")
def i():
    x = []
    try: return x
    finally: x.append(1)
def j():
    for k in range(2):
        for l in range(2):
            try:
                if l: break
            finally: log(f"{k}{l}")
        else: log("never")
def k():
    try:
        for x in range(3):
            try: yield x
            finally: log(f"y{x}")
    finally: log("k-end")
def l():
    try: pass
    finally:
        for x in range(2):
            try: continue
            finally: log(f"l{x}")
    return "l"
def m():
    for x in (1, 2):
        try: raise ValueError
        except ValueError: continue
        finally: log(f"m{x}")
def n():
    try: return 1 / 0
    except ZeroDivisionError: pass
    finally: log("n")
for fn in (a, b, c, d, e, f, g, h, i, j, l, m, n):
    try: print("->", fn())
    except Exception as x: print("!!", type(x).__name__, x, repr(x.__context__))
for v in k():
    if v: break
print(); it = k(); next(it); del it; print()
