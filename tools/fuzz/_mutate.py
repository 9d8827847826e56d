"""Mutations of Python sources: bytes, tokens, lines, trees; and sources nested very deeply.

Everything comes from the random generator that is handed in, so that a seed repeats a run.
"""
import ast
import copy
import re
import warnings

warnings.simplefilter("ignore")

TOKEN = re.compile(rb"[A-Za-z_][A-Za-z_0-9]*|\d[\w.]*|\"[^\"\n]*\"|'[^'\n]*'|\*\*=|//=|>>=|<<=|\*\*|//|[-+*/%&|^@:=!<>]=|->|<<|>>|[^\s\w]|[ \t]+|\n")
WORDS = """False None True and as assert async await break class continue def del elif else except finally for from
global if import in is lambda nonlocal not or pass raise return try while with yield match case _ print super self
__class__ __init__ __del__ __new__ __call__ __getattr__ __eq__ __hash__ __iter__ __next__ __slots__ __dict__ __mro__
__enter__ __exit__ __len__ __getitem__ __setattr__ __repr__ __add__ __radd__ __index__ __bool__ __missing__ __get__ __set__
type object int str list dict set tuple bytes bytearray float complex range slice iter next sorted map zip len repr
hash eval exec compile globals locals vars dir getattr setattr delattr isinstance property staticmethod classmethod
Exception BaseException StopIteration GeneratorExit RecursionError MemoryError ExceptionGroup KeyboardInterrupt""".split()
NUMBERS = """0 1 -1 2 255 256 1000 2**31 2**61 2**62-1 -2**62 2**63 2**64 10**30 1e308 -0.0 1e-320 0x7fffffffffffffff 1j
0b1 0o7 1_000 00 1__0 0xg 1e 1.0.0 9999999999999999999999 float('nan') float('inf') sys.maxsize True None ... () [] {}""".split()
PIECES = ["(", ")", "[", "]", "{", "}", ":", ",", ".", "=", ":=", "==", "*", "**", "@", "->", ";", "\\\n", "#", "'", '"', '"""',
          "f'{", "}'", "f'{x!r:>{y}}'", "\\", "\t", "\x00", "\ufeff", "\u00e9", "\U0001f600", "\u212b", "\x0c", "\r", "!", "?", "$", "`",
          "b'\\xff'", "'\\N{DASH}'", "'\\ud800'", "lambda:", "lambda *a, **k: (a, k)", "yield", "await ", "*a, b", "**d", "x if y else z",
          "[i for i in x]", "{k: v for k, v in x}", "(i for i in x if i)", "not ", " is not ", " not in ", "...", "_:=1"]


def indentation(line):
    return len(line) - len(line.lstrip(b" "))


def mutate_bytes(rng, data, corpus):
    data = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5))):
        at = rng.randrange(len(data) + 1)
        kind = rng.randrange(4)
        if kind == 0 and data:
            data[at % len(data)] = rng.choice((rng.randrange(256), rng.randrange(32, 127), 0, 10, 255))
        elif kind == 1:
            del data[at:at + rng.choice((1, 1, 2, 10, 100))]
        elif kind == 2:
            data[at:at] = rng.choice(PIECES).encode("utf-8", "surrogatepass")
        else:
            other = rng.choice(corpus)
            start = rng.randrange(len(other) + 1)
            data[at:at] = other[start:start + rng.choice((2, 10, 60))]
    return bytes(data)


