# Hashing a deeply nested tuple ends in RecursionError (CPython overflows its stack here).
# expect: RecursionError
# expect: RecursionError
# expect: alive
t = ()
for _ in range(300_000):
    t = (t,)
f = frozenset()
for _ in range(300_000):
    f = (f, 1)
for x in (t, f):
    try:
        hash(x)
        print("hashed")
    except RecursionError:
        print("RecursionError")
del t, f, x
print("alive")
