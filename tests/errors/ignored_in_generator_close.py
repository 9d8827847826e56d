# A generator that yields again while it is closed by its death.
def stubborn():
    try:
        yield 1
    finally:
        raise KeyError("at close")


g = stubborn()
next(g)
import sys

hook = sys.unraisablehook
sys.unraisablehook = lambda info: print("unraisable:", type(info.exc_value).__name__, info.exc_value, info.err_msg)
del g
print("after")
