# Closures over loops in generators, generators in comprehensions, recursion through generators.
def gens():
    for i in range(3):
        def g():
            while True:
                x = yield i
                if x: return
        yield g()
gs = list(gens()); print([next(g) for g in gs])
fs = [(lambda i: (lambda: (yield i)))(i) for i in range(3)]; print([list(f()) for f in fs])
def flatten(x):
    for y in x:
        if isinstance(y, (list, tuple)): yield from flatten(y)
        else: yield y
print(list(flatten([1, [2, (3, [4]), []], 5])))
def pipeline(*stages):
    def run(data):
        for s in stages: data = s(data)
        return data
    return run
print(list(pipeline(lambda d: (x * 2 for x in d), lambda d: (x for x in d if x % 3), sorted)(range(6))))
def window(it, n):
    w = []
    for x in it:
        w.append(x)
        if len(w) == n: yield tuple(w); w.pop(0)
print(list(window(range(5), 3)))
def primes():
    found = []; n = 2
    while True:
        if all(n % p for p in found): found.append(n); yield n
        n += 1
import itertools; print(list(itertools.islice(primes(), 12)))
def co():
    total = 0
    while (v := (yield total)) is not None: total += v
    return f"total {total}"
def wrapper(): r = yield from co(); yield r
w = wrapper(); next(w); w.send(3); w.send(4); print(w.send(None))
def permute(s): yield from ([s] if len(s) < 2 else (c + p for i, c in enumerate(s) for p in permute(s[:i] + s[i + 1:])))
print(list(permute("abc"))); print(list(zip(*[iter(range(6))] * 2)), sum(1 for _ in permute("abcd")))
def interleave(*its):
    its = [iter(i) for i in its]
    while its:
        for i in its[:]:
            try: yield next(i)
            except StopIteration: its.remove(i)
print("".join(interleave("abc", "12345", "-")))
def tree(n): return (tree(n - 1), n, tree(n - 1)) if n else None
def inorder(t):
    if t: l, v, r = t; yield from inorder(l); yield v; yield from inorder(r)
print(list(inorder(tree(3))), max(inorder(tree(4))))
