async def f():
    async for x in y:
        await x
    else:
        pass
    async with a as b, c: pass
    return [i async for i in y if await i]
