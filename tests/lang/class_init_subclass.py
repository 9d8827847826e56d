# __init_subclass__, __set_name__, __class_getitem__.
class Base:
    reg = []
    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw); cls.reg.append((cls.__name__, tag))
class A(Base, tag="a"): pass
class B(A): pass
print(Base.reg)
try:
    class C(Base, other=1): pass
except TypeError as e: print(e)
try:
    class C2(other=1): pass
except TypeError as e: print(e)
class D:
    def __set_name__(self, owner, name): print("set_name", owner.__name__, name); self.name = name
    def __get__(self, o, t): return self.name, o is None
class H:
    one = D(); two = D()
    three = one
print(H.one, H().two, H.three)
class Bad:
    def __set_name__(self, o, n): raise ValueError("no")
try:
    class I: x = Bad()
except RuntimeError as e: print(e, repr(e.__cause__))
H.late = D()
try: H.late
except AttributeError as e: print(e)
class G:
    def __class_getitem__(cls, k): return cls.__name__, k
print(G[int], G[1, 2], G["x"])
class K(G): pass
print(K[0])
try: G()[1]
except TypeError as e: print(e)
class N: pass
try: N[1]
except TypeError as e: print(e)
print(list[int], dict[str, int], tuple[int, ...], list[int]([1]), list[int] == list[int], list[int].__origin__, dict[str, int].__args__, type[int])
try: int[1]
except TypeError as e: print(e)
class Order:
    def __init_subclass__(cls): print("init_subclass sees", cls.x)
class P(Order): x = D()
class Explicit:
    @classmethod
    def __init_subclass__(cls, **k): print("explicit", cls.__name__, k)
class Q(Explicit, z=1): pass
