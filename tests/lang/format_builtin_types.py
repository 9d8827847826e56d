# str and repr of everything built in.
import collections
def f(): pass
class C: pass
for v in (0, -1, 2 ** 80, True, 1.0, -0.0, 1e50, 1j, "a", b"a", bytearray(b"a"), [], [1, [2]], (), (1,), {}, {"a": {1}}, set(), {1}, frozenset(), frozenset({1}), range(3), range(1, 9, 2), slice(1, None), None, ..., NotImplemented, int, type, C, len, print, str.upper, Exception, ValueError(1), KeyError("k"), collections.OrderedDict(a=1), collections.deque([1]), collections.Counter("aa"), list[int], int | None, {}.keys(), {1: 2}.items(), {1: 2}.values(), (1).__class__, type(None), super, property, staticmethod, classmethod, object, zip, map, enumerate):
    print(repr(v), str(v), f"{v}", "%s" % (v,), sep=" | ")
