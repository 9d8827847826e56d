# A decorator that fails, and the lines it is said to be on.
def refuse(f):
    raise TypeError(f"will not decorate {f.__name__}")


@staticmethod
@refuse
def work(
    a,
    b,
):
    return a + b
