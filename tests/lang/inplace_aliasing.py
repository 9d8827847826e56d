# In-place operators and aliases: which objects change.
def show(*a): print(*a)
for v, w in (([1], [2]), ((1,), (2,)), ("a", "b"), ({1}, {2}), (1, 2), (1.5, 2), (bytearray(b"a"), b"b"), (b"a", b"b"), ({"a": 1}, {"b": 2}), (frozenset([1]), {2})):
    a = b = v
    try: a += w
    except TypeError:
        a |= w
    show(type(v).__name__, a, b, a is b)
def change(l, d, s, n, t): l += [9]; d["k"] = 1; s.add(5); n += 1; t += (1,); return n, t
l, d, s, n, t = [], {}, set(), 0, (); show(change(l, d, s, n, t), l, d, s, n, t); m = [[0] * 2] * 2; m[0][1] = 5; m[1] = m[1] + [6]; show(m); x = [1, 2, 3]; y = x; y[:] = [0]; show(x); y = y + [1]; show(x, y); x *= 3; show(x); t = ([],); 
try: t[0] += [1]
except TypeError as e: show(e, t)
t[0].extend([2]); show(t); d = {"l": []}; d["l"] += [1]; show(d)
class A: items = []
a, b = A(), A(); a.items += [1]; show(A.items, b.items, "items" in a.__dict__, "items" in b.__dict__); b.items = b.items + [2]; show(A.items, b.items)
class N: n = 0
p = N(); p.n += 1; show(N.n, p.n); 
def f(a=[]): a += [len(a)]; return a
show(f(), f(), f([7])); g = h = (1, 2); g *= 2; show(g, h); i = j = "s"; i *= 2; show(i, j); k = [1, 2, 3]; q = k; k.sort(reverse=True); show(q); q = sorted(k); show(k is q, q, k); r = k; k = k[:]; k.append(0); show(r, k); u = {1, 2}; v = u; v -= {1}; show(u); v = v - {2}; show(u, v); z = [[], []]; z2 = z.copy(); z2[0].append(1); z2.append(2); show(z, z2); lst = [1]; lst.append(lst[:]); show(lst); e, f2 = [1], [2]; e, f2 = f2, e; show(e, f2)
