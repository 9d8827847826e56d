# Sums, products and shifts around the widths an implementation may treat specially.
edges = [2 ** k + d for k in (29, 30, 31, 32, 52, 53, 60, 61, 62, 63, 64) for d in (-1, 0, 1)]
total = 0
for a in edges:
    for b in edges:
        for s, t in ((a, b), (-a, b), (a, -b), (-a, -b)):
            assert s + t - t == s and s - t + t == s and (s * t) // t == s and s // t * t + s % t == s and divmod(s, t) == (s // t, s % t)
            total = (total * 31 + (s + t) * 7 + s * t + (s ^ t) + (s & t) - (s | t) + s // t + s % t) % (10 ** 15 + 37)
print(total)
for a in edges:
    assert a >> 3 == a // 8 and -a >> 3 == -a // 8 and a << 5 == a * 32 and ~a == -a - 1 and abs(-a) == a and int(str(a)) == a and int(hex(-a), 16) == -a and float(a) == a // 1 * 1.0 and a == int(float(a)) or a > 2 ** 53
    print(a, -a, a * a, a << 1, -a >> 1, hash(a), hash(-a), a.bit_length())
x = 1
for i in range(130): x = x * 3 - i; 
print(x, -x // 7, x % -11)
