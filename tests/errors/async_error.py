# Tracebacks through coroutines.
async def leaf():
    return [] + ()


async def root():
    await leaf()


root().send(None)
