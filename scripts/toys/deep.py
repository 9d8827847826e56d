# The depth of a recursion that is *not* in tail position: after the inner call one is still added.
#
# Tail-call elimination cannot help: each frame is needed until the end. What helps is a higher limit:
#   terrarium compare --axis recursion-limit=1000,10000,100000 scripts/toys/deep.py
import sys


def depth(n):
    if n == 0:
        return 0
    return 1 + depth(n - 1)


n = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
print(f"depth({n}) =", depth(n))
