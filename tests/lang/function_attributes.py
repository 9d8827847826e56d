# Attributes of functions: name, qualname, doc, dict, code, defaults, annotations, module.
def f(a, b: int = 1, *c: "any", d: str = "x", **e) -> float:
    """Doc text."""
    local = 1
    return local
print(f.__name__, f.__qualname__, f.__doc__, f.__module__, f.__defaults__, f.__kwdefaults__, f.__annotations__, f.__closure__, f.__dict__)
f.x = 1
f.__name__ = "g"; f.__doc__ = None
print(f.x, f.__dict__, f.__name__, f.__doc__, f.__qualname__, repr(f)[:14])
code = f.__code__
print(code.co_name, code.co_argcount, code.co_varnames, code.co_filename == __file__, code.co_firstlineno, code.co_nlocals, code.co_qualname, code.co_names, code.co_freevars)
def outer():
    class K:
        def m(self):
            def inner(): pass
            return inner
    return K
print(outer().__qualname__, outer()().m.__qualname__, outer()().m().__qualname__, (lambda: 0).__name__, (lambda: 0).__qualname__)
for text in ("f.__name__ = 1", "f.__defaults__ = 1", "f.__code__ = 1", "f.__dict__ = 1", "f.nothing", "del f.__name__", "f.__kwdefaults__ = 1", "f.__annotations__ = 1", "f.__closure__ = 1", "f.__globals__ = {}", "del f.zzz", "f.__qualname__ = 3"):
    try:
        exec(text)
    except (TypeError, AttributeError) as e:
        print(text, "->", type(e).__name__, e)
def one(): return 1
def two(x=0): return 2
one.__code__ = two.__code__
one.__defaults__ = (5,)
print(one(), one.__name__)
m = outer()().m
print(m.__func__.__name__, m.__self__.__class__.__name__, m.__doc__, m == m, m.__name__)
try:
    m.attr = 1
except AttributeError as e:
    print(e)
m.__func__.attr = 2
print(m.attr, f.__globals__ is globals(), f.__call__(1), f.__get__("self").__self__)
import types
g = types.FunctionType(two.__code__, {"__builtins__": {}}, "named", (3,))
print(g(), g.__name__, g.__defaults__, len.__name__, len.__self__.__name__, [].append.__name__, [].append.__qualname__, str.join.__qualname__, str.join.__objclass__, print.__module__)
print(type(f), type(len), type([].append), type(str.join), type(m), type(int.__add__), type((1).__add__), type(dict.__dict__["fromkeys"]))
