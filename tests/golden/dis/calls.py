def f(a, *b, **c):
    a()
    a(1, x=2)
    a.b(1)
    a(*b, **c)
    a(1, *b, x=2, **c)
    print(a)
    return a.f(b)


def g(a, b=1, *, c=2, d: int = 3) -> str:
    return lambda: a
