# What places learn of names in modules and of super() must not outlive a change.
# in-threads: changes builtins
import builtins

code = compile("x = x + 1\ny = len(z)\nout.append((x, y))", "<names>", "exec")
out = []
for z in ("ab", [1, 2, 3]):
    own = {"x": 1, "z": z, "out": out}
    exec(code, own)
    exec(code, own)
    exec(code, {"out": out, "z": z}, {"x": 10})
    shared = {"x": 5}
    exec(code, {"len": lambda v: "own len", "out": out, "z": z}, shared)
    exec(code, {"len": lambda v: "own len", "out": out, "z": z}, shared)
print(out)


class Asked(dict):
    def __getitem__(self, key):
        out.append(key)
        return super().__getitem__(key)

    def __setitem__(self, key, value):
        out.append((key, value))
        super().__setitem__(key, value)


out = []
asked = Asked(x=1, z="abc")
asked2 = {"x": 2, "z": "d"}
for names in (asked2, asked, asked2, asked):
    exec(code, {"out": []}, names)
print(out, asked, asked2)

total = 0
for i in range(5):
    total = total + abs(-i)
    if i == 2:
        abs = lambda n: 100
    if i == 3:
        del abs
print(total)
for i in range(4):
    try:
        print(later)
    except NameError as e:
        print(e)
    if i == 1:
        builtins.later = "from builtins"
    if i == 2:
        later = "own"
del builtins.later, later
for i in range(3):
    if i == 1:
        len = str
    print(len([1]))
del len
print(len([1]))


def count():
    global counter
    counter = counter + 1 if "counter" in globals() else 1
    return counter


print([count() for _ in range(3)])
del counter
print([count() for _ in range(3)])


class Root:
    def who(self):
        return ["Root"]

    def plain(self, *args, **keywords):
        return args, keywords


def make(base, name):
    class Made(base):
        def who(self):
            return [name] + super().who()

        def plain(self, *args, **keywords):
            return super().plain(name, *args, **keywords)

        @classmethod
        def cls_who(cls):
            return super().__name__ if hasattr(super(), "__name__") else cls.__name__

        def late(self):
            return [super().who() for _ in range(1)]

    return Made


A = make(Root, "A")
B = make(A, "B")
C = make(B, "C")


class D(B, Root):
    pass


for _ in range(3):
    for cls in (A, B, C, D):
        print(cls().who(), cls().plain(1, k=2))
Root.who = lambda self: ["new Root"]
print(C().who(), A().who())
B.who = lambda self: ["new B"] + super(B, self).who()
print(C().who(), D().who())
del B.who
print(C().who(), D().who())
try:
    A().late()
except TypeError as e:
    print(e)


class Instead:
    def who(self):
        return ["Instead"]


B.__bases__ = (Instead,)
print(C().who(), B().who())


class Lost(Root):
    def who(self):
        del self
        return super().who()

    def other(self, like):
        self = like
        return super().who()


try:
    Lost().who()
except RuntimeError as e:
    print(e)
print(Lost().other(Lost()))
try:
    Lost().other(3)
except TypeError as e:
    print(e)


def gen(n):
    a, b, c = 1, [2], "3"
    for i in range(n):
        got = yield a, b, c, i
        if got:
            b.append(got)
    return a


g = gen(3)
print(next(g), g.send(9), list(g))
print([x for x in gen(2)], dict(zip("ab", gen(2))))
