# from None hides the context.
try:
    {}["k"]
except KeyError:
    raise ValueError("only this one") from None
