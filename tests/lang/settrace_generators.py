# sys.settrace in coroutines, iterators and generators; further statements over several lines.
# modes: plain tco check-heap fibers gil-off parallel
import sys
from _tracing import tracer
def run(f, *a):
    print(f.__name__)
    sys.settrace(tracer)
    try:
        f(*a)
    except BaseException as e:
        sys.settrace(None)
        print('raised', type(e).__name__, e)
    sys.settrace(None)
class Aw:
    def __await__(self):
        x = yield 1
        return x
class ACM:
    async def __aenter__(self): return self
    async def __aexit__(self, *a): return True
async def agen(n):
    for i in range(n):
        yield i
async def co():
    a = await Aw()
    async with ACM() as m:
        x = 1
    async with ACM():
        raise ValueError
    async for i in agen(2):
        y = i
    z = [i async for i in agen(2)]
    return 3
def drive(c):
    while True:
        try:
            c.send(None)
        except StopIteration as e:
            return e.value
def asyncs():
    return drive(co())
run(asyncs)
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 1: raise StopIteration
        return self.n
def iters():
    for x in It():
        pass
    list(It())
    a, = It()
    [*It()]
    for x in map(lambda v: v, [1]): pass
    next(It(), None)
def dele():
    yield from It()
run(iters)
run(lambda: list(dele()))
def star():
    try:
        raise ExceptionGroup('g', [ValueError(1), KeyError(2)])
    except* ValueError as e:
        x = 1
    except* KeyError:
        x = 2
    else:
        x = 3
    finally:
        x = 4
run(star)
def rest():
    try:
        try:
            1 / 0
        except KeyError:
            pass
        except ValueError:
            pass
    except ZeroDivisionError as e:
        y = 1
    while True:
        try:
            break
        finally:
            z = 1
    for i in range(2):
        for j in range(2):
            if j: break
        else:
            continue
        if i: break
    if (n := 3) > 2:
        m = n
    del m
    x = [
        1,
        2,
    ][
        0
    ]
    foo = (lambda a,
                  b: a +
                     b)
    foo(1,
        2)
    s = f'{x}' \
        f'{n}'
    t = """
    text
    """
    x = 1 if s \
        else 2
    assert x == 1, \
        'no'
    raise ValueError(
        'x'
    )
run(rest)
def nested(n):
    def a():
        def b():
            return n
        return b()
    class K:
        """doc"""
        attr = n
        def m(self): return super().__repr__()
    K().m()
    return a()
run(nested, 2)
def rec(n):
    return 1 if n == 0 else n * rec(n - 1)
run(rec, 3)
def long_while():
    n = 0
    while n < 2:
        n += 1
        if n == 1:
            continue
        else:
            pass
    else:
        n = 5
    while n:
        n -= 1
        try:
            if n == 3:
                continue
            if n == 1:
                return n
        except ValueError:
            n = 9
        finally:
            n = n
run(long_while)
def with_try():
    import io
    with io.StringIO() as f:
        try:
            f.write('x')
            for line in f:
                return line
        except OSError:
            return None
        finally:
            n = 1
    return f
run(with_try)
def gen_with():
    try:
        yield 1
        yield 2
    finally:
        x = 1
def use():
    g = gen_with()
    next(g)
    del g
    g = gen_with()
    next(g)
    g.close()
    for v in gen_with():
        if v == 1: break
    g = gen_with()
    g.close()
    g = gen_with()
    try: g.throw(ValueError)
    except ValueError: pass
    def inner(): 
        r = yield from gen_with()
        return r
    g = inner(); next(g); g.send(4)
    try: g.send(None)
    except StopIteration: pass
run(use)
def unpack():
    a, (b, c) = 1, (2, 3)
    a, b = b, a
    *d, e = [1,
             2]
    d[0] += 1
    for k, (v,
            w) in [(1, (2, 3))]:
        pass
    x = y = 1
    return a, \
        b
run(unpack)
def conds(x):
    if x == 1:
        return 'a'
    elif x == 2:
        return 'b'
    else:
        return 'c'
for v in 1, 2, 3: run(conds, v)
def tern(a):
    return (
        1
        if a
        else
        2
    )
run(tern, 0); run(tern, 1)
def doubles():
    x = [(i, j)
         for i in range(2)
         if i
         for j in range(2)]
    y = {k: v for k, v in x}
    return any(
        a
        for a in
        [0, 1]
    )
run(doubles)
def lines():
    global G
    G = 1; G = 2
    print(
        'a',
        'b')
    try: x = undefined
    except NameError: x = 1
    if not x: pass
    else: y = 1
    for i in (1,): pass
    if x: return
run(lines)
def g(): 
    x = 1
    yield 2
def unstarted():
    a = g()
    del a
    a = g()
    a.close()
    a = (i for i in [1])
    a = None
    return 1
sys.settrace(tracer)
unstarted()
sys.settrace(None)
