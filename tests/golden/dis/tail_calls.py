def f(n, a):
    if n == 0: return a
    if n < 0: return f(*a)
    return f(n - 1, a) if n else f(n, a=a)


def g(n):
    try:
        return g(n - 1)
    finally:
        n


def h(n): return n or h(n - 1)
