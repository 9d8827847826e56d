# Instructions the loop does in one step: every operator with a local or a constant on its right, for every kind of operand.
import operator


class Num:
    def __init__(self, n):
        self.n = n

    def __repr__(self):
        return f"Num({self.n})"


for name in ("add", "sub", "mul", "and", "mod", "floordiv", "rshift", "iadd", "isub", "lt", "le", "eq", "ne", "gt", "ge"):
    def method(self, other, name=name):
        return f"{name}({self.n}, {other})"
    setattr(Num, f"__{name}__", method)
Num.__hash__ = None
Num.__getitem__ = lambda self, key: ("item", key)


def constants(a):
    for f in (lambda a: (a + 0) + 3, lambda a: (a + 0) - 3, lambda a: (a + 0) * 3, lambda a: (a + 0) & 3, lambda a: (a + 0) % 3,
              lambda a: (a + 0) // 3, lambda a: (a + 0) >> 3, lambda a: a + 3, lambda a: a - 3, lambda a: a * 3, lambda a: a & 3,
              lambda a: a % 3, lambda a: a // 3, lambda a: a % 0, lambda a: a // 0, lambda a: (a + 0) % 0, lambda a: (a + 0) // 0,
              lambda a: (a + 0) >> -1, lambda a: a[1], lambda a: (a or a)[1], lambda a: (a or a)[-1], lambda a: (a or a)[9]):
        yield f


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


values = [7, -7, 0, 2.5, -0.0, True, 2**61 - 1, -2**61, 2**70, "ab", b"ab", [1, 2], (3, 4), Num(5), None, float("nan"), 1e308]
for v in values:
    print(repr(v), [attempt(f, v) for f in constants(v)])


def locals_right(a, b):
    i = a
    i += b
    j = a
    j -= b
    k = a
    k += 1
    m = (a or a) + b
    n = (a or a) - b
    o = (a or a) * b
    p = a
    p -= 1
    return i, j, k, m, n, o, p


def compare_right(a, b):
    out = []
    if (a or a) < b: out.append("<")
    if (a or a) <= b: out.append("<=")
    if (a or a) == b: out.append("==")
    if (a or a) != b: out.append("!=")
    if not (a or a) > b: out.append("not >")
    out.append((a or a) >= b)
    if (a or a) == "ab": out.append("is ab")
    if (a or a) != "x": out.append("not x")
    if (a or a) > 3: out.append("> 3")
    n = 0
    while n < b and n != 5:
        n += 1
    while not n >= b:
        n += 1
    return out, n


for a in values:
    for b in (3, 2.0, "ab", None):
        print(repr(a), repr(b), attempt(locals_right, a, b), attempt(compare_right, a, b))


def items(rows, k, v):
    rows[k] = v
    rows[k] += v
    rows[0] -= 1
    rows[k], rows[0] = rows[0], rows[k]
    return rows


print(items([1, 2, 3], 2, 5), items([1, 2, 3], -1, 5), items({0: 1, 1: 2}, 1, 4), attempt(items, [1], 3, 2), attempt(items, (1, 2), 1, 2))


def unpacks(pairs):
    out = []
    for a, b in pairs:
        out.append((b, a))
    a, b = b, a
    [c, d] = [a, b]
    return out, a, b, c, d


print(unpacks([(1, 2), [3, 4], "xy", {5: 0, 6: 0}]))
for bad in ([1], [(1, 2, 3)], [[1]], ["abc"], [None]):
    print(attempt(unpacks, bad))


class Told:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def replaced():
    a = Told("a")
    b = Told("b")
    a, b = Told("c"), Told("d")
    print("swapped")
    for x in [Told("e"), Told("f")]:
        print(x.name)
    row = [Told("g")]
    k = 0
    row[k] = None
    print("end")


replaced()
text = "héllo wörld"
print([text[i] for i in range(-3, 3)], text[1:4], text[:2], text[-3:], text[::2], text[4:1], text[::-1], "Ω≈ç"[1], "Ω≈ç"[0:2], attempt(lambda: text[99]))
row = list(range(10))
print(row[2:5], row[:3], row[7:], row[::3], row[::-1], row[8:2:-2], row[5:2], row[-100:2], row[2:100], row[-3:-1], row[None:None:None], attempt(lambda: row[::0]))
pair = (1, 2, 3)
print(pair[1:], pair[:], pair[:] is pair, pair[::2], pair[5:], attempt(lambda: pair[1:"x"]), row[True:3], row[:2**70])


class Index:
    def __index__(self):
        return 2


print(row[Index():], row[:Index()], pair[Index():], text[:Index()])
print("l" in text, "z" in text, "" in text, "ö" in text, "Ω" in text, "" in "", "a" in "", attempt(lambda: 1 in "a"))
