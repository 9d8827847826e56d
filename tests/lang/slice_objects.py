# slice(): attributes, indices(), comparison, hashing, repr.
s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, slice(5), slice(1, 2), slice(None))
for args in ((5,), (1, None), (None, None, -1), (-3, None), (10, -10, -3), (None, None, 2), (2, 100, 5), (-100, 100), (3, 3)):
    print(args, slice(*args).indices(7), slice(*args).indices(0))
print(slice(1, 2) == slice(1, 2), slice(1, 2) != slice(1, 2, 1), slice(1, 2) < slice(1, 3), slice("a", []) == slice("a", []))
for text in ("hash(slice(1))", "slice()", "slice(1, 2, 3, 4)", "slice(1).indices(-1)", "slice(1).indices('a')", "slice('a').indices(3)", "slice(0, 1, 0).indices(4)", "slice(1, 2).start = 3", "slice(a=1)", "slice(1).indices()", "slice(1) < 2"):
    try:
        print(text, eval(text) if "= 3" not in text else exec(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
class I:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
print(slice(I(1), I(5), I(2)).indices(10), slice(2 ** 80).indices(3), slice(-2 ** 80, 2 ** 80).indices(2 ** 70))
try:
    class T(slice): pass
except TypeError as e:
    print(e)
print(isinstance(s, slice), type(s), s.__reduce__()[1])
