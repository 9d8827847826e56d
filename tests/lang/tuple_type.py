# tuple: construction, methods, comparison, hashing, errors.
t = (1, "a", 2.5, 1)
print(t, t.count(1), t.index("a"), t.index(1, 1), t + (5,), t * 2, 2 * (0,), t[1], t[-1], t[1:3], len(t), 2.5 in t, (1,), (), tuple(), tuple("ab"), tuple([1, 2]), tuple({3: 4}), tuple(i for i in range(3)), (1, 2) == (1, 2), (1, 2) < (1, 3), (1,) < (1, 0), () < (1,), hash((1, 2)) == hash((1, 2)), {(1, 2): "k"}[1, 2], ((1, 2), [3]), repr((1,)), str(("a",)), tuple(t) is t, t[:] is t, (1, 2, 3)[::-1], sorted((3, 1)), max((1, 5)), reversed((1, 2)).__next__())
for x in ("t.index('zz')", "t.index(1, 2, 3)", "t[9]", "t.append(1)", "t[0] = 1", "del t[0]", "t + [1]", "t * 'a'", "() < 5", "tuple(5)", "tuple(1, 2)", "hash(([],))", "t.count()", "t.index()", "(1, 'a') < (1, 2)", "t.x = 1", "tuple(x=1)", "t.__setitem__", "(1,) - (1,)"):
    try: print(x, "=", eval(x) if " = " not in x and "del" not in x else exec(x))
    except Exception as e: print(x, "->", type(e).__name__, e)
class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
    x = property(lambda s: s[0])
p = T(1, 2); print(p, p.x, p + (3,), type(p + (3,)).__name__, p == (1, 2), isinstance(p, tuple), hash(p) == hash((1, 2)), T(), repr(T(5)), p[0:1], type(p[:]).__name__, type(p * 1).__name__)
l = []; rec = (l,); l.append(rec); print(rec, l)
a, b = b, a = 1, 2; print(a, b); print(*t, sep="|"); print((1, 2).__getnewargs__(), (1, 2).__add__((3,)), (1, 2).__contains__(2), (1, 2).__mul__(2), (3, 4).__iter__().__next__())
nest = (1, (2, (3, (4,)))); print(nest, nest[1][1][0], hash(nest) == hash((1, (2, (3, (4,)))))); print((1, 2, 3) > (1, 2), (1, [2]) == (1, [2]), (0.0,) == (-0.0,), ((),) != (), (1, 2) != [1, 2])
