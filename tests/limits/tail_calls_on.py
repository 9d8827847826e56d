# With elimination tail calls of every form need no stack.
# options: --tco=on
# expect: self 100000
# expect: mutual True
# expect: conditional done
# expect: and-or done
# expect: method 100000
# expect: lambda 0
# expect: keywords 0
# expect: star 0
# expect: indirect 0
# expect: deleted before the next call
# expect: next
# expect: try RecursionError
# expect: with RecursionError
# expect: not tail RecursionError
N = 100_000
def self_call(n, acc): return acc if n == 0 else self_call(n - 1, acc + 1)
def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)
def conditional(n):
    return (conditional(n - 2) if n % 2 == 0 else conditional(n - 1)) if n > 0 else "done"
def and_or(n): return n <= 0 and "done" or and_or(n - 1)
class Counter:
    def __init__(self): self.n = 0
    def run(self, left):
        if left == 0: return self.n
        self.n += 1
        return self.run(left - 1)
down = lambda n: n if n == 0 else down(n - 1)
def keywords(*, n): return n if n == 0 else keywords(n=n - 1)
def star(*args): return args[0] if args[0] == 0 else star(*[args[0] - 1])
def indirect(f, n): return n if n == 0 else f(f, n - 1)
class Del:
    def __del__(self): print("deleted before the next call")
def holds():
    d = Del()
    return shows()
def shows():
    print("next")
def in_try(n):
    try: return in_try(n + 1)
    finally: pass
class With:
    def __enter__(self): pass
    def __exit__(self, *a): return None
def in_with(n):
    with With(): return in_with(n + 1)
def not_tail(n): return 1 + not_tail(n + 1)
print("self", self_call(N, 0))
print("mutual", even(N))
print("conditional", conditional(N))
print("and-or", and_or(N))
print("method", Counter().run(N))
print("lambda", down(N))
print("keywords", keywords(n=N))
print("star", star(N))
print("indirect", indirect(indirect, N))
holds()
for name, f in (("try", in_try), ("with", in_with), ("not tail", not_tail)):
    try: f(0)
    except RecursionError: print(name, "RecursionError")
