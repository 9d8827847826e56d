# is, is not, in, not in for every container and for the fallbacks.
a = []; b = a; c = []
print(a is b, a is c, a is not c, None is None, type(1) is int, type is type)
print(1 in [1, 2], 3 not in (1, 2), "b" in "abc", "" in "abc", "bc" in "abc", "ca" in "abc", 97 in b"abc", b"bc" in b"abc", "k" in {"k": 1}, 1 in {1: 2}.values(), (1, 2) in {1: 2}.items(), 3 in {3}, 2 in range(0, 10, 2), 3 in range(0, 10, 2), 2.0 in range(5), "a" in range(5), 10 ** 30 in range(10 ** 31), 2.5 in [1, 2.5])
for text in ("1 in 'abc'", "'a' in b'abc'", "1 in 5", "[] in {1}", "[] in {}", "300 in b'a'", "'a' in 5", "1 in None", "{} in {}", "set() in {1}", "None in 'a'", "1.5 in b'a'"):
    try:
        print(text, eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
class ByContains:
    def __contains__(self, x): print("contains", x); return x
class ByIter:
    def __iter__(self): return iter([1, 2])
class ByItem:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i
class No(ByIter):
    __contains__ = None
print("x" in ByContains(), 0 in ByContains(), [] not in ByContains(), 2 in ByIter(), 3 in ByIter(), 2 in ByItem(), 5 in ByItem())
try:
    1 in No()
except TypeError as e:
    print(e)
class Same:
    def __eq__(self, o): return False
s = Same()
print(s in [s], s in (s,), s in {1: s}.values(), [s].index(s), s == s)
g = (i for i in range(5))
print(2 in g, list(g), 9 in g)
