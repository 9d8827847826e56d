def f(a, b: int, /, c=1, *args: str, d, e=2, **kw) -> None:
    """Doc."""
    return a


async def g(*, x): ...


@deco
@deco.two(1)
def h():
    global a, b
    yield
    x = yield 1
    yield from x
    return


lambda: 0
lambda a, /, b=1, *c, d, **e: (a, b)
