# Methods and attributes of int and bool.
for n in (0, 1, -1, 255, -256, 2 ** 64, -(2 ** 64) + 1):
    print(n, n.bit_length(), n.bit_count(), n.conjugate(), n.real, n.imag, n.numerator, n.denominator, n.as_integer_ratio(), n.__index__(), n.__trunc__(), n.__floor__(), n.__ceil__(), n.__round__())
for n, size in ((0, 1), (1, 2), (255, 1), (258, 2), (-1, 2), (-128, 1), (2 ** 100, 16)):
    for order in ("big", "little"):
        b = n.to_bytes(size, order, signed=n < 0)
        print(n, order, b, int.from_bytes(b, order, signed=n < 0))
print((5).to_bytes(), int.from_bytes([1, 2], "big"), int.from_bytes(b""), (1).to_bytes(length=2, byteorder="little"), int.from_bytes(b"\xff\xff", "big", signed=True), (0).to_bytes(0, "big"))
print(round(15, -1), round(25, -1), round(35, -1), round(-15, -1), round(1234, -2), round(1250, -2), round(5, 3), round(5, -5), round(10 ** 20 + 5, -1), round(2 ** 70, -20), round(True), type(round(True)))
for t in ("(256).to_bytes(1, 'big')", "(-1).to_bytes(1, 'big')", "(1).to_bytes(-1, 'big')", "(128).to_bytes(1, 'big', signed=True)", "(1).to_bytes(2, 'mid')", "int.from_bytes('ab', 'big')", "int.from_bytes(5, 'big')", "int.from_bytes([256], 'big')", "(5).real()", "(1).__add__(1.5)", "(1).__add__('a')", "(5).__divmod__(0)", "(1).__rsub__(5)", "(7).__format__('x')", "(7).__pow__(2, 5)", "int.__new__(int, '7')", "(3).__lshift__(-1)", "(1).__getnewargs__()", "(5).__sizeof__() > 0", "round(5, 'a')", "round(5, 1.0)"):
    try: print(t, eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
print(True.bit_length(), True + 1, True & 1, True & True, ~True, -True, True.real, repr(True.numerator), True.__and__(False), str(True), f"{True}", f"{True:d}", f"{True:5}|", "%d" % True, "%s" % False, int.__doc__[:12], bool.__mro__)
