# What several threads fill at once: functools.lru_cache, re's patterns, random's generator, threading.local with classes.
# modes: plain check-heap gil-off parallel fibers
# timeout: 60
import functools
import random
import re
import threading

THREADS = 4


def together(work):
    results = [None] * THREADS
    gate = threading.Barrier(THREADS)

    def run(number):
        gate.wait()
        try:
            results[number] = work(number)
        except BaseException as error:
            results[number] = repr(error)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(THREADS)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return results


@functools.lru_cache(maxsize=None)
def squares(n):
    return [n * n]


@functools.lru_cache(maxsize=8)
def few(n, step=1):
    return (n, n + step)


def cached(number):
    for turn in range(2000):
        assert squares(turn % 50) == [(turn % 50) ** 2]
        assert few(turn % 12) == (turn % 12, turn % 12 + 1)
        assert few(turn % 5, step=2) == (turn % 5, turn % 5 + 2)
    return number


print(together(cached))
info = squares.cache_info()
print(info.hits + info.misses, info.currsize, squares(3) is squares(3))
info = few.cache_info()
print(info.hits + info.misses, info.currsize)


def patterns(number):
    for turn in range(200):
        assert re.match(r"(\w+)-%d" % (turn % 20), "ab-%d" % (turn % 20)).group(1) == "ab"
        assert re.sub("b+", lambda m: str(len(m.group())), "abbbc") == "a3c"
        if turn % 50 == 0:
            re.purge()
    return number


print(together(patterns))


def draws(number):
    own = random.Random(number)
    expected = random.Random(number)
    for _ in range(500):
        assert 0 <= random.random() < 1 and 1 <= random.randint(1, 6) <= 6
        assert own.random() == expected.random()
    return number


print(together(draws))


class Local(threading.local):
    initial = "class"

    def __init__(self, start):
        self.n = start
        self.log = []

    @property
    def double(self):
        return 2 * self.n

    def add(self, k):
        self.n += k
        self.log.append(k)


local = Local(10)
plain = threading.local()


def locals_(number):
    assert not hasattr(plain, "x")
    plain.x = number
    for k in range(300):
        local.add(number)
        plain.x += 1
    assert local.double == 2 * (10 + 300 * number)
    assert len(local.log) == 300 and local.initial == "class"
    assert sorted(local.__dict__) == ["log", "n"], local.__dict__
    local.__dict__["direct"] = number
    assert local.direct == number
    del local.direct
    try:
        del plain.nothing
    except AttributeError as error:
        assert str(error) == "nothing" or "nothing" in str(error)
    try:
        local.__dict__ = {}
    except AttributeError as error:
        assert "read-only" in str(error)
    return local.n, plain.x


print(together(locals_))
print(local.n, local.log, hasattr(plain, "x"))

# A local that dies while threads still have something in it.
dying = threading.local()
gone = []


class Noisy:
    def __del__(self):
        gone.append(1)


def hold(number):
    dying.thing = Noisy()
    met.wait()
    left.wait()
    return number


met, left = threading.Barrier(THREADS + 1), threading.Barrier(THREADS + 1)
threads = [threading.Thread(target=hold, args=(n,)) for n in range(THREADS)]
for t in threads:
    t.start()
met.wait()
del dying
left.wait()
for t in threads:
    t.join()
print(len(gone))
