# Recursion of many shapes below the limit: direct, mutual, through methods, maps, closures.
def depth(n): return 0 if n == 0 else 1 + depth(n - 1)
print(depth(900))
def even(n): return n == 0 or odd(n - 1)
def odd(n): return n != 0 and even(n - 1)
print(even(800), odd(801))
class T:
    def __init__(self, n): self.kid = T(n - 1) if n else None
    def __len__(self): return 1 + (0 if self.kid is None else len(self.kid))
    def size(self): return 1 + (0 if self.kid is None else self.kid.size())
print(T(100).size(), len(T(100)))
def flat(x): return [z for y in x for z in flat(y)] if isinstance(x, list) else [x]
print(flat([1, [2, [3, [4]], 5]]))
def perms(s): return [s] if len(s) < 2 else [c + p for i, c in enumerate(s) for p in perms(s[:i] + s[i + 1:])]
print(perms("abc"))
def hanoi(n, a, b, c): return 0 if n == 0 else hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)
print(hanoi(10, 1, 2, 3))
def ack(m, n): return n + 1 if m == 0 else ack(m - 1, 1) if n == 0 else ack(m - 1, ack(m, n - 1))
print(ack(2, 3))
def tree(n): return None if n == 0 else (tree(n - 1), n, tree(n - 1))
print(tree(3))
def walk(t):
    if t:
        yield from walk(t[0]); yield t[1]; yield from walk(t[2])
print(list(walk(tree(4))))
def sub(s): return [[]] if not s else [x + y for y in sub(s[1:]) for x in ([], [s[0]])]
print(sub([1, 2, 3]))
def nested_map(x): return list(map(nested_map, x)) if isinstance(x, tuple) else x
print(nested_map((1, (2, (3,)))))
memo = {}
def fib(n):
    if n not in memo: memo[n] = n if n < 2 else fib(n - 1) + fib(n - 2)
    return memo[n]
print(fib(300))
