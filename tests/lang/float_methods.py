# Methods of float: hex, fromhex, is_integer, as_integer_ratio, round.
for x in (0.0, -0.0, 1.0, 0.1, -2.5, 1e300, 5e-324, 3.0, 1e-310, float("inf"), float("nan")):
    print(x, x.hex(), x.is_integer(), x.conjugate(), x.real, x.imag)
for x in (0.5, -0.75, 0.1, 3.0, 1e20, 5e-324, -0.0): print(x, x.as_integer_ratio())
for t in ("0x1.8p3", "-0x.1p0", "1", "0x1p-1074", "inf", "-nan", "0x1.fffffffffffff8p0", "  0x1.0p+3 ", "1.8p1", "0x1p1023", "infinity", "0X1.8P1", "0x.8", "10", "a.b"):
    print(t, float.fromhex(t))
for t in ("", "0x", "x", "1p", "0x1p1025", "0x1.gp0", "0x1p1 1", "--1", "0x1p99999999999", "1e5"):
    try: print(repr(t), float.fromhex(t))
    except (ValueError, OverflowError) as e: print(repr(t), "->", type(e).__name__, e)
for x in (0.5, 1.5, 2.5, -0.5, -1.5, 2.4999, 1e20, 123456.789): print(x, round(x), round(x, 1), round(x, -1), round(x, None), type(round(x)), type(round(x, 0)))
print(round(2.675, 2), round(1.005, 2), round(0.125, 2), round(5.015, 2), round(1e300, -299), round(1e300, -310), round(1.5, 400), round(1.5, -400), round(-0.4), round(-0.4, 0), round(1234.5678, 2), round(1e22, 2), round(0.1, 20), round(5e-324, 323), round(float("inf"), 2), round(float("nan"), 2))
print((7.5).__floor__(), (7.5).__ceil__(), (-7.5).__floor__(), (-7.5).__ceil__(), (-7.5).__trunc__(), divmod(7.5, 2), divmod(-7.5, 2), 7.5 // -2, 7.5 % -2, (0.5).__eq__(0.5), (0.5).__lt__("a"), (1.5).__add__(1), (1.5).__radd__(1), float.__getformat__("double")[:4], 1.5.__bool__(), 1.0.__int__())
print(0.1 + 0.2 == 0.3, 1.0 == 1, 1.5 < 2, 2 ** 53 == 2.0 ** 53, 2 ** 53 + 1 == 2.0 ** 53, -0.0 == 0.0, str(-0.0), 1e16 + 1, 0.1 * 3, 1.1 + 2.2, 100 * 1.1, 1 - 0.9, 1e308 * 10, -1e308 * 10, 5.0 % 3, -5.0 % 3, 5.5 // 2, hash(1.5), hash(0.1), hash(1e300), hash(-1.0), hash(2.0 ** 100) == hash(2 ** 100))
