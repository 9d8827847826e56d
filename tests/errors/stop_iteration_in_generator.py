# StopIteration inside a generator becomes RuntimeError.
def first_of(items):
    yield next(iter(items))


list(first_of([]))
