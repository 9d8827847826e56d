# super(): zero and two arguments, class and static methods, attributes, errors.
class A:
    x = "A.x"
    def f(self): return "A.f"
    @classmethod
    def c(cls): return "A.c", cls.__name__
    @staticmethod
    def s(): return "A.s"
    @property
    def p(self): return "A.p"
    def __getitem__(self, k): return "A", k
class B(A):
    x = "B.x"
    def f(self): return "B.f", super().f()
    @classmethod
    def c(cls): return "B.c", super().c()
    @staticmethod
    def s(): return "B.s", super(B, B).s()
    @property
    def p(self): return "B.p", super().p, super().x, super(B, self).f()
    def __getitem__(self, k): return "B", super().__getitem__(k)
    def nested(self):
        def inner(): return super(B, self).f()
        return inner(), [super(B, self).x for _ in range(1)], (lambda: __class__.__name__)()
    def inner_zero(self):
        def inner(s): return super().f()
        return inner(self)
    def setx(self): super().x = 5
b = B()
print(b.f(), B.c(), b.s(), b.p, b[1], b.nested(), b.inner_zero(), super(B, b).x, super(B, B).f(b))
try: b.setx()
except AttributeError as e: print(e)
s = super(B, b); print(s.__thisclass__, s.__self__ is b, s.__self_class__, repr(s)[:25])
def outside(self): return super().f()
B.outside = outside
class N:
    def no_args(): return super()
    def del_self(self):
        del self
        return super()
    def missing(self): return super().zzz
for f in (lambda: b.outside(), lambda: N.no_args(), lambda: N().del_self(), lambda: N().missing(), lambda: super(A, 5), lambda: super(B, A()), lambda: super(5, 5), lambda: super(), lambda: super(B, b).zzz, lambda: super(B).f, lambda: super(A, A()).f):
    try: print(f())
    except (RuntimeError, TypeError, AttributeError) as e: print(type(e).__name__, e)
u = super(B); print(u.__self__, u.__get__(b, B).f())
try:
    class C(A):
        v = super().x
except RuntimeError as e: print(e)
class D(A):
    def __init_subclass__(cls, **k): super().__init_subclass__(**k); cls.made = True
    def __new__(cls, *a): o = super().__new__(cls); o.a = a; return o
class E(D): pass
print(E.made, E(1, 2).a)
