# complex: arithmetic, constructor, repr, format, comparison, methods, errors.
a, b = 3 + 4j, 1 - 2j
print(a + b, a - b, a * b, a / b, a ** 2, a ** b, a ** 0.5, -a, +a, abs(a), a.conjugate(), a.real, a.imag, a == b, a != b, a == 3 + 4j, 3 + 0j == 3, bool(0j), bool(1j), hash(a) == hash(3 + 4j), hash(2 + 0j) == hash(2))
print(1 + a, 1.5 * a, 2 / a, 2 ** a, a ** -2, a ** 3, 0j ** 0, True + 1j, a * 0, complex(), complex(1), complex(1, 2), complex(1.5), complex("1+2j"), complex(" -1.5e3-2J "), complex("j"), complex("-j"), complex("(1+2j)"), complex("1"), complex("nan+infj"), complex(1j, 1j), complex(real=1, imag=2), complex("1e5j"), complex("1_0+1j"))
print(repr(1j), repr(-1j), repr(1 + 0j), repr(0j), repr(-0j), repr(complex(-0.0, 1)), repr(complex(0, -0.0)), repr(complex(float("inf"), float("nan"))), str(1e20 + 1e-5j), repr(1.5 - 2.5j), [1j], complex(0.0, -1), -0.0 - 0j, 1 - 0j)
print(format(a), format(a, ".2f"), format(a, "e"), format(a, "10"), format(a, "<15") + "|", format(a, "+.1f"), format(a, ">20.2f"), format(1j, "g"), format(a, ".3"), format(1234567 + 1j, ","), f"{a!r:>10}", "%s" % a)
for t in ("a < b", "a // b", "a % b", "divmod(a, b)", "int(a)", "float(a)", "complex('1 + 2j')", "complex('')", "complex('a')", "complex('1', 2)", "complex(1, '2')", "complex([])", "complex('1+2')", "complex('1j+2')", "a / 0", "0j ** -1", "0j ** 1j", "pow(a, b, 2)", "format(a, 'd')", "format(a, '010')", "format(a, '=10')", "format(a, '%')", "'%f' % a", "'%d' % a", "round(a)", "a.real = 1", "abs(complex(1e308, 1e308))", "1j @ 2", "a & b", "~a", "max(a, b)", "range(1j)", "a.imag()", "1e308j * 1e10j", "(1e200 + 1j) ** 3", "complex(1, 2, 3)", "complex(b'1')"):
    try: print(t, "=", eval(t) if "= 1" not in t else exec(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
print(sum([1j, 2, 3.5]), (1 + 2j).__getnewargs__(), complex.__mro__, isinstance(1j, complex), (1j) ** 2 == -1, 1j * 1j, (2 + 1j) * (2 - 1j), abs(1e200 + 1e200j), (10j) ** 5, (1 + 1j) ** 10, a.__complex__(), complex(True), a.__eq__(3), a.__add__("x"))
class C:
    def __complex__(self): return 5j
class F:
    def __float__(self): return 2.0
class I:
    def __index__(self): return 3
print(complex(C()), complex(F()), complex(I()), complex(C(), 1), complex(F(), I()))
