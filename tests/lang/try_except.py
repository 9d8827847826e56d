# try: matching, tuples, order, else, names that vanish, nested handlers, bare except.
def t(f):
    try: f()
    except (KeyError, IndexError) as e: print("lookup", type(e).__name__, e)
    except LookupError: print("other lookup")
    except ArithmeticError as e: print("arith", e)
    except: print("bare")
    else: print("else")
    finally: print("finally")
def r(e): raise e
t(lambda: {}[1]); t(lambda: [][1]); t(lambda: r(LookupError)); t(lambda: 1 / 0); t(lambda: r(SystemExit)); t(lambda: 1)
try: 1 / 0
except ZeroDivisionError as e: kept = e
try: e
except NameError as n: print(n)
print(repr(kept))
def f():
    e = 1
    try: raise ValueError
    except ValueError as e: pass
    try: print(e)
    except UnboundLocalError as x: print(x)
f()
try:
    try: raise KeyError("inner")
    except ValueError: print("no")
    finally: print("inner finally")
except KeyError as e: print("outer", e)
class MyErr(Exception): pass
class Sub(MyErr): pass
for E in (Sub, MyErr):
    try: raise E
    except Sub: print("sub")
    except MyErr: print("my")
def pick(): print("evaluated"); return KeyError
try: raise ValueError("v")
except pick(): pass
except ValueError as e: print(e)
for bad in (5, "s", int, (ValueError, 5), [KeyError]):
    try:
        try: raise KeyError("orig")
        except bad: print("?")
    except TypeError as e: print(e)
    except KeyError as e: print("KeyError passes")
try:
    try: 1 / 0
    except 5 if 0 else ZeroDivisionError: raise
except ZeroDivisionError as e: print("re-raised", e)
try: raise
except RuntimeError as e: print(e)
for i in range(3):
    try:
        if i == 1: continue
        if i == 2: break
    except: pass
    else: print("else", i)
    finally: print("fin", i)
def g():
    try: return 1
    except: pass
    else: print("never")
    finally: print("g fin")
g()
import sys
print(sys.exc_info())
try: 1 / 0
except ZeroDivisionError:
    print(sys.exc_info()[0].__name__, sys.exc_info()[1], sys.exception() is sys.exc_info()[1])
    try: {}[1]
    except KeyError: print(sys.exc_info()[0].__name__)
    print(sys.exc_info()[0].__name__)
print(sys.exc_info())
try:
    try: raise ValueError(1)
    finally: print("exc in finally", sys.exc_info()[0].__name__)
except ValueError: pass
