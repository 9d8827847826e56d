# operator: every function, getters and callers.
import operator as o
print(o.add(1, 2), o.sub(5, 3), o.mul(2, 3), o.truediv(1, 2), o.floordiv(7, 2), o.mod(7, 3), o.pow(2, 5), o.matmul.__name__, o.lshift(1, 3), o.rshift(8, 1), o.and_(6, 3), o.or_(6, 3), o.xor(6, 3), o.neg(1), o.pos(-1), o.invert(1), o.inv(0), o.abs(-5), o.not_(0), o.truth([]), o.is_(None, None), o.is_not(1, None), o.index(5), o.concat("a", "b"), o.contains([1], 1), o.countOf([1, 1, 2], 1), o.indexOf([1, 2], 2), o.length_hint([1, 2]), o.length_hint(iter("abc")), o.length_hint(5 .__class__, 7))
print(o.lt(1, 2), o.le(2, 2), o.eq(1, 1.0), o.ne(1, 2), o.gt(1, 2), o.ge(2, 1), o.getitem({"a": 1}, "a"), o.call(max, 1, 2))
l = [1, 2]; o.setitem(l, 0, 9); o.delitem(l, 1); print(l, o.iadd(l, [3]), l, o.isub(5, 3), o.imul([1], 2), o.ior({1}, {2}), o.iconcat([1], [2]), o.ifloordiv(7, 2), o.ipow(2, 3), o.ixor(5, 1), o.iand(6, 2), o.ilshift(1, 2), o.irshift(4, 1), o.imod(7, 4), o.itruediv(1, 4))
g = o.itemgetter(1); h = o.itemgetter(0, -1); print(g("abc"), h([1, 2, 3]), o.itemgetter(slice(1, 3))("abcd"), o.itemgetter("k")({"k": 5}), repr(g), repr(h))
class P:
    x = 1
    class y: z = 2
    def m(self, *a, **k): return a, k
print(o.attrgetter("x")(P), o.attrgetter("y.z")(P), o.attrgetter("x", "y.z")(P()), o.methodcaller("m", 1, k=2)(P()), o.methodcaller("upper")("a"), repr(o.attrgetter("a.b")), repr(o.methodcaller("m", 1, k=2)))
print(sorted([("b", 1), ("a", 2)], key=o.itemgetter(1)), list(map(o.add, [1], [2])), o.__add__(1, 2), o.__name__)
for t in ("o.itemgetter()", "o.attrgetter(5)", "o.methodcaller()", "o.methodcaller(5)", "o.add(1)", "o.add(1, 'a')", "o.index(1.5)", "o.indexOf([1], 5)", "o.itemgetter(5)([1])", "o.attrgetter('zz')(1)", "o.concat(1, 2)", "o.length_hint(1, 'a')", "o.getitem([1], 5)", "o.contains(5, 1)", "o.countOf(5, 1)", "o.itemgetter(1)()", "o.matmul(1, 2)"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
