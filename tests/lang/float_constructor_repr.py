# float(): text and errors; repr is the shortest that reads back; extremes.
for text in ("1", "1.5", " -2.5e3 ", "1e400", "-1e400", "1e-400", "inf", "-Infinity", "nan", "+NaN", "1_000.5", ".5", "5.", "1E5", "٣.٥", "1e+5", "-0", "-.0e0", "123456789012345678901234567890", "0.1e-5", "infinity", "9007199254740993", "2.2250738585072014e-308", "5e-324", "2e-324", "1.7976931348623157e308", "1.7976931348623159e308"):
    print(text, float(text))
for text in ("", " ", "1..5", "1e", "e5", "--1", "1 2", "0x10", "1__0", "_1", "in", "nane", "1.5.5", "1e5.5", "a", "1,5", "١a", "\0", "1\0", b"1.5", b"x", bytearray(b"2"), None, [], 1j, "1_", "1_.5", "._5"):
    try: print(repr(text), float(text))
    except (ValueError, TypeError) as e: print(repr(text), "->", type(e).__name__, e)
for x in (0.1, 0.1 + 0.2, 1 / 3, 1e15, 1e16, 1e17, 123456789012345678.0, 1e22, 1e23, 1e-4, 1e-5, 0.0001, 0.00001234, 100.0, 1.0, -0.0, 5e-324, 1.7976931348623157e308, 2.0 ** 53, 2.0 ** 63, 2.5e-8, 9.999999999999999e22, 1e100, 4.35, 0.3, 2 / 3, 1e16 - 2, 9007199254740993.0, 1.1e-310, 3.0e-5, 123456.789e3):
    print(repr(x), str(x), float(repr(x)) == x, end="; ")
print()
print(float(), float(5), float(True), float(2 ** 53 + 1), float("1e5"), float(10 ** 300), float.__name__)
try: float(10 ** 400)
except OverflowError as e: print(e)
try: float(1, 2)
except TypeError as e: print(e)
inf, nan = float("inf"), float("nan")
print(inf, -inf, nan, -nan, inf - inf, inf * 0, inf + 1, inf == inf, nan == nan, inf > 10 ** 400, -inf < -10 ** 400, 1 / inf, -1 / inf, inf // 1, inf % 2, 5 % inf, -5 % inf, 5.0 // inf, -5.0 // inf, int(1e18), bool(nan), hash(inf), hash(-inf), min(nan, 1), max(1, nan), abs(-nan), round(2.5), nan is nan)
for f in (lambda: int(inf), lambda: int(nan), lambda: round(inf), lambda: round(nan), lambda: inf.as_integer_ratio(), lambda: nan.as_integer_ratio(), lambda: divmod(1.0, 0.0), lambda: 1e308 * 10, lambda: 10.0 ** 309):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
