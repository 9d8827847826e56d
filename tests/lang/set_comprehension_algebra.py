# Sets in programs: dedup, algebra laws, power sets, frozen keys, order-free printing.
import itertools
words = "the cat sat on the mat the end".split(); print(sorted({w for w in words if len(w) == 3}), len(set(words)), sorted({len(w) for w in words}))
universe = range(6); subsets = [frozenset(c) for n in range(4) for c in itertools.combinations(universe, n)]
for a in subsets[::7]:
    for b in subsets[::5]:
        assert (a | b) - b == a - b and a & b == a - (a - b) and (a ^ b) == (a | b) - (a & b) and (a <= b) == (a & b == a) and len(a | b) == len(a) + len(b) - len(a & b) and hash(a | b) == hash(b | a)
print(len(subsets), len({s for s in subsets}), frozenset([1, 2]) in set(subsets), {frozenset([1]): "x"}[frozenset([1])]); s = set()
for i in range(1000): s.add(i * 7 % 101)
print(len(s), s == set(range(101)), sum(s)); 
for i in range(0, 101, 2): s.remove(i)
print(len(s), min(s), max(s), 50 in s, 51 in s); s &= set(range(20)); print(sorted(s)); t = s.copy(); t.add(0); print(t - s, s < t, s.symmetric_difference(t)); print(sorted(map(sorted, {frozenset("ab"), frozenset("ba"), frozenset("c")})), set("abc") == set("cba"), {1, 2} == {2.0, 1.0}, {True, 1, 1.0}.__len__(), set([()]) == {()}, set({1: 2}), set("") == set(), bool(set()), {*()} == set())
x = {1, 2, 3}; x -= x; print(x); y = {1}; y |= {2} | {3}; y ^= {3, 4}; print(sorted(y)); u, v = {1, 2}, {2, 3}; u, v = u - v, v - u; print(u, v); z = {1}; w = z; w |= {2}; print(sorted(z), z is w); w = w | {3}; print(sorted(z), sorted(w)); print(sorted(set().union(*[{1}, {2}, {3}])), set.intersection({1, 2}, {2, 3}, [2]), sorted(set.union(set(), "ab", [1] * 0)), any({0}), all(set()), list({5}), [*{7}], {1: {2}}[1].pop())