def mutate_tokens(rng, data, corpus):
    tokens = TOKEN.findall(data)
    solid = [i for i, token in enumerate(tokens) if not token.isspace()]
    if not solid:
        return data
    for _ in range(rng.choice((1, 1, 2, 3, 8))):
        at = rng.choice(solid) % len(tokens)
        old = tokens[at]
        kind = rng.randrange(8)
        if kind == 0:
            tokens[at] = b""
        elif kind == 1:
            tokens[at] = old + b" " + old
        elif kind == 2:
            tokens[at] = rng.choice(NUMBERS).encode()
        elif kind == 3:
            tokens[at] = rng.choice(PIECES).encode("utf-8", "surrogatepass")
        elif kind == 4:
            tokens[at] = rng.choice(WORDS).encode()
        elif kind == 5:
            other = rng.choice(solid) % len(tokens)
            tokens[at], tokens[other] = tokens[other], old
        else:  # another token of this source or of another, of the same sort if it is a name
            pool = tokens if rng.random() < 0.7 else TOKEN.findall(rng.choice(corpus)[:5000]) or tokens
            same = [t for t in pool if t[:1].isalpha() == old[:1].isalpha() and not t.isspace()]
            tokens[at] = rng.choice(same or pool)
    return b"".join(tokens)


def mutate_lines(rng, data, corpus):
    lines = data.split(b"\n")
    for _ in range(rng.choice((1, 2, 2, 4, 10))):
        at = rng.randrange(len(lines))
        kind = rng.randrange(6)
        if kind == 0 and len(lines) > 1:
            del lines[at:at + rng.choice((1, 1, 3))]
            lines = lines or [b""]
        elif kind == 1:
            lines[at:at] = lines[at:at + rng.choice((1, 3))] * rng.choice((1, 1, 3))
        elif kind == 2:
            other = rng.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == 3:
            lines[at] = rng.choice((b" ", b"    ", b"\t", b"")) + lines[at].lstrip() if rng.random() < 0.5 else b"  " + lines[at]
        else:  # a line of another source, at this line's depth
            other = rng.choice(corpus).split(b"\n")
            start = rng.randrange(len(other))
            taken = other[start:start + rng.choice((1, 1, 4, 12))]
            shift = b" " * indentation(lines[at])
            base = indentation(taken[0])
            lines[at:at] = [shift + line[min(base, indentation(line)):] for line in taken]
    return b"\n".join(lines)


def parse(data):
    try:
        return ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def fields_with(tree, kind):
    """(node, field, index or None) of every place in the tree that holds a node of this kind."""
    places = []
    for node in ast.walk(tree):
        for field, value in ast.iter_fields(node):
            if isinstance(value, kind):
                places.append((node, field, None))
            elif isinstance(value, list):
                places += [(node, field, i) for i, item in enumerate(value) if isinstance(item, kind)]
    return places


def get(place):
    node, field, index = place
    value = getattr(node, field)
    return value if index is None else value[index]


def put(place, value):
    node, field, index = place
    if index is None:
        setattr(node, field, value)
    elif index < len(getattr(node, field)):
        getattr(node, field)[index] = value


def mutate_tree(rng, data, corpus):
    """Puts expressions and statements in each other's place; what comes out nearly always parses."""
    tree, other = parse(data), parse(rng.choice(corpus))
    if tree is None or other is None or not tree.body or not other.body:
        return mutate_tokens(rng, data, corpus)
    for _ in range(rng.choice((1, 2, 3, 6, 12))):
        kind = ast.stmt if rng.random() < 0.4 else ast.expr
        places, sources = fields_with(tree, kind), fields_with(rng.choice((tree, other)), kind)
        if not places or not sources:
            continue
        place, new = rng.choice(places), copy.deepcopy(get(rng.choice(sources)))
        context = getattr(get(place), "ctx", None)
        if kind is ast.expr and isinstance(context, (ast.Store, ast.Del)) != isinstance(getattr(new, "ctx", None), (ast.Store, ast.Del)):
            continue
        if kind is ast.expr and rng.random() < 0.2:
            new = ast.Constant(rng.choice((0, -1, 2 ** 62, 2 ** 64, 1e308, "", "x" * 300, b"", None, True, 1j)))
        if kind is ast.stmt and place[2] is not None and rng.random() < 0.4:
            getattr(place[0], place[1]).insert(place[2], new)
        else:
            put(place, new)
    try:
        return ast.unparse(ast.fix_missing_locations(tree)).encode("utf-8", "surrogatepass")
    except (RecursionError, ValueError, AttributeError, TypeError, KeyError):
        return mutate_tokens(rng, data, corpus)


