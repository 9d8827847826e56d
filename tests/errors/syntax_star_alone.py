# * without names behind it.
def f(a, *):
    pass
