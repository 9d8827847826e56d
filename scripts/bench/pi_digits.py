# Measures big integers: digits of pi by a spigot, a large factorial, a power modulo, a big str().


def digits(count):
    """Gibbons' unbounded spigot on the continued fraction of pi."""
    q, r, t, k, n, odd = 1, 0, 1, 1, 3, 3
    out = []
    while len(out) < count:
        if 4 * q + r - t < n * t:
            out.append(n)
            nr = 10 * (r - n * t)
            n = 10 * (3 * q + r) // t - 10 * n
            q *= 10
            r = nr
        else:
            nr = (2 * q + r) * odd
            nn = (q * (7 * k) + 2 + r * odd) // (t * odd)
            q *= k
            t *= odd
            odd += 2
            k += 1
            n = nn
            r = nr
    return "".join(map(str, out))


def factorial(n):
    product = 1
    for i in range(2, n + 1):
        product *= i
    return product


pi = digits(4500)
print(pi[:20], pi[-10:])
big = factorial(6000)
print(big.bit_length(), big % 1000003)
prime = (1 << 521) - 1
print(pow(3, prime - 1, prime), pow(7, 1 << 300, prime) % 10**9)
fib_a, fib_b = 0, 1
for _ in range(20_000):
    fib_a, fib_b = fib_b, fib_a + fib_b
text = str(fib_a)
print(len(text), text[:12], text[-12:])
