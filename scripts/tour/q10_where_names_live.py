# Q10: a global and a local: where is the name, where is the object?
limit = [10, 20]  # a global


def check(n):
    high = [n, n]  # a local
    return high > limit


print(check(15))
print(check.__code__.co_varnames, "are numbered: slots in the frame")
print("a dict finds globals:", "limit" in globals(), "high" in globals())
