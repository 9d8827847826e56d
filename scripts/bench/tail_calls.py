# Measures tail calls: self and mutual recursion, short enough to run under any recursion limit.
import sys

DEPTH = int(sys.argv[1]) if len(sys.argv) > 1 else 800
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 3500


def count_down(n, steps):
    if n == 0:
        return steps
    return count_down(n - 1, steps + 1)


def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else even(n - 1)


calls = 0
for i in range(ROUNDS):
    calls += count_down(DEPTH, 0)
    if even(DEPTH):
        calls += DEPTH
print(calls, "calls")
