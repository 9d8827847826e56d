# A chain of three, mixed cause and context.
def a():
    raise KeyError("a")


def b():
    try:
        a()
    except KeyError as e:
        raise IndexError("b") from e


try:
    b()
except IndexError:
    raise TypeError("c")
