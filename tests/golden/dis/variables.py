def f(a):
    global g
    g = b = a
    if a: del b
    b
    del g, h
    return c


def outer():
    x = 1
    def inner():
        nonlocal x
        x += 1
        del x
        return x
    class C:
        y = x
    return inner


name = 1
del name
