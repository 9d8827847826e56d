# Numbers through every format code: a sum over many, so that one wrong digit shows.
# in-threads: the module's random numbers
import random
import struct

random.seed(7)
total = 0


def mix(text):
    global total
    for c in text:
        total = (total * 31 + ord(c)) & 0xFFFFFFFFFFFF


some = [0.0, -0.0, 0.5, 1.5, 2.5, 0.125, 0.375, 1e9, 999999999.9999999, 1e8 + 0.5, 5e-324, 1e-5, 0.05, 0.15, 1.005, 2.675, 1e22, float("inf"), float("nan")]
for i in range(4000):
    k = i % 4
    if k == 0:
        v = random.uniform(-1000, 1000)
    elif k == 1:
        v = struct.unpack("d", struct.pack("Q", random.getrandbits(64)))[0]
    elif k == 2:
        v = random.randrange(-10**7, 10**7) / (1 << random.randrange(1, 12))
    else:
        v = random.choice(some) * random.choice([1, -1, 10, 0.1])
    p = random.randrange(0, 12)
    mix(f"{v:.{p}f}")
    mix("%.*f" % (p, v))
    mix(f"{v:+.{p}%}")
    if i % 100 == 0:
        print(f"{v:.{p}f} {v:z.{p}f} {v:>20.{p}f} {v:,.{p}f} {v:+012.{p}F}", total)
    n = random.getrandbits(random.randrange(1, 70)) * random.choice([1, -1])
    for spec in ("x", "X", "b", "o", "d", "#x", "#X", "08x", "+,d", "_b", "^20d", "*<9d", "=+12d", "#012x", ">1", "012,d", "n", "e", ".3f", "%"):
        mix(format(n, spec))
    mix(hex(n) + oct(n) + bin(n))
    mix("%x %X %o %#x %5d %-5d|%05d" % (n, n, n, n, n, n, n))
print(total)
for spec in (">10", "<10", "^10", "=10", "é>10", ".3", "s", "d", "10.2s", "010", "^0", "", "ß^12", "🙂<8"):
    for v in ("ab", "", "héllo", "x" * 1000, 12, 1.5, True, None):
        try:
            print(repr(format(v, spec)))
        except Exception as e:
            print(type(e).__name__, e)
print([("ab" * i)[j:k] for i in (1, 5, 20, 600) for j in (0, 1, 3) for k in (2, 9, 33, -1)])
print(["-".join(str(i) * n for i in range(m)) for n in (1, 3, 17, 40) for m in (0, 1, 2, 5)])
print("é".join(["a", "b"]), ",".join(["é", "b"]), ",".join(["Ω", "b"]), "Ω".join(["a", "b"]))
