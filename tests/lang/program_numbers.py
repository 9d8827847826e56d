# A small program: primes, gcd, perfect numbers, continued fractions, square roots, bases, fractions.
def sieve(n): s = bytearray([1]) * (n + 1); [s.__setitem__(slice(i * i, None, i), bytes(len(range(i * i, n + 1, i)))) for i in range(2, int(n ** .5) + 1) if s[i]]; return [i for i in range(2, n + 1) if s[i]]
def gcd(a, b): return a if b == 0 else gcd(b, a % b)
def egcd(a, b): return (a, 1, 0) if b == 0 else (lambda g, x, y: (g, y, x - a // b * y))(*egcd(b, a % b))
def factors(n):
    out, p = [], 2
    while p * p <= n:
        while n % p == 0: out.append(p); n //= p
        p += 1
    return out + [n] if n > 1 else out
def base(n, b): return "0" if n == 0 else ("" if n < b else base(n // b, b)) + "0123456789abcdefghijklmnopqrstuvwxyz"[n % b]
def isqrt(n):
    x = n
    while (y := (x + n // x) // 2) < x: x = y
    return x
class Frac:
    def __init__(self, a, b=1):
        g = gcd(abs(a), b); self.a, self.b = a // g, b // g
    def __add__(self, o): o = o if isinstance(o, Frac) else Frac(o); return Frac(self.a * o.b + o.a * self.b, self.b * o.b)
    __radd__ = __add__
    def __mul__(self, o): return Frac(self.a * o.a, self.b * o.b)
    def __eq__(self, o): return (self.a, self.b) == (o.a, o.b)
    def __lt__(self, o): return self.a * o.b < o.a * self.b
    def __repr__(self): return f"{self.a}/{self.b}"
    def __float__(self): return self.a / self.b
def contfrac(x, n):
    for _ in range(n):
        i = int(x); yield i
        if x == i: return
        x = 1 / (x - i)
print(sieve(60), gcd(84, 36), egcd(240, 46), factors(360360), base(255, 2), base(255, 16), base(10 ** 10, 36), isqrt(10 ** 40), [n for n in range(2, 500) if sum(d for d in range(1, n) if n % d == 0) == n])
print(sum((Frac(1, n) for n in range(1, 8)), Frac(0)), Frac(2, 4) * Frac(2, 3), 1 + Frac(1, 2), Frac(1, 2) == Frac(2, 4), sorted([Frac(1, 2), Frac(1, 3)]), float(Frac(1, 8)), list(contfrac(3.25, 5)))
print([(a, b, c) for c in range(1, 30) for b in range(1, c) for a in range(1, b) if a * a + b * b == c * c], sum(int(d) for d in str(2 ** 1000)), pow(7, 10 ** 18, 10 ** 9 + 7), [n for n in range(100, 1000) if sum(int(c) ** 3 for c in str(n)) == n])
