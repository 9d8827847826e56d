# sys.settrace: which lines of statements are events, what calls, returns and exceptions are told.
# modes: plain tco check-heap fibers gil-off parallel
import sys
base = 0
def tracer(frame, event, arg):
    if frame.f_code.co_filename != __file__: return None
    if event == 'exception': arg = arg[0].__name__
    if event == 'return' and hasattr(arg, 'gi_frame'): arg = 'gen'
    if event == 'return': arg = type(arg).__name__ if not isinstance(arg, (int, str, tuple)) else arg
    print('   ', event, frame.f_code.co_name, frame.f_lineno, arg)
    return tracer
def run(f, *a):
    print(f.__name__)
    sys.settrace(tracer)
    try:
        f(*a)
    except Exception as e:
        sys.settrace(None)
        print('raised', type(e).__name__)
    sys.settrace(None)

def loops():
    for i in range(3):
        x = i
    while x:
        x -= 1
    for i in []:
        pass
    else:
        y = 1
    while True:
        if y > 2:
            break
        y += 1
    for a in (1, 2): z = a
    while z: z -= 1
    for i in range(4):
        if i == 1:
            continue
        if i == 3: break
        z += i
    return z
run(loops)

class CM:
    def __init__(self, swallow=False): self.swallow = swallow
    def __enter__(self): return self
    def __exit__(self, *a):
        return self.swallow
def withs():
    with CM() as c:
        x = 1
    with CM(), CM(True) as d:
        raise ValueError
    with CM() as a, \
         CM() as b:
        pass
    for i in range(2):
        with CM():
            continue
    with CM():
        return 5
run(withs)
def withfail():
    with CM():
        1/0
run(withfail)

def tries():
    try:
        x = 1
    finally:
        x = 2
    try:
        1/0
    except ZeroDivisionError:
        x = 3
    try:
        1/0
    except (KeyError, ValueError):
        x = 4
    except ZeroDivisionError as e:
        x = 5
    else:
        x = 6
    finally:
        x = 7
    try:
        x = 8
    except KeyError:
        pass
    else:
        x = 9
    for i in range(2):
        try:
            if i: break
            continue
        finally:
            x = 10
    try:
        try:
            raise KeyError
        finally:
            x = 11
    except KeyError:
        pass
    try:
        return x
    finally:
        x = 12
run(tries)
def nested_raise():
    try:
        [][1]
    except IndexError:
        raise ValueError from None
run(nested_raise)

def comps():
    a = [i for i in range(2)]
    b = {i: i for i in a}
    c = {i
         for i in a
         if i}
    d = list(i for i in a)
    e = [j
         for i in a
         for j in range(i)]
    return a
run(comps)

def gen(n):
    for i in range(n):
        got = yield i
    return 'end'
def outer():
    r = yield from gen(2)
    yield r
def gens():
    for x in gen(2):
        y = x
    g = gen(3)
    next(g)
    g.send(1)
    try:
        g.throw(KeyError)
    except KeyError:
        pass
    g = gen(2)
    next(g)
    g.close()
    return list(outer())
run(gens)

def deco(f):
    return f
def decos():
    @deco
    @deco
    def f(
        a,
        b=1,
    ):
        return (a +
                b)
    @deco
    class K:
        x = 1
        def m(self):
            return self.x
    k = K()
    k.m()
    return f(
        1,
        b=2,
    )
run(decos)
def multi():
    x = (1 +
         len([1]) +
         3)
    y = [
        x,
        x,
    ]
    z = dict(
        a=1,
        b=x,
    )
    if (x and
        y and
        z):
        x = 2
    elif x:
        x = 3
    else:
        x = 4
    t = x if y else z
    assert x, 'text'
    assert (x and
            y)
    del x, y
    pass
    global base
    base += 1; t = 3; u = 4
    f = lambda: 5
    f()
    return (t,
            u)
run(multi)
def match_it(v):
    match v:
        case 1:
            r = 'one'
        case [a, b] if a:
            r = 'two'
        case {'k': 1}:
            r = 'map'
        case _:
            r = 'other'
    return r
for v in (1, [1, 2], [0, 1], {'k': 1}, 'x'):
    run(match_it, v)
def early(n):
    if n:
        return
    if not n: return 1
    x = 2
run(early, 1); run(early, 0)
def docstring():
    """doc"""
    "other"
    3
    x: int = 3
    y: int
    import os
    from os import (path,
                    sep)
    try: pass
    finally: pass
    if 0:
        x = 1
    while 0:
        pass
    if 1:
        x = 2
run(docstring)
def boolops(a, b):
    if a or b:
        x = 1
    if not (a and b):
        x = 2
    while a and \
          b:
        b = 0
    return a < b < 3
run(boolops, 1, 2)
def cells():
    n = 1
    def inner():
        nonlocal n
        n += 1
        return n
    inner()
    return [n for _ in range(2)]
run(cells)
