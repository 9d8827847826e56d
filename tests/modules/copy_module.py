# copy: shallow and deep, cycles, memo, hooks, kinds that are shared.
import copy
class A:
    def __init__(self, v): self.v = v
    def __repr__(self): return f"A({self.v!r})"
a = [1, [2, 3], {"k": [4]}, (5, [6]), A([7])]
s, d = copy.copy(a), copy.deepcopy(a); a[1].append("x"); a[2]["k"].append("y"); a[3][1].append("z"); a[4].v.append("w"); print(s, d, sep="\n")
r = [1]; r.append(r); c = copy.deepcopy(r); print(c, c[1] is c, c is not r); x = [0]; y = [x, x]; z = copy.deepcopy(y); print(z[0] is z[1], z[0] is x); t = (1, 2); print(copy.copy(t) is t, copy.deepcopy(t) is t, copy.deepcopy((1, [2])) == (1, [2]), copy.copy("s"), copy.copy(len) is len, copy.deepcopy(A) is A, copy.copy(None), copy.deepcopy({1, 2}) == {1, 2}, copy.copy(frozenset([1])), copy.deepcopy(range(3)), copy.copy(bytearray(b"x")), copy.deepcopy({(1, 2): [3]}), copy.copy({"a": 1}), copy.copy(1j), copy.deepcopy(1.5), copy.copy(...), copy.copy(slice(1)))
class H:
    def __copy__(self): return "copied"
    def __deepcopy__(self, memo): return "deep", type(memo).__name__
print(copy.copy(H()), copy.deepcopy([H()]))
class S: __slots__ = ("p", "q")
o = S(); o.p = [1]; e = copy.copy(o); f = copy.deepcopy(o); print(e.p is o.p, f.p is o.p, f.p, hasattr(f, "q"))
class L(list): pass
l = L([1, [2]]); l.tag = [3]; m = copy.deepcopy(l); print(m, m.tag, type(m).__name__, m.tag is l.tag, copy.copy(l).tag is l.tag)
class G:
    def __init__(self): self.a = 1; self.b = 2
    def __getstate__(self): return {"a": self.a}
    def __setstate__(self, st): self.__dict__.update(st, restored=True)
print(copy.copy(G()).__dict__)
class R:
    def __init__(self, x): self.x = x
    def __reduce__(self): return R, ("reduced",)
print(copy.copy(R(1)).x, copy.deepcopy(R(1)).x)
class N:
    def __new__(cls, a): o = super().__new__(cls); o.a = a; return o
    def __getnewargs__(self): return (self.a,)
print(copy.copy(N(5)).a)
for bad in ((i for i in ()), ):
    try: copy.copy(bad)
    except TypeError as e: print(e)
n1, n2 = A(None), A(None); n1.v, n2.v = n2, n1; k = copy.deepcopy(n1) ; print(k.v.v is k, k is not n1)
class E(Exception): pass
q = copy.copy(E(1, 2)); print(repr(q), q.args, copy.Error)
def fn(): pass
print(copy.deepcopy(fn) is fn, copy.deepcopy([fn])[0] is fn)
