def f(a, b):
    a.b = a.c
    del a.d
    a[1:2] = a[1:2:3]
    del a[b]
    a is b, a is not b, a in b, a not in b
    +a, -a, ~a, not a
    a < b < 3
    (x := a)