def splice(rng, data, corpus):
    other = rng.choice(corpus)
    first, second = data.split(b"\n"), other.split(b"\n")
    return b"\n".join(first[:rng.randrange(len(first) + 1)] + second[rng.randrange(len(second) + 1):])


# Each takes a depth and gives a source.
NESTED = [
    lambda n: "x = " + "(" * n + "1" + ")" * n,
    lambda n: "x = " + "[" * n + "]" * n,
    lambda n: "x = " + "[" * n,
    lambda n: "x = " + "{1:" * n + "2" + "}" * n,
    lambda n: "x = " + "{" * n,
    lambda n: "x = " + "-" * n + "1",
    lambda n: "x = " + "not " * n + "1",
    lambda n: "x = " + "~" * n + "1",
    lambda n: "x = " + "lambda: " * n + "1",
    lambda n: "x = " + "f(" * n + ")" * n,
    lambda n: "x = a" + ".b" * n,
    lambda n: "x = a" + "[0]" * n,
    lambda n: "x = a" + "()" * n,
    lambda n: "x = 1" + " + 1" * n,
    lambda n: "x = 2" + " ** 1" * n,
    lambda n: "x = 1" + " < 1" * n,
    lambda n: "x = 1" + " and 1" * n,
    lambda n: "x = 1" + " if 1 else 1" * n,
    lambda n: "x = " + "1 if 1 else " * n + "1",
    lambda n: "x = " + "[i for i in " * n + "y" + "]" * n,
    lambda n: "x = " + "''" * n,
    lambda n: "x = " + "f'{" * n + "1" + "}'" * n,
    lambda n: "x = f'" + "{1}" * n + "'",
    lambda n: "x = f'{1:" + "{1:" * n + "}" * n + "}'",
    lambda n: "x" + " = x" * n + " = 1",
    lambda n: "if 1: pass\n" + "elif 1: pass\n" * n,
    lambda n: "try: pass\n" + "except E: pass\n" * n,
    lambda n: "@f\n" * n + "def f(): pass",
    lambda n: "with " + ", ".join(["x"] * n) + ": pass",
    lambda n: "def f(" + ", ".join("a%d" % i for i in range(n)) + "): pass\nf(*range(%d))" % n,
    lambda n: "f(" + ", ".join(["1"] * n) + ")",
    lambda n: "f(" + ", ".join("a%d=1" % i for i in range(n)) + ")",
    lambda n: "x = (" + "1, " * n + ")",
    lambda n: "x = [" + "i, " * n + "]",
    lambda n: "x = {" + ", ".join("%d: i" % i for i in range(n)) + "}",
    lambda n: "(" * n + "x" + ",)" * n + " = 1",
    lambda n: ", ".join("a%d" % i for i in range(n)) + " = range(%d)" % n,
    lambda n: "\n".join("a%d = %d" % (i, i) for i in range(n)),
    lambda n: "match 1:\n case " + "[" * n + "x" + "]" * n + ": pass",
    lambda n: "match 1:\n case " + "|".join("%d" % i for i in range(n)) + ": pass",
    lambda n: "match 1:\n" + "".join(" case %d: pass\n" % i for i in range(n)),
    lambda n: "async def f():\n return " + "await " * n + "x",
    lambda n: "x = " + "yield " * n,
    lambda n: "x = " + "*" * n + "y",
    lambda n: "del " + "(" * n + "x" + ")" * n,
    lambda n: "import a" + ".a" * n,
    lambda n: "from " + "." * n + " import x",
    lambda n: "global " + ", ".join("a%d" % i for i in range(n)),
    lambda n: "x = '" + "\\N{DASH}" * n + "'",
    lambda n: "x = " + "9" * n,
    lambda n: "x = 0x" + "f" * n,
    lambda n: "x = 1e" + "9" * n,
    lambda n: "\\\n" * n + "x = 1",
    lambda n: " " * n + "x = 1",
    lambda n: "x = 1" + ";" * n,
    lambda n: "x = 1" + "; x = 1" * n,
    lambda n: "a" * n + " = 1",
    lambda n: "x = '''" + "\n" * n,
    lambda n: "x = []\nfor i in range(%d): x = [x]\nrepr(x)" % n,
    lambda n: "x = []\nfor i in range(%d): x = [x]\nx == x[:]\ny = []\nfor i in range(%d): y = [y]\nx == y" % (n, n),
    lambda n: "x = ()\nfor i in range(%d): x = (x,)\nhash(x)" % n,
    lambda n: "x = int\nfor i in range(%d): x = list[x]\nrepr(x)" % n,
    lambda n: "x = iter([1])\nfor i in range(%d): x = map(int, x)\nlist(x)" % n,
    lambda n: "def g(n):\n if n: yield from g(n - 1)\n yield n\nlist(g(%d))" % n,
    lambda n: "def f(n): return f(n - 1) if n else 0\nf(%d)" % n,
    lambda n: "e = None\nfor i in range(%d):\n try: raise ValueError(i) from e\n except ValueError as x: e = x\nraise e" % n,
    lambda n: "class A: pass\nfor i in range(%d): A = type('A', (A,), {})\nA().x" % n,
    lambda n: "x = lambda: 1\nfor i in range(%d): x = (lambda f: lambda: f())(x)\nx()" % n,
    lambda n: "eval('(' * %d + ')' * %d)" % (n, n),
    lambda n: "exec('if 1:\\n' + ' pass\\n' * %d)" % n,
    lambda n: "class A:\n def __repr__(s): return repr(s)\n def __eq__(s, o): return s == o\n def __len__(s): return len(s)\nx = [A()] * %d\nx == [A()] * %d" % (n, n),
]

