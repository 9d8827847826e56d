# What tools/bench_parallel.py measures: seconds of a piece of work by the program's one thread, by one further thread, and
# by two at the same time, the best of TIMES each: the first time, heaps grow and the system has yet to find the second core.
# _parallel.py KIND: a function below; `memory`, for the peak of two threads; `spin`: one piece of work.
import sys
import threading
import time

TIMES = 5
SCALE = 3
TABLE = {i: i * i for i in range(100)}
ROW = list(range(100))
WORDS = ["alpha", "beta", "gamma", "delta"]


class Point:
    dimensions = 2

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def norm(self):
        return self.x * self.x + self.y * self.y


ORIGIN = Point(1, 2)


# --- on private data

def arithmetic():
    total = 0
    for i in range(12_500_000):
        total += i * 3 % 7
    return total


def floats():
    x = 0.5
    for i in range(7_500_000):
        x = x * 3.7 * (1.0 - x)
        if x > 0.9:
            x -= 0.1
    return x


def lists():
    out, total = [], 0
    for i in range(3_500_000):
        out.append(i & 15)
    for value in out:
        total += value
    for i in range(len(out)):
        out[i] += 1
    return total


def dicts():
    counts = {}
    for i in range(3_500_000):
        counts[i & 1023] = counts.get(i & 1023, 0) + 1
    return len(counts)


def sets():
    seen = set()
    for i in range(1_500_000):
        seen.add(i & 1023)
        if i & 2047 in seen:
            seen.discard(i & 511)
    return len(seen)


def tuples():
    total = 0
    for i in range(2_500_000):
        a, b = (i, i + 1)
        total += a + b
        kept = (a, (b, total))
    return kept


def objects():
    total = 0
    for i in range(2_000_000):
        total += Point(i, 1).norm()
    return total


def attributes():
    p = Point(0, 0)
    for i in range(5_000_000):
        p.x += 1
        p.y = p.x
    return p.x


def strings():
    n = 0
    for i in range(650_000):
        key = "k%d" % i
        text = key + "-" + str(i)
        n += len(text.split("-"))
    return n


def recursion():
    def fib(n):
        return n if n < 2 else fib(n - 1) + fib(n - 2)

    return fib(31)


def comprehensions():
    total = 0
    for _ in range(60_000):
        total += sum([x * 2 for x in range(100) if x & 1])
    return total


def generators():
    def count(n):
        for i in range(n):
            yield i

    total = 0
    for value in count(6_000_000):
        total += value
    return total


def exceptions():
    n = 0
    for i in range(1_250_000):
        try:
            if i & 1:
                raise ValueError(i)
        except ValueError:
            n += 1
    return n


def sorting():
    total = 0
    for _ in range(2_000):
        numbers = [(j * 7919) % 5003 for j in range(1000)]
        numbers.sort()
        total += numbers[10] + sorted(numbers, key=lambda v: -v)[0]
    return total


PRIVATE = [arithmetic, floats, lists, dicts, sets, tuples, objects, attributes, strings, recursion, comprehensions, generators,
           exceptions, sorting]


# --- on what both use

def step(x):
    return x * SCALE % 1000003


def calls():
    x = 1
    for i in range(4_500_000):
        x = step(x)
    return x


def methods():
    total = 0
    for i in range(3_500_000):
        total += ORIGIN.norm()
    return total


def names():
    total = 0
    for i in range(5_000_000):
        total += SCALE + ORIGIN.x + Point.dimensions
    return total


def reads():
    total = 0
    for i in range(3_500_000):
        total += ROW[i % 100] + TABLE[i % 100] + len(WORDS)
    return total


SHARED = [calls, methods, names, reads]


# --- the runs

# Seconds from the moment when all threads are there until the last is done: what it costs to start them is not throughput.
def together(work, threads):
    gate, ends = threading.Barrier(threads + 1), []

    def run():
        gate.wait()
        work()
        ends.append(time.perf_counter())

    started = [threading.Thread(target=run) for _ in range(threads)]
    for thread in started:
        thread.start()
    gate.wait()
    start = time.perf_counter()
    for thread in started:
        thread.join()
    return max(ends) - start


def alone(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


# Each thread keeps data of its own until both have theirs; both store into one dict meanwhile.
def memory():
    table, full = {}, threading.Barrier(2)

    def fill():
        mine = []
        for i in range(60_000):
            mine.append((Point(i, -i), "name %d" % i, [i, {"of": i}] if i % 8 == 0 else None))
            if i % 50 == 0:
                table[i, threading.get_ident()] = [i]
        full.wait()

    together(fill, 2)


if sys.argv[1] == "memory":
    memory()
elif sys.argv[1] == "spin":
    arithmetic()
else:
    work = globals()[sys.argv[1]]
    print(min(alone(work) for _ in range(TIMES)), *(min(together(work, count) for _ in range(TIMES)) for count in (1, 2)))
