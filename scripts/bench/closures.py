# Measures closures: cells read and written through nonlocal, functions made in loops.


def counter(start):
    value = start

    def bump(by):
        nonlocal value
        value += by
        return value

    def peek():
        return value

    return bump, peek


def compose(*functions):
    def composed(x):
        for function in functions:
            x = function(x)
        return x
    return composed


def adder(n):
    return lambda x: x + n


def run(rounds):
    bump, peek = counter(0)
    total = 0
    pipeline = compose(adder(1), adder(2), lambda x: x * 2 & 1023)
    for i in range(rounds):
        bump(i & 3)
        total += peek() & 7
        total += pipeline(i)
        total += adder(i)(1)
    return total, peek()


print(*run(1_600_000))
