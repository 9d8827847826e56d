# Powers: ints, negative exponents, modulo, floats, complex results.
print(2 ** 10, (-2) ** 3, -2 ** 2, 2 ** -1, (-2) ** -2, 2 ** 0, 0 ** 0, 0.0 ** 0, 2 ** 0.5, 2.0 ** 3)
print(2 ** 3 ** 2, (2 ** 3) ** 2, 2 ** -3 ** 2)
print(7 ** 77, (-3) ** 41, 10 ** 40)
print((-8) ** (1 / 3), (-1) ** 0.5, (-4.0) ** 1.5)
print(pow(2, 10), pow(2, 10, 1000), pow(-2, 3, 5), pow(2, 3, -5), pow(3, -1, 7), pow(3, -5, 10 ** 9 + 7), pow(2, 100, 10 ** 9 + 7), pow(5, 0, 1), pow(0, 0, 1))
print(pow(10 ** 20, 10 ** 20, 10 ** 20 + 39), pow(base=2, exp=5), pow(2, 5, mod=3), pow(2.5, 2), pow(True, 5))
for text in ("pow(2, -1, 4)", "pow(2, 1, 0)", "pow(2.0, 1, 3)", "pow(2, 1.0, 3)", "pow('a', 2)", "2 ** 'a'", "0 ** -2", "0.0 ** -2.0", "10.0 ** 400", "1e200 ** 2", "pow(2)", "pow(1, 2, 3, 4)", "(-1.0) ** 0.5 < 1",
             "pow(2, 3, 'a')"):
    try:
        print(eval(text))
    except Exception as e:
        print(text, type(e).__name__, e)
inf, nan = float("inf"), float("nan")
print(inf ** 0, nan ** 0, 1 ** nan, 1.0 ** inf, 2.0 ** inf, 2.0 ** -inf, 0.5 ** inf, (-inf) ** 3, (-inf) ** 2, (-0.0) ** 3, (-1.0) ** inf)
