# int(): text with bases, underscores, signs, spaces, Unicode digits; floats; errors.
for text in ("0", " 12 ", "+5", "-7", "1_000", "\n3\t", "٣٤", "00012", "-0", "1" * 30):
    print(repr(text), int(text))
for text, base in (("ff", 16), ("0xff", 16), ("0XfF", 0), ("0b101", 0), ("0o17", 0), ("-0x1_f", 0), ("z", 36), ("Zz", 36), ("101", 2), ("0b11", 2), ("77", 8), ("0", 0), ("00", 0), ("1_0", 3), ("0x_f", 16), ("12", 10), (b"12", 10), (bytearray(b"1f"), 16)):
    print(text, base, int(text, base))
for args in (("",), ("  ",), ("1__0",), ("_1",), ("1_",), ("a",), ("1.5",), ("1e5",), ("- 1",), ("0x1",), ("9", 8), ("2", 2), ("010", 0), ("0x", 16), ("0b2", 0), ("1", 1), ("1", 37), ("1", -1), (1, 2), (1.5, 10), ("1", "a"), (None,), ([],), (1j,), (float("inf"),), (float("nan"),), (b"a",), (b"\xff",), ("1\0",), ("x" * 60,), ("é",), ("½",), ("1", 1.0)):
    try: print(args, int(*args))
    except Exception as e: print(args, "->", type(e).__name__, e)
print(int(), int(2.9), int(-2.9), int(1e20), int(True), int(-0.0), int("12", base=8), int(2 ** 70), int(1e300) % 1000)
for bad in ("1" * 5000,):
    try: int(bad)
    except ValueError as e: print(e)
try: str(10 ** 5000)
except ValueError as e: print(e)
print(len(hex(10 ** 5000)), len(str(10 ** 4299)), int("f" * 100, 16) == 16 ** 100 - 1, int("1" * 4300) % 7)
