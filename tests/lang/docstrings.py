"""Module docstring."""
def f():
    """Function
    docstring."""
def g(): "one line"; return 1
def h():
    f"not a docstring {1}"
def i():
    b"bytes"
def j():
    x = 1
    "late"
def k(): return "x"
class C:
    "class doc"
    def m(self):
        'single quotes'
    x = 1
    "attribute text"
class D:
    x = 1
class E(C): pass
lam = lambda: "text"
async def co(): "async doc"
def gen():
    "generator doc"
    yield
print(__doc__, f.__doc__, g.__doc__, h.__doc__, i.__doc__, j.__doc__, k.__doc__, C.__doc__, C.m.__doc__, D.__doc__, E.__doc__, lam.__doc__, co.__doc__, gen.__doc__, g(), sep="|")
def concatenated(): "a" "b"
def paren(): ("in parentheses")
def raw(): r"raw \n"
def uni(): u"unicode"
print(concatenated.__doc__, paren.__doc__, raw.__doc__, uni.__doc__)
f.__doc__ = "changed"; print(f.__doc__); C.__doc__ = None; print(C.__doc__); print(property(lambda s: 1, doc="p").__doc__, property(g).__doc__, classmethod(g).__doc__, (lambda: 0).__doc__, len.__doc__ is not None, f.__code__.co_consts[0] if f.__code__.co_consts else None)
