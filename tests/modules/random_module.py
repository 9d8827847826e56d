# random: seeded streams equal CPython's to the bit.
# in-threads: the module's random numbers
import random
for seed in (0, 1, 42, -5, 2 ** 70, "text", b"bytes", 1.5, True):
    random.seed(seed); print(seed, random.random(), random.randrange(100), random.randint(1, 6), random.getrandbits(40), random.choice("abcdef"))
random.seed(7)
print([random.random() for _ in range(3)], [random.randint(0, 10 ** 30) for _ in range(2)], random.randrange(5, 50, 5), random.uniform(1, 2), random.choices([1, 2, 3], k=5), random.choices("abc", [1, 5, 1], k=4), random.choices("ab", cum_weights=[1, 3], k=3), random.sample(range(100), 5), random.sample("abcdef", 6), random.sample(["a", "b"], counts=[3, 2], k=3), random.getrandbits(1), random.getrandbits(100), random.getrandbits(0), random.randbytes(5))
l = list(range(10)); random.shuffle(l); print(l)
print(random.gauss(0, 1), random.gauss(5, 2), random.normalvariate(0, 1), random.expovariate(2), random.triangular(0, 10, 3), random.triangular(), random.betavariate(2, 3), random.gammavariate(2, 1), random.gammavariate(0.5, 1), random.lognormvariate(0, 1), random.paretovariate(3), random.weibullvariate(1, 2), random.vonmisesvariate(0, 4))
a, b = random.Random(5), random.Random(5); print(a.random() == b.random(), a.randint(1, 10)); s = a.getstate(); x = [a.random() for _ in range(3)]; a.setstate(s); print(x == [a.random() for _ in range(3)], s[0], len(s[1]), s[1][:3], s[1][624])
r = random.Random(0); print([r.randrange(10) for _ in range(700)][-5:], r.random(), sum(r.random() for _ in range(1000)))
random.seed("é", version=2); print(random.random()); random.seed("old", version=1); print(random.random()); random.seed(bytearray(b"ba")); print(random.random())
for t in ("random.randrange(0)", "random.randrange(5, 5)", "random.randint(5, 1)", "random.choice([])", "random.sample([1], 2)", "random.sample([1], -1)", "random.sample({1}, 1)", "random.choices([1], [1, 2])", "random.choices([], k=1)", "random.getrandbits(-1)", "random.seed([])", "random.shuffle((1, 2))", "random.choices([1], [0])", "random.choices([1, 2], [1], cum_weights=[1])", "random.randrange(1, 10, 0)", "random.random(1)", "random.sample([1, 2], k=1, counts=[1])"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
