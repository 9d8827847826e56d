# abc: abstract classes, register, hooks, abstract properties; collections.abc mixins.
import abc, collections.abc as ca
class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): return "base area"
    @property
    @abc.abstractmethod
    def name(self): ...
    def describe(self): return f"{self.name} {self.area()}"
class Sq(Shape):
    def area(self): return super().area(), 4
    name = "sq"
print(Sq().describe(), sorted(Shape.__abstractmethods__), Sq.__abstractmethods__, Shape.area.__isabstractmethod__)
class Half(Shape):
    def area(self): pass
for c in (Shape, Half):
    try: c()
    except TypeError as e: print(e)
class One(abc.ABC):
    @abc.abstractmethod
    def only(self): pass
try: One()
except TypeError as e: print(e)
@Shape.register
class Virtual: pass
print(isinstance(Virtual(), Shape), issubclass(Virtual, Shape), Shape in Virtual.__mro__)
try: Shape.register(5)
except TypeError as e: print(e)
class St(metaclass=abc.ABCMeta):
    @staticmethod
    @abc.abstractmethod
    def s(): pass
    @classmethod
    @abc.abstractmethod
    def c(cls): pass
try: St()
except TypeError as e: print(e)
class Seq(ca.Sequence):
    def __init__(self, *a): self.a = a
    def __len__(self): return len(self.a)
    def __getitem__(self, i): return self.a[i]
s = Seq(1, 2, 3); print(list(s), 2 in s, list(reversed(s)), s.index(3), s.count(1), isinstance(s, ca.Sized), isinstance(s, ca.Iterable))
class MM(ca.MutableMapping):
    def __init__(self): self.d = {}
    def __getitem__(self, k): return self.d[k]
    def __setitem__(self, k, v): self.d[k] = v
    def __delitem__(self, k): del self.d[k]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
m = MM(); m["a"] = 1; m.update(b=2); print(dict(m), m.get("z"), m.pop("a"), m.setdefault("q", 5), list(m.items()), list(m.keys()), "q" in m, m == {"b": 2, "q": 5}, m.popitem()); m.clear(); print(len(m))
class MS(ca.MutableSet):
    def __init__(self, it=()): self.s = list(dict.fromkeys(it))
    def __contains__(self, x): return x in self.s
    def __iter__(self): return iter(self.s)
    def __len__(self): return len(self.s)
    def add(self, x): self.s.append(x) if x not in self.s else None
    def discard(self, x): self.s.remove(x) if x in self.s else None
a = MS([1, 2, 3]); print(list(a & [2, 3]), list(a | MS([9])), list(a - MS([1])), list(a ^ MS([3, 4])), a <= MS([1, 2, 3, 4]), a == MS([3, 2, 1]), a.isdisjoint([7])); a |= MS([8]); a -= MS([1]); print(list(a)); a.remove(8)
try: a.remove(8)
except KeyError as e: print(repr(e))
class ML(ca.MutableSequence):
    def __init__(self): self.l = []
    def __getitem__(self, i): return self.l[i]
    def __setitem__(self, i, v): self.l[i] = v
    def __delitem__(self, i): del self.l[i]
    def __len__(self): return len(self.l)
    def insert(self, i, v): self.l.insert(i, v)
l = ML(); l.append(1); l.extend([2, 3]); l += [4]; l.reverse(); print(l.l, l.pop(), l.pop(0)); l.remove(3); print(l.l)
print([(n, [t for t in (int, str, list, dict, set, tuple, range, type(iter([])), type(x for x in ()), type(lambda: 0), bytes, object) if issubclass(t, getattr(ca, n))].__len__()) for n in ("Hashable", "Iterable", "Iterator", "Reversible", "Sized", "Container", "Callable", "Collection", "Set", "MutableSet", "Mapping", "MutableMapping", "Sequence", "MutableSequence", "Generator")])
