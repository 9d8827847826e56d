# "Did you mean" for a local name inside a function.
def f(length):
    total = 0
    return totl + length


f(1)
