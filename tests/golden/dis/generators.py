def f(a):
    x = yield a
    yield from x
    return (i for i in a)
