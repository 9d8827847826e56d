# Draws the tree of calls of fib(n): each line is one call, indented by its depth.
#
# The deepest line shows how many frames are alive at once: n, although far more calls are made.
import sys

calls = 0
deepest = 0


def fib(n, depth=0):
    global calls, deepest
    calls += 1
    deepest = max(deepest, depth)
    print("  " * depth + f"fib({n})")
    if n < 2:
        return n
    return fib(n - 1, depth + 1) + fib(n - 2, depth + 1)


n = int(sys.argv[1]) if len(sys.argv) > 1 else 4
result = fib(n)
print(f"fib({n}) = {result}: {calls} calls, at most {deepest + 1} frames at a time")
