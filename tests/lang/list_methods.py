# list: every method with its edges.
a = [3, 1, 2]
a.append(4); a.extend("xy"); a.insert(0, 0); a.insert(100, "end"); a.insert(-1, "before"); print(a)
print(a.pop(), a.pop(0), a.pop(-2), a); a.remove(2); print(a, a.index(1), a.count(1), a.index("x", 1), a.index(3, 0, 1))
a.reverse(); print(a); b = a.copy(); b.clear(); print(a, b)
c = [1, 2, 3]; c += [4]; c *= 2; print(c, c.index(2, 2), c.index(1, -4), c.count(9))
c.extend(c); print(len(c)); c.extend(i for i in range(2)); c.extend({"k": 1}); c.extend(()); print(c[-4:])
print([1] + [2], [1, 2] * 2, 2 * [0], [0] * 0, [0] * -5, [1, 2] == [1, 2], [1] < [1, 2], [2] > [1, 9], [] < [0], list("abc"), list(), list((1, 2)), list({1: 2}), list(range(3)), list([1]) is not a, [[]] * 2, len([1, 2]), min([3, 1]), max([3, 1]), sum([1, 2], 10), [1, 2].__contains__(1), any([0, 1]), all([]))
x = [[]] * 3; x[0].append(1); print(x)
for t in ("a.pop(99)", "[].pop()", "a.remove('zz')", "a.index('zz')", "a.pop('x')", "a.pop(1.0)", "a.insert('x', 1)", "a.insert(1)", "a.append()", "a.extend(5)", "a.extend(None)", "[] + (1,)", "[] + 'a'", "[1] * 'a'", "[1] * 1.5", "a[10]", "a[10] = 1", "a['x']", "[1] < 'a'", "a.sort(5)", "a.count()", "a.index()", "a.index(1, 'a')", "hash([])", "list(5)", "list(1, 2)", "list(x=1)", "[1] - [1]", "-[1]", "a.nothing", "[1, 2].index(1, 1)", "[1] * 2**62", "[].insert(0)", "a.copy(1)", "[1].remove()"):
    try: print(t, "=", eval(t) if " = " not in t else exec(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
r = [1]; r.append(r); print(r, repr(r), str(r) == repr(r), r[1] is r)
class L(list):
    def append(self, x): super().append(x * 2)
l = L([1]); l.append(5); print(l, l + [1], type(l * 2).__name__, l == [1, 10], isinstance(l, list), repr(l), l.__class__.__name__)
a = [1, 2, 3, 4]; a.__setitem__(0, 9); a.__delitem__(1); print(a, a.__getitem__(slice(0, 2)), a.__len__(), a.__iadd__([5]), a.__reversed__().__next__(), a.__mul__(1), a.__rmul__(1))
it = iter(a); next(it); a.clear(); print(list(it)); a.append(1); print(list(it))
class Eq:
    def __init__(self, l): self.l = l
    def __eq__(self, o): self.l.clear(); return False
l = []; l.extend([Eq(l), 1, 2]); print(l.count(5), l == [])
l.extend([Eq(l), Eq(l)]); print(5 in l, l)
