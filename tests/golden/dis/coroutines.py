async def f(a):
    async with a as b:
        await b
    async for c in b:
        yield c
    return


async def g(a):
    return [i async for i in a]
