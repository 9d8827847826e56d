# async for and async with: protocols, else, break, exceptions, errors.
def run(coro):
    try:
        while True: print("  ~", coro.send(None))
    except StopIteration as e: return e.value
class Tick:
    def __init__(self, v): self.v = v
    def __await__(self): yield self.v
class Count:
    def __init__(self, n): self.n = n; self.i = 0
    def __aiter__(self): return self
    async def __anext__(self):
        await Tick("next")
        if self.i >= self.n: raise StopAsyncIteration
        self.i += 1
        return self.i
class Ctx:
    def __init__(self, name, swallow=False): self.name = name; self.swallow = swallow
    async def __aenter__(self): await Tick("enter " + self.name); return self.name
    async def __aexit__(self, t, v, tb): await Tick("exit " + self.name); print("exit with", t and t.__name__, v); return self.swallow
async def loops():
    async for i in Count(3): print(i)
    else: print("else")
    async for i in Count(5):
        if i == 1: continue
        if i == 3: break
        print("body", i)
    else: print("no")
    return [x async for x in Count(2)], {x async for x in Count(2)}, {x: y async for x in Count(2) for y in [x * x]}, [y for y in "ab" if y], [x async for x in Count(4) if x % 2]
print(run(loops()))
async def withs():
    async with Ctx("a") as a, Ctx("b", True) as b:
        print(a, b)
        raise ValueError("inside")
    print("after")
    async with (Ctx("p") as p, Ctx("q")): print(p)
    try:
        async with Ctx("c"): 1 / 0
    except ZeroDivisionError as e: print("outside", e)
    async with Ctx("r"): return "returned"
print(run(withs()))
async def e1():
    async for x in [1]: pass
async def e2():
    async with 5: pass
class BadIter:
    def __aiter__(self): return 5
async def e3():
    async for x in BadIter(): pass
class BadNext:
    def __aiter__(self): return self
    def __anext__(self): return 5
async def e4():
    async for x in BadNext(): pass
class Half:
    async def __aenter__(self): pass
async def e5():
    async with Half(): pass
async def e6():
    with Ctx("z"): pass
async def e7():
    for x in Count(1): pass
for f in (e1, e2, e3, e4, e5, e6, e7):
    try: run(f())
    except (TypeError, AttributeError) as e: print(f.__name__, type(e).__name__, e)
print(run(anext(Count(1))), run(anext(Count(0), "default")), aiter(c := Count(1)) is c)
