# Generators: laziness, next, for, return value, state, expressions as generators.
def g():
    print("start")
    x = yield 1
    print("got", x)
    y = yield 2
    print("got", y)
    return "result"
it = g()
print(type(it).__name__, next(it), it.send("a"))
try:
    it.send("b")
except StopIteration as e:
    print("stop", e.value, e.args)
try:
    next(it)
except StopIteration as e:
    print("again", e.value, e.args)
print(list(g()), [*g()])
def empty():
    return
    yield
print(list(empty()), list(x for x in ()), tuple(i * 2 for i in range(3)))
try:
    it2 = g(); it2.send(5)
except TypeError as e:
    print(e)
def counter():
    n = 0
    while True:
        n += 1
        yield n
c = counter()
print([next(c) for _ in range(3)], next(c))
a, b, *_ = (i for i in range(5))
print(a, b, _)
def expr():
    v = (yield) or (yield "second")
    print(v)
    w = [(yield "third"), (yield "fourth")]
    print(w)
    print((yield "last"))
e = expr()
print(next(e), e.send(0), e.send("v"), e.send(1), e.send(2), list(e))
print(e.gi_frame, e.gi_running, e.gi_code.co_name, it.__name__, it.__qualname__, repr(it)[:20])
def reenter():
    try:
        next(r)
    except ValueError as err:
        print(err)
    yield 1
r = reenter(); next(r)
print(iter(r) is r, hasattr(r, "__next__"), r.gi_yieldfrom, r.gi_suspended)
gen = (print("x", i) or i for i in range(2)); print("lazy"); print(list(gen))
def args(*a, **k): yield a; yield k
print(list(args(1, b=2)))
for text in ("args.send", "it.nothing", "type(it)()", "it.gi_running = 1"):
    try:
        exec(text)
    except (AttributeError, TypeError) as err:
        print(text, "->", err)
