# Precedence and associativity of all operators.
print(1 + 2 * 3, (1 + 2) * 3, -2 ** 2, 2 ** -1, 2 ** 3 ** 0, -3 % 5, ~1 + 2, ~-1, not 1 + 1, - - 3, +-+3)
print(1 | 2 ^ 3 & 4 << 1 + 1 * 2, 5 - 3 - 1, 2 * 3 % 4, 8 // 3 * 2, 100 / 10 / 2, 1 << 2 << 3)
print(1 < 2 & 3, (1 < 2) & 3, not 1 < 2, not (1 < 2), 1 or 0 and 0, 1 if 0 else 2 or 3, "a" + "b" * 2)
print(3 - -3, 3--3, 2**-2, 1 - 1 == 0, 3 > 2 == True, not True == False, 5 % 3 ** 2, -5 // 2, -(5 // 2))
print((lambda: 1 or 2)())
print([1, 2, 3][1] ** 2, (1, 2) + (3,), "abc"[0] + "d", {1: 2}[1] + 1, -1 .real, 2 .__add__(3))
print(0x10 | 0x01 & 0x11, 6 ^ 3 | 8, 7 & ~2, ~5 & 0xF, 1 + 1 << 2, 16 >> 1 + 1)
x0 = 1
print(1 in [1] and 2 not in [1], x0 is not None, not None is None, "a" in "abc" == True)
x = 5
print(-x ** 2, (-x) ** 2, x ** 2 ** 0.5 > 9, -x % 3, x // -2, x if x else -x, *[1, 2])
class M:
    def __matmul__(self, o): return f"@{o}"
print(M() @ 2, M() @ 3 * 2)
