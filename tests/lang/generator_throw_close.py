# throw and close in every state; exceptions out of generators; StopIteration inside becomes RuntimeError.
def g():
    while True:
        try:
            print("sent", (yield "y"))
        except ValueError as e:
            print("caught", e)
        finally:
            print("finally")
it = g(); next(it)
print(it.throw(ValueError("v")))
print(it.throw(ValueError, "v2"))
print(it.throw(ValueError, ValueError("v3"), None))
it.close(); it.close()
try:
    it.throw(KeyError("dead"))
except KeyError as e:
    print("KeyError", e)
new = g()
try:
    new.throw(IndexError("not started"))
except IndexError as e:
    print(e)
print(list(new))
unstarted = g(); unstarted.close(); print(list(unstarted))
def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2
s = stubborn(); next(s)
try:
    s.close()
except RuntimeError as e:
    print(e)
def polite():
    try:
        yield 1
    except GeneratorExit:
        print("exit"); return 5
p = polite(); next(p); print(p.close())
def raising():
    try:
        yield 1
    except GeneratorExit:
        raise OSError("on close")
r = raising(); next(r)
try:
    r.close()
except OSError as e:
    print(e, type(e.__context__).__name__)
def stop():
    yield 1
    raise StopIteration("inner")
try:
    list(stop())
except RuntimeError as e:
    print(e, repr(e.__cause__), e.__suppress_context__)
def lazy():
    yield next(iter([]))
try:
    list(lazy())
except RuntimeError as e:
    print(e)
for args in ((5,), (ValueError, 1, 2), (ValueError("a"), 1), (int,), (), (ValueError("x"), None, None)):
    k = g(); next(k)
    try:
        k.throw(*args)
    except Exception as e:
        print(args, type(e).__name__, e)
    k.close()
def ctx():
    try:
        yield
    except ValueError:
        raise KeyError("second")
c = ctx(); next(c)
try:
    c.throw(ValueError("first"))
except KeyError as e:
    print(repr(e), repr(e.__context__))
def outer():
    try:
        yield from inner()
    except ValueError as e:
        print("outer", e); yield "o"
def inner():
    try:
        yield "i"
    finally:
        print("inner finally")
o = outer(); print(next(o)); print(o.throw(ValueError("down")))
def ret():
    try: yield
    finally: return 9
x = ret(); next(x)
try: x.throw(ValueError)
except StopIteration as e: print("stop", e.value)
