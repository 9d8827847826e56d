# Coroutines driven by hand: await, send, return, throw, close, awaitable objects.
class Suspend:
    def __init__(self, v): self.v = v
    def __await__(self):
        print("suspend", self.v)
        r = yield self.v
        print("resumed with", r)
        return r
async def leaf(n):
    r = await Suspend(n)
    return r * 2
async def root():
    a = await leaf(1)
    b = await leaf(2)
    try:
        await Suspend("x")
    except ValueError as e:
        print("caught", e)
    return a + b
c = root()
print(type(c).__name__, c.send(None), c.send(10), c.send(20))
try: c.throw(ValueError("boom"))
except StopIteration as e: print("result", e.value)
try: c.send(None)
except RuntimeError as e: print(e)
async def simple(): return 5
def run(coro):
    try:
        while True: print("yielded", coro.send(None))
    except StopIteration as e:
        return e.value
print(run(simple()))
def drive(coro, value):
    try:
        coro.send(None)
        while True: coro.send(value)
    except StopIteration as e: return e.value
async def comp(): return [await leaf(i) for i in range(2)], [x async for x in agen()], {k: v async for k, v in pairs()}
async def agen():
    for i in range(3): yield i
async def pairs():
    yield 1, 2
    yield 3, 4
print(drive(comp(), 3))
for bad in (5, [1], (i for i in ())):
    async def f(): await bad
    try: run(f())
    except TypeError as e: print(e)
d = root()
try: d.send(1)
except TypeError as e: print(e)
print(next(d.__await__())); d.close(); d.close()
async def fin():
    try: await Suspend("f")
    finally: print("cleanup")
e = fin(); e.send(None); e.close()
print(c.cr_frame, c.cr_running, c.cr_code.co_name, c.__name__, c.cr_await)
s0 = simple()
try: iter(s0)
except TypeError as e: print(e)
s0.close()
s = simple()
try:
    for x in s: pass
except TypeError as err: print(err)
s.close()
def gen_coro():
    r = yield "plain generator"
    return r
import types
@types.coroutine
def tc():
    r = yield "types.coroutine"
    return r
async def use(): return await tc()
u = use(); print(u.send(None))
try: u.send("v")
except StopIteration as e: print(e.value)
async def stop(): raise StopIteration("s")
try: stop().send(None)
except RuntimeError as e: print(e)
class BadAwait:
    def __await__(self): return 5
async def ba(): await BadAwait()
try: run(ba())
except TypeError as e: print(e)
