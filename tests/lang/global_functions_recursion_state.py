# State through globals, attributes of functions, mutable defaults, closures and class attributes agree.
def by_attr(): by_attr.n = getattr(by_attr, "n", 0) + 1; return by_attr.n
total = 0
def by_global():
    global total
    total += 1
    return total
def by_default(s=[0]): s[0] += 1; return s[0]
def maker():
    n = 0
    def f():
        nonlocal n
        n += 1
        return n
    return f
by_closure = maker()
class ByClass:
    n = 0
    def __call__(self): type(self).n += 1; return self.n
class ByInstance:
    def __init__(self): self.n = 0
    def __call__(self): self.n += 1; return self.n
def by_gen():
    n = 0
    while True: n += 1; yield n
g = by_gen(); by_generator = g.__next__
for f in (by_attr, by_global, by_default, by_closure, ByClass(), ByInstance(), by_generator): print([f() for _ in range(4)])
print(ByClass.n, total, by_default.__defaults__, by_closure.__closure__[0].cell_contents, by_attr.__dict__, maker()(), [maker()() for _ in range(2)]); a, b = maker(), maker(); print(a(), a(), b(), a())
def memo(f):
    cache = {}
    def w(*args):
        if args not in cache: cache[args] = f(*args)
        return cache[args]
    w.cache = cache
    return w
@memo
def binom(n, k): return 1 if k in (0, n) else binom(n - 1, k - 1) + binom(n - 1, k)
print(binom(20, 10), len(binom.cache)); stack = []
def trace(f):
    def w(n):
        stack.append(n); r = f(n); stack.pop(); return r
    return w
@trace
def fact(n):
    if n == 0: print(stack)
    return 1 if n == 0 else n * fact(n - 1)
print(fact(5), stack)
