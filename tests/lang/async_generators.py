# Async generators: asend, athrow, aclose, yield inside async for, finalisation, errors.
def run(coro):
    try:
        while True: print("  ~", coro.send(None))
    except StopIteration as e: return e.value
class Tick:
    def __await__(self): yield "tick"
async def ag():
    try:
        x = yield 1
        print("got", x)
        await Tick()
        y = yield 2
        print("got", y)
    except ValueError as e:
        print("caught", e)
        yield "recovered"
    finally:
        print("finally")
async def main():
    a = ag()
    print(type(a).__name__, a.__name__, await a.asend(None), await a.asend("s"))
    try: await a.asend("t")
    except StopAsyncIteration as e: print("end", e.args)
    b = ag(); await b.__anext__(); print(await b.athrow(ValueError("v"))); await b.aclose()
    try: await b.__anext__()
    except StopAsyncIteration: print("closed")
    c = ag(); await anext(c); await c.aclose(); await c.aclose()
    d = ag()
    try: await d.asend(5)
    except TypeError as e: print(e)
    e = ag()
    try: await e.athrow(KeyError("k"))
    except KeyError as x: print("KeyError", x)
    out = []
    async for i in mapped(ag()): out.append(i)
    print(out, [x * 2 async for x in numbers(3)], [x async for x in (y + 1 async for y in numbers(3) if y)])
    g = (await leaf(i) for i in range(2))
    print(type(g).__name__, [v async for v in g])
    s = stubborn(); await anext(s)
    try: await s.aclose()
    except RuntimeError as x: print(x)
    try: await bad_stop().__anext__()
    except RuntimeError as x: print(x, repr(x.__cause__))
async def stubborn():
    try: yield 1
    except GeneratorExit: yield 2
async def bad_stop():
    raise StopAsyncIteration
    yield
async def leaf(i): return i * 10
async def numbers(n):
    for i in range(n): yield i
async def mapped(src):
    async for x in src: yield x, x
run(main())
for text in ("async def f():\n yield from x", "async def f():\n yield\n return 1", "def f(): await x", "await x", "async for x in y: pass", "async with x: pass", "[x async for x in y]", "def f():\n [x async for x in y]", "def f():\n async with x: pass", "async def f():\n return [await x for x in y]", "async def f():\n def g(): await x", "class C:\n await x", "lambda: await x", "def f():\n return (await x for x in y)"):
    try: compile(text, "s", "exec"); print(repr(text), "compiles")
    except SyntaxError as e: print(repr(text), "->", e.msg)
