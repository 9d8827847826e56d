a + b, a - b, a * b, a / b, a // b, a % b, a ** b, a @ b
a << b, a >> b, a & b, a | b, a ^ b
a < b, a <= b, a == b, a != b, a > b, a >= b
x += 1; x -= 1; x *= 1; x /= 1; x //= 1; x %= 1; x **= 1; x @= 1
x <<= 1; x >>= 1; x &= 1; x |= 1; x ^= 1
x.y += 1; x[0] += 1
