# Everything is met for the first time by several threads at once: layouts of classes, places that see many shapes, methods
# found in bases, properties, super(), __getattr__, and classes that change while others use them.
# modes: plain check-heap gil-off parallel fibers
# timeout: 60
import threading

THREADS = 4
TURNS = 400


def together(work):
    failures = []
    gate = threading.Barrier(THREADS)

    def run(number):
        gate.wait()
        try:
            work(number)
        except BaseException as error:
            failures.append(repr(error))

    threads = [threading.Thread(target=run, args=(n,)) for n in range(THREADS)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return failures


def make_classes():
    class Base:
        kind = "base"

        def __init__(self, n):
            self.a = n
            self.b = n + 1

        @property
        def total(self):
            return self.a + self.b

        @classmethod
        def make(cls, n):
            return cls(n)

        @staticmethod
        def twice(n):
            return 2 * n

        def step(self, n):
            self.a += n
            return self

        def __getattr__(self, name):
            if name.startswith("ghost"):
                return len(name)
            raise AttributeError(name)

    class Derived(Base):
        def __init__(self, n):
            super().__init__(n)
            self.c = n * 2

        def step(self, n):
            super().step(n)
            self.c += n
            return self

    class Slotted:
        __slots__ = ("a", "b", "__dict__")

        def __init__(self, n):
            self.a, self.b = n, n + 1
            self.late = n

        kind = "slotted"
        total = property(lambda self: self.a + self.b)
        step = lambda self, n: setattr(self, "a", self.a + n) or self

    return Base, Derived, Slotted


def use(classes, number):
    for turn in range(TURNS):
        for cls in classes:
            o = cls(turn)
            o.step(number).step(1)
            assert o.a == turn + number + 1, (cls, o.a)
            assert o.total == o.a + turn + 1
            assert cls.kind == o.kind
            setattr(o, "extra%d" % (turn % 7), turn)
            assert getattr(o, "extra%d" % (turn % 7)) == turn
            delattr(o, "extra%d" % (turn % 7))
            assert vars(o).get("late", turn) == turn
        o = classes[1].make(turn)
        assert o.c == 2 * turn and classes[0].twice(turn) == o.c
        assert o.ghostly == 7
        try:
            o.nothing
        except AttributeError as error:
            assert str(error) == "nothing"


print(together(lambda number: use(make_classes(), number)))  # a class of each thread's own
shared = make_classes()
print(together(lambda number: use(shared, number)))  # the same for all


# A class changes under the others' feet: they see the old or the new, and the new at the end.
class Changing:
    def answer(self):
        return 0

    value = 0


def change(number):
    o = Changing()
    if number == 0:
        for turn in range(1, 200):
            Changing.answer = (lambda n: lambda self: n)(turn)
            Changing.value = turn
            setattr(Changing, "more%d" % turn, turn)
    else:
        last = 0
        for _ in range(TURNS * 5):
            now = o.answer()
            assert now >= last, (now, last)
            last = now
            assert 0 <= o.value < 200
            assert isinstance(getattr(o, "more1", None), (int, type(None)))


print(together(change))
print(Changing().answer(), Changing().value, Changing.more199)


# One place that meets everything.
def read(o):
    return o.x


def many_shapes(number):
    kinds = []
    for i in range(30):
        cls = type("K%d" % i, (), {"x": i} if i % 3 == 0 else {})
        o = cls()
        for j in range(i % 5):
            setattr(o, "pad%d" % j, j)
        if i % 3 == 1:
            o.x = i
        if i % 3 == 2:
            cls.x = property(lambda self, i=i: i)
        kinds.append((o, i))
    for _ in range(TURNS // 4):
        for o, i in kinds:
            assert read(o) == i


print(together(many_shapes))


# Names that come and go between threads that read others.
def names(number):
    for turn in range(TURNS):
        globals()["name_%d_%d" % (number, turn % 10)] = turn
        assert TURNS == 400 and len("abc") == 3
        if turn % 10 == 9:
            for i in range(10):
                del globals()["name_%d_%d" % (number, i)]


print(together(names))


# What everybody asks of one object: its class, its names, and its dict, which is made when first asked for.
class Asked:
    """An object of all threads."""

    def __init__(self):
        self.x = 1

    def __repr__(self):
        return f"<{type(self).__name__} of {self.__class__.__qualname__}: {sorted(self.__dict__)}>"


everybodys = [Asked() for _ in range(50)]


def ask(number):
    for o in everybodys:
        setattr(o, "by%d" % number, number)
        assert repr(o).startswith("<Asked of Asked: ['by"), repr(o)
        assert vars(o)["by%d" % number] == number and vars(o) is o.__dict__
        assert o.__init__.__name__ == "__init__" and o.__init__.__self__ is o and ask.__code__.co_name == "ask"
        assert o.__reduce_ex__(2)[1] == (Asked,)


print(together(ask))
print({repr(o) for o in everybodys})
