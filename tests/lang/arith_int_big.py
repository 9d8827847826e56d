# Ints without bounds: sums, products, powers, signs, comparison, across word sizes.
for bits in (29, 30, 31, 32, 59, 60, 61, 62, 63, 64, 65, 127, 128):
    n = 1 << bits
    print(bits, n - 1, -n, n * n, (n - 1) * (n + 1) - n * n, n + -n, -(n - 1) - 1 == -n)
a = 123456789012345678901234567890
b = 987654321098765432109876543210
print(a + b, a - b, b - a, a * b, b // a, b % a, -a % b, a ** 3)
print(a < b, a == a + 0, a > -b, -a > -b, a >= 1.5, a == float(a), 2 ** 53 == float(2 ** 53), 2 ** 53 + 1 == float(2 ** 53))
print(2 ** 53 + 1 > float(2 ** 53), 10 ** 400 > 1e308, 10 ** 400 < float("inf"), -10 ** 400 > float("-inf"), 10 ** 400 == float("nan"))
print(hash(2 ** 61 - 1), hash(2 ** 61), hash(-1), hash(-2), hash(10 ** 30), hash(-10 ** 30))
print(abs(-a), +a, -a, ~a, ~-a, bool(a), bool(a - a), int(a), a.__index__() == a)
f = 1
for i in range(1, 41):
    f *= i
print(f, f // 10 ** 20, str(f)[::-1])
total = 0
for i in range(100):
    total += (-1) ** i * 7 ** i
print(total)
print(4611686018427387903 + 1, -4611686018427387904 - 1, 4611686018427387904 - 1, 2305843009213693951 + 1, -2305843009213693952 - 1)
print(9223372036854775807 + 1, -9223372036854775808 - 1, 9223372036854775808 - 1, 4294967296 * 4294967296, 3037000500 * 3037000500)
