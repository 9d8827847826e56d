# Measures deep, mostly nested calls: Ackermann's function, kept below depth 900.


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


total = 0
for _ in range(15):
    total += ackermann(2, 250) + ackermann(3, 6)
print(total)
