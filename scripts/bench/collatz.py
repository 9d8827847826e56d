# Measures a while loop over small ints: longest Collatz chain below a limit.


def longest(limit):
    best = 0
    start = 0
    for first in range(1, limit):
        n = first
        length = 1
        while n != 1:
            if n & 1:
                n = 3 * n + 1
            else:
                n >>= 1
            length += 1
        if length > best:
            best = length
            start = first
    return start, best


print(*longest(130_000))
