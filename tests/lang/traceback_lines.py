# Line numbers and frames seen through e.__traceback__.
def lines(e):
    out = []
    tb = e.__traceback__
    while tb:
        out.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    return out
def a():
    b(
        1,
        2)
def b(x, y):
    z = (x +
         y +
         None)
try: a()
except TypeError as e: print(lines(e))
def gen():
    yield 1
    raise ValueError
try:
    for x in gen():
        pass
except ValueError as e: print(lines(e))
try:
    [1 / i
     for i in (1, 0)]
except ZeroDivisionError as e: print(lines(e))
class C:
    def __getattr__(self, n):
        raise KeyError(n)
    @property
    def p(self):
        return self.q
try: C().p
except KeyError as e: print(lines(e))
try:
    exec("x = 1\n\n1 / 0\n")
except ZeroDivisionError as e: print(lines(e))
try:
    try:
        1 / 0
    finally:
        pass
except ZeroDivisionError as e: print(lines(e))
def re():
    try:
        b(1, 2)
    except TypeError as x:
        raise
try: re()
except TypeError as e: print(lines(e))
def re2():
    try:
        b(1, 2)
    except TypeError as x:
        y = x
    raise y
try: re2()
except TypeError as e: print(lines(e))
f = lambda x: (
    x /
    0)
try: f(1)
except ZeroDivisionError as e: print(lines(e))
try: sorted([1, 2], key=lambda v: v / 0)
except ZeroDivisionError as e: print(lines(e))
try:
    class K:
        x = 1
        y = undefined
except NameError as e: print(lines(e))
@(lambda f: f)
def deco(
    arg=1,
):
    raise OSError
try: deco(
    5)
except OSError as e: print(lines(e))
print(deco.__code__.co_firstlineno, C.__dict__["p"].fget.__code__.co_firstlineno)
e = ValueError(); print(e.__traceback__)
try:
    if (1 and
        undefined2):
        pass
except NameError as e: print(lines(e))
try:
    for i in (1,
              2):
        i.x
except AttributeError as e: print(lines(e))
try:
    with open as q:
        pass
except TypeError as e: print(lines(e))
import sys
print(sys._getframe().f_lineno, sys._getframe().f_code.co_name, (lambda: sys._getframe(1).f_lineno)())
