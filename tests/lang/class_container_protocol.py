# Own containers: __len__, __getitem__, __setitem__, __delitem__, __contains__, __iter__, __reversed__, __missing__.
class Box:
    def __init__(self, *a): self.a = list(a)
    def __len__(self): print("len", end=" "); return len(self.a)
    def __getitem__(self, k): print("get", k, end=" "); return self.a[k]
    def __setitem__(self, k, v): print("set", k, v, end=" "); self.a[k] = v
    def __delitem__(self, k): print("del", k, end=" "); del self.a[k]
    def __contains__(self, x): print("in", x, end=" "); return x in self.a
    def __iter__(self): print("iter", end=" "); return iter(self.a)
    def __reversed__(self): print("rev", end=" "); return reversed(self.a)
b = Box(1, 2, 3)
print(len(b), b[0], b[-1], b[0:2], 2 in b, 9 not in b, list(b), list(reversed(b)), bool(b), max(b), sorted(b, reverse=True))
b[0] = 10; b[1:2] = [7, 8]; del b[0]; b[0] += 1; print(b.a)
x, *y = b; print(x, y); print(*b, tuple(b), [*b], sum(b), ",".join(map(str, b)), dict(enumerate(b)), list(zip(b, b)))
class D(dict):
    def __missing__(self, k): print("missing", k); self[k] = k; return k
    def __getitem__(self, k): print("getitem", k); return super().__getitem__(k)
d = D(); print(d["a"], d["a"], d.get("z"), "z" in d, "%(q)s" % d, "{k}".format_map(d))
class Old:
    def __getitem__(self, i):
        if i < 3: return i * 10
        raise IndexError(i)
print(list(Old()), 20 in Old(), 5 in Old(), [*Old()], dict(zip(Old(), "abc")))
try: len(Old())
except TypeError as e: print(e)
try: reversed(Old())
except TypeError as e: print(e)
class L:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
for n in (5, -1, "x", 2 ** 70, True):
    try: print(len(L(n)))
    except Exception as e: print(type(e).__name__, e)
for t in ("object()[1]", "object()[1:2]", "len(object())", "1 in object()", "iter(object())", "del (object()[1])"):
    try: exec(t)
    except TypeError as e: print(t, "->", e)
try: object()[1] = 2
except TypeError as e: print(e)
class Rev:
    __reversed__ = None
try: reversed(Rev())
except TypeError as e: print(e)
