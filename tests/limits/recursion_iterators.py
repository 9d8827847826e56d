# Iterators over iterators, a million deep, used the machine stack up and died of SIGSEGV (CPython does too).
# expect: chain RecursionError
# expect: map RecursionError
# expect: zip RecursionError
# expect: enumerate RecursionError
# expect: filter RecursionError
# expect: islice RecursionError
# expect: generator RecursionError
# expect: sieve [2, 3, 5]
import itertools

def attempt(name, make):
    x = [1]
    for i in range(1000000):
        x = make(x)
    try: print(name, list(x))
    except RecursionError: print(name, "RecursionError")

attempt("chain", lambda x: itertools.chain(x))
attempt("map", lambda x: map(abs, x))
attempt("zip", lambda x: zip(x))
attempt("enumerate", enumerate)
attempt("filter", lambda x: filter(None, x))
attempt("islice", lambda x: itertools.islice(x, 2))
attempt("generator", lambda x: (y for y in x))

# A few thousand are fine.
numbers = iter([2, 3, 5])
for i in range(3000):
    numbers = filter(None, numbers)
print("sieve", list(numbers))
