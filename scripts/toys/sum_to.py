# Adds 1 + 2 + ... + n by tail recursion.
#
# The recursive call is the last thing sum_to does: nothing of its frame is needed any more.
# With tail-call elimination the frame is used again and n may be as large as you like;
# without it every call costs a frame, and the default of 20000 ends in RecursionError.
import sys


def sum_to(n, acc):
    if n == 0:
        return acc
    return sum_to(n - 1, acc + n)


n = int(sys.argv[1]) if len(sys.argv) > 1 else 20000
print(f"sum_to({n}) =", sum_to(n, 0))
