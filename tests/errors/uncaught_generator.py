# Frames of generators and generator expressions.
def numbers():
    yield 1
    yield from inner()


def inner():
    yield 2
    raise ValueError("inside the generator")


print(sum(x * 2 for x in numbers()))
