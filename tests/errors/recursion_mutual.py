# Mutual recursion repeats pairs of lines, which are not folded, so keep it short with a limit.
import sys


def ping(n):
    if n == 0:
        raise ValueError("bottom")
    return pong(n - 1)


def pong(n):
    return ping(n)


ping(4)
