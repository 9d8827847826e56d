# The tree of builtin exceptions: bases, args, str, repr, attributes of their own.
import builtins
for name in sorted(dir(builtins)):
    cls = getattr(builtins, name)
    if isinstance(cls, type) and issubclass(cls, BaseException): print(name, [b.__name__ for b in cls.__mro__[1:-1]])
for e in (Exception(), Exception(1), Exception("a"), Exception("a", 2), Exception((1, 2)), KeyError("k"), KeyError(1, 2), KeyError(), ValueError(None), StopIteration(5), SystemExit(3), SystemExit(), SystemExit(1, 2), OSError(), OSError(2, "No file"), OSError(2, "No file", "name"), OSError(2, "m", "f", None, "g"), OSError("just"), FileNotFoundError(2, "x"), ImportError("msg", name="n", path="p"), ModuleNotFoundError("m"), NameError("n", name="q"), AttributeError("a", name="b", obj=1), UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), UnicodeEncodeError("ascii", "é", 0, 1, "range"), UnicodeTranslateError("abc", 0, 2, "why"), SyntaxError("m"), SyntaxError("m", ("f", 1, 2, "text")), IndexError("i"), AssertionError([])):
    print(type(e).__name__, e.args, repr(str(e)), repr(e))
print(OSError(2, "m").errno, OSError(2, "m").strerror, OSError(2, "m", "f").filename, type(OSError(2, "")).__name__, type(OSError(13, "")).__name__, type(OSError(17, "")).__name__, type(OSError(21, "")).__name__, type(OSError(4, "")).__name__, type(OSError(9999, "")).__name__, IOError is OSError, EnvironmentError is OSError)
print(StopIteration(5).value, StopIteration().value, SystemExit(3).code, SystemExit().code, SystemExit(1, 2).code, ImportError("m", name="n").name, NameError("a", name="b").name, AttributeError("x", name="n", obj=3).obj)
e = UnicodeDecodeError("utf-8", b"a\xff", 1, 2, "bad"); print(e.encoding, e.object, e.start, e.end, e.reason)
s = SyntaxError("m", ("f", 1, 2, "text", 3, 4)); print(s.msg, s.filename, s.lineno, s.offset, s.text, s.end_lineno, s.end_offset)
class E(Exception):
    def __init__(self, a, b=2): self.a = a
e = E(1, b=3); print(e.args, repr(e), str(e), e.a)
class F(Exception):
    def __str__(self): return "custom"
print(F(1), repr(F(1)), [F(1)])
e = ValueError(1); e.args = (3, 4); e.x = 5; print(e, e.args, e.__dict__)
for text in ("Exception(x=1)", "ImportError(x=1)", "UnicodeDecodeError(1)", "e.__class__()", "BaseException.__new__(ValueError, 1, 2)", "OSError(1, 2, 3, 4, 5, 6)", "StopIteration(1, 2).value", "setattr(e, 'args', 5)", "KeyError(a=1)"):
    try: print(text, repr(eval(text)))
    except Exception as x: print(text, "->", type(x).__name__, x)
print(ValueError("a") == ValueError("a"), e == e, issubclass(KeyError, LookupError), bool(Exception.__doc__), isinstance(KeyboardInterrupt(), Exception))
