# A module with __getattr__ and __dir__.
present = 1


def __getattr__(name):
    if name.startswith("made_"):
        return name.upper()
    raise AttributeError(f"no {name} in lazy")


def __dir__():
    return ["listed"]
