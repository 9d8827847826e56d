# Without elimination the same functions nest as in CPython.
def self_call(n, acc): return acc if n == 0 else self_call(n - 1, acc + 1)
def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)
for f in (lambda: self_call(500, 0), lambda: even(500), lambda: self_call(5000, 0), lambda: even(5000)):
    try: print(f())
    except RecursionError: print("RecursionError")
class Del:
    def __del__(self): print("deleted")
def holds():
    d = Del()
    return shows()
def shows(): print("next")
holds()
