# One place of the code, many shapes: what caches learn must be forgotten when a class changes.
# in-threads: prints addresses
class A:
    kind = "A.kind"

    def __init__(self):
        self.x = 1
        self.call = lambda: "A slot"

    def name(self):
        return "A.name"

    @property
    def size(self):
        return self.x * 10

    @staticmethod
    def fixed(n):
        return "A", n

    @classmethod
    def made(cls, n):
        return cls.__name__, n


class B(A):
    kind = "B.kind"

    def __init__(self):
        self.y = 5
        super().__init__()
        self.x = 2

    def name(self):
        return "B " + super().name()


class C:
    __slots__ = ("x", "call", "kind", "size")

    def __init__(self):
        self.x = 3
        self.call = lambda: "C slot"
        self.kind = "C.kind"
        self.size = 30

    def name(self):
        return "C.name"

    fixed = staticmethod(lambda n: ("C", n))
    made = classmethod(lambda cls, n: (cls.__name__, n))


def look(o):
    return o.kind, o.x, o.size, o.name(), o.call(), o.fixed(1), o.made(2)


def put(o, v):
    o.x = v
    return o.x


objects = [A(), B(), C()]
for _ in range(3):
    for o in objects:
        print(look(o))
    for cls in (A, B, C):
        print(cls.fixed(3), cls.made(4), cls.name(objects[1]) if cls is not C else cls.name(objects[2]))
for i in range(3):
    print([put(o, i + k) for k, o in enumerate(objects)])

A.name = lambda self: "new name"
A.fixed = lambda self, n: ("plain now", n)
print([look(o)[3:6] for o in objects])
A.size = 77
print([o.size for o in objects])
del B.kind
print([o.kind for o in objects])
B.x = property(lambda self: "from the property", lambda self, v: print("set", v))
print([o.x for o in objects], [put(o, 9) for o in objects])
objects[0].kind = "own"
objects[1].name = lambda: "own name"
print([look(o) for o in objects])


class Meta(type):
    def hidden(cls):
        return "of the metaclass"


class D(A, metaclass=Meta):
    def hidden(self):
        return "of D"


def ask(cls):
    return cls.made(1)


print([ask(cls) for cls in (A, B, C, D, A, D)], D.hidden, type(D).hidden(D), D().hidden())


# The getter is a frame of its own: deep recursion through it ends as any other.
class Deep:
    @property
    def more(self):
        return self.more


try:
    Deep().more
except RecursionError as e:
    print(type(e).__name__)


class Bad:
    @property
    def value(self):
        raise AttributeError("inside")

    def __getattr__(self, name):
        return "fallback for " + name


def get(o):
    return o.value


for _ in range(3):
    print(get(Bad()))


# A native with left-out parameters that calls back into Python.
class Same:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        a, b, c, d, e = range(5)
        return self.n == other.n and [a, b, c, d, e][4] == 4


row = [Same(i) for i in range(6)]
for _ in range(3):
    print(row.index(Same(4)), row.index(Same(4), 2), row.count(Same(1)))
    find = row.index
    print(find(Same(3)), find(Same(3), 1, 5))
    for wrong in (lambda: row.index(), lambda: row.index(1, 2, 3, 4), lambda: find(), lambda: list.index(), lambda: list.index(3, 4),
                  lambda: "a".split(1, 2), lambda: {}.get(), lambda: "".join(), lambda: len(), lambda: len(1, 2)):
        try:
            wrong()
        except (TypeError, ValueError) as e:
            print(type(e).__name__, e)


class Stack(list):
    pass


s = Stack()
s.append(1)
s.extend([2, 3])
push = s.append
push(4)
print(s, s.pop(), s.index(2), Stack.pop(s))
