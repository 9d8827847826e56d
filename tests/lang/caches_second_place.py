# A second place that asks for an attribute takes over what the first one found, and both notice when it is no longer true.
class P:
    kind = "class value"

    def __init__(self, x):
        self.x = x
        self.y = 0

    def name(self):
        return "name of %s" % self.x

    @property
    def double(self):
        return self.x * 2


class Q(P):
    pass


def first(o): return o.x, o.kind, o.double, o.name()
def second(o): return o.x, o.kind, o.double, o.name()
def grow(o): o.new = o.x + 1
def grow_too(o): o.new = o.x + 2
def raise_x(o): o.x += 1; o.y += o.x; return o.x, o.y
def raise_too(o): o.x += 10; o.y -= o.x; return o.x, o.y


for turn in range(3):
    p, q = P(turn), Q(turn * 10)
    for o in p, q, p:
        print(first(o), second(o), raise_x(o), raise_too(o))
    for o in p, q:
        grow(o)
        print(o.new, o.__dict__)
    for o in P(5), Q(6):
        grow_too(o)
        grow_too(o)
        print(o.new, o.__dict__)

# The class changes under both places.
P.kind = "another"
print(first(p), second(q))
Q.kind = "of Q"
print(first(q), second(q), second(p))
P.name = lambda self: "lambda"
print(first(p), second(q))
P.x = property(lambda self: self.__dict__["x"] + 1000, lambda self, v: self.__dict__.__setitem__("x", -v))
print(first(p), second(q), raise_x(p), raise_too(q))
del P.x
print(first(p), second(q), raise_x(p), raise_too(q))
q.kind = "its own"
q.name = lambda: "own name"
print(first(q), second(q), first(p))
del q.x
for f in first, second, raise_x, raise_too:
    try:
        print(f(q))
    except AttributeError as e:
        print(f.__name__, e)


# o.x += 1 where the attribute is not a plain slot.
class Slotted:
    __slots__ = "x", "y"


class Guarded:
    def __getattr__(self, name): return 7

    def __setattr__(self, name, v):
        print("set", name, v)
        if v > 20: raise ValueError(v)
        object.__setattr__(self, name, v)


s = Slotted()
for f in raise_x, raise_too:
    try:
        f(s)
    except AttributeError as e:
        print(e)
s.x = s.y = 1
print(raise_x(s), raise_too(s))
for f in raise_x, raise_too:
    try:
        print(f(Guarded()))
    except ValueError as e:
        print("ValueError", e)
for o in 5, "text", None, P:
    try:
        raise_x(o)
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, e)


# The sum fails, or the old value runs code as it goes.
class Last:
    def __init__(self, label): self.label = label
    def __iadd__(self, other): return Last(self.label + other)
    def __del__(self): print("del", self.label, end="; ")


p.x = Last("a")
p.y = 0
def add(o, v): o.x += v
add(p, "b")
add(p, "c")
print(p.x.label)
try:
    add(p, 3)
except TypeError as e:
    print(e)
print(p.x.label)
p.x = 1
print()
