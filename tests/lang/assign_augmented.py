# Augmented assignment: each operator, in-place methods, one evaluation of the target.
x = 10
x += 3; print(x)
x -= 1; print(x)
x *= 2; print(x)
x //= 5; print(x)
x **= 3; print(x)
x %= 50; print(x)
x <<= 2; print(x)
x >>= 1; print(x)
x |= 3; print(x)
x &= 14; print(x)
x ^= 5; print(x)
x /= 4; print(x)

def where(text):
    print("evaluates", text)
    return text

class Box:
    def __getitem__(self, k):
        print("get", k); return 1
    def __setitem__(self, k, v):
        print("set", k, v)
    def __getattr__(self, n):
        print("getattr", n); return [0]
    def __setattr__(self, n, v):
        print("setattr", n, v)

box = Box()
box[where("key")] += where("") and 0 or 5
box.field += [1]

a = b = [1]
a += (2, 3)
print(b, a is b)
a = a + [4]
print(b, a is b)
t = (1, [2])
try:
    t[1] += [3]
except TypeError as e:
    print(e)
print(t)
s = "ab"; s *= 2; print(s)

class Counter:
    def __init__(self, n): self.n = n
    def __iadd__(self, other): self.n += other; return self
    def __isub__(self, other): return NotImplemented
    def __sub__(self, other): return f"sub {other}"
    def __imatmul__(self, other): return ("imatmul", other)

c = Counter(1); d = c
c += 5
print(c.n, c is d)
c -= 2
print(c)
d @= 3
print(d)
try:
    x += "a"
except TypeError as e:
    print(e)
try:
    undefined_name += 1
except NameError as e:
    print(e)
