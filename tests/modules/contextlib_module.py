# contextlib: contextmanager, closing, suppress, ExitStack, nullcontext, ContextDecorator.
import contextlib
@contextlib.contextmanager
def cm(name, swallow=False):
    print("enter", name)
    try: yield name.upper()
    except ValueError as e:
        print("caught", e)
        if not swallow: raise
    finally: print("exit", name)
with cm("a") as a, cm("b"): print(a)
with cm("c", True): raise ValueError("v")
try:
    with cm("d"): raise ValueError("out")
except ValueError as e: print("outside", e)
@cm("deco")
def f(x): print("in f", x); return x
print(f(1), f(2))
@contextlib.contextmanager
def twice(): yield 1; yield 2
@contextlib.contextmanager
def none():
    if 0: yield
try:
    with twice(): pass
except RuntimeError as e: print(e)
try:
    with none(): pass
except RuntimeError as e: print(e)
try:
    with twice(): raise KeyError("k")
except KeyError as e: print("KeyError", e)
with contextlib.suppress(KeyError, IndexError): {}["x"]
with contextlib.suppress(LookupError): [][1]
try:
    with contextlib.suppress(KeyError): 1 / 0
except ZeroDivisionError: print("passes")
class C:
    def close(self): print("closed")
with contextlib.closing(C()) as c: print(type(c).__name__)
with contextlib.nullcontext(5) as n: print(n)
with contextlib.ExitStack() as st:
    st.enter_context(cm("s1")); st.callback(print, "callback", end="!\n"); st.enter_context(cm("s2")); st.push(lambda *a: print("push", a[0]))
    print("body")
with contextlib.ExitStack() as st:
    st.enter_context(cm("t", True)); st.callback(lambda: 1); raise ValueError("in stack")
st = contextlib.ExitStack(); st.callback(print, "later"); moved = st.pop_all(); st.close(); print("before"); moved.close()
try:
    with contextlib.ExitStack() as st: st.enter_context(5)
except TypeError as e: print(e)
class D(contextlib.ContextDecorator):
    def __enter__(self): print("D in"); return self
    def __exit__(self, *a): print("D out"); return False
@D()
def g(): print("g")
g()
class AC(contextlib.AbstractContextManager):
    def __exit__(self, *a): print("AC exit")
with AC() as x: print(x.__class__.__name__)
@contextlib.contextmanager
def stop(): yield
try:
    with stop(): raise StopIteration("s")
except StopIteration as e: print("stop", e)
@contextlib.asynccontextmanager
async def acm(): print("a in"); yield 7; print("a out")
async def main():
    async with acm() as v: print(v)
    async with contextlib.AsyncExitStack() as s: print(await s.enter_async_context(acm()))
try: main().send(None)
except StopIteration: pass
