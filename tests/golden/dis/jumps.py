def f(a, b):
    if a and b or not a: return 1
    while a: b()
    while a is not None: b()
    while a is None: b()
    while not a: b()
    if a is None: b()
    if a is not None: b()
    x = a and b
    y = a or b
    assert a, 'text'
    return 2 if a else 3
