# The order in which several objects die: locals, list items, attributes, dicts, nested.
class D:
    def __init__(self, n, *kids): self.n = n; self.kids = kids
    def __del__(self): print("del", self.n, end="; ")
def f(): a = D("a"); b = D("b"); c = D("c")
f(); print("locals")
def g(z, y): x = D("x"); del y
g(D("z"), D("y")); print("params"); l = [D(i) for i in range(3)]; del l; print("list"); l = [D(i) for i in range(3)]; l.clear(); print("clear"); t = tuple([D(i) for i in range(3)]); del t; print("tuple"); d = {i: D(i) for i in range(3)}; del d; print("dict"); d = {i: D(i) for i in range(3)}; d.clear(); print("dict clear"); D("parent", D("kid1"), D("kid2", D("grandkid"))); print("tree")
class O: pass
o = O(); o.p = D("p"); o.q = D("q"); del o; print("attributes")
class S: __slots__ = ("u", "v")
s = S(); s.v = D("v"); s.u = D("u"); del s; print("slots"); l = [D(i) for i in range(4)]; del l[1:3]; print("slice"); l = [D(0), D(1)]; l[:] = [D(2)]; print("assign"); del l; print("rest"); a, b = D("A"), D("B"); a, b = D("C"), D("D"); print("rebind"); del b, a; print("del b, a"); a = [D("deep1"), [D("deep2"), [D("deep3")]]]; del a; print("nested"); l = [D(1), D(2), D(3)]; l.pop(1); print("pop"); l.remove(l[0]); print("remove"); l += [D(9)]; l *= 0; print("*= 0")
def h():
    a = D("ha")
    try: return D("ret").n
    finally: print("finally", end=" ")
h(); print("h")
def e():
    x = D("ex"); raise ValueError
try: e()
except ValueError: print("handler", end=" ")
print("raised"); k = {D("key"): D("value")}; k.popitem(); print("popitem"); it = iter([D("i1"), D("i2")]); next(it); print("next"); del it; print("iter")


class Local:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print(self.name, end=" ")


def generator(x):
    y = Local("y")
    z = Local("z")
    yield [Local("t"), (yield 1)]


def failing():
    a = Local("a")
    b = Local("b")
    return [Local("t"), 1 / 0]


g = generator(Local("x"))
next(g)
del g
print("generator")
g = generator(Local("x"))
next(g)
g.close()
print("closed")
try:
    failing()
except ZeroDivisionError:
    pass
print("failed")
many = [Local(i) for i in range(6)]
many[::-2] = [0, 0, 0]
print("stepped")
del many[::2]
print("deleted")
