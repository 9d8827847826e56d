# Two functions that call each other in tail position.
#
# Neither calls itself, so this needs elimination of *all* tail calls, not only of self-calls.
import sys


def is_even(n):
    return True if n == 0 else is_odd(n - 1)


def is_odd(n):
    return False if n == 0 else is_even(n - 1)


n = int(sys.argv[1]) if len(sys.argv) > 1 else 20000
print(n, "is even" if is_even(n) else "is odd")
