# What a StopIteration carries comes out of the iterators that end with another, and out of none of those that look at the end.
import itertools
class Stop:
    def __iter__(self): return self
    def __next__(self): raise StopIteration(5, 6)
def stop(*a): raise StopIteration(7)
def t(name, it):
    try: print(name, next(it))
    except StopIteration as e: print(name, e.args)
    except Exception as e: print(name, type(e).__name__, e)
    try: print(name, next(it))
    except Exception as e: print(name, type(e).__name__, e.args)
s = Stop()
for name, it in dict(map=map(int, s), map2=map(int, [1], s), call=map(stop, [1]), zip=zip(s), zip2=zip([1], s), zip3=zip([1], [2], s), strict=zip(s, s, strict=True), enumerate=enumerate(s), filter=filter(None, s), predicate=filter(stop, [1]), chain=itertools.chain(s), islice=itertools.islice(s, 3), islice2=itertools.islice(s, 1, 3), starmap=itertools.starmap(int, s), takewhile=itertools.takewhile(int, s), dropwhile=itertools.dropwhile(int, s), accumulate=itertools.accumulate(s), cycle=itertools.cycle(s), longest=itertools.zip_longest(s), groupby=itertools.groupby(s), compress=itertools.compress(s, [1]), selectors=itertools.compress([1], s), filterfalse=itertools.filterfalse(stop, [1]), tee=itertools.tee(s)[0], pairwise=itertools.pairwise(s), product=itertools.product(s), iter=iter(stop, 1), expression=(x for x in s)).items():
    t(name, it)
print(next(map(int, s), 'default'), list(map(int, s)), [*zip(s)], sum(map(int, s)))
