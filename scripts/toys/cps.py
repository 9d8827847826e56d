# Continuation-passing style: no function ever returns to its caller for more work.
#
# "What to do next" is handed over as a function. Every call is a tail call, so with elimination
# the stack stays flat and the chain of closures on the heap takes its place.
import sys


def factorial(n, then):
    if n == 0:
        return then(1)
    return factorial(n - 1, lambda result: then(n * result))


n = int(sys.argv[1]) if len(sys.argv) > 1 else 100
answer = factorial(n, lambda result: result)
print(f"{n}! has {len(str(answer))} digits")
