# --recursion-limit sets what sys.getrecursionlimit gives.
# options: --recursion-limit 123
# expect: 123
# expect: True
import sys


def depth(n=1):
    try:
        return depth(n + 1)
    except RecursionError:
        return n


print(sys.getrecursionlimit())
print(100 < depth() <= 123)
