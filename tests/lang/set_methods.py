# set and frozenset: methods, operators, comparison, errors. Printed sorted: the order is not fixed.
def s(x): return type(x).__name__, sorted(x, key=repr)
a, b = {1, 2, 3}, {3, 4}
print(s(a | b), s(a & b), s(a - b), s(a ^ b), s(a.union([5], "x")), s(a.intersection([1, 9], {1})), s(a.difference([1], [2])), s(a.symmetric_difference([1, 7])), s(a.union()), s(a.intersection()), s(a.copy()))
print(a <= {1, 2, 3, 4}, a < a, a >= {1}, a > {1}, a == {3, 2, 1}, a != b, a.issubset(range(5)), a.issuperset([1, 2]), a.isdisjoint([7]), a.isdisjoint([1]), 2 in a, 9 not in a, len(a), set() < a, set() == frozenset(), {1} == frozenset([1]), {1} != [1])
c = set(a); c.add(9); c.add(9); c.discard(1); c.discard(77); c.remove(2); print(s(c)); c.update([5], "ab", {6: 7}); print(s(c)); c &= {5, "a", 100}; print(s(c)); c |= {1}; c -= {5}; c ^= {1, 8}; print(s(c)); c.difference_update(["a"]); c.symmetric_difference_update([8, 3]); c.intersection_update([3, 4]); print(s(c), c.pop(), c); c.clear(); print(c, set(), repr(set()), repr(frozenset()), frozenset([1]), {1}, {"a"})
f = frozenset([1, 2]); print(s(f | {3}), s({3} | f), s(f & a), s(a & f), s(f - {1}), hash(f) == hash(frozenset([2, 1])), {f: 1}[frozenset([2, 1])], frozenset(f) is f, f.copy() is f, f in {f}, {1, 2} in {f}, s(f.union([5])), s(set(f)))
for t in ("set().remove(1)", "set().remove([])", "set().pop()", "set(5)", "set([[]])", "{[]}", "{{}}", "{1} | [1]", "[1] | {1}", "{1} & 'a'", "{1} - (1,)", "{1} ^ 1", "{1} < [1]", "{1} + {2}", "hash({1})", "{1}.add()", "{1}.add(1, 2)", "{1}.update(5)", "{1}.union(5)", "frozenset([1]).add", "frozenset([[]])", "set(1, 2)", "{1}.issubset(5)", "[] in {1}", "{1}.discard([])", "{1} in {1}", "set(x=1)", "frozenset(5)", "{1}.remove('x')", "{1}.remove((1, 2))", "{1} > 5", "{1}.intersection(5)", "sorted([{1}, {2}])", "{*5}"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
for op in ("|", "&", "-", "^"):
    x = {1}
    try: exec(f"x {op}= [1]")
    except TypeError as e: print(e)
x = {1, 2, 3}
try:
    for y in x: x.add(y + 10)
except RuntimeError as e: print(e)
try:
    for y in x: x.discard(y)
except RuntimeError as e: print(e)
class S(set): pass
class F(frozenset): pass
print(s(S([1]) | {2}), s(F([1]) | {2}), S([1]), F(), repr(S()), S([1]) == {1}, s(S([1]).copy()), s({2} | S([1])))
print(s({x % 3 for x in range(10)}), s({1, 1.0, True}), len({float("nan")} | {1}), s({*"ab", *"bc"}), s(set("hello")), {None} == {None}, set(range(100)) == set(range(99, -1, -1)), max({1, 5}), sum({1, 2}), s({(), (1,), "", b""}))
