# Bitwise operators and shifts on small, negative and big ints.
for a in (0, 1, 5, -1, -6, 2 ** 70, -2 ** 70, 2 ** 70 - 1, -(2 ** 70) + 1):
    for b in (3, -4, 2 ** 65 + 9, -(2 ** 65) - 9):
        print(a & b, a | b, a ^ b, ~a)
for n in (1, -1, 5, -5, 2 ** 64, -(2 ** 64) - 1):
    print(n << 0, n << 3, n << 61, n << 64, n >> 1, n >> 3, n >> 64, n >> 100, n >> 10 ** 9)
print(0 << 10 ** 15, 0 >> 10 ** 15, 1 >> 2 ** 70, -1 >> 2 ** 70)
for text in ("1 << -1", "1 >> -1", "1 << 1.0", "1.0 & 1", "~1.0", "'a' | 1", "2 ** 70 >> -1", "1 << 2 ** 70", "-1 << -2**70"):
    try:
        print(eval(text))
    except Exception as e:
        print(text, type(e).__name__, e)
print(True & False, True | 2, True ^ True, ~True, type(True & True), type(True & 1), True << 2)
print((6).bit_count(), (-7).bit_count(), (2 ** 100 - 1).bit_count(), (0).bit_length(), (255).bit_length(), (-256).bit_length(), (2 ** 100).bit_length())
mask = (1 << 64) - 1
print(hex(-1 & mask), hex(-123456789 & mask), bin(-5 & 15), oct(-8 & 0o777))
