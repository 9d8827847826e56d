# Measures attribute loads and stores: instance, slots, class, property.


class Plain:
    step = 3

    def __init__(self):
        self.a = 0
        self.b = 1
        self.c = 2


class Slotted:
    __slots__ = ("a", "b", "c")
    step = 5

    def __init__(self):
        self.a = 0
        self.b = 1
        self.c = 2


class Guarded(Plain):
    @property
    def sum(self):
        return self.a + self.b


def churn(thing, rounds):
    for _ in range(rounds):
        thing.a += thing.step
        thing.b = thing.a - thing.c
        thing.c = thing.b & 1023
        thing.a = thing.c + thing.b & 4095
    return thing.a, thing.b, thing.c


def read(thing, rounds):
    total = 0
    for _ in range(rounds):
        total += thing.sum
        thing.a = total & 7
    return total


def class_counter(rounds):
    Plain.made = 0
    for _ in range(rounds):
        Plain.made += 1
    return Plain.made


print(*churn(Plain(), 1_800_000))
print(*churn(Slotted(), 1_800_000))
print(read(Guarded(), 1_800_000))
print(class_counter(2_500_000))
