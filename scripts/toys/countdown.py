# Counts down twice: by a loop, and by recursion.
#
# The loop uses one frame. Look how many the recursion uses, and how many when tail calls
# are eliminated.
import sys


def loop(n):
    while n > 0:
        n -= 1
    return "done"


def recur(n):
    if n == 0:
        return "done"
    return recur(n - 1)


n = int(sys.argv[1]) if len(sys.argv) > 1 else 500
print("loop: ", loop(n))
print("recur:", recur(n))
