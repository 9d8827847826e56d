# Number literals: bases, underscores, exponents, imaginary; the errors of bad ones.
print(0x1F, 0XaB, 0b101, 0B1, 0o17, 0O7, 1_000_000, 0x_ff, 0b_1, 00, 0_0, 000)
print(1., .5, 1e3, 1E-3, 1_0.0_1, 1e1_0, 0e0, 00.5, 09.5, 09e1, 1_2e-3_4, 3.14j, 1J, 0j, 1e3j, 010j, .5j)
print(0xFFFFFFFFFFFFFFFFFFFF, 0b1 << 70, 123456789012345678901234567890)
print(1 .real, 1.0.real, 1..real, (5).bit_length())
for text in ("012", "1__0", "1_", "0x", "0b2", "0o8", "0b12", "0o19", "1e", "1.e+", "1_.0", "1._0", "0xg", "1a", "1.5x", "0_7", "09", "1e5x", "0b", "5 5", "1__2.0", "0x_", "1jx", "123abc", "0b1_", "1.0__1", "0o"):
    try:
        print(text, eval(text))
    except SyntaxError as e:
        print(text, "->", e.msg, e.offset)
