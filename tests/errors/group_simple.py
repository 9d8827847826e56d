# How an exception group is printed.
def make(kind, n):
    try:
        raise kind(n)
    except Exception as e:
        return e


raise ExceptionGroup("two went wrong", [make(ValueError, 1), make(KeyError, "k")])
