# The texts of calls that do not fit the parameters.
five, text, nothing, pair = 5, "a", None, (1, 2)
def none(): pass
def one(a): pass
def two(a, b): pass
def three(a, b, c): pass
def dflt(a, b=1): pass
def pos(a, b, /): pass
def pos2(a, /, b): pass
def kwo(*, k): pass
def kwo2(a, *, k, l, m=1): pass
def var(a, *args): pass
def kw(**k): pass
def all_(a, b=1, *args, c, **k): pass
class C:
    def m(self, a): pass
    def n(): pass
    @classmethod
    def c(cls, a): pass
    @staticmethod
    def s(a): pass
    def __init__(self, x): pass
    def __call__(self, y): pass
c = C(1)
for source in ("none(1)", "none(1, 2)", "none(a=1)", "one()", "one(1, 2)", "one(1, a=2)", "one(b=1)", "one(1, b=2)", "two()", "two(1)", "two(b=1)", "three()", "three(1)", "three(c=1)", "dflt()", "dflt(1, 2, 3)", "dflt(1, a=1)", "dflt(b=1)",
             "pos(a=1, b=2)", "pos(1, b=2)", "pos()", "pos(1)", "pos2(1)", "pos2(a=1)", "kwo()", "kwo(1)", "kwo(1, k=2)", "kwo(1, 2)", "kwo2()", "kwo2(1)", "kwo2(1, 2, k=1, l=2)", "kwo2(1, 2, 3)", "kwo2(1, k=1)", "var()", "kw(1)", "kw(1, x=2)", "all_()", "all_(1)", "all_(c=1)", "all_(1, a=1, c=2)",
             "c.m()", "c.m(1, 2)", "c.n()", "C.c()", "C.s()", "C.m()", "C()", "C(1, 2)", "C(y=1)", "c()", "c(1, 2)", "C.m(1)", "c.c(1, 2)", "(lambda: 0)(1)", "(lambda x: x)()", "one(*[1, 2])", "one(**{'a': 1, 'z': 2})", "two(1, **{'a': 1})", "none(*[1])", "one(1, **{'a': 2})", "kw(**{'x': 1}, x=2)", "one(**{1: 2})", "none(**5)", "none(*5)", "five()", "text()", "nothing()", "list()()", "pair()", "c.nothing()"):
    try:
        eval(source)
        print(source, "fine")
    except (TypeError, AttributeError) as e:
        print(source, "->", e)
def outer():
    def inner(x): pass
    inner()
try:
    outer()
except TypeError as e:
    print(e)
