# __cause__, __context__, __suppress_context__, from None, cycles, errors of raise.
def show(e, depth=0):
    while e is not None and depth < 3:
        print(" " * depth, repr(e), "cause", repr(e.__cause__), "context", repr(e.__context__), e.__suppress_context__)
        e = e.__cause__ or e.__context__
        depth += 1
def t(f):
    try: f()
    except BaseException as e: show(e)
def a():
    try: 1 / 0
    except ZeroDivisionError as e: raise ValueError("b") from e
def b():
    try: 1 / 0
    except ZeroDivisionError: raise ValueError("c")
def c():
    try: 1 / 0
    except ZeroDivisionError: raise ValueError("d") from None
def d(): raise ValueError from KeyError
def e():
    try: raise KeyError(1)
    finally: raise ValueError(2)
def f():
    try: raise KeyError(1)
    except KeyError as x: raise x
def g():
    try: raise KeyError(1)
    except KeyError as x:
        try: raise ValueError(2)
        except ValueError: raise x
def h():
    x = ValueError("self")
    raise x from x
def i(): raise 5
def j(): raise int
def k(): raise ValueError from 5
def l(): raise "text"
class Bad(Exception):
    def __new__(cls): return 5
def m(): raise Bad
class Init(Exception):
    def __init__(self): raise KeyError("in init")
def n(): raise Init
def o(): raise ValueError("x").with_traceback(None)
def p(): raise None
def q():
    try: raise A
    except NameError: raise
def r(): raise ValueError from None
for fn in (a, b, c, d, e, f, h, i, j, k, l, m, n, o, p, q, r): print(fn.__name__); t(fn)
try: g()
except KeyError as x: print(repr(x), repr(x.__context__), repr(x.__context__.__context__))
x = ValueError()
x.__context__ = KeyError(); print(repr(x.__context__), x.__suppress_context__)
x.__cause__ = OSError(); print(repr(x.__cause__), x.__suppress_context__)
for attr in ("__cause__", "__context__", "__traceback__"):
    try: setattr(x, attr, 5)
    except TypeError as err: print(err)
try: del x.__cause__
except TypeError as err: print(err)
try: x.with_traceback(5)
except TypeError as err: print(err)
