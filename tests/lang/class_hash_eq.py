# __eq__ and __hash__: defaults, __eq__ without __hash__, dict and set behaviour, unhashables.
class A: pass
class E:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return isinstance(o, E) and self.v == o.v
class EH(E):
    def __hash__(self): return hash(self.v)
a = A(); print(hash(a) == hash(a), {a: 1}[a], a == a, a != A(), E.__hash__, EH(1) == EH(1), {EH(1), EH(1)}.__len__(), {EH(1): "x"}[EH(1)], EH(1) in {EH(1)}, EH(2) in [EH(2)])
for f in (lambda: hash(E(1)), lambda: {E(1)}, lambda: {E(1): 1}, lambda: E(1) in {}, lambda: set([E(1)]), lambda: hash(([1],)), lambda: {[]: 1}, lambda: {{}}, lambda: {1: 2}[[]], lambda: hash(slice(1)) , lambda: hash(bytearray()), lambda: hash({}.keys()), lambda: frozenset([{}])):
    try: f()
    except TypeError as e: print(e)
class Sub(E): pass
print(Sub.__hash__)
class Restore(E): __hash__ = object.__hash__
print(hash(Restore(1)) is not None)
class Coll:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, o): print("eq", self.n, o.n); return self.n == o.n
d = {Coll(1): "a", Coll(2): "b"}; print(d[Coll(2)]); print(len({Coll(3), Coll(3)}))
class Rais:
    def __hash__(self): raise ValueError("hash fails")
try: {Rais(): 1}
except ValueError as e: print(e)
k = EH(1); d = {k: 1}; k.v = 2; print(k in d, EH(1) in d, list(d) == [k])
print(hash(1) == hash(1.0) == hash(True) == hash(1 + 0j), {1: "int", 1.0: "float", True: "bool"}, hash((1, 2)) == hash((1, 2)), hash("a") == hash("a"), hash(frozenset([1, 2])) == hash(frozenset([2, 1])), hash(range(3)) == hash(range(0, 3)), hash(-2) == hash(-1))
print(len({0.0, -0.0, 0, False}), {(): 1}[()], {None: 1, ...: 2}[...])
class X:
    __hash__ = None
try: hash(X())
except TypeError as e: print(e)
from collections.abc import Hashable
print(isinstance(X(), Hashable), isinstance([], Hashable), isinstance((), Hashable))
