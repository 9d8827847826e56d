def f(a, b):
    (a, b), [a, b], {a, b}, {a: b}, {'x': a, 'y': b}
    [*a, b], {*a, b}, (*a,), {**a, 'k': b}
    f'{a}{b!r:>{a}} text'
    [x for x in a if x], {x for x in a}, {x: b for x in a}
    a, b = b, a
    a, *b = a
    [1, 2, 3], {1, 2, 3}, {'a': 1}
