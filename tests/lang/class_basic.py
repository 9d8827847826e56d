# Classes: bodies, attributes, instances, methods, bound and unbound, class scope, repr.
class A:
    "doc of A"
    shared = []
    n = 0
    for i in range(3): n += i
    if n == 3: flag = True
    def __init__(self, v=1): self.v = v
    def get(self): return self.v
    def set(self, v): self.v = v; return self
    alias = get
a, b = A(), A(5)
print(a.get(), b.get(), a.alias(), A.get(b), a.set(9).v, A.n, A.flag, A.i, A.__doc__, A.__name__, A.__module__, A.__qualname__, A.__bases__)
a.shared.append(1); print(b.shared, "shared" in a.__dict__)
a.n = 100; print(a.n, b.n, A.n); del a.n; print(a.n)
A.new = lambda self, x: (self.v, x); print(a.new(3), b.new(4))
a.own = lambda x: x; print(a.own(7))
print(a.__dict__ == {"v": 9, "own": a.own}, vars(b), isinstance(a, A), type(a) is A, a.__class__)
m = a.get; print(m(), m.__self__ is a, m.__func__ is A.get, m == a.get, m is a.get)
class Empty: pass
e = Empty(); e.x = 1; e.y = 2; print(e.__dict__, Empty.__dict__.keys() >= {"__module__", "__dict__", "__weakref__", "__doc__"}, Empty.__doc__)
print(repr(A), str(Empty), repr(a).startswith("<__main__.A object at 0x"))
def f():
    class Local:
        class Inner: pass
    return Local
print(f(), f().Inner, f().__qualname__, f() is f())
x = 1
class S:
    x = x + 1
    def m(self): return x
    y = [x for _ in range(1)]
print(S.x, S().m(), S.y)
class T:
    print("body runs", __name__, __qualname__)
    __slots__ = ()
    a: int
    b: str = "s"
print(T.__annotations__)
for text in ("A.get()", "A().get(1)", "A(1, 2)", "Empty(1)", "Empty(x=1)", "A.zzz()", "class B(5): pass", "class C(A, A): pass", "class D(int, str): pass", "class E(None): pass", "class F(bool): pass", "class G(type(None)): pass", "class H(A, x=1): pass", "class I(object, A): pass", "class J(*[A], **{'metaclass': 5}): pass", "class K(type(lambda: 0)): pass", "class L(range): pass"):
    try: exec(text); print(text, "fine")
    except (TypeError, AttributeError) as err: print(text, "->", err)
class P(Exception, A): pass
print(P.__mro__)
A.__name__ = "Renamed"; print(A, A.__qualname__); A.__qualname__ = "Q"; print(A)
