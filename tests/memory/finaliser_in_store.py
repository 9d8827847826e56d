# A finaliser that runs while a store drops its operands used the stack where the others still lay: they leaked.
# modes: plain tco check-heap stress
seen = []


class Noisy:
    def __del__(self):
        seen.append([1, 2, (3, 4), {5: 6}])


class Sink:
    def __setitem__(self, key, value):
        pass


class Plain:
    pass


class Slotted:
    __slots__ = ("attr",)


def store(target, value):
    target.attr = value
    return target


sink = Sink()
sink["key"] = Noisy()
Sink()[Noisy()] = Noisy()
for cls in (Plain, Slotted, type("Other", (), {})):
    for i in range(4):
        store(store(cls(), Noisy()), 5)
        store(store(cls(), Noisy()), Noisy())
print(len(seen))


# A pattern that asks an abstract class, in Python.
from collections import UserDict, UserList

for subject in (UserDict(a=1), UserList([1, 2])):
    match subject:
        case {"a": x, **rest}:
            print(x, rest)
        case [x, *rest]:
            print(x, rest)


# Arguments that the class does not take: no instance is made, none dies.
class Loud:
    def __del__(self):
        print("del")


try:
    Loud(1)
except TypeError as e:
    print(e)


# An instance without attributes in a cycle with its class.
class Bare:
    __slots__ = ()

    def method(self):
        return Owner


class Owner:
    bare = Bare()
