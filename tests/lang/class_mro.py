# Method resolution order: C3, diamonds, conflicts, super chains.
class O: pass
class A(O): pass
class B(O): pass
class C(A, B): pass
class D(B): pass
class E(C, D): pass
print([c.__name__ for c in E.__mro__], E.mro() == list(E.__mro__))
for text in ("class X(O, A): pass", "class X(A, B): pass\nclass Y(B, A): pass\nclass Z(X, Y): pass", "class X(object, int): pass", "class X(A, A): pass"):
    try: exec(text)
    except TypeError as e: print(e)
class Base:
    def who(self): return ["Base"]
class L(Base):
    def who(self): return ["L"] + super().who()
class R(Base):
    def who(self): return ["R"] + super().who()
class LR(L, R):
    def who(self): return ["LR"] + super().who()
print(LR().who(), LR.__base__, LR.__bases__)
LR.__bases__ = (R, L); print(LR().who(), [c.__name__ for c in LR.__mro__])
class Meta(type):
    def mro(cls): return [cls, Base, object]
class M(R, metaclass=Meta): pass
print(M.__mro__, M().who())
print(Base.__subclasses__(), issubclass(LR, R), issubclass(Base, LR), issubclass(bool, int), int.__mro__, type.__mro__, bool.__subclasses__())
class P:
    def __init__(self): print("P"); super().__init__()
class Q:
    def __init__(self): print("Q"); super().__init__()
class PQ(P, Q):
    def __init__(self): print("PQ"); super().__init__()
PQ()
class I(int): pass
class J(I, O): pass
print([c.__name__ for c in J.__mro__], J(5) + 1, J.__base__.__name__)
try: class_ = type("W", (int, list), {})
except TypeError as e: print(e)
