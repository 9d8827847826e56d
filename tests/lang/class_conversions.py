# __index__, __int__, __float__, __str__, __repr__, __bytes__, __format__, __hash__, __bool__: wrong returns too.
class I:
    def __init__(self, v): self.v = v
    def __index__(self): return self.v
i = I(3)
print([1, 2, 3, 4][i], "abcd"[i], range(i), hex(i), bin(i), chr(I(65)), [0] * i, "ab" * i, int(i), float(i), complex(i), bytes(i), list(range(I(1), I(6), I(2))), 1 << 3, (1).to_bytes(i, "big"), round(1.23456, i), pow(2, 3, 5), divmod(7, 3), "%d" % i, "%x" % i, "{:3}".format(int(i)), "abc".center(I(7)), slice(i).indices(I(10)), [1, 2, 3].index(3, I(1)), sum([1], 0), b"a" * i, (1,) * i)
class Bad:
    def __index__(self): return "x"
    __int__ = __float__ = __str__ = __repr__ = __bytes__ = __hash__ = __bool__ = __complex__ = lambda s: []
    def __format__(self, s): return 5
    def __len__(self): return "l"
    def __dir__(self): return 5
b = Bad()
for t in ("[1][b]", "int(b)", "float(b)", "str(b)", "repr(b)", "bytes(b)", "hash(b)", "bool(b)", "complex(b)", "format(b)", "f'{b}'", "len(b)", "hex(b)", "range(b)", "dir(b)", "print(b)", "'%s' % b", "'%r' % b", "[b].__repr__()", "{b: 1}", "ascii(b)"):
    try: print(t, eval(t))
    except TypeError as e: print(t, "->", e)
class S:
    def __str__(self): return "str"
class R:
    def __repr__(self): return "repr"
class F:
    def __format__(self, spec): return f"fmt[{spec}]"
print(str(S()), repr(S())[:12], str(R()), [R()], f"{R()}", f"{S()!s:>5}", format(F(), "x"), f"{F():abc}", "{:q}".format(F()), "%s" % S(), format(R()))
try: format(R(), "5")
except TypeError as e: print(e)
class H:
    def __hash__(self): return 2 ** 70 + 5
print(hash(H()) == hash(2 ** 70 + 5), hash(True), hash(1.0), hash("") == hash(b""), hash(2 ** 61 - 1), hash(-1), hash(0.5), hash(1j), hash(float("inf")), hash(()), hash(None) == hash(None))
class T:
    def __int__(self): return 3
    def __float__(self): return 1.5
    def __complex__(self): return 2j
    def __bytes__(self): return b"by"
    def __trunc__(self): return 9
t = T(); print(int(t), float(t), complex(t), bytes(t), "%f" % t)
class FromInt:
    def __int__(self): return 4
import operator
print(int(FromInt()), operator.index(I(6)), [5, 6][I(1)])
class Length:
    def __length_hint__(self): return 3
print(operator.length_hint(Length(), 9), operator.length_hint(object(), 4))
