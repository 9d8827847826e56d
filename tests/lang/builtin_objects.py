# type, isinstance, dir, vars, getattr and friends, id, hash, callable, repr, ascii, format, print, chr, ord, bin.
class A:
    x = 1
    def __init__(self): self.y = 2
a = A()
print(type(a).__name__, type(A), type(type), type(5), type("X", (A,), {"z": 3}).z, type("X", (), {}).__module__, isinstance(a, A), isinstance(1, (str, int)), issubclass(A, object), getattr(a, "y"), getattr(a, "q", None), hasattr(a, "x"), setattr(a, "n", 5), a.n, delattr(a, "n"), hasattr(a, "n"), vars(a), sorted(vars(A))[-1], "y" in dir(a), "x" in dir(A), callable(A), callable(a), id(a) == id(a), id(a) != id(A()), hash(a) == hash(a))
print(repr("a"), ascii("é"), ascii([1, "ü"]), format(5, "03"), chr(97), ord("a"), bin(10), hex(255), oct(8), repr(len), repr(print), str(int), repr(type(None)), repr(Ellipsis), repr(NotImplemented), repr([].append)[:32], repr(str.join), repr(A.__init__)[:22], repr(object())[:16], repr(int.__add__), repr((1).__add__)[:32], repr(dict.fromkeys)[:34], repr(property)[:18], repr(super))
print(1, 2, sep="-", end="!\n"); print("a", "b", sep=""); print(); print(end=""); print(*[1, 2], sep="\n"); print("x", end=None); print("y", sep=None); print(None, True, 1.5, [1], flush=True); import sys; print("to stdout", file=sys.stdout)
class W:
    def write(self, s): sys.stdout.write("<" + repr(s) + ">")
print("a", 1, sep=",", file=W()); print(); print(file=W()); print()
def f():
    b = 1; c = 2
    return dir(), vars(), locals()
print(f(), sorted(n for n in dir() if not n.startswith("_")))
for n in ("object", "int", "str", "list", "dict", "tuple", "set", "float", "bytes", "type", "range", "bool", "complex", "frozenset", "slice", "property", "function"):
    o = type(f) if n == "function" else eval(n); print(n, len([m for m in dir(o) if not m.startswith("_")]), [m for m in dir(o) if not m.startswith("_")][:6])
for t in ("type('a', 1, {})", "type(5, (), {})", "type('A', (5,), {})", "type('A', (), 5)", "type('A\\0', (), {})", "getattr(a)", "getattr(a, 5)", "hasattr(a, 5)", "setattr(a)", "vars(5)", "dir(1, 2)", "isinstance(1)", "issubclass(1, int)", "id()", "hash([])", "callable()", "chr('a')", "chr(-1)", "ord(1)", "bin('a')", "hex(1.0)", "format(a, 'x')", "print(1, sep=5)", "print(1, end=5)", "print(1, file=5)", "print(1, bad=1)", "repr()", "ascii(1, 2)", "object(5)", "object().x", "type()", "eval()", "len(a)", "a()", "a[0]", "a + a", "iter(a)", "int(a)", "float(a)", "abs(a)", "a < a", "~a", "with_ = 1"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e if type(e) is not SyntaxError else e.msg)
print(object() == object(), bool(object.__doc__), isinstance(object, type), type.__bases__, object.__bases__, type(A.__dict__).__name__, A.__dict__["x"], type(int.__dict__["real"]).__name__, type(type.__dict__["__mro__"]).__name__)
try: A.__dict__["q"] = 1
except TypeError as e: print(e)