# The same with one more level of indentation a line, so the source grows with the square of the depth.
INDENTED = [
    lambda n: "".join(" " * i + "if 1:\n" for i in range(n)) + " " * n + "pass",
    lambda n: "".join(" " * i + "for x in y:\n" for i in range(n)) + " " * n + "break",
    lambda n: "".join(" " * i + "try:\n" for i in range(n)) + " " * n + "pass",
    lambda n: "".join(" " * i + "def f():\n" for i in range(n)) + " " * n + "return f",
    lambda n: "".join(" " * i + "class C:\n" for i in range(n)) + " " * n + "pass",
    lambda n: "".join(" " * i + "with x:\n" for i in range(n)) + " " * n + "pass",
]


def nested(rng):
    size = rng.choice((3, 15, 19, 20, 21, 25, 50, 98, 99, 100, 101, 150, 199, 200, 201, 255, 256, 257, 500, 1000, 1001, 3000))
    size = size if rng.random() < 0.8 else rng.choice((10_000, 30_000, 65_535, 65_536, 100_000))
    text = rng.choice(NESTED)(size) if rng.random() < 0.9 else rng.choice(INDENTED)(min(size, 500))
    text = text[:2_000_000]
    if rng.random() < 0.2:
        text = "def outer():\n " + text.replace("\n", "\n ") + "\nouter()"
    if rng.random() < 0.15:
        text = text[:rng.randrange(len(text) + 1)]
    return text.encode("utf-8", "surrogatepass")


def source(rng, corpus):
    """A new source, made from the corpus or from nothing."""
    roll = rng.random()
    if roll < 0.08:
        return nested(rng)
    data = rng.choice(corpus)
    if roll < 0.18:
        data = splice(rng, data, corpus)
    mutations = (mutate_tree, mutate_tree, mutate_tree, mutate_tokens, mutate_tokens, mutate_lines, mutate_bytes)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        data = rng.choice(mutations)(rng, data, corpus)
    return data[:200_000]
