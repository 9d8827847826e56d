# Q10: the four regions while a script runs: which grows, which shrinks?
# (The module terrarium is Terrarium's own; CPython has none.)
import terrarium

NAMES = ("code", "data", "stack", "heap")
last = dict.fromkeys(NAMES, 0)


def used():
    regions = terrarium.regions()
    return {name: regions[name]["used"] for name in NAMES}


def show(when):
    now = used()
    print(*(f"{now[name] - last[name]:+8,}" for name in NAMES), "", when)
    last.update(now)


def deep(n):
    if n:
        return deep(n - 1)
    show("200 calls deep")


print(*(f"{name:>8}" for name in NAMES), " bytes: all, then what is new")
show("to begin with")
show("nothing done")
numbers = [0] * 1000
show("a global names a list of 1000 slots")
globals().update((f"g{i}", i) for i in range(100))
show("100 more globals")
deep(200)
show("the 200 calls have returned")
exec("def more(x):\n" + "    x = x + 1\n" * 50)
show("a function of 50 lines compiled")
