# map, filter, zip, enumerate, reversed, iter, next: laziness, strictness, reprs, errors.
print(list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])), list(map(pow, [2, 3], [3, 2])), list(map(len, ["a", "bb"])), list(filter(None, [0, 1, "", "a"])), list(filter(lambda x: x > 1, range(4))), list(filter(str.isalpha, "a1b")), list(zip()), list(zip([1])), list(zip("ab", [1, 2, 3], range(9))), list(zip("ab", "cd", strict=True)), list(enumerate("ab")), list(enumerate("ab", 5)), list(enumerate([], start=2)), list(enumerate("a", 10 ** 30)), list(reversed([1, 2])), list(reversed("ab")), list(reversed(range(3))), list(reversed({1: 2, 3: 4})), dict(zip("ab", [1, 2])))
for a in (("ab", "c"), ("a", "bc"), ("ab", "cd", "e"), ("", "a"), ("a", "b", "cd")):
    try: list(zip(*a, strict=True))
    except ValueError as e: print(a, e)
def g(n, tag):
    for i in range(n): print(tag, i, end=" "); yield i
z = zip(g(2, "a"), g(5, "b")); print(list(z)); print(list(zip(g(5, "c"), g(2, "d"))))
m = map(lambda x: print("call", x) or x, [1, 2]); print("made"); print(next(m), list(m), list(m))
e = enumerate("abc"); print(next(e), next(e), list(e)); f = filter(lambda x: 1 / x, [1, 0]); print(next(f))
try: next(f)
except ZeroDivisionError as x: print(x)
m = map(int, ["1", "x", "3"]); print(next(m))
try: next(m)
except ValueError as x: print(x)
print(next(m), [type(x).__name__ for x in (m, f, z, e, reversed([]), iter([]), iter(()), iter(""), iter({}), iter(set()), iter(b""), iter(range(1)), iter(bytearray()), iter("é"))])
for t in ("map(5)", "map()", "map(len)", "list(map(5, [1]))", "map(len, 5)", "filter(len)", "filter(len, 5)", "list(filter(5, [1]))", "zip(5)", "zip([1], 5)", "zip(a=1)", "enumerate(5)", "enumerate([], 'a')", "enumerate([], 1.5)", "enumerate(start=1)", "reversed(5)", "reversed({1})", "reversed(x for x in ())", "iter(5)", "iter([], 5)", "next(5)", "next(iter([]))", "next(iter([]), 7)", "next(iter([]), 1, 2)", "list(map(lambda x: x, [1], [2]))", "len(map(len, []))", "map(len, [])[0]", "zip([1], strict=1, foo=2)", "iter()", "reversed()", "enumerate(iterable=[1]).__next__()", "filter(None, [1]).__next__()"):
    try: print(t, "=", eval(t))
    except Exception as x: print(t, "->", type(x).__name__, x)
it = iter([1, 2, 3]); print(list(zip(it, it))); l = [1, 2, 3]; r = reversed(l); print(next(r)); l.append(9); print(list(r)); print(list(iter(lambda c=iter([1, 2, 0, 5]): next(c), 0)))
print(sum(map(lambda p: p[0] * p[1], zip([1, 2], [3, 4]))), [*zip(*[(1, 2), (3, 4)])], list(map(list, zip("ab", "cd"))), list(zip(range(2), map(str, range(2)), filter(None, [0, 1, 2]))), all(map(isinstance, [1, 2], [int, int])))
