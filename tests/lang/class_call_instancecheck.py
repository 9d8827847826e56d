# __call__, __instancecheck__, __subclasscheck__, __subclasshook__, abstract registration, unions.
class C:
    def __call__(self, *a, **k): return a, k
c = C(); print(c(1, x=2), callable(c), callable(C), callable(5), callable(len), C.__call__(c, 3), list(map(c, [1, 2])))
c.__call__ = lambda: "instance"; print(c())
class Meta(type):
    def __instancecheck__(cls, o): print("instancecheck", o); return o == 5
    def __subclasscheck__(cls, s): print("subclasscheck", s.__name__); return s is int
class V(metaclass=Meta): pass
print(isinstance(5, V), isinstance(6, V), issubclass(int, V), issubclass(str, V), isinstance(V(), V))
print(isinstance(5, (str, V)), isinstance(1, int | str), isinstance("a", int | str | None), issubclass(bool, int | str), isinstance(None, int | None), isinstance(True, (int, (str,))), isinstance(1, ()))
import abc
class A(abc.ABC):
    @classmethod
    def __subclasshook__(cls, s):
        if cls is A: return any("quack" in b.__dict__ for b in s.__mro__) or NotImplemented
        return NotImplemented
class Duck:
    def quack(self): pass
class Not: pass
print(issubclass(Duck, A), isinstance(Not(), A)); A.register(Not); print(isinstance(Not(), A))
class Abs(abc.ABC):
    @abc.abstractmethod
    def f(self): pass
    @property
    @abc.abstractmethod
    def p(self): pass
for k in (Abs, type("One", (Abs,), {"f": 1})):
    try: k()
    except TypeError as e: print(e)
type("Both", (Abs,), {"f": 1, "p": 2})(); print(sorted(Abs.__abstractmethods__))
class Fake:
    @property
    def __class__(self): return int
print(isinstance(Fake(), int), type(Fake()).__name__, isinstance(Fake(), Fake))
for t in ("isinstance(1, 'a')", "isinstance(1, [int])", "issubclass(1, int)", "issubclass(int, 'a')", "isinstance(1, list[int])", "isinstance(1, (int, 5))", "isinstance('a', (int, 5))", "issubclass(int, (str, 5))"):
    try: print(t, eval(t))
    except TypeError as e: print(t, "->", e)
print(int | str, int | None, (int | str) == (str | int), (int | str).__args__, type(int | str).__name__, list[int] | None)
f = C(); 
class NoCall: pass
n = NoCall(); n.__call__ = lambda: 1
try: n()
except TypeError as e: print(e)
