# min, max, sum, any, all, abs, round, divmod.
print(min(3, 1, 2), max([3, 1, 2]), min("hello"), max("a", "b", key=ord), min([], default=None), max((), default="d"), min([1, 1.0]), max([1, 1.0]), max([True, 1]), min({3: 1, 2: 5}), max(range(5), key=lambda x: -x), min([[2], [1, 2]]), max("apple", "fig", key=len), min(x * x for x in (-2, 1)), max([1], default=5), max(1, 2.5, True), max(["b", "a", "c"], key=None))
print(sum([]), sum([1, 2], 10), sum([0.1] * 10), sum([[1], [2]], []), sum((1, 2.5)), sum(range(10)), sum([True, True]), sum([1j, 2]), sum(x for x in (1, 2)), sum([2 ** 62, 2 ** 62, 2 ** 62]), sum([1, 2], start=5), sum([(1,), (2,)], ()), sum([10 ** 20, -10 ** 20, 0.5]), sum([1e100, 1.0, -1e100]), sum([0.1, 0.2, 0.3]))
print(any([]), all([]), any([0, "", None, 5]), all([1, "a", [0]]), any(x > 2 for x in range(4)), all(x < 2 for x in range(4)), any({0: 1}), abs(-5), abs(-2.5), abs(3 + 4j), abs(True), abs(-2 ** 70), abs(-0.0), divmod(7, 2), divmod(-7, 2.0), divmod(2 ** 70, 10), round(2.5), round(-2.5), round(3.14159, 2), round(15, -1), round(1e16), round(2.0), round(True), round(1234.5678, -2), round(number=2.7), round(2.567, ndigits=1))
for t in ("min()", "min(5)", "min([])", "max(())", "min(1, 'a')", "max([1, None])", "min(1, 2, default=3)", "max(1, key=len)", "min([1, 2], key=5)", "sum()", "sum(5)", "sum(['a'])", "sum(['a'], '')", "sum([b'a'], b'')", "sum([bytearray()], bytearray())", "sum([1], 'a')", "sum([[1]])", "sum([1], 2, 3)", "any(5)", "all(None)", "any()", "any([1], [2])", "abs('a')", "abs()", "divmod(1)", "divmod(1, 0)", "divmod('a', 1)", "round('a')", "round(1.5, 'a')", "round()", "max(x=1)", "max([1], foo=2)", "min([1j, 2j])", "max([], key=len)", "min({}, default=0)", "sum({1: 2}, [])"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
def noisy():
    for i in range(5): print("n", i); yield i
print(any(noisy()), all(noisy()))
