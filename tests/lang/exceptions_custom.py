# Own exception classes: hierarchy, __init__, __str__, args, pickling-free copies, attributes, catching by base.
class AppError(Exception):
    code = 1
    def __init__(self, msg, *, detail=None): super().__init__(msg); self.detail = detail
    def __str__(self): return f"[{self.code}] {self.args[0]}" + (f" ({self.detail})" if self.detail else "")
class NotFound(AppError): code = 404
class Denied(AppError, PermissionError): code = 403
for e in (AppError("a"), NotFound("b", detail="d"), Denied("c")):
    try: raise e
    except NotFound as x: print("NotFound", x, x.detail, x.args)
    except PermissionError as x: print("Permission", x, isinstance(x, AppError), isinstance(x, OSError))
    except AppError as x: print("App", x, repr(x))
class Two(ValueError, KeyError): pass
try: raise Two("t")
except KeyError as e: print("as KeyError", str(e), repr(e), e.args, Two.__mro__[1:3])
class Chained(Exception):
    @classmethod
    def wrap(cls, e): n = cls(f"wrapped {e!r}"); n.__cause__ = e; return n
try:
    try: int("x")
    except ValueError as e: raise Chained.wrap(e)
except Chained as e: print(e, type(e.__cause__).__name__, e.__suppress_context__)
class Slots(Exception): __slots__ = ("x",)
s = Slots(1); s.x = 2; print(s.x, s.args)
class Meta(type): pass
class NoArgs(Exception):
    def __init__(self): pass
print(repr(NoArgs()), NoArgs().args, str(NoArgs())); e = Exception(1, 2); e.args = ("new",); print(e, repr(e)); e.args = [5, 6]; print(e.args)
class Eq(Exception):
    def __eq__(self, o): return isinstance(o, Eq)
    __hash__ = None
try: raise Eq
except Eq as x: print(x == Eq(), type(x))
def raiser(kind, *a): raise kind(*a)
for k, a in ((ValueError, ()), (KeyError, ("k",)), (OSError, (2, "gone", "f")), (StopIteration, (5,)), (SystemExit, (3,)), (UnicodeDecodeError, ("utf-8", b"x", 0, 1, "r")), (ImportError, ("m",)), (KeyboardInterrupt, ()), (GeneratorExit, ())):
    try: raiser(k, *a)
    except BaseException as x: print(type(x).__name__, x, x.args)
try: raise ValueError("v").with_traceback(None)
except ValueError as x: print(x.__traceback__ is not None)
try:
    try: raise AppError("first")
    except AppError as x: x.detail = "changed"; raise
except AppError as x: print(x)
